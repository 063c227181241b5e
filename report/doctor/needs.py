"""What is looked at, whether it is as it should be, and the cure where it is not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Need:
    """One thing a build needs: whether it is `met`, what was found, and the `cure` where it is not."""

    name: str
    met: bool
    detail: str
    cure: str = ""


def need(name: str, met: bool, detail: str, cure: str) -> Need:
    """A need, with its cure only where it is not met."""
    return Need(name, met, detail, "" if met else cure)
