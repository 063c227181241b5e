"""Editions on the shelf without a build: an archive of small files, for tests of what looks at archives."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from report.archive import FACTS, Archive
from report.model import Edition, EditionFile, Origin

FACTS_OF_NOBODY = b"{}"


def archive_in(out: Path, editions: Mapping[int, bytes]) -> Archive:
    """An archive in `out` with editions of one English file each, by number; `latest` leads to the last."""
    kept = Archive(out / "editions", out / "latest")
    for number, pdf in editions.items():
        fingerprint = hashlib.sha256(FACTS_OF_NOBODY).hexdigest()
        file = EditionFile("brief.en.pdf", "en", 1, len(pdf), hashlib.sha256(pdf).hexdigest())
        edition = Edition(
            number=number,
            previous=number - 1 or None,
            built=datetime(2031, 9, number, tzinfo=UTC),
            fingerprint=fingerprint,
            design="",
            files=(file,),
            others={FACTS: fingerprint},
            origin=Origin({}, {}),
            folder=kept.folder_of(number),
        )
        with kept.alone():
            kept.add(edition, {file.name: pdf, FACTS: FACTS_OF_NOBODY})
    return kept
