"""A brief's folder → `Material`: tables, prose and figure specs with file, row and column; believes nothing.

Fails only where a folder cannot be read at all: everything else is a `Finding` in the material, so
that `check` can tell all faults at once.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from report.errors import DataError, Finding, Location, SettingsError
from report.load.prose import read_prose
from report.load.specs import read_specs
from report.load.tables import read_data, read_file, read_table
from report.model import DAILY_RATES, TABLES, Material, Table
from report.rules import find
from report.settings import Settings

RECIPIENTS = "recipients"
"""The table of who gets an edition; it stands beside brief.toml, and is none of the facts."""


def load(settings: Settings) -> Material:
    """Read everything below data/ and the specs of the figures, exactly as it stands.

    A table that cannot be read is left out of `Material.tables`, with a finding that says why.

    Raises:
        SettingsError: there is no folder data/, or a folder cannot be opened.
    """
    try:
        return _load(settings)
    except OSError as error:
        raise SettingsError(f"{error.filename}: {error.strerror}") from None


def has_recipients(settings: Settings) -> bool:
    """Whether there is a recipients.csv; a brief that is not mailed needs none."""
    return (settings.root / f"{RECIPIENTS}.csv").exists()


def load_recipients(settings: Settings) -> Material:
    """Read recipients.csv beside brief.toml, exactly as it stands; nothing else is in the material."""
    location = Location(f"{RECIPIENTS}.csv")
    if not has_recipients(settings):
        missing = find("missing-recipients", location, "no such file", "one like recipients.example.csv")
        return Material(settings.root, {}, {}, {}, (missing,))
    table, findings = read_file(RECIPIENTS, settings.root, location)
    return Material(settings.root, {RECIPIENTS: table} if table else {}, {}, {}, tuple(findings))


def load_document(data: bytes, file: str, *, sheet: str = "") -> Table:
    """Read the bytes of one table, CSV or XLSX by the name `file` that they are told under.

    Raises:
        DataError: they cannot be read, or a row of them cannot; or the workbook has no such `sheet`.
    """
    table, findings = read_data(sheet, data, Location(file))
    errors = [finding for finding in findings if finding.severity == "error"]
    if table is not None and sheet and table.sheet != sheet:
        errors.append(find("missing-table", Location(file, sheet=sheet), "no such sheet", "a sheet of it"))
    if table is None or errors:
        raise DataError(errors)
    return table


def _load(settings: Settings) -> Material:
    names = frozenset(path.name for path in settings.data.iterdir())
    tables: dict[str, Table] = {}
    findings: list[Finding] = []
    for name in (*TABLES, *_optional(names)):
        table, faults = read_table(name, settings, names)
        findings += faults
        if table is not None:
            tables[name] = table
    prose, prose_faults = read_prose(settings)
    charts, chart_faults = read_specs(settings)
    return Material(settings.root, tables, prose, charts, (*findings, *prose_faults, *chart_faults))


def _optional(names: AbstractSet[str]) -> tuple[str, ...]:
    """The tables that may be left out and are not."""
    return (DAILY_RATES,) if {f"{DAILY_RATES}.csv", f"{DAILY_RATES}.xlsx"} & names else ()
