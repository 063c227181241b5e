"""What changed in meaning between two states of a brief, and whether it matters."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from applying import apply
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as some

from report import compare, facts, pipeline, settings
from report.errors import ArchiveError, DataError, SettingsError
from report.localize import Voices
from report.localize.changes import headlines
from report.model import (
    Block,
    Brief,
    Change,
    ChangeKind,
    Changes,
    Count,
    Difference,
    Direction,
    Evidence,
    Money,
    PartialDate,
    Qualifier,
    Significance,
    Statement,
    Subject,
    Unit,
    Use,
    Verdict,
)
from report.settings import SignificanceSettings, Threshold

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
    assert facts.write(apply(changes, one)) == facts.write(two)
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


def kinds(changes: Changes) -> list[tuple[str, str, str, str, str]]:
    """What is told of each change but its values."""
    return [(it.subject, it.id, it.kind, it.member, it.language) for it in changes.entries]


def test_tables_saved_again_change_nothing(sample: Path, sample_brief: Brief) -> None:
    """Rows and columns in another order, CRLF, every cell quoted, spaces and noughts added: no change."""
    for path in sorted((sample / "data").glob("*.csv")):
        encoding, separator = ("cp1251", ";") if path.stem == "proposals" else ("utf-8", ",")
        with path.open(encoding=encoding, newline="") as file:
            head, *rows = csv.reader(file, delimiter=separator)
        spelled = [
            [f" {respelled(cell, column)} " for cell, column in zip(row, head, strict=True)] for row in rows
        ]
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
            writer.writerows(row[::-1] for row in [head, *reversed(spelled)])
    book = openpyxl.load_workbook(sample / "data" / "events.xlsx")
    book.save(sample / "data" / "events.xlsx")
    for path in sorted((sample / "data").rglob("*.yaml")):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    again = pipeline.judge(settings.read(sample))
    assert list(again.documents) == list(sample_brief.documents)[::-1]
    assert compare.compare(sample_brief, again).empty


def respelled(cell: str, column: str) -> str:
    """An amount with needless decimals, anything else as it was."""
    return f"{cell}.00" if column in ("value", "amount") and cell and "." not in cell else cell


def test_what_happened_to_a_document_is_named(sample_brief: Brief) -> None:
    """Each member that changes gives the kind that officials ask for, wordings by language."""
    for members, told in (
        ({"title": {"ru": "Иное", "en": "Agreement on clean water"}}, ("retitled", "title", "ru")),
        ({"signed_on": PartialDate(2031, 6)}, ("re-dated", "signed_on", "")),
        ({"amount": Money(Decimal(5), "JPY")}, ("re-valued", "amount", "")),
        ({"evidence": Evidence.INFERRED}, ("unidentified", "evidence", "")),
        ({"evidence": Evidence.REPORTED}, ("amended", "evidence", "")),
        ({"title_is_description": True}, ("unidentified", "title_is_description", "")),
        ({"sector": "energy"}, ("amended", "sector", "")),
        ({"sources": ("aa-press", "market")}, ("re-sourced", "sources", "")),
    ):
        after = changed(sample_brief, "documents", "AA-001", **members)
        changes = compare.compare(sample_brief, after)
        assert kinds(changes) == [("document", "AA-001", *told)]
        back = compare.compare(after, sample_brief)
        assert [it.kind for it in back.entries] == [it.kind.inverted for it in changes.entries]
    assert ChangeKind.UNIDENTIFIED.inverted is ChangeKind.IDENTIFIED


def test_a_figure_says_by_how_much_it_moved(sample_brief: Brief) -> None:
    """Old and new value, absolute and relative difference, direction; none between two currencies."""
    euros = sample_brief.claims["aa-trade"].value
    raised = changed(sample_brief, "claims", "aa-trade", value=Money(Decimal(984_600_000), "EUR"))
    (change,) = compare.compare(sample_brief, raised).entries
    assert (change.before, change.after) == (euros, raised.claims["aa-trade"].value)
    assert change.difference == Difference(Decimal(164_100_000), Decimal("0.2"))
    assert change.difference.direction is Direction.UP
    assert change.inverted.difference is not None
    assert change.inverted.difference.direction is Direction.DOWN
    dollars = changed(sample_brief, "claims", "aa-trade", value=Money(Decimal(984_600_000), "USD"))
    (change,) = compare.compare(sample_brief, dollars).entries
    assert change.difference is None
    nothing = replace(change, before=Count(Decimal(0), Unit.PEOPLE), after=Count(Decimal(2), Unit.PEOPLE))
    assert nothing.difference == Difference(Decimal(2), None)


def test_a_corrected_rate_is_one_change(sample_brief: Brief) -> None:
    """Another number for the day, the currencies and the source is the same rate, re-valued."""
    first, *others = sample_brief.rates
    corrected = replace(sample_brief, rates=(*others, replace(first, rate=Decimal("158.00"))))
    changes = compare.compare(sample_brief, corrected)
    assert kinds(changes) == [("rate", "2031-06-13 USD/JPY market", "re-valued", "rate", "")]


def test_what_is_held_back_changes_nothing(sample_brief: Brief) -> None:
    """A held claim may change without a word; one that is held from now on is removed."""
    held = changed(sample_brief, "claims", "cc-trade-old", value=Count(Decimal(1), Unit.PEOPLE))
    assert compare.compare(sample_brief, held).empty
    now = changed(sample_brief, "claims", "cc-trade", use=Use.HELD)
    assert kinds(compare.compare(sample_brief, now)) == [("figure", "cc-trade", "removed", "", "")]


def test_paragraphs_in_another_order_are_told(sample_brief: Brief) -> None:
    """Prose is read in order: blocks turned round are one change, with both orders."""
    path = "summary.yaml"
    turned = replace(sample_brief, prose={**sample_brief.prose, path: sample_brief.prose[path][::-1]})
    (change,) = compare.compare(sample_brief, turned).entries
    assert (change.subject, change.id, change.kind) == (Subject.SECTION, path, ChangeKind.REORDERED)
    assert change.before == ("happened", "money", "meaning")
    assert change.after == ("meaning", "money", "happened")


def test_changes_of_another_state_are_refused(sample_brief: Brief) -> None:
    """Changes are applied to the state they begin at, and to no other."""
    later = with_documents(sample_brief, 1)
    changes = compare.compare(sample_brief, later)
    with pytest.raises(ArchiveError, match=f"the changes begin at {changes.earlier}"):
        apply(changes, later)


def test_a_damaged_file_of_changes_is_told_in_one_line(sample_brief: Brief) -> None:
    """Truncated, of another schema, with an unknown subject or member, or no changes at all: one line."""
    later = changed(with_documents(sample_brief, 1), "claims", "aa-trade", use=Use.ANNEX)
    content = compare.write(compare.compare(sample_brief, later))
    tree = json.loads(content)
    entry = tree["entries"][-1]
    spoiled = [
        tree | {"schema": 2},
        {"schema": 1},
        tree | {"entries": [entry | {"subject": "weather"}]},
        tree | {"entries": [entry | {"member": "weather"}]},
        tree | {"entries": [entry | {"after": "everywhere"}]},
        tree | {"entries": [entry | {"surplus": 1}]},
        [],
    ]
    for content_ in (b"\xff", content[:-1], *(json.dumps(one).encode() for one in spoiled)):
        with pytest.raises(ArchiveError, match=r"changes\.json: ") as raised:
            compare.read(content_)
        assert "\n" not in str(raised.value)


RULES = SignificanceSettings(
    always=("document added", "rate"),
    never=("re-sourced", "document"),
    threshold=Threshold(Decimal(5), relative=True),
    metrics={"documents_announced": Threshold(Decimal(2), relative=False)},
)


@pytest.mark.parametrize(
    ("row", "members", "significance", "rule"),
    [
        (("documents", "AA-001"), {"sector": "energy"}, Significance.NONE, "never document"),
        (("claims", "aa-trade"), {"sources": ("market",)}, Significance.NONE, "never re-sourced"),
        (("claims", "aa-trade"), {"note": {"ru": "А", "en": "A"}}, Significance.MINOR, "named by no rule"),
        (
            ("claims", "aa-population"),
            {"value": Count(Decimal(3_374_699), Unit.PEOPLE, Qualifier.ABOUT)},
            Significance.MINOR,
            "threshold of figures: less than 5%",
        ),
        (
            ("claims", "aa-population"),
            {"value": Count(Decimal(3_053_300), Unit.PEOPLE, Qualifier.ABOUT)},
            Significance.SIGNIFICANT,
            "threshold of figures: 5% or more",
        ),
        (
            ("claims", "ll-documents"),
            {"value": Count(Decimal(15), Unit.DOCUMENTS)},
            Significance.MINOR,
            "metric documents_announced: less than 2",
        ),
        (
            ("claims", "ll-documents"),
            {"value": Count(Decimal(16), Unit.DOCUMENTS)},
            Significance.SIGNIFICANT,
            "metric documents_announced: 2 or more",
        ),
        (
            ("claims", "aa-trade"),
            {"value": Money(Decimal(1), "USD")},
            Significance.SIGNIFICANT,
            "figure in another unit or currency",
        ),
    ],
)
def test_rules_weigh_a_change(
    sample_brief: Brief,
    row: tuple[str, str],
    members: dict[str, Any],
    significance: Significance,
    rule: str,
) -> None:
    """A change is as grave as its closest rule says, and the rule is the reason."""
    later = changed(sample_brief, *row, **members)
    verdict = compare.weigh(compare.compare(sample_brief, later), later, RULES)
    assert verdict.significance is significance
    assert [reason.rule for reason in verdict.reasons] == [rule]


def test_the_gravest_change_decides(sample_brief: Brief) -> None:
    """Among minor ones the one that matters gives the verdict and its reasons; without any there is none."""
    later = changed(with_documents(sample_brief, 2), "claims", "aa-trade", use=Use.ANNEX)
    verdict = compare.weigh(compare.compare(sample_brief, later), later, RULES)
    assert verdict.significance is Significance.SIGNIFICANT
    assert [str(reason) for reason in verdict.reasons] == [
        "always document added: document AA-90, document AA-91"
    ]
    nothing = compare.weigh(compare.compare(later, later), later, RULES)
    assert nothing == Verdict(Significance.NONE, ())


def test_causes_are_cells_of_files(sample: Path, sample_brief: Brief) -> None:
    """What caused the changes is told by file, row and column, of what went by the file alone."""
    data = sample / "data"
    edit(data / "figures.csv", "820500000,money,EUR,exact", "830500000,money,EUR,about")
    edit(data / "documents.csv", "Agreement on clean water", "Agreement on pure water")
    edit(data / "summary.yaml", "None of this is real.", "None of it is real.")
    edit(data / "vocabulary.yaml", "en: Grant", "en: Grants")
    lines = (data / "proposals.csv").read_bytes().splitlines(keepends=True)
    (data / "proposals.csv").write_bytes(b"".join(lines[:-1]))
    later = pipeline.judge(settings.read(sample))
    changes = compare.compare(facts.read(facts.write(sample_brief)), later)
    told = [str(place) for place in compare.causes(changes, later)]
    assert told == [
        "data/documents.csv:3 title_en",
        "data/figures.csv:12 value",
        "data/proposals.csv",
        "data/summary.yaml:28 en",
        "data/vocabulary.yaml metrics.grant.en",
    ]


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that stands in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (
            'always = ["documnet added"]',
            "significance.always: 'documnet added' is no subject, no kind of chan",
        ),
        ('always = ["documnet added"]', "did you mean 'document added'?"),
        (
            'always = ["removed"]\nnever = ["removed"]',
            "significance.never: 'removed' also stands in 'always'",
        ),
        (
            "threshold = true",
            "significance.threshold: True is neither a share such as '5%' nor a number from 0",
        ),
        ('metrics = { loan = "5" }', "significance.metrics.loan: '5' is neither a share such as '5%' nor"),
        ("metrics = { loan = -1 }", "significance.metrics.loan: -1 is neither a share"),
        ("tresholds = 1", "significance.tresholds: unknown key; did you mean 'threshold'?"),
    ],
)
def test_wrong_rules_are_named(sample: Path, table: str, told: str) -> None:
    """Each fault of [significance] is one line that names its key."""
    edit(sample / "brief.toml", "[prose]", f"[significance]\n{table}\n\n[prose]")
    with pytest.raises(SettingsError) as raised:
        settings.read(sample)
    assert told in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1


def test_rules_are_read(sample: Path) -> None:
    """Kinds and thresholds stand as brief.toml has them; a metric that the brief does not know is told."""
    rules = 'always = ["figure"]\nnever = []\nthreshold = "2.5%"\nmetrics = { loan = 0.5, loans = 1 }'
    edit(sample / "brief.toml", "[prose]", f"[significance]\n{rules}\n\n[prose]")
    known = settings.read(sample)
    assert known.significance == SignificanceSettings(
        always=("figure",),
        never=(),
        threshold=Threshold(Decimal("2.5"), relative=True),
        metrics={
            "loan": Threshold(Decimal("0.5"), relative=False),
            "loans": Threshold(Decimal(1), relative=False),
        },
    )
    with pytest.raises(DataError) as raised:
        pipeline.judge(known)
    (fault,) = (it for it in raised.value.findings if it.severity == "error")
    assert str(fault).startswith("brief.toml significance.metrics: 'loans'; expected")


def test_a_brief_without_rules_has_ours(sample_brief: Brief) -> None:
    """A document more matters, a source more does not, wherever brief.toml says nothing."""
    more = with_documents(sample_brief, 1)
    ours = SignificanceSettings()
    verdict = compare.weigh(compare.compare(sample_brief, more), more, ours)
    assert verdict.significance is Significance.SIGNIFICANT
    sourced = changed(sample_brief, "claims", "aa-trade", sources=("market",))
    verdict = compare.weigh(compare.compare(sample_brief, sourced), sourced, ours)
    assert verdict.significance is Significance.NONE
