"""A `Table` and a shape → `Judged`: typed rows with their place, and everything wrong with the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import ValidationError

from report.check.cells import Localized, Nature
from report.check.faults import nearest, row_findings
from report.check.known import Known
from report.check.shapes import Shape
from report.check.texts import PrintedText
from report.errors import Finding, Location
from report.model import Material, Row, Table
from report.rules import find

S = TypeVar("S", bound=Shape)


@dataclass(frozen=True, slots=True)
class Judged(Generic[S]):
    """The rows that hold, in the table's order; `failed` are the ids of those that do not.

    `whole` says that the table was read to its end and all of it holds.
    """

    rows: tuple[tuple[S, Location], ...] = ()
    findings: tuple[Finding, ...] = ()
    texts: tuple[PrintedText, ...] = ()
    failed: frozenset[str] = frozenset()
    whole: bool = False


def judge(material: Material, name: str, shape: type[S], known: Known) -> Judged[S]:
    """Judge the head row, then every row that `load` found no fault with."""
    table = material.tables.get(name)
    if table is None:
        return Judged()
    findings = list(_column_findings(table, shape, known.languages))
    if any(finding.severity == "error" for finding in findings):
        failed = frozenset(row.cells.get("id", "") for row in table.rows)
        return Judged(findings=tuple(findings), failed=failed)
    ragged = {finding.location.row for finding in material.findings if _spoils(finding, table)}
    rows: list[tuple[S, Location]] = []
    for row in table.rows:
        if row.number in ragged:
            continue
        try:
            shaped = shape.model_validate(_gathered(row, shape, known.languages), context=known)
        except ValidationError as error:
            findings += row_findings(error, table, row.number)
        else:
            rows.append((shaped, table.location(row.number)))
    good = {location.row for _, location in rows}
    failed = frozenset(row.cells.get("id", "") for row in table.rows if row.number not in good)
    texts = tuple(text for row, place in rows for text in _texts(row, place, known.languages))
    return Judged(tuple(rows), tuple(findings), texts, failed, whole=len(good) == len(table.rows))


def _spoils(finding: Finding, table: Table) -> bool:
    return finding.severity == "error" and finding.location.file == table.file


def localized(shape: type[Shape]) -> Mapping[str, Nature | None]:
    """The fields that are one column a language, and the nature of what stands in them."""
    return {
        name: mark.nature
        for name, field in shape.model_fields.items()
        for mark in field.metadata
        if isinstance(mark, Localized)
    }


def _columns(shape: type[Shape], languages: tuple[str, ...]) -> dict[str, bool]:
    """The columns of a shape, and whether each must be there."""
    marks = localized(shape)
    columns: dict[str, bool] = {}
    for name, field in shape.model_fields.items():
        names = [f"{name}_{language}" for language in languages] if name in marks else [name]
        columns |= dict.fromkeys(names, field.is_required())
    return columns


def _column_findings(table: Table, shape: type[Shape], languages: tuple[str, ...]) -> Iterator[Finding]:
    """Unknown and missing columns; a missing one that an unknown one is nearly named is told once."""
    columns = _columns(shape, languages)
    missing = [name for name, required in columns.items() if required and name not in table.columns]
    for column in table.columns:
        if column in columns:
            continue
        place = table.location(1, column)
        if _is_other_language(column, shape):
            yield find("unused-language", place, f"the column {column!r}", f"one of {', '.join(languages)}")
            continue
        expected = nearest(column, missing or columns, otherwise="a column that data/README.md names")
        missing = [name for name in missing if repr(name) not in expected]
        yield find("unknown-column", place, f"the column {column!r}", expected)
    for name in missing:
        yield find("missing-column", table.location(1, name), "no such column", f"a column {name!r}")


def _is_other_language(column: str, shape: type[Shape]) -> bool:
    match = re.fullmatch(r"(\w+)_[a-z]{2}", column)
    return match is not None and match[1] in localized(shape)


def _gathered(row: Row, shape: type[Shape], languages: tuple[str, ...]) -> dict[str, object]:
    """The cells by field, the columns of the languages gathered into one; unused columns left out."""
    marks = localized(shape)
    values: dict[str, object] = {}
    for name in shape.model_fields:
        if name in marks:
            values[name] = {language: row.cells.get(f"{name}_{language}", "") for language in languages}
        elif name in row.cells:
            values[name] = row.cells[name]
    return values


def _texts(row: Shape, place: Location, languages: tuple[str, ...]) -> Iterator[PrintedText]:
    for name, nature in localized(type(row)).items():
        words = getattr(row, name)
        if nature is not None and words:
            at = {lang: _column(place, f"{name}_{lang}") for lang in languages}
            yield PrintedText(words, at, nature)


def _column(place: Location, column: str) -> Location:
    return Location(place.file, place.row, column, place.sheet)


def sources_named(material: Material) -> set[str]:
    """Every id in a column `source`, also of rows that are wrong otherwise."""
    cells = [row.cells.get("source", "") for table in material.tables.values() for row in table.rows]
    return {part.strip() for cell in cells for part in cell.split(";")}
