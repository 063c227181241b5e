"""[schedule] of brief.toml → when the brief looks for news, and when none is issued or sent.

Which days a country has off is asked of `holidays` when a calendar is made of these settings, not here:
reading brief.toml stays quick.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from report.settings.tables import Table

EVERY_MORNING: Final = "0 9 * * *"
EVERY_MONDAY: Final = "0 9 * * MON"

_COUNTRY = re.compile(r"[A-Z]{2}")
_CLOCK = r"((?:[01]\d|2[0-3]):[0-5]\d)"
_QUIET = re.compile(f"{_CLOCK}-{_CLOCK}")


class Misfire(StrEnum):
    """What becomes of cycles that could not begin in time: caught up by one, or left out."""

    ONCE = "once"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From when until when of local time nothing is issued; `until` is the next day's where it is earlier."""

    since: time
    until: time

    def __str__(self) -> str:
        return f"{self.since:%H:%M}-{self.until:%H:%M}"


@dataclass(frozen=True, slots=True)
class ScheduleSettings:
    """When cycles begin, and when none may issue or send.

    `cron` are expressions of cron(5), with a field of seconds before them where there are six, in local
    time of `zone` (an IANA name; empty: the machine's). A day is worked where none of `countries`
    (ISO 3166-1) has it off; `days_off` and `working_days` go before what a country has. Minor changes wait
    for `minor`. A cycle that begins more than `grace` late is a misfire. `jitter` is the longest time that
    a cycle is put off by chance, so that not all machines ask a server at once.
    """

    cron: tuple[str, ...] = (EVERY_MORNING,)
    zone: str = ""
    countries: tuple[str, ...] = ()
    days_off: tuple[date, ...] = ()
    working_days: tuple[date, ...] = ()
    quiet: QuietHours | None = None
    minor: str = EVERY_MONDAY
    misfire: Misfire = Misfire.ONCE
    grace: timedelta = timedelta(minutes=1)
    jitter: timedelta = timedelta()


def read_schedule(table: Table) -> ScheduleSettings:
    """The rules of the table; what it leaves out is ours."""
    if not table.keys():
        return ScheduleSettings()
    schedule = ScheduleSettings(
        cron=_expressions(table),
        zone=_zone(table),
        countries=_countries(table),
        days_off=table.days("days_off"),
        working_days=table.days("working_days"),
        quiet=_quiet(table),
        minor=_judged(table, "minor", table.text("minor", EVERY_MONDAY)),
        misfire=_misfire(table),
        grace=table.duration("grace", timedelta(minutes=1)),
        jitter=table.duration("jitter", timedelta()),
    )
    for day in sorted(set(schedule.days_off) & set(schedule.working_days)):
        table.fault("working_days", f"{day} also stands in 'days_off'")
    table.close()
    return schedule


def _expressions(table: Table) -> tuple[str, ...]:
    """One expression, or a list of them."""
    value = table.take("cron", EVERY_MORNING)
    expressions = (value,) if isinstance(value, str) else table.texts("cron")
    if not expressions:
        table.fault("cron", f"needs at least one expression such as {EVERY_MORNING!r}")
    return tuple(_judged(table, "cron", expression) for expression in expressions)


def _judged(table: Table, key: str, expression: str) -> str:
    """The expression, its fault remembered: cron(5) does not know it, or it never comes."""
    from cronsim import CronSim, CronSimError  # here, because most commands have no schedule to judge

    try:
        first = next(CronSim(expression, datetime(2000, 1, 1)), None)  # noqa: DTZ001 - any place on earth
    except CronSimError as error:
        table.fault(key, f"{expression!r} is no expression such as {EVERY_MORNING!r}: {error}")
    else:
        if first is None:
            table.fault(key, f"{expression!r} never comes")
    return expression


def _zone(table: Table) -> str:
    name = table.text("zone", "")
    try:
        if name:
            ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a name that is a folder, or leads elsewhere
        table.fault("zone", f"{name!r} is no time zone such as 'Asia/Tokyo'")
    return name


def _countries(table: Table) -> tuple[str, ...]:
    codes = table.texts("countries")
    for code in codes:
        if not _COUNTRY.fullmatch(code):
            table.fault("countries", f"{code!r} is no country code such as 'JP'")
    return codes


def _quiet(table: Table) -> QuietHours | None:
    text = table.text("quiet", "")
    match = _QUIET.fullmatch(text)
    if match and match[1] != match[2]:
        return QuietHours(*map(time.fromisoformat, match.groups()))
    if text:
        table.fault("quiet", f"{text!r} are no hours such as '19:00-07:00'")
    return None


def _misfire(table: Table) -> Misfire:
    text = table.text("misfire", Misfire.ONCE, choices=tuple(Misfire))
    return Misfire(text) if text in tuple(Misfire) else Misfire.ONCE
