"""Text → `Decimal`; anything but digits and a decimal point is told how to write it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from report.check.faults import fault

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_MEANT = re.compile(r"[^\d-]*(-?\d[\d\s.,’']*?)\s*([^\W\d]+)?[.\s]*[^\d]*")
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+")
_SCALES: Mapping[str, int] = MappingProxyType(
    {
        "тыс": 3, "thousand": 3, "k": 3,
        "млн": 6, "миллион": 6, "million": 6, "mn": 6, "m": 6,
        "млрд": 9, "миллиард": 9, "billion": 9, "bn": 9,
        "трлн": 12, "триллион": 12, "trillion": 12, "tn": 12,
    }
)  # fmt: skip
"""Powers of ten of the short scale, which Russian shares but for its word for 10⁹."""


def parse_number(text: str) -> Decimal:
    """A number in digits, with a decimal point where it needs one.

    However it is written, it is one number: 157.50 is 157.5, and is printed so.

    Raises:
        PydanticCustomError: it holds a comma, a space, a word, or anything else.
    """
    if not _NUMBER.fullmatch(text):
        meant = meant_number(text)
        expected = "digits with a decimal point" + (f": write {meant}" if meant else "")
        raise fault("malformed-number", repr(text), expected)
    return Decimal(_digits(Decimal(text)))


def meant_number(text: str) -> str:
    """How to write the number that `text` seems to mean, or nothing where that is anyone's guess."""
    try:
        plain = Decimal(text)  # 1.5E+10, as a spreadsheet shows a wide number
    except InvalidOperation:
        plain = None
    if plain is not None:
        return _digits(plain) if plain.is_finite() else ""
    match = _MEANT.fullmatch(text)
    if match is None:
        return ""
    number = _separated(re.sub(r"[\s’']", "", match[1]))
    scale = next((power for word, power in _SCALES.items() if (match[2] or "").lower().startswith(word)), 0)
    try:
        return _digits(Decimal(number).scaleb(scale))
    except InvalidOperation:
        return ""


def _separated(number: str) -> str:
    """The digits with a decimal point, whichever of the separators in it stood for that."""
    if "," in number and "." in number:
        thousands = "," if number.rindex(".") > number.rindex(",") else "."
        return number.replace(thousands, "").replace(",", ".")
    if _GROUPED.fullmatch(number) and number.count(",") > 1:
        return number.replace(",", "")
    return number.replace(",", ".") if number.count(".") == 0 else number


def _digits(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
