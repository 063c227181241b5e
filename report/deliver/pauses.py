"""The clock, handed in → how long to wait: between tries that grow apart, and between messages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

LONGEST_PAUSE: Final = timedelta(minutes=30)
"""RFC 5321, 4.5.4.1: tries should stand at least that far apart, once the first ones were in vain."""


@dataclass(frozen=True, slots=True)
class Timing:
    """The time of day, a sleep of seconds that ends early when the run shall stop, and whether it shall."""

    now: Callable[[], datetime]
    wait: Callable[[float], object]
    stopped: Callable[[], bool]

    def wait_until(self, moment: datetime) -> None:
        """Sleep until a moment; not at all if it has passed."""
        seconds = (moment - self.now()).total_seconds()
        if seconds > 0:
            self.wait(seconds)


@dataclass(slots=True)
class Pace:
    """Lets no more than `per_minute` messages begin in a minute, at equal distances; 0 is no limit."""

    per_minute: int
    timing: Timing
    _next: datetime | None = None
    _alone: Lock = field(default_factory=Lock)

    def wait_for_turn(self) -> None:
        """Wait until the next message may begin."""
        if not self.per_minute:
            return
        with self._alone:
            turn = max(self._next or self.timing.now(), self.timing.now())
            self._next = turn + timedelta(minutes=1) / self.per_minute
        self.timing.wait_until(turn)


def pause_after(tries: int, first: timedelta) -> timedelta:
    """How long to wait after so many tries in vain: twice as long each time, up to half an hour."""
    pause = first
    for _ in range(1, tries):
        if pause >= LONGEST_PAUSE:
            return pause
        pause = min(pause * 2, LONGEST_PAUSE)
    return pause
