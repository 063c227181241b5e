"""Who proposed what as a view: the matrix, every position in words, and the calendar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from report.compose.composition import Composition
from report.compose.forms import FigureForm, Mark, figure_forms, marks, typeset
from report.compose.revisions import change_of
from report.model import Brief, Event, EventKind, PartialDate, Proposal, ProposalKind, Subject, Words
from report.settings import SectionSettings

NEVER: Final = (10_000, 13, 32)
"""Behind every year, month and day of the calendar (ISO 8601)."""


@dataclass(frozen=True, slots=True)
class ProposalEntry:
    """A position in words."""

    country: Words
    theme: Words
    text: Words
    marks: tuple[Mark, ...]
    change: Words


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """How often a country proposed something on a theme, and how often it took another position.

    `anchor` is where its positions stand, empty where the brief has no section of it.
    """

    proposed: int
    other: int
    anchor: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A theme and its cells, one a country."""

    theme: Words
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """What comes next: a date, or the words that say there is none; `remark` says how it stands."""

    date: Words
    country: Words
    text: Words
    remark: Words
    marks: tuple[Mark, ...]
    change: Words


@dataclass(frozen=True, slots=True)
class Proposals:
    """Who proposed what, and the calendar; `others` are positions of parties without a section.

    Where these are of one party, `party` names it.
    """

    countries: tuple[Words, ...]
    matrix: tuple[MatrixRow, ...]
    entries: tuple[ProposalEntry, ...]
    others: tuple[ProposalEntry, ...]
    party: Words
    calendar: tuple[CalendarLine, ...]
    figures: tuple[FigureForm, ...]


def proposals(composition: Composition, section: SectionSettings) -> Proposals:
    """The matrix counts positions by theme and country; proposals stand below in full."""
    brief = composition.brief
    made = [proposal for proposal in brief.proposals.values() if proposal.country in brief.countries]
    return Proposals(
        countries=tuple(composition.voices.only(country.name) for country in brief.countries.values()),
        matrix=_matrix(composition, made),
        entries=tuple(
            proposal_entry(composition, proposal)
            for proposal in made
            if proposal.kind is ProposalKind.PROPOSED
        ),
        others=tuple(proposal_entry(composition, proposal) for proposal in _others(brief)),
        party=_party(composition),
        calendar=tuple(
            _calendar_line(composition, event)
            for event in sorted(brief.events.values(), key=_time)
            if event.kind is not EventKind.PAST
        ),
        figures=figure_forms(composition, section.id, section.number),
    )


def _others(brief: Brief) -> list[Proposal]:
    """The positions of parties without a section, those of a theme together."""
    made = [proposal for proposal in brief.proposals.values() if proposal.country not in brief.countries]
    themes = [proposal.theme for proposal in made]
    return sorted(made, key=lambda proposal: themes.index(proposal.theme))


def _matrix(composition: Composition, made: Sequence[Proposal]) -> tuple[MatrixRow, ...]:
    brief = composition.brief
    proposed = Counter((p.theme, p.country) for p in made if p.kind is ProposalKind.PROPOSED)
    other = Counter((p.theme, p.country) for p in made if p.kind is not ProposalKind.PROPOSED)
    sections = composition.settings.sections
    anchors = {section.country: f"positions-{section.id}" for section in sections if section.country}
    return tuple(
        MatrixRow(
            composition.voices.only(label),
            tuple(
                MatrixCell(proposed[theme, code], other[theme, code], anchors.get(code, ""))
                for code in brief.countries
            ),
        )
        for theme, label in brief.vocabulary.themes.items()
        if any(key[0] == theme for key in (proposed + other))
    )


def proposal_entry(composition: Composition, proposal: Proposal) -> ProposalEntry:
    """A position with its country, its theme and its words."""
    brief = composition.brief
    return ProposalEntry(
        country=composition.voices.only(brief.vocabulary.countries[proposal.country]),
        theme=composition.voices.only(brief.vocabulary.themes[proposal.theme]),
        text=typeset(composition, proposal.text),
        marks=marks(brief, proposal.sources),
        change=change_of(composition, Subject.PROPOSAL, proposal.id),
    )


def _party(composition: Composition) -> Words:
    """The one party without a section whose positions are told; nothing where there are several."""
    brief = composition.brief
    parties = {it.country for it in brief.proposals.values()} - set(brief.countries)
    return composition.voices.only(brief.vocabulary.countries[parties.pop()]) if len(parties) == 1 else {}


def _time(event: Event) -> tuple[int, int, int]:
    """Events by the end of what their date says, a year after its months; those without a date come last."""
    if event.date is None:
        return NEVER
    return event.date.year, event.date.month or NEVER[1], event.date.day or NEVER[2]


def _calendar_line(composition: Composition, event: Event) -> CalendarLine:
    voices, day = composition.voices, event.date
    return CalendarLine(
        date=voices.each(lambda voice: voice.date(day)) if day else voices.say("date not disclosed"),
        country=voices.only(composition.brief.vocabulary.countries[event.country]),
        text=typeset(composition, event.what),
        remark=_standing(composition, event),
        marks=marks(composition.brief, event.sources),
        change=change_of(composition, Subject.EVENT, event.id),
    )


def _standing(composition: Composition, event: Event) -> Words:
    """How an event to come stands: a plan whose time has passed by the day of the data is not confirmed.

    The kind of an event is as of its source's date (data/README.md), and the brief's day may be later.
    """
    voices = composition.voices
    if event.kind is EventKind.PROPOSED:
        return voices.say("proposed")
    if event.date is None or not _is_over(event.date, composition.settings.as_of):
        return voices.say("planned")
    return voices.say("planned; not confirmed")


def _is_over(date: PartialDate, day: PartialDate) -> bool:
    """Whether all of a year, month or day lies before `day`."""
    known = len([part for part in (date.year, date.month, date.day) if part])
    return (date.year, date.month, date.day)[:known] < (day.year, day.month, day.day)[:known]
