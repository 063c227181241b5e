"""Named against announced documents by country: a dark bar on a light one.

A country whose count nobody announced has a dark bar only, and says so in words; so have the
documents that several countries share.
"""

from __future__ import annotations

from decimal import Decimal

from report.draw.bar_rows import BarRow, bar_rows
from report.draw.canvas import Drawing, Look
from report.draw.claims import said
from report.draw.palette import TINT
from report.localize import Voices
from report.model import Brief, ChartSpec, Claim, Count, Country, Qualifier, Unit, Words

_PALE = Look(TINT)


def draw(spec: ChartSpec, brief: Brief, voices: Voices) -> Drawing:
    """Draw the bars; option `metric` names the claims that announce counts.

    Fields: `named`, `announced` (of the whole brief), `share` in percent.
    """
    metric = str(spec.options["metric"])
    claims = {code: brief.headline(code, metric) for code in brief.countries}
    total = brief.claims.get(str(spec.options.get("announced", "")))
    rows = {
        code: _row(country, len(brief.named_documents(code)), claims[code], voices)
        for code, country in brief.countries.items()
    }
    order = sorted(rows, key=lambda code: (-rows[code].reach, code))
    shared = _shared(brief, voices)
    return Drawing(
        svg=bar_rows([*(rows[code] for code in order), *shared], voices).svg(),
        fields=_fields(total, brief, voices),
        reading=(
            *(_sentence(brief.countries[code], claims[code], brief, voices) for code in order),
            *(_shared_sentence(row, voices) for row in shared),
        ),
        sources=tuple(source for claim in (total, *claims.values()) for source in _sources(claim)),
    )


def _row(country: Country, named: int, claim: Claim | None, voices: Voices) -> BarRow:
    label = voices.only(country.name)
    if claim is None or not isinstance(claim.value, Count):
        return BarRow(label, None, voices.say("no count announced"), front=named)
    return BarRow(
        label=label,
        length=float(claim.value.number),
        words=said(claim, voices),
        look=_PALE,
        open_end=claim.value.qualifier is Qualifier.MORE_THAN,
        front=named,
    )


def _shared(brief: Brief, voices: Voices) -> tuple[BarRow, ...]:
    """A row for the documents of no single country, so that the dark bars add up to all that are named."""
    words = voices.say("shared by several countries")
    return tuple(
        BarRow(voices.only(label), None, words, front=number)
        for code, label in brief.vocabulary.countries.items()
        if code not in brief.countries and (number := len(brief.named_documents(code)))
    )


def _shared_sentence(row: BarRow, voices: Voices) -> Words:
    named = voices.counted(row.front or 0, Unit.DOCUMENTS)
    return voices.say("{country}: {named} named, {words}.", country=row.label, named=named, words=row.words)


def _sources(claim: Claim | None) -> tuple[str, ...]:
    return claim.sources if claim else ()


def _fields(total: Claim | None, brief: Brief, voices: Voices) -> dict[str, Words]:
    named = len(brief.named_documents())
    fields = {"named": voices.counted(named, Unit.DOCUMENTS)}
    if total is not None and isinstance(total.value, Count):
        value = total.value
        share = Count((100 * named / value.number).quantize(Decimal(1)), Unit.PERCENT)
        fields["announced"] = voices.each(lambda voice: voice.bare(value, "short"))
        fields["share"] = voices.each(lambda voice: voice.bare(share))
    return fields


def _sentence(country: Country, claim: Claim | None, brief: Brief, voices: Voices) -> Words:
    named = voices.counted(len(brief.named_documents(country.code)), Unit.DOCUMENTS)
    if claim is None:
        return voices.say("{country}: {named} named, no count announced.", country=country.name, named=named)
    return voices.say(
        "{country}: {named} named, {announced} announced.",
        country=country.name,
        named=named,
        announced=said(claim, voices),
    )
