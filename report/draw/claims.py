"""Claims → what a figure needs of them: how long, in which unit, and in which words."""

from __future__ import annotations

from report.localize import Voices
from report.model import Claim, Money, Words


def size_of(claim: Claim) -> float:
    """The number of the claim, in its own unit."""
    return float(claim.value.amount if isinstance(claim.value, Money) else claim.value.number)


def unit_of(claim: Claim) -> str:
    """The currency of an amount, the unit of a count: what stands on one axis is alike in it."""
    return claim.value.currency if isinstance(claim.value, Money) else claim.value.unit


def said(claim: Claim, voices: Voices) -> Words:
    """The value as marks say it, with its qualifier."""
    return voices.each(lambda voice: voice.value(claim.value, "short"))
