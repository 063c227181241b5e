"""A remote table, and how its columns map to ours → rows of our table, and rows → CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from report.errors import PullError
from report.model import Row, Table
from report.settings import Mapped

_DIGITS: Final = 30


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table of ours, each with a text for every one of its columns."""

    columns: tuple[str, ...]
    cells: tuple[Mapping[str, str], ...]


def from_json(document: bytes, records: str, name: str) -> Table:
    """The list of records in a JSON document as a table; a column is a member that any record has.

    Raises:
        PullError: it is no JSON, or there is no list of records at the path, or a member is no value.
    """
    try:
        found = json.loads(document, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise PullError(f"{name}: no JSON: {error}") from None
    for key in records.split(".") if records else ():
        found = found.get(key) if isinstance(found, dict) else None
    if not isinstance(found, list) or not all(isinstance(record, dict) for record in found):
        raise PullError(f"{name}: no list of records at {records or 'the top'!r}")
    columns = tuple(dict.fromkeys(key for record in found for key in record))
    rows = (
        Row(number, {key: _text(name, key, value) for key, value in record.items()})
        for number, record in enumerate(found, 1)
    )
    return Table(name, name, columns, tuple(rows))


def _text(name: str, key: str, value: object) -> str:
    """A value of JSON as a cell has it; what a number says is not rounded."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal) or _absurd(value):
        raise PullError(f"{name}: {key!r} is {str(value)[:40]!r}, and a text or a number was expected")
    return format(value, "f") if isinstance(value, Decimal) else str(value).strip()


def _absurd(value: str | int | Decimal) -> bool:
    """Whether a number has an exponent (`1e999999`) that would fill the memory when it is written out."""
    return isinstance(value, Decimal) and abs(value.adjusted()) > _DIGITS


def mapped(table: Table, mapping: Mapped) -> Rows:
    """The rows of a remote table under our columns, with what stands in every row.

    Raises:
        PullError: it lacks a column, or has no rows.
    """
    if not table.rows:
        raise PullError(f"{table.file}: no rows")
    lacking = sorted(set(mapping.columns.values()) - set(table.columns))
    if lacking:
        has = ", ".join(table.columns)
        raise PullError(f"{table.file}: no column {', '.join(map(repr, lacking))}; it has {has}")
    cells = (
        {ours: row.cells.get(theirs, "") for ours, theirs in mapping.columns.items()} for row in table.rows
    )
    columns = (*mapping.columns, *mapping.constants)
    return Rows(columns, tuple({**row, **mapping.constants} for row in cells))


def write_rows(rows: Rows) -> bytes:
    """The rows as CSV in UTF-8 (RFC 4180, but for its line ends, which are ours)."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(rows.columns)
    writer.writerows(_in_order(rows.columns, row) for row in rows.cells)
    return text.getvalue().encode()


def _in_order(columns: Sequence[str], row: Mapping[str, str]) -> list[str]:
    return [row.get(column, "") for column in columns]
