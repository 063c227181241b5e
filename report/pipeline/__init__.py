"""The corridor: the only package that knows the order of the rooms.

load → check → draw → compose → render → assemble → inspect → the finished files, put in place.
What nothing has changed for is not made again: a figure, a section, a whole version, or all of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.pipeline.building import build, versions_of
from report.pipeline.judging import inspect_files, judge
from report.pipeline.nouns import (
    CACHE,
    LATEST,
    PROOF,
    Built,
    Edition,
    Manner,
    Reason,
    Step,
    Watch,
)
from report.pipeline.standing import cache_of

if TYPE_CHECKING:
    from report.pipeline.composing import Work
    from report.pipeline.side_by_side import set_versions

__all__ = [
    "CACHE",
    "LATEST",
    "PROOF",
    "Built",
    "Edition",
    "Manner",
    "Reason",
    "Step",
    "Watch",
    "Work",
    "build",
    "cache_of",
    "inspect_files",
    "judge",
    "set_versions",
    "versions_of",
]


def __getattr__(name: str) -> object:
    """`Work` and `set_versions`, loaded at first use: a build with nothing to do needs neither."""
    if name == "Work":
        from report.pipeline.composing import Work

        return Work
    if name == "set_versions":
        from report.pipeline.side_by_side import set_versions

        return set_versions
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
