"""The kinds of cells that tables are made of → types whose validators name the rule that is broken."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, TypeVar

from pydantic import PlainValidator, ValidationInfo

from report.check.dates import parse_date, parse_period
from report.check.faults import fault, nearest
from report.check.known import Known
from report.check.numbers import parse_number
from report.localize.currencies import is_currency
from report.localize.signs import DEFAULT_SIGNS
from report.model import (
    EventKind,
    Evidence,
    PartialDate,
    Period,
    ProposalKind,
    Qualifier,
    Scope,
    Unit,
    Use,
)

Word = TypeVar("Word", bound=StrEnum)
Nature = Literal["sentence", "title", "name"]
"""A sentence is always translated; a title may be a proper name; a name may be alike in Latin letters."""

TERM_KINDS = ("person", "body", "place", "company", "initiative", "project", "term")
RULES_OF_WORDS = {"countries": "unknown-country", "metrics": "unknown-metric"}
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+|https?://localhost\S*")


@dataclass(frozen=True, slots=True)
class Localized:
    """Marks a field that is one column a language: `title` for `title_ru` and `title_en`."""

    nature: Nature | None
    """None for a list of forms, which is never printed and may lack a language."""


def _known(info: ValidationInfo) -> Known:
    if not isinstance(info.context, Known):
        raise TypeError("rows are validated with a Known as their context")
    return info.context


def _required(cell: str) -> str:
    if not cell:
        raise fault("missing-value", "an empty cell", "a value")
    return cell


def _id(cell: str) -> str:
    if not _ID.fullmatch(_required(cell)):
        raise fault("malformed-id", repr(cell), "ASCII letters, digits, dots and hyphens")
    return cell


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _sources(cell: str, info: ValidationInfo) -> tuple[str, ...]:
    known = _known(info)
    parts = _split(_required(cell))
    for part in parts:
        if known.lacks("sources", part):
            expected = nearest(part, known.candidates("sources"), otherwise="an id of sources")
            raise fault("unknown-source", repr(part), expected)
    return parts


def _word(vocabulary: str) -> Callable[[str, ValidationInfo], str]:
    def validate(cell: str, info: ValidationInfo) -> str:
        known = _known(info)
        if known.lacks_word(vocabulary, _required(cell)):
            words = sorted(known.words[vocabulary] or ())
            expected = nearest(cell, words, otherwise=f"a word of {vocabulary} in data/vocabulary.yaml")
            raise fault(RULES_OF_WORDS.get(vocabulary, "unknown-word"), repr(cell), expected)
        return cell

    return validate


def choice(*words: str) -> Callable[[str], str]:
    """A validator for a cell that must hold one of the words."""

    def validate(cell: str) -> str:
        if _required(cell) not in words:
            listed = "one of " + ", ".join(words)
            raise fault("unknown-word", repr(cell), nearest(cell, words, otherwise=listed))
        return cell

    return validate


def _member(words: type[Word]) -> Callable[[str], Word]:
    validate_word = choice(*words)

    def validate(cell: str) -> Word:
        return words(validate_word(cell))

    return validate


def _qualifier_or_none(cell: str) -> Qualifier | None:
    return _member(Qualifier)(cell) if cell else None


def _yes(cell: str) -> bool:
    if cell not in ("", "yes", "no"):
        raise fault("unknown-word", repr(cell), "yes, or an empty cell")
    return cell == "yes"


def _number(cell: str) -> Decimal:
    return parse_number(_required(cell))


def _number_or_none(cell: str) -> Decimal | None:
    return parse_number(cell) if cell else None


def _positive(cell: str) -> int:
    number = _number(cell)
    if number < 1 or number != number.to_integral_value():
        raise fault("negative-value", cell, "a whole number from 1")
    return int(number)


def _date_or_none(cell: str) -> PartialDate | None:
    return parse_date(cell) if cell else None


def _period(cell: str) -> Period:
    return parse_period(_required(cell))


def _currency(cell: str) -> str:
    if cell and not is_currency(cell):
        near = nearest(cell.upper(), DEFAULT_SIGNS, otherwise="a code of ISO 4217, such as JPY")
        raise fault("unknown-currency", repr(cell), near)
    return cell


def _language(cell: str) -> str:
    if cell and not _LANGUAGE.fullmatch(cell):
        raise fault("malformed-language", repr(cell), "a code of ISO 639, such as ja")
    return cell


def _address(cell: str) -> str:
    if cell and not _ADDRESS.fullmatch(cell):
        raise fault("malformed-address", repr(cell), "an address that begins with http:// or https://")
    return cell


def reference(*tables: str) -> PlainValidator:
    """An empty cell, or the id of a row of one of the tables."""

    def validate(cell: str, info: ValidationInfo) -> str:
        known = _known(info)
        if cell and all(known.lacks(table, cell) for table in tables):
            expected = nearest(cell, known.candidates(*tables), otherwise=f"an id of {' or '.join(tables)}")
            raise fault("unknown-id", repr(cell), expected)
        return cell

    return PlainValidator(validate)


def _words(*, required: bool) -> PlainValidator:
    """One text a language: all, or, where the field is not required, none."""

    def validate(words: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        languages = _known(info).languages
        missing = [language for language in languages if not words.get(language)]
        if not missing:
            return words
        column = f"{info.field_name}_{missing[0]}"
        if len(missing) < len(languages):
            expected = f"a text in {', '.join(languages)}"
            raise fault("missing-language", f"no text in {missing[0]!r}", expected, column=column)
        if required:
            raise fault("missing-value", "an empty cell", "a text in each language", column=column)
        return {}

    return PlainValidator(validate)


def _forms(words: dict[str, str]) -> tuple[str, ...]:
    return tuple(form for cell in words.values() for form in _split(cell))


Id = Annotated[str, PlainValidator(_id)]
Sources = Annotated[tuple[str, ...], PlainValidator(_sources)]
Parts = Annotated[tuple[str, ...], PlainValidator(_split)]
Forms = Annotated[tuple[str, ...], Localized(None), PlainValidator(_forms)]
Country = Annotated[str, PlainValidator(_word("countries"))]
Metric = Annotated[str, PlainValidator(_word("metrics"))]
Sector = Annotated[str, PlainValidator(_word("sectors"))]
Theme = Annotated[str, PlainValidator(_word("themes"))]
KindOfDocument = Annotated[str, PlainValidator(_word("kinds"))]
Level = Annotated[str, PlainValidator(_word("levels"))]
KindOfTerm = Annotated[str, PlainValidator(choice(*TERM_KINDS))]
ScopeWord = Annotated[Scope, PlainValidator(_member(Scope))]
EvidenceWord = Annotated[Evidence, PlainValidator(_member(Evidence))]
UnitWord = Annotated[Unit, PlainValidator(_member(Unit))]
UseWord = Annotated[Use, PlainValidator(_member(Use))]
EventWord = Annotated[EventKind, PlainValidator(_member(EventKind))]
ProposalWord = Annotated[ProposalKind, PlainValidator(_member(ProposalKind))]
QualifierWord = Annotated[Qualifier, PlainValidator(_member(Qualifier))]
OptionalQualifier = Annotated[Qualifier | None, PlainValidator(_qualifier_or_none)]
Yes = Annotated[bool, PlainValidator(_yes)]
Number = Annotated[Decimal, PlainValidator(_number)]
OptionalNumber = Annotated[Decimal | None, PlainValidator(_number_or_none)]
Positive = Annotated[int, PlainValidator(_positive)]
Date = Annotated[PartialDate | None, PlainValidator(_date_or_none)]
Day = Annotated[PartialDate, PlainValidator(lambda cell: parse_date(_required(cell)))]
Time = Annotated[Period, PlainValidator(_period)]
Currency = Annotated[str, PlainValidator(_currency)]
OwnCurrency = Annotated[str, PlainValidator(lambda cell: _currency(_required(cell)))]
Language = Annotated[str, PlainValidator(lambda cell: _language(_required(cell)))]
OptionalLanguage = Annotated[str, PlainValidator(_language)]
Address = Annotated[str, PlainValidator(_address)]
Sentence = Annotated[dict[str, str], Localized("sentence"), _words(required=True)]
OptionalNote = Annotated[dict[str, str], Localized("sentence"), _words(required=False)]
Title = Annotated[dict[str, str], Localized("title"), _words(required=True)]
Name = Annotated[dict[str, str], Localized("name"), _words(required=True)]
OptionalName = Annotated[dict[str, str], Localized("name"), _words(required=False)]
