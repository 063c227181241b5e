"""The enclosed facts → what the tables beside them must say, cell by cell.

Figures and documents are looked for on the pages as their tables have them, so that the tables have to be
held against the facts, which alone are bound to the printed code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from report import facts
from report.errors import ArchiveError
from report.model import Brief, Claim, Document, Money, Source, Unit, Words
from report.verify.enclosed import DOCUMENTS, FIGURES, SOURCES, Enclosed
from report.verify.nouns import Check, judged, unknown

Cells = Mapping[str, str]
_APOSTROPHE: Final = "'"
"""Stands in an enclosed table before a text that a spreadsheet would run."""


def tables(inside: Enclosed) -> Check:
    """Whether figures, documents and sources are those of the facts, value by value."""
    if inside.brief is None:
        return unknown("tables", "there are no facts inside to compare with")
    try:
        faults = tuple(_faults(inside, inside.brief))
    except ArchiveError as error:
        faults = (str(error),)
    return judged("tables", faults, otherwise="figures, documents and sources are those of the facts inside")


def plain(cell: str) -> str:
    """A cell's text without the apostrophe that keeps a spreadsheet from running it."""
    return cell.removeprefix(_APOSTROPHE)


def _faults(inside: Enclosed, brief: Brief) -> Iterator[str]:
    expected: Mapping[str, Mapping[str, Cells]] = {
        FIGURES: {claim.id: _figure(claim, brief) for claim in brief.claims.values()},
        DOCUMENTS: {document.id: _document(document) for document in brief.documents.values()},
        SOURCES: {source.id: _source(source) for source in brief.sources.values()},
    }
    for name, rows in expected.items():
        yield from _otherwise(name, inside.rows(name), rows)


def _otherwise(name: str, rows: tuple[Cells, ...], expected: Mapping[str, Cells]) -> Iterator[str]:
    """What a table says otherwise, and what it has too little, too much or twice."""
    ids = [row.get("id") or "" for row in rows]
    yield from (f"{name}: {id_} is missing" for id_ in expected if id_ not in ids)
    for row, id_ in zip(rows, ids, strict=True):
        if id_ not in expected or ids.count(id_) > 1:
            yield f"{name}: {id_ or 'a row without an id'} is not in the facts, or twice in the table"
            continue
        for column, text in expected[id_].items():
            cell = row.get(column)
            if cell is None or text not in (cell, plain(cell)):
                yield f"{name}: {id_}: {column} is {cell!r}, and {text!r} in the facts"


def _figure(claim: Claim, brief: Brief) -> Cells:
    value = claim.value
    return {
        **_said("country", brief.vocabulary.countries[claim.country]),
        **_said("label", claim.label),
        "value": facts.decimal_text(value.amount if isinstance(value, Money) else value.number),
        "unit": Unit.MONEY if isinstance(value, Money) else value.unit,
        "currency": value.currency if isinstance(value, Money) else "",
        "qualifier": value.qualifier,
    }


def _document(document: Document) -> Cells:
    amount = document.amount
    return {
        "country": document.country,
        **_said("title", document.title),
        "signed_on": str(document.signed_on or ""),
        "amount": facts.decimal_text(amount.amount) if amount else "",
        "currency": amount.currency if amount else "",
        "qualifier": amount.qualifier if amount else "",
    }


def _source(source: Source) -> Cells:
    return {"number": str(source.number), **_said("title", source.title), "url": source.url}


def _said(name: str, words: Words) -> Cells:
    """One column a language."""
    return {f"{name}_{language}": text for language, text in words.items()}
