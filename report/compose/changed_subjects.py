"""The subject of a change → what it is called, what it says, where it stands, and in what it is counted.

What is gone is told from the facts of the edition before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, cast

from report.compose.composition import Composition
from report.compose.forms import typeset
from report.compose.titles import heading
from report.model import (
    Block,
    Brief,
    Change,
    Claim,
    Country,
    Document,
    Event,
    PartialDate,
    Place,
    Proposal,
    Rate,
    Source,
    Statement,
    Subject,
    Term,
    Words,
    rate_id,
    statement_id,
)
from report.model.changes import Noun

_TABLES: Final[Mapping[Subject, str]] = MappingProxyType(
    {
        Subject.DOCUMENT: "documents",
        Subject.FIGURE: "claims",
        Subject.EVENT: "events",
        Subject.PROPOSAL: "proposals",
        Subject.SOURCE: "sources",
        Subject.PLACE: "places",
        Subject.TERM: "glossary",
        Subject.COUNTRY: "countries",
    }
)
_OfCountry = Claim | Document | Event | Proposal
_BEGINNING: Final = 9
"""So many words tell one paragraph from the others under its heading."""


@dataclass(frozen=True, slots=True)
class ChangedSubject:
    """What a change is about."""

    name: Words
    text: Words
    group: Words
    anchor: str = ""


def subject_of(composition: Composition, change: Change) -> ChangedSubject:
    """The subject of a change as a list names it."""
    noun, brief = found(composition, change)
    if isinstance(noun, _OfCountry):
        return _of_country(composition, noun, brief)
    if isinstance(noun, Block | Statement | str):
        return _passage(composition, change, noun, brief)
    return _entry(composition, noun)


def _of_country(composition: Composition, noun: _OfCountry, brief: Brief) -> ChangedSubject:
    voices = composition.voices
    country = voices.only(brief.vocabulary.countries[noun.country])
    match noun:
        case Document():
            anchor = noun.id if noun.id in composition.brief.documents else ""
            name, text = voices.plain(noun.id), noun.title
        case Claim():
            name, text, anchor = country, noun.label, ""
        case Proposal():
            name, text, anchor = country, noun.text, ""
        case _:
            name, text, anchor = _date(composition, noun.date), noun.what, ""
    return ChangedSubject(name, typeset(composition, text), country, anchor)


def _entry(composition: Composition, noun: Noun) -> ChangedSubject:
    """A source, a rate, a name: what belongs to no country."""
    voices = composition.voices
    if isinstance(noun, Source):
        name, anchor = voices.plain(f"[{noun.number}]"), f"source-{noun.number}"
        kept = noun.id in composition.brief.sources
        text = typeset(composition, noun.title)
        return ChangedSubject(name, text, voices.say("Sources"), anchor if kept else "")
    if isinstance(noun, Rate):
        text = voices.each(lambda voice: voice.rate(noun))
        return ChangedSubject(_date(composition, noun.date), text, voices.say("Exchange rates"))
    group = voices.say("Names and terms")
    return ChangedSubject(group, typeset(composition, _label(noun)), group)


def found(composition: Composition, change: Change) -> tuple[Noun | str, Brief]:
    """The subject as it is now, or as it was where it is gone, and the facts it stands in.

    A file of prose, which is no noun, is its path.
    """
    before = (composition.replaced.brief,) if composition.replaced else ()
    for brief in (composition.brief, *before):
        noun = _find(brief, change)
        if noun is not None:
            return noun, brief
    return change.id, composition.brief


def _find(brief: Brief, change: Change) -> Noun | None:
    match change.subject:
        case Subject.RATE:
            return next((rate for rate in brief.rates if change.id.startswith(rate_id(rate))), None)
        case Subject.STATEMENT | Subject.HEADING | Subject.SECTION:
            return _prose(brief).get(change.id)
        case Subject.WORD:
            vocabulary, _, word = change.id.partition("/")
            return cast("Words | None", getattr(brief.vocabulary, vocabulary).get(word))
        case subject:
            return cast("Noun | None", getattr(brief, _TABLES[subject]).get(change.id))


def _prose(brief: Brief) -> dict[str, Block | Statement]:
    """Every heading and paragraph by its path."""
    found: dict[str, Block | Statement] = {}
    for path, blocks in brief.prose.items():
        for block in blocks:
            found[statement_id(path, block.key)] = block
            for statement in block.statements:
                found[statement_id(path, block.key, statement.key)] = statement
    return found


def _passage(
    composition: Composition, change: Change, noun: Block | Statement | str, brief: Brief
) -> ChangedSubject:
    """A paragraph, a heading or a file of prose, named by its section, and told by its first words."""
    place, sections = section_place(composition, change.id), composition.settings.sections
    section = sections[place] if place < len(sections) else None
    name = heading(composition, section) if section else composition.voices.plain(change.id.partition("/")[0])
    anchor = section.id if section else ""
    if isinstance(noun, str):
        return ChangedSubject(name, name, name, anchor)
    text = noun.text if isinstance(noun, Statement) else noun.heading
    said = composition.voices.prose(composition.voices.only(text), brief)
    beginning = {language: _beginning(words) for language, words in said.items()}
    return ChangedSubject(name, beginning, name, anchor)


def section_place(composition: Composition, path: str) -> int:
    """Where among the sections the one stands that prints a passage; behind all others where none does."""
    sections = composition.settings.sections
    places = (place for place, it in enumerate(sections) if it.prose and path.startswith(it.prose))
    return next(places, len(sections))


def _beginning(text: str) -> str:
    words = text.split(" ")
    return text if len(words) <= _BEGINNING else " ".join(words[:_BEGINNING]).rstrip(",;:—–+ ") + "…"


def _date(composition: Composition, date: PartialDate | None) -> Words:
    if date is None:
        return composition.voices.say("date not disclosed")
    return composition.voices.each(lambda voice: voice.date(date, "short"))


def _label(noun: Noun) -> Words:
    if isinstance(noun, Country | Place | Term):
        return noun.name
    assert isinstance(noun, Mapping)  # noqa: S101 - every other noun is told above
    return noun
