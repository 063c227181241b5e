"""A sheet in millimetres on which the kinds of chart draw; what they give back is a `Drawing`.

All measures are millimetres from the upper left corner and come out 1:1 on paper; text is 8 pt.
The rules are the house's own (docs/pages.md): one label column, one bar thickness, labels on the
marks, zero baselines, an open end for a lower bound.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import matplotlib
from matplotlib import font_manager
from matplotlib.figure import Figure as Sheet
from matplotlib.patches import PathPatch, Polygon, Rectangle
from matplotlib.path import Path as Curve

from report import faces
from report.model import Words

WIDTH = 168.0
"""The type area: a figure is as wide as the page's text."""

LABELS = 46.0
"""The label column, alike in all figures; its right edge is the zero line."""

BAR = 4.5
ROW = 8.4
GAP = 2.0

LEADING = 3.5
"""Between the lines of a label of two languages, in millimetres: 8 pt text, 10 pt apart."""

BLUE = "#14365C"
TINT = "#DCE3EC"
GREY = "#5B6670"
LINE = "#B4BFCA"
VERMILION = "#B5382A"
WHITE = "#FFFFFF"
INK = "#1A1A1A"


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
class Lettering:
    """How a line of text stands and looks; `size` in points."""

    align: Literal["left", "center", "right"] = "left"
    colour: str = INK
    bold: bool = False
    italic: bool = False
    size: float = 8


PLAIN = Lettering()


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

    def bar(self, left: float, middle: float, length: float, *, colour: str, open_end: bool = False) -> None:
        """A horizontal bar; `open_end` tears its right end off, for a lower bound."""
        top, bottom, right = middle - BAR / 2, middle + BAR / 2, left + length
        tip = [(right + BAR / 2, top), (right, middle), (right + BAR / 2, bottom)] if open_end else []
        corners = [(left, top), *(tip or [(right, top), (right, bottom)]), (left, bottom)]
        self._add(Polygon(corners, closed=True, facecolor=colour, linewidth=0))

    def hatch(self, left: float, middle: float, length: float) -> None:
        """A bar told apart by pattern and not by colour alone."""
        box = Rectangle((left, middle - BAR / 2), length, BAR, hatch="//////", linewidth=0.6)
        box.set_facecolor(WHITE)
        box.set_edgecolor(BLUE)
        self._add(box)

    def cell(self, left: float, top: float, width: float, height: float, *, colour: str) -> None:
        """A filled cell with a white keyline."""
        self._add(Rectangle((left, top), width, height, facecolor=colour, edgecolor=WHITE, linewidth=0.8))

    def line(self, points: list[tuple[float, float]], *, colour: str = LINE, width: float = 0.5) -> None:
        """A line through `points`; `width` in points."""
        self._add(PathPatch(Curve(points), facecolor="none", edgecolor=colour, linewidth=width))

    def dot(self, x: float, y: float, radius: float, *, colour: str) -> None:
        """A filled dot."""
        circle = Curve.circle((x, y), radius)
        self._add(PathPatch(circle, facecolor=colour, linewidth=0))

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

    def label(self, middle: float, words: Words, *, leading: float = LEADING, size: float = 8) -> None:
        """A row's label, right-aligned at the zero line: the first language above, the others in grey."""
        lines = list(dict.fromkeys(words.values()))
        top = middle - (len(lines) - 1) * leading / 2
        for position, line in enumerate(lines):
            lettering = Lettering("right", GREY if position else INK, size=size)
            self.text(LABELS - GAP, top + position * leading, line, lettering)

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


def width_of(words: str, *, bold: bool = False, size: float = 8) -> float:
    """How wide one line of text comes out, in millimetres."""
    from matplotlib.textpath import TextPath

    properties = font_manager.FontProperties(
        family=matplotlib.rcParams["font.sans-serif"][:1], weight="bold" if bold else "normal"
    )
    points = TextPath((0, 0), words, size=size, prop=properties).get_extents().width if words.strip() else 0
    return float(points) / 72 * 25.4


def joined(words: Words) -> str:
    """All languages in one line, told apart by a middle dot; the same words stand once."""
    return " · ".join(dict.fromkeys(words.values()))
