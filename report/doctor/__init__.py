"""This machine and a brief's archive → `Need`s: what must be so, whether it is, and the cure where it is not.

Looks and does not mend. Nothing here raises: a need that cannot be looked at is not met.
"""

from __future__ import annotations

from pathlib import Path

from report import faces
from report.archive import Archive
from report.doctor.archive import archive
from report.doctor.catalogues import catalogues
from report.doctor.machine import LIBRARIES, Library, face, library, python, write_access
from report.doctor.needs import Need
from report.settings import Settings

__all__ = ["LIBRARIES", "Library", "Need", "catalogues", "examine", "library", "write_access"]


def examine(settings: Settings | None, out: Path, kept: Archive | None = None) -> tuple[Need, ...]:
    """Every need of a build, in the order in which they are best cured.

    `settings` say whose languages and catalogues are looked at; without a brief they are the
    package's own. `out` is the folder that finished files shall appear in; it is not
    made. `kept` is the brief's archive, where there is a brief.
    """
    return (
        python(),
        *map(library, LIBRARIES),
        *map(face, faces.FACES),
        *catalogues(settings),
        write_access(out),
        *(archive(kept) if kept else ()),
    )
