"""The settings of a schedule → what may be done at a moment, and when the next one comes.

Every moment given has the offset of the schedule's zone; any zone may be asked in.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from report.calendars.countries import WEEKEND, Countries, DayOff
from report.calendars.expressions import ticks_of
from report.calendars.moments import local, moment_at, zone_of
from report.errors import SettingsError
from report.settings import ScheduleSettings

_DAY: Final = timedelta(days=1)
_MOMENT: Final = timedelta(microseconds=1)
_LONGEST_REST: Final = 366
"""Days after which we no longer believe that anybody means it."""


class OfficeCalendar:
    """When an office looks for news, and when it issues and sends nothing."""

    def __init__(self, schedule: ScheduleSettings) -> None:
        """Make it of settings.

        Raises:
            SettingsError: the holidays of a country are not known, or the machine's zone is not.
        """
        self.zone = zone_of(schedule.zone)
        self.schedule = schedule
        self._countries = Countries(schedule.countries)

    def refusal(self, moment: datetime) -> str:
        """Why nothing is issued or sent at a moment; nothing where it may be."""
        here = local(moment, self.zone)
        reasons = self.days_off(here.date())
        if reasons:
            return f"{here:%Y-%m-%d} is a day off: {told(reasons)}"
        until = self._quiet_until(here)
        return f"quiet hours until {until:%H:%M}" if until else ""

    def next_allowed(self, moment: datetime) -> datetime:
        """The first moment from this one on at which something may be issued or sent.

        Raises:
            SettingsError: there is none within a year.
        """
        here = local(moment, self.zone)
        last = here + _LONGEST_REST * _DAY
        while here <= last:
            end = self._rest_until(here)
            if end is None:
                return here
            here = end
        raise SettingsError(f"[schedule] leaves no time to issue anything within a year of {moment:%Y-%m-%d}")

    def minor_slot(self, after: datetime) -> datetime:
        """The next slot for minor changes at or after a moment; where none is allowed then, the next that is.

        Raises:
            SettingsError: there is none within a year of the slot.
        """
        return self.next_allowed(next(ticks_of((self.schedule.minor,), after - _MOMENT, self.zone)))

    def ticks(self, after: datetime) -> Iterator[datetime]:
        """When cycles begin, later than a moment: on days off too, since news are looked for on each."""
        return ticks_of(self.schedule.cron, after, self.zone)

    def days_off(self, day: date) -> tuple[DayOff, ...]:
        """Why a day is not worked: each reason, or none."""
        if day in self.schedule.working_days:
            return ()
        if day in self.schedule.days_off:
            return (DayOff("named in days_off"),)
        return self._countries.days_off(day)

    def _rest_until(self, here: datetime) -> datetime | None:
        """The end of the day off or of the quiet hours that a moment lies in."""
        if self.days_off(here.date()):
            return moment_at(datetime.combine(here.date() + _DAY, time()), self.zone)
        return self._quiet_until(here)

    def _quiet_until(self, here: datetime) -> datetime | None:
        """The end of the quiet hours that a moment lies in; they began on this day or on the one before."""
        quiet = self.schedule.quiet
        if quiet is None:
            return None
        for day in (here.date() - _DAY, here.date()):
            since = moment_at(datetime.combine(day, quiet.since), self.zone)
            last_day = day if quiet.since < quiet.until else day + _DAY
            until = moment_at(datetime.combine(last_day, quiet.until), self.zone)
            if since <= here < until:
                return until
        return None


def told(reasons: tuple[DayOff, ...]) -> str:
    """Reasons in one line: holidays first, and the countries that share one together."""
    countries: dict[str, list[str]] = {}
    for reason in sorted(reasons, key=lambda it: it.why == WEEKEND):
        countries.setdefault(reason.why, []).append(reason.country)
    return "; ".join(
        f"{why} in {', '.join(codes)}" if any(codes) else why for why, codes in countries.items()
    )
