"""The finished file → faults of where things stand: sheet, margins, edges, overprints, folios."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence

from report.inspect.nouns import (
    BOTTOM,
    HEIGHT,
    LEFT,
    PAPER,
    RIGHT,
    TOLERANCE,
    TOP,
    WIDTH,
    Fault,
    Finished,
    Line,
    Page,
    shown,
)

COVER = "cover"

_MOST_EDGES = 4
_LEAST_LINES = 3
"""A left edge is one where so many lines begin: the eye does not see fewer as an edge."""

_WIDE, _HIGH = 1.0, 1.5
"""In points: kerning and accents make boxes of ink overlap by less."""

_SLACK = 1.0
_HEAD_BAND = 20.0
"""Above the type area, in points: where a group's head stands again ("continued")."""

_TABLE_SIZE = 8.0
_WORD = re.compile(r"\w")


def sheet(finished: Finished) -> Iterator[Fault]:
    """Pages that are not A4 portrait."""
    for page in finished.pages:
        if abs(page.width - WIDTH) > _SLACK or abs(page.height - HEIGHT) > _SLACK:
            yield Fault(page, f"{page.width:.0f} × {page.height:.0f} pt", "A4 portrait, 595 × 842 pt")


def folio(finished: Finished) -> Iterator[Fault]:
    """Pages without their number below the type area; the cover bears none."""
    for page in finished.pages:
        expected = f"{page.number} / {len(finished.pages)}"
        feet = [line.text for line in page.lines if line.y > BOTTOM]
        if page.kind != COVER and expected not in feet:
            yield Fault(page, f"foot {feet}", expected)


def trim_box(finished: Finished) -> Iterator[Fault]:
    """Text that the sheet's edge cuts."""
    for page in finished.pages:
        for line in page.lines:
            box = line.box
            if box.left < 0 or box.top < 0 or box.right > page.width or box.bottom > page.height:
                yield Fault(page, shown(line.text), "text within the sheet")


def type_area(finished: Finished) -> Iterator[Fault]:
    """Text in the margins, but for heads and feet, and the cover's drawing."""
    for page in finished.pages:
        for line in page.lines:
            over = _over(page, line)
            if over:
                yield Fault(page, f"{over}: {shown(line.text)}", "text within 168 × 251 mm")


def _over(page: Page, line: Line) -> str:
    """By how much a line leaves the type area, in words; empty where it does not."""
    box = line.box
    if page.kind == COVER and line.main.drawn:
        return ""
    if box.left < LEFT - _SLACK:
        return f"{LEFT - box.left:.1f} pt into the left margin"
    if box.right > RIGHT + _SLACK:
        return f"{box.right - RIGHT:.1f} pt into the right margin"
    if page.kind == COVER or line.main.furniture:
        return ""
    if line.y < TOP - _HEAD_BAND or (line.y < TOP and line.main.size > _TABLE_SIZE + TOLERANCE):
        return f"{TOP - line.y:.1f} pt into the upper margin"
    return f"{line.y - BOTTOM:.1f} pt into the lower margin" if line.y > BOTTOM else ""


def overlap(finished: Finished) -> Iterator[Fault]:
    """Lines whose ink overprints another's."""
    for page in finished.pages:
        ordered = sorted(page.lines, key=lambda line: line.box.top)
        for position, line in enumerate(ordered):
            for other in ordered[position + 1 :]:
                if other.box.top > line.box.bottom:
                    break
                wide, high = line.box.overlap(other.box)
                if wide > _WIDE and high > _HIGH:
                    yield Fault(page, f"{shown(line.text)} and {shown(other.text)}", "no overprinting")


def left_edges(finished: Finished) -> Iterator[Fault]:
    """Pages with too many left edges: where at least three lines begin, bullets and numerals apart.

    Right-aligned and centred columns have no left edge, nor have the cells of a drawn field.
    """
    for page in finished.pages:
        edges = _edges(_flush_left(page))
        if len(edges) > _MOST_EDGES:
            listed = "; ".join(f"{edge[0].x:.0f} pt {shown(edge[0].text)}" for edge in edges)
            yield Fault(page, f"{len(edges)} edges: {listed}", f"at most {_MOST_EDGES}")


def _flush_left(page: Page) -> list[Line]:
    """Lines that neither a common right end nor a common middle explains better than their left one."""
    lines = [line for line in page.text if _WORD.search(line.text) and not _on_fill(page, line)]
    lefts = _sharing(lines, lambda line: line.x)
    rights = _sharing(lines, lambda line: line.box.right)
    middles = _sharing(lines, lambda line: line.box.middle[0])
    kept = []
    for line, left, right, middle in zip(lines, lefts, rights, middles, strict=True):
        at_margin = abs(line.box.right - RIGHT) < 2 * _SLACK
        to_right = right >= _LEAST_LINES and (right > left or (right == left and at_margin))
        if not to_right and not (middle >= _LEAST_LINES and middle > left):
            kept.append(line)
    return kept


def _sharing(lines: Sequence[Line], where: Callable[[Line], float]) -> list[int]:
    """For each line, how many lines stand at the same place."""
    places = [where(line) for line in lines]
    ordered = sorted(places)
    return [bisect_left(ordered, place + _SLACK) - bisect_right(ordered, place - _SLACK) for place in places]


def _edges(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines by the edge they begin at, edges of three lines or more."""
    groups: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.x):
        if groups and line.x - groups[-1][0].x < _SLACK:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [group for group in groups if len(group) >= _LEAST_LINES]


def _on_fill(page: Page, line: Line) -> bool:
    """Whether a line stands in a filled cell: such a field is a drawing."""
    return page.background(line.runs[0]) != PAPER
