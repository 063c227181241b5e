"""Named documents by sector (rows) and country (columns): a table whose tint grows with the count.

The number stands in every cell, so the tint only helps the eye; an empty cell is an empty cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from report.draw.canvas import GAP, HIGHEST, LABELS, WIDTH, Canvas, Drawing, fitting
from report.draw.lettering import SMALL, Lettering, Line, in_one, lines_of, widest
from report.draw.palette import BLUE, GREY, INK, LINE, STEPS, WHITE
from report.localize import Voices
from report.model import Brief, ChartSpec

_WIDE = 52.0
"""A label column in which both languages of most fields fit into one line."""
_TOTAL = 12.0
_LEADING = 3.0
_AIR = 1.8
_LABEL = Lettering("right", size=SMALL)
_HEAD = Lettering("center", size=SMALL)


@dataclass(frozen=True, slots=True)
class _Columns:
    """The label column, and as many columns of one width as there are countries; the total is last."""

    labels: float
    number: int

    @property
    def width(self) -> float:
        return (WIDTH - self.labels - _TOTAL) / self.number

    @property
    def middles(self) -> list[float]:
        middles = [self.labels + (position + 0.5) * self.width for position in range(self.number)]
        return [*middles, WIDTH - _TOTAL / 2]


@dataclass(frozen=True, slots=True)
class _Row:
    label: tuple[Line, ...]
    counts: tuple[int, ...]

    @property
    def height(self) -> float:
        return len(self.label) * _LEADING + _AIR


def draw(spec: ChartSpec, brief: Brief, voices: Voices) -> Drawing:
    """Draw the table of all named documents.

    Fields: `sectors`, `largest`, `largest_count`, `total`, and `steps`, the counts that share a tint.
    """
    documents = brief.named_documents()
    counts = Counter((document.sector, document.country) for document in documents)
    by_sector = Counter(document.sector for document in documents)
    sectors = sorted(by_sector, key=lambda sector: (-by_sector[sector], sector))
    countries = [code for code in brief.vocabulary.countries if any(c == code for _, c in counts)]
    columns = _Columns(_WIDE if len(voices.languages) > 1 else LABELS, len(countries))
    rows = [
        _Row(
            in_one(voices.only(brief.vocabulary.sectors[sector]), columns.labels - GAP, _LABEL),
            tuple(counts[sector, country] for country in countries),
        )
        for sector in sectors
    ]
    heads = [_head(code, columns.width, brief, voices) for code in countries]
    heads.append(lines_of(voices.say("Total"), _TOTAL, _HEAD))
    rest = in_one(voices.say("Other fields"), columns.labels - GAP, _LABEL)
    return Drawing(
        svg=_canvas(rows, heads, columns, rest=rest).svg(),
        fields={
            "largest": voices.only(brief.vocabulary.sectors[sectors[0]]),
            "largest_count": voices.number(by_sector[sectors[0]]),
            "total": voices.number(len(documents)),
            "sectors": voices.number(len(sectors)),
            "steps": voices.plain(_steps(max(counts.values()))),
        },
        reading=tuple(
            voices.say("{sector}: {count}.", sector=brief.vocabulary.sectors[sector], count=by_sector[sector])
            for sector in sectors
        ),
        sources=(),
    )


def _head(code: str, width: float, brief: Brief, voices: Voices) -> tuple[Line, ...]:
    """A country's name, or its code where a column is too narrow for the name."""
    lines = lines_of(voices.only(brief.vocabulary.countries[code]), width, _HEAD)
    return lines if widest(lines) <= width else (Line(code, _HEAD),)


def _canvas(
    rows: Sequence[_Row], heads: Sequence[tuple[Line, ...]], columns: _Columns, *, rest: tuple[Line, ...]
) -> Canvas:
    head = max(map(len, heads)) * _LEADING + 1
    rows = _summed(rows, HIGHEST - head - 0.5, rest)
    canvas = Canvas(height=head + sum(row.height for row in rows) + 0.5)
    for middle, lines in zip(columns.middles, heads, strict=True):
        canvas.lines(middle, head - 1 - len(lines) * _LEADING, lines, leading=_LEADING)
    top, peak = head, max(count for row in rows for count in row.counts)
    for row in rows:
        middle = top + row.height / 2
        canvas.beside(columns.labels - GAP, middle, row.label, leading=_LEADING)
        for centre, count in zip(columns.middles, row.counts, strict=False):
            _cell(canvas, count, (centre - columns.width / 2, top, columns.width, row.height), peak=peak)
        canvas.text(columns.middles[-1], middle, str(sum(row.counts)), Lettering("center", BLUE, bold=True))
        top += row.height
        canvas.line([(0, top), (WIDTH, top)], colour=LINE, width=0.3)
    canvas.line([(0, head), (WIDTH, head)], colour=GREY, width=0.7)  # over the cells that touch it
    return canvas


def _summed(rows: Sequence[_Row], height: float, rest: tuple[Line, ...]) -> Sequence[_Row]:
    """The rows that fit; where not all do, the last ones become one row, so that the totals add up."""
    count = fitting([row.height for row in rows], height, rest=len(rest) * _LEADING + _AIR)
    if count == len(rows):
        return rows
    sums = tuple(map(sum, zip(*(row.counts for row in rows[count:]), strict=True)))
    return [*rows[:count], _Row(rest, sums)]


def _step(count: int, peak: int) -> int:
    """The tint of a count: steps of one width, from 1 to the highest count."""
    return 1 + (count - 1) * (len(STEPS) - 1) // peak


def _steps(peak: int) -> str:
    """Which counts share a tint, from light to dark: `1–2, 3–4, 5`."""
    tints: dict[int, list[int]] = {}
    for count in range(1, peak + 1):
        tints.setdefault(_step(count, peak), []).append(count)
    return ", ".join(
        f"{counts[0]}–{counts[-1]}" if len(counts) > 1 else str(counts[0]) for counts in tints.values()
    )


def _cell(canvas: Canvas, count: int, box: tuple[float, float, float, float], *, peak: int) -> None:
    if count:
        left, top, width, height = box
        step = _step(count, peak)
        canvas.cell(left, top, width, height, colour=STEPS[step])
        ink = WHITE if step > 1 else INK
        canvas.text(left + width / 2, top + height / 2, str(count), Lettering("center", ink))
