"""Cells → one CSV file that a spreadsheet opens as it is meant: Cyrillic whole, and nothing run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from report.facts import decimal_text

Cell = str | Decimal | None
"""A text, a number, or nothing."""
_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_RUN = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a text begins that a spreadsheet takes for a formula (OWASP, CSV Injection)."""


def table(columns: Iterable[str], rows: Iterable[Iterable[Cell]]) -> bytes:
    """A CSV file after RFC 4180, in UTF-8 with a byte order mark, by which Excel knows it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, dialect="excel")  # comma, quotes doubled, CRLF: the form of RFC 4180
    writer.writerow(columns)
    writer.writerows([_text(cell) for cell in row] for row in rows)
    return (_BYTE_ORDER_MARK + text.getvalue()).encode()


def _text(cell: Cell) -> str:
    """A number with a point; before a text that a spreadsheet would run, an apostrophe (OWASP)."""
    if isinstance(cell, Decimal):
        return decimal_text(cell)
    text = cell or ""
    return f"'{text}" if text.startswith(_RUN) else text
