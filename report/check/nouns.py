"""Typed rows → the nouns of the model."""

from __future__ import annotations

from report.check.shapes import (
    ClaimRow,
    DocumentRow,
    EventRow,
    PlaceRow,
    ProposalRow,
    RateRow,
    SourceRow,
    TermRow,
)
from report.errors import Location
from report.model import (
    Claim,
    Count,
    Document,
    Event,
    Money,
    Place,
    Proposal,
    Qualifier,
    Rate,
    Source,
    Term,
    Unit,
    Words,
)


def document(row: DocumentRow, location: Location) -> Document:
    """A document; its amount is money or nothing."""
    amount = None
    if row.amount is not None:
        amount = Money(row.amount, row.currency, row.qualifier or Qualifier.EXACT)
    return Document(
        id=row.id,
        country=row.country,
        scope=row.scope,
        title=row.title,
        title_language=row.title_lang,
        title_is_description=row.title_is_description,
        kind=row.kind,
        level=row.level,
        parties_ca=row.parties_ca,
        parties_jp=row.parties_jp,
        signed_on=row.signed_on,
        sector=row.sector,
        amount=amount,
        evidence=row.evidence,
        sources=row.source,
        note=row.note,
        location=location,
    )


def claim(row: ClaimRow, location: Location) -> Claim:
    """A claim; its value is money or a count."""
    value: Money | Count = Count(row.value, row.unit, row.qualifier)
    if row.unit is Unit.MONEY:
        value = Money(row.value, row.currency, row.qualifier)
    return Claim(
        id=row.id,
        country=row.country,
        metric=row.metric,
        period=row.period,
        value=value,
        label=row.label,
        use=row.use,
        preferred=row.preferred,
        contradicts=row.contradicts,
        converts=row.converts,
        sources=row.source,
        note=row.note,
        location=location,
    )


def event(row: EventRow, location: Location) -> Event:
    """An event."""
    return Event(row.id, row.date, row.country, row.what, row.source, row.kind, location)


def proposal(row: ProposalRow, location: Location) -> Proposal:
    """A leader's position."""
    return Proposal(row.id, row.country, row.theme, row.kind, row.text, row.source, location)


def rate(row: RateRow, location: Location) -> Rate:
    """An exchange rate."""
    return Rate(row.date, row.base, row.quote, row.rate, row.reference, row.source, row.note, location)


def place(row: PlaceRow, location: Location) -> Place:
    """A place on the map."""
    return Place(row.id, row.name, row.country, float(row.lon), float(row.lat), location)


def term(row: TermRow, location: Location, languages: tuple[str, ...]) -> Term:
    """A name; one abbreviation serves all languages."""
    abbreviation: Words = {}
    if row.abbreviation:
        parts = row.abbreviation * (len(languages) if len(row.abbreviation) == 1 else 1)
        abbreviation = dict(zip(languages, parts, strict=True))
    return Term(row.id, row.kind, row.name, abbreviation, row.expansion, row.forms, row.reject, location)


def source(row: SourceRow, location: Location) -> Source:
    """A source with its printed number."""
    return Source(
        row.number, row.id, row.publisher, row.title, row.url, row.published, row.language, location
    )
