"""`Brief` → facts.json and back: what the paper says, in one canonical form, and its fingerprint.

Two folders with the same facts give the same bytes, whatever the order of rows, line ends or quoting
of their tables. Only what may be printed goes in: no claim of use `held`, no place in a file, no
finding, no spelling that the house accepts or refuses. Its schema is docs/facts.schema.json.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Final

from report.facts.form import (
    FILE,
    as_json,
    canonical,
    decimal_text,
    from_json,
    members,
    noun_of,
    plain,
    reading,
    said,
    typed,
)
from report.model import Brief, Claim, Use

__all__ = [
    "FILE",
    "SCHEMA",
    "as_json",
    "canonical",
    "code",
    "decimal_text",
    "fingerprint",
    "from_json",
    "plain",
    "public",
    "read",
    "reading",
    "said",
    "shortened",
    "typed",
    "write",
]

SCHEMA: Final = 1
"""The version of the form: it grows when an old reader would misread a new file."""


def write(brief: Brief) -> bytes:
    """The printable facts as canonical JSON in UTF-8."""
    return as_json({"schema": SCHEMA, **members(public(brief))})


def read(content: bytes) -> Brief:
    """The facts of a facts.json, in canonical order; without charts, findings and places in files.

    Raises:
        ArchiveError: it is no facts.json, or one of another schema.
    """
    with reading(FILE):
        return noun_of(Brief, from_json(content, FILE, schema=SCHEMA))


def fingerprint(brief: Brief) -> str:
    """The SHA-256 of facts.json, as 64 hexadecimal digits: anybody can take it from the enclosed file."""
    return hashlib.sha256(write(brief)).hexdigest()


def code(brief: Brief) -> str:
    """What a paper prints of its fingerprint."""
    return shortened(fingerprint(brief))


def shortened(digest: str) -> str:
    """A fingerprint's first eight digits, as a person can compare them: `7F3A-91BC`."""
    digits = digest[:8].upper()
    return f"{digits[:4]}-{digits[4:]}"


def public(brief: Brief) -> Brief:
    """The brief without the claims that are held back, and without any word of them in other claims."""
    shown = {claim.id: claim for claim in brief.claims.values() if claim.use is not Use.HELD}
    known = shown.keys() | brief.documents.keys()

    def without_held(claim: Claim) -> Claim:
        contradicts, converts = (key if key in known else "" for key in (claim.contradicts, claim.converts))
        return replace(claim, contradicts=contradicts, converts=converts)

    return replace(brief, claims={key: without_held(claim) for key, claim in shown.items()})
