"""Documents, figures and sources of a `Brief` → tables (CSV) with columns in every language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from report.enclose.delimited import Cell, table
from report.model import Brief, Claim, Document, Money, Period, Source, Words

N = TypeVar("N")
Columns = dict[str, Callable[[N], Cell]]
"""The columns of a table: English identifier → what stands in it for a noun."""


def tables(brief: Brief, languages: tuple[str, ...]) -> Mapping[str, bytes]:
    """Each table by its name, rows in canonical order: sources by number, the others by id."""
    documents = sorted(brief.documents.values(), key=lambda document: document.id)
    claims = sorted(brief.claims.values(), key=lambda claim: claim.id)
    sources = sorted(brief.sources.values(), key=lambda source: source.number)
    return {
        "documents": _rows(_documents(brief, languages), documents),
        "figures": _rows(_figures(brief, languages), claims),
        "sources": _rows(_sources(languages), sources),
    }


def _rows(columns: Columns[N], nouns: Iterable[N]) -> bytes:
    return table(columns, ([cell(noun) for cell in columns.values()] for noun in nouns))


def _localized(name: str, words: Callable[[N], Words], languages: tuple[str, ...]) -> Columns[N]:
    """One column a language."""

    def column(language: str) -> Callable[[N], Cell]:
        return lambda noun: words(noun).get(language, "")

    return {f"{name}_{language}": column(language) for language in languages}


def _documents(brief: Brief, languages: tuple[str, ...]) -> Columns[Document]:
    words = brief.vocabulary
    return {
        "id": lambda document: document.id,
        "country": lambda document: document.country,
        **_localized("country", lambda document: words.countries[document.country], languages),
        "scope": lambda document: document.scope,
        **_localized("title", lambda document: document.title, languages),
        "title_language": lambda document: document.title_language,
        "title_is_description": lambda document: "yes" if document.title_is_description else "",
        "kind": lambda document: document.kind,
        **_localized("kind", lambda document: words.kinds[document.kind], languages),
        "level": lambda document: document.level,
        **_localized("level", lambda document: words.levels[document.level], languages),
        **_localized("parties_ca", lambda document: document.parties_ca, languages),
        **_localized("parties_jp", lambda document: document.parties_jp, languages),
        "signed_on": lambda document: str(document.signed_on or ""),
        "sector": lambda document: document.sector,
        **_localized("sector", lambda document: words.sectors[document.sector], languages),
        "amount": lambda document: document.amount.amount if document.amount else None,
        "currency": lambda document: document.amount.currency if document.amount else None,
        "qualifier": lambda document: document.amount.qualifier if document.amount else None,
        "evidence": lambda document: document.evidence,
        "sources": lambda document: ";".join(sorted(document.sources)),
        **_localized("note", lambda document: document.note, languages),
    }


def _figures(brief: Brief, languages: tuple[str, ...]) -> Columns[Claim]:
    words = brief.vocabulary
    return {
        "id": lambda claim: claim.id,
        "country": lambda claim: claim.country,
        **_localized("country", lambda claim: words.countries[claim.country], languages),
        "metric": lambda claim: claim.metric,
        **_localized("metric", lambda claim: words.metrics[claim.metric], languages),
        **_localized("label", lambda claim: claim.label, languages),
        "value": lambda claim: claim.value.amount if isinstance(claim.value, Money) else claim.value.number,
        "unit": lambda claim: "money" if isinstance(claim.value, Money) else claim.value.unit,
        "currency": lambda claim: claim.value.currency if isinstance(claim.value, Money) else "",
        "qualifier": lambda claim: claim.value.qualifier,
        "period": lambda claim: interval(claim.period),
        "preferred": lambda claim: "yes" if claim.preferred else "",
        "contradicts": lambda claim: claim.contradicts,
        "converts": lambda claim: claim.converts,
        "sources": lambda claim: ";".join(sorted(claim.sources)),
        **_localized("note", lambda claim: claim.note, languages),
    }


def _sources(languages: tuple[str, ...]) -> Columns[Source]:
    return {
        "number": lambda source: str(source.number),
        "id": lambda source: source.id,
        "publisher": lambda source: source.publisher,
        **_localized("title", lambda source: source.title, languages),
        "url": lambda source: source.url,
        "published": lambda source: str(source.published or ""),
        "language": lambda source: source.language,
    }


def interval(period: Period) -> str:
    """A period as the data writes it: a date, `a/b`, `../b`, `a/P5Y` or `P5Y/b` (ISO 8601)."""
    if period.point is not None:
        return str(period.point)
    length = f"P{period.years}Y" if period.years else ".."
    return f"{period.start or length}/{period.end or length}"
