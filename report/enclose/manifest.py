"""`Brief` + `Settings` → manifest.json: which edition a paper is, from which facts and with what it was made.

It names no person, no machine and no hour: the same edition, set by the same versions, gives the same
manifest. The signs of currencies are in it so that the file alone tells how its numbers are said.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

from report import facts
from report.model import Brief, Enclosure, Issue, Rate
from report.settings import Settings

SCHEMA = 1


def write(
    brief: Brief,
    settings: Settings,
    issue: Issue | None,
    *,
    versions: Mapping[str, str],
    enclosed: Iterable[Enclosure],
) -> bytes:
    """The manifest as JSON in UTF-8; `enclosed` are the other files beside it, each with its SHA-256.

    That of facts.json is the fingerprint of the facts. A proof, without `issue`, has no edition.
    """
    hashes = {file.name: hashlib.sha256(file.content).hexdigest() for file in enclosed}
    tree = {
        "schema": SCHEMA,
        "brief": settings.id,
        "as_of": str(settings.as_of),
        "edition": issue.number if issue else None,
        "replaces": issue.replaces.number if issue and issue.replaces else None,
        "status": "released" if issue and not issue.draft else "draft",
        "fingerprint": hashes[facts.FILE],
        "rates": sorted((_rate(rate) for rate in brief.rates), key=json.dumps),
        "signs": dict(settings.signs),
        "versions": dict(versions),
        "files": hashes,
    }
    return (json.dumps(tree, ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode()


def _rate(rate: Rate) -> dict[str, object]:
    return {
        "date": str(rate.date),
        "base": rate.base,
        "quote": rate.quote,
        "rate": facts.decimal_text(rate.rate),
        "reference": rate.reference,
        "sources": sorted(rate.sources),
    }
