"""The finished file → faults of what its tags mean: headings, figures, tables (ISO 14289-1, 7.3 to 7.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from report.inspect.integrity.tree import page_at
from report.inspect.nouns import Fault, Finished

_HEADING = re.compile(r"H([1-6])")
_PICTURES = ("Figure", "Formula")


def heading_levels(finished: Finished) -> Iterator[Fault]:
    """Headings more than one level below the heading before; the first is an H1 (7.4.2)."""
    before = 0
    for element in finished.structure.elements:
        heading = _HEADING.fullmatch(element.kind)
        if heading is None:
            continue
        level = int(heading[1])
        if level > before + 1:
            found = f"H{level} after H{before}" if before else f"H{level} first"
            yield Fault(page_at(finished, element.page), found, f"H{before + 1} or a higher one")
        before = level


def figure_alternative(finished: Finished) -> Iterator[Fault]:
    """Figures that say nothing to somebody who cannot see them (7.3)."""
    for element in finished.structure.elements:
        if element.kind in _PICTURES and not element.alternative.strip():
            yield Fault(page_at(finished, element.page), f"{element.kind} without words", "alternative text")


def table_heads(finished: Finished) -> Iterator[Fault]:
    """Tables of which no cell is a head: nobody could tell what a value means (7.5)."""
    elements, tables = finished.structure.elements, _tables(finished)
    headed = {table for element, table in zip(elements, tables, strict=True) if element.kind == "TH"}
    for place, element in enumerate(elements):
        if element.kind == "Table" and place not in headed:
            yield Fault(page_at(finished, element.page), "a table without head cells", "at least one TH")


def table_headers(finished: Finished) -> Iterator[Fault]:
    """Cells whose Headers name no head of their own table, one fault a table (ISO 32000-1, 14.8.5.7)."""
    elements, tables = finished.structure.elements, _tables(finished)
    heads = {
        (table, element.id)
        for element, table in zip(elements, tables, strict=True)
        if element.kind == "TH" and element.id
    }
    told: set[int] = set()
    for element, table in zip(elements, tables, strict=True):
        lost = [name for name in element.headers if (table, name) not in heads]
        if lost and table not in told:
            told.add(table)
            found = f"{element.kind} {element.number} names {lost[0]!r} as its head"
            yield Fault(page_at(finished, element.page), found, "a TH of its own table")


def _tables(finished: Finished) -> list[int]:
    """For each element the place of the table that it is or stands in, -1 for none; parents come first."""
    tables: list[int] = []
    for place, element in enumerate(finished.structure.elements):
        inherited = tables[element.parent] if element.parent >= 0 else -1
        tables.append(place if element.kind == "Table" else inherited)
    return tables
