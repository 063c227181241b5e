"""A page as it is painted, with the lines and blocks that a reader sees."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from report.inspect.nouns.paint import Run, Shape
from report.inspect.nouns.sheet import BOTTOM, PAPER, TOP
from report.inspect.nouns.text import Block, Line


@dataclass(frozen=True)
class Page:
    """One page as it is painted. `section` is the id of the section it belongs to.

    `words` is all that there is of a page that was not looked at closely, and empty on any other.
    """

    number: int
    width: float
    height: float
    runs: tuple[Run, ...]
    shapes: tuple[Shape, ...]
    section: str = ""
    kind: str = ""
    last_of_section: bool = False
    words: str = ""
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
        below = (shape for shape in self._fills if shape.order < run.order)
        return next((shape.fill for shape in below if shape.holds(run.box.middle)), PAPER)

    @cached_property
    def _fills(self) -> tuple[Shape, ...]:
        """The filled shapes, the last painted first."""
        return tuple(shape for shape in reversed(self.shapes) if shape.fill)

    @property
    def fill(self) -> float:
        """How far down the type area the last baseline stands, as a share of its height."""
        lowest = max((line.y for line in self.printed), default=TOP)
        return (lowest - TOP) / (BOTTOM - TOP)
