"""One cycle of the brief keeping itself current: what it did, why it waits, and what went wrong.

A cycle is one walk down the corridor: pull, check, build, release, deliver. A step that fails is told, and
takes nothing from what the steps before it, or earlier cycles, have made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from report.model.changes import Significance
from report.model.delivery import Status
from report.model.pulls import Pulled

NEW_EDITION: Final = 10
"""What a cycle ends with that made an edition, so that a caller can tell it from one with nothing new."""


class CycleStep(StrEnum):
    """Where in the corridor a cycle is."""

    SETTINGS = "settings"
    STATE = "state"
    PULL = "pull"
    CHECK = "check"
    BUILD = "build"
    RELEASE = "release"
    DELIVER = "deliver"


class CycleOutcome(StrEnum):
    """What a cycle came to: `held` has something to do that must wait, `busy` found another at work."""

    NOTHING_NEW = "nothing new"
    NEW_EDITION = "new edition"
    HELD = "held"
    BUSY = "busy"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class CycleFailure:
    """A step that failed, why in one line, and the exit code of that kind of fault.

    `about` names what failed, so that the same is not told again because a server words it otherwise: a
    source, a recipient and how its delivery stands, or else the message.
    """

    step: CycleStep
    message: str
    exit_code: int
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cycle:
    """One cycle, from its begin to its end (both with a time zone).

    `edition` is the number of the edition that it made, None where it made none; `delivered` counts how
    the deliveries stand that it tried. `holding` says why something waits, and `again` when a cycle would
    have something to do even if nothing changes. Where a step failed the outcome is `failed`, whatever
    the others made.
    """

    id: str
    began: datetime
    ended: datetime
    outcome: CycleOutcome
    edition: int | None = None
    delivered: Mapping[Status, int] = field(default_factory=dict)
    failures: tuple[CycleFailure, ...] = ()
    holding: str = ""
    again: datetime | None = None
    pulls: tuple[Pulled, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 where nothing is new, held or busy; 10 with a new edition; else that of the first failure."""
        if self.failures:
            return self.failures[0].exit_code
        return NEW_EDITION if self.outcome is CycleOutcome.NEW_EDITION else 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """Changes that no edition was made for yet: since when, of which inputs (a digest), after which edition.

    Minor ones wait for their slot, significant ones for an hour at which something may be issued, and what
    is no news at all for others to come.
    """

    since: datetime
    inputs: str
    edition: int
    significance: Significance


@dataclass(frozen=True, slots=True)
class Trouble:
    """A step that fails, or failed and works again; kept until the operator has heard of either.

    `told` are the things about which the operator has heard; `recovered` is when it worked again, None
    while it does not.
    """

    step: CycleStep
    since: datetime
    message: str
    told: tuple[str, ...] = ()
    recovered: datetime | None = None


@dataclass(frozen=True, slots=True)
class CycleState:
    """What cycles leave for the next one, and for whoever asks how the brief is.

    `last` is the last cycle, `succeeded` the end of the last in which no step failed, `next_run` what the
    resident process has written down.
    """

    last: Cycle | None = None
    succeeded: datetime | None = None
    next_run: datetime | None = None
    waiting: Waiting | None = None
    troubles: tuple[Trouble, ...] = ()
