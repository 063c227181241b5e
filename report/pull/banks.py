"""The daily document of a bank, as it came → its day, and the price of each currency on it.

European Central Bank: eurofxref-daily.xml, one euro in each currency, five significant digits. Bank of
Russia: XML_daily.asp, windows-1251, so many units (`Nominal`) of each currency in roubles, decimal comma.
No document type is read, so that nothing in it can grow or reach out (defusedxml; OWASP, XXE).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from report.errors import PullError
from report.settings import PullKind

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ENVELOPE: Final = "{http://www.gesmes.org/xml/2002-08-01}Envelope"
_CUBE: Final = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}Cube"
_NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,9})?")
_NOMINAL = re.compile(r"[1-9]\d{0,6}")


@dataclass(frozen=True, slots=True)
class Leg:
    """1 `base` = `rate` `quote`, of which so many `digits` are significant as the bank writes."""

    base: str
    quote: str
    rate: Decimal
    digits: int

    @property
    def pair(self) -> str:
        """Its two currencies: EUR/JPY."""
        return f"{self.base}/{self.quote}"


@dataclass(frozen=True, slots=True)
class Quotations:
    """What a bank says for a day: a leg for each foreign currency, by its code (ISO 4217)."""

    day: date
    legs: Mapping[str, Leg]

    def leg(self, currency: str) -> Leg:
        """The leg of a currency.

        Raises:
            PullError: the bank does not quote it.
        """
        if currency not in self.legs:
            raise PullError(f"the document for {self.day} has no rate of {currency}")
        return self.legs[currency]


def read_quotations(kind: PullKind, document: bytes) -> Quotations:
    """What the document of a bank says.

    Raises:
        PullError: it is no such document, or a number or a date in it cannot be read.
    """
    root = _root(document)
    return _ecb(root) if kind is PullKind.ECB else _cbr(root)


def _root(document: bytes) -> Element:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        return fromstring(document, forbid_dtd=True)
    except (ParseError, DefusedXmlException, LookupError, ValueError) as error:
        raise PullError(f"not the XML that was expected: {error}") from None


def _ecb(root: Element) -> Quotations:
    days = root.findall(f"{_CUBE}/{_CUBE}")
    if root.tag != _ENVELOPE or len(days) != 1:
        raise PullError("not the daily rates of the European Central Bank: no envelope with one day")
    legs = {
        code: Leg("EUR", code, number, digits)
        for cube in days[0].findall(_CUBE)
        for code, (number, digits) in [(cube.get("currency", ""), _number(cube.get("rate", "")))]
    }
    return Quotations(_day(days[0].get("time", ""), "%Y-%m-%d"), legs)


def _cbr(root: Element) -> Quotations:
    if root.tag != "ValCurs":
        raise PullError("not the daily rates of the Bank of Russia: no ValCurs")
    legs = (_rouble_leg(quotation) for quotation in root.findall("Valute"))
    return Quotations(_day(root.get("Date", ""), "%d.%m.%Y"), {leg.base: leg for leg in legs})


def _rouble_leg(quotation: Element) -> Leg:
    """One unit in roubles; dividing by a nominal of 1, 10, 100 … takes no digit away."""
    code, nominal = quotation.findtext("CharCode", ""), quotation.findtext("Nominal", "")
    if not _NOMINAL.fullmatch(nominal):
        raise PullError(f"{code}: {nominal!r} is no nominal")
    number, digits = _number(quotation.findtext("Value", ""))
    return Leg(code, "RUB", number / int(nominal), digits)


def _number(text: str) -> tuple[Decimal, int]:
    """A price and how many of its digits are significant; noughts at the end are."""
    if not _NUMBER.fullmatch(text) or not any(digit in text for digit in "123456789"):
        raise PullError(f"{text!r} is no price above zero")
    number = Decimal(text.replace(",", "."))
    return number, len(number.as_tuple().digits)


def _day(text: str, form: str) -> date:
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise PullError(f"{text!r} is no day") from None
