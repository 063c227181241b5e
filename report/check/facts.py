"""All tables of the `Material` → `Facts`: the rows that hold, as nouns, and the findings of the others."""

from __future__ import annotations

from dataclasses import dataclass

from report.check import nouns
from report.check.known import Known
from report.check.shapes import (
    ClaimRow,
    DailyRateRow,
    DocumentRow,
    EventRow,
    PlaceRow,
    ProposalRow,
    RateRow,
    SourceRow,
    TermRow,
)
from report.check.tables import judge
from report.check.texts import PrintedText
from report.errors import Finding
from report.model import DAILY_RATES, Brief, Material, Vocabulary


@dataclass(frozen=True, slots=True)
class Facts:
    """`brief` holds what the tables say, and no prose yet; `failed` are the ids of rows that do not hold.

    `unread` are the tables that could not be read; the rates are among them if any row of theirs failed.
    """

    brief: Brief
    findings: tuple[Finding, ...]
    texts: tuple[PrintedText, ...]
    failed: frozenset[str]
    unread: frozenset[str]


def judge_tables(material: Material, known: Known) -> Facts:
    """Judge every table by itself, in the order of its rows."""
    documents = judge(material, "documents", DocumentRow, known)
    figures = judge(material, "figures", ClaimRow, known)
    events = judge(material, "events", EventRow, known)
    proposals = judge(material, "proposals", ProposalRow, known)
    rates = judge(material, "rates", RateRow, known)
    daily = judge(material, DAILY_RATES, DailyRateRow, known)
    places = judge(material, "places", PlaceRow, known)
    glossary = judge(material, "glossary", TermRow, known)
    sources = judge(material, "sources", SourceRow, known)
    brief = Brief(
        countries={},
        documents={row.id: nouns.document(row, at) for row, at in documents.rows},
        claims={row.id: nouns.claim(row, at) for row, at in figures.rows},
        events={row.id: nouns.event(row, at) for row, at in events.rows},
        proposals={row.id: nouns.proposal(row, at) for row, at in proposals.rows},
        rates=tuple(nouns.rate(row, at) for row, at in rates.rows),
        places={row.id: nouns.place(row, at) for row, at in places.rows},
        glossary={row.id: nouns.term(row, at, known.languages) for row, at in glossary.rows},
        sources={row.id: nouns.source(row, at) for row, at in sources.rows},
        vocabulary=Vocabulary({}, {}, {}, {}, {}, {}),
        prose={},
        charts={},
        daily_rates=tuple(nouns.rate(row, at) for row, at in daily.rows),
    )
    unread = {name for name, ids in known.ids.items() if ids is None}
    judged = (documents, figures, events, proposals, rates, daily, places, glossary, sources)
    return Facts(
        brief=brief,
        findings=tuple(finding for table in judged for finding in table.findings),
        texts=tuple(text for table in judged for text in table.texts),
        failed=frozenset(key for table in judged for key in table.failed if key),
        unread=frozenset(unread if rates.whole else {*unread, "rates"}),
    )
