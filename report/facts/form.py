"""Nouns of the model → plain values in canonical JSON, and back by the types that the model states.

The form is that of RFC 8785 (keys sorted, no white space); quantities are texts in plain decimal
notation, dates are texts of ISO 8601. What no page says is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Final, TypeVar, get_args, get_origin, get_type_hints

from report.errors import ArchiveError, Location
from report.model import PartialDate

N = TypeVar("N")

FILE: Final = "facts.json"
_UNSAID: Final[Mapping[str, object]] = {
    "location": Location(FILE),
    "findings": (),
    "charts": {},
    "daily_rates": (),
    "forms": (),
    "reject": (),
}
"""Fields that no page says, with what a reader finds in their place."""
_JSON: Final = frozenset({str, int, bool, type(None)})
"""Most values by far: JSON has them as they are."""
_UNORDERED: Final = frozenset({"rates", "sources"})
"""Lists whose order means nothing: pages print them by date or by number."""


def as_json(tree: object) -> bytes:
    """Plain values in the canonical form of JSON."""
    return json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def from_json(content: bytes, file: str, *, schema: int) -> dict[str, Any]:
    """The members of a file of ours, of which this program reads one schema; used in `reading`.

    Raises:
        ArchiveError: it is one of another schema.
    """
    tree: dict[str, Any] = json.loads(content)
    found = tree.pop("schema")
    if found != schema:
        raise ArchiveError(f"{file}: schema {found!r}; this program reads {schema}")
    return tree


@contextmanager
def reading(file: str) -> Iterator[None]:
    """Within, whatever JSON cannot give, or `typed` cannot make a noun of, is damage of that file.

    Raises:
        ArchiveError: says so.
    """
    try:
        yield
    except (ValueError, TypeError, StopIteration, KeyError, AttributeError, ArithmeticError) as error:
        raise ArchiveError(f"{file}: damaged, or none of ours ({error!r})") from error


def said(noun: Any) -> dict[str, Any]:  # noqa: ANN401 - any dataclass of the model
    """The members of a noun that facts.json has; what has no order of its own stands in the canonical one."""
    names = _said_of(type(noun))  # type: ignore[arg-type]  # a class is hashable, whatever mypy says
    return {name: _ordered(name, getattr(noun, name)) for name in names}


@cache
def _said_of(noun: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(noun) if field.name not in _UNSAID)


def canonical(noun: N) -> N:
    """The noun as facts.json gives it back, without what no page says."""
    settled: N = noun_of(type(noun), members(noun))
    return settled


def decimal_text(number: Decimal) -> str:
    """A number in plain notation with a point, without needless zeros: 19, 19.0 and 1.9E+1 are `19`."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def members(noun: Any) -> dict[str, object]:  # noqa: ANN401 - any dataclass of the model
    """What facts.json has of a noun, as plain values."""
    return {name: plain(value) for name, value in said(noun).items()}


def plain(value: object) -> object:
    """The values of JSON for a noun of the model, or for any value of its members."""
    if type(value) in _JSON:
        return value
    if is_dataclass(value) and not isinstance(value, PartialDate):
        return members(value)
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return _scalar(value)


def _ordered(name: str, value: object) -> object:
    if name not in _UNORDERED or not isinstance(value, tuple) or len(value) == 1:
        return value
    return tuple(sorted(value, key=lambda item: json.dumps(plain(item), sort_keys=True)))


def _scalar(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal | float):
        return decimal_text(Decimal(str(value)))
    return str(value) if isinstance(value, PartialDate) else value


def noun_of(noun: type[N], members: Mapping[str, object]) -> N:
    """The noun of which `members` are all said fields and no other.

    Raises:
        TypeError: a field is missing, unknown, or of another type.
    """
    hints = _hints(noun)  # type: ignore[arg-type]  # the same
    unsaid = {name: value for name, value in _UNSAID.items() if name in hints}
    return noun(**{name: typed(hints[name], value) for name, value in members.items()}, **unsaid)


# Told once a noun: asking for each row would take most of the time of reading thousands of them.
_hints = cache(get_type_hints)


def typed(hint: Any, value: Any) -> object:  # noqa: ANN401 - a hint is any form of a type
    """The noun, or the value of a member, that `plain` gave these values of JSON for; used in `reading`."""
    if type(value) is hint:
        return value
    match get_origin(hint):
        case origin if origin is Mapping:
            return {key: typed(get_args(hint)[1], item) for key, item in value.items()}
        case origin if origin is tuple:
            return tuple(typed(get_args(hint)[0], item) for item in value)
        case origin if origin is UnionType:
            return None if value is None else typed(_alternative(hint, value), value)
        case _:
            return _single(hint, value)


def _alternative(hint: UnionType, value: object) -> type[Any]:
    """Which noun of a union it is: `X | None` leaves no choice, otherwise the fields' names tell."""
    nouns: list[type[Any]] = [noun for noun in get_args(hint) if noun is not type(None)]
    if len(nouns) == 1:
        return nouns[0]
    members = set(value) if isinstance(value, Mapping) else set()
    return next(noun for noun in nouns if members == {field.name for field in fields(noun)})


def _single(noun: type[Any], value: Any) -> object:  # noqa: ANN401 - whatever JSON holds
    if noun is PartialDate:
        return PartialDate(*(int(part) for part in value.split("-")))
    if is_dataclass(noun):
        return noun_of(noun, value)
    if issubclass(noun, Enum | Decimal | float):
        return noun(value)
    raise TypeError(f"{value!r} is no {noun.__name__}")
