"""The finished file → faults of its colours: palette, vermilion, contrast (docs/pages.md, "Sheet")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report.inspect.nouns import PATTERN, Box, Fault, Finished, Page, Run, shown
from report.inspect.palette import PALETTE, VERMILION, contrast, name_of

_MOST_VERMILION = 3
_NEAR = 3.0
"""In points: what stands nearer together is one object to the eye."""

_LEAST, _LEAST_LARGE = 4.5, 3.0
_LARGE = 16.0
"""WCAG 2.2, 1.4.3 (level AA) asks less of large text; the design's large sizes begin at 16 pt."""


def palette(finished: Finished) -> Iterator[Fault]:
    """Colours of text and shapes that are not ours."""
    for page in finished.pages:
        strange: dict[str, str] = {}
        for run in page.runs:
            strange.setdefault(run.colour, f"text {shown(run.text)}")
        for shape in page.shapes:
            where = f"a shape at {shape.box.left:.0f}, {shape.box.top:.0f} pt"
            strange.setdefault(shape.fill, where)
            strange.setdefault(shape.stroke, where)
        for colour, where in strange.items():
            if colour not in ("", PATTERN) and name_of(colour) is None:
                yield Fault(page, f"{colour} in {where}", "a colour of the palette")


def vermilion(finished: Finished) -> Iterator[Fault]:
    """Pages where so much is vermilion that nothing stands out."""
    for page in finished.pages:
        objects = _vermilion(page)
        if len(objects) > _MOST_VERMILION:
            yield Fault(page, f"{len(objects)} vermilion objects", f"at most {_MOST_VERMILION}")


def _vermilion(page: Page) -> list[Box]:
    """Boxes around what is vermilion, each around all that stands together."""
    boxes = [line.box for line in page.lines if name_of(line.main.colour) == VERMILION]
    boxes += [shape.box for shape in page.shapes if VERMILION in (_named(shape.fill), _named(shape.stroke))]
    return _together(boxes)


def _named(colour: str) -> str | None:
    return name_of(colour) if colour not in ("", PATTERN) else None


def _together(boxes: Sequence[Box]) -> list[Box]:
    groups: list[Box] = []
    for box in sorted(boxes, key=lambda box: (box.top, box.left)):
        grown = box
        for group in [other for other in groups if min(other.overlap(grown)) > -_NEAR]:
            groups.remove(group)
            grown = grown.united(group)
        groups.append(grown)
    return groups


def weak_contrast(finished: Finished) -> Iterator[Fault]:
    """Text that its background makes hard to read; each pair of colours once a page."""
    for page in finished.pages:
        pairs: dict[tuple[str, str, bool], Run] = {}
        for run in page.runs:
            pairs.setdefault((run.colour, page.background(run), run.size >= _LARGE), run)
        for (colour, background, large), run in pairs.items():
            least = _LEAST_LARGE if large else _LEAST
            if {name_of(colour), name_of(background)} <= PALETTE.keys():
                ratio = contrast(colour, background)
                if ratio < least:
                    found = f"{ratio:.1f} : 1, {colour} on {background} in {shown(run.text)}"
                    yield Fault(page, found, f"{least:g} : 1 or more")
