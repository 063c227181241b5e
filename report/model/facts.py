"""What is known, each with its sources: a row of a table, judged and typed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from report.errors import Location
from report.model.quantities import Count, Money, PartialDate, Period, Qualifier
from report.model.words import Words


class Use(StrEnum):
    """Where a claim is printed: headline, country panel, annex, or nowhere."""

    KEY = "key"
    TABLE = "table"
    ANNEX = "annex"
    HELD = "held"


class Evidence(StrEnum):
    """How well a document is attested."""

    LISTED = "listed"
    REPORTED = "reported"
    INFERRED = "inferred"


class Scope(StrEnum):
    """How a document stands to the event; `related` papers are not counted among the announced."""

    SUMMIT = "summit"
    VISIT = "visit"
    FORUM = "forum"
    RELATED = "related"


class ProposalKind(StrEnum):
    """The verb of a position: a proposal is not an outcome."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    SUPPORTED = "supported"
    STATED = "stated"


class EventKind(StrEnum):
    """How an event stood on the day of its source."""

    PAST = "past"
    PLANNED = "planned"
    PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class Source:
    """A source, cited by its printed number [n], which never changes."""

    number: int
    id: str
    publisher: str
    title: Words
    url: str
    published: PartialDate | None
    language: str
    location: Location


@dataclass(frozen=True, slots=True)
class Claim:
    """A numeric fact as somebody stated it (a row of figures.csv)."""

    id: str
    country: str
    metric: str
    period: Period
    value: Money | Count
    label: Words
    use: Use
    preferred: bool
    contradicts: str
    converts: str
    sources: tuple[str, ...]
    note: Words
    location: Location


@dataclass(frozen=True, slots=True)
class Document:
    """A document that can be named (a row of documents.csv)."""

    id: str
    country: str
    scope: Scope
    title: Words
    title_language: str
    title_is_description: bool
    kind: str
    level: str
    parties_ca: Words
    parties_jp: Words
    signed_on: PartialDate | None
    sector: str
    amount: Money | None
    evidence: Evidence
    sources: tuple[str, ...]
    note: Words
    location: Location


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, is planned or was proposed; `date` is None where no source gives one."""

    id: str
    date: PartialDate | None
    country: str
    what: Words
    sources: tuple[str, ...]
    kind: EventKind
    location: Location


@dataclass(frozen=True, slots=True)
class Proposal:
    """A position of a leader, with the verb it was stated by."""

    id: str
    country: str
    theme: str
    kind: ProposalKind
    text: Words
    sources: tuple[str, ...]
    location: Location


_LEAST_DIGITS = 2
"""A converted amount has so many significant digits at least."""


@dataclass(frozen=True, slots=True)
class Rate:
    """1 `base` = `rate` `quote` on `date`."""

    date: PartialDate
    base: str
    quote: str
    rate: Decimal
    reference: bool
    sources: tuple[str, ...]
    note: Words
    location: Location

    def convert(self, money: Money) -> Money:
        """`money` in the rate's other currency, with as many significant digits as it had, two at least.

        One digit alone would misstate a sum by up to a third: ¥3 trillion is not $20 billion.
        An exact amount becomes an approximate one; every other qualifier stays.

        Raises:
            ValueError: the rate does not speak of the amount's currency.
        """
        if money.currency == self.base:
            amount, currency = money.amount * self.rate, self.quote
        elif money.currency == self.quote:
            amount, currency = money.amount / self.rate, self.base
        else:
            raise ValueError(f"{self.base}/{self.quote} does not convert {money.currency}")
        digits = max(_LEAST_DIGITS, len(money.amount.normalize().as_tuple().digits))
        rounded = amount.quantize(Decimal(1).scaleb(amount.adjusted() - digits + 1))
        about = money.qualifier is Qualifier.EXACT
        return Money(rounded, currency, Qualifier.ABOUT if about else money.qualifier)


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the map, in degrees of longitude and latitude."""

    id: str
    name: Words
    country: str
    longitude: float
    latitude: float
    location: Location


@dataclass(frozen=True, slots=True)
class Term:
    """One spelling per language for a name; `expansion` is of the abbreviation, or a person's office."""

    id: str
    kind: str
    name: Words
    abbreviation: Words
    expansion: Words
    forms: tuple[str, ...]
    reject: tuple[str, ...]
    location: Location
