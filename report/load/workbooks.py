"""An XLSX file's bytes → `Grid`: the sheet named like the table, else the first; typed cells as text.

Dates become ISO 8601, whole numbers lose their “.0”, as a CSV of the same table would have them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zipfile import BadZipFile

from python_calamine import CalamineError, CalamineWorkbook

from report.errors import Finding, Location
from report.load.grid import Cells, Grid
from report.rules import find

Cell = int | float | str | bool | time | date | datetime | timedelta


def read_workbook(name: str, data: bytes, location: Location) -> Grid:
    """Read all rows of one sheet; a workbook that cannot be read has none."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = workbook.sheet_names
        if not names:
            return _unreadable(location, "a workbook without sheets")
        sheet = name if name in names else names[0]
        raw = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except (CalamineError, BadZipFile, OSError, ValueError) as error:
        return _unreadable(location, str(error).strip() or "a damaged workbook")
    return _grid(raw, replace(location, sheet=sheet))


def _unreadable(location: Location, found: str) -> Grid:
    return Grid(location, findings=(find("not-a-workbook", location, found, "a workbook saved as .xlsx"),))


def _grid(raw: Sequence[Sequence[Cell]], location: Location) -> Grid:
    """The cells as text, without the empty columns that a spreadsheet leaves at the right."""
    rows = [tuple(_text(cell) for cell in row) for row in raw]
    width = max((index + 1 for row in rows for index, text in enumerate(row) if text), default=0)
    cells = tuple(
        Cells(number, (*row, *("",) * width)[:width]) for number, row in enumerate(rows, 1) if any(row)
    )
    return Grid(location, cells, tuple(_booleans(raw, rows, location)))


def _booleans(
    raw: Sequence[Sequence[Cell]], rows: Sequence[Sequence[str]], location: Location
) -> Iterator[Finding]:
    head = next((row for row in rows if any(row)), ())
    for number, row in enumerate(raw, 1):
        for index, cell in enumerate(row):
            if isinstance(cell, bool):
                column = head[index] if index < len(head) else ""
                place = replace(location, row=number, column=column)
                yield find("boolean-cell", place, f"the switch {str(cell).upper()}", "a word, such as yes")


def _text(cell: Cell) -> str:
    """A typed cell as the same table in CSV would have it."""
    if isinstance(cell, bool):
        return ""
    if isinstance(cell, float):
        return format(
            Decimal(repr(cell)).to_integral_value() if cell.is_integer() else Decimal(repr(cell)), "f"
        )
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell).strip()
