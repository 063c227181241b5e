"""The finished file → faults of its type: sizes, rhythm, faces, glyphs (docs/pages.md, "Sheet")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from report import faces
from report.inspect.lines import columns
from report.inspect.nouns import SCALE, STEP, TOLERANCE, TOP, Fault, Finished, Line, Page, Run, shown

_MOST_SIZES = 5
_SMALLEST = min(SCALE)

_FARTHEST = 28.0
"""Steps up to this one belong together; a wider one spans a figure, whose height is its own."""

_OFF = 0.2
_RULE = 0.8
"""A rule between two rows moves what stands below it by its own thickness, at most 0.75 pt."""

_LOST = re.compile("[\0\N{REPLACEMENT CHARACTER}\ue000-\uf8ff]")


def type_scale(finished: Finished) -> Iterator[Fault]:
    """Sizes that the closed type scale has not."""
    for page in finished.pages:
        for size, run in _sizes(page).items():
            if not run.drawn and size >= _SMALLEST - TOLERANCE and not _in_scale(size):
                scale = ", ".join(f"{known:g}" for known in SCALE)
                yield Fault(page, f"{size:g} pt in {shown(run.text)}", f"{scale} pt")


def smallest_type(finished: Finished) -> Iterator[Fault]:
    """Text that is too small to be read on paper."""
    for page in finished.pages:
        for size, run in _sizes(page).items():
            if not run.drawn and size < _SMALLEST - TOLERANCE:
                yield Fault(page, f"{size:g} pt in {shown(run.text)}", f"{_SMALLEST:g} pt or more")


def sizes_on_page(finished: Finished) -> Iterator[Fault]:
    """Pages with too many sizes, figures and furniture included."""
    for page in finished.pages:
        sizes = sorted(_sizes(page))
        distinct = [size for size, after in pairwise([*sizes, 1e9]) if after - size > 2 * TOLERANCE]
        if len(distinct) > _MOST_SIZES:
            listed = ", ".join(f"{size:g}" for size in distinct)
            yield Fault(page, f"{len(distinct)} sizes: {listed} pt", f"at most {_MOST_SIZES}")


def rhythm(finished: Finished) -> Iterator[Fault]:
    """Steps from baseline to baseline, in a column of one size, that are no multiple of the rhythm."""
    for page in finished.pages:
        for before, line in _neighbours(page):
            step = line.y - before.y
            off = abs(step - round(step / STEP) * STEP)
            allowed = _RULE if _ruled(page, before, line) else _OFF
            if off > allowed and step <= _FARTHEST:
                found = f"{step:.2f} pt from {shown(before.text)} to {shown(line.text)}"
                yield Fault(page, found, f"a multiple of {STEP:g} pt")


def _neighbours(page: Page) -> Iterator[tuple[Line, Line]]:
    """Lines of the type area that follow each other in a column of one size."""
    for lines in columns(line for line in page.text if line.y > TOP).values():
        by_size: dict[float, list[Line]] = {}
        for line in lines:
            by_size.setdefault(round(line.main.size, 1), []).append(line)
        for group in by_size.values():
            ordered = sorted(group, key=lambda line: line.y)
            yield from ((a, b) for a, b in pairwise(ordered) if b.y - a.y > 1)


def _ruled(page: Page, above: Line, below: Line) -> bool:
    """Whether a rule, or the edge of a filled cell, stands between two lines of a column."""
    edges = (edge for shape in page.shapes if shape.spans(above.x + 1) for edge in shape.edges)
    return any(above.y < edge < below.y for edge in edges)


def foreign_face(finished: Finished) -> Iterator[Fault]:
    """Faces that are not on the list."""
    ours = {_plain(face.name) for face in faces.FACES}
    for name in sorted(finished.fonts):
        if _plain(name) not in ours:
            page, run = _first(finished, name)
            yield Fault(page, f"{name} in {shown(run.text)}", " and ".join(faces.FAMILIES))


def unembedded_face(finished: Finished) -> Iterator[Fault]:
    """Faces whose glyphs the file does not hold."""
    for name, embedded in sorted(finished.fonts.items()):
        if not embedded:
            page, run = _first(finished, name)
            yield Fault(page, f"{name} in {shown(run.text)}", "every face embedded")


def missing_glyph(finished: Finished) -> Iterator[Fault]:
    """Characters that a face has no glyph for, or glyphs that mean no character."""
    for number, name, glyph in finished.glyphs:
        yield Fault(finished.pages[number - 1], f"glyph {glyph} of {name}", "a glyph that means a character")
    for page in finished.pages:
        for line in page.lines:
            if _LOST.search(line.text):
                yield Fault(page, shown(line.text), "a glyph and a meaning for every character")


def _sizes(page: Page) -> dict[float, Run]:
    """Every size of a page, in hundredths of a point, with the first run that is set in it."""
    sizes: dict[float, Run] = {}
    for run in page.runs:
        sizes.setdefault(round(run.size, 2), run)
    return sizes


def _in_scale(size: float) -> bool:
    return any(abs(size - known) <= TOLERANCE for known in SCALE)


def _plain(name: str) -> str:
    """A face's name without what its spellings differ by: `PTSans-Regular` is `PT Sans`."""
    return re.sub(r"[\s-]|Regular$", "", name)


def _first(finished: Finished, face: str) -> tuple[Page, Run]:
    return next((page, run) for page in finished.pages for run in page.runs if run.face == face)
