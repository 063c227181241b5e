"""What changed in meaning between two states of a brief, and whether it matters."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as some

from report import compare, facts
from report.errors import ArchiveError
from report.localize import Voices
from report.localize.changes import headlines
from report.model import (
    Block,
    Brief,
    Change,
    ChangeKind,
    Changes,
    Count,
    Evidence,
    Money,
    PartialDate,
    Qualifier,
    Statement,
    Subject,
    Unit,
)

# The drawn values ask for no fixture of their own: a brief is read once and never changed.
laws = trials(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TABLES = ("documents", "claims", "events", "proposals", "places", "glossary", "sources")
texts = some.text("абв xyz{}", min_size=1, max_size=6)
words = some.fixed_dictionaries({"ru": texts, "en": texts})
values = some.one_of(
    some.builds(
        Money,
        some.decimals(-(10**9), 10**9, places=2),
        some.sampled_from(["JPY", "USD"]),
        some.sampled_from(Qualifier),
    ),
    some.builds(
        Count, some.decimals(0, 10**6, places=1), some.just(Unit.PEOPLE), some.sampled_from(Qualifier)
    ),
)
dates = some.builds(PartialDate, some.integers(1900, 2100), some.integers(1, 12))
MEMBERS: Mapping[str, some.SearchStrategy[Any]] = {
    "title": words,
    "note": some.one_of(some.just({}), words),
    "name": words,
    "label": words,
    "what": words,
    "text": words,
    "amount": some.one_of(some.none(), values.filter(lambda it: isinstance(it, Money))),
    "value": values,
    "signed_on": some.one_of(some.none(), dates),
    "published": some.one_of(some.none(), dates),
    "evidence": some.sampled_from(Evidence),
    "title_is_description": some.booleans(),
    "publisher": texts,
    "theme": texts,
    "longitude": some.floats(-180, 180),
}


def _row(draw: some.DrawFn, row: Any) -> Any:  # noqa: ANN401 - any row
    known = [name for name in MEMBERS if hasattr(row, name)]
    chosen = draw(some.lists(some.sampled_from(known), max_size=2, unique=True))
    return replace(row, **{name: draw(MEMBERS[name]) for name in chosen})


def _some(draw: some.DrawFn, rows: Mapping[str, Any], *, keep: bool = False) -> dict[str, Any]:
    """Some of the rows in another order, a few of them changed, one copied under a new id."""
    order = draw(some.permutations(list(rows)))
    kept = order if keep else order[draw(some.integers(0, 2)) :]
    changed = set(draw(some.lists(some.sampled_from(order), max_size=3)))
    found = {key: _row(draw, rows[key]) if key in changed else rows[key] for key in kept}
    if draw(some.booleans()):
        key = f"new-{draw(some.integers(1, 2))}"
        found[key] = replace(rows[order[0]], id=key)
    return found


def _blocks(draw: some.DrawFn, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    found = [
        replace(
            block,
            heading=draw(words) if draw(some.booleans()) else block.heading,
            statements=_statements(draw, block.statements),
        )
        for block in draw(some.permutations(blocks))
    ]
    if draw(some.booleans()):
        found.insert(draw(some.integers(0, len(found))), Block("new", draw(words), "points", ()))
    return tuple(found[draw(some.integers(0, 1)) :])


def _statements(draw: some.DrawFn, statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    new = [replace(statements[0], key=f"new-{number}") for number in range(draw(some.integers(0, 2)))]
    found = draw(some.permutations([*statements, *new]))
    return tuple(_row(draw, it) for it in found[draw(some.integers(0, 1)) :])


@some.composite
def variants(draw: some.DrawFn, brief: Brief) -> Brief:
    """A brief that differs from another in anything that may differ."""
    prose = {path: _blocks(draw, blocks) for path, blocks in brief.prose.items()}
    if draw(some.booleans()):
        prose["added.yaml"] = next(iter(brief.prose.values()))
    tables: dict[str, Any] = {it: _some(draw, getattr(brief, it)) for it in TABLES if it != "glossary"}
    glossary = _some(draw, brief.glossary, keep=True)
    path_of = {code: f"countries/{code}.yaml" for code in brief.countries}
    metrics = {
        word: draw(words) if draw(some.booleans()) else it for word, it in brief.vocabulary.metrics.items()
    }
    return replace(
        brief,
        **tables,
        glossary=glossary,
        prose=prose,
        countries={
            code: replace(it, leader=glossary[it.leader.id], blocks=prose[path_of[code]])
            for code, it in brief.countries.items()
            if draw(some.integers(0, 5))
        },
        rates=tuple(
            replace(rate, rate=draw(some.decimals(1, 200, places=2)), reference=draw(some.booleans()))
            for rate in draw(some.permutations([*brief.rates, brief.rates[0]]))
        ),
        vocabulary=replace(brief.vocabulary, metrics=metrics),
    )


@laws
@given(some.data())
def test_what_changed_leads_there_and_back(sample_brief: Brief, both: Voices, data: some.DataObject) -> None:
    """Changes applied to the earlier state give the later one; compared from there they are their inverse."""
    one, two = data.draw(variants(sample_brief)), data.draw(variants(sample_brief))
    changes = compare.compare(one, two)
    assert facts.write(compare.apply(changes, one)) == facts.write(two)
    assert compare.compare(two, one) == changes.inverted()
    assert changes.empty == (facts.write(one) == facts.write(two))
    assert compare.read(compare.write(changes)) == changes
    assert compare.compare(facts.read(facts.write(one)), two) == changes
    assert changes.empty == (not headlines(changes, both, ("ru", "en")))


def changed(brief: Brief, table: str, key: str, **members: object) -> Brief:
    """The brief with other members in one row of a table."""
    rows = getattr(brief, table)
    tables: dict[str, Any] = {table: {**rows, key: replace(rows[key], **members)}}
    return replace(brief, **tables)


def with_documents(brief: Brief, number: int) -> Brief:
    """The brief with so many documents more."""
    pattern = brief.documents["AA-001"]
    more = {f"AA-9{count}": replace(pattern, id=f"AA-9{count}") for count in range(number)}
    return replace(brief, documents={**brief.documents, **more})


def with_prose(brief: Brief, edit: Callable[[Statement], Statement]) -> Brief:
    """The brief with each paragraph of its summary edited."""
    blocks = tuple(
        replace(block, statements=tuple(edit(it) for it in block.statements))
        for block in brief.prose["summary.yaml"]
    )
    return replace(brief, prose={**brief.prose, "summary.yaml": blocks})


@pytest.mark.parametrize(
    ("number", "russian", "english"),
    [
        (1, "1 документ добавлен", "1 document added"),
        (3, "3 документа добавлены", "3 documents added"),
        (5, "5 документов добавлено", "5 documents added"),
        (21, "21 документ добавлен", "21 documents added"),
    ],
)
def test_headlines_count_in_the_grammar_of_each_language(
    sample_brief: Brief, both: Voices, number: int, russian: str, english: str
) -> None:
    """Documents that came are counted with the plural form that agrees."""
    changes = compare.compare(sample_brief, with_documents(sample_brief, number))
    (headline,) = headlines(changes, both, ("ru", "en"))
    assert {code: text.replace("\N{NO-BREAK SPACE}", " ") for code, text in headline.items()} == {
        "ru": russian,
        "en": english,
    }


def test_a_wording_in_one_language_says_in_which(sample_brief: Brief, both: Voices) -> None:
    """Paragraphs reworded in Russian alone are told apart from those reworded in every language."""
    russian = with_prose(sample_brief, lambda it: replace(it, text={**it.text, "ru": "Иначе."}))
    all_ = with_prose(sample_brief, lambda it: replace(it, text={"ru": "Иначе.", "en": "Otherwise."}))
    told = [
        [text["en"] for text in headlines(compare.compare(sample_brief, it), both, ("ru", "en"))]
        for it in (russian, all_)
    ]
    number = sum(len(block.statements) for block in sample_brief.prose["summary.yaml"])
    assert told == [[f"{number} paragraphs reworded (Russian text only)"], [f"{number} paragraphs reworded"]]


def test_every_topic_has_its_words(both: Voices) -> None:
    """Any change of any subject is told in both languages, with a capital letter or a number first."""
    whole = {ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.REORDERED}
    for subject, kind in product(Subject, ChangeKind):
        if subject is Subject.SECTION and kind not in whole:
            continue  # a file of prose has no member of its own
        changes = Changes("", "", (Change(subject, "x", kind),))
        (headline,) = headlines(changes, both, ("ru", "en"))
        assert all(text[0].isdecimal() or text[0].isupper() for text in headline.values())
        assert len(set(headline.values())) == 2
