"""The finished file → faults of how the text runs: page breaks, headings, entries, figures, pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from report.inspect.layout import COVER
from report.inspect.nouns import (
    BOTTOM,
    TOLERANCE,
    TOP,
    Block,
    Fault,
    Finished,
    Line,
    Page,
    Paragraph,
    shown,
)
from report.inspect.palette import PALETTE

_LEAST_FILL = 0.35
_LINES_AFTER_HEADING = 3
_FIGURE = "figure-"
_FIGURE_SIZES = (7.5, 8.0)

_UNLIKE = 0.18
_ALIKE = 0.9
"""Of the pairs so many must not differ in height by more than `_UNLIKE`."""

_SAME = 0.6
_HALF_LINE = 4.0
_HEADS = re.compile(r"(?!\d).*[^\W\d_]{3}")
"""Words that begin with no digit: numerals are set like headings, and so are the annexes' letters."""
_ENTRY = re.compile(r"source-\d+")
_ID = re.compile(r"[A-Z]{2}-\d+")


def heading_alone(finished: Finished) -> Iterator[Fault]:
    """Headings (blue, bold, sans, 10 pt or more) that a page's end parts from what they head.

    Three lines follow on the page, unless what the heading heads is shorter and all of it is there.
    """
    for page, after in zip(finished.pages, (*finished.pages[1:], None), strict=True):
        least = _LINES_AFTER_HEADING if _runs_on(page, after) else 1
        baselines = sorted({round(line.y) for line in page.printed if not _heads(line)})
        for block in page.blocks:
            if _heads(block.lines[0]) and block.main.bold and page.kind != COVER:
                following = _distinct([y for y in baselines if y >= block.lines[0].y - 2])
                if following < least:
                    found = f"{following} lines after {shown(block.text)}"
                    yield Fault(page, found, f"{least} or more on its page")


def _runs_on(page: Page, after: Page | None) -> bool:
    """Whether what a page ends with goes on at the next one's top: there it begins with no heading."""
    if after is None or page.last_of_section:
        return False
    first = min(after.text, key=lambda line: line.y, default=None)
    return first is not None and not _heads(first)


def _heads(line: Line) -> bool:
    """Whether a line is of a heading, in the first language or another; numerals are none."""
    run = line.main
    coloured = (run.colour == PALETTE["blue"] and run.bold) or run.colour == PALETTE["grey"]
    large = run.size > 10 - TOLERANCE and not run.serif
    return large and coloured and bool(_HEADS.match(line.text))


def _distinct(baselines: Sequence[float]) -> int:
    """How many baselines there are; those nearer than half a line are one."""
    count, last = 0, -99.0
    for y in baselines:
        if y - last > _HALF_LINE:
            count, last = count + 1, y
    return count


def single_line(finished: Finished) -> Iterator[Fault]:
    """Paragraphs that leave a single line at a page's bottom, or take a single one over to the next."""
    for paragraph in finished.paragraphs:
        parts = paragraph.parts
        if len(parts) > 1 and len(parts[0].lines) == 1:
            yield Fault(_page(finished, parts[0]), f"first line alone: {shown(parts[0].text)}", "two lines")
        if len(parts) > 1 and len(parts[-1].lines) == 1:
            yield Fault(_page(finished, parts[-1]), f"last line alone: {shown(parts[-1].text)}", "two lines")


def _page(finished: Finished, block: Block) -> Page:
    return finished.pages[block.page - 1]


def split_entry(finished: Finished) -> Iterator[Fault]:
    """Entries of the register and of the sources that go on at the next page's top."""
    tops = _entry_tops(finished)
    for page, after in zip(finished.pages, finished.pages[1:], strict=False):
        if tops.get(page.number) and page.section == after.section:
            begun, name = max(tops[page.number])
            first = min((top for top, _ in tops.get(after.number, [])), default=BOTTOM)
            strays = [line for line in after.text if TOP < line.y < first]
            if strays and not _headed(page, begun, BOTTOM) and not _headed(after, TOP, strays[0].y + 1):
                yield Fault(after, f"{name} goes on with {shown(strays[0].text)}", "entries in one piece")


def _entry_tops(finished: Finished) -> dict[int, list[tuple[float, str]]]:
    """Where entries begin, by page: distance from the upper edge, and id."""
    tops: dict[int, list[tuple[float, str]]] = {}
    for name, place in finished.destinations.items():
        if name in finished.brief.documents or _ENTRY.fullmatch(name):
            height = finished.pages[place.page].height
            tops.setdefault(place.page + 1, []).append((height - place.top, name))
    return tops


def _headed(page: Page, top: float, bottom: float) -> bool:
    """Whether something other than an entry begins between two heights: a heading, or a table's head."""
    return any(top < line.y < bottom and (_heads(line) or _table_head(line)) for line in page.text)


def _table_head(line: Line) -> bool:
    return line.main.bold and line.main.colour == PALETTE["blue"] and not _ID.match(line.text)


def figure_apart(finished: Finished) -> Iterator[Fault]:
    """Figures whose drawing is on another page than their caption."""
    captions: dict[int, list[float]] = {}
    for name, place in finished.destinations.items():
        if name.startswith(_FIGURE):
            captions.setdefault(place.page + 1, []).append(finished.pages[place.page].height - place.top)
    for page in finished.pages:
        drawn = [line.y for line in page.lines if line.main.drawn]
        tops = sorted(captions.get(page.number, []))
        if drawn and not tops and page.kind != COVER:
            yield Fault(page, "a drawing without its caption", "both on one page")
        for top, below in zip(tops, [*tops[1:], page.height], strict=False):
            if not any(top < y < below for y in drawn):
                yield Fault(page, "a caption without its drawing", "both on one page")


def figure_scale(finished: Finished) -> Iterator[Fault]:
    """Text of figures in a size that shows they were not drawn 1:1."""
    for page in finished.pages:
        odd = {
            round(run.size, 2): run
            for run in page.runs
            if run.drawn and all(abs(run.size - size) > TOLERANCE for size in _FIGURE_SIZES)
        }
        for size in sorted(odd):
            words = next(line.text for line in page.lines if odd[size] in line.runs)
            yield Fault(page, f"{size:g} pt in {shown(words)}", "8 or 7.5 pt")


def page_fill(finished: Finished) -> Iterator[Fault]:
    """Pages within a section that are mostly empty."""
    yield from _sparse(finished, last_of_section=False)


def section_end(finished: Finished) -> Iterator[Fault]:
    """Last pages of sections that are mostly empty."""
    yield from _sparse(finished, last_of_section=True)


def _sparse(finished: Finished, *, last_of_section: bool) -> Iterator[Fault]:
    for page in finished.pages:
        if page.kind != COVER and page.last_of_section is last_of_section and page.fill < _LEAST_FILL:
            yield Fault(page, f"{page.fill:.0%} full", f"{_LEAST_FILL:.0%} or more")


def pair_heights(finished: Finished) -> Iterator[Fault]:
    """Pairs of paragraphs of unlike height, where there are more of them than a tenth."""
    pairs = list(_pairs(finished))
    unlike = [pair for pair in pairs if _unlike(pair)]
    share = 1 - len(unlike) / len(pairs) if pairs else 1
    if share < _ALIKE:
        for first, second in unlike:
            yield Fault(
                _page(finished, first.parts[0]),
                f"{first.height} and {second.height} lines ({share:.0%} of pairs alike): {shown(first.text)}",
                f"heights that differ by at most {_UNLIKE:.0%} in {_ALIKE:.0%} of pairs",
            )


def _pairs(finished: Finished) -> Iterator[tuple[Paragraph, Paragraph]]:
    """Paragraphs whose first lines stand on one baseline, left and right."""
    by_place: dict[tuple[int, int], list[Paragraph]] = {}
    for paragraph in finished.paragraphs:
        place = (paragraph.parts[0].page, round(paragraph.first.y / _SAME))
        by_place.setdefault(place, []).append(paragraph)
    for found in by_place.values():
        if len(found) == len(finished.version.languages) > 1:
            first, second, *_ = sorted(found, key=lambda paragraph: paragraph.first.x)
            yield first, second


def _unlike(pair: tuple[Paragraph, Paragraph]) -> bool:
    """Whether the heights differ by more than `_UNLIKE`, and by more than one line, the least step."""
    shorter, longer = sorted(paragraph.height for paragraph in pair)
    return longer - shorter > 1 and 1 - shorter / longer > _UNLIKE
