"""The nouns of the model and prose with placeholders → what one language says for them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from report.localize import counts, dates, money
from report.localize.placeholders import Number, Placeholder, Sayable, Year, parse, resolve
from report.localize.signs import sign
from report.localize.speech import Speech
from report.model import Brief, Count, Money, PartialDate, Period, Qualifier, Rate, Unit

Form = Literal["prose", "short"]
# A full stop ends a sentence, unless the word before it is short or a known abbreviation.
_ABBREVIATION = r"(?:тыс|долл|руб|стр|рис|табл|разд|etc|Inc|Ltd|Corp|Mrs|Nos|Sept)\."
_WORD = rf"(?<![^\W\d_])(?!{_ABBREVIATION})[^\W\d_]{{3,}}"
_SENTENCE_START = re.compile(rf"(?:^|(?:[}}»”)\d]|{_WORD})[.!?…][»”]?\s+)[«“„(]?$")


class Voice(Speech):
    """Says numbers, money, dates, periods, rates, messages and prose in one language."""

    def __init__(
        self, language: str, *, catalogues: Sequence[Path], signs: Mapping[str, str] | None = None
    ) -> None:
        """Read the language's catalogues, of which the first that has a message wins.

        `catalogues` are folders with <language>/LC_MESSAGES/brief.po, such as templates/locale;
        `signs` are the brief's own currency signs by ISO 4217 code.

        Raises:
            SettingsError: CLDR does not know the language, or no folder has a catalogue for it.
        """
        super().__init__(language, catalogues)
        self.signs: Mapping[str, str] = MappingProxyType(dict(signs or {}))

    def value(self, value: Money | Count, form: Form = "prose") -> str:
        """The value with its qualifier; `short` is for tables, figures and numerals."""
        if form == "short":
            return self.qualified(_shown(value), self.bare(value, "short"))
        if isinstance(value, Money):
            return money.prose(self, value, self.signs)
        if value.unit is Unit.JPY_PER_USD:
            return money.rate(self, Money(value.number, "JPY", value.qualifier), "USD")
        return counts.prose(self, value)

    def shown_qualifier(self, value: Money | Count) -> str:
        """The word for how exact the value is as printed short: rounding makes an exact amount "about"."""
        return self.qualifier(_shown(value))

    def bare(self, value: Money | Count, form: Form = "prose") -> str:
        """The value without its qualifier, rounded where it must be."""
        if isinstance(value, Money):
            say = money.bare_short if form == "short" else money.bare_prose
            return say(self, value, self.signs)
        if form == "short":
            return counts.short(self, value)
        return self.value(replace(value, qualifier=Qualifier.EXACT))

    def date(self, date: PartialDate, form: Form = "prose") -> str:
        """The date as exact as it is known; `short` is for a table column."""
        return dates.short(self, date) if form == "short" else dates.prose(self, date)

    def period(self, period: Period) -> str:
        """The period in few words, for a table.

        Raises:
            ValueError: it has neither a start nor an end.
        """
        return dates.period(self, period)

    def currency(self, code: str) -> str:
        """What a currency is called (CLDR), in the nominative."""
        return money.currency(self, code)

    def language_name(self, code: str) -> str:
        """What a language (ISO 639) is called (CLDR).

        Raises:
            ValueError: CLDR has no name for it in this language.
        """
        if code not in self.locale.languages:
            raise ValueError(f"CLDR has no {self.language} name of the language {code!r}")
        return str(self.locale.languages[code])

    def sign(self, code: str) -> str:
        """The sign that stands for a currency in this brief."""
        return sign(code, self.signs)

    def rate(self, rate: Rate) -> str:
        """The exchange rate in words, without its date: 157.51 yen to the dollar."""
        return money.rate(self, Money(rate.rate, rate.quote), rate.base)

    def said(self, noun: Sayable) -> str:
        """Any noun that a placeholder can stand for, as prose says it."""
        match noun:
            case Money() | Count():
                return self._in_words(noun)
            case Number():
                return self.qualified(noun.qualifier, self.number(noun.number))
            case PartialDate():
                return self.date(noun)
            case Year():
                return str(noun.year)
            case Rate():
                return self.rate(noun)
            case _:
                return noun[self.language]

    def _in_words(self, value: Money | Count) -> str:
        """As `value` in prose, with a small number of things as a word."""
        if isinstance(value, Count) and value.unit is not Unit.JPY_PER_USD:
            return counts.in_words(self, value)
        return self.value(value)

    def prose(self, text: str, brief: Brief) -> str:
        """The text with its placeholders said, typeset.

        What begins a sentence begins with a capital letter; a full stop after an abbreviated date
        («2025 г.») is not doubled.

        Raises:
            MalformedPlaceholder: a brace does not belong to a placeholder.
            UnknownPlaceholder: a placeholder stands for nothing in the brief.
        """
        source, said = "", ""
        for piece in parse(text):
            if isinstance(piece, Placeholder):
                words = self.said(resolve(piece, brief))
                said += words[:1].upper() + words[1:] if _SENTENCE_START.search(source) else words
            else:
                said += (
                    piece[1:] if source.endswith("}") and said.endswith(".") and piece[0] == "." else piece
                )
            source += str(piece)
        return self.typeset(said)


def _shown(value: Money | Count) -> Qualifier:
    return money.scaled(value).qualifier if isinstance(value, Money) else value.qualifier
