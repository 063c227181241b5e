"""The nouns keep their laws: conversion, headline claims, errors in one line."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.errors import DataError, Finding, Location
from report.model import Money, PartialDate, Qualifier, Rate

RATE = Rate(
    PartialDate(2025, 12, 19), "USD", "JPY", Decimal("157.51"), True, (), {}, Location("rates.csv", 2)
)


def significant(amount: Decimal) -> int:
    """How many significant digits an amount has."""
    return len(amount.normalize().as_tuple().digits)


@pytest.mark.parametrize(
    ("amount", "currency", "converted"),
    [
        ("3000000000000", "JPY", "19000000000"),
        ("6845000000", "JPY", "43460000"),
        ("19000000000", "USD", "3000000000000"),
        ("8500000000", "USD", "1300000000000"),
    ],
)
def test_conversion_keeps_the_digits_of_the_original(amount: str, currency: str, converted: str) -> None:
    """A conversion has as many significant digits as what it converts, and two at least."""
    assert RATE.convert(Money(Decimal(amount), currency)).amount == Decimal(converted)


@given(st.decimals(min_value=1, max_value=10**15, places=2), st.sampled_from(Qualifier))
def test_conversion_never_gains_digits(amount: Decimal, qualifier: Qualifier) -> None:
    """For all amounts and qualifiers: no digit gained beyond two; the qualifier stays or becomes "about"."""
    money = RATE.convert(Money(amount, "JPY", qualifier))
    assert significant(money.amount) <= max(2, significant(amount))
    assert money.currency == "USD"
    assert money.qualifier is (Qualifier.ABOUT if qualifier is Qualifier.EXACT else qualifier)


def test_foreign_currency_is_refused() -> None:
    """A rate does not speak of a third currency."""
    with pytest.raises(ValueError, match="does not convert EUR"):
        RATE.convert(Money(Decimal(1), "EUR"))


def test_partial_dates_print_as_iso() -> None:
    """A date prints as exactly as it is known, and sorts by time."""
    dates = [PartialDate(2025, 12, 20), PartialDate(2025), PartialDate(2025, 12)]
    assert [str(date) for date in sorted(dates)] == ["2025", "2025-12", "2025-12-20"]


def test_a_finding_is_one_line() -> None:
    """A finding names file, sheet, row and column, what was found, what was expected, and why."""
    finding = Finding(
        "error", "share", Location("data/f.xlsx", 14, "value", "figures"), "811", "0–100", "a share"
    )
    assert str(finding) == "data/f.xlsx[figures]:14 value: 811; expected 0–100; a share"
    assert DataError([finding]).exit_code == 3
    assert str(DataError([finding])) == "1 error in the data"
