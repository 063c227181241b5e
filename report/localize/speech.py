"""A message and its values → a typeset wording; a number → its digits; a list → a phrase.

What every other wording of a Voice is built on.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from babel.numbers import format_decimal

from report.errors import SettingsError
from report.localize import typography
from report.localize.messages import Forms, Messages, Phrase, fields, fill
from report.model import Qualifier

Value = str | int | Decimal

_typeset = lru_cache(maxsize=16_384)(typography.typeset)
"""Sections and versions say many texts alike: of six that are asked for, five were set before."""


class Speech:
    """Messages, digits and typography of one language."""

    def __init__(self, language: str, catalogues: Sequence[Path]) -> None:
        """`language` is an ISO 639-1 code that CLDR knows; `catalogues` hold <language>/LC_MESSAGES/brief.po.

        Raises:
            SettingsError: CLDR does not know the language, or no folder has a catalogue for it.
        """
        try:
            self.locale = Locale.parse(language)
        except (UnknownLocaleError, ValueError):
            raise SettingsError(f"{language!r} is not a language that CLDR knows") from None
        self.language = language
        self.messages = Messages(language, self.locale, catalogues)
        self._grouped_from = self._digits_to_group()

    def say(self, message: str, /, **values: Value) -> str:
        """The message in this language, its fields `{name}` filled, typeset; numbers are said as such.

        Raises:
            ValueError: `values` are not the message's fields.
            SettingsError: no catalogue translates it.
        """
        return self._filled(message, self.messages.find(message), values)

    def say_in(self, context: str, message: str, /, **values: Value) -> str:
        """As `say`, for a message that needs a context (msgctxt) to be translated."""
        return self._filled(message, self.messages.find(message, context), values)

    def say_plural(self, singular: str, plural: str, number: Decimal | int, /, **values: Value) -> str:
        """The form that agrees with `number`, which is said in place of the field `{number}`."""
        exact = Decimal(number)
        wording = self.messages.find_plural(Forms(singular, plural), exact)
        if "number" in fields(plural):
            values = {"number": exact, **values}
        return self._filled(plural, wording, values)

    def say_forms(self, forms: Forms, number: Decimal) -> str:
        """As `say_plural`, for forms that were written elsewhere."""
        return self.say_plural(forms.singular, forms.plural, number)

    def say_phrase(self, phrase: Phrase, **values: Value) -> str:
        """As `say_in`, for a phrase that was written elsewhere."""
        return self.say_in(phrase.context, phrase.text, **values)

    def number(self, number: Decimal) -> str:
        """The digits of a number, with exactly the decimals it has (CLDR's marks).

        Thousands are parted from as many digits up as the catalogue says: five in Russian, so that
        2800 stays whole, four in English. A minus is U+2212.
        """
        plain = f"{number:f}"
        whole, _, decimals = plain.lstrip("-").partition(".")
        pattern = self.locale.decimal_formats[None].pattern.partition(".")[0]
        text = format_decimal(
            number,
            format=f"{pattern}.{'0' * len(decimals)}" if decimals else pattern,
            locale=self.locale,
            decimal_quantization=False,
            group_separator=len(whole) >= self._grouped_from,
        )
        return self.typeset(text.replace("-", "\N{MINUS SIGN}"))

    def qualifier(self, qualifier: Qualifier) -> str:
        """The word of a qualifier; empty for an exact number."""
        match qualifier:
            case Qualifier.ABOUT:
                return self.say_in("qualifier", "about")
            case Qualifier.MORE_THAN:
                return self.say_in("qualifier", "more than")
            case Qualifier.UP_TO:
                return self.say_in("qualifier", "up to")
            case _:
                return ""

    def qualified(self, qualifier: Qualifier, amount: str) -> str:
        """An amount that grammar does not change, such as figures with a sign, with its qualifier."""
        match qualifier:
            case Qualifier.ABOUT:
                return self.say_in("qualifier", "about {amount}", amount=amount)
            case Qualifier.MORE_THAN:
                return self.say_in("qualifier", "more than {amount}", amount=amount)
            case Qualifier.UP_TO:
                return self.say_in("qualifier", "up to {amount}", amount=amount)
            case _:
                return amount

    def join(self, items: Sequence[str]) -> str:
        """The items as a list in a sentence (CLDR's standard list pattern)."""
        return self.typeset(format_list(items, style="standard", locale=self.locale))

    def typeset(self, text: str) -> str:
        """Plain text (not HTML) in the typography of this language."""
        return _typeset(text, self.language)

    def _filled(self, message: str, wording: str, values: dict[str, Value]) -> str:
        if fields(message) != values.keys():
            raise ValueError(f"{message!r} has the fields {sorted(fields(message))}, not {sorted(values)}")
        said = {
            name: value if isinstance(value, str) else self.number(Decimal(value))
            for name, value in values.items()
        }
        return self.typeset(fill(wording, said))

    def _digits_to_group(self) -> int:
        # Not a wording, but a habit of the written language, and so the catalogue's to say.
        digits = self.say_in("digits from which thousands are parted", "4")
        if not digits.isdecimal():
            raise SettingsError(
                f"{self.language}: digits from which thousands are parted: {digits!r} is no number"
            )
        return int(digits)
