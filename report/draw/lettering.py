"""Words of one or more languages → lines of text with their widths and looks, in millimetres.

The first language is 8 pt and black, the others 7.5 pt and grey (docs/pages.md), in every figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

import matplotlib
from matplotlib import font_manager
from matplotlib.ft2font import LoadFlags

from report.draw.palette import GREY, INK
from report.model import Words

SIZE, SMALL = 8.0, 7.5

_POINTS, _SUBPIXELS = 72, 64
"""Points to the inch, and FreeType's parts of a pixel (26.6 fixed point)."""

LEADING = 3.5
"""From line to line, in millimetres: 8 pt text, 10 pt apart."""


@dataclass(frozen=True, slots=True)
class Lettering:
    """How a line of text stands and looks; `size` in points."""

    align: Literal["left", "center", "right"] = "left"
    colour: str = INK
    bold: bool = False
    italic: bool = False
    size: float = SIZE


PLAIN = Lettering()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text and its looks."""

    words: str
    lettering: Lettering


def width_of(words: str, *, bold: bool = False, size: float = SIZE) -> float:
    """How wide one line of text comes out, in millimetres."""
    properties = font_manager.FontProperties(
        family=matplotlib.rcParams["font.sans-serif"][:1], weight="bold" if bold else "normal"
    )
    font = font_manager.get_font(font_manager.findfont(properties))
    font.set_size(size, _POINTS)
    font.set_text(words, 0.0, flags=LoadFlags.NO_HINTING)
    width, _ = font.get_width_height()
    return float(width) / _SUBPIXELS / _POINTS * 25.4


def joined(words: Words) -> str:
    """All languages in one line, told apart by a middle dot; the same words stand once."""
    return " · ".join(dict.fromkeys(words.values()))


def lines_of(words: Words, width: float, lettering: Lettering = PLAIN) -> tuple[Line, ...]:
    """The words in lines of at most `width`: the first language as `lettering`, the others small and grey.

    A word that is wider than that stands alone in its line; the same words stand once.
    """
    second = replace(lettering, colour=GREY, bold=False, size=min(SMALL, lettering.size))
    lines = []
    for position, text in enumerate(dict.fromkeys(words.values())):
        looks = second if position else lettering
        lines += [Line(line, looks) for line in _wrapped(text, width, looks)]
    return tuple(lines)


def in_one(words: Words, width: float, lettering: Lettering = PLAIN) -> tuple[Line, ...]:
    """All languages in one line, where they fit into `width`; else each in lines of its own."""
    line = joined(words)
    if width_of(line, bold=lettering.bold, size=lettering.size) <= width:
        return (Line(line, lettering),)
    return lines_of(words, width, lettering)


def widest(lines: Iterable[Line]) -> float:
    """The width of the longest line, in millimetres; 0 without lines."""
    return max(
        (width_of(line.words, bold=line.lettering.bold, size=line.lettering.size) for line in lines),
        default=0,
    )


def _wrapped(text: str, width: float, lettering: Lettering) -> list[str]:
    """The text in as few lines as fill from the top; only plain spaces break."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, bold=lettering.bold, size=lettering.size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
