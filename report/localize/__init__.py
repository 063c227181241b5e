"""Nouns of the model → wordings: numbers, money, dates, plurals, names and typography in a language.

The one door to Babel (CLDR) and to the gettext catalogues. What needs neither can be imported from
here without loading either: placeholders and the signs of currencies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.localize.placeholders import (
    MalformedPlaceholder,
    Number,
    Placeholder,
    Sayable,
    UnknownPlaceholder,
    Year,
    parse,
    resolve,
)
from report.localize.signs import ambiguous_signs

if TYPE_CHECKING:
    from report.localize.voice import Voice
    from report.localize.voices import Voices

__all__ = [
    "MalformedPlaceholder",
    "Number",
    "Placeholder",
    "Sayable",
    "UnknownPlaceholder",
    "Voice",
    "Voices",
    "Year",
    "ambiguous_signs",
    "parse",
    "resolve",
]


def __getattr__(name: str) -> object:
    """`Voice` and `Voices`, loaded at first use: they bring Babel, which `brief check` can do without."""
    if name == "Voice":
        from report.localize.voice import Voice

        return Voice
    if name == "Voices":
        from report.localize.voices import Voices

        return Voices
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
