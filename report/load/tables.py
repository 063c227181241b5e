"""One table's name → `Table`, read from NAME.csv or NAME.xlsx by what the file really is.

What both formats share is decided here: which file is meant, what the head row may hold, and what
is a ragged row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from report.errors import Finding, Location
from report.load.delimited import read_delimited
from report.load.grid import Cells, Grid
from report.load.workbooks import read_workbook
from report.model import Row, Table
from report.rules import find
from report.settings import Settings

_ZIP = b"PK\x03\x04"
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What an .xls of before 2007 begins with ([MS-CFB], 2.2)."""

Read = tuple[Table | None, list[Finding]]


def read_table(name: str, settings: Settings, names: AbstractSet[str]) -> Read:
    """Read the table `name` from the one file of `names` (all of data/) that holds it."""
    present = [file for file in (f"{name}.csv", f"{name}.xlsx") if file in names]
    if not present:
        return None, [find("missing-table", Location(f"data/{name}.csv"), "no such file", _expected(name))]
    if len(present) > 1:
        place = Location(f"data/{name}.xlsx")
        return None, [find("two-tables", place, f"{present[0]} beside it", "one file of this name")]
    return read_file(name, settings.root, Location(f"data/{present[0]}"))


def read_file(name: str, root: Path, location: Location) -> Read:
    """Read the table `name` from the file of `location` in the brief's folder `root`."""
    try:
        data = (root / location.file).read_bytes()
    except OSError as error:
        return None, [find("unreadable-file", location, error.strerror or "unreadable", "a file to read")]
    return read_data(name, data, location)


def _expected(name: str) -> str:
    return f"{name}.csv or {name}.xlsx"


def read_data(name: str, data: bytes, location: Location) -> Read:
    """Choose the reader by content, and say so where the file's name promises another one."""
    workbook = location.file.endswith(".xlsx")
    if data.startswith(_COMPOUND_FILE):
        return None, [find("not-a-workbook", location, "a workbook of Excel 97–2003", "one saved as .xlsx")]
    if data.startswith(_ZIP) and not workbook:
        return None, [find("wrong-extension", location, "an XLSX workbook", f"the name {name}.xlsx")]
    if workbook and data and not data.startswith(_ZIP):
        return None, [find("wrong-extension", location, "no workbook but text", f"the name {name}.csv")]
    if not data.strip():
        return None, [find("empty-file", location, "an empty file", "a head row and rows")]
    grid = read_workbook(name, data, location) if workbook else read_delimited(data, location)
    return _table(name, grid)


def _table(name: str, grid: Grid) -> Read:
    """The grid as a table, unless its head row, or its reader, found it past reading."""
    findings = list(grid.findings)
    if any(finding.severity == "error" for finding in grid.findings) and not grid.rows:
        return None, findings
    rows = [cells for cells in grid.rows if any(cells.values)]
    if not rows:
        return None, [*findings, find("empty-file", grid.location, "no filled cell", "a head row and rows")]
    head, *body = rows
    head_faults = list(_head_faults(head, grid.location))
    if head_faults:
        return None, [*findings, *head_faults]
    if not body:
        findings.append(find("empty-table", grid.location, "a head row only", "rows, if there are any"))
    findings += _ragged(head, body, grid.location)
    location = grid.location
    table_rows = tuple(_row(head.values, cells) for cells in body)
    return Table(name, location.file, tuple(head.values), table_rows, location.sheet), findings


def _head_faults(head: Cells, location: Location) -> Iterable[Finding]:
    for position, column in enumerate(head.values, 1):
        place = Location(location.file, head.number, column, location.sheet)
        if not column:
            yield find("empty-column-name", place, f"column {position} has no name", "a name in the head row")
        elif column in head.values[: position - 1]:
            yield find("duplicate-column", place, f"{column!r} a second time", "each column once")


def _ragged(head: Cells, body: Sequence[Cells], location: Location) -> Iterable[Finding]:
    expected = f"{len(head.values)}, as in the head row"
    for cells in body:
        if len(cells.values) != len(head.values):
            place = Location(location.file, cells.number, sheet=location.sheet)
            yield find("ragged-row", place, f"{len(cells.values)} cells", expected)


def _row(columns: Sequence[str], cells: Cells) -> Row:
    """The row by column. What a ragged row lacks is empty: its finding keeps it from being believed."""
    padded = (*cells.values, *("",) * len(columns))
    return Row(cells.number, dict(zip(columns, padded, strict=False)))
