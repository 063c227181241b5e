"""Text in ISO 8601 → `PartialDate` or `Period`; anything else is told how to write it."""

from __future__ import annotations

import re
from datetime import date

from report.check.faults import fault
from report.model import PartialDate, Period

EARLIEST, LATEST = 1900, 2100
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2}))?", re.ASCII)
_DAY_FIRST = re.compile(r"(?:(\d{1,2})[-./])?(\d{1,2})[-./](\d{4})", re.ASCII)
_YEARS = re.compile(r"P([1-9]\d*)Y", re.ASCII)
_SIDES = 2
_MONTHS = 12


def parse_date(text: str) -> PartialDate:
    """A year, a month or a day (ISO 8601, reduced precision).

    Raises:
        PydanticCustomError: it is not ISO, not in the calendar, or absurdly far off.
    """
    match = _DATE.fullmatch(text)
    if match is None:
        raise fault("malformed-date", repr(text), _advice(text))
    year, month, day = (int(part or 0) for part in match.groups())
    if not EARLIEST <= year <= LATEST:
        raise fault("absurd-date", f"the year {year}", f"a year from {EARLIEST} to {LATEST}")
    try:
        date(year, month if match[2] else 1, day if match[3] else 1)
    except ValueError:
        raise fault("impossible-date", repr(text), "a day of the calendar") from None
    return PartialDate(year, month, day)


def parse_period(text: str) -> Period:
    """A date, `a/b`, `../b`, `a/P5Y` or `P5Y/b` (ISO 8601 intervals; `..` by its part 2).

    Raises:
        PydanticCustomError: it is none of these, or it ends before it begins.
    """
    sides = text.split("/")
    if len(sides) == 1:
        point = parse_date(text)
        return Period(point, point)
    lengths = [_YEARS.fullmatch(side) for side in sides]
    if len(sides) != _SIDES or all(lengths) or (sides[0] == ".." and lengths[1]):
        expected = "a date, or two of date, .. and P5Y with / between, such as 2025-01/2025-09"
        raise fault("malformed-period", repr(text), expected)
    if lengths[1]:
        return Period(parse_date(sides[0]), None, int(lengths[1][1]))
    end = parse_date(sides[1])
    if lengths[0]:
        return Period(None, end, int(lengths[0][1]))
    start = None if sides[0] == ".." else parse_date(sides[0])
    if start is not None and first_day(start) > last_day(end):
        raise fault("reversed-period", repr(text), f"the earlier date first: {end}/{start}")
    return Period(start, end)


def first_day(day: PartialDate) -> tuple[int, int, int]:
    """The first day that a date as exact as its source can mean."""
    return day.year, day.month or 1, day.day or 1


def last_day(day: PartialDate) -> tuple[int, int, int]:
    """The last day that a date as exact as its source can mean; every month may have 31 here."""
    return day.year, day.month or 12, day.day or 31


def _advice(text: str) -> str:
    """How to write what was meant, where that is plain."""
    general = "a date such as 2025-12-20, 2025-12 or 2025"
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
    else:
        return general
    if int(month) > _MONTHS and day and "/" in text:  # 12/20/2025, as Excel of the United States writes it
        day, month = month, day
    parts = [year, f"{int(month):02}", *([f"{int(day):02}"] if day else [])]
    return f"{'-'.join(parts)} (year, month, day; ISO 8601)"
