"""The archive of editions: whole, without a gap, never changed; made only where the facts have changed."""

from __future__ import annotations

import hashlib
import json
import random
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import LAKE, ROOT, SAMPLE, pages_of, said_lightly, warm
from officials import recipient
from typer.testing import CliRunner

from report import facts, pipeline, settings
from report.archive import Archive
from report.cli import app
from report.errors import ArchiveError, Location
from report.ledger import Ledger
from report.model import Brief, Edition, Significance, State
from report.pipeline import Approval, Issued, Manner, Outcome, arrangement
from report.pipeline.files import digest_of
from report.settings import Settings

pytestmark = pytest.mark.slow

NOON = datetime(2031, 10, 6, 12, tzinfo=UTC)
FILES = ("brief.bilingual.pdf", "brief.ru.pdf", "brief.en.pdf")
OTHERS = ("arrangement.json", "changes.json", "facts.json", "manifest.json")
MARKS = {"DRAFT", "ПРОЕКТ"}
SECTIONS = ("cover", "changes", "investment", "boravia", "register", "counts", "figures", "sources")


def shorten(project: Path) -> Path:
    """Leave a brief the sections that its editions cannot do without, so that one is made in a moment."""
    path = project / "brief.toml"
    head, *sections = re.split(r"(?m)^(?=\[\[sections\]\])", path.read_text(encoding="utf-8"))
    kept = [it for it in sections if any(f'id = "{name}"\n' in it for name in SECTIONS)]
    path.write_text(head + "".join(kept), encoding="utf-8")
    return project


def issue(project: Path, *, now: datetime = NOON, **manner: bool) -> Issued:
    """Build the next edition of a brief, if there is one to build."""
    return pipeline.issue(settings.read(project), now=now, watch=lambda step: None, manner=Manner(**manner))


def release(project: Path, number: int) -> Edition:
    """Release an edition."""
    approval = Approval("Head of press", NOON + timedelta(hours=1))
    read = settings.read(project)
    return pipeline.release(read, number, approval=approval, watch=lambda step: None, manner=Manner()).edition


def archive_of(project: Path) -> Archive:
    """The archive of a brief."""
    return pipeline.archive_of(settings.read(project))


def retitle(project: Path, words: str) -> None:
    """Call the first memorandum otherwise, in English."""
    path = project / "data" / "documents.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(\w+ )?Memorandum", f"{words} Memorandum", text, count=1), encoding="utf-8")


def digests(folder: Path) -> dict[str, str]:
    """Each file below a folder by its digest."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def words_of(file: Path) -> list[str]:
    """The words of all pages."""
    return " ".join(pages_of(file)).split()


def brief(project: Path, *arguments: str) -> tuple[int, str, str]:
    """Run the command on a brief: exit code, standard output and standard error."""
    result = CliRunner().invoke(app, ["--project", str(project), *arguments], catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, built_sample: Path) -> Path:
    """The invented brief, shortened, with its first edition."""
    folder = tmp_path_factory.mktemp("first") / "sample"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("out"))
    issue(shorten(warm(folder)))
    return folder


@pytest.fixture(scope="module")
def second(first: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with a second edition, in which a document has another title."""
    folder = Path(shutil.copytree(first, tmp_path_factory.mktemp("second") / "sample", symlinks=True))
    retitle(folder, "Great")
    issue(folder, now=NOON + timedelta(days=6))
    return folder


@pytest.fixture
def one(first: Path, tmp_path: Path) -> Path:
    """A copy with one edition that a test may change."""
    return Path(shutil.copytree(first, tmp_path / "sample", symlinks=True))


@pytest.fixture
def quick(tmp_path: Path) -> Path:
    """The smallest brief, with one edition: for what is tried time after time."""
    folder = Path(shutil.copytree(LAKE, tmp_path / "lake", ignore=shutil.ignore_patterns("out")))
    issue(folder)
    return folder


@pytest.fixture
def two(second: Path, tmp_path: Path) -> Path:
    """A copy with two editions that a test may change."""
    return Path(shutil.copytree(second, tmp_path / "sample", symlinks=True))


# --- what an edition is --------------------------------------------------------------------------------


def test_an_edition_holds_every_version_and_its_facts(second: Path) -> None:
    """Its folder holds versions, facts, changes, and a manifest with their hashes; latest leads there."""
    folder = second / "out" / "editions" / "0002"
    assert sorted(path.name for path in folder.iterdir()) == sorted((*FILES, *OTHERS))
    assert str((second / "out" / "latest").readlink()) == "editions/0002"
    manifest = json.loads((folder / "manifest.json").read_bytes())
    named = {file["name"]: file["sha256"] for file in manifest["files"]} | manifest["others"]
    assert named == {name: digest for name, digest in digests(folder).items() if name != "manifest.json"}
    assert manifest["fingerprint"] == named["facts.json"]
    assert (manifest["edition"], manifest["previous"]) == (2, 1)
    assert manifest["built"] == "2031-10-12T12:00:00+00:00"
    assert set(manifest["versions"]) == {"program", "engine", "fonts"}
    assert "2031-06-13: 1 USD = 157.5 JPY (reference)" in manifest["rates"]
    assert manifest["inputs"]["data/documents.csv"]


def test_an_edition_says_why_it_exists(second: Path) -> None:
    """The verdict with its rules, and the cells that caused it, stand in the manifest and are read back."""
    edition = archive_of(second).edition(2)
    verdict = edition.origin.verdict
    assert verdict is not None
    assert verdict.significance is Significance.MINOR
    assert [str(reason) for reason in verdict.reasons] == ["named by no rule: document AA-002"]
    assert edition.origin.causes == (Location("data/documents.csv", 4, "title_en"),)
    assert archive_of(second).edition(1).origin.verdict is None


def test_the_number_and_the_edition_before_are_printed(first: Path, second: Path) -> None:
    """The first edition says its number and replaces none; the second names the one that it replaces."""
    english = " ".join(pages_of(first / "out" / "latest" / "brief.en.pdf"))
    assert "Edition 1" in english
    assert "What changed" not in english
    english = " ".join(pages_of(second / "out" / "latest" / "brief.en.pdf"))
    assert "Edition 2" in english
    assert "What changed since edition 1 of October 6, 2031" in english
    assert "DRAFT" in english


def test_the_archive_gives_back_what_was_judged(second: Path) -> None:
    """Read from the archive, the facts are those of the folder, in the same order, with the same figures."""
    judged = pipeline.judge(settings.read(second))
    folder = archive_of(second).edition(2).folder
    kept = arrangement.read((folder / "arrangement.json").read_bytes(), (folder / "facts.json").read_bytes())
    assert facts.write(kept) == facts.write(judged)
    assert kept.charts == judged.charts
    for name in ("documents", "claims", "countries", "proposals", "sources", "prose"):
        shown = facts.public(judged)
        assert list(getattr(kept, name)) == list(getattr(shown, name)), name
    assert list(kept.vocabulary.countries) == list(judged.vocabulary.countries)


def test_the_same_facts_at_the_same_time_give_the_same_bytes(second: Path, tmp_path: Path) -> None:
    """Another folder and an empty cache give the same edition, byte by byte, manifest and all."""
    elsewhere = Path(shutil.copytree(second, tmp_path / "elsewhere", symlinks=True))
    shutil.rmtree(elsewhere / "out" / "editions" / "0002")
    (elsewhere / "out" / "latest").unlink()  # it remembers that there was a second
    shutil.rmtree(elsewhere / "out" / ".cache")
    issue(elsewhere, now=NOON + timedelta(days=6))
    made, again = (digests(folder / "out" / "editions" / "0002") for folder in (second, elsewhere))
    assert made == again


# --- when one is made ----------------------------------------------------------------------------------


def test_nothing_is_done_where_nothing_has_changed(two: Path) -> None:
    """A build says that there is nothing to do, ends with 0, and touches no file of the archive."""
    before = digests(two / "out" / "editions")
    code, out, _ = brief(two, "build")
    assert code == 0
    assert out == f"Nothing to do: edition 2 ({two / 'out' / 'editions' / '0002'}) says all of this\n"
    assert digests(two / "out" / "editions") == before


def test_nothing_to_do_loads_nothing_heavy(two: Path) -> None:
    """It judges nothing and loads no library that takes time."""
    assert said_lightly(two, "build").startswith("Nothing to do: edition 2")


def test_inputs_are_recorded_as_they_were_read(one: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody saves just after the facts were read is none of what the edition says it was made of."""
    judge, place = pipeline.judge, one / "data" / "documents.csv"

    def judge_before_it_is_saved(read: Settings) -> Brief:
        judged = judge(read)
        place.write_bytes(place.read_bytes() + b"\n")
        return judged

    retitle(one, "Great")
    read = digest_of([place])
    monkeypatch.setattr("report.pipeline.judging.judge", judge_before_it_is_saved)
    assert issue(one).edition.origin.inputs["data/documents.csv"] == read


def test_saved_again_is_no_change(two: Path) -> None:
    """Other line ends change no meaning; the next build knows it without judging."""
    path = two / "data" / "documents.csv"
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    assert issue(two).outcome is Outcome.UNCHANGED
    assert archive_of(two).numbers == (1, 2)


def test_a_change_of_design_is_told_apart(two: Path) -> None:
    """Another template makes no edition by itself, and is named; --force makes one that tells no changes."""
    templates = two / "templates"
    templates.mkdir()
    text = (ROOT / "templates" / "paper.css").read_text(encoding="utf-8")
    (templates / "paper.css").write_text(text + "\n/* wider */\n", encoding="utf-8")
    code, out, _ = brief(two, "build")
    assert code == 0
    assert out == (
        "Only the design has changed since edition 2 (templates/paper.css): no new edition; "
        "--force makes one\n"
    )
    assert archive_of(two).numbers == (1, 2)
    made = issue(two, now=NOON + timedelta(days=9), forced=True)
    assert (made.outcome, made.edition.number, made.edition.previous) == (Outcome.MADE, 3, 2)
    assert made.edition.origin.verdict is not None
    assert made.edition.origin.verdict.significance is Significance.NONE
    assert "What changed" not in " ".join(pages_of(made.edition.folder / "brief.en.pdf"))


def test_what_matters_is_no_design(two: Path) -> None:
    """Another rule of significance or another waiver changes neither facts nor pages."""
    path = two / "brief.toml"
    rules = '\n[significance]\nnever = ["re-sourced", "reworded"]\n'
    path.write_text(path.read_text(encoding="utf-8") + rules, encoding="utf-8")
    assert issue(two).outcome is Outcome.UNCHANGED


@pytest.mark.parametrize(("sent", "number"), [((), 3), ((4,), 5)])
def test_the_number_of_a_lost_edition_is_not_given_again(
    two: Path, sent: tuple[int, ...], number: int
) -> None:
    """Somebody may hold it in hand: `latest` still names it, and the ledger knows what was sent."""
    shutil.rmtree(two / "out" / "editions" / "0002")
    with Ledger(two / "out" / "deliveries.sqlite") as ledger:
        for edition in sent:
            ledger.plan(edition, [recipient("minister")], NOON)
    made = issue(two, now=NOON + timedelta(days=9))
    assert (made.edition.number, made.edition.previous) == (number, 1)


def test_a_proof_is_no_edition(two: Path) -> None:
    """--language and --out leave the archive alone, and the pages bear no number."""
    before = digests(two / "out" / "editions")
    assert brief(two, "build", "--language", "en")[0] == 0
    assert digests(two / "out" / "editions") == before
    english = " ".join(pages_of(two / "out" / "proof" / "brief.en.pdf"))
    assert not re.search(r"Edition \d", english)
    assert "DRAFT" in english


def test_a_fault_leaves_the_archive_as_it_is(two: Path) -> None:
    """A build that fails makes no edition and leaves nothing half."""
    retitle(two, "\N{RIGHTWARDS ARROW}")  # a letter that no face of ours has
    before = digests(two / "out" / "editions")
    code, _, err = brief(two, "build")
    assert code == 4, err
    assert digests(two / "out" / "editions") == before
    assert str((two / "out" / "latest").readlink()) == "editions/0002"


def test_somebodys_folder_is_not_replaced(two: Path) -> None:
    """A folder where the link to the newest edition belongs is named, before anything is set."""
    latest = two / "out" / "latest"
    latest.unlink()
    latest.mkdir()
    retitle(two, "Small")
    code, _, err = brief(two, "build")
    assert code == 6
    assert err.endswith("latest: in the way of the link to the newest edition; move it away\n")


# --- release -------------------------------------------------------------------------------------------


def test_a_release_is_the_same_without_the_mark(two: Path) -> None:
    """The released files say what the draft says, but for its mark and status; the draft stays as it was."""
    folder = two / "out" / "editions" / "0002"
    before = digests(folder)
    edition = release(two, 2)
    assert edition.state is State.RELEASED
    after = digests(folder)
    assert {name: digest for name, digest in after.items() if name in before} == before
    assert set(after) - set(before) == {f"released/{name}" for name in (*FILES, "release.json")}
    for name in FILES:
        draft, released = (words_of(path / name) for path in (folder, folder / "released"))
        gone, come = Counter(draft) - Counter(released), Counter(released) - Counter(draft)
        assert MARKS & set(gone), name
        assert set(gone) <= MARKS | {"·", "Draft", "Проект"}, name
        assert set(come) <= {"Released", "Утверждено"}, name
        assert not MARKS & set(released), name


def test_a_release_is_read_back_without_the_mark(one: Path) -> None:
    """What the word DRAFT made one object in vermilion too many of is no fault of the released page."""
    templates = one / "templates"
    templates.mkdir()
    text = (ROOT / "templates" / "counts.html").read_text(encoding="utf-8")
    block = "{% block body %}"
    rule = '<div style="margin-bottom: 20pt; border-top: 2pt solid #b5382a"></div>'
    (templates / "counts.html").write_text(text.replace(block, block + 3 * rule), encoding="utf-8")
    made = issue(one, forced=True)
    assert {finding.rule for finding in made.built.findings} == {"vermilion"}
    approval = Approval("Head of press", NOON)
    released = pipeline.release(
        settings.read(one), 2, approval=approval, watch=lambda step: None, manner=Manner()
    )
    assert released.built.findings == ()


def test_a_release_records_who_and_when(two: Path) -> None:
    """Whoever released it stands in the record with the time and the files' hashes, and is told."""
    release(two, 1)
    record = json.loads((two / "out" / "editions" / "0001" / "released" / "release.json").read_bytes())
    assert (record["by"], record["at"]) == ("Head of press", "2031-10-06T13:00:00+00:00")
    folder = two / "out" / "editions" / "0001" / "released"
    assert {file["name"]: file["sha256"] for file in record["files"]} == {
        name: digest for name, digest in digests(folder).items() if name != "release.json"
    }
    code, out, _ = brief(two, "editions")
    assert code == 0
    assert out.splitlines() == [
        "1 of 2031-10-06 12:00, released 2031-10-06 13:00 by Head of press, the first",
        "2 of 2031-10-12 12:00, draft, minor",
    ]
    code, _, err = brief(two, "release", "1")
    assert code == 6
    assert "edition 1 was released on 2031-10-06 13:00 by Head of press; nothing was changed" in err


def test_a_release_is_of_the_editions_facts(two: Path) -> None:
    """Whatever has become of the brief's folder since, the facts released are those of the edition."""
    (two / "data" / "documents.csv").write_text("broken", encoding="utf-8")
    edition = release(two, 2)
    assert edition.release is not None
    assert "Great Memorandum" in " ".join(pages_of(edition.folder / "released" / "brief.en.pdf"))


def test_no_release_of_another_design(two: Path) -> None:
    """Where pages would look otherwise than the draft's, the release is refused and what changed is named."""
    templates = two / "templates"
    templates.mkdir()
    shutil.copy(ROOT / "templates" / "cover.html", templates)
    with (templates / "cover.html").open("a", encoding="utf-8") as file:
        file.write("\n")
    code, _, err = brief(two, "release", "2", "--by", "Head of press")
    assert code == 6
    assert "edition 2 has another design: since then templates/cover.html changed; undo that" in err
    assert not (two / "out" / "editions" / "0002" / "released").exists()


def test_no_release_of_what_is_not_there(two: Path) -> None:
    """An edition that does not exist is named."""
    code, _, err = brief(two, "release", "7")
    assert code == 6
    assert err.endswith("no edition 7\n")


# --- what is told --------------------------------------------------------------------------------------


def test_changes_are_told_in_sentences(two: Path) -> None:
    """`brief changes` says what has changed since the newest edition, or since another."""
    assert brief(two, "changes")[1] == "Nothing has changed since edition 2\n"
    code, out, _ = brief(two, "changes", "--since", "1")
    assert code == 0
    assert out.splitlines() == [
        "1 document retitled (English text only).",
        "Since edition 1, minor:",
        "  named by no rule: document AA-002",
        "data/documents.csv:4 title_en",
    ]
    told = json.loads(brief(two, "changes", "--since", "1", "--json")[1])
    assert (told["edition"], told["significance"]) == (1, "minor")
    assert [(it["subject"], it["id"], it["kind"]) for it in told["changes"]] == [
        ("document", "AA-002", "retitled")
    ]
    assert brief(two, "changes", "--since", "9")[0] == 6


def test_a_figure_is_told_with_what_it_was_and_how_far_it_moved(two: Path) -> None:
    """Old and new value, direction, absolute and relative change: as text, and for other programs."""
    figures = two / "data" / "figures.csv"
    figures.write_text(
        figures.read_text(encoding="utf-8").replace("250000000", "260000000", 1), encoding="utf-8"
    )
    out = brief(two, "changes")[1].replace("\N{NO-BREAK SPACE}", " ").splitlines()
    assert out[0] == "1 figure now higher."
    assert out[1] == (
        "  Cumulative investment in Alandia (aa-investment): more than $1.25 bn → more than $1.26 bn, "
        "up: +$10 mn (+0.8%)"
    )
    (change,) = (
        it for it in json.loads(brief(two, "changes", "--json")[1])["changes"] if it["subject"] == "figure"
    )
    assert change["difference"] == {"absolute": "10000000", "relative": "0.008", "direction": "up"}


def test_the_status_names_what_is_outstanding(two: Path) -> None:
    """`brief status` names the newest edition, what has changed since, and the commands that are due."""
    code, out, _ = brief(two, "status")
    assert code == 0
    assert out.splitlines() == [
        "Edition 2 of 2031-10-12 12:00, draft",
        "Nothing has changed since edition 2",
        "Outstanding: brief release 2: it is a draft",
    ]
    retitle(two, "Small")
    told = json.loads(brief(two, "status", "--json")[1])
    assert told["edition"]["number"] == 2
    assert told["since"]["significance"] == "minor"
    assert told["outstanding"] == ["brief build: the facts have changed", "brief release 2: it is a draft"]


def test_a_brief_without_editions_has_a_status(sample: Path) -> None:
    """Before the first build there is nothing to compare with, and that is said."""
    assert brief(sample, "status")[1].splitlines() == [
        "No edition yet",
        "Outstanding: brief build: there is no edition yet",
    ]
    assert brief(sample, "editions") == (0, "", "")
    code, _, err = brief(sample, "changes")
    assert code == 6
    assert "no edition yet; brief build makes the first" in err


def test_a_build_tells_its_edition(one: Path) -> None:
    """`brief build` says the number, whether the changes matter, and by which rules; programs get it all."""
    retitle(one, "Great")
    code, out, _ = brief(one, "build")
    assert code == 0
    assert out.splitlines()[-2:] == ["Edition 2, minor", "  named by no rule: document AA-002"]
    told = json.loads(brief(one, "build", "--json")[1])
    assert (told["outcome"], told["edition"]["number"]) == ("unchanged", 2)
    assert told["edition"]["causes"] == [
        {"file": "data/documents.csv", "row": 4, "column": "title_en", "sheet": ""}
    ]


# --- damage --------------------------------------------------------------------------------------------


def cut_off(folder: Path) -> None:
    """A manifest of which half was written."""
    file = folder / "manifest.json"
    file.write_bytes(file.read_bytes()[:200])


def hand_edited(folder: Path) -> None:
    """A file with other bytes."""
    with (folder / "brief.ru.pdf").open("ab") as file:
        file.write(b"%")


def lost(folder: Path) -> None:
    """A file that is no longer there."""
    (folder / "facts.json").unlink()


def of_another(folder: Path) -> None:
    """A manifest of another edition."""
    shutil.copy(folder.parent / "0001" / "manifest.json", folder)


def emptied(folder: Path) -> None:
    """A folder with nothing in it."""
    shutil.rmtree(folder)
    folder.mkdir()


DAMAGE: Sequence[Callable[[Path], None]] = (cut_off, hand_edited, lost, of_another, emptied)


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_told_and_hinders_no_build(damage: Callable[[Path], None], two: Path) -> None:
    """A damaged edition is passed over with a warning: the next is compared with the newest whole one."""
    damage(two / "out" / "editions" / "0002")
    code, out, err = brief(two, "build")
    assert code == 0, err
    assert re.search(r"^warning: edition 2 is damaged: .*; `brief doctor` says what", err, re.MULTILINE)
    assert out.splitlines()[-2] == "Edition 3, minor"
    edition = archive_of(two).edition(3)
    assert (edition.previous, str((two / "out" / "latest").readlink())) == (1, "editions/0003")
    for command in ("editions", "status"):
        code, out, _ = brief(two, command)
        assert code == 0
        assert "edition 2 is damaged" in out
    with pytest.raises(ArchiveError, match="edition 2 is damaged"):
        release(two, 2)


def test_a_lost_link_is_made_again(two: Path) -> None:
    """Whatever became of the link to the newest edition, a build with nothing to do puts it right."""
    latest = two / "out" / "latest"
    for target in (None, "editions/0009", "editions/0001"):
        latest.unlink()
        if target:
            latest.symlink_to(target)
        assert issue(two).outcome is Outcome.UNCHANGED
        assert str(latest.readlink()) == "editions/0002"


# --- builds at once, and builds that are killed -----------------------------------------------------------


def build_process(project: Path) -> subprocess.Popen[str]:
    """A build in a process of its own."""
    command = [sys.executable, "-m", "report", "--project", str(project), "build", "--jobs", "1"]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def assert_whole(project: Path) -> int:
    """No gap, no damage, each edition replaces the one before, and latest leads to a whole one; how many."""
    archive = archive_of(project)
    shelved = archive.survey()
    assert [it.faults for it in shelved] == [()] * len(shelved)
    editions = [it.edition for it in shelved if it.edition]
    assert [(it.number, it.previous) for it in editions] == [
        (number, number - 1 or None) for number in range(1, len(editions) + 1)
    ]
    latest = (project / "out" / "latest").resolve()
    assert latest in {edition.folder.resolve() for edition in editions[-2:]}
    return len(editions)


def built_twice(times: int, project: Path) -> Iterator[list[str]]:
    """Start two builds at once, time after time, each time with other facts."""
    for position in range(times):
        retitle(project, f"N{position}")
        processes = [build_process(project) for _ in range(2)]
        results = [process.communicate() for process in processes]
        assert [process.returncode for process in processes] == [0, 0], results
        assert assert_whole(project) == position + 2
        yield sorted(out.splitlines()[-1].split(":")[0] for out, _ in results)


def killed(times: int, project: Path) -> Iterator[int]:
    """Kill builds at seeded moments, each of other facts; the archive is whole after each."""
    chance = random.Random(5)  # noqa: S311 - a seed makes the moments the same every time
    for position in range(times):
        retitle(project, f"K{position}")
        with build_process(project) as process:
            try:
                process.wait(chance.uniform(0.1, 2.0))
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
            process.communicate()
        yield assert_whole(project)


def test_two_builds_at_once_make_one_edition(quick: Path) -> None:
    """Of two builds of the same facts one makes the edition; the other waits, and has nothing to do."""
    told = list(built_twice(5, quick))
    assert all(lines[0] == "  named by no rule" or lines[0].startswith("Nothing") for lines in told), told


@pytest.mark.endurance
def test_two_builds_at_once_fifty_times(quick: Path) -> None:
    """The same fifty times."""
    assert len(list(built_twice(50, quick))) == 50


def test_killed_builds_leave_a_whole_archive(quick: Path) -> None:
    """Killed at five moments, builds leave no half edition, and the next one is right and sweeps up."""
    list(killed(5, quick))
    retitle(quick, "Last")
    made = issue(quick)
    assert made.outcome is Outcome.MADE
    assert made.edition.number == assert_whole(quick)
    left = {path.name for path in (quick / "out" / "editions").iterdir()} - {
        f"{number:04d}" for number in archive_of(quick).numbers
    }
    assert left <= {".editions.lock"}


@pytest.mark.endurance
def test_fifty_killed_builds_leave_a_whole_archive(quick: Path) -> None:
    """The same at fifty moments."""
    assert len(list(killed(50, quick))) == 50


def test_who_waits_too_long_is_told_who_is_at_work(two: Path) -> None:
    """While another build is at work, one that loses patience names its process."""
    archive = archive_of(two)
    program = (
        "import sys, time\nfrom pathlib import Path\nfrom report import pipeline, settings\n"
        "with pipeline.archive_of(settings.read(Path(sys.argv[1]))).alone():\n"
        "    print('alone', flush=True)\n    time.sleep(60)\n"
    )
    command = [sys.executable, "-c", program, str(two)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        told = rf"another build \(process {process.pid} on .+\) is at work there; try again"
        with pytest.raises(ArchiveError, match=told), archive.alone(patience=0.1):
            pass
        process.send_signal(signal.SIGKILL)
    with archive.alone(patience=1):  # the system lets go of what a killed process held
        assert archive.numbers == (1, 2)
