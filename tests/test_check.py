"""`check` judges everything at once, tells each fault once, and says how to mend it."""

from __future__ import annotations

import random
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from faults import FAULTS, SAMPLE, Fault, Plant, append, cell, copy_sample, put, swap, together
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from report.check import check
from report.check.dates import parse_date
from report.check.numbers import meant_number, parse_number
from report.check.options import KINDS as CHART_KINDS
from report.draw import KINDS as DRAWN_KINDS
from report.errors import DataError, Finding
from report.load import load
from report.localize.placeholders import kinds
from report.model import Brief, Material, Money, PartialDate, Qualifier
from report.rules import RULES
from report.settings import default_folder, read

REPOSITORY = Path(__file__).parent.parent


def judged(root: Path, *, strict: bool = False) -> Brief:
    """The brief in `root`, loaded and checked."""
    orders = read(root)
    return check(load(orders), orders, strict=strict)


def findings_of(root: Path) -> tuple[Finding, ...]:
    """All findings for the brief in `root`, whether or not it can be built."""
    try:
        return judged(root).findings
    except DataError as error:
        return error.findings


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_each_fault_is_told_once(fault: Fault, tmp_path: Path) -> None:
    """One fault gives one error, in its place, that names its rule and says what was expected."""
    root = copy_sample(tmp_path)
    fault.plant(root)
    errors = [finding for finding in findings_of(root) if finding.severity == "error"]
    assert [
        (error.rule, error.location.file, error.location.row, error.location.column) for error in errors
    ] == [(fault.rule, fault.file, fault.row, fault.column)]
    assert fault.phrase in str(errors[0])
    assert "\n" not in str(errors[0])


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    """Faults of several tables, of prose and of brief.toml are one error with all findings, in order."""
    root = copy_sample(tmp_path)
    names = ("decimal comma", "date not ISO", "typed number", "unknown event in brief.toml", "unknown word")
    for name in names:
        FAULTS[name].plant(root)
    with pytest.raises(DataError) as caught:
        judged(root)
    errors = [finding for finding in caught.value.findings if finding.severity == "error"]
    assert sorted(error.rule for error in errors) == sorted(FAULTS[name].rule for name in names)
    assert [error.location for error in errors] == sorted(error.location for error in errors)
    assert str(caught.value) == "5 errors in the data"


def test_two_faults_of_one_row_are_both_told(tmp_path: Path) -> None:
    """The cells of a row are judged independently of one another."""
    root = copy_sample(tmp_path)
    cell("documents", 3, "signed_on", "13.06.2031")(root)
    cell("documents", 3, "sector", "watre")(root)
    errors = [finding.rule for finding in findings_of(root) if finding.severity == "error"]
    assert sorted(errors) == ["malformed-date", "unknown-word"]


def test_the_real_brief_has_no_fault() -> None:
    """The data of this repository checks without an error or a warning."""
    brief = judged(REPOSITORY, strict=True)
    assert [str(finding) for finding in brief.findings] == []
    assert (len(brief.documents), len(brief.claims), len(brief.sources)) == (67, 139, 148)
    assert list(brief.countries) == ["KZ", "KG", "TJ", "TM", "UZ"]
    assert (len(brief.named_documents()), len(brief.related_documents())) == (54, 13)


def test_the_sample_has_no_fault_and_few_notices() -> None:
    """The invented brief checks, also strictly; a table in windows-1251 and figures of ours are notices."""
    rules = [finding.rule for finding in judged(SAMPLE, strict=True).findings]
    assert set(rules) == {"windows-1251", "unused-figure"}
    assert rules.count("windows-1251") == 1


def test_the_sample_holds_what_it_promises() -> None:
    """Twelve documents, three countries, four currencies, every kind of placeholder, our figures."""
    brief = judged(SAMPLE)
    amounts = [claim.value for claim in brief.claims.values() if isinstance(claim.value, Money)]
    assert (len(brief.documents), len(brief.countries)) == (12, 3)
    assert {amount.currency for amount in amounts} == {"USD", "JPY", "CNY", "EUR"}
    prose = "".join(path.read_text(encoding="utf-8") for path in SAMPLE.rglob("*.yaml"))
    assert {kind for kind in kinds() if f"{{{kind}:" not in prose} == set()
    assert set(brief.charts) == {"cover", "documents-by-country", "documents-by-sector", "timeline"}
    left_out = {path.stem for path in default_folder("charts").glob("*.toml")} - set(brief.charts)
    told = {finding.location.file for finding in brief.findings if finding.rule == "unused-figure"}
    assert told == {f"charts/{name}.toml" for name in left_out}


def test_facts_are_typed() -> None:
    """Numbers, dates and abbreviations come as the model's nouns, with their place."""
    brief = judged(SAMPLE)
    assert brief.documents["AA-005"].amount == Money(Decimal(1575000000), "JPY", Qualifier.UP_TO)
    assert brief.events["ev-aa-visit"].date == PartialDate(2031, 6, 13)
    assert brief.events["ev-start"].date == PartialDate(2019)
    assert brief.glossary["g-fund"].abbreviation == {"ru": "ФТО", "en": "TLF"}
    assert str(brief.events["ev-start"].location) == "data/events.xlsx[events]:2"
    assert brief.countries["AA"].leader.id == "g-president-aa"
    assert brief.charts["cover"].options["hub"] == "pl-alda"


def test_a_warning_does_not_stop_the_build_but_strict_does(tmp_path: Path) -> None:
    """Warnings are kept in the brief; `strict` makes them errors."""
    root = copy_sample(tmp_path)
    cell("documents", 3, "note_ru", "Слово <b>жирно</b>")(root)
    cell("documents", 3, "note_en", "A <b>bold</b> word")(root)
    warnings = [finding.rule for finding in judged(root).findings if finding.severity == "warning"]
    assert warnings == ["html-in-text", "html-in-text"]
    with pytest.raises(DataError, match="2 errors"):
        judged(root, strict=True)


@pytest.mark.parametrize(
    ("plant", "rule", "file"),
    [
        (
            append("data/sources.csv", "9,unused,Nobody,Ничего,Nothing,https://example.org/none,,en\n"),
            "unused-source",
            "data/sources.csv",
        ),
        (put("data/stray.yaml", b"blocks: []\n"), "unused-prose", "data/stray.yaml"),
        (
            together(cell("figures", 10, "use", "key"), cell("figures", 10, "contradicts", "")),
            "competing-headlines",
            "data/figures.csv",
        ),
    ],
)
def test_each_warning(plant: Plant, rule: str, file: str, tmp_path: Path) -> None:
    """What is odd and can be printed all the same is a warning."""
    root = copy_sample(tmp_path)
    plant(root)
    found = [(item.rule, item.location.file) for item in judged(root).findings if item.severity == "warning"]
    assert found == [(rule, file)]


def test_a_row_that_fails_is_not_told_again_by_those_that_name_it(tmp_path: Path) -> None:
    """A bad amount is one finding, though prose, a contradiction and a conversion name its row."""
    root = copy_sample(tmp_path)
    cell("figures", 2, "value", "630 млрд")(root)
    cell("figures", 9, "value", "1,25 млрд")(root)
    errors = [finding for finding in findings_of(root) if finding.severity == "error"]
    assert [error.rule for error in errors] == ["malformed-number", "malformed-number"]


def test_a_figure_of_ours_without_data_is_left_out(tmp_path: Path) -> None:
    """A brief without the section of one of our figures gets a notice; a figure of its own is an error."""
    root = copy_sample(tmp_path)
    swap("brief.toml", 'id = "investment"\n', 'id = "funds"\n')(root)
    brief = judged(root)
    assert "grants-and-loans" not in brief.charts
    assert "unused-figure" in [finding.rule for finding in brief.findings]
    own = (default_folder("charts") / "grants-and-loans.toml").read_bytes()
    put("charts/grants-and-loans.toml", own)(root)
    errors = [finding.rule for finding in findings_of(root) if finding.severity == "error"]
    assert errors == ["unknown-id"]


def test_a_language_that_is_not_asked_for_is_a_notice(tmp_path: Path) -> None:
    """A table may keep the texts of a language that brief.toml does not name."""
    root = copy_sample(tmp_path)
    path = root / "data/places.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text(
        "\n".join([f"{lines[0]},name_de", *(f"{line},Ort" for line in lines[1:])]), encoding="utf-8"
    )
    assert "unused-language" in [finding.rule for finding in judged(root).findings]


def test_chart_kinds_are_those_that_can_be_drawn() -> None:
    """The kinds that `check` lets pass are the kinds that `draw` knows."""
    assert set(CHART_KINDS) == set(DRAWN_KINDS)


def test_every_rule_of_the_table_is_used() -> None:
    """A rule that no module names would be a promise that nobody keeps."""
    code = "".join(
        path.read_text(encoding="utf-8")
        for room in ("load", "check")
        for path in (REPOSITORY / "report" / room).glob("*.py")
    )
    assert [rule for rule in RULES if f'"{rule}"' not in code] == []


@given(st.decimals(min_value=0, max_value=10**13, places=2, allow_nan=False, allow_infinity=False))
def test_advice_for_a_number_is_a_number(number: Decimal) -> None:
    """What a finding advises to write is accepted, and means the number that was meant."""
    whole, cents = f"{number:,.2f}".split(".")
    russian = f"{whole.replace(',', chr(0xA0))},{cents}"
    assert parse_number(meant_number(russian)) == number


@given(
    st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)),
    st.sampled_from(["%d.%m.%Y", "%Y/%m/%d"]),
)
def test_advice_for_a_date_is_a_date(day: date, form: str) -> None:
    """What a finding advises to write is accepted, and means the day that was meant."""
    with pytest.raises(PydanticCustomError) as caught:
        parse_date(day.strftime(form))
    advised = (caught.value.context or {})["expected"].split()[0]
    assert parse_date(advised) == PartialDate(day.year, day.month, day.day)


def _shuffled(material: Material, seed: int) -> Material:
    """The same material with the rows of every table in another order."""
    shuffler = random.Random(seed)  # noqa: S311, no secret is made
    tables = {
        name: replace(table, rows=tuple(shuffler.sample(table.rows, len(table.rows))))
        for name, table in material.tables.items()
    }
    return replace(material, tables=tables)


@given(seed=st.integers(min_value=0, max_value=10**6))
@settings(max_examples=15, deadline=None)
def test_the_order_of_rows_changes_no_fact(seed: int) -> None:
    """Shuffled tables give the same facts, with the same findings."""
    orders = read(SAMPLE)
    material = load(orders)
    plain, shuffled = check(material, orders), check(_shuffled(material, seed), orders)
    for field in fields(Brief):
        before, after = getattr(plain, field.name), getattr(shuffled, field.name)
        if field.name == "rates":
            before, after = sorted(before, key=repr), sorted(after, key=repr)
        assert before == after, field.name
