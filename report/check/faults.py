"""What a validator objects to → `Finding`s of a table's row.

A validator raises `fault(...)`; pydantic gathers all faults of a row, and `row_findings` gives each
its place. So a rule is named where it is judged, and pydantic's own English never reaches anyone.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from report.errors import DataError, Finding
from report.model import Table
from report.rules import find


def fault(rule: str, found: str, expected: str, *, column: str = "", why: str = "") -> PydanticCustomError:
    """An objection by the rule named `rule`; `column` where it is not the validated field's own."""
    told = {"found": found, "expected": expected, "column": column, "why": why}
    return PydanticCustomError(rule, "{found}", told)


def row_findings(error: ValidationError, table: Table, row: int) -> Iterator[Finding]:
    """All objections to one row, each in its column."""
    for item in error.errors(include_url=False):
        told = item.get("ctx", {})
        column = told.get("column") or ".".join(str(part) for part in item["loc"])
        found = told.get("found", item["msg"])
        place = table.location(row, column)
        yield find(item["type"], place, found, told["expected"], why=told["why"])


def nearest(word: str, known: Iterable[str], *, otherwise: str) -> str:
    """What was expected in place of an unknown word: the nearest known one, else `otherwise`."""
    near = difflib.get_close_matches(word, [str(item) for item in known], 1)
    return f"a known one; did you mean {near[0]!r}?" if near else otherwise


def settled(findings: Iterable[Finding], *, strict: bool) -> tuple[Finding, ...]:
    """The findings in the order of their places, each once.

    Raises:
        DataError: one of them is an error; where `strict`, warnings are errors.
    """
    ordered = sorted(dict.fromkeys(findings), key=lambda finding: finding.location)
    if strict:
        ordered = [replace(it, severity="error") if it.severity == "warning" else it for it in ordered]
    if any(finding.severity == "error" for finding in ordered):
        raise DataError(ordered)
    return tuple(ordered)
