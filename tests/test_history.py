"""A history of a brief, step by step: each has the right verdict, the right reasons and the right pages.

One brief goes through seven builds. What they made is looked at on the finished pages, in each language
version, and each file is asked to prove itself against the archive.
"""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLE, pages_of, warm
from openpyxl import load_workbook

from report import pipeline, settings
from report.archive import Archive
from report.inspect import texts
from report.model import Edition
from report.pdf import File, structure
from report.pipeline import Approval, Issued, Manner, Outcome
from report.settings import Settings
from report.verify import Outcome as Proof
from report.verify import Verification
from report.verify.pages import Row, printed, solid

pytestmark = pytest.mark.slow

LANGUAGES = {"bilingual": ("ru", "en"), "ru": ("ru",), "en": ("en",)}
MONTHS = {"ru": "октября", "en": "October"}
Edit = Callable[[Path], None]


@dataclass(frozen=True)
class Step:
    """One thing that happens to a brief, and what must come of it.

    `said` is what the section "What changed" says first, in each language; `reasons` are the rules of the
    verdict with their subjects, `causes` the cells as the manifest names them.
    """

    name: str
    edit: Edit
    outcome: Outcome
    significance: str = ""
    reasons: Mapping[str, tuple[str, ...]] | None = None
    causes: tuple[str, ...] = ()
    said: Mapping[str, tuple[str, ...]] | None = None


def replaced(path: Path, before: str, after: str) -> None:
    """One text of a file by another; it stands there once."""
    text = path.read_bytes().decode()
    assert text.count(before) == 1, before
    path.write_bytes(text.replace(before, after).encode())


def nothing(folder: Path) -> None:
    """The first edition of all."""


def add_documents(folder: Path) -> None:
    """Three rows at the end of the register, each as another one with a title of its own."""
    path = folder / "data" / "documents.csv"
    rows = read_rows(path)
    known = {row[0]: row for row in rows}
    added = [
        ("AA-006", "AA-001", "Протокол о ледоколах", "Protocol on icebreakers"),
        ("BB-005", "BB-001", "Соглашение о форелевых хозяйствах", "Agreement on trout farms"),
        ("CC-003", "CC-001", "Меморандум о тропах", "Memorandum on footpaths"),
    ]
    for id_, model, russian, english in added:
        rows.append([id_, *known[model][1:3], russian, english, *known[model][5:]])
    write_rows(path, rows)


def raise_a_figure(folder: Path) -> None:
    """Alandia announced six documents, not five."""
    replaced(folder / "data" / "figures.csv", "2031-06-13/2031-06-14,5,", "2031-06-13/2031-06-14,6,")


def reword_one_language(folder: Path) -> None:
    """The Russian text of one paragraph; the English one stays."""
    path = folder / "data" / "outcomes.yaml"
    replaced(path, "ru: Чистая вода трёх озёр.", "ru: Чистая вода во всех трёх озёрах.")


def save_again(folder: Path) -> None:
    """Every table in UTF-8 with its columns the other way round, all cells quoted, and other line ends."""
    for path in sorted((folder / "data").glob("*.csv")):
        write_rows(path, [row[::-1] for row in read_rows(path)], quoted=True, end="\r\n")
    for path in sorted((folder / "data").glob("*.xlsx")):
        book = load_workbook(path)
        for sheet in book:
            turned = [[cell.value for cell in row][::-1] for row in sheet.iter_rows()]
            for number, row in enumerate(turned, 1):
                for column, value in enumerate(row, 1):
                    sheet.cell(number, column).value = value
        book.save(path)


def change_the_design(folder: Path) -> None:
    """A template of the brief's own: the colophon in another class."""
    (folder / "templates").mkdir()
    own = Path(shutil.copy(ROOT / "templates" / "colophon.html", folder / "templates"))
    replaced(own, '<table class="colophon">', '<table class="colophon spaced">')


def remove_a_document_and_correct_a_rate(folder: Path) -> None:
    """Nobody signed AA-004 after all; a dollar was 157.6 yen."""
    path = folder / "data" / "documents.csv"
    lines = path.read_bytes().decode().split("\r\n")
    path.write_bytes("\r\n".join(line for line in lines if '"AA-004"' not in line).encode())
    replaced(folder / "data" / "rates.csv", '"157.50"', '"157.6"')


def read_rows(path: Path) -> list[list[str]]:
    """A table as some program saved it: in UTF-8 with commas, or as Excel does in Russian."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("windows-1251")
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def write_rows(path: Path, rows: list[list[str]], *, quoted: bool = False, end: str = "\n") -> None:
    """A table as some program saves it."""
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL, lineterminator=end).writerows(
        rows
    )
    path.write_bytes(text.getvalue().encode())


STEPS = (
    Step("first", nothing, Outcome.MADE),
    Step(
        "three documents added",
        add_documents,
        Outcome.MADE,
        significance="significant",
        reasons={"always document added": ("document AA-006", "document BB-005", "document CC-003")},
        causes=("data/documents.csv:14", "data/documents.csv:15", "data/documents.csv:16"),
        said={"ru": ("3 документа добавлены.",), "en": ("3 documents added.",)},
    ),
    Step(
        "a figure raised",
        raise_a_figure,
        Outcome.MADE,
        significance="significant",
        reasons={"threshold of figures: 1% or more": ("figure aa-documents",)},
        causes=("data/figures.csv:7 value",),
        said={"ru": ("1 показатель стал выше.",), "en": ("1 figure now higher.",)},
    ),
    Step(
        "one language reworded",
        reword_one_language,
        Outcome.MADE,
        significance="minor",
        reasons={"named by no rule": ("statement outcomes.yaml/priorities/water",)},
        causes=("data/outcomes.yaml:17 ru",),
        said={
            "ru": ("1 абзац переформулирован (только русский текст).",),
            "en": ("1 paragraph reworded (Russian text only).",),
        },
    ),
    Step("every table saved again", save_again, Outcome.UNCHANGED),
    Step("another design", change_the_design, Outcome.DESIGN_CHANGED),
    Step(
        "a document removed, a rate corrected",
        remove_a_document_and_correct_a_rate,
        Outcome.MADE,
        significance="significant",
        reasons={
            "always document removed": ("document AA-004",),
            "always rate re-valued": ("rate 2031-06-13 USD/JPY market",),
        },
        causes=("data/documents.csv", "data/rates.csv:2 rate"),
        said={
            "ru": ("1 документ исключён.", "1 курс валют уточнён."),
            "en": ("1 document removed.", "1 exchange rate corrected."),
        },
    ),
)
MADE = [step for step in STEPS if step.outcome is Outcome.MADE]
FOLLOWING = list(enumerate(MADE, 1))[1:]


@dataclass(frozen=True)
class History:
    """The brief after all its steps: what each build came to."""

    settings: Settings
    issued: Mapping[str, Issued]

    @property
    def archive(self) -> Archive:
        """Its editions."""
        return pipeline.archive_of(self.settings)

    def edition(self, number: int) -> Edition:
        """An edition of it."""
        return self.archive.edition(number)

    def file(self, number: int, version: str) -> Path:
        """A draft of an edition."""
        return self.edition(number).folder / f"brief.{version}.pdf"

    def verified(self, file: Path) -> Verification:
        """What a file proves against the archive."""
        return pipeline.verify_file(self.settings, file)


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory, built_sample: Path) -> History:
    """The invented brief, taken through all steps, a day apart."""
    folder = tmp_path_factory.mktemp("history") / "brief"
    warm(Path(shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("out"))))
    issued = {}
    for day, step in enumerate(STEPS, 1):
        step.edit(folder)
        read = settings.read(folder)
        now = datetime(2031, 10, day, 9, tzinfo=UTC)
        issued[step.name] = pipeline.issue(read, now=now, watch=lambda step: None)
    return History(settings.read(folder), issued)


def rows_of(file: Path) -> tuple[Row, ...]:
    """The entries of lists and rows of tables of a finished file."""
    pdf = file.read_bytes()
    return printed(texts(pdf), structure.read(File(pdf)).elements).rows


def day_of(number: int) -> int:
    """The day of October on which an edition was made."""
    return STEPS.index(MADE[number - 1]) + 1


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_each_build_comes_to_what_it_should(step: Step, history: History) -> None:
    """Only another meaning makes an edition; another form of it, or another design, is told as such."""
    assert history.issued[step.name].outcome is step.outcome


def test_the_archive_is_without_a_gap(history: History) -> None:
    """Five editions, each whole, each naming the one before; `latest` leads to the last."""
    shelves = history.archive.survey()
    assert [shelved.number for shelved in shelves] == [1, 2, 3, 4, 5]
    assert [shelved.faults for shelved in shelves] == [()] * 5
    editions = [shelved.edition for shelved in shelves if shelved.edition]
    assert [edition.previous for edition in editions] == [None, 1, 2, 3, 4]
    assert history.archive.points_to(editions[-1])


def test_a_design_alone_is_named(history: History) -> None:
    """The build that made no edition says which file of the design is another."""
    issued = history.issued["another design"]
    assert issued.edition.number == 4
    assert "templates/colophon.html" in issued.changed


@pytest.mark.parametrize(("number", "step"), FOLLOWING, ids=lambda it: getattr(it, "name", ""))
def test_each_verdict_has_its_reasons(number: int, step: Step, history: History) -> None:
    """The manifest tells how significant the changes are, by which rules, and which cells caused them."""
    origin = history.edition(number).origin
    assert origin.verdict is not None
    assert origin.verdict.significance == step.significance
    assert {reason.rule: reason.subjects for reason in origin.verdict.reasons} == step.reasons
    assert tuple(map(str, origin.causes)) == step.causes


def test_the_first_edition_tells_of_no_change(history: History) -> None:
    """Where nothing came before there is no section of changes, and no word for one."""
    for version in LANGUAGES:
        text = " ".join(pages_of(history.file(1, version)))
        for word in ("What changed", "Что изменилось", "[new]", "[новое]", "[changed]", "[изменено]"):
            assert word not in text, version
    assert history.edition(1).origin.verdict is None


@pytest.mark.parametrize("version", LANGUAGES)
@pytest.mark.parametrize(("number", "step"), FOLLOWING, ids=lambda it: getattr(it, "name", ""))
def test_each_edition_tells_what_changed(number: int, step: Step, version: str, history: History) -> None:
    """The section says since when, and first of all what happened, in each language of the version."""
    assert step.said is not None
    cover, *pages = pages_of(history.file(number, version))
    text = " ".join(pages)
    for language in LANGUAGES[version]:
        day, month = day_of(number - 1), MONTHS[language]
        date = f"{month} {day}, 2031" if language == "en" else f"{day} {month} 2031 г."
        since = (
            f"since edition {number - 1} of {date}"
            if language == "en"
            else f"с выпуска {number - 1} от {date}"
        )
        assert since in text
        number_before = {"en": f"edition {number - 1} of", "ru": f"выпуск {number - 1} от"}[language]
        assert number_before in cover.lower()
        for sentence in step.said[language]:
            assert sentence in text
    for language in {"ru", "en"} - set(LANGUAGES[version]):
        assert not any(sentence in text for sentence in step.said[language])


@pytest.mark.parametrize("version", LANGUAGES)
def test_only_what_is_new_bears_the_word(version: str, history: History) -> None:
    """The three added documents say that they are new, in each language; in the next edition none does."""
    words = {"ru": "[новое]", "en": "[new]"}
    for language in LANGUAGES[version]:
        marked = {
            row.pieces[0] for row in rows_of(history.file(2, version)) if words[language] in str(row.pieces)
        }
        assert marked == {"AA-006", "BB-005", "CC-003"}
        assert not any(words[language] in str(row.pieces) for row in rows_of(history.file(3, version)))


@pytest.mark.parametrize(("version", "label"), [("ru", "документы аландии"), ("en", "documents of alandia")])
def test_a_raised_figure_is_told_old_and_new(version: str, label: str, history: History) -> None:
    """The table of figures gives what it was, what it is, and by how much it changed."""
    found = [row.pieces for row in rows_of(history.file(3, version)) if label in row.pieces[0].lower()]
    assert ["5", "6", "+1(+20%)"] in [[solid(piece) for piece in pieces[-3:]] for pieces in found], found


def test_a_text_changed_in_one_language_is_marked_in_it_alone(history: History) -> None:
    """The Russian paragraph bears the word, the English one beside it does not."""
    text = " ".join(pages_of(history.file(4, "bilingual")))
    assert "[изменено]" in text
    assert "[changed]" not in text


@pytest.mark.parametrize("version", LANGUAGES)
@pytest.mark.parametrize("number", range(1, 6))
def test_each_file_proves_itself(number: int, version: str, history: History) -> None:
    """Every draft is whole, is the archive's byte for byte, and knows whether a newer one exists."""
    verification = history.verified(history.file(number, version))
    assert [check for check in verification.checks if check.outcome is Proof.FAILS] == []
    assert verification.outcome is Proof.HOLDS
    assert (verification.edition, verification.state, verification.version) == (number, "draft", version)
    outcomes = {check.name: check for check in verification.checks}
    assert outcomes["archive"].outcome is Proof.HOLDS
    newest = outcomes["newest"]
    assert newest.outcome is (Proof.HOLDS if number == 5 else Proof.NOTICE)
    assert number == 5 or "edition 5" in newest.found[0]


def test_a_released_file_proves_itself(history: History) -> None:
    """What is released is the same edition without the word DRAFT; the draft stays what it was."""
    draft = history.file(5, "bilingual").read_bytes()
    approval = Approval("Editor", datetime(2031, 10, 9, 9, tzinfo=UTC))
    issued = pipeline.release(
        history.settings, 5, approval=approval, watch=lambda step: None, manner=Manner()
    )
    for made in issued.built.files:
        verification = history.verified(made.path)
        assert [check for check in verification.checks if check.outcome is Proof.FAILS] == []
        assert (verification.outcome, verification.edition) == (Proof.HOLDS, 5)
        assert (verification.state, verification.version) == ("released", made.version)
    assert history.file(5, "bilingual").read_bytes() == draft
    assert history.verified(history.file(5, "bilingual")).state == "draft"


def test_a_changed_byte_is_told(history: History, tmp_path: Path) -> None:
    """One byte that no page shows: the place where the file differs from the archive's is told."""
    file = tmp_path / "mailed.pdf"
    content = bytearray(history.file(5, "en").read_bytes())
    place = content.index(b"\n%") + 2  # the comment that says that the file is binary (7.5.2)
    content[place] ^= 1
    file.write_bytes(content)
    verification = history.verified(file)
    assert verification.outcome is Proof.FAILS
    (failed,) = (check for check in verification.checks if check.outcome is Proof.FAILS)
    assert failed.name == "archive"
    assert f"from byte {place} on" in failed.found[0]


def test_a_file_on_another_machine_says_what_it_could_not_check(history: History) -> None:
    """Without a brief's folder the file is held against itself, and the archive is said to be missing."""
    verification = pipeline.verify_file(None, history.file(5, "bilingual"))
    unknown = {check.name for check in verification.checks if check.outcome is Proof.UNKNOWN}
    assert (verification.outcome, verification.edition, unknown) == (Proof.HOLDS, 5, {"archive", "newest"})
