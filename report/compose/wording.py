"""`Brief` + a language → every text of the data that this language's pages may print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from report.model import Claim, Use

_NOT_PRINTED = frozenset({"glossary", "findings", "location", "id", "reject", "forms"})


def texts(part: object, language: str) -> Iterator[str]:
    """All texts of a brief, the glossary's own apart; of `Words` the one in `language` (ISO 639-1)."""
    match part:
        case str():
            yield part
        case Claim(use=Use.HELD):
            return
        case Mapping():
            known = [part[language]] if language in part else part.values()
            for value in known:
                yield from texts(value, language)
        case tuple():
            for value in part:
                yield from texts(value, language)
        case _ if is_dataclass(part):
            for field in fields(part):
                if field.name not in _NOT_PRINTED:
                    yield from texts(getattr(part, field.name), language)
