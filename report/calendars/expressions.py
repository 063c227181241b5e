"""An expression of cron(5) → when it comes, in a zone.

As Debian's cron has it: what names minutes and hours comes once a day, whatever clocks do; what repeats
every so many minutes or hours comes as often as time passes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from heapq import merge
from typing import Final

from report.calendars.moments import local, moment_at

_FIELDS: Final = 5


@dataclass(frozen=True, slots=True)
class Fields:
    """What an expression says, number by number; Sunday is 0.

    `either_day`: a day comes where its number or its weekday does, and not only where both do. An entry of
    `days` or `weekdays` that is no plain number (the last day, the second Monday) makes `plain` false.
    """

    seconds: tuple[int, ...]
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: tuple[int, ...]
    months: tuple[int, ...]
    weekdays: tuple[int, ...]
    either_day: bool
    plain: bool


def fields_of(expression: str) -> Fields:
    """What an expression that `settings` has judged says."""
    from cronsim import CronSim

    parsed = CronSim(expression, datetime(2000, 1, 1))  # noqa: DTZ001 - any place on earth
    days = [day for day in parsed.days if day > 0]
    weekdays = [day for day in parsed.weekdays if isinstance(day, int)]
    return Fields(
        seconds=tuple(sorted(parsed.seconds)),
        minutes=tuple(sorted(parsed.minutes)),
        hours=tuple(sorted(parsed.hours)),
        days=tuple(sorted(days)),
        months=tuple(sorted(parsed.months)),
        weekdays=tuple(sorted({day % 7 for day in weekdays})),
        either_day=not parsed.day_and,
        plain=len(days) == len(parsed.days) and len(weekdays) == len(parsed.weekdays),
    )


def ticks_of(expressions: tuple[str, ...], after: datetime, zone: tzinfo) -> Iterator[datetime]:
    """When any of them comes, later than `after`: each moment once, in order."""
    latest = after
    for moment in merge(*(_walk(expression, after, zone) for expression in expressions)):
        if moment > latest:
            latest = moment
            yield moment


def _walk(expression: str, after: datetime, zone: tzinfo) -> Iterator[datetime]:
    """When one of them comes; a moment may stand more than once, and one before `after`."""
    from cronsim import CronSim

    there = after.astimezone(zone)
    if _repeats(expression):
        return (local(tick, zone) for tick in CronSim(expression, there))
    return (moment_at(tick, zone) for tick in CronSim(expression, there.replace(tzinfo=None)))


def _repeats(expression: str) -> bool:
    """Whether it comes every so many minutes or hours; a field of seconds may stand before those."""
    minute, hour, *_ = expression.split()[-_FIELDS:]
    return minute.startswith("*") or hour.startswith("*")
