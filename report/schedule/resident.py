"""An office calendar and a clock → cycles at their times, until somebody asks for the end.

The loop sleeps on the clock that it is handed and knows no other. Cycles that could not begin in time,
because the machine slept, the process was down or the cycle before took long, are a misfire: they are
caught up by one cycle, or left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final, Protocol

from report.calendars import OfficeCalendar
from report.settings import Misfire

_RESPITE: Final = timedelta(seconds=1)
"""So long at least between a cycle and the next that it asks for, whatever it says."""


class Clock(Protocol):
    """Tells the time, and waits."""

    def now(self) -> datetime:
        """The time, with a zone."""

    def wait_until(self, moment: datetime) -> bool:
        """Wait until a moment, or until the end is asked for; whether it was."""


@dataclass(frozen=True, slots=True)
class _Due:
    """When the next cycle begins, and whether it is a tick of the schedule or what the last one asked for."""

    moment: datetime
    is_tick: bool


@dataclass(frozen=True, slots=True)
class Resident:
    """A process that stays.

    `office` gives the calendar that holds now; `cycle` does one cycle, and gives when another
    would have something to do even if nothing changes; `note` is told when the next begins.
    """

    office: Callable[[], OfficeCalendar]
    cycle: Callable[[], datetime | None]
    note: Callable[[datetime], None]
    clock: Clock
    chance: Random

    def serve(self, since: datetime) -> None:
        """Begin cycles at their times until the end is asked for; the one under way is finished.

        `since` is when the last one before this process began: ticks missed after it are misfires.
        """
        again: datetime | None = None
        while True:
            since = min(since, self.clock.now())  # a clock that was set back must not keep us waiting
            due = self._due(since, again)
            self.note(due.moment)
            if self.clock.wait_until(due.moment):
                return
            since = self.clock.now()
            if self._is_left_out(due, since):
                continue
            again = self._not_at_once(self.cycle())

    def _due(self, since: datetime, again: datetime | None) -> _Due:
        calendar = self.office()
        jitter = int(calendar.schedule.jitter.total_seconds())
        tick = next(calendar.ticks(since)) + timedelta(seconds=self.chance.randint(0, jitter))
        return _Due(again, is_tick=False) if again and again < tick else _Due(tick, is_tick=True)

    def _is_left_out(self, due: _Due, now: datetime) -> bool:
        schedule = self.office().schedule
        late = now - due.moment > schedule.grace
        return due.is_tick and late and schedule.misfire is Misfire.SKIP

    def _not_at_once(self, again: datetime | None) -> datetime | None:
        return again and max(again, self.clock.now() + _RESPITE)
