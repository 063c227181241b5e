"""Pairs of claims as two dots a row, before and after a change to come, on one axis from zero.

The hollow dot is before, the full one after; the first ones bear the names of their metrics, and each
says its value. What the labels of all rows begin
with alike is left to the subtitle.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from report.draw.canvas import GAP, LABELS, WIDTH, Canvas, Drawing
from report.draw.claims import said, size_of, unit_of
from report.draw.lettering import LEADING, Lettering, Line, lines_of, widest
from report.draw.pairs import Pair, changing, pairs_of, sentence
from report.draw.palette import BLUE, GREY, MIDDLE
from report.errors import RenderError
from report.localize import Voices
from report.model import Brief, ChartSpec, Claim, Words

_RADIUS = 1.5
_ROW = 9.8
_LABEL = Lettering("right")
_BEFORE = Lettering(colour=GREY)
_AFTER = Lettering(colour=BLUE, bold=True)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A dot with the words beside it."""

    x: float
    full: bool
    words: tuple[Line, ...]


def draw(spec: ChartSpec, brief: Brief, voices: Voices) -> Drawing:
    """Draw the pairs of option `pairs`, in its order, as ids of claims: before, after.

    Fields: `before` and `after` of the row that changes most, `change` ("all 4 will fall": how many rows
    change as that one does), `count` of rows.

    Raises:
        RenderError: the claims are not in one unit or currency.
    """
    rows = pairs_of(spec, brief)
    if len({unit_of(claim) for row in rows for claim in (row.before, row.after)}) != 1:
        raise RenderError(f"{spec.location}: the claims are not in one unit")
    largest = max(rows, key=lambda row: abs(row.change))
    return Drawing(
        svg=_canvas(rows, brief, voices).svg(),
        fields={
            "before": voices.each(lambda voice: voice.bare(largest.before.value)),
            "after": voices.each(lambda voice: voice.bare(largest.after.value)),
            "change": changing(rows, voices),
            "count": voices.number(len(rows)),
        },
        reading=tuple(sentence(row, voices) for row in rows),
        sources=tuple(source for row in rows for source in (*row.before.sources, *row.after.sources)),
    )


def _canvas(rows: list[Pair], brief: Brief, voices: Voices) -> Canvas:
    head = len(voices.languages) * LEADING + 1
    names = _names(rows[0], brief, voices)
    labels = [_label(row, voices) for row in rows]
    values = [_words(claim, voices) for row in rows for claim in (row.before, row.after)]
    heights = [max(_ROW, len(label) * LEADING + 2) for label in labels]
    # Behind the dots there is room for two values, for a row whose left one has none elsewhere, and
    # for what the right one of the first row is called.
    behind = 2 * (widest([line for lines in values for line in lines]) + GAP)
    named = max(widest(lines_of(words, WIDTH)) for words in names.values()) + GAP
    room = WIDTH - LABELS - _RADIUS - max(behind, named)
    scale = room / (max(max(size_of(row.before), size_of(row.after)) for row in rows) or 1)
    canvas = Canvas(height=head + sum(heights) + LEADING)
    top = head
    for row, label, height in zip(rows, labels, heights, strict=True):
        middle = top + height / 2
        canvas.beside(LABELS - GAP, middle, label)
        left, right = _marks(row, voices, scale)
        _draw(canvas, left, right, middle=middle)
        if row is rows[0]:
            _head(canvas, left, right, names)
        top += height
    canvas.line([(LABELS, head), (LABELS, top)], colour=GREY)
    canvas.text(LABELS, top + LEADING / 2, "0", Lettering("center", GREY, size=7.5))
    return canvas


def _marks(row: Pair, voices: Voices, scale: float) -> tuple[_Mark, _Mark]:
    """Both dots, the left one first."""
    before = _Mark(LABELS + size_of(row.before) * scale, False, _words(row.before, voices, _BEFORE))
    after = _Mark(LABELS + size_of(row.after) * scale, True, _words(row.after, voices, _AFTER))
    return (after, before) if after.x < before.x else (before, after)


def _draw(canvas: Canvas, left: _Mark, right: _Mark, *, middle: float) -> None:
    """The dots, the change between them, and their words: the left ones where there is room for them."""
    width, track, change = widest(left.words), left.x, left.x
    behind = right.x + _RADIUS + GAP / 2
    if left.x - _RADIUS - GAP - width > LABELS:
        place = left.x - _RADIUS - GAP / 2 - width
        track = place - GAP / 2
    elif left.x + 2 * _RADIUS + 2 * GAP + width < right.x:
        place = left.x + _RADIUS + GAP / 2
        change = place + width + GAP / 2
    else:
        place = behind + widest(right.words) + GAP
    canvas.line([(LABELS, middle), (track, middle)])
    canvas.line([(change, middle), (right.x, middle)], colour=MIDDLE, width=1.8)
    canvas.beside(place, middle, left.words)
    canvas.beside(behind, middle, right.words)
    for mark in (left, right):
        draw_dot, colour = (canvas.dot, BLUE) if mark.full else (canvas.ring, GREY)
        draw_dot(mark.x, middle, _RADIUS, colour=colour)


def _names(row: Pair, brief: Brief, voices: Voices) -> Mapping[bool, Words]:
    """What the hollow dot (False) and the full one (True) are called: their metrics."""
    metrics = brief.vocabulary.metrics
    return {full: voices.only(metrics[it.metric]) for full, it in ((False, row.before), (True, row.after))}


def _head(canvas: Canvas, left: _Mark, right: _Mark, names: Mapping[bool, Words]) -> None:
    """What the dots are called, above those of the first row."""
    apart = max(0.0, GAP - (right.x - left.x)) / 2
    for mark, align, side in ((left, "right", -1), (right, "left", 1)):
        looks = Lettering("right" if align == "right" else "left", BLUE if mark.full else GREY)
        canvas.lines(mark.x + side * (apart - _RADIUS), 0, lines_of(names[mark.full], WIDTH, looks))


def _label(row: Pair, voices: Voices) -> tuple[Line, ...]:
    words = {code: text[:1].upper() + text[1:] for code, text in voices.only(row.label).items()}
    return lines_of(voices.typeset(words), LABELS - GAP, _LABEL)


def _words(claim: Claim, voices: Voices, lettering: Lettering = _AFTER) -> tuple[Line, ...]:
    return lines_of(said(claim, voices), WIDTH, lettering)
