"""The nouns that pass between the rooms: frozen, with units and meanings, without input or output.

`load` gives a `Material`, `check` a `Brief`, `draw` a `Figure`, `compose` a `Section`, `render` a
`Fragment`. A number is a `Decimal` with a unit; money also has an ISO 4217 currency and a
qualifier. A text is `Words`: one wording a language, keyed by the language's code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Literal

from report.errors import Finding, Location

Words = Mapping[str, str]
"""One text in each language: language code (ISO 639-1) to wording."""


# --- what `load` gives: everything as it stands in the files, nothing believed ---------------------


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table as text; `number` is the row as a spreadsheet counts it, head row = 1."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was read. `name` is the file's stem, such as `documents`."""

    name: str
    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    sheet: str = ""

    def location(self, row: int = 0, column: str = "") -> Location:
        """Where a row or a cell of this table stands."""
        return Location(self.file, row, column, self.sheet)


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a YAML file with its line: a scalar as text, a mapping, a list, or nothing."""

    value: str | Mapping[str, Node] | tuple[Node, ...] | None
    location: Location


@dataclass(frozen=True, slots=True)
class Material:
    """All of a brief's folder as read: tables by name, prose by path below data/, specs by name."""

    root: Path
    tables: Mapping[str, Table]
    prose: Mapping[str, Node]
    charts: Mapping[str, Mapping[str, object]]
    findings: tuple[Finding, ...] = ()


# --- what `check` gives: judged facts --------------------------------------------------------------


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
        """`money` in the rate's other currency, with no more significant digits than it had.

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
        digits = len(money.amount.normalize().as_tuple().digits)
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


@dataclass(frozen=True, slots=True)
class Statement:
    """A paragraph in every language, with placeholders, and the sources it rests on."""

    key: str
    text: Words
    sources: tuple[str, ...]
    location: Location


@dataclass(frozen=True, slots=True)
class Block:
    """Statements under one heading; `form` is `text` for paragraphs, `points` for parallel items."""

    key: str
    heading: Words
    form: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """A country with a section of its own: its name, its leader (a term) and its prose."""

    code: str
    name: Words
    leader: Term
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """What a figure says (charts/*.toml), judged.

    `kind` names the drawing module; `title`, `subtitle` and `note` are sentences in each language
    with fields in braces that the drawing fills from the numbers; `options` are the kind's own.
    """

    id: str
    kind: str
    section: str
    title: Words
    subtitle: Words
    note: Words
    options: Mapping[str, object]
    location: Location


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The brief's own words: each vocabulary maps a word to its label in every language."""

    countries: Mapping[str, Words]
    metrics: Mapping[str, Words]
    sectors: Mapping[str, Words]
    themes: Mapping[str, Words]
    kinds: Mapping[str, Words]
    levels: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything that is known, judged and typed. Mappings keep the order of their files."""

    countries: Mapping[str, Country]
    documents: Mapping[str, Document]
    claims: Mapping[str, Claim]
    events: Mapping[str, Event]
    proposals: Mapping[str, Proposal]
    rates: tuple[Rate, ...]
    places: Mapping[str, Place]
    glossary: Mapping[str, Term]
    sources: Mapping[str, Source]
    vocabulary: Vocabulary
    prose: Mapping[str, tuple[Block, ...]]
    charts: Mapping[str, ChartSpec]
    findings: tuple[Finding, ...] = ()

    @property
    def reference_rate(self) -> Rate | None:
        """The one rate by which amounts of the event are converted, where the brief has one."""
        return next((rate for rate in self.rates if rate.reference), None)

    @property
    def currencies(self) -> tuple[str, ...]:
        """The ISO 4217 codes of all amounts of the brief, sorted."""
        amounts = [claim.value for claim in self.claims.values()]
        amounts += [document.amount for document in self.documents.values() if document.amount]
        return tuple(sorted({amount.currency for amount in amounts if isinstance(amount, Money)}))

    def headline(self, country: str, metric: str) -> Claim | None:
        """The one claim to show for a country's metric: the preferred one, else the most recent.

        Claims that are held, kept for the annex, or contradict a preferred one are not considered.
        """
        candidates = [
            claim
            for claim in self.claims.values()
            if (claim.country, claim.metric) == (country, metric)
            and claim.use in (Use.KEY, Use.TABLE)
            and not claim.contradicts
        ]
        latest = PartialDate(0)
        return max(candidates, key=lambda claim: (claim.preferred, claim.period.end or latest), default=None)

    def named_documents(self, country: str = "") -> tuple[Document, ...]:
        """Documents counted against the announced ones: all but `related`; of one country if given."""
        return tuple(
            document
            for document in self.documents.values()
            if document.scope is not Scope.RELATED and country in ("", document.country)
        )

    def related_documents(self, country: str = "") -> tuple[Document, ...]:
        """Documents of scope `related`; of one country if given."""
        return tuple(
            document
            for document in self.documents.values()
            if document.scope is Scope.RELATED and country in ("", document.country)
        )

    def timeline(self, chief: str) -> tuple[Event, ...]:
        """The events around the event `chief`, in order of time, those without a date last.

        They are the events of its country, and what anybody proposed; of its own day it stands alone.
        None where there is no such event.
        """
        event = self.events.get(chief)
        if event is None:
            return ()
        around = [
            other
            for other in self.events.values()
            if (other.country == event.country or other.kind is EventKind.PROPOSED)
            and (other.id == chief or other.date is None or other.date != event.date)
        ]
        return tuple(sorted(around, key=lambda it: (it.date is None, it.date or PartialDate(0))))

    def yearly(self, metric: str, year: int) -> Mapping[str, Claim]:
        """The one claim to show for a metric and a whole year, by country with a section of its own.

        Claims that are held or contradict a preferred one are not considered; where they are in
        several units or currencies there are none, because they cannot stand together.
        """
        whole = Period(PartialDate(year), PartialDate(year))
        found: dict[str, Claim] = {}
        for claim in self.claims.values():
            fits = (claim.metric, claim.period) == (metric, whole) and claim.country in self.countries
            shown = fits and claim.use is not Use.HELD and not claim.contradicts
            if shown and (claim.preferred or claim.country not in found):
                found[claim.country] = claim
        units = {it.value.currency if isinstance(it.value, Money) else it.value.unit for it in found.values()}
        return found if len(units) == 1 else {}


# --- what the pages are made of --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Version:
    """A language version: `bilingual`, `ru` or `en`, and the languages it speaks, in their order."""

    name: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart, drawn: SVG with real text at 1:1, and the words that belong to it.

    `alternative` says in each language what the drawing shows, from the numbers.
    """

    id: str
    svg: str
    title: Words
    subtitle: Words
    note: Words
    alternative: Words
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the brief as complete HTML, set on its own.

    `title` is what running head, outline and contents say, in the languages of the version. A long
    register is cut into several sections: each but the first names in `continues` the section that it
    goes on, and has no line of its own in outline and contents.
    """

    id: str
    kind: str
    number: str
    title: Words
    html: str
    continues: str = ""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A section, set: a PDF of its own; `fill` is how far down its last page it reaches, 0 to 1."""

    section: str
    pdf: bytes
    pages: int
    fill: float = 1.0


@dataclass(frozen=True, slots=True)
class Furniture:
    """What `assemble` prints on every page but the cover: heads and feet, as plain text.

    `head` is the short title (left); `foot` the status of the data (left); `draft` the mark of a
    draft in the middle of the head, empty when released.
    """

    head: str
    foot: str
    draft: str = ""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file says of itself. `language` is the first of the version's languages (BCP 47)."""

    title: str
    author: str
    subject: str
    language: str
    keywords: str = ""


class Relationship(StrEnum):
    """What an associated file is to the document (ISO 32000-2, 7.11.3, AFRelationship)."""

    DATA = "Data"
    SOURCE = "Source"
    SUPPLEMENT = "Supplement"


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file inside the PDF: `name` in ASCII, `media_type` (RFC 6838), what it is in plain words."""

    name: str
    media_type: str
    description: str
    relationship: Relationship
    content: bytes


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file: its path, language version, pages and size in bytes."""

    path: Path
    version: str
    pages: int
    size: int


class Density(StrEnum):
    """How much air a section is set with: pages that would end nearly empty are set tighter or looser."""

    REGULAR = "regular"
    TIGHT = "tight"
    LOOSE = "loose"


SectionKind = Literal[
    "cover",
    "summary",
    "contents",
    "prose",
    "proposals",
    "investment",
    "country",
    "register",
    "counts",
    "figures",
    "sources",
    "reading",
    "colophon",
]
