"""Countries and a year → the days that they have off, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from report.errors import SettingsError

if TYPE_CHECKING:
    from holidays import HolidayBase

WEEKEND: Final = "weekend"
_LANGUAGE: Final = "en_US"
_ESTIMATED: Final = "estimated"
_YEARS_KEPT: Final = 4
"""Of each country; a process that runs for years keeps no more of them."""


@dataclass(frozen=True, slots=True)
class DayOff:
    """Why a day is not worked: the name of a holiday and its country, or a word of ours.

    `estimated`: the day follows from a lunar calendar, and may still be declared another one.
    """

    why: str
    country: str = ""
    estimated: bool = False

    def __str__(self) -> str:
        return f"{self.why} in {self.country}" if self.country else self.why


class Countries:
    """What some countries have off: weekends, holidays, days given for them, and days worked instead."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        """Refuse countries of which nothing is known, all at once.

        Raises:
            SettingsError: there are any.
        """
        self._codes = codes
        self._year = lru_cache(maxsize=_YEARS_KEPT * max(len(codes), 1))(_holidays)
        if codes:
            _refuse_unknown(codes)

    def days_off(self, day: date) -> tuple[DayOff, ...]:
        """Why each country that does not work on a day does not."""
        return tuple(
            _day_off(country, code, day)
            for code in self._codes
            if not (country := self._year(code, day.year)).is_working_day(day)
        )


def _day_off(country: HolidayBase, code: str, day: date) -> DayOff:
    name = country.get(day) or WEEKEND
    return DayOff(name, code, estimated=_ESTIMATED in name)


def _holidays(code: str, year: int) -> HolidayBase:
    from holidays import country_holidays

    return country_holidays(code, years=year, expand=False, language=_LANGUAGE)


def _refuse_unknown(codes: tuple[str, ...]) -> None:
    from holidays import list_supported_countries

    known = list_supported_countries(include_aliases=False)
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise SettingsError(
            f"[schedule] countries: the holidays of {', '.join(unknown)} are not known here; "
            "leave it out, and name its days in days_off"
        )
