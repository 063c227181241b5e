"""A row's cells → a typed row: which columns a table has, and what each cell may hold.

Every fault of a row is found at once. References are judged here too, against the `Known` that is
handed over as pydantic's context, so that each fault has its own cell.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, ValidationInfo, model_validator

from report.check.cells import (
    Address,
    Country,
    Currency,
    Date,
    Day,
    EventWord,
    EvidenceWord,
    Forms,
    Id,
    KindOfDocument,
    KindOfTerm,
    Language,
    Level,
    Metric,
    Name,
    Number,
    OptionalLanguage,
    OptionalName,
    OptionalNote,
    OptionalNumber,
    OptionalQualifier,
    OwnCurrency,
    Parts,
    Positive,
    ProposalWord,
    QualifierWord,
    ScopeWord,
    Sector,
    Sentence,
    Sources,
    Theme,
    Time,
    Title,
    UnitWord,
    UseWord,
    Yes,
    reference,
)
from report.check.faults import fault
from report.model import Unit

LARGEST_MONEY = Decimal(10) ** 15
LARGEST_COUNT = Decimal(10) ** 10
_GROWTH = (Decimal(-100), Decimal(1000))
_SHARE = (Decimal(0), Decimal(100))
_COUNTED = frozenset({Unit.DOCUMENTS, Unit.COMPANIES, Unit.PEOPLE, Unit.PROJECTS, Unit.RANK})


class Shape(BaseModel):
    """A row of a table; its fields are the columns, `_ru` and `_en` gathered into one."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    note_editor: str = ""


class DocumentRow(Shape):
    """A row of documents.csv."""

    id: Id
    country: Country
    scope: ScopeWord
    title: Title
    title_lang: Language
    title_is_description: Yes
    kind: KindOfDocument
    level: Level
    parties_ca: OptionalName
    parties_jp: OptionalName
    signed_on: Date
    sector: Sector
    amount: OptionalNumber
    currency: Currency
    qualifier: OptionalQualifier
    evidence: EvidenceWord
    source: Sources
    note: OptionalNote = {}

    @model_validator(mode="after")
    def _amount_is_whole(self) -> Self:
        """An amount has a currency and a qualifier, and neither stands alone."""
        if self.amount is None:
            for column in ("currency", "qualifier"):
                if getattr(self, column):
                    raise fault(
                        "incomplete-amount", f"a {column} alone", "an amount with it", column="amount"
                    )
            return self
        if not self.currency:
            raise fault("money-without-currency", "no currency", "one such as JPY", column="currency")
        if not self.qualifier:
            raise fault("incomplete-amount", "no qualifier", "exact, about, … with it", column="qualifier")
        within(self.amount, Decimal(0), LARGEST_MONEY, column="amount")
        return self


class ClaimRow(Shape):
    """A row of figures.csv."""

    id: Id
    country: Country
    metric: Metric
    period: Time
    value: Number
    unit: UnitWord
    currency: Currency
    qualifier: QualifierWord
    label: Sentence
    use: UseWord
    preferred: Yes
    contradicts: Annotated[str, reference("figures")]
    converts: Annotated[str, reference("figures", "documents")]
    source: Sources
    note: OptionalNote = {}

    @model_validator(mode="after")
    def _currency_is_of_money(self) -> Self:
        """Money has a currency, and nothing else has one."""
        if self.unit is Unit.MONEY and not self.currency:
            raise fault("money-without-currency", "no currency", "one such as JPY", column="currency")
        if self.unit is not Unit.MONEY and self.currency:
            expected = f"none, as the unit is {self.unit}"
            raise fault("currency-without-money", repr(self.currency), expected, column="currency")
        return self

    @model_validator(mode="after")
    def _value_is_sensible(self) -> Self:
        """The value lies where its unit allows."""
        if self.unit is Unit.PERCENT:
            low, high = _GROWTH if self.metric.endswith("growth") else _SHARE
            if not low <= self.value <= high:
                found = f"{self.value}, which is not a percentage"
                raise fault("share-out-of-range", found, f"{low} to {high}", column="value")
            return self
        within(self.value, Decimal(0), LARGEST_MONEY if self.unit is Unit.MONEY else LARGEST_COUNT)
        if self.unit in _COUNTED and self.value != self.value.to_integral_value():
            raise fault("not-whole", f"{self.value} {self.unit}", "a whole number", column="value")
        return self

    @model_validator(mode="after")
    def _not_against_itself(self) -> Self:
        """A claim neither contradicts nor restates itself."""
        for column in ("contradicts", "converts"):
            if getattr(self, column) == self.id:
                raise fault("self-reference", "its own id", "another row's id", column=column)
        return self


class EventRow(Shape):
    """A row of events.csv."""

    id: Id
    date: Date
    country: Country
    what: Sentence
    source: Sources
    kind: EventWord


class ProposalRow(Shape):
    """A row of proposals.csv."""

    id: Id
    country: Country
    theme: Theme
    kind: ProposalWord
    text: Sentence
    source: Sources


class RateRow(Shape):
    """A row of rates.csv: 1 `base` = `rate` `quote`."""

    date: Day
    base: OwnCurrency
    quote: OwnCurrency
    rate: Number
    reference: Yes
    source: Sources
    note: OptionalNote = {}

    @model_validator(mode="after")
    def _is_a_rate(self) -> Self:
        """A rate is above zero."""
        if self.rate <= 0:
            raise fault("negative-value", f"{self.rate}", "a rate above zero", column="rate")
        return self


class DailyRateRow(RateRow):
    """A row of rates.daily.csv."""

    @model_validator(mode="after")
    def _converts_nothing(self) -> Self:
        """The rate of an event's amounts is not that of another day."""
        if self.reference:
            raise fault("daily-reference", "yes", "an empty cell; rates.csv has it", column="reference")
        return self


class PlaceRow(Shape):
    """A row of places.csv."""

    id: Id
    name: Name
    country: Country
    lon: Number
    lat: Number

    @model_validator(mode="after")
    def _on_the_globe(self) -> Self:
        """Longitude and latitude in degrees (ISO 6709)."""
        for column, limit in (("lon", 180), ("lat", 90)):
            if abs(getattr(self, column)) > limit:
                found = f"{getattr(self, column)} degrees"
                raise fault("out-of-range", found, f"-{limit} to {limit}", column=column)
        return self


class TermRow(Shape):
    """A row of glossary.csv."""

    id: Id
    kind: KindOfTerm
    name: Name
    abbreviation: Parts
    expansion: OptionalName
    forms: Forms = ()
    reject: Parts

    @model_validator(mode="after")
    def _abbreviation_by_language(self, info: ValidationInfo) -> Self:
        """One abbreviation for all languages, or one for each in brief.toml's order."""
        languages = len(info.context.languages) if info.context else 0
        if len(self.abbreviation) not in (0, 1, languages):
            found = f"{len(self.abbreviation)} abbreviations"
            raise fault(
                "missing-language", found, f"one, or {languages} with ; between", column="abbreviation"
            )
        return self


class SourceRow(Shape):
    """A row of sources.csv."""

    number: Positive
    id: Id
    publisher: str = ""
    title: Title
    url: Address
    published: Date
    language: OptionalLanguage


def within(value: Decimal, low: Decimal, high: Decimal, *, column: str = "value") -> None:
    """Object to a value below `low` or above `high`.

    Raises:
        PydanticCustomError: the value is negative or absurd.
    """
    if value < low:
        raise fault("negative-value", f"{value}", f"{low} or more", column=column)
    if value > high:
        raise fault("absurd-value", f"{value:,}".replace(",", " "), f"at most {high:,}", column=column)
