"""Facts → all of their pages, made anew where they have changed, and fit to be put out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from report import conformance
from report.cache import Cache
from report.compose import cut
from report.errors import Finding, RenderError
from report.inspect import unwaived, waivers_used
from report.model import Brief, Issue, Made, Version
from report.pipeline.composing import Work
from report.pipeline.explaining import Memory
from report.pipeline.nouns import Bound, Built, Manner, Reason
from report.pipeline.press import Press
from report.pipeline.progress import Progress
from report.pipeline.setting import Set
from report.pipeline.side_by_side import set_works
from report.settings import Settings
from report.workers import Executor


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be made, and how; `issue` is what an edition's pages say of it, None in a proof."""

    cache: Cache
    settings: Settings
    versions: Sequence[Version]
    manner: Manner
    brief: Brief
    issue: Issue | None = None

    @property
    def works(self) -> tuple[Work, ...]:
        """The same for each language version."""
        whole = cut(self.brief, self.settings, self.issue)
        return tuple(Work(self.brief, whole, version, self.issue) for version in self.versions)


@dataclass(frozen=True, slots=True)
class Pressed:
    """The versions, bound and found fit, and what there is to tell of their making."""

    versions: tuple[Bound, ...]
    findings: tuple[Finding, ...]
    waivers: Mapping[str, int]
    sections: int
    reasons: tuple[Reason, ...]
    damaged: int

    @property
    def files(self) -> Mapping[str, bytes]:
        """The files by name."""
        return _files(self.versions)

    def built(self, folder: Path, changed: tuple[str, ...]) -> Built:
        """What was built, once the files stand in a folder; `changed` are inputs that were not the same."""
        return Built(
            files=tuple(
                Made(folder / it.version.file, it.version.name, it.pages, len(it.pdf)) for it in self.versions
            ),
            findings=self.findings,
            waivers=self.waivers,
            sections=self.sections,
            reasons=self.reasons,
            changed=changed,
            damaged=self.damaged,
        )


def prepare(settings: Settings, manner: Manner) -> None:
    """What would be wrong with any build of these settings is told before the work, not after.

    Raises:
        SettingsError: the validator is asked for and not installed, or a waiver names no guard.
    """
    if manner.validated:
        conformance.ready()
    unwaived((), settings.waived)


def make(job: Job, workers: Executor, progress: Progress) -> Pressed:
    """Make the versions, and refuse them if a grave fault is found on their pages.

    Raises:
        RenderError, ArchiveError: nothing has been written then, but for the cache.
    """
    works = job.works
    done = set_works(works, Press(job.cache, workers), progress, full=job.manner.full)
    versions = tuple(bound for bound, _ in done)
    measured = [finding for bound in versions for finding in bound.findings]
    if job.manner.validated:
        measured += validated(_files(versions), works[0].settings)
    findings = unwaived(measured, job.settings.waived)
    refuse_grave(findings)
    return Pressed(
        versions=versions,
        findings=findings,
        waivers=waivers_used(measured, job.settings.waived),
        sections=sum(len(sets) for _, sets in done),
        reasons=tuple(reason for bound, sets in done for reason in _reasons(job.cache, bound, sets)),
        damaged=job.cache.damaged,
    )


def _files(versions: Sequence[Bound]) -> Mapping[str, bytes]:
    return {bound.version.file: bound.pdf for bound in versions}


def _reasons(cache: Cache, bound: Bound, sets: Sequence[Set]) -> tuple[Reason, ...]:
    memory = Memory(cache, bound.version)
    reasons = memory.reasons(sets)
    memory.keep(sets)
    return reasons


def validated(files: Mapping[str, bytes], settings: Settings) -> tuple[Finding, ...]:
    """What an independent validator says of finished files, by name.

    Raises:
        SettingsError, RenderError: it is not installed, or cannot read a file.
    """
    sections = [section.id for section in settings.sections]
    found = (conformance.validate(pdf, name=name, sections=sections) for name, pdf in files.items())
    return tuple(finding for findings in found for finding in findings)


def refuse_grave(findings: Sequence[Finding]) -> None:
    """Put nothing out that is not fit for it.

    Raises:
        RenderError: with every grave finding.
    """
    grave = [str(finding) for finding in findings if finding.severity == "error"]
    if grave:
        raise RenderError("\n".join(grave))
