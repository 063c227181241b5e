"""What a reader takes together: lines, blocks, paragraphs, and how their words are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from report.inspect.nouns.paint import Box, Run
from report.inspect.nouns.sheet import TOLERANCE

_NO_LETTERS = re.compile(r"[\W_]+")

HYPHEN = "\x02"
"""How PDFium tells of a hyphen that the setting put in at a line's end."""

NO_BREAK = "\N{NO-BREAK SPACE}"

_SHOWN = 60


@dataclass(frozen=True)
class Line:
    """Runs that follow each other on one baseline."""

    runs: tuple[Run, ...]

    @cached_property
    def main(self) -> Run:
        """The run that most of the line is set in."""
        return max(self.runs, key=lambda run: len(run.text))

    @cached_property
    def text(self) -> str:
        """The words, one common space between them; a hyphen at the line's end stays marked."""
        return " ".join("".join(run.text for run in self.runs).replace(NO_BREAK, " ").split())

    @cached_property
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


def joined(lines: Iterable[str]) -> str:
    """The words of lines, hyphens at their ends undone."""
    return " ".join(lines).replace(f"{HYPHEN} ", "").replace(HYPHEN, "")


def bare(text: str) -> str:
    """The letters and digits of a text, without case: hyphens, quotes and line ends do not matter then."""
    return _NO_LETTERS.sub("", text).casefold()


def shown(text: str) -> str:
    """A text as a finding quotes it: its beginning."""
    plain = text.replace(HYPHEN, "")
    return repr(plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…")
