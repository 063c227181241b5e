"""The enclosed facts → every text that the pages must say, in one language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from report.localize import Voice
from report.model import Brief, Words
from report.verify.pages import Printed, solid


@dataclass(frozen=True, slots=True)
class Wording:
    """A text of the facts as a language says it: what it is the text of, and whether it is on a page."""

    noun: str
    text: str
    found: bool


def wordings(brief: Brief, voice: Voice, printed: Printed) -> tuple[Wording, ...]:
    """Paragraphs with their headings, positions of countries that have a section, titles of sources.

    Raises:
        UnknownPlaceholder: a paragraph asks for something that the facts do not have.
    """
    return tuple(Wording(noun, text, solid(text) in printed.whole) for noun, text in _texts(brief, voice))


def _texts(brief: Brief, voice: Voice) -> Iterator[tuple[str, str]]:
    yield from _prose(brief, voice)
    titles = ((f"source [{source.number}]", source.title) for source in brief.sources.values())
    positions = (
        (f"position {proposal.id}", proposal.text)
        for proposal in brief.proposals.values()
        if proposal.country in brief.countries
    )
    yield from ((noun, voice.typeset(_in(words, voice))) for noun, words in (*titles, *positions))


def _prose(brief: Brief, voice: Voice) -> Iterator[tuple[str, str]]:
    for path, blocks in brief.prose.items():
        for block in blocks:
            yield f"heading of {path} {block.key}", voice.typeset(_in(block.heading, voice))
            for statement in block.statements:
                text = voice.prose(_in(statement.text, voice), brief)
                yield f"{path} {block.key}.{statement.key}", text


def _in(words: Words, voice: Voice) -> str:
    return words.get(voice.language, "")
