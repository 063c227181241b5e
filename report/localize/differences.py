"""A `Change` of a number → by how much it changed, in words of a language."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from report.localize.voice import Voice
from report.model import Change, Count, Difference, Money, Qualifier, Unit

_SMALL: Final = 10
"""Below so many percent a decimal tells something."""


def difference(voice: Voice, change: Change) -> str:
    """By how much a number changed: "+$0.5 bn (+6%)"; nothing where only how exact it is has changed."""
    found = change.difference
    if found is None or not found.absolute:
        return ""
    sign = "+" if found.absolute > 0 else "\N{MINUS SIGN}"
    amount = f"{sign}{_amount(voice, change.after, found)}"
    if found.relative is None or _is_measure(change.after):
        return amount
    percent = voice.bare(Count(_percent(found.relative), Unit.PERCENT), "short")
    return voice.typeset(f"{amount} ({sign}{percent})")


def _percent(share: Decimal) -> Decimal:
    """A share in whole percent, a small one with a decimal."""
    percent = abs(share) * 100
    return percent.quantize(Decimal(1)) if percent >= _SMALL else percent.quantize(Decimal("0.1"))


def _amount(voice: Voice, after: object, found: Difference) -> str:
    size = abs(found.absolute)
    match after:
        case Money(_, currency, _):
            return voice.bare(Money(size, currency, Qualifier.EXACT), "short")
        case Count(_, Unit.PERCENT, _):
            return voice.say_in("percentage points", "{number} pp", number=size)
        case Count(_, unit, _):
            return voice.bare(Count(size, unit), "short")
        case _:
            return voice.number(size)


def _is_measure(value: object) -> bool:
    """A share and a rank are no amounts that another is a part of."""
    return isinstance(value, Count) and value.unit in (Unit.PERCENT, Unit.RANK)
