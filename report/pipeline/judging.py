"""A brief's folder → judged facts; finished files → findings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from report.cache import Cache, key_of
from report.errors import ArchiveError, DataError, Finding, SettingsError
from report.model import Brief, Version
from report.pipeline.composing import Work
from report.pipeline.files import code_of
from report.pipeline.nouns import Manner, finding_from
from report.pipeline.recipients import judge_recipients
from report.pipeline.standing import cache_of
from report.settings import Settings


def judge(settings: Settings, *, strict: bool = False) -> Brief:
    """Load and check a brief.

    Raises:
        DataError: with every error (or, strict, every warning too).
    """
    from report.check import check
    from report.load import load

    return check(load(settings), settings, strict=strict)


def judge_all(settings: Settings, *, strict: bool = False) -> Brief:
    """Judge the facts, and recipients.csv where there is one; the findings on both are the brief's.

    Raises:
        SettingsError: [schedule] names a country of which no holidays are known.
        DataError: with every error (or, strict, every warning too) of both.
    """
    from report.calendars import OfficeCalendar

    OfficeCalendar(settings.schedule)
    recipients = _recipient_findings(settings, strict=strict)
    try:
        brief = judge(settings, strict=strict)
    except DataError as error:
        raise DataError((*error.findings, *recipients)) from None
    findings = (*brief.findings, *recipients)
    if any(finding.severity == "error" for finding in recipients):
        raise DataError(findings)
    return replace(brief, findings=findings)


def _recipient_findings(settings: Settings, *, strict: bool) -> tuple[Finding, ...]:
    from report.load import has_recipients

    try:
        return judge_recipients(settings, strict=strict).findings if has_recipients(settings) else ()
    except DataError as error:
        return error.findings


def inspect_files(settings: Settings, files: Sequence[Path], *, full: bool = False) -> tuple[Finding, ...]:
    """Measure finished files of this brief; their names say which version they are.

    What was found in the same bytes before, held against the same facts, is not looked for again;
    `full` reads every page, whatever is known of it.

    Raises:
        SettingsError: a file cannot be read, or its name is none of a version's.
        ArchiveError: a file is no PDF, or a damaged one.
        DataError: the facts to hold the files against have faults themselves.
    """
    from report.compose import parted
    from report.inspect import unwaived

    brief = judge(settings)
    whole = parted(brief, settings)
    findings: list[Finding] = []
    with cache_of(settings, Manner()) as cache:
        for file in files:
            work = Work(brief, whole, _version_of(settings, file))
            try:
                findings += _found(cache, file.read_bytes(), work, full=full)
            except OSError as error:
                raise SettingsError(f"{file}: {error.strerror}") from None
            except ArchiveError as error:
                raise ArchiveError(f"{file}: {error}") from error
    return unwaived(findings, settings.waived)


def _found(cache: Cache, pdf: bytes, work: Work, *, full: bool) -> Sequence[Finding]:
    """What is found in a file, waived or not; kept under all that decides it."""
    from report import facts
    from report.inspect import measure
    from report.pipeline.ingredients import canonical

    sections = canonical(work.settings.sections)
    code = code_of("inspect", "pdf", "model", "settings", "faces.py")
    key = key_of("inspected", pdf, work.version.name, facts.fingerprint(work.brief), sections, code)
    kept = None if full else cache.get(key)
    if kept is not None:
        return [finding_from(members) for members in json.loads(kept)]
    found = measure(pdf, work.brief, work.settings, work.version)
    cache.put(key, json.dumps([finding.as_json() for finding in found], ensure_ascii=False).encode())
    return found


def _version_of(settings: Settings, file: Path) -> Version:
    known = {version.file: version for version in settings.versions}
    if file.name not in known:
        raise SettingsError(f"{file}: its name must say the version: {', '.join(known)}")
    return known[file.name]
