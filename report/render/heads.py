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


def tie(table: Element, groups: set[Element], prefix: str) -> None:
    """Give every head an id that begins with `prefix`, and every other cell the ids of its heads.

    `groups` are the heads that head the rows below them, to the end of their part of the table.
    """
    above: dict[int, list[str]] = {}
    grid = _Grid()
    count = 0
    for part in [kid for kid in table.elements() if kid.kind != "Caption"]:
        group: list[str] = []
        for row in [below for below in part.descendants() if below.kind == "TR"]:
            cells = list(grid.row(row))
            beside: list[str] = []
            for cell, columns in cells:
                if cell.kind != "TH":
                    continue
                count += 1
                cell.id = f"{prefix}-{count}"
                if cell in groups:
                    group = [cell.id]
                elif cell.table["Scope"] == "Row":
                    beside.append(cell.id)
                else:
                    for column in columns:
                        above.setdefault(column, []).append(cell.id)
            for cell, columns in cells:
                if cell.kind == "TD":
                    heads = [head for column in columns for head in above.get(column, [])]
                    cell.headers = tuple(dict.fromkeys([*heads, *group, *beside]))
