"""`Material` → `Brief`: typed facts, or one `DataError` with every fault at once.

First every row, statement and spec is judged by itself; then what holds is judged together. What
names a row that is wrong itself is not told again. The rules are listed in `report/rules.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from report.check.charts import judge_charts
from report.check.claims import judge_claims, judge_rates, judge_source_numbers
from report.check.facts import Facts, judge_tables
from report.check.faults import settled
from report.check.known import Known, declared_ids
from report.check.orders import (
    judge_held,
    judge_orders,
    judge_register,
    judge_signs,
    settings_texts,
    sources_pulled,
)
from report.check.placeholders import judge_placeholders
from report.check.prose import countries, read_countries, read_prose, read_vocabulary
from report.check.recipients import check_recipients
from report.check.tables import sources_named
from report.check.texts import Spelling, judge_texts
from report.check.trees import TreeReader
from report.errors import Finding
from report.facts import public
from report.model import Brief, Material
from report.rules import find
from report.settings import Settings

__all__ = ["check", "check_recipients"]


def check(material: Material, settings: Settings, *, strict: bool = False) -> Brief:
    """Judge everything; `Brief.findings` keeps the warnings and notices.

    Raises:
        DataError: there is an error, or, where `strict`, a warning; it carries all findings.
    """
    reader = TreeReader(settings.languages)
    vocabulary, words = read_vocabulary(material, reader)
    ids, twice = declared_ids(material)
    known = Known(settings.languages, ids, words)
    facts = judge_tables(material, known)
    prose = read_prose(material, settings, known, reader)
    heads = read_countries(material, settings, known, reader)
    brief = replace(
        facts.brief,
        countries=countries(heads, facts.brief.glossary, prose),
        vocabulary=vocabulary,
        prose=prose,
    )
    complete = not facts.failed and not facts.unread
    charts = judge_charts(material, settings, known, brief if complete else None)
    brief = replace(brief, charts=charts.specs)
    texts = (*facts.texts, *reader.texts, *charts.texts, *settings_texts(settings))
    findings = [
        *(*material.findings, *twice, *facts.findings, *reader.findings, *charts.findings),
        *judge_orders(settings, known),
        *_judged_together(brief, settings, facts),
        *judge_texts(texts, _spelling(brief, settings, known)),
        *judge_placeholders(texts, public(brief), failed=facts.failed, unread=facts.unread),
        *_unused_sources(brief, material, settings),
    ]
    return replace(brief, findings=settled(findings, strict=strict))


def _judged_together(brief: Brief, settings: Settings, facts: Facts) -> Iterator[Finding]:
    """What cannot be true of several rows, or of rows and brief.toml, together."""
    yield from judge_claims(brief, settings, facts.failed)
    yield from judge_rates(brief, whole="rates" not in facts.unread)
    yield from judge_source_numbers(brief)
    yield from judge_register(brief, settings)
    yield from judge_held(brief, settings)
    yield from judge_signs(brief, settings)


def _spelling(brief: Brief, settings: Settings, known: Known) -> Spelling:
    """How names are written; in prose, the ids of documents may be typed although they hold digits."""
    glossary, documents = known.ids["glossary"], known.ids["documents"]
    complete = glossary is not None and documents is not None and glossary.keys() == brief.glossary.keys()
    return Spelling(brief.glossary, settings.allowed_in_prose, documents or {}, complete)


def _unused_sources(brief: Brief, material: Material, settings: Settings) -> Iterator[Finding]:
    """Sources that no row and no statement rests on, once all of them can be read."""
    if any(finding.severity == "error" for finding in material.findings):
        return
    named = sources_named(material) | {source for _, source in sources_pulled(settings)}
    statements = (
        statement for blocks in brief.prose.values() for block in blocks for statement in block.statements
    )
    used = named.union(*(statement.sources for statement in statements))
    for source in brief.sources.values():
        if source.id not in used:
            yield find(
                "unused-source", source.location, f"{source.id!r} is never named", "a row or a statement"
            )
