"""The corridor: the only package that knows the order of the rooms.

load → check → compare → draw → compose → render → assemble → inspect → an edition, or a proof.
What nothing has changed for is not made again: a figure, a section, a whole version, or all of it.
"""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from report.pipeline.building import build, versions_of
from report.pipeline.changing import changes_since, status_of
from report.pipeline.composing import Work
from report.pipeline.issuing import archive_of, issue
from report.pipeline.judging import inspect_files, judge, judge_all
from report.pipeline.nouns import (
    CACHE,
    EDITIONS,
    LATEST,
    PROOF,
    Approval,
    Bound,
    Built,
    Issued,
    Manner,
    Outcome,
    Reason,
    Since,
    Status,
    Step,
    Watch,
)
from report.pipeline.standing import cache_of

if TYPE_CHECKING:
    from report.pipeline.cycle import run_cycle
    from report.pipeline.releasing import release, release_newest
    from report.pipeline.verifying import verify_file
    from report.pipeline.warming import warm_up

__all__ = [
    "CACHE",
    "EDITIONS",
    "LATEST",
    "PROOF",
    "Approval",
    "Bound",
    "Built",
    "Issued",
    "Manner",
    "Outcome",
    "Reason",
    "Since",
    "Status",
    "Step",
    "Watch",
    "Work",
    "archive_of",
    "build",
    "cache_of",
    "changes_since",
    "inspect_files",
    "issue",
    "judge",
    "judge_all",
    "release",
    "release_newest",
    "run_cycle",
    "status_of",
    "verify_file",
    "versions_of",
    "warm_up",
]


_LATER: Final = MappingProxyType(
    {
        "release": "releasing",
        "release_newest": "releasing",
        "run_cycle": "cycle",
        "verify_file": "verifying",
        "warm_up": "warming",
    }
)
"""What a build with nothing to do does not need, and its module: loaded at first use."""


def __getattr__(name: str) -> object:
    """What is loaded at first use."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
