"""A colour → its name in the palette, and how far two colours stand apart (docs/pages.md).

One blue, one red that must not be missed, ink and two greys, and the tints that figures fill with.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

PALETTE: Mapping[str, str] = MappingProxyType(
    {
        "blue": "#14365C",
        "ink": "#1A1A1A",
        "grey": "#5B6670",
        "line": "#B4BFCA",
        "tint": "#E9EEF4",
        "tint of figures": "#DCE3EC",
        "light blue": "#A9BACD",
        "middle blue": "#58759A",
        "grid on blue": "#2F4F75",
        "vermilion": "#B5382A",
        "white": "#FFFFFF",
        "black": "#000000",
    }
)
"""Every colour that a page may show, by its name."""

VERMILION = "vermilion"

_STRAIGHT = 0.04045
"""Below it sRGB is a straight line (IEC 61966-2-1)."""

_ROUNDING = 1
"""Of 255: what writing a colour with a few decimals may change."""


@cache  # a page has thousands of runs in a few colours
def name_of(colour: str) -> str | None:
    """A colour's name in the palette; None where it is not one of ours."""
    return next((name for name, ours in PALETTE.items() if _same(colour, ours)), None)


def _same(one: str, other: str) -> bool:
    if len(one) != len(other):
        return False
    return all(abs(a - b) <= _ROUNDING for a, b in zip(_parts(one), _parts(other), strict=True))


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5))


def contrast(one: str, other: str) -> float:
    """The ratio of two colours' luminances, from 1 to 21 (WCAG 2.2, 1.4.3)."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance of sRGB (WCAG 2.2, glossary)."""
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= _STRAIGHT else float(((part + 0.055) / 1.055) ** 2.4)
