"""A brief's folder → what its pages say, once for every rival: figures, blocks, or one page of HTML.

The facts are read, judged and put into words by our own rooms, so that all set the same words. The
detour through our templates is timed apart, because a rival's own project would do without it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench.blocks import blocks_of
from report import faces, facts, pipeline, settings
from report.compose import Composition, Imprint, compose, cut
from report.localize import Voice, Voices
from report.model import Brief, Figure, Metadata, Section, Version, Words
from report.pages import Pages
from report.settings import Settings

VERSION = "bilingual"

Export = Callable[[Figure], Figure]
"""Puts a figure where the rival wants it, and gives what its page shall hold instead."""


class TimedPages(Pages):
    """Our templates, and the seconds that filling them took."""

    seconds = 0.0

    def fill(self, template: str, view: object, **names: object) -> str:
        """The template filled; its view, which holds the words, is ready before and not counted."""
        start = time.perf_counter()
        filled = super().fill(template, view, **names)
        self.seconds += time.perf_counter() - start
        return filled


@dataclass(frozen=True, slots=True)
class Content:
    """What all pages say. `detour` is the seconds that only fetching it from our templates took."""

    title: str
    author: str
    head: str
    foot: str
    sections: tuple[Section, ...]
    figures: Mapping[str, Figure]
    detour: float

    def neutral(self) -> dict[str, Any]:
        """The content as JSON has it: every section as blocks."""
        return {
            "title": self.title,
            "author": self.author,
            "head": self.head,
            "foot": self.foot,
            "sections": [
                {
                    "id": section.id,
                    "kind": section.kind,
                    "running": _joined(section.title),
                    "blocks": blocks_of(section.html),
                }
                for section in self.sections
            ],
        }


def content_of(project: Path, export: Export) -> Content:
    """Read, judge, draw and compose a brief's default version."""
    read = settings.read(project)
    brief = pipeline.judge(read)
    read = cut(brief, read)
    (version,) = pipeline.versions_of(read, VERSION)
    voices = _voices(read, version)
    figures = _figures(read, brief, voices)
    templates = TimedPages(read.template_folders, voices.say)
    held = {name: export(figure) for name, figure in figures.items()}
    composition = _composition(read, brief, held, voices=voices, templates=templates)
    sections = tuple(compose(composition, section) for section in read.sections)
    return Content(
        title=composition.imprint.metadata.title,
        author=composition.imprint.metadata.author,
        head=_joined(voices.typeset(voices.only(read.short_title))),
        foot=_joined(voices.each(lambda voice: voice.date(read.as_of))),
        sections=sections,
        figures=figures,
        detour=templates.seconds,
    )


def drawings_of(project: Path) -> Mapping[str, Figure]:
    """Only the figures of a brief."""
    read = settings.read(project)
    (version,) = pipeline.versions_of(read, VERSION)
    return _figures(read, pipeline.judge(read), _voices(read, version))


def _figures(read: Settings, brief: Brief, voices: Voices) -> Mapping[str, Figure]:
    if not brief.charts:
        return {}
    from report.draw import draw  # without charts nobody loads matplotlib

    return {spec.id: draw(spec, brief, voices, style_file=read.style_file) for spec in brief.charts.values()}


def named(figure: Figure) -> Figure:
    """The figure with its name for a drawing: the page then tells which file belongs there."""
    return replace(figure, svg=figure.id)


def _voices(read: Settings, version: Version) -> Voices:
    catalogues = [folder / "locale" for folder in read.template_folders]
    return Voices(
        tuple(Voice(language, catalogues=catalogues, signs=read.signs) for language in version.languages)
    )


def _composition(
    read: Settings, brief: Brief, figures: Mapping[str, Figure], *, voices: Voices, templates: Pages
) -> Composition:
    (version,) = pipeline.versions_of(read, VERSION)
    return Composition(
        brief=brief,
        settings=read,
        version=version,
        voices=voices,
        figures=figures,
        charts_of=_charts_of(read, brief),
        imprint=_imprint(read, brief, voices),
        pages={},
        templates=templates,
    )


def _charts_of(read: Settings, brief: Brief) -> Mapping[str, tuple[str, ...]]:
    return {
        section.id: tuple(spec.id for spec in brief.charts.values() if spec.section == section.id)
        for section in read.sections
    }


def _imprint(read: Settings, brief: Brief, voices: Voices) -> Imprint:
    code = facts.code(brief)
    return Imprint(
        fingerprint=code,
        program="brief",
        engine="",
        fonts=faces.description(),
        metadata=Metadata(
            title=_joined(voices.typeset(voices.only(read.title))),
            author=_joined(voices.typeset(voices.only(read.prepared_by))),
            subject="",
            language=voices.languages[0],
            keywords=code,
        ),
    )


def _joined(words: Words) -> str:
    return " · ".join(dict.fromkeys(words.values())).replace("\n", " ")
