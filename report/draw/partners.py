"""Partners of a country by field: each document a cell with its id, its partners named beside it.

A row is a field; documents with the same partners stand together, so that the cells are also a count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from report.draw.canvas import BAR, GAP, HIGHEST, LABELS, WIDTH, Canvas, Drawing, fitting
from report.draw.lettering import LEADING, Lettering, Line, lines_of, width_of
from report.draw.palette import BLUE, GREY, WHITE
from report.errors import RenderError
from report.localize import Voices
from report.model import Brief, ChartSpec, Document, Unit, Words

_ABREAST = 4
"""So many cells stand side by side at most."""
_ENTRY = 5.4
_AIR = 1.6
_ID = Lettering("center", WHITE, bold=True, size=7.5)
_REST = Lettering(colour=GREY, italic=True)
_SEVERAL = "; "
"""Between the parties of one cell of the table."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """Documents of a field that have the same partners, and the lines that name these."""

    partners: Words
    documents: tuple[Document, ...]
    lines: tuple[Line, ...]

    @property
    def height(self) -> float:
        rows = -(-len(self.documents) // _ABREAST)
        return max(rows * _ENTRY, len(self.lines) * LEADING + _ENTRY - LEADING)


@dataclass(frozen=True, slots=True)
class _Row:
    sector: Words
    label: tuple[Line, ...]
    entries: tuple[_Entry, ...]

    @property
    def height(self) -> float:
        return max(sum(entry.height for entry in self.entries), len(self.label) * LEADING) + _AIR


def draw(spec: ChartSpec, brief: Brief, voices: Voices) -> Drawing:
    """Draw the partners of option `country` in documents of option `levels`, the largest field first.

    Fields: `documents`, `partners` and `fields`, each a number with its noun; `count` of documents, and
    how many the country has that are `named`.

    Raises:
        RenderError: no such document names a partner.
    """
    country, levels = str(spec.options["country"]), spec.options["levels"]
    documents = [
        document
        for document in brief.named_documents(country)
        if isinstance(levels, list) and document.level in levels and document.parties_jp
    ]
    if not documents:
        raise RenderError(f"{spec.location}: no document of {country} names a partner")
    cell = max(width_of(document.id, bold=True, size=_ID.size) for document in documents) + 2.4
    rows = list(_rows(documents, brief, voices, cell=cell))
    first = voices.languages[0]
    partners = {name for document in documents for name in document.parties_jp[first].split(_SEVERAL)}
    return Drawing(
        svg=_canvas(rows, cell, voices).svg(),
        fields={
            "documents": voices.counted(len(documents), Unit.DOCUMENTS),
            "count": voices.number(len(documents)),
            "named": voices.number(len(brief.named_documents(country))),
            "partners": voices.say_plural("{number} partner", "{number} partners", len(partners)),
            "fields": voices.say_plural("{number} field", "{number} fields", len(rows)),
        },
        reading=tuple(sentence for row in rows for sentence in _sentences(row, voices)),
        sources=tuple(source for document in documents for source in document.sources),
    )


def _rows(documents: Sequence[Document], brief: Brief, voices: Voices, *, cell: float) -> Iterator[_Row]:
    by_sector: dict[str, list[Document]] = {}
    for document in documents:
        by_sector.setdefault(document.sector, []).append(document)
    for sector, own in sorted(by_sector.items(), key=lambda item: (-len(item[1]), item[0])):
        words = voices.only(brief.vocabulary.sectors[sector])
        label = lines_of(voices.typeset(words), LABELS - GAP, Lettering("right"))
        yield _Row(words, label, tuple(_entries(own, voices, cell=cell)))


def _entries(documents: Sequence[Document], voices: Voices, *, cell: float) -> Iterator[_Entry]:
    by_partners: dict[tuple[str, ...], list[Document]] = {}
    for document in documents:
        by_partners.setdefault(tuple(voices.only(document.parties_jp).values()), []).append(document)
    for own in by_partners.values():
        partners = voices.typeset(voices.only(own[0].parties_jp))
        yield _Entry(partners, tuple(own), lines_of(partners, WIDTH - _names_at(own, cell)))


def _names_at(documents: Sequence[Document], cell: float) -> float:
    """Where the names begin: behind the cells."""
    return LABELS + GAP + min(len(documents), _ABREAST) * cell + GAP


def _canvas(rows: Sequence[_Row], cell: float, voices: Voices) -> Canvas:
    """The fields that fit, and the number of the other documents below."""
    shown = rows[: fitting([row.height for row in rows], HIGHEST - 0.6, rest=2 * LEADING)]
    left = sum(len(entry.documents) for row in rows[len(shown) :] for entry in row.entries)
    rest = lines_of(voices.say("{number} more, not drawn", number=left), WIDTH, _REST) if left else ()
    height = sum(row.height for row in shown)
    canvas = Canvas(height=height + 0.6 + len(rest) * LEADING)
    canvas.lines(LABELS + GAP, height + 0.6, rest)
    top = 0.3
    for row in shown:
        canvas.line([(0, top), (WIDTH, top)])
        middle = top + row.height / 2
        canvas.beside(LABELS - GAP, middle, row.label)
        at = middle - sum(entry.height for entry in row.entries) / 2
        for entry in row.entries:
            _draw(canvas, entry, middle=at + entry.height / 2, cell=cell)
            at += entry.height
        top += row.height
    canvas.line([(0, top), (WIDTH, top)])
    canvas.line([(LABELS, 0.3), (LABELS, top)], colour=GREY)
    return canvas


def _draw(canvas: Canvas, entry: _Entry, *, middle: float, cell: float) -> None:
    rows = -(-len(entry.documents) // _ABREAST)
    for position, document in enumerate(entry.documents):
        left = LABELS + GAP + position % _ABREAST * cell
        centre = middle + (position // _ABREAST - (rows - 1) / 2) * _ENTRY
        canvas.cell(left, centre - BAR / 2, cell, BAR, colour=BLUE)
        canvas.text(left + cell / 2, centre, document.id, _ID)
    canvas.beside(_names_at(entry.documents, cell), middle, entry.lines)


def _sentences(row: _Row, voices: Voices) -> Iterator[Words]:
    for entry in row.entries:
        ids = ", ".join(document.id for document in entry.documents)
        yield voices.say("{sector}: {value}, {ids}.", sector=row.sector, value=entry.partners, ids=ids)
