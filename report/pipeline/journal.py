"""What a cycle has come to so far: each step ends well, badly, or neither; its end → a `Cycle`."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from report.deliver import Timing
from report.errors import BusyError, DataError, ReportError
from report.model import Cycle, CycleFailure, CycleOutcome, CycleStep, Delivery, Edition, Pulled, Status

_LOG: Final = logging.getLogger(__name__)
_FIRST: Final = 4
"""So many lines of a fault are told."""


@dataclass(slots=True)
class Journal:
    """A cycle under way. `open` are steps that were begun and neither failed nor can be said to work.

    `held` says why something waits and `again` until when; `tried` is how deliveries stand that were tried.
    """

    id: str
    began: datetime
    timing: Timing
    failures: list[CycleFailure] = field(default_factory=list)
    passed: set[CycleStep] = field(default_factory=set)
    open: set[CycleStep] = field(default_factory=set)
    held: list[str] = field(default_factory=list)
    busy: list[str] = field(default_factory=list)
    again: list[datetime] = field(default_factory=list)
    pulls: tuple[Pulled, ...] = ()
    made: Edition | None = None
    tried: list[Status] = field(default_factory=list)

    @contextmanager
    def step(self, step: CycleStep) -> Iterator[None]:
        """Do a step; whatever a user can cause ends the step, and not the cycle."""
        before = len(self.failures)
        try:
            yield
        except BusyError as error:
            self.busy.append(str(error))
            self.open.add(step)
        except ReportError as error:
            self._fail(step, error)
        if len(self.failures) == before and step not in self.open:
            self.passed.add(step)

    def hold(self, step: CycleStep, why: str, until: datetime) -> None:
        """A step has to wait."""
        self.open.add(step)
        self.held.append(why)
        self.again.append(until)
        self.log(logging.INFO, why, step=step, until=until.isoformat())

    def delivered(self, row: Delivery) -> None:
        """A delivery was tried; called by several threads."""
        self.tried.append(row.status)
        said = f"edition {row.edition}: {row.recipient} {row.status}: {row.answer}"
        self.log(logging.INFO, said, edition=row.edition, recipient=row.recipient, status=row.status.value)

    def log(self, level: int, message: str, **fields: object) -> None:
        """A line of the log, with this cycle's id."""
        _LOG.log(level, "%s", message, extra={"cycle": self.id, "fields": fields})

    def result(self) -> Cycle:
        """What the cycle came to."""
        return Cycle(
            id=self.id,
            began=self.began,
            ended=self.timing.now(),
            outcome=self._outcome(),
            edition=self.made.number if self.made else None,
            delivered=dict(Counter(self.tried)),
            failures=tuple(self.failures),
            holding="; ".join((*self.held, *self.busy)),
            again=min(self.again, default=None),
            pulls=self.pulls,
        )

    def _outcome(self) -> CycleOutcome:
        """The gravest of all that happened."""
        happened: Mapping[CycleOutcome, object] = {
            CycleOutcome.FAILED: self.failures,
            CycleOutcome.NEW_EDITION: self.made,
            CycleOutcome.HELD: self.held,
            CycleOutcome.BUSY: self.busy,
        }
        return next((outcome for outcome, it in happened.items() if it), CycleOutcome.NOTHING_NEW)

    def _fail(self, step: CycleStep, error: ReportError) -> None:
        self.open.add(step)
        if self.timing.stopped():  # a worker that was ended together with us is no fault of the brief
            self.log(logging.INFO, f"stopped: {error}", step=step)
            return
        message = in_a_line(error)
        self.failures.append(CycleFailure(step, message, error.exit_code, (message,)))


def in_a_line(error: ReportError) -> str:
    """A fault in one line; of many, the first."""
    lines = str(error).splitlines()
    if isinstance(error, DataError):
        lines += [str(finding) for finding in error.findings if finding.severity == "error"]
    more = len(lines) - _FIRST
    return "; ".join(lines[:_FIRST]) + (f"; and {more} more" if more > 0 else "")
