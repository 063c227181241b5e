"""What `load` gives: everything as it stands in the files, nothing believed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from report.errors import Finding, Location

TABLES: Final = ("documents", "figures", "events", "proposals", "rates", "places", "glossary", "sources")
"""The tables that a brief's data/ holds."""
DAILY_RATES: Final = "rates.daily"
"""The one that it may lack: the newest rates of exchange, as they are fetched."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table as text; `number` is the row as a spreadsheet counts it, head row = 1."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was read. `name` is the file's stem, such as `documents`."""

    name: str
    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    sheet: str = ""

    def location(self, row: int = 0, column: str = "") -> Location:
        """Where a row or a cell of this table stands."""
        return Location(self.file, row, column, self.sheet)


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a YAML file with its line: a scalar as text, a mapping, a list, or nothing."""

    value: str | Mapping[str, Node] | tuple[Node, ...] | None
    location: Location


@dataclass(frozen=True, slots=True)
class Material:
    """All of a brief's folder as read: tables by name, prose by path below data/, specs by name."""

    root: Path
    tables: Mapping[str, Table]
    prose: Mapping[str, Node]
    charts: Mapping[str, Mapping[str, object]]
    findings: tuple[Finding, ...] = ()
