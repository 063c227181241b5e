"""A sheet in millimetres on which the kinds of chart draw; what they give back is a `Drawing`.

All measures are millimetres from the upper left corner and come out 1:1 on paper; text is 8 pt.
The rules are the house's own (docs/pages.md): one label column, one bar thickness, labels on the
marks, zero baselines, an open end for a lower bound.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import matplotlib
from matplotlib import font_manager
from matplotlib.figure import Figure as Sheet
from matplotlib.patches import PathPatch, Polygon, Rectangle
from matplotlib.path import Path as Curve

from report import faces
from report.draw.lettering import LEADING, PLAIN, Lettering, Line
from report.draw.palette import BLUE, LINE, WHITE
from report.model import Words

WIDTH = 168.0
"""The type area: a figure is as wide as the page's text."""

LABELS = 46.0
"""The label column, alike in all figures; its right edge is the zero line."""

HIGHEST = 70.0
"""No figure of the text is higher."""

BAR = 4.5
GAP = 2.0

TIP = 2.25
"""How far the open end of a bar reaches beyond its number."""

_RING = 1.2
"""How thick the line of a hollow dot is, in points."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a kind of chart gives: the SVG, fields for the sentences, and its reading as text.

    `reading` is said one sentence after another as the alternative text.
    """

    svg: str
    fields: Mapping[str, Words]
    reading: tuple[Words, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """How a bar is filled: solid, or hatched so that a pattern tells it apart and not colour alone."""

    colour: str = BLUE
    hatched: bool = False


SOLID = Look()
HATCHED = Look(hatched=True)


def fitting(heights: Sequence[float], room: float, *, rest: float) -> int:
    """How many rows fit into `room`; where not all do, with `rest` left for what tells of the others."""
    if sum(heights) <= room:
        return len(heights)
    return max(number for number in range(len(heights)) if sum(heights[:number]) <= room - rest)


@contextmanager
def style(file: Path, *, salt: str) -> Iterator[None]:
    """Matplotlib's settings for one figure: the house's style sheet, real text, stable ids."""
    for face in faces.files():
        font_manager.fontManager.addfont(str(face))
    with matplotlib.rc_context(fname=str(file)), matplotlib.rc_context({"svg.hashsalt": salt}):
        yield


@dataclass(slots=True)
class Canvas:
    """One figure under way: `height` in millimetres, as wide as the type area unless said otherwise."""

    height: float
    width: float = WIDTH
    sheet: Sheet = field(init=False)

    def __post_init__(self) -> None:
        self.sheet = Sheet(figsize=(self.width / 25.4, self.height / 25.4))
        axes = self.sheet.add_axes((0, 0, 1, 1))
        axes.set_xlim(0, self.width)
        axes.set_ylim(self.height, 0)
        axes.axis("off")

    def bar(
        self, left: float, middle: float, length: float, *, look: Look = SOLID, open_end: bool = False
    ) -> None:
        """A horizontal bar; `open_end` points its right end onwards, for a lower bound."""
        top, bottom, right = middle - BAR / 2, middle + BAR / 2, left + length
        tip = [(right + TIP, middle)] if open_end else []
        corners = [(left, top), (right, top), *tip, (right, bottom), (left, bottom)]
        shape = Polygon(corners, closed=True, facecolor=look.colour, linewidth=0)
        if look.hatched:
            shape.set(facecolor=WHITE, edgecolor=look.colour, hatch="//////", linewidth=0.6)
        self._add(shape)

    def cell(self, left: float, top: float, width: float, height: float, *, colour: str) -> None:
        """A filled cell with a white keyline."""
        self._add(Rectangle((left, top), width, height, facecolor=colour, edgecolor=WHITE, linewidth=0.8))

    def line(
        self,
        points: list[tuple[float, float]],
        *,
        colour: str = LINE,
        width: float = 0.5,
        dashed: bool = False,
    ) -> None:
        """A line through `points`; `width` in points."""
        pattern = (0, (3, 2)) if dashed else "solid"
        curve = Curve(points)
        self._add(PathPatch(curve, facecolor="none", edgecolor=colour, linewidth=width, linestyle=pattern))

    def dot(self, x: float, y: float, radius: float, *, colour: str) -> None:
        """A filled dot."""
        circle = Curve.circle((x, y), radius)
        self._add(PathPatch(circle, facecolor=colour, linewidth=0))

    def ring(self, x: float, y: float, radius: float, *, colour: str) -> None:
        """A hollow dot, white inside, as wide over all as a dot of this radius."""
        circle = Curve.circle((x, y), radius - _RING / 144 * 25.4)
        self._add(PathPatch(circle, facecolor=WHITE, edgecolor=colour, linewidth=_RING))

    def text(self, x: float, y: float, words: str, lettering: Lettering = PLAIN) -> None:
        """One line of text with its middle at `y`."""
        self.sheet.axes[0].text(
            x,
            y,
            words,
            ha=lettering.align,
            va="center_baseline",
            color=lettering.colour,
            fontsize=lettering.size,
            fontweight="bold" if lettering.bold else "normal",
            fontstyle="italic" if lettering.italic else "normal",
        )

    def lines(self, x: float, top: float, lines: Sequence[Line], *, leading: float = LEADING) -> None:
        """Lines of text one below the other; `top` is the upper edge of the first."""
        for position, line in enumerate(lines):
            self.text(x, top + (position + 0.5) * leading, line.words, line.lettering)

    def beside(self, x: float, middle: float, lines: Sequence[Line], *, leading: float = LEADING) -> None:
        """Lines of text as a block with its middle at `middle`."""
        self.lines(x, middle - len(lines) * leading / 2, lines, leading=leading)

    def svg(self) -> str:
        """The figure as SVG without a date or a prologue, ready to stand in a data: address."""
        buffer = io.StringIO()
        nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
        self.sheet.savefig(buffer, format="svg", metadata=nothing)
        text = buffer.getvalue()
        return text[text.index("<svg") :]

    def _add(self, patch: Rectangle | Polygon | PathPatch) -> None:
        patch.set_clip_on(False)
        self.sheet.axes[0].add_patch(patch)
