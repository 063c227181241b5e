"""An option of a figure's spec → what is wrong with its value.

The kinds and their options are one table, so that a new kind of chart is a line here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from report.check.faults import nearest
from report.check.known import Known
from report.localize.currencies import is_currency
from report.model import Scope


class Option(StrEnum):
    """What an option of a spec names."""

    METRIC = "a metric"
    METRICS = "a list of metrics"
    CLAIM = "the id of a claim"
    CLAIMS = "a list of ids of claims"
    PAIRS = "a list of pairs of ids of claims"
    EVENT = "the id of an event"
    PLACE = "the id of a place"
    COUNTRY = "the code of a country"
    LEVELS = "a list of levels of documents"
    SCOPE = "a scope of documents"
    CURRENCY = "a currency"
    NUMBER = "a number above zero"
    YEAR = "a year"


KINDS: Mapping[str, Mapping[str, Option]] = MappingProxyType(
    {
        "bars": {"scope": Option.SCOPE, "currency": Option.CURRENCY},
        "claim_bars": {"metric": Option.METRIC, "year": Option.YEAR},
        "dot_plot": {"pairs": Option.PAIRS},
        "heat_table": {},
        "named_bars": {"metric": Option.METRIC, "announced": Option.CLAIM},
        "partners": {"country": Option.COUNTRY, "levels": Option.LEVELS},
        "route_map": {"hub": Option.PLACE, "height": Option.NUMBER},
        "small_multiples": {"claims": Option.CLAIMS},
        "timeline": {"event": Option.EVENT},
    }
)
"""Each kind of chart with its options. All are needed, but for those that brief.toml answers."""

COMMON: Mapping[str, Option] = MappingProxyType({"metrics": Option.METRICS})
"""Options that any kind may have."""

_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class OptionFault:
    """What is wrong with a value; `unsuited` where it names what the brief has not."""

    rule: str
    found: str
    expected: str
    unsuited: bool = False


def judge_option(option: Option, value: object, known: Known) -> Iterator[OptionFault]:
    """All that is wrong with the value of an option."""
    if not _has_form(option, value):
        yield OptionFault("wrong-type", repr(value), option.value)
        return
    for word in _words(value):
        yield from _named(_ONE_OF.get(option, option), word, known)


def _has_form(option: Option, value: object) -> bool:
    match option:
        case Option.YEAR:
            return _is_number(value) and value in _YEARS
        case Option.NUMBER:
            return _is_number(value) and isinstance(value, int | float) and value > 0
        case Option.METRICS | Option.CLAIMS | Option.LEVELS:
            return _is_list(value, str)
        case Option.PAIRS:
            return _is_list(value, list) and all(_is_list(pair, str, 2) for pair in _items(value))
        case _:
            return isinstance(value, str)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_list(value: object, kind: type, length: int = 0) -> bool:
    items = list(_items(value))
    return bool(items) and all(isinstance(item, kind) for item in items) and length in (0, len(items))


def _items(value: object) -> Iterable[object]:
    return value if isinstance(value, list) else ()


def _words(value: object) -> Iterator[str]:
    """The words of a value, each once, however deep they stand."""
    if isinstance(value, str):
        yield value
    found = [word for item in _items(value) for word in _words(item)]
    yield from dict.fromkeys(found)


def _named(option: Option, word: str, known: Known) -> Iterator[OptionFault]:
    if option is Option.SCOPE:
        if word not in set(Scope):
            yield OptionFault("unknown-word", repr(word), nearest(word, Scope, otherwise=", ".join(Scope)))
    elif option in _NAMED:
        named = _NAMED[option]
        if named.lacks(known, word):
            expected = nearest(word, named.candidates(known), otherwise=option.value)
            yield OptionFault(named.rule, repr(word), expected, unsuited=True)


@dataclass(frozen=True, slots=True)
class _Named:
    """How to find out that the brief has not what a word names, and what it has instead."""

    rule: str
    lacks: Callable[[Known, str], bool]
    candidates: Callable[[Known], Iterable[str]]


def _id_of(table: str) -> _Named:
    return _Named(
        "unknown-id",
        lambda known, word: known.lacks(table, word),
        lambda known: known.candidates(table),
    )


def _word_of(vocabulary: str, rule: str) -> _Named:
    return _Named(
        rule,
        lambda known, word: known.lacks_word(vocabulary, word),
        lambda known: sorted(known.words[vocabulary] or ()),
    )


_NAMED: Mapping[Option, _Named] = MappingProxyType(
    {
        Option.METRIC: _word_of("metrics", "unknown-metric"),
        Option.COUNTRY: _word_of("countries", "unknown-country"),
        Option.LEVELS: _word_of("levels", "unknown-word"),
        Option.CLAIM: _id_of("figures"),
        Option.EVENT: _id_of("events"),
        Option.PLACE: _id_of("places"),
        Option.CURRENCY: _Named(
            "unknown-currency", lambda _, word: not is_currency(word), lambda _: ("USD", "JPY")
        ),
    }
)
_ONE_OF: Mapping[Option, Option] = MappingProxyType(
    {Option.METRICS: Option.METRIC, Option.CLAIMS: Option.CLAIM, Option.PAIRS: Option.CLAIM}
)
"""What each word of a list names."""
