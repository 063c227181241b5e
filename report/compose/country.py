"""A country's section as a view: numerals, prose, positions by their verb, documents in brief."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from report.compose.composition import Composition
from report.compose.forms import (
    ClaimRow,
    FigureForm,
    Passage,
    Passages,
    claim_rows,
    figure_forms,
    passages,
)
from report.compose.ordering import by_topic
from report.compose.proposals import ProposalEntry, proposal_entry
from report.compose.revisions import change_in
from report.model import Claim, ProposalKind, Unit, Use, Words
from report.settings import SectionSettings

PANEL_DEFAULT = 3
"""One row of numerals opens a country's section, where brief.toml does not choose them."""


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
    facts: tuple[Passage, ...]
    figures: tuple[FigureForm, ...]
    further: tuple[ClaimRow, ...]
    register: Words
    anchor: str


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
        blocks=passages(composition, section.prose, brief.countries[code].blocks),
        positions=_positions(composition, code),
        facts=tuple(_facts(composition, code)),
        figures=figure_forms(composition, section.id, section.number),
        further=claim_rows(composition, by_topic(composition, _further(composition, code, panel))),
        register=_register(composition),
        anchor=_anchor(composition, code),
    )


def _register(composition: Composition) -> Words:
    """Where the documents stand in full."""
    section = composition.settings.section("register")
    if section is None:
        return {}
    if not section.number:
        return composition.voices.say("See the register of documents")
    return composition.voices.say("See the register of documents, Annex {letter}", letter=section.number)


def _anchor(composition: Composition, code: str) -> str:
    """Where the country's documents stand; the register's title where it names none of them."""
    section = composition.settings.section("register")
    return f"register-{code}" if composition.brief.named_documents(code) or not section else section.id


def _shown(composition: Composition, code: str) -> list[Claim]:
    """The country's claims of use `key` and `table`, headline numbers first."""
    claims = [claim for claim in composition.brief.claims.values() if claim.country == code]
    return [claim for use in (Use.KEY, Use.TABLE) for claim in claims if claim.use is use]


def _further(composition: Composition, code: str, panel: Sequence[Claim]) -> Iterator[Claim]:
    """What the country's section shows beside its panel."""
    return (claim for claim in _shown(composition, code) if claim not in panel)


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
        Position(
            verb, tuple(proposal_entry(composition, proposal) for proposal in made if proposal.kind is kind)
        )
        for kind, verb in verbs.items()
    )
    return tuple(position for position in positions if position.entries)


def _facts(composition: Composition, code: str) -> Iterator[Passage]:
    """What the register holds of the country, in a sentence each."""
    for said in (_documents, _fields, _related):
        words = said(composition, code)
        if words:
            yield Passage(words, (), change_in(composition, partial(said, code=code)))


def _documents(composition: Composition, code: str) -> Words:
    """How many documents were announced and how many can be named, in one sentence."""
    brief, voices = composition.brief, composition.voices
    named = voices.counted(len(brief.named_documents(code)), Unit.DOCUMENTS)
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
    voices, total = composition.voices, composition.brief.claims.get(composition.settings.announced)
    count = voices.counted(number, Unit.DOCUMENTS)
    if total is None:
        return voices.say("Grant and loan documents: {count}.", count=count)
    return voices.say(
        "Grant and loan documents: {count}. They are not confirmed to be among the {total} (“{label}”).",
        count=count,
        total=voices.each(lambda voice: voice.bare(total.value, "short")),
        label=total.label,
    )
