"""What can go wrong, and the exit code each fault ends with.

Every error a user can cause is a `ReportError`; `cli` catches that one class, prints one line and
exits with its code. Anything else is a bug and shows its traceback.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import ClassVar, Literal

Severity = Literal["error", "warning", "notice"]


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """Where something stands: a file, and as much of row, column and sheet as is known.

    `file` is relative to the brief's folder; `row` counts from 1 and includes the head row, as a
    spreadsheet shows it; for YAML it is the line. `column` is a column's name or a key's path.
    """

    file: str
    row: int = 0
    column: str = ""
    sheet: str = ""

    def __str__(self) -> str:
        sheet = f"[{self.sheet}]" if self.sheet else ""
        row = f":{self.row}" if self.row else ""
        column = f" {self.column}" if self.column else ""
        return f"{self.file}{sheet}{row}{column}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of the input: where, what was found, what was expected, and why it matters.

    `rule` names the rule in kebab case, so that a list of findings can be sorted and searched.
    """

    severity: Severity
    rule: str
    location: Location
    found: str
    expected: str
    why: str

    def __str__(self) -> str:
        """The finding in one line, as the terminal shows it."""
        return f"{self.location}: {self.found}; expected {self.expected}; {self.why}"

    def as_json(self) -> dict[str, object]:
        """The finding as plain values for `--json`."""
        return asdict(self)


class ReportError(Exception):
    """A fault that is told to the operator in one line, without a traceback."""

    exit_code: ClassVar[int] = 1


class SettingsError(ReportError):
    """The command line, brief.toml or the environment is wrong."""

    exit_code = 2


class DataError(ReportError):
    """The facts are wrong; `findings` says where, all faults at once."""

    exit_code = 3

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        errors = sum(finding.severity == "error" for finding in self.findings)
        noun = "error" if errors == 1 else "errors"
        super().__init__(f"{errors} {noun} in the data")


class RenderError(ReportError):
    """The engine complained, or the finished page is not true to the data."""

    exit_code = 4


class DeliveryError(ReportError):
    """The edition stands, but not everybody has it; the message says who and why."""

    exit_code = 5


class ArchiveError(ReportError):
    """The output is locked, damaged, or not what it claims to be."""

    exit_code = 6


class BusyError(ArchiveError):
    """Another process is at work there; when it has ended, all may be well."""


class PullError(ReportError):
    """A remote source did not give what it should; its last good copy stands."""

    exit_code = 7
