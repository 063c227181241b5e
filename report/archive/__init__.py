"""Finished files → folders that hold a whole set of them at every moment, and editions that never change.

A set is written whole into a hidden folder beside its place, and moved there in one step (rename,
POSIX.1-2017). One lock a place keeps two builds apart, and says who holds it.
"""

from __future__ import annotations

from report.archive.editions import Archive
from report.archive.locking import PATIENCE_SECONDS
from report.archive.manifest import CHANGES, FACTS, MANIFEST, RELEASE
from report.archive.publishing import publish
from report.archive.shelves import RELEASED, Copy, Shelved, copies_of, newest_of

__all__ = [
    "CHANGES",
    "FACTS",
    "MANIFEST",
    "PATIENCE_SECONDS",
    "RELEASE",
    "RELEASED",
    "Archive",
    "Copy",
    "Shelved",
    "copies_of",
    "newest_of",
    "publish",
]
