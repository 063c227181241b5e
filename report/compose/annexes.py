"""The annexes as views: register, counts and contradictions, further figures, sources, how to read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from report.compose.forms import (
    ClaimGroup,
    ClaimRow,
    Composition,
    DocumentEntry,
    FigureForm,
    claim_row,
    claim_rows,
    document_entry,
    evidence_word,
    figure_forms,
    in_rows,
    typeset,
)
from report.model import Claim, Count, Evidence, Source, Term, Unit, Use, Words
from report.settings import SectionSettings

FIELD_WIDTH = 14
"""Cells in one row of the field: as many as hold an id each within the type area."""


@dataclass(frozen=True, slots=True)
class RegisterGroup:
    """The documents of one country, under its head."""

    id: str
    country: Words
    count: Words
    entries: tuple[DocumentEntry, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """As many cells as documents were announced; a named document fills one, the others are empty."""

    rows: tuple[tuple[str, ...], ...]
    named: int
    announced: int
    lines: tuple[tuple[Words, Words], ...]


@dataclass(frozen=True, slots=True)
class Register:
    """The register of documents, the related papers, and the field."""

    groups: tuple[RegisterGroup, ...]
    related: tuple[RegisterGroup, ...]
    field: Field | None
    figures: tuple[FigureForm, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """Who announced how many, and what contradicts what.

    A group of contradictions begins with the claim that is used.
    """

    announced: tuple[ClaimGroup, ...]
    contradictions: tuple[ClaimGroup, ...]


@dataclass(frozen=True, slots=True)
class FurtherFigures:
    """Claims of use `annex`, by country."""

    groups: tuple[ClaimGroup, ...]
    figures: tuple[FigureForm, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source as Annex D prints it; `language` is the ISO 639-1 code of the source."""

    number: int
    anchor: str
    publisher: str
    title: Words
    url: str
    published: Words
    language: str


@dataclass(frozen=True, slots=True)
class Sources:
    """All sources by number."""

    lines: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """An abbreviation and what it stands for."""

    short: Words
    long: Words


@dataclass(frozen=True, slots=True)
class Reading:
    """Abbreviations, grades of evidence, qualifiers, amounts and their conversion."""

    abbreviations: tuple[Abbreviation, ...]
    notes: tuple[tuple[Words, Words], ...]


def register(composition: Composition, section: SectionSettings) -> Register:
    """Documents by country, the brief as a whole first; then related papers; then the field."""
    brief = composition.brief
    return Register(
        groups=_groups(composition, related=False),
        related=_groups(composition, related=True),
        field=_field(composition) if composition.settings.announced in brief.claims else None,
        figures=figure_forms(composition, section.id, section.number),
    )


def _groups(composition: Composition, *, related: bool) -> tuple[RegisterGroup, ...]:
    brief = composition.brief
    choose = brief.related_documents if related else brief.named_documents
    groups = []
    for code, label in brief.vocabulary.countries.items():
        documents = choose(code)
        if documents:
            entries = tuple(document_entry(composition, document) for document in documents)
            name = "related" if related else "register"
            count = _group_count(composition, code, len(documents), related=related)
            groups.append(RegisterGroup(f"{name}-{code}", composition.voices.only(label), count, entries))
    return tuple(groups)


def _group_count(composition: Composition, code: str, number: int, *, related: bool) -> Words:
    voices = composition.voices
    named = voices.each(lambda voice: voice.value(Count(Decimal(number), Unit.DOCUMENTS)))
    announced = composition.brief.headline(code, "documents_announced")
    if related or announced is None or code not in composition.brief.countries:
        return named
    total = voices.each(lambda voice: voice.value(announced.value, "short"))
    return voices.say("{named}; announced: {total}", named=named, total=total)


def _field(composition: Composition) -> Field:
    brief = composition.brief
    value = brief.claims[composition.settings.announced].value
    announced = int(value.number) if isinstance(value, Count) else 0
    named = [document.id for document in brief.named_documents()]
    cells = [*named, *([""] * (announced - len(named)))]
    lines = tuple(
        (composition.voices.only(label), _group_count(composition, code, number, related=False))
        for code, label in brief.vocabulary.countries.items()
        if (number := len(brief.named_documents(code)))
    )
    return Field(in_rows(cells, FIELD_WIDTH), len(named), announced, lines)


def counts(composition: Composition, section: SectionSettings) -> Counts:
    """Announced counts by country, then every group of claims that contradict each other."""
    brief = composition.brief
    announced = [
        claim
        for claim in brief.claims.values()
        if claim.metric == "documents_announced" and claim.use is not Use.HELD
    ]
    return Counts(_by_country(composition, announced), _contradictions(composition))


def _by_country(composition: Composition, claims: list[Claim]) -> tuple[ClaimGroup, ...]:
    groups = []
    for code, label in composition.brief.vocabulary.countries.items():
        rows = claim_rows(composition, (claim for claim in claims if claim.country == code))
        if rows:
            groups.append(ClaimGroup(composition.voices.only(label), rows))
    return tuple(groups)


def _contradictions(composition: Composition) -> tuple[ClaimGroup, ...]:
    brief = composition.brief
    found = []
    for preferred in brief.claims.values():
        others = [claim for claim in brief.claims.values() if claim.contradicts == preferred.id]
        if others:
            country = brief.vocabulary.countries[preferred.country]
            metric = brief.vocabulary.metrics[preferred.metric]
            title = composition.voices.say("{country}: {metric}", country=country, metric=metric)
            rows = (claim_row(composition, preferred), *_unused(composition, others))
            found.append(ClaimGroup(title, rows))
    return tuple(found)


def _unused(composition: Composition, claims: list[Claim]) -> list[ClaimRow]:
    return [claim_row(composition, claim, used=False) for claim in claims]


def figures(composition: Composition, section: SectionSettings) -> FurtherFigures:
    """Claims kept for the annex, and every shown claim that belongs to no country's section."""
    brief = composition.brief
    elsewhere = {
        claim.id
        for claim in brief.claims.values()
        if claim.use is Use.TABLE and claim.country not in brief.countries
    }
    chosen = [claim for claim in brief.claims.values() if claim.use is Use.ANNEX or claim.id in elsewhere]
    return FurtherFigures(
        groups=_by_country(composition, chosen),
        figures=figure_forms(composition, section.id, section.number),
    )


def sources(composition: Composition, section: SectionSettings) -> Sources:
    """All sources in the order of their numbers."""
    ordered = sorted(composition.brief.sources.values(), key=lambda source: source.number)
    return Sources(tuple(_source_line(composition, source) for source in ordered))


def _source_line(composition: Composition, source: Source) -> SourceLine:
    day = source.published
    return SourceLine(
        number=source.number,
        anchor=f"source-{source.number}",
        publisher=source.publisher,
        title=typeset(composition, source.title),
        url=source.url,
        published=composition.voices.each(lambda voice: voice.date(day, "short")) if day else {},
        language=source.language,
    )


def reading(composition: Composition, section: SectionSettings) -> Reading:
    """Abbreviations by their first form, then the rules of reading."""
    terms = [term for term in composition.brief.glossary.values() if term.abbreviation]
    abbreviations = [
        Abbreviation(composition.voices.only(term.abbreviation), _expansion(composition, term))
        for term in terms
    ]
    return Reading(
        tuple(sorted(abbreviations, key=lambda entry: next(iter(entry.short.values())))),
        _reading_notes(composition),
    )


def _expansion(composition: Composition, term: Term) -> Words:
    return typeset(composition, term.expansion or term.name)


def _reading_notes(composition: Composition) -> tuple[tuple[Words, Words], ...]:
    voices = composition.voices
    say = voices.say
    return (
        *_grades(composition),
        (
            say("more than, about, up to"),
            say("qualifiers as the source words them; a number without one is exact"),
        ),
        (
            say("about, before a rounded amount"),
            say("an exact amount keeps at most three decimals; where that rounds it, it says “about”"),
        ),
        (say("mn, bn, tn"), say("million, billion (a thousand million), trillion (a million million)")),
        *_signs(composition),
        (
            say("description"),
            say("the title is ours, because the source gives the subject and not the title"),
        ),
        (say("not published"), say("no source states it; nothing is put in its place")),
        *_conversion_note(composition),
    )


def _grades(composition: Composition) -> tuple[tuple[Words, Words], ...]:
    voices = composition.voices
    say = voices.say
    return (
        (
            evidence_word(voices, Evidence.LISTED),
            say("named in an official release or text, or in a list issued by a party"),
        ),
        (
            evidence_word(voices, Evidence.REPORTED),
            say("named by the press, in a digest, or on a secondary page"),
        ),
        (
            evidence_word(voices, Evidence.INFERRED),
            say("parties and subject are known, the paper itself is not described"),
        ),
    )


def _signs(composition: Composition) -> tuple[tuple[Words, Words], ...]:
    """Each sign with the currency it stands for, in this brief."""
    voices = composition.voices

    def note(code: str) -> tuple[Words, Words]:
        return voices.each(lambda voice: voice.sign(code)), voices.each(lambda voice: voice.currency(code))

    return tuple(note(code) for code in composition.brief.currencies)


def _conversion_note(composition: Composition) -> tuple[tuple[Words, Words], ...]:
    rate = composition.brief.reference_rate
    if rate is None:
        return ()
    voices = composition.voices
    words = voices.say(
        "amounts of the event are converted at {rate}, the rate of {date}, and never gain digits",
        rate=voices.each(lambda voice: voice.rate(rate)),
        date=voices.each(lambda voice: voice.date(rate.date)),
    )
    return ((voices.say("conversion"), words),)
