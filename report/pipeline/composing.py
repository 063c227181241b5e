"""`Brief` + `Settings` → a `Composition` of one language version, yet without its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from report import __version__
from report.model import Brief, Furniture, Issue, Metadata, Version, Words
from report.settings import Settings

if TYPE_CHECKING:
    from report.compose import Composition, Imprint
    from report.localize import Voices


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be made: the facts, how, and in which language version; `issue` is None in a proof."""

    brief: Brief
    settings: Settings
    version: Version
    issue: Issue | None = None

    def voices(self) -> Voices:
        """Who speaks in this version."""
        return voices_for(self.settings, self.version.languages)

    @property
    def charts(self) -> Mapping[str, tuple[str, ...]]:
        """The figures of each section, by the section's id."""
        specs = self.brief.charts.values()
        return {
            section.id: tuple(spec.id for spec in specs if spec.section == section.id)
            for section in self.settings.sections
        }


def voices_for(settings: Settings, languages: Sequence[str]) -> Voices:
    """Who speaks these languages, with the words of the brief's catalogues."""
    from report.localize import Voice, Voices

    catalogues, signs = settings.catalogues, settings.signs
    return Voices(tuple(Voice(language, catalogues=catalogues, signs=signs) for language in languages))


def composition_of(work: Work) -> Composition:
    """All that composing takes, but for the figures and the page numbers."""
    from report.compose import Composition
    from report.pages import Pages

    voices = work.voices()
    return Composition(
        brief=work.brief,
        settings=work.settings,
        version=work.version,
        voices=voices,
        figures={},
        charts_of=work.charts,
        imprint=_imprint(work, voices),
        pages={},
        templates=Pages(work.settings.template_folders, voices.say),
        issue=work.issue,
    )


def furniture_of(composition: Composition) -> Furniture:
    """Heads and feet: the short title, the edition and the state of the data, and the mark of a draft."""
    settings, voices = composition.settings, composition.voices
    short = voices.typeset(voices.only(settings.short_title))
    draft = voices.say("DRAFT") if composition.draft else {}
    return Furniture(head=_joined(short), foot=_joined(_state(composition)), draft=_joined(draft))


def _state(composition: Composition) -> Words:
    voices, issue = composition.voices, composition.issue
    date = voices.each(lambda voice: voice.date(composition.settings.as_of))
    if issue is None:
        return voices.say("Data as of {date}", date=date)
    return voices.say("Edition {number}. Data as of {date}", number=issue.number, date=date)


def _imprint(work: Work, voices: Voices) -> Imprint:
    from importlib import metadata

    from report import faces, facts
    from report.compose import Imprint

    settings = work.settings

    def joined(words: Words) -> str:
        return _joined(voices.typeset(voices.only(words)))

    code = facts.code(work.brief)
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


def _joined(words: Mapping[str, str]) -> str:
    return " · ".join(dict.fromkeys(words.values()))
