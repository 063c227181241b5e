"""Named documents by sector (rows) and country (columns): a table whose tint grows with the count.

The number stands in every cell, so the tint only helps the eye; an empty cell is an empty cell.
"""

from __future__ import annotations

from collections import Counter

from report.draw.canvas import BLUE, GREY, INK, LABELS, LINE, ROW, WHITE, WIDTH, Canvas, Drawing, Lettering
from report.localize import Voices
from report.model import Brief, ChartSpec

_HEAD = 7.4
_ROW = {1: 4.8, 2: 5.6}
"""How high a row is that bears its label in so many languages: the figure stays under 70 mm."""
_LABEL_LEADING = 2.6
_STEPS = (WHITE, "#DCE3EC", "#A9BACD", "#6C87A6", BLUE)
"""Five steps of the one blue; neighbours differ by L* of 10 or more and have a white keyline."""


def draw(spec: ChartSpec, brief: Brief, voices: Voices) -> Drawing:
    """Draw the table of all named documents. Fields: `sectors`, `largest`, `largest_count`, `total`."""
    documents = brief.named_documents()
    counts = Counter((document.sector, document.country) for document in documents)
    by_sector = Counter(document.sector for document in documents)
    sectors = sorted(by_sector, key=lambda sector: (-by_sector[sector], sector))
    countries = [code for code in brief.vocabulary.countries if any(c == code for _, c in counts)]
    height = _ROW.get(len(voices.languages), ROW)
    canvas = Canvas(height=_HEAD + len(sectors) * height + 1)
    _head(canvas, countries, brief, voices)
    for position, sector in enumerate(sectors):
        top = _HEAD + position * height
        row = [counts[sector, country] for country in countries]
        canvas.label(
            top + height / 2, voices.only(brief.vocabulary.sectors[sector]), leading=_LABEL_LEADING, size=7.5
        )
        _row(canvas, row, top=top, height=height, peak=max(counts.values()))
    largest = sectors[0]
    return Drawing(
        svg=canvas.svg(),
        fields={
            "largest": voices.only(brief.vocabulary.sectors[largest]),
            "largest_count": voices.number(by_sector[largest]),
            "total": voices.number(len(documents)),
            "sectors": voices.number(len(sectors)),
        },
        reading=tuple(
            voices.say("{sector}: {count}.", sector=brief.vocabulary.sectors[sector], count=by_sector[sector])
            for sector in sectors
        ),
        sources=(),
    )


def _columns(number: int) -> tuple[list[float], float]:
    """Left edges of `number` columns and of the total, and their width."""
    width = (WIDTH - LABELS) / (number + 1)
    return [LABELS + position * width for position in range(number + 1)], width


def _head(canvas: Canvas, countries: list[str], brief: Brief, voices: Voices) -> None:
    edges, width = _columns(len(countries))
    heads = [voices.only(brief.vocabulary.countries[code]) for code in countries]
    for edge, head in zip(edges, [*heads, voices.say("Total")], strict=True):
        for line, words in enumerate(dict.fromkeys(head.values())):
            lettering = Lettering("center", GREY if line else INK)
            canvas.text(edge + width / 2, 1.8 + line * 3.4, words, lettering)
    canvas.line([(0, _HEAD - 0.4), (WIDTH, _HEAD - 0.4)], colour=GREY, width=0.7)


def _row(canvas: Canvas, row: list[int], *, top: float, height: float, peak: int) -> None:
    edges, width = _columns(len(row))
    middle = top + height / 2
    for edge, count in zip(edges, row, strict=False):
        if count:
            step = 1 + round((count - 1) / max(peak - 1, 1) * (len(_STEPS) - 2))
            canvas.cell(edge, top, width, height, colour=_STEPS[step])
            ink = WHITE if step >= len(_STEPS) - 2 else INK
            canvas.text(edge + width / 2, middle, str(count), Lettering("center", ink))
    canvas.text(edges[-1] + width / 2, middle, str(sum(row)), Lettering("center", BLUE, bold=True))
    canvas.line([(0, top + height), (WIDTH, top + height)], colour=LINE, width=0.3)
