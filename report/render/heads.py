"""A table's structure elements → the same, with every cell tied to its heads (ISO 32000-1, 14.8.5.7).

A head's scope, a row or a column, is enough for a reader while every head stands at an edge. Where one
heads a group of rows in the middle of the table, each cell names its heads by their ids.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from report.render.elements import Element


@dataclass(slots=True)
class _Grid:
    """Which columns a row's cells stand in, while cells of rows above reach down into it."""

    reach: dict[int, int] = field(default_factory=dict)

    def row(self, row: Element) -> Iterator[tuple[Element, range]]:
        """Each cell with its columns."""
        column = 0
        self.reach = {column: rows - 1 for column, rows in self.reach.items() if rows > 1}
        taken = dict(self.reach)
        for cell in row.elements():
            while column in taken:
                column += 1
            columns = range(column, column + int(str(cell.table.get("ColSpan", 1))))
            rows = int(str(cell.table.get("RowSpan", 1)))
            self.reach |= dict.fromkeys(columns, rows) if rows > 1 else {}
            yield cell, columns
            column = columns.stop


@dataclass(slots=True)
class _Heads:
    """The ids of the heads read so far: above each column, and of the group that has begun."""

    prefix: str
    groups: set[Element]
    count: int = 0
    above: dict[int, list[str]] = field(default_factory=dict)
    group: list[str] = field(default_factory=list)

    def read(self, row: list[tuple[Element, range]]) -> None:
        """Give the heads of a row their ids, then its other cells the ids of their heads."""
        beside = [head for cell, columns in row if cell.kind == "TH" for head in self._begin(cell, columns)]
        for cell, columns in row:
            if cell.kind == "TD":
                above = [head for column in columns for head in self.above.get(column, [])]
                cell.headers = tuple(dict.fromkeys([*above, *self.group, *beside]))

    def _begin(self, cell: Element, columns: range) -> list[str]:
        """Remember what a head cell heads; its id comes back where that is its row."""
        self.count += 1
        cell.id = f"{self.prefix}-{self.count}"
        if cell.table["Scope"] == "Row":
            return [cell.id]
        if cell in self.groups:
            self.group = [cell.id]
        else:
            for column in columns:
                self.above.setdefault(column, []).append(cell.id)
        return []


def tie(table: Element, groups: set[Element], prefix: str) -> None:
    """Give every head an id that begins with `prefix`, and every other cell the ids of its heads.

    `groups` are the heads that head the rows below them, down to the next of them.
    """
    grid, heads = _Grid(), _Heads(prefix, groups)
    for row in table.descendants():
        if row.kind == "TR":
            heads.read(list(grid.row(row)))
