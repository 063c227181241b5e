"""Prose with `{kind:key}` and a `Brief` → the nouns that a Voice says in their place.

Prose holds no typed numbers: what `{money:kz-investment}` says is decided by the
tables, in every language alike. Nothing here needs Babel, so `check` can judge prose quickly.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import ClassVar

from report.errors import ReportError
from report.model import (
    Brief,
    Claim,
    Count,
    Document,
    Money,
    PartialDate,
    Qualifier,
    Rate,
    Unit,
    Words,
)

ALL_COUNTRIES = "CA-ALL"
_PLACEHOLDER = re.compile(r"\{([a-z]+):([A-Za-z0-9][A-Za-z0-9._-]*)\}")
_PIECE = re.compile(rf"{_PLACEHOLDER.pattern}|[{{}}]")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A number, date or name to be said: `{kind:key}`."""

    kind: str
    key: str

    def __str__(self) -> str:
        return f"{{{self.kind}:{self.key}}}"


@dataclass(frozen=True, slots=True)
class Year:
    """A year alone, said as its digits."""

    year: int


@dataclass(frozen=True, slots=True)
class Number:
    """A number said with its qualifier and without a noun: the sentence has the noun."""

    number: Decimal
    qualifier: Qualifier = Qualifier.EXACT


Sayable = Money | Count | PartialDate | Year | Rate | Number | Words
"""Everything a placeholder can stand for."""


class MalformedPlaceholder(ReportError):
    """A brace that does not belong to a placeholder; `position` counts characters from 0."""

    exit_code: ClassVar[int] = 3

    def __init__(self, text: str, position: int) -> None:
        self.text = text
        self.position = position
        excerpt = text[position : position + 30]
        super().__init__(
            f"character {position + 1}: {excerpt!r} is not a placeholder such as {{money:some-claim}}"
        )


class UnknownPlaceholder(ReportError):
    """A placeholder that names nothing, or something of another kind; `suggestions` are near keys."""

    exit_code: ClassVar[int] = 3

    def __init__(self, placeholder: Placeholder, reason: str, suggestions: Iterable[str] = ()) -> None:
        self.placeholder = placeholder
        self.reason = reason
        self.suggestions = tuple(suggestions)
        hint = f"; did you mean {' or '.join(self.suggestions)}?" if self.suggestions else ""
        super().__init__(f"{placeholder}: {reason}{hint}")


def parse(text: str) -> tuple[str | Placeholder, ...]:
    """The pieces of `text` in order: literal texts (never empty) and placeholders.

    Raises:
        MalformedPlaceholder: a brace stands alone, or what is in braces is not `kind:key`.
    """
    pieces: list[str | Placeholder] = []
    end = 0
    for match in _PIECE.finditer(text):
        if match[1] is None:
            raise MalformedPlaceholder(text, match.start())
        pieces += [text[end : match.start()], Placeholder(match[1], match[2])]
        end = match.end()
    pieces.append(text[end:])
    return tuple(piece for piece in pieces if piece != "")


def resolve(placeholder: Placeholder, brief: Brief) -> Sayable:
    """The noun that `placeholder` stands for.

    Raises:
        UnknownPlaceholder: there is no such kind or key, or what the key names cannot be said so
            (money of a count, the date of an event that has none).
    """
    nouns = _NOUNS.get(placeholder.kind)
    if nouns is None:
        near = difflib.get_close_matches(placeholder.kind, _NOUNS, 3)
        raise UnknownPlaceholder(placeholder, f"{placeholder.kind!r} is not a kind", near)
    known = nouns(brief)
    prefix = _PREFIXES.get(placeholder.kind, "")
    for key in (placeholder.key, prefix + placeholder.key):
        if key in known:
            return known[key]
    near = difflib.get_close_matches(placeholder.key, [key.removeprefix(prefix) for key in known], 3)
    raise UnknownPlaceholder(placeholder, f"{placeholder.key!r} has no {_LACKS[placeholder.kind]}", near)


def kinds() -> tuple[str, ...]:
    """The kinds of placeholders there are."""
    return tuple(_NOUNS)


def _amounts(brief: Brief) -> dict[str, Money]:
    rows: list[Claim | Document] = [*brief.claims.values(), *brief.documents.values()]
    amounts = {row.id: row.value if isinstance(row, Claim) else row.amount for row in rows}
    return {key: amount for key, amount in amounts.items() if isinstance(amount, Money)}


def _counts(brief: Brief) -> dict[str, Count]:
    return {key: claim.value for key, claim in brief.claims.items() if isinstance(claim.value, Count)}


def _numbers(brief: Brief) -> dict[str, Number]:
    return {key: Number(count.number, count.qualifier) for key, count in _counts(brief).items()}


def _percentages(brief: Brief) -> dict[str, Count]:
    return {key: count for key, count in _counts(brief).items() if count.unit is Unit.PERCENT}


def _dates(brief: Brief) -> dict[str, PartialDate]:
    dates = {key: document.signed_on for key, document in brief.documents.items()}
    dates |= {key: event.date for key, event in brief.events.items()}
    return {key: date for key, date in dates.items() if date is not None}


def _years(brief: Brief) -> dict[str, Year]:
    dates = {key: claim.period.end or claim.period.start for key, claim in brief.claims.items()}
    dates |= {key: event.date for key, event in brief.events.items()}
    return {key: Year(date.year) for key, date in dates.items() if date is not None}


def _named(brief: Brief) -> dict[str, Count]:
    return _documents(brief, brief.named_documents)


def _related(brief: Brief) -> dict[str, Count]:
    return _documents(brief, brief.related_documents)


def _documents(brief: Brief, select: Callable[[str], tuple[Document, ...]]) -> dict[str, Count]:
    countries = {*brief.countries, *(document.country for document in brief.documents.values())}
    numbers = {country: len(select(country)) for country in sorted(countries)}
    numbers[ALL_COUNTRIES] = len(select(""))
    return {country: Count(Decimal(number), Unit.DOCUMENTS) for country, number in numbers.items()}


def _converted(brief: Brief) -> dict[str, Money]:
    rate = brief.reference_rate
    if rate is None:
        return {}
    amounts = _amounts(brief).items()
    return {key: rate.convert(money) for key, money in amounts if money.currency in (rate.base, rate.quote)}


def _rates(brief: Brief) -> dict[str, Rate]:
    rate = brief.reference_rate
    return {} if rate is None else {"reference": rate}


def _names(brief: Brief) -> dict[str, Words]:
    return {key: term.name for key, term in brief.glossary.items()}


_NOUNS: Mapping[str, Callable[[Brief], Mapping[str, Sayable]]] = MappingProxyType(
    {
        "money": _amounts,
        "count": _counts,
        "number": _numbers,
        "percent": _percentages,
        "date": _dates,
        "year": _years,
        "named": _named,
        "related": _related,
        "converted": _converted,
        "rate": _rates,
        "name": _names,
    }
)
_PREFIXES: Mapping[str, str] = MappingProxyType({"date": "ev-", "year": "ev-", "name": "g-"})
_LACKS: Mapping[str, str] = MappingProxyType(
    {
        "money": "amount of money",
        "count": "count",
        "number": "count",
        "percent": "percentage",
        "date": "date",
        "year": "year",
        "named": "documents of its own",
        "related": "documents of its own",
        "converted": "amount that the reference rate converts",
        "rate": "rate",
        "name": "spelling in the glossary",
    }
)
