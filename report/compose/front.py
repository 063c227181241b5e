"""Cover, summary, contents and colophon as views."""

from __future__ import annotations

from dataclasses import dataclass

from report.compose.composition import Composition
from report.compose.forms import (
    ClaimRow,
    FigureForm,
    Passages,
    claim_row,
    figure_forms,
    passages,
    typeset,
)
from report.compose.revisions import change_in
from report.compose.sources import split
from report.compose.titles import day, edition, heading, replaced
from report.model import Use, Words
from report.settings import SectionSettings


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover: both titles in one size, one drawing, what the brief is and how it stands.

    A proof has no edition, and the first edition replaces none.
    """

    headline: Words
    subtitle: Words
    occasion: Words
    edition: Words
    foot: tuple[tuple[Words, Words], ...]
    figures: tuple[FigureForm, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """Page 2: what happened, how much money, what it means."""

    panel: tuple[ClaimRow, ...]
    blocks: tuple[Passages, ...]
    figures: tuple[FigureForm, ...]


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """One line of the contents: a section, its number, and its page (0 until known)."""

    id: str
    number: str
    title: Words
    page: int


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents in the order of pages: the sections, and from the first annex on what follows them."""

    sections: tuple[ContentsLine, ...]
    annexes: tuple[ContentsLine, ...]


@dataclass(frozen=True, slots=True)
class ColophonLine:
    """One line of the colophon: what, and its answer in each language."""

    label: Words
    answer: Words


@dataclass(frozen=True, slots=True)
class Colophon:
    """Who made this brief, from what, and with what."""

    lines: tuple[ColophonLine, ...]


def cover(composition: Composition, section: SectionSettings) -> Cover:
    """The cover's words and its drawing."""
    settings, brief, voices = composition.settings, composition.brief, composition.voices
    return Cover(
        headline=typeset(composition, settings.title),
        subtitle=typeset(composition, settings.subtitle),
        occasion=_occasion(composition),
        foot=(
            (voices.say("Data as of"), voices.each(lambda voice: voice.date(settings.as_of))),
            (voices.say("Status"), _status(composition)),
            (voices.say("Distribution"), typeset(composition, settings.distribution)),
            (voices.say("Code"), voices.plain(composition.imprint.fingerprint)),
        ),
        edition=_edition(composition),
        figures=figure_forms(composition, section.id, section.number) if brief.places else (),
    )


def _edition(composition: Composition) -> Words:
    """The edition, and the one that it replaces where there is one."""
    before = composition.replaced
    if before is None:
        return edition(composition)
    return composition.voices.say(
        "{edition}, replaces edition {number} of {date}",
        edition=edition(composition),
        number=before.number,
        date=day(composition, before),
    )


def _status(composition: Composition) -> Words:
    say = composition.voices.say
    return say("Draft") if composition.draft else say("Released")


def _occasion(composition: Composition) -> Words:
    """Where and when the event was, as far as the data knows."""
    day = composition.brief.events[composition.settings.event].date
    place = composition.brief.places.get(composition.settings.place)
    voices = composition.voices
    date = voices.each(lambda voice: voice.date(day)) if day else {}
    if place is None:
        return date
    if not date:
        return voices.only(place.name)
    return voices.say("{place}, {date}", place=place.name, date=date)


def summary(composition: Composition, section: SectionSettings) -> Summary:
    """The key figures are the claims of use `key`, in the order of the table.

    Behind the count of documents that brief.toml names stands how many of them the sources name.
    """
    panel: list[ClaimRow] = []
    for claim in composition.brief.claims.values():
        if claim.use is Use.KEY:
            panel.append(claim_row(composition, claim, apart=True))
        if claim.use is Use.KEY and claim.id == composition.settings.announced:
            panel.append(_named(composition))
    return Summary(
        panel=tuple(panel),
        blocks=passages(composition, section.prose, composition.brief.prose.get(section.prose, ())),
        figures=figure_forms(composition, section.id, section.number),
    )


def _named(composition: Composition) -> ClaimRow:
    """How many documents the sources name, as a key figure: counted here, without a source of its own."""

    def counted(composition: Composition) -> Words:
        return composition.voices.number(len(composition.brief.named_documents()))

    number = counted(composition)
    return ClaimRow(
        label=composition.voices.say("Documents that the sources name (see the register)"),
        qualifier={},
        amount=number,
        value=number,
        period={},
        note={},
        marks=(),
        change=change_in(composition, counted),
    )


def contents(composition: Composition, section: SectionSettings) -> Contents:
    """Every section but the cover, the contents themselves, and what goes on a long one."""
    lines = tuple(
        ContentsLine(
            id=other.id,
            number=other.number,
            title=heading(composition, other),
            page=composition.pages.get(other.id, 0),
        )
        for other in composition.settings.sections
        if other.kind != "cover" and other.id != section.id and not other.continues
    )
    first = next((place for place, line in enumerate(lines) if line.number.isalpha()), len(lines))
    return Contents(lines[:first], lines[first:])


def colophon(composition: Composition, section: SectionSettings) -> Colophon:
    """As of when, who prepared it and whom to ask, what it was made from and with."""
    settings, voices, imprint = composition.settings, composition.voices, composition.imprint
    brief = composition.brief

    cited, consulted = split(brief)
    held = voices.say(
        "{documents} documents, {claims} figures, {cited} sources used, {consulted} consulted and not used",
        documents=len(brief.documents),
        claims=len(brief.claims),
        cited=len(cited),
        consulted=len(consulted),
    )
    pairs = [
        (voices.say("Edition"), edition(composition)),
        (voices.say("Replaces"), replaced(composition)),
        (voices.say("Data as of"), voices.each(lambda voice: voice.date(settings.as_of))),
        (voices.say("Prepared by"), typeset(composition, settings.prepared_by)),
        (voices.say("Questions"), voices.plain(settings.contact)),
        (voices.say("Distribution"), typeset(composition, settings.distribution)),
        (voices.say("Status"), _status(composition)),
        (voices.say("In the data"), held),
        (voices.say("Code"), voices.plain(imprint.fingerprint)),
        (voices.say("Set with"), voices.plain(f"{imprint.program}, {imprint.engine}")),
        (voices.say("Typefaces"), voices.plain(imprint.fonts)),
    ]
    return Colophon(tuple(ColophonLine(label, answer) for label, answer in pairs if any(answer.values())))
