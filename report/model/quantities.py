"""Numbers with a unit, amounts with a currency, dates as exact as their source."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Qualifier(StrEnum):
    """How exact a number is said to be."""

    EXACT = "exact"
    ABOUT = "about"
    MORE_THAN = "more_than"
    UP_TO = "up_to"


class Unit(StrEnum):
    """What a claim counts or measures."""

    MONEY = "money"
    DOCUMENTS = "documents"
    COMPANIES = "companies"
    PEOPLE = "people"
    PROJECTS = "projects"
    YEARS = "years"
    PERCENT = "percent"
    RANK = "rank"
    TONNES_PER_YEAR = "tonnes_per_year"
    JPY_PER_USD = "jpy_per_usd"


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date as exact as its source: a year, a year and month, or a day (ISO 8601, reduced precision).

    `month` and `day` are 0 where they are not known.
    """

    year: int
    month: int = 0
    day: int = 0

    def __str__(self) -> str:
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class Period:
    """What time a claim is about (ISO 8601 interval).

    `start` is None in "up to" periods; `years` is the length where the period is given as a
    duration: it runs from `start` (`a/P5Y`, `end` None) or up to `end` (`P5Y/b`, `start` None).
    """

    start: PartialDate | None
    end: PartialDate | None
    years: int = 0

    @property
    def point(self) -> PartialDate | None:
        """The single date of the period, where it is one."""
        return self.end if self.start == self.end and not self.years else None


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole units of an ISO 4217 currency, as exact as its qualifier says."""

    amount: Decimal
    currency: str
    qualifier: Qualifier = Qualifier.EXACT


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things (or a percentage, a rank, a capacity), as exact as its qualifier says."""

    number: Decimal
    unit: Unit
    qualifier: Qualifier = Qualifier.EXACT
