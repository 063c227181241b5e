"""The numbered sections as views: prose, proposals, investment, countries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from report.compose.forms import (
    ClaimGroup,
    ClaimRow,
    Composition,
    FigureForm,
    Mark,
    Passages,
    claim_row,
    claim_rows,
    figure_forms,
    marks,
    passages,
    typeset,
)
from report.model import Claim, Count, Event, EventKind, Money, Proposal, ProposalKind, Unit, Use, Words
from report.settings import SectionSettings

PANEL_DEFAULT = 3
"""One row of numerals opens a country's section, where brief.toml does not choose them."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A section of prose with its figures."""

    blocks: tuple[Passages, ...]
    figures: tuple[FigureForm, ...]


@dataclass(frozen=True, slots=True)
class ProposalEntry:
    """A position in words."""

    id: str
    country: Words
    theme: Words
    text: Words
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """How often a country proposed something on a theme, and how often it took another position."""

    proposed: int
    other: int
    country: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A theme and its cells, one a country."""

    theme: Words
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """What comes next: a date, or the words that say there is none."""

    date: Words
    country: Words
    what: Words
    kind: Words
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """Who proposed what, and the calendar; `others` are positions of parties without a section."""

    countries: tuple[Words, ...]
    matrix: tuple[MatrixRow, ...]
    entries: tuple[ProposalEntry, ...]
    others: tuple[ProposalEntry, ...]
    calendar: tuple[CalendarLine, ...]
    figures: tuple[FigureForm, ...]


@dataclass(frozen=True, slots=True)
class Investment:
    """The target as numerals, then prose, figures, and amounts by kind, never summed."""

    panel: tuple[ClaimRow, ...]
    converted: ClaimRow | None
    blocks: tuple[Passages, ...]
    figures: tuple[FigureForm, ...]
    kinds: tuple[ClaimGroup, ...]


@dataclass(frozen=True, slots=True)
class Position:
    """The positions of one verb."""

    verb: Words
    entries: tuple[ProposalEntry, ...]


@dataclass(frozen=True, slots=True)
class CountryView:
    """A country's section."""

    leader: Words
    office: Words
    panel: tuple[ClaimRow, ...]
    blocks: tuple[Passages, ...]
    positions: tuple[Position, ...]
    documents: Words
    fields: Words
    related: Words
    figures: tuple[FigureForm, ...]
    further: tuple[ClaimRow, ...]
    anchor: str


def prose(composition: Composition, section: SectionSettings) -> Prose:
    """Prose as it stands in the section's file."""
    return Prose(
        blocks=passages(composition, composition.brief.prose[section.prose]),
        figures=figure_forms(composition, section.id, section.number),
    )


def proposals(composition: Composition, section: SectionSettings) -> Proposals:
    """The matrix counts positions by theme and country; proposals stand below in full."""
    brief = composition.brief
    made = [proposal for proposal in brief.proposals.values() if proposal.country in brief.countries]
    return Proposals(
        countries=tuple(composition.voices.only(country.name) for country in brief.countries.values()),
        matrix=_matrix(composition, made),
        entries=tuple(
            _entry(composition, proposal) for proposal in made if proposal.kind is ProposalKind.PROPOSED
        ),
        others=tuple(
            _entry(composition, proposal)
            for proposal in brief.proposals.values()
            if proposal.country not in brief.countries
        ),
        calendar=tuple(
            _calendar_line(composition, event)
            for event in sorted(brief.events.values(), key=_time)
            if event.kind is not EventKind.PAST
        ),
        figures=figure_forms(composition, section.id, section.number),
    )


def _matrix(composition: Composition, made: Sequence[Proposal]) -> tuple[MatrixRow, ...]:
    brief = composition.brief
    proposed = Counter((p.theme, p.country) for p in made if p.kind is ProposalKind.PROPOSED)
    other = Counter((p.theme, p.country) for p in made if p.kind is not ProposalKind.PROPOSED)
    anchors = {section.country: section.id for section in composition.settings.sections if section.country}
    return tuple(
        MatrixRow(
            composition.voices.only(label),
            tuple(
                MatrixCell(proposed[theme, code], other[theme, code], f"positions-{anchors.get(code, '')}")
                for code in brief.countries
            ),
        )
        for theme, label in brief.vocabulary.themes.items()
        if any(key[0] == theme for key in (proposed + other))
    )


def _entry(composition: Composition, proposal: Proposal) -> ProposalEntry:
    brief = composition.brief
    return ProposalEntry(
        id=proposal.id,
        country=composition.voices.only(brief.vocabulary.countries[proposal.country]),
        theme=composition.voices.only(brief.vocabulary.themes[proposal.theme]),
        text=typeset(composition, proposal.text),
        marks=marks(brief, proposal.sources),
    )


def _time(event: Event) -> tuple[bool, str]:
    """Events in order of time; those without a date come last."""
    return event.date is None, str(event.date)


def _calendar_line(composition: Composition, event: Event) -> CalendarLine:
    voices, day = composition.voices, event.date
    return CalendarLine(
        date=voices.each(lambda voice: voice.date(day)) if day else voices.say("date not set"),
        country=voices.only(composition.brief.vocabulary.countries[event.country]),
        what=typeset(composition, event.what),
        kind=voices.say("planned") if event.kind is EventKind.PLANNED else voices.say("proposed"),
        marks=marks(composition.brief, event.sources),
    )


def investment(composition: Composition, section: SectionSettings) -> Investment:
    """The panel of brief.toml; its first amount is also converted at the reference rate."""
    brief = composition.brief
    panel = [brief.claims[name] for name in section.panel]
    return Investment(
        panel=claim_rows(composition, panel),
        converted=_converted(composition, panel),
        blocks=passages(composition, brief.prose.get(section.prose, ())),
        figures=figure_forms(composition, section.id, section.number),
        kinds=_kinds(composition, {claim.id for claim in panel}),
    )


def _converted(composition: Composition, panel: Sequence[Claim]) -> ClaimRow | None:
    """The panel's first amount in the rate's other currency, with the rate and its date as the note."""
    rate = composition.brief.reference_rate
    first = next((claim for claim in panel if isinstance(claim.value, Money)), None)
    if rate is None or first is None or not isinstance(first.value, Money):
        return None
    if first.value.currency not in (rate.base, rate.quote):
        return None
    voices = composition.voices
    money = rate.convert(first.value)
    row = claim_row(composition, first)
    note = voices.say(
        "Converted at {rate} ({date}), with no more digits than the original",
        rate=voices.each(lambda voice: voice.rate(rate)),
        date=voices.each(lambda voice: voice.date(rate.date)),
    )
    return ClaimRow(
        id="",
        label=voices.say("The same amount, converted"),
        qualifier=voices.each(lambda voice: voice.shown_qualifier(money)),
        amount=voices.each(lambda voice: voice.bare(money, "short")),
        value=voices.each(lambda voice: voice.value(money, "short")),
        period=row.period,
        note=note,
        marks=marks(composition.brief, (*first.sources, *rate.sources)),
    )


def _kinds(composition: Composition, shown: set[str]) -> tuple[ClaimGroup, ...]:
    """Amounts of the countries by metric, for the kinds of money the vocabulary has, in its order."""
    brief, voices = composition.brief, composition.voices
    groups = []
    for metric, label in brief.vocabulary.metrics.items():
        claims = [
            claim
            for claim in brief.claims.values()
            if claim.metric == metric
            and isinstance(claim.value, Money)
            and claim.country in brief.countries
            and claim.use in (Use.KEY, Use.TABLE)
            and claim.id not in shown
            and metric in _INVESTMENT
        ]
        if claims:
            groups.append(ClaimGroup(voices.only(label), claim_rows(composition, claims)))
    return tuple(groups)


_INVESTMENT = frozenset(
    {
        "cumulative_investment",
        "fdi_inflow",
        "project_portfolio",
        "project_portfolio_new",
        "documents_value",
        "project_investment",
        "jica_portfolio",
        "jica_pipeline",
        "jbic_portfolio",
        "jbic_pipeline",
    }
)
"""Measures of money put, planned or pledged; trade, output and aid are not investment."""


def country(composition: Composition, section: SectionSettings) -> CountryView:
    """A country's section: numerals, prose, every position by its verb, documents in brief, other figures."""
    brief, voices = composition.brief, composition.voices
    code = section.country
    leader = brief.countries[code].leader
    panel = _panel(composition, section)
    return CountryView(
        leader=voices.only(leader.name),
        office=voices.only(leader.expansion),
        panel=claim_rows(composition, panel),
        blocks=passages(composition, brief.countries[code].blocks),
        positions=_positions(composition, code),
        documents=_documents(composition, code),
        fields=_fields(composition, code),
        related=_related(composition, code),
        figures=figure_forms(composition, section.id, section.number),
        further=claim_rows(composition, (claim for claim in _shown(composition, code) if claim not in panel)),
        anchor=f"register-{code}",
    )


def _shown(composition: Composition, code: str) -> list[Claim]:
    """The country's claims of use `key` and `table`, headline numbers first."""
    claims = [claim for claim in composition.brief.claims.values() if claim.country == code]
    return [claim for use in (Use.KEY, Use.TABLE) for claim in claims if claim.use is use]


def _panel(composition: Composition, section: SectionSettings) -> list[Claim]:
    """The claims that brief.toml names for the panel, else the first ones shown."""
    if section.panel:
        return [composition.brief.claims[name] for name in section.panel]
    return _shown(composition, section.country)[:PANEL_DEFAULT]


def _positions(composition: Composition, code: str) -> tuple[Position, ...]:
    say = composition.voices.say
    verbs = {
        ProposalKind.PROPOSED: say("Proposed"),
        ProposalKind.SUPPORTED: say("Supported"),
        ProposalKind.CONFIRMED: say("Confirmed"),
        ProposalKind.STATED: say("Stated"),
    }
    made = [proposal for proposal in composition.brief.proposals.values() if proposal.country == code]
    positions = (
        Position(verb, tuple(_entry(composition, proposal) for proposal in made if proposal.kind is kind))
        for kind, verb in verbs.items()
    )
    return tuple(position for position in positions if position.entries)


def _documents(composition: Composition, code: str) -> Words:
    """How many documents were announced and how many can be named, in one sentence."""
    brief, voices = composition.brief, composition.voices
    named = voices.each(
        lambda voice: voice.value(Count(Decimal(len(brief.named_documents(code))), Unit.DOCUMENTS))
    )
    announced = brief.headline(code, "documents_announced")
    if announced is None:
        return voices.say("Named: {named}. No count was announced.", named=named)
    total = voices.each(lambda voice: voice.value(announced.value))
    return voices.say("Announced: {announced}. Named: {named}.", announced=total, named=named)


def _fields(composition: Composition, code: str) -> Words:
    """The named documents by field, the most frequent first, in one sentence."""
    brief, voices = composition.brief, composition.voices
    counts = Counter(document.sector for document in brief.named_documents(code))
    if not counts:
        return {}
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))

    def said(language: str) -> str:
        sectors = brief.vocabulary.sectors
        return "; ".join(f"{sectors[sector][language].lower()} ({count})" for sector, count in ordered)

    return voices.say("By field: {fields}.", fields=voices.each(lambda voice: said(voice.language)))


def _related(composition: Composition, code: str) -> Words:
    number = len(composition.brief.related_documents(code))
    if not number:
        return {}
    voices = composition.voices
    count = voices.each(lambda voice: voice.value(Count(Decimal(number), Unit.DOCUMENTS)))
    return voices.say("Grant and loan papers not known to be among the announced: {count}.", count=count)
