"""`Money` → its words for prose, and sign, digits and scale for tables and figures.

One rule everywhere (docs/pages.md): millions, billions (10⁹) and trillions (10¹²) are scaled,
with at most three decimals, and what is only about so much with four significant digits at most;
below a million every digit is printed, because thousands would only save three noughts and cost a
word that English tables do not abbreviate alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from types import MappingProxyType

from babel.numbers import get_currency_name

from report.errors import SettingsError
from report.localize.messages import Forms, Phrase
from report.localize.signs import sign
from report.localize.speech import Speech
from report.model import Money, Qualifier

MILLION = Decimal(10) ** 6
_THOUSAND = Decimal(1000)
_DECIMALS = Decimal("0.001")
_DIGITS = 4
"""An approximate amount claims no more significant digits than these."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A power of ten with its word for prose and its abbreviation for tables."""

    factor: Decimal
    word: Phrase
    abbreviation: Phrase


@dataclass(frozen=True, slots=True)
class Scaled:
    """An amount as it is printed: `number` times `scale`, and how exact that is."""

    number: Decimal
    scale: Scale | None
    qualifier: Qualifier


_SCALES = (
    Scale(MILLION, Phrase("scale in prose", "million"), Phrase("scale in tables", "mn")),
    Scale(10**3 * MILLION, Phrase("scale in prose", "billion"), Phrase("scale in tables", "bn")),
    Scale(10**6 * MILLION, Phrase("scale in prose", "trillion"), Phrase("scale in tables", "tn")),
)
# A lower bound is rounded down and an upper bound up, so that what is printed stays true.
_ROUNDING: Mapping[Qualifier, str] = MappingProxyType(
    {
        Qualifier.EXACT: ROUND_HALF_EVEN,
        Qualifier.ABOUT: ROUND_HALF_EVEN,
        Qualifier.MORE_THAN: ROUND_FLOOR,
        Qualifier.UP_TO: ROUND_CEILING,
    }
)

_FORMS: Mapping[tuple[str, Qualifier], Forms] = MappingProxyType(
    {
        ("JPY", Qualifier.EXACT): Forms("{number} yen", "{number} yen"),
        ("JPY", Qualifier.ABOUT): Forms("about {number} yen", "about {number} yen"),
        ("JPY", Qualifier.MORE_THAN): Forms("more than {number} yen", "more than {number} yen"),
        ("JPY", Qualifier.UP_TO): Forms("up to {number} yen", "up to {number} yen"),
        ("USD", Qualifier.EXACT): Forms("{number} dollar", "{number} dollars"),
        ("USD", Qualifier.ABOUT): Forms("about {number} dollar", "about {number} dollars"),
        ("USD", Qualifier.MORE_THAN): Forms("more than {number} dollar", "more than {number} dollars"),
        ("USD", Qualifier.UP_TO): Forms("up to {number} dollar", "up to {number} dollars"),
        ("EUR", Qualifier.EXACT): Forms("{number} euro", "{number} euros"),
        ("EUR", Qualifier.ABOUT): Forms("about {number} euro", "about {number} euros"),
        ("EUR", Qualifier.MORE_THAN): Forms("more than {number} euro", "more than {number} euros"),
        ("EUR", Qualifier.UP_TO): Forms("up to {number} euro", "up to {number} euros"),
        ("CNY", Qualifier.EXACT): Forms("{number} yuan", "{number} yuan"),
        ("CNY", Qualifier.ABOUT): Forms("about {number} yuan", "about {number} yuan"),
        ("CNY", Qualifier.MORE_THAN): Forms("more than {number} yuan", "more than {number} yuan"),
        ("CNY", Qualifier.UP_TO): Forms("up to {number} yuan", "up to {number} yuan"),
    }
)
_SCALED: Mapping[str, Phrase] = MappingProxyType(
    {
        "JPY": Phrase("after a scale word", "{amount} yen"),
        "USD": Phrase("after a scale word", "{amount} dollars"),
        "EUR": Phrase("after a scale word", "{amount} euros"),
        "CNY": Phrase("after a scale word", "{amount} yuan"),
    }
)
_NAMES: Mapping[str, Phrase] = MappingProxyType(
    {
        "JPY": Phrase("name of a currency", "Japanese yen"),
        "USD": Phrase("name of a currency", "U.S. dollar"),
        "EUR": Phrase("name of a currency", "euro"),
        "CNY": Phrase("name of a currency", "Chinese yuan"),
    }
)
_PER: Mapping[str, Phrase] = MappingProxyType(
    {
        "JPY": Phrase("exchange rate", "{amount} to the yen"),
        "USD": Phrase("exchange rate", "{amount} to the dollar"),
        "EUR": Phrase("exchange rate", "{amount} to the euro"),
        "CNY": Phrase("exchange rate", "{amount} to the yuan"),
    }
)


def scaled(money: Money) -> Scaled:
    """The amount as it is printed. An exact one that must be rounded becomes an approximate one."""
    scale = next((scale for scale in reversed(_SCALES) if abs(money.amount) >= scale.factor), None)
    if scale is None:
        return Scaled(money.amount, None, money.qualifier)
    qualifier = _as_printed(money, scale)
    number = _rounded(money.amount / scale.factor, qualifier)
    if abs(number) >= _THOUSAND and scale is not _SCALES[-1]:
        # 999,999,999 rounds to 1,000 million, which is 1 billion.
        scale = _SCALES[_SCALES.index(scale) + 1]
        number /= _THOUSAND
    return Scaled(_trimmed(number), scale, qualifier)


def _as_printed(money: Money, scale: Scale) -> Qualifier:
    """An exact amount that does not fit into three decimals is an approximate one in print."""
    number = money.amount / scale.factor
    fits = number == number.quantize(_DECIMALS)
    return Qualifier.ABOUT if money.qualifier is Qualifier.EXACT and not fits else money.qualifier


def _rounded(number: Decimal, qualifier: Qualifier) -> Decimal:
    """To three decimals, so that what is printed stays true; an approximate one to four digits too."""
    decimals = _DECIMALS
    if qualifier is Qualifier.ABOUT:
        decimals = max(decimals, Decimal(1).scaleb(number.adjusted() - _DIGITS + 1))
    return number.quantize(decimals, _ROUNDING[qualifier])


def prose(speech: Speech, money: Money, signs: Mapping[str, str]) -> str:
    """The amount with its qualifier as a sentence has it: words, or the sign where the language says so."""
    printed = scaled(money)
    if printed.scale is None and not _uses_sign(speech):
        return words(speech, money)
    return speech.qualified(printed.qualifier, bare_prose(speech, money, signs))


def bare_prose(speech: Speech, money: Money, signs: Mapping[str, str]) -> str:
    """The amount for a sentence that has a qualifier of its own, or needs none."""
    printed = scaled(money)
    if _uses_sign(speech):
        return _with_scale(speech, _signed(speech, money.currency, printed, signs), printed, in_tables=False)
    if printed.scale is None:
        return words(speech, Money(money.amount, money.currency))
    amount = _with_scale(speech, speech.number(printed.number), printed, in_tables=False)
    if money.currency in _SCALED:
        return speech.say_phrase(_SCALED[money.currency], amount=amount)
    return speech.say("{amount} {currency}", amount=amount, currency=_name(speech, money.currency, MILLION))


def bare_short(speech: Speech, money: Money, signs: Mapping[str, str]) -> str:
    """Sign, digits and abbreviated scale, in this order in every language."""
    printed = scaled(money)
    return _with_scale(speech, _signed(speech, money.currency, printed, signs), printed, in_tables=True)


def words(speech: Speech, money: Money) -> str:
    """All digits of the amount and the currency's word, in the grammar the qualifier asks for.

    For a currency that our catalogues do not word, CLDR's name is used; CLDR has no genitive, so
    after a qualifier it is used only where the form is that of round millions (in Russian the
    genitive plural, which is right then), and elsewhere the ISO code stands.
    """
    forms = _FORMS.get((money.currency, money.qualifier))
    if forms is not None:
        return speech.say_forms(forms, money.amount)
    exact = money.qualifier is Qualifier.EXACT
    as_millions = speech.messages.category(money.amount) == speech.messages.category(MILLION)
    name = _name(speech, money.currency, money.amount) if exact or as_millions else money.currency
    amount = speech.say("{amount} {currency}", amount=speech.number(money.amount), currency=name)
    return speech.qualified(money.qualifier, amount)


def currency(speech: Speech, code: str) -> str:
    """What a currency is called, for a list of signs: by the catalogue, else by CLDR."""
    if code in _NAMES:
        return speech.say_phrase(_NAMES[code])
    return get_currency_name(code, 1, locale=speech.locale)


def rate(speech: Speech, money: Money, base: str) -> str:
    """`money` for one unit of the currency `base`, in words: "157.51 yen to the dollar"."""
    amount = words(speech, money)
    if base in _PER:
        return speech.say_phrase(_PER[base], amount=amount)
    return speech.say("{amount} for 1 {currency}", amount=amount, currency=base)


def _uses_sign(speech: Speech) -> bool:
    habit = speech.say_in("money in prose", "sign")
    if habit not in ("sign", "words"):
        raise SettingsError(f"{speech.language}: money in prose: {habit!r} is not one of sign, words")
    return habit == "sign"


def _signed(speech: Speech, currency: str, printed: Scaled, signs: Mapping[str, str]) -> str:
    """A sign stands close to the digits; a code, or a sign that ends in a letter, has a space."""
    mark = sign(currency, signs)
    space = "\N{NO-BREAK SPACE}" if mark[-1].isalpha() else ""
    return f"{mark}{space}{speech.number(printed.number)}"


def _with_scale(speech: Speech, amount: str, printed: Scaled, *, in_tables: bool) -> str:
    if printed.scale is None:
        return amount
    scale = speech.say_phrase(printed.scale.abbreviation if in_tables else printed.scale.word)
    return f"{amount}\N{NO-BREAK SPACE}{scale}"


def _name(speech: Speech, currency: str, number: Decimal) -> str:
    return get_currency_name(currency, number, locale=speech.locale)


def _trimmed(number: Decimal) -> Decimal:
    """Without noughts at the end of the decimals; 10 stays 10 and does not become 1E+1."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
