"""Labelled rows → a canvas of horizontal bars from one zero line, the form that all bar figures share.

What a row cannot show stands in words: a value that is not known has no bar, and rows that the
sheet has no room for are counted in a line below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from report.draw.canvas import GAP, HIGHEST, LABELS, SOLID, TIP, WIDTH, Canvas, Look, fitting
from report.draw.lettering import LEADING, Lettering, Line, lines_of, widest, width_of
from report.draw.palette import BLUE, GREY, WHITE
from report.localize import Voices
from report.model import Words

_ROW = 7.0
_AIR = 1.4
_LEAST = 0.6
"""A bar is never thinner than this: a small amount is not nothing."""
_RIGHT = Lettering("right")
_MISSING = Lettering(colour=GREY, italic=True)


@dataclass(frozen=True, slots=True)
class BarRow:
    """One bar: `length` in any unit, None where the value is not known; `words` stand behind it.

    `front` is a count of which a darker bar, with its number, stands before the other.
    """

    label: Words
    length: float | None
    words: Words
    look: Look = SOLID
    open_end: bool = False
    front: int | None = None

    @property
    def reach(self) -> float:
        """The length of the longer one of both bars."""
        return max(self.length or 0, self.front or 0)

    @property
    def tip(self) -> float:
        """How far the bar reaches beyond its number."""
        return TIP if self.open_end else 0

    def labels(self) -> tuple[Line, ...]:
        """The label's lines, within the label column."""
        return lines_of(self.label, LABELS - GAP, _RIGHT)

    def values(self) -> tuple[Line, ...]:
        """The lines behind the bar."""
        return lines_of(self.words, WIDTH, Lettering() if self.length is not None else _MISSING)

    def height(self) -> float:
        """The height of the row in millimetres."""
        return max(_ROW, max(len(self.labels()), len(self.values())) * LEADING + _AIR)


def bar_rows(rows: Sequence[BarRow], voices: Voices) -> Canvas:
    """Draw the rows in their order, as many as the sheet holds, and the number of the others below."""
    shown = rows[: fitting([row.height() for row in rows], HIGHEST - 1, rest=_ROW)]
    scale = _scale(shown)
    rest = voices.say("{number} more, not drawn", number=len(rows) - len(shown))
    height = sum(row.height() for row in shown)
    canvas = Canvas(height=height + 1 + (_ROW if len(shown) < len(rows) else 0))
    canvas.line([(LABELS, 0), (LABELS, height + 1)], colour=GREY)
    top = 0.5
    for row in shown:
        _draw(canvas, row, middle=top + row.height() / 2, scale=scale)
        top += row.height()
    if len(shown) < len(rows):
        canvas.beside(LABELS + GAP, top + _ROW / 2 + 0.5, lines_of(rest, WIDTH, _MISSING))
    return canvas


def _draw(canvas: Canvas, row: BarRow, *, middle: float, scale: float) -> None:
    canvas.beside(LABELS - GAP, middle, row.labels())
    end = LABELS
    if row.length is not None:
        length = max(row.length * scale, _LEAST)
        canvas.bar(LABELS, middle, length, look=row.look, open_end=row.open_end)
        end += length + row.tip
    if row.front is not None:
        end = max(end, _front(canvas, row.front, middle=middle, length=row.front * scale))
    canvas.beside(end + GAP, middle, row.values())


def _front(canvas: Canvas, number: int, *, middle: float, length: float) -> float:
    """The front bar with its number inside, or behind it where the bar is too short; where it ends."""
    canvas.bar(LABELS, middle, length)
    width = width_of(str(number), bold=True)
    if length > width + GAP:
        canvas.text(LABELS + length - 1, middle, str(number), Lettering("right", WHITE, bold=True))
        return LABELS + length
    canvas.text(LABELS + length + 1, middle, str(number), Lettering(colour=BLUE, bold=True))
    return LABELS + length + 1 + width


def _scale(rows: Sequence[BarRow]) -> float:
    """Millimetres a unit: the longest bar, with its words, just fits."""
    scales = [
        (WIDTH - LABELS - GAP - row.tip - widest(row.values()) - 1) / row.reach for row in rows if row.reach
    ]
    return min(scales, default=1.0)
