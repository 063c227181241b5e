"""A bank's `Quotations` and two currencies → their rate, with the legs that it was crossed from.

A cross rate has as many significant digits as the poorer of its legs, rounded half to even: more would
claim what no bank has said.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal

from report.pull.banks import Leg, Quotations


@dataclass(frozen=True, slots=True)
class Quoted:
    """1 `base` = `rate` `quote`; `legs` are the pairs that it was crossed from, none where a bank says it."""

    base: str
    quote: str
    rate: Decimal
    legs: tuple[str, ...] = ()


def quoted(quotations: Quotations, pair: tuple[str, str]) -> tuple[Quoted, ...]:
    """The rate of a pair; before it, where it is a cross rate, both of its legs.

    Raises:
        PullError: the bank does not quote one of the two.
    """
    own = _own_currency(quotations)
    legs = [quotations.leg(currency) for currency in pair if currency != own]
    said = tuple(Quoted(leg.base, leg.quote, leg.rate) for leg in legs)
    return said if len(legs) == 1 else (*said, _cross(*legs))


def _own_currency(quotations: Quotations) -> str:
    """The currency that is in every leg."""
    shared = (frozenset((leg.base, leg.quote)) for leg in quotations.legs.values())
    return next(iter(frozenset.intersection(*shared)), "")


def _cross(first: Leg, second: Leg) -> Quoted:
    """The price of the first leg's foreign currency in the second's."""
    context = Context(prec=min(first.digits, second.digits), rounding=ROUND_HALF_EVEN)
    pairs = (first.pair, second.pair)
    if first.base == second.base:
        return Quoted(first.quote, second.quote, context.divide(second.rate, first.rate), pairs)
    return Quoted(first.base, second.base, context.divide(first.rate, second.rate), pairs)
