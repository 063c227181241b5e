"""Amounts of documents as horizontal bars, one a document, sorted by amount.

Grants are solid and loans hatched, and each label says which. Amounts in one currency only: unlike
currencies are never put on one axis. A document of the same kind whose amount is in another one, or
is not published, keeps its row, and the row says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from report.draw.bar_rows import BarRow, bar_rows
from report.draw.canvas import HATCHED, SOLID, Drawing
from report.errors import RenderError
from report.localize import Voices
from report.model import Brief, ChartSpec, Document, Money, Qualifier, Scope, Words


def draw(spec: ChartSpec, brief: Brief, voices: Voices) -> Drawing:
    """Draw the bars; options `scope` and `currency` choose the documents.

    Fields: `largest` (amount), `largest_country`, `count` of amounts.

    Raises:
        RenderError: no document has an amount in the currency.
    """
    currency = str(spec.options["currency"])
    documents = [it for it in brief.documents.values() if it.scope is Scope(str(spec.options["scope"]))]
    lines = _lines(documents, brief, currency)
    if not lines:
        raise RenderError(f"{spec.location}: no document of this scope has an amount in {currency}")
    rows = [*(_row(line, voices) for line in lines), *_barless(documents, lines, brief, voices)]
    return Drawing(
        svg=bar_rows(rows, voices).svg(),
        fields={
            "largest": voices.each(lambda voice: voice.value(lines[0].money, "short")),
            "largest_country": lines[0].country,
            "count": voices.number(len(lines)),
        },
        reading=tuple(voices.say("{label}: {value}.", label=row.label, value=row.words) for row in rows),
        sources=tuple(source for line in lines for source in line.document.sources),
    )


@dataclass(frozen=True, slots=True)
class _Line:
    document: Document
    money: Money
    loan: bool
    country: Words
    label: Words


def _lines(documents: Sequence[Document], brief: Brief, currency: str) -> list[_Line]:
    loans = {
        (document.country, document.sector) for document in documents if document.kind == "loan_agreement"
    }
    lines = []
    for document in documents:
        if document.amount is not None and document.amount.currency == currency:
            country = brief.vocabulary.countries[document.country]
            label = _label(document, brief)
            # The notes carry the amount; whether it is lent or given, the agreement beside them tells.
            loan = (document.country, document.sector) in loans
            lines.append(_Line(document, document.amount, loan, country, label))
    return sorted(lines, key=lambda line: (-line.money.amount, line.document.id))


def _label(document: Document, brief: Brief) -> Words:
    country = brief.vocabulary.countries[document.country]
    sector = brief.vocabulary.sectors[document.sector]
    return {language: f"{country[language]}: {sector[language].lower()}" for language in country}


def _barless(
    documents: Sequence[Document], lines: Sequence[_Line], brief: Brief, voices: Voices
) -> Iterator[BarRow]:
    """Rows of the documents that are of a kind with the drawn ones, and whose amount has no bar here."""
    kinds, drawn = ({line.document.kind for line in lines}, {line.document.id for line in lines})
    for document in documents:
        if document.kind in kinds and document.id not in drawn:
            yield BarRow(voices.only(_label(document, brief)), None, _apart(document, voices))


def _apart(document: Document, voices: Voices) -> Words:
    money = document.amount
    if money is None:
        return voices.say("amount not published, {document}", document=document.id)
    return voices.say(
        "{amount}, in another currency", amount=voices.each(lambda it: it.value(money, "short"))
    )


def _row(line: _Line, voices: Voices) -> BarRow:
    return BarRow(
        label=voices.only(line.label),
        length=float(line.money.amount),
        words=_value(line, voices),
        look=HATCHED if line.loan else SOLID,
        open_end=line.money.qualifier is Qualifier.MORE_THAN,
    )


def _value(line: _Line, voices: Voices) -> Words:
    amount = voices.each(lambda voice: voice.value(line.money, "short"))
    if line.loan:
        return voices.say("{amount}, loan", amount=amount)
    return voices.say("{amount}, grant", amount=amount)
