"""A `Standing` that is not of now → everything that has changed, made anew and put in place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report import archive, conformance
from report.cache import Cache
from report.compose import cut
from report.errors import Finding, RenderError
from report.inspect import unwaived, waivers_used
from report.model import Made
from report.pipeline.composing import Work
from report.pipeline.explaining import Memory
from report.pipeline.judging import judge
from report.pipeline.nouns import LATEST, Built, Edition, Reason, file_of
from report.pipeline.press import Press
from report.pipeline.progress import Progress
from report.pipeline.setting import Set
from report.pipeline.side_by_side import Done, set_works
from report.pipeline.standing import Standing
from report.workers import Executor


def make(standing: Standing, workers: Executor, progress: Progress) -> Built:
    """Make the versions and publish them.

    Raises:
        DataError, RenderError, ArchiveError: nothing has been written then, but for the cache.
    """
    settings, manner = standing.settings, standing.manner
    if manner.validated:
        conformance.ready()
    unwaived((), settings.waived)  # a waiver that names no guard is told before the work, not after
    brief = judge(settings)
    whole = cut(brief, settings)
    works = [Work(brief, whole, version) for version in standing.versions]
    return _publish(standing, set_works(works, Press(standing.cache, workers), progress, full=manner.full))


def _publish(standing: Standing, made: Sequence[Done]) -> Built:
    """Put the files into their place, if they are fit for it."""
    settings, cache = standing.settings, standing.cache
    measured = [finding for edition, _ in made for finding in edition.findings]
    if standing.manner.validated:
        measured += _validated(made)
    findings = unwaived(measured, settings.waived)
    _refuse_grave(findings)
    files = {file_of(edition.version): edition.pdf for edition, _ in made}
    paths = archive.publish(files, standing.folder, swap=standing.folder == settings.out / LATEST)
    return Built(
        files=tuple(
            Made(path, edition.version.name, edition.pages, len(edition.pdf))
            for path, (edition, _) in zip(paths, made, strict=True)
        ),
        findings=findings,
        waivers=waivers_used(measured, settings.waived),
        sections=sum(len(sets) for _, sets in made),
        reasons=tuple(reason for edition, sets in made for reason in _reasons(cache, edition, sets)),
        changed=standing.changed(),
        damaged=cache.damaged,
    )


def _reasons(cache: Cache, edition: Edition, sets: Sequence[Set]) -> tuple[Reason, ...]:
    memory = Memory(cache, edition.version)
    reasons = memory.reasons(sets)
    memory.keep(sets)
    return reasons


def _validated(made: Sequence[Done]) -> Iterator[Finding]:
    """What an independent validator says of the files."""
    for edition, sets in made:
        sections = [it.section.id for it in sets]
        yield from conformance.validate(edition.pdf, name=file_of(edition.version), sections=sections)


def _refuse_grave(findings: Sequence[Finding]) -> None:
    grave = [str(finding) for finding in findings if finding.severity == "error"]
    if grave:
        raise RenderError("\n".join(grave))
