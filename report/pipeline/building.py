"""A brief's settings → finished files, put in place in one step, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from report.cache import Cache
from report.errors import Finding, RenderError, SettingsError
from report.model import Made, Version
from report.pipeline.composing import Work
from report.pipeline.explaining import Memory
from report.pipeline.files import inputs_of
from report.pipeline.judging import judge
from report.pipeline.nouns import LATEST, Built, Edition, Manner, Reason, Watch, file_of
from report.pipeline.press import Press
from report.pipeline.side_by_side import Progress, cache_of, set_works, workers_of
from report.pipeline.standing import Standing
from report.settings import Settings
from report.workers import Task

if TYPE_CHECKING:
    from report.pipeline.setting import Set
    from report.pipeline.side_by_side import Done


def versions_of(settings: Settings, language: str) -> tuple[Version, ...]:
    """The language versions that `--language` asks for; `all` means each.

    Raises:
        SettingsError: the brief has no such version.
    """
    known = {version.name: version for version in settings.versions}
    if language == "all":
        return tuple(known.values())
    if language not in known:
        raise SettingsError(f"--language: {language!r} is not one of {', '.join([*known, 'all'])}")
    return (known[language],)


def build(
    settings: Settings,
    versions: Sequence[Version],
    folder: Path,
    *,
    watch: Watch,
    manner: Manner = Manner(),  # noqa: B008 - frozen
) -> Built:
    """Build language versions, read their pages back, and put the files into `folder`.

    The brief's own out/latest changes from set to set in one step; in any other folder each file is
    replaced in one step, and other files are left alone. Where the files stand there already, made of
    the same inputs, nothing is done.

    Raises:
        DataError, RenderError, ArchiveError: nothing has been written then, but for the cache.
    """
    with cache_of(settings, manner) as cache:
        standing = Standing(cache, settings, versions, folder, inputs_of(settings), manner)
        built = None if manner.forced else standing.found()
        if built is None:
            built = _build(standing, watch)
            standing.keep(built)
            cache.trim()
        return built


def _build(standing: Standing, watch: Watch) -> Built:
    from report import conformance
    from report.compose import cut
    from report.inspect import unwaived
    from report.pipeline import tasks

    settings, manner = standing.settings, standing.manner
    if manner.validated:
        conformance.ready()
    progress = Progress(watch)
    with workers_of(manner, progress) as executor:
        if executor.number > 1:  # by the time that a section is composed, somebody can set it
            executor.submit(Task("load engine", tasks.load_engine), lambda _: None)
        unwaived((), settings.waived)  # a waiver that names no guard is told before the work, not after
        brief = judge(settings)
        whole = cut(brief, settings)
        works = [Work(brief, whole, version) for version in standing.versions]
        made = set_works(works, Press(standing.cache, executor), progress, full=manner.full)
    return _publish(standing, made)


def _publish(standing: Standing, made: Sequence[Done]) -> Built:
    """Put the files into their place, if they are fit for it."""
    from report import archive
    from report.inspect import unwaived, waivers_used

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
    from report.conformance import validate

    for edition, sets in made:
        sections = [it.section.id for it in sets]
        yield from validate(edition.pdf, name=file_of(edition.version), sections=sections)


def _refuse_grave(findings: Sequence[Finding]) -> None:
    grave = [str(finding) for finding in findings if finding.severity == "error"]
    if grave:
        raise RenderError("\n".join(grave))
