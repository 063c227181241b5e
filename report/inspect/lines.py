"""Runs → lines, blocks and paragraphs, as a reader puts them together.

Runs come in the order of painting, which the engine keeps to the order of the text: cell by cell,
line by line. So a line is what follows on one baseline without a gap, a block what follows below
it at the same left edge by the leading of its size.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from report.inspect.nouns import TOLERANCE, TOP, Block, Line, Page, Paragraph, Run

_LEADINGS = {7.5: 10.5, 8.0: 10.5, 10.0: 14.0, 12.0: 14.0, 16.0: 21.0, 24.0: 28.0, 36.0: 42.0}
"""From baseline to baseline within a block, by size; any other size is taken for 1.4 times as far."""

_SAME = 0.6
"""Positions nearer than this are one: it is what rounding and hairlines leave."""

_MARK = re.compile(r"\s*\[\w+\]")
"""What stands behind a text: [12] for a source, [new] for a change since the edition before."""

_ENDED = re.compile(r"[.!?:;…\]][»”“\")]*$")


def gathered(page: Page) -> Page:
    """The page with its runs put together."""
    lines = tuple(_lines(page.runs))
    own = [line for line in lines if not line.main.furniture and not line.main.drawn]
    return replace(page, lines=lines, blocks=tuple(_blocks(page.number, own)))


def _lines(runs: Sequence[Run]) -> Iterator[Line]:
    current: list[Run] = []
    for run in runs:
        if current and not _goes_on(current[-1], run):
            yield Line(tuple(current))
            current = []
        current.append(run)
    if current:
        yield Line(tuple(current))


def _goes_on(before: Run, run: Run) -> bool:
    """Whether a run follows another in its line: on its baseline, by no more than a wide space."""
    if (before.drawn, before.furniture) != (run.drawn, run.furniture):
        return False
    gap = run.box.left - before.box.right
    return abs(before.y - run.y) < _SAME and -0.15 * run.size < gap < 0.5 * max(before.size, run.size)


def _blocks(page: int, lines: Sequence[Line]) -> Iterator[Block]:
    current: list[Line] = []
    for line in lines:
        if current and not _continues(current, line):
            yield Block(page, tuple(current))
            current = []
        current.append(line)
    if current:
        yield Block(page, tuple(current))


def _continues(block: Sequence[Line], line: Line) -> bool:
    """Whether a line is the next of a block."""
    first, last = block[0].main, block[-1]
    if abs(line.x - last.x) > _SAME or abs(line.y - last.y - leading(first.size)) > _SAME:
        return False
    alike = abs(line.main.size - first.size) < TOLERANCE and line.main.colour == first.colour
    same_family = line.main.serif == first.serif
    return (alike and same_family) or _only_marks(line)


def leading(size: float) -> float:
    """The step from line to line of a size."""
    return next((step for known, step in _LEADINGS.items() if abs(known - size) < TOLERANCE), 1.4 * size)


def _only_marks(line: Line) -> bool:
    return not _MARK.sub("", line.text)


def without_marks(text: str) -> str:
    """A text without its marks."""
    return " ".join(_MARK.sub("", text).split())


def paragraphs(pages: Sequence[Page]) -> tuple[Paragraph, ...]:
    """All prose, in the order of pages; what goes on at the next page's top is put together."""
    found: list[list[Block]] = []
    for block in (block for page in pages for block in page.blocks if block.prose):
        begun = next((parts for parts in reversed(found) if _above(parts[-1], block)), None)
        if begun is not None and _at_top(block) and not _ENDED.search(begun[-1].text):
            begun.append(block)
        else:
            found.append([block])
    return tuple(Paragraph(tuple(parts)) for parts in found)


def _above(before: Block, block: Block) -> bool:
    """Whether a block stands in the same column, on the page before or at its end."""
    same_column = abs(before.lines[0].x - block.lines[0].x) < _SAME
    return same_column and before.page == block.page - 1


def _at_top(block: Block) -> bool:
    """Whether a block begins in the first line of its page."""
    return block.lines[0].y - TOP < leading(block.main.size)


def columns(lines: Iterable[Line]) -> dict[float, list[Line]]:
    """Lines by their left edges; edges nearer than a point are one."""
    found: dict[float, list[Line]] = {}
    for line in sorted(lines, key=lambda line: line.x):
        edge = next((edge for edge in found if abs(edge - line.x) < 1), line.x)
        found.setdefault(edge, []).append(line)
    return found
