"""What is found of a finished file, check by check."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Final


class Outcome(StrEnum):
    """How a check ended.

    `notice`: it holds, and something should be known. `unknown`: there was nothing to hold the file against.
    """

    HOLDS = "holds"
    FAILS = "fails"
    NOTICE = "notice"
    UNKNOWN = "unknown"


_PROOFS: Final = frozenset({"code", "archive"})
"""The checks of which one must have held."""


@dataclass(frozen=True, slots=True)
class Check:
    """One question to a file: its name in kebab case, how it ended, and what was found, in lines."""

    name: str
    outcome: Outcome
    found: tuple[str, ...]

    def __str__(self) -> str:
        """The check as lines of a terminal."""
        return "\n".join(f"{self.outcome:7}  {self.name}: {line}" for line in self.found)


@dataclass(frozen=True, slots=True)
class Verification:
    """What a file is, as far as it says, and every check.

    `edition` is 0 where it names none; `version` is that of its languages, `state` draft or released.
    """

    brief: str
    edition: int
    state: str
    version: str
    checks: tuple[Check, ...]

    @property
    def outcome(self) -> Outcome:
        """A failure if there is one; unknown where neither facts inside nor an archive could prove it."""
        if any(check.outcome is Outcome.FAILS for check in self.checks):
            return Outcome.FAILS
        proven = any(check.name in _PROOFS and check.outcome is Outcome.HOLDS for check in self.checks)
        return Outcome.HOLDS if proven else Outcome.UNKNOWN

    def as_json(self) -> dict[str, object]:
        """The verification as plain values for `--json`."""
        return {"outcome": self.outcome, **asdict(self)}


def judged(name: str, faults: tuple[str, ...], *, otherwise: str) -> Check:
    """A check that fails by its faults, and where there is none says `otherwise`."""
    return Check(name, Outcome.FAILS, faults) if faults else Check(name, Outcome.HOLDS, (otherwise,))


def unknown(name: str, why: str) -> Check:
    """A check that could not be made."""
    return Check(name, Outcome.UNKNOWN, (why,))
