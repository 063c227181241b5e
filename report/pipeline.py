"""The corridor: the only module that knows the order of the rooms.

load → check → draw → compose → render → assemble → inspect → the finished files, put in place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from report import __version__
from report.errors import ArchiveError, Finding, RenderError, SettingsError
from report.model import Brief, Density, Figure, Fragment, Furniture, Made, Metadata, Section, Version, Words
from report.settings import SectionSettings, Settings

if TYPE_CHECKING:
    from report.compose import Composition, Imprint
    from report.localize import Voices

LATEST = "latest"
PROOF = "proof"
_ATTEMPTS = 3
"""The contents settle when their own length does: once with numbers, and once more if it changed."""


LEAST_FILL = 0.36
"""A section's last page is at least 35 % full (docs/pages.md); a little more, so that a rounding passes."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far a build is: the room at work, on what, and how many of all sections are set."""

    room: str
    what: str
    done: int
    total: int


Watch = Callable[[Step], None]


def judge(settings: Settings, *, strict: bool = False) -> Brief:
    """Load and check a brief.

    Raises:
        DataError: with every error (or, strict, every warning too).
    """
    from report.check import check
    from report.load import load

    return check(load(settings), settings, strict=strict)


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


@dataclass(frozen=True, slots=True)
class Built:
    """The files of a build, what their pages could do better, and how often each waiver was used."""

    files: tuple[Made, ...]
    findings: tuple[Finding, ...]
    waivers: Mapping[str, int]


def build(settings: Settings, versions: Sequence[Version], folder: Path, *, watch: Watch) -> Built:
    """Build language versions, read their pages back, and put the files into `folder`.

    The brief's own out/latest changes from set to set in one step; in any other folder each file is
    replaced in one step, and other files are left alone.

    Raises:
        DataError, RenderError, ArchiveError: nothing has been written then.
    """
    from report import archive
    from report.inspect import measure, unwaived, waivers_used

    unwaived((), settings.waived)  # a waiver that names no guard is told before the work, not after
    brief = judge(settings)
    total = len(versions) * len(settings.sections)
    files: dict[str, bytes] = {}
    pages: dict[str, int] = {}
    measured: list[Finding] = []
    for position, version in enumerate(versions):
        progress = Progress(watch, position * len(settings.sections), total)
        name = f"brief.{version.name}.pdf"
        files[name], pages[name] = set_version(settings, brief, version, progress)
        progress.at("inspect", version.name)
        measured += measure(files[name], brief, settings, version)
    findings = unwaived(measured, settings.waived)
    _refuse_grave(findings)
    paths = archive.publish(files, folder, swap=folder == settings.out / LATEST)
    made = tuple(
        Made(path, version.name, pages[path.name], len(files[path.name]))
        for path, version in zip(paths, versions, strict=True)
    )
    return Built(made, findings, waivers_used(measured, settings.waived))


def _refuse_grave(findings: Sequence[Finding]) -> None:
    grave = [str(finding) for finding in findings if finding.severity == "error"]
    if grave:
        raise RenderError("\n".join(grave))


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
    known = {f"brief.{version.name}.pdf": version for version in settings.versions}
    if file.name not in known:
        raise SettingsError(f"{file}: its name must say the version: {', '.join(known)}")
    return known[file.name]


@dataclass(slots=True)
class Progress:
    """Tells the watcher what is under way, and counts the sections set."""

    watch: Watch
    done: int
    total: int

    def at(self, room: str, what: str, *, sections: int = 0) -> None:
        """Tell that `room` is at work on `what`, and count the sections that this sets."""
        self.watch(Step(room, what, self.done, self.total))
        self.done += sections


def set_version(settings: Settings, brief: Brief, version: Version, progress: Progress) -> tuple[bytes, int]:
    """One language version as PDF, and its number of pages; nothing is written."""
    from report.assemble import assemble

    composition = _composition(settings, brief, version, progress)
    sections, fragments = _set_sections(composition, progress)
    progress.at("assemble", version.name)
    pdf = assemble(
        sections,
        fragments,
        furniture=_furniture(composition),
        metadata=composition.imprint.metadata,
    )
    return pdf, sum(fragment.pages for fragment in fragments)


def _composition(settings: Settings, brief: Brief, version: Version, progress: Progress) -> Composition:
    from report.compose import Composition
    from report.localize import Voice, Voices
    from report.pages import Pages

    catalogues = [folder / "locale" for folder in settings.template_folders]
    voices = Voices(
        tuple(Voice(language, catalogues=catalogues, signs=settings.signs) for language in version.languages)
    )
    return Composition(
        brief=brief,
        settings=settings,
        version=version,
        voices=voices,
        figures=_figures(settings, brief, voices, progress),
        charts_of=_charts_of(settings, brief),
        imprint=_imprint(settings, brief, voices),
        pages={},
        templates=Pages(settings.template_folders, voices.say),
    )


def _charts_of(settings: Settings, brief: Brief) -> Mapping[str, tuple[str, ...]]:
    return {
        section.id: tuple(spec.id for spec in brief.charts.values() if spec.section == section.id)
        for section in settings.sections
    }


def _figures(settings: Settings, brief: Brief, voices: Voices, progress: Progress) -> Mapping[str, Figure]:
    """Every figure that a section of this brief shows."""
    from report.draw import draw

    style_file = settings.style_file
    figures = {}
    for names in _charts_of(settings, brief).values():
        for name in names:
            progress.at("draw", name)
            figures[name] = draw(brief.charts[name], brief, voices, style_file=style_file)
    return figures


def _set_sections(composition: Composition, progress: Progress) -> tuple[list[Section], list[Fragment]]:
    """Set every section; the contents last, with page numbers, until their own length settles."""
    from report.assemble import contents_pages

    order = composition.settings.sections
    done: dict[str, tuple[Section, Fragment]] = {}
    for section in [*(s for s in order if s.kind != "contents"), *(s for s in order if s.kind == "contents")]:
        done[section.id] = _set_section(composition, section, progress)
    for _ in range(_ATTEMPTS):
        sections = [done[section.id][0] for section in order]
        fragments = [done[section.id][1] for section in order]
        pages = contents_pages(sections, fragments)
        if pages == composition.pages or all(section.kind != "contents" for section in order):
            break
        composition = replace(composition, pages=pages)
        for section in (section for section in order if section.kind == "contents"):
            done[section.id] = _set_section(composition, section, None)
    return [done[section.id][0] for section in order], [done[section.id][1] for section in order]


def _set_section(
    composition: Composition, section: SectionSettings, progress: Progress | None
) -> tuple[Section, Fragment]:
    """Set a section; where its last page stays too empty, tighter or looser, whichever fills it best."""
    from report.compose import compose
    from report.render import render

    if progress is not None:
        progress.at("render", f"{composition.version.name}: {section.id}", sections=1)
    tried: list[tuple[Section, Fragment]] = []
    for density in Density:
        composed = compose(composition, section, density=density)
        tried.append((composed, render(composed)))
        if tried[-1][1].fill >= LEAST_FILL:
            return tried[-1]
    return max(tried, key=lambda one: one[1].fill)


def _imprint(settings: Settings, brief: Brief, voices: Voices) -> Imprint:
    from report import faces, facts
    from report.compose import Imprint

    def joined(words: Words) -> str:
        return _joined(voices.typeset(voices.only(words)))

    code = facts.code(brief)
    return Imprint(
        fingerprint=code,
        program=f"brief {__version__}",
        engine=f"WeasyPrint {metadata.version('weasyprint')}",
        fonts=faces.description(),
        metadata=Metadata(
            title=joined(settings.title),
            author=joined(settings.prepared_by),
            subject=joined(settings.subtitle),
            language=voices.languages[0],
            keywords=code,
        ),
    )


def _furniture(composition: Composition) -> Furniture:
    """Heads and feet: the short title, the state of the data, and the mark of a draft."""
    settings, voices = composition.settings, composition.voices
    state = voices.say("Data as of {date}", date=voices.each(lambda voice: voice.date(settings.as_of)))
    short = voices.typeset(voices.only(settings.short_title))
    draft = voices.say("DRAFT") if settings.draft else {}
    return Furniture(head=_joined(short), foot=_joined(state), draft=_joined(draft))


def _joined(words: Mapping[str, str]) -> str:
    return " · ".join(dict.fromkeys(words.values()))
