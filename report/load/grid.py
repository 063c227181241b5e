"""What a table's reader finds → `Grid`: cells as stripped text, before any head row is known."""

from __future__ import annotations

from dataclasses import dataclass

from report.errors import Finding, Location


@dataclass(frozen=True, slots=True)
class Cells:
    """One row as its reader found it; `number` counts from 1, head row included."""

    number: int
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """All rows of a file; a grid with an error and without rows could not be read."""

    location: Location
    rows: tuple[Cells, ...] = ()
    findings: tuple[Finding, ...] = ()
