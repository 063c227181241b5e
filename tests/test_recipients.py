"""recipients.csv → who may get an edition, or everything that is wrong with it."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from report import pipeline, settings
from report.errors import DataError, Finding
from report.pipeline.recipients import judge_recipients

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "recipients.example.csv"
MAIL = """
[mail]
server = "mail.example.org"
from = { address = "brief@example.org", ru = "Отдел примеров", en = "Samples desk" }
operator = "operator@example.org"
allow = ["example.org"]
"""


@pytest.fixture
def brief(sample: Path) -> Path:
    """The invented brief with mail settings and the example's recipients."""
    (sample / "brief.toml").write_text((sample / "brief.toml").read_text("utf-8") + MAIL, "utf-8")
    shutil.copy(EXAMPLE, sample / "recipients.csv")
    return sample


def findings_of(brief: Path) -> tuple[Finding, ...]:
    """All findings, whether or not anything can be sent."""
    try:
        return judge_recipients(settings.read(brief)).findings
    except DataError as error:
        return error.findings


def rewrite(brief: Path, row: int, **cells: str) -> None:
    """Put texts into cells of a row, counted as a spreadsheet shows it."""
    path = brief / "recipients.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[row - 2] |= cells
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_the_example_is_without_fault(brief: Path) -> None:
    """The file in git is one that can be copied, and says who gets what in which language."""
    mailing_list = judge_recipients(settings.read(brief), strict=True)
    assert [(it.id, it.version, it.groups, it.active) for it in mailing_list.recipients] == [
        ("minister", "bilingual", ("ministers",), True),
        ("deputy", "ru", ("ministers", "deputies"), True),
        ("adviser", "en", ("advisers",), True),
        ("retired", "bilingual", ("advisers",), False),
    ]
    assert mailing_list.findings == ()
    assert mailing_list.recipients[0].salutation["ru"] == "Уважаемая Мария Ивановна"


@pytest.mark.parametrize(
    ("cells", "rule", "place", "phrase"),
    [
        ({"email": "minister"}, "malformed-mailbox", (2, "email"), "@-sign"),
        ({"email": "a@example.org, b@example.org"}, "malformed-mailbox", (2, "email"), "invalid characters"),
        ({"email": "a@example.org\r\nBcc: b@example.org"}, "malformed-mailbox", (2, "email"), "U+000D"),
        ({"email": "Maria <a@example.org>"}, "malformed-mailbox", (2, "email"), "display name"),
        ({"email": ""}, "missing-value", (2, "email"), "an address"),
        ({"email": "minister@exаmple.org"}, "look-alike-letter", (2, "email"), "CYRILLIC SMALL LETTER A"),
        ({"email": "mіnister@example.org"}, "look-alike-letter", (2, "email"), "BYELORUSSIAN-UKRAINIAN I"),
        ({"email": "minister@example.com"}, "mailbox-not-allowed", (2, "email"), "'example.org'"),
        ({"email": "minister@sub.example.org"}, "mailbox-not-allowed", (2, "email"), "example.org"),
        ({"email": "Minister@example.org"}, "duplicate-mailbox", (3, "email"), "recipients.csv:2"),
        ({"id": "minister"}, "duplicate-id", (3, "id"), "recipients.csv:2"),
        ({"id": ""}, "missing-value", (3, "id"), "empty cell"),
        ({"version": "russian"}, "unknown-word", (3, "version"), "bilingual"),
        ({"version": "bilingual"}, "missing-language", (3, "name_en"), "the version is bilingual"),
        ({"salutation_en": ""}, "missing-language", (4, "salutation_en"), "the version is en"),
        ({"active": ""}, "missing-value", (2, "active"), "empty cell"),
        ({"active": "maybe"}, "unknown-word", (2, "active"), "yes, no"),
        ({"name_ru": "Mария Образцова"}, "look-alike-letter", (2, "name_ru"), "LATIN CAPITAL LETTER M"),
        ({"name_en": "Maria\nBcc: b@example.org"}, "control-character", (2, "name_en"), "U+000A"),
        ({"salutation_ru": "Уважаемая\u202e Мария"}, "control-character", (2, "salutation_ru"), "U+202E"),
    ],
)
def test_each_fault_is_told_once(
    brief: Path, cells: dict[str, str], rule: str, place: tuple[int, str], phrase: str
) -> None:
    """One fault gives one error in its cell, in one line that says what was expected."""
    rewrite(brief, place[0], **cells)
    errors = [finding for finding in findings_of(brief) if finding.severity == "error"]
    assert [(it.rule, it.location.file, it.location.row, it.location.column) for it in errors] == [
        (rule, "recipients.csv", *place)
    ]
    assert phrase in str(errors[0])
    assert "\n" not in str(errors[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [("ivanovl@example.org", "ivanov1@example.org"), ("burns@example.org", "bums@example.org")],
)
def test_addresses_that_look_alike_are_a_warning(brief: Path, one: str, other: str) -> None:
    """Both may be right, so the operator is asked to look, and nothing is refused."""
    rewrite(brief, 2, email=one)
    rewrite(brief, 3, email=other)
    findings = judge_recipients(settings.read(brief)).findings
    assert [(it.rule, it.severity, it.location.row) for it in findings] == [("similar-mailbox", "warning", 3)]


def test_all_faults_are_told_at_once(brief: Path) -> None:
    """An operator mends a list in one go."""
    rewrite(brief, 2, email="minister@example.com")
    rewrite(brief, 3, version="russian")
    rewrite(brief, 4, active="")
    assert [it.location.row for it in findings_of(brief)] == [2, 3, 4]


def test_an_unknown_column_is_told(brief: Path) -> None:
    """A misspelt column is not silently left out."""
    path = brief / "recipients.csv"
    path.write_text(path.read_text("utf-8").replace("groups", "group", 1), "utf-8")
    assert [it.rule for it in findings_of(brief)] == ["unknown-column"]


def test_no_list_is_told(brief: Path) -> None:
    """Without the file there is nobody, and the finding says what it should be like."""
    (brief / "recipients.csv").unlink()
    assert [str(it) for it in findings_of(brief)] == [
        "recipients.csv: no such file; expected one like recipients.example.csv; nobody would get the brief"
    ]


def test_a_list_from_a_spreadsheet_can_be_read(brief: Path) -> None:
    """Russian Excel writes semicolons and windows-1251."""
    path = brief / "recipients.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    with path.open("w", encoding="windows-1251", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    mailing_list = judge_recipients(settings.read(brief))
    assert mailing_list.recipients[0].name["ru"] == "Мария Образцова"
    assert [it.rule for it in mailing_list.findings] == ["windows-1251"]


def test_check_judges_facts_and_recipients_at_once(brief: Path) -> None:
    """`brief check` tells the faults of both in one go, and does without a list where there is none."""
    rewrite(brief, 2, active="")
    (brief / "data" / "rates.csv").unlink()
    with pytest.raises(DataError) as caught:
        pipeline.judge_all(settings.read(brief))
    assert {it.rule for it in caught.value.findings if it.severity == "error"} >= {
        "missing-table",
        "missing-value",
    }


def test_a_brief_that_is_not_mailed_needs_no_list(sample: Path) -> None:
    """The warnings of a list are told by `brief check`; no list is no fault."""
    assert (
        pipeline.judge_all(settings.read(sample)).findings == pipeline.judge(settings.read(sample)).findings
    )


def test_a_faulty_list_stops_the_check_and_no_build(brief: Path) -> None:
    """Facts that hold can be built, whoever gets them."""
    rewrite(brief, 2, email="nobody")
    with pytest.raises(DataError):
        pipeline.judge_all(settings.read(brief))
    assert pipeline.judge(settings.read(brief)).documents
