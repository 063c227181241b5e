"""What a finished page holds, as plain nouns: runs of text, drawn shapes, lines, blocks, pages.

Lengths are points; `x` runs from the left edge of the page, `y` from its upper edge downwards.
Pages count from 1, as they are printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from report.model import Brief, Version
from report.pdf import Position
from report.settings import Settings

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
LEFT, RIGHT = 21 * MM, 189 * MM
TOP, BOTTOM = 24 * MM, 275 * MM
"""The sheet and its type area, 168 × 251 mm (docs/pages.md)."""

STEP = 3.5
"""The rhythm: every step from line to line is a multiple of it."""

SCALE = (7.5, 8.0, 10.0, 12.0, 16.0, 24.0, 36.0)
"""The closed type scale."""

TOLERANCE = 0.05
"""Of sizes: what rounding to the hundredths of a point may change."""

PAPER = "#FFFFFF"

PATTERN = "pattern"
"""Stands where a shape is filled with a pattern and with no single colour."""

_NO_LETTERS = re.compile(r"[\W_]+")

HYPHEN = "\x02"
"""How PDFium tells of a hyphen that the setting put in at a line's end."""

NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Box:
    """What ink covers: left, top, right and bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Box) -> tuple[float, float]:
        """How wide and how high two boxes cover each other; not positive where they do not."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide, high

    def united(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the box."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Run:
    """Text that one operator shows: one face, size and colour, from `x` on the baseline `y`.

    `order` counts what a page paints; `drawn` is text of a figure, `furniture` of head or foot.
    """

    text: str
    face: str
    size: float
    colour: str
    x: float
    y: float
    box: Box
    order: int
    drawn: bool = False
    furniture: bool = False

    @property
    def bold(self) -> bool:
        """Whether the face is a bold one."""
        return "Bold" in self.face

    @property
    def serif(self) -> bool:
        """Whether it is set in the face of prose."""
        return "Serif" in self.face


@dataclass(frozen=True, slots=True)
class Shape:
    """A path, or a picture (both colours empty): what it fills and strokes with, and its corners."""

    box: Box
    fill: str
    stroke: str
    order: int
    corners: tuple[tuple[float, float], ...] = ()

    def spans(self, x: float) -> bool:
        """Whether the shape stands above or below a place of a line."""
        return self.box.left <= x <= self.box.right

    @property
    def edges(self) -> tuple[float, float]:
        """Its upper and its lower edge."""
        return self.box.top, self.box.bottom

    def holds(self, point: tuple[float, float]) -> bool:
        """Whether a point is within the filled path (by the even-odd rule, curves taken for straight)."""
        x, y = point
        box = self.box
        if not (box.left <= x <= box.right and box.top <= y <= box.bottom):
            return False
        sides = zip(self.corners, [*self.corners[1:], *self.corners[:1]], strict=True)
        crossed = (
            (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax for (ax, ay), (bx, by) in sides
        )
        return sum(crossed) % 2 == 1


@dataclass(frozen=True, slots=True)
class Line:
    """Runs that follow each other on one baseline."""

    runs: tuple[Run, ...]

    @property
    def main(self) -> Run:
        """The run that most of the line is set in."""
        return max(self.runs, key=lambda run: len(run.text))

    @property
    def text(self) -> str:
        """The words, one common space between them; a hyphen at the line's end stays marked."""
        return " ".join("".join(run.text for run in self.runs).replace(NO_BREAK, " ").split())

    @property
    def box(self) -> Box:
        """What the line's ink covers."""
        box = self.runs[0].box
        for run in self.runs[1:]:
            box = box.united(run.box)
        return box

    @property
    def x(self) -> float:
        """Where the line begins."""
        return self.runs[0].x

    @property
    def y(self) -> float:
        """The baseline."""
        return self.runs[0].y


@dataclass(frozen=True, slots=True)
class Block:
    """Lines below each other in one column, face and size: a paragraph, a cell, a heading."""

    page: int
    lines: tuple[Line, ...]

    @property
    def main(self) -> Run:
        """The run that the block's first line is mostly set in."""
        return self.lines[0].main

    @property
    def text(self) -> str:
        """The block's words, hyphens at line ends undone."""
        return joined(line.text for line in self.lines)

    @property
    def prose(self) -> bool:
        """Whether it is prose: the serif face in the size of text."""
        return self.main.serif and abs(self.main.size - 10) < TOLERANCE


@dataclass(frozen=True)
class Page:
    """One page as it is painted. `section` is the id of the section it belongs to."""

    number: int
    width: float
    height: float
    runs: tuple[Run, ...]
    shapes: tuple[Shape, ...]
    section: str = ""
    kind: str = ""
    last_of_section: bool = False
    lines: tuple[Line, ...] = ()
    blocks: tuple[Block, ...] = ()

    @cached_property
    def text(self) -> tuple[Line, ...]:
        """The lines of the page's own text: neither furniture nor a figure's."""
        return tuple(line for line in self.lines if not line.main.furniture and not line.main.drawn)

    @cached_property
    def printed(self) -> tuple[Line, ...]:
        """Every line but furniture."""
        return tuple(line for line in self.lines if not line.main.furniture)

    def background(self, run: Run) -> str:
        """The fill that a run stands on: of the last shape below its middle, else the paper's white."""
        below = (shape for shape in reversed(self.shapes) if shape.order < run.order and shape.fill)
        return next((shape.fill for shape in below if shape.holds(run.box.middle)), PAPER)

    @property
    def fill(self) -> float:
        """How far down the type area the last baseline stands, as a share of its height."""
        lowest = max((line.y for line in self.printed), default=TOP)
        return (lowest - TOP) / (BOTTOM - TOP)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose: one block, or several where page breaks divide it."""

    parts: tuple[Block, ...]

    @property
    def text(self) -> str:
        """The words, hyphens at line ends undone."""
        return joined(line.text for part in self.parts for line in part.lines)

    @property
    def height(self) -> int:
        """How many lines it has."""
        return sum(len(part.lines) for part in self.parts)

    @property
    def first(self) -> Line:
        """The line it begins with."""
        return self.parts[0].lines[0]


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished file with what it should say: all that a guard looks at.

    `paragraphs` is all prose; `fonts` says of each font's name whether it is embedded; `glyphs` are
    those that mean nothing: page from 1, font's name, glyph's number.
    """

    name: str
    pages: tuple[Page, ...]
    paragraphs: tuple[Paragraph, ...]
    destinations: Mapping[str, Position]
    fonts: Mapping[str, bool]
    glyphs: tuple[tuple[int, str, int], ...]
    brief: Brief
    settings: Settings
    version: Version


def joined(lines: Iterable[str]) -> str:
    """The words of lines, hyphens at their ends undone."""
    return " ".join(lines).replace(f"{HYPHEN} ", "").replace(HYPHEN, "")


@dataclass(frozen=True, slots=True)
class Fault:
    """What a guard saw on a page (None: in the file as a whole), and what it should have seen."""

    page: Page | None
    found: str
    expected: str


def bare(text: str) -> str:
    """The letters and digits of a text, without case: hyphens, quotes and line ends do not matter then."""
    return _NO_LETTERS.sub("", text).casefold()


Look = Callable[[Finished], Iterator[Fault]]
"""A guard's own part: it looks at the finished file, and tells every fault."""

_SHOWN = 60


def shown(text: str) -> str:
    """A text as a finding quotes it: its beginning."""
    plain = text.replace(HYPHEN, "")
    return repr(plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…")
