"""A `PartialDate` or `Period` → its words, as exact as it is known (CLDR's patterns).

CLDR knows two forms of a month: alone (май 2026 г.) and within a date (20 мая), which in Russian is
the genitive that «до» and «с» ask for. Which length a table uses is the catalogue's to say.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from babel.dates import format_date, format_skeleton

from report.errors import SettingsError
from report.localize import counts
from report.localize.speech import Speech
from report.model import Count, PartialDate, Period, Unit


def prose(speech: Speech, date: PartialDate) -> str:
    """The date in full: December 20, 2025; May 2026; 2028."""
    if date.day:
        return speech.typeset(format_date(_whole(date), "long", speech.locale))
    if date.month:
        return speech.typeset(format_skeleton("yMMMM", _whole(date), locale=speech.locale))
    return speech.say_in("date", "{year}", year=str(date.year))


def short(speech: Speech, date: PartialDate) -> str:
    """The date for a table column, in the length the catalogue names."""
    if date.day:
        length = speech.say_in("length of a date in tables (CLDR)", "medium")
        if length not in speech.locale.date_formats:
            raise SettingsError(f"{speech.language}: {length!r} is no length of a date in CLDR")
        return speech.typeset(format_date(_whole(date), length, speech.locale))
    if date.month:
        skeleton = speech.say_in("skeleton of a month in tables (CLDR)", "yMMM")
        if skeleton not in speech.locale.datetime_skeletons:
            raise SettingsError(f"{speech.language}: {skeleton!r} is no skeleton of a date in CLDR")
        return speech.typeset(format_skeleton(skeleton, _whole(date), locale=speech.locale))
    return str(date.year)


def period(speech: Speech, period: Period) -> str:
    """The period in few words, for a table.

    Raises:
        ValueError: it has neither a start nor an end.
    """
    start, end = period.start, period.end
    if start is not None and end is not None:
        return prose(speech, end) if start == end else _interval(speech, start, end)
    if end is not None:
        return _until(speech, end, period.years)
    if start is not None:
        return _since(speech, start, period.years)
    raise ValueError("a period needs a start or an end")


def _until(speech: Speech, end: PartialDate, years: int) -> str:
    if not years:
        return speech.say_in("period", "through {end}", end=prose(speech, end))
    return speech.say_in(
        "period", "{years} through {end}", years=_years(speech, years), end=prose(speech, end)
    )


def _since(speech: Speech, start: PartialDate, years: int) -> str:
    if not years:
        return speech.say_in("period", "since {start}", start=_within(speech, start))
    return speech.say_in(
        "period", "{years} from {start}", years=_years(speech, years), start=_within(speech, start)
    )


def _years(speech: Speech, years: int) -> str:
    return counts.in_words(speech, Count(Decimal(years), Unit.YEARS))


def _within(speech: Speech, date: PartialDate) -> str:
    """As `prose`, with the month in the form it has within a date."""
    if date.day or not date.month:
        return prose(speech, date)
    pattern = speech.locale.datetime_skeletons["yMMMM"].pattern.replace("LLLL", "MMMM")
    return speech.typeset(format_date(_whole(date), pattern, speech.locale))


def _interval(speech: Speech, start: PartialDate, end: PartialDate) -> str:
    if start.day and end.day and start.year == end.year:
        # CLDR lists intervals with abbreviated months only; the order of the parts is the same.
        return _from_parts(speech, start, end, skeleton="yMMMd")
    if start.month and end.month and not start.day and not end.day and start.year == end.year:
        return _from_parts(speech, start, end, skeleton="yMMMM")
    if not start.month and not end.month:
        return speech.say_in("period", "{first}–{last}", first=str(start.year), last=str(end.year))
    return speech.say_in("period", "{start} – {end}", start=prose(speech, start), end=prose(speech, end))


def _from_parts(speech: Speech, start: PartialDate, end: PartialDate, *, skeleton: str) -> str:
    """CLDR's pattern for two dates of one year, which says the year once, and the month if it can."""
    differs = "M" if start.month != end.month else "d"
    first, second = speech.locale.interval_formats[skeleton][differs]
    parts = (first, start), (second, end)
    text = "".join(
        format_date(_whole(date), re.sub("MMM+", "MMMM", part), speech.locale) for part, date in parts
    )
    dash = speech.say_in("between two months of one year", "–") if skeleton == "yMMMM" else ""
    return speech.typeset(_closed(text, dash))


def _closed(text: str, dash: str) -> str:
    """CLDR's thin spaces around a dash: none between numbers, else as in `dash`, else plain spaces."""
    text = re.sub(r"(?<=\d)\s*–\s*(?=\d)", "–", text)
    return re.sub(r"\s*–\s*", dash, text) if dash else re.sub("\u2009", " ", text)


def _whole(date: PartialDate) -> dt.date:
    return dt.date(date.year, date.month or 1, date.day or 1)
