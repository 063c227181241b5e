"""A brief's folder → judged facts; finished files → findings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from report.errors import ArchiveError, Finding, SettingsError
from report.model import Brief, Version
from report.pipeline.nouns import file_of
from report.settings import Settings


def judge(settings: Settings, *, strict: bool = False) -> Brief:
    """Load and check a brief.

    Raises:
        DataError: with every error (or, strict, every warning too).
    """
    from report.check import check
    from report.load import load

    return check(load(settings), settings, strict=strict)


def inspect_files(settings: Settings, files: Sequence[Path]) -> tuple[Finding, ...]:
    """Measure finished files of this brief; their names say which version they are.

    Raises:
        SettingsError: a file cannot be read, or its name is none of a version's.
        ArchiveError: a file is no PDF, or a damaged one.
        DataError: the facts to hold the files against have faults themselves.
    """
    from report.inspect import inspect

    brief = judge(settings)
    findings: list[Finding] = []
    for file in files:
        version = _version_of(settings, file)
        try:
            pdf = file.read_bytes()
        except OSError as error:
            raise SettingsError(f"{file}: {error.strerror}") from None
        try:
            findings += inspect(pdf, brief, settings, version, waived=settings.waived)
        except ArchiveError as error:
            raise ArchiveError(f"{file}: {error}") from error
    return tuple(findings)


def _version_of(settings: Settings, file: Path) -> Version:
    known = {file_of(version): version for version in settings.versions}
    if file.name not in known:
        raise SettingsError(f"{file}: its name must say the version: {', '.join(known)}")
    return known[file.name]
