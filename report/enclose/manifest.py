"""`Brief` + `Settings` → manifest.json: from which facts and with what a paper was made.

It names no person, no machine and no hour: the same facts, set by the same versions, give the same
manifest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

from report import facts
from report.model import Brief, Enclosure, Rate
from report.settings import Settings

SCHEMA = 1


def write(
    brief: Brief, settings: Settings, *, versions: Mapping[str, str], enclosed: Iterable[Enclosure]
) -> bytes:
    """The manifest as JSON in UTF-8; `enclosed` are the other files beside it, each with its SHA-256.

    That of facts.json is the fingerprint of the facts.
    """
    hashes = {file.name: hashlib.sha256(file.content).hexdigest() for file in enclosed}
    tree = {
        "schema": SCHEMA,
        "brief": settings.id,
        "as_of": str(settings.as_of),
        "status": "draft" if settings.draft else "released",
        "fingerprint": hashes[facts.FILE],
        "rates": sorted((_rate(rate) for rate in brief.rates), key=json.dumps),
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
