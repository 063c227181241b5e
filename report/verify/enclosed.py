"""The files inside a PDF → facts, tables and manifest, and whether they are those that belong together."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Any, Final

from report import facts
from report.errors import ArchiveError
from report.model import Brief
from report.verify.nouns import Check, judged, unknown

MANIFEST: Final = "manifest.json"
FIGURES: Final = "figures.csv"
DOCUMENTS: Final = "documents.csv"
SOURCES: Final = "sources.csv"
_SCHEMA: Final = 1
_MEMBERS: Final[Mapping[str, type | UnionType]] = {
    "schema": int,
    "brief": str,
    "as_of": str,
    "edition": int | None,
    "status": str,
    "fingerprint": str,
    "signs": dict,
    "versions": dict,
    "files": dict,
}
"""What is asked of a manifest, and of which kind it is."""
NOTHING_INSIDE: Final = "no files are inside; only the archive can tell whether this one is whole"


@dataclass(frozen=True, slots=True)
class Enclosed:
    """The files inside by name; `manifest` is empty where there is none that can be read, `brief` None."""

    files: Mapping[str, bytes]
    manifest: Mapping[str, Any]
    brief: Brief | None

    @property
    def digest(self) -> str:
        """The SHA-256 of facts.json, which is the fingerprint of the facts; empty where it is not there."""
        return _digest(self.files[facts.FILE]) if facts.FILE in self.files else ""

    def rows(self, name: str) -> tuple[dict[str, str], ...]:
        """The rows of an enclosed table (RFC 4180); none where it is not there or no table.

        Raises:
            ArchiveError: it is no text in UTF-8.
        """
        try:
            text = self.files.get(name, b"").decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ArchiveError(f"{name}: {error}") from error
        return tuple(csv.DictReader(io.StringIO(text, newline="")))


def enclosed(files: Mapping[str, bytes]) -> Enclosed:
    """What the files inside say; damage is told by the checks."""
    try:
        brief = facts.read(files[facts.FILE]) if facts.FILE in files else None
    except ArchiveError:
        brief = None
    return Enclosed(files, _manifest(files), brief)


def enclosures(inside: Enclosed) -> Check:
    """Whether exactly the files are inside that the manifest names, each with its SHA-256."""
    if not inside.files:
        return unknown("enclosures", NOTHING_INSIDE)
    count = len(inside.files)
    return judged("enclosures", tuple(_misplaced(inside)), otherwise=f"{count} files, as their manifest says")


def code(inside: Enclosed, printed: frozenset[str]) -> Check:
    """Whether facts.json hashes to the code that is printed; `printed` are all codes on the pages."""
    if not inside.digest:
        return unknown("code", "no facts are inside that a code could be taken of")
    expected = facts.shortened(inside.digest)
    faults = [f"the pages print {it}; the facts inside are {expected}" for it in sorted(printed - {expected})]
    if expected not in printed:
        faults.append(f"the code {expected} of the facts inside is on no page")
    if inside.brief is None:
        faults.append(f"{facts.FILE} is damaged, or of a version that this program cannot read")
    elif facts.fingerprint(inside.brief) != inside.digest:
        faults.append(f"{facts.FILE} is not in the canonical form")
    return judged("code", tuple(faults), otherwise=f"{expected}, of the facts inside and on the pages")


def _misplaced(inside: Enclosed) -> Iterator[str]:
    if not inside.manifest:
        damaged = MANIFEST in inside.files
        yield f"{MANIFEST} is damaged" if damaged else f"{MANIFEST} has been removed"
        return
    listed: Mapping[str, str] = inside.manifest["files"]
    for name, digest in listed.items():
        if name not in inside.files:
            yield f"{name} has been removed"
        elif _digest(inside.files[name]) != digest:
            yield f"{name} is not the file that {MANIFEST} names"
    for name in sorted(inside.files.keys() - {*listed, MANIFEST}):
        yield f"{name} has been added"
    if inside.manifest["fingerprint"] != listed.get(facts.FILE):
        yield f"{MANIFEST} names a fingerprint that is not that of {facts.FILE}"


def _manifest(files: Mapping[str, bytes]) -> Mapping[str, Any]:
    """The manifest, where it is one of the schema that this program reads, with all that is asked of it."""
    try:
        tree = json.loads(files.get(MANIFEST, b"null"))
    except ValueError:
        return {}
    whole = isinstance(tree, dict) and all(
        isinstance(tree.get(name), kind) for name, kind in _MEMBERS.items()
    )
    return tree if whole and tree["schema"] == _SCHEMA else {}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
