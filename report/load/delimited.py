"""A CSV file's bytes → `Grid`: comma or semicolon, UTF-8 or windows-1251, quoting by RFC 4180.

A row bears the number of the line it begins on, so that a cell with a line break in it does not
lead the reader of a finding astray.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

from report.errors import Finding, Location
from report.load.grid import Cells, Grid
from report.rules import find

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HEAD = re.compile(rb"[\"A-Za-z0-9_,; -]+")
"""A head row as we write it. Its ASCII names tell a table saved by Excel from any other bytes."""
_CYRILLIC = re.compile("[А-яЁё]")


def read_delimited(data: bytes, location: Location) -> Grid:
    """Read all rows; a file that cannot be read to its end has none."""
    text, findings = _decode(data, location)
    if text is None:
        return Grid(location, findings=tuple(findings))
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        found = f"the character U+{ord(control[0]):04X}"
        fault = find("control-character", replace(location, row=line), found, "printable text")
        return Grid(location, findings=(*findings, fault))
    grid = _rows(text, location)
    return replace(grid, findings=(*findings, *grid.findings))


def _decode(data: bytes, location: Location) -> tuple[str | None, list[Finding]]:
    """The text, and how it was decoded where that was not as UTF-8."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, [find("unknown-encoding", location, "UTF-16 (“Unicode text”)", "UTF-8 (“CSV UTF-8”)")]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    head = data.splitlines()[0].strip()
    try:
        text = data.decode("windows-1251")
    except UnicodeDecodeError:
        text = ""
    if _HEAD.fullmatch(head) and _CYRILLIC.search(text):
        return text, [find("windows-1251", location, "windows-1251", "UTF-8")]
    place = replace(location, row=line)
    return None, [find("unknown-encoding", place, "bytes that are no UTF-8", "UTF-8 or windows-1251")]


def _rows(text: str, location: Location) -> Grid:
    head = text.lstrip().splitlines()[0] if text.strip() else ""
    if "\t" in head and not {",", ";"} & set(head):
        place = replace(location, row=1)
        return Grid(location, findings=(find("unknown-separator", place, "tabs", "commas or semicolons"),))
    separator = ";" if head.count(";") > head.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[Cells] = []
    begins = 1
    try:
        for values in reader:
            rows.append(Cells(begins, tuple(value.strip() for value in values)))
            begins = reader.line_num + 1
    except csv.Error as error:
        fault = find("broken-quotes", replace(location, row=begins), str(error), "quotes in pairs (RFC 4180)")
        return Grid(location, findings=(fault,))
    return Grid(location, tuple(rows))
