"""An office calendar and a span of days → what would run when, and why nothing is issued on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile

from report.calendars import DayOff, OfficeCalendar

_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """A day of the plan.

    `issuing` are the cycles that may issue and send, `looking` those that only look for news: on a day
    off, for the reasons in `off`, or in quiet hours. `minor` is the slot for minor changes, where it has
    one.
    """

    day: date
    issuing: tuple[datetime, ...]
    looking: tuple[datetime, ...]
    off: tuple[DayOff, ...]
    minor: datetime | None


def plan(calendar: OfficeCalendar, start: datetime, days: int) -> tuple[PlannedDay, ...]:
    """What happens from `start` on, on its day and those that follow, `days` in all."""
    first = start.astimezone(calendar.zone).date()
    dates = [first + timedelta(days=number) for number in range(days)]
    ticks = _within(calendar, calendar.ticks(start - _MOMENT), dates)
    slots = _within(calendar, _slots(calendar, start), dates)
    return tuple(_planned(calendar, day, ticks[day], slots[day]) for day in dates)


def _planned(calendar: OfficeCalendar, day: date, ticks: list[datetime], slots: list[datetime]) -> PlannedDay:
    issuing = tuple(tick for tick in ticks if not calendar.refusal(tick))
    return PlannedDay(
        day=day,
        issuing=issuing,
        looking=tuple(tick for tick in ticks if tick not in issuing),
        off=calendar.days_off(day),
        minor=slots[0] if slots else None,
    )


def _slots(calendar: OfficeCalendar, start: datetime) -> Iterator[datetime]:
    """The slots for minor changes, each once, though two may have been moved to the same moment."""
    slot = calendar.minor_slot(start)
    while True:
        yield slot
        slot = calendar.minor_slot(slot + _MOMENT)


def _within(
    calendar: OfficeCalendar, moments: Iterator[datetime], dates: list[date]
) -> dict[date, list[datetime]]:
    """The moments of some days, by day."""
    found: dict[date, list[datetime]] = {day: [] for day in dates}
    for moment in takewhile(lambda it: it.date() <= dates[-1], moments):
        found[moment.date()].append(moment)
    return found
