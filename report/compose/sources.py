"""The list of sources, and the newest rates of exchange, as a view."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from urllib.parse import unquote

from report.compose.composition import Composition
from report.compose.forms import Mark, marks, typeset
from report.compose.revisions import change_of
from report.facts import public
from report.model import Brief, EventKind, Rate, Source, Subject, Words
from report.settings import SectionSettings

_READABLE = re.compile(r"[!-~\u0400-\u04FF]+")
"""What our faces can show of an address that is written out (RFC 3987): ASCII and Cyrillic, no spaces."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source as Annex D prints it; `language` is the ISO 639-1 code of the source.

    `shown` is the address as it is read: Cyrillic letters stand as such, and not as percent signs.
    `publisher` is in each language where the glossary has its name.
    """

    number: int
    anchor: str
    publisher: Words
    title: Words
    url: str
    shown: str
    published: Words
    language: str
    change: Words


@dataclass(frozen=True, slots=True)
class RateLine:
    """A rate of exchange of the newest day that is known; by it nothing is converted."""

    pair: str
    rate: Words
    date: Words
    note: Words
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources that something printed rests on, those consulted in vain, each by number; daily rates."""

    cited: tuple[SourceLine, ...]
    consulted: tuple[SourceLine, ...]
    rates: tuple[RateLine, ...]


def sources(composition: Composition, section: SectionSettings) -> Sources:
    """All sources in the order of their numbers, which they keep; what is not used stands apart."""
    cited, consulted = split(composition.brief)
    return Sources(
        tuple(_source_line(composition, source) for source in cited),
        tuple(_source_line(composition, source) for source in consulted),
        tuple(_rate_line(composition, rate) for rate in composition.brief.newest_rates),
    )


def split(brief: Brief) -> tuple[list[Source], list[Source]]:
    """The sources that something printed rests on, and the others, each in the order of their numbers."""
    named = set(_named(brief))
    ordered = sorted(brief.sources.values(), key=lambda source: source.number)
    return [it for it in ordered if it.id in named], [it for it in ordered if it.id not in named]


def _named(brief: Brief) -> Iterator[str]:
    """The ids of sources behind what is printed: no claim that is held back.

    Of the rates only the reference and the newest are. Past events are drawn at most, and no figure of theirs
    is printed alone: their sources are also behind a statement or a claim, or not used.
    """
    yield from chain.from_iterable(claim.sources for claim in public(brief).claims.values())
    yield from chain.from_iterable(document.sources for document in brief.documents.values())
    yield from chain.from_iterable(proposal.sources for proposal in brief.proposals.values())
    yield from chain.from_iterable(
        event.sources for event in brief.events.values() if event.kind is not EventKind.PAST
    )
    yield from brief.reference_rate.sources if brief.reference_rate else ()
    yield from chain.from_iterable(rate.sources for rate in brief.newest_rates)
    blocks = chain(*brief.prose.values(), *(country.blocks for country in brief.countries.values()))
    yield from chain.from_iterable(statement.sources for block in blocks for statement in block.statements)


def _rate_line(composition: Composition, rate: Rate) -> RateLine:
    return RateLine(
        pair=f"{rate.base}/{rate.quote}",
        rate=composition.voices.each(lambda voice: voice.rate(rate)),
        date=composition.voices.each(lambda voice: voice.date(rate.date, "short")),
        note=typeset(composition, rate.note),
        marks=marks(composition.brief, rate.sources),
    )


def _publisher(composition: Composition, source: Source) -> Words:
    """Who published it, by the name that each language has for it."""
    if not source.publisher:
        names = composition.voices.say("publisher not stated")
        return {language: f"{name[:1].upper()}{name[1:]}" for language, name in names.items()}
    terms = composition.brief.glossary.values()
    known = next((term.name for term in terms if source.publisher in term.name.values()), None)
    return composition.voices.only(known) if known else composition.voices.plain(source.publisher)


def _source_line(composition: Composition, source: Source) -> SourceLine:
    return SourceLine(
        number=source.number,
        anchor=f"source-{source.number}",
        publisher=_publisher(composition, source),
        title=typeset(composition, source.title),
        url=source.url,
        shown=_readable(source.url),
        published=_published(composition, source),
        language=source.language,
        change=change_of(composition, Subject.SOURCE, source.id),
    )


def _published(composition: Composition, source: Source) -> Words:
    day = source.published
    if day is None:
        return composition.voices.say("n.d.")
    return composition.voices.each(lambda voice: voice.date(day, "short"))


def _readable(url: str) -> str:
    """An address with its letters written out, where all of them can be shown."""
    written = unquote(url)
    return written if _READABLE.fullmatch(written) else url
