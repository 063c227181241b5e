"""Watching: every save is told and built, nothing that an editor leaves is, and no fault ends it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLE

from report import pipeline, settings
from report.errors import SettingsError
from report.folders import files_in, is_temporary
from report.pipeline.files import inputs_of
from report.watching import watch
from report.watching.places import matters
from report.watching.saves import Saves

_LONGEST_SECONDS = 120
"""Then a session that says nothing is killed, so that its test fails instead of waiting for ever."""

TEMPORARY = (
    ".documents.csv.swp",
    ".summary.yaml.swx",
    "4913",
    "documents.csv~",
    "#summary.yaml#",
    "~$figures.xlsx",
    ".~lock.figures.csv#",
    "documents.csv.tmp",
    "sedAb12Cd",
    ".goutputstream-ABC123",
    "summary.yaml___jb_tmp___",
    "._documents.csv",
    ".DS_Store",
)
MATERIAL = (
    "documents.csv",
    "figures.xlsx",
    "summary.yaml",
    "cover.toml",
    "brief.mplstyle",
    "base.html",
    "brief.po",
)


@pytest.mark.parametrize("name", TEMPORARY)
def test_what_an_editor_leaves_is_no_work(name: str) -> None:
    """Swap files, locks and copies are known by their names."""
    assert is_temporary(name)


@pytest.mark.parametrize("name", [*MATERIAL, "sediment.csv", "4913.csv", "README.md"])
def test_work_is_work(name: str) -> None:
    """What a brief is made of is never taken for something an editor left."""
    assert not is_temporary(name)


def test_what_an_editor_leaves_is_no_input(sample: Path) -> None:
    """Beside what an editor leaves, a lock that leads nowhere among it, the facts are judged as without."""
    made = settings.read(sample)
    before, brief = inputs_of(made), pipeline.judge(made)
    for name in TEMPORARY:
        (sample / "data" / name).write_text("half a row")
    (sample / "data" / ".#summary.yaml").symlink_to("somebody@example.org.1234")
    assert inputs_of(made) == before
    assert pipeline.judge(made) == brief
    assert not any(is_temporary(file.name) for file in files_in(sample / "data"))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("brief.toml", True),
        ("data/documents.csv", True),
        ("data/countries/AA.yaml", True),
        ("charts/cover.toml", True),
        ("templates/locale/ru/LC_MESSAGES/brief.po", True),
        ("data/.documents.csv.swp", False),
        ("data/.#x/documents.csv", False),
        ("recipients.csv", False),
        ("out/proof/brief.en.pdf", False),
        ("brief.toml~", False),
        ("notes.txt", False),
    ],
)
def test_what_matters_to_a_build(path: str, expected: bool) -> None:
    """brief.toml and what stands in data/, charts/ and templates/ matters, and nothing else."""
    assert matters(Path("/brief") / path, Path("/brief")) is expected


# --- what is told ---------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder like a brief's."""
    (tmp_path / "data" / "countries").mkdir(parents=True)
    (tmp_path / "brief.toml").write_text("")
    return tmp_path.resolve()


def told(saves: Saves, path: Path) -> set[Path]:
    """Save a file until it is told, again after each save of nothing; everything that was told by then."""
    found: set[Path] = set()
    while path not in found:
        path.write_text("a")
        while path not in found and (some := saves.gathered()):
            found |= some
    return found


def test_the_start_is_told_as_a_save_of_nothing(folder: Path) -> None:
    """Whoever watches is told once without any save, so that what was saved before is built."""
    with Saves(folder) as saves:
        assert saves.gathered() == set()


def test_saves_are_told_and_temporary_files_are_not(folder: Path) -> None:
    """Between two saves, only what matters to a build is told."""
    with Saves(folder) as saves:
        saves.gathered()
        for name in TEMPORARY:
            (folder / "data" / name).write_text("half a row")
        (folder / "recipients.csv").write_text("")
        last = folder / "data" / "countries" / "AA.yaml"
        assert told(saves, last) == {last}


def test_a_file_moved_into_its_place_is_told(folder: Path) -> None:
    """A careful editor writes beside the file and moves it there; of both, the file is told."""
    with Saves(folder) as saves:
        saves.gathered()
        for name in ("brief.toml", "data/documents.csv"):
            beside = folder / "beside.tmp"
            beside.write_text(name)
            beside.replace(folder / name)
            assert saves.gathered() == {folder / name}


def test_saves_meanwhile_are_told_together(folder: Path) -> None:
    """What is saved while nobody listens is gathered, and none of it is lost."""
    files = {folder / "data" / f"{number}.csv" for number in range(50)}
    with Saves(folder) as saves:
        saves.gathered()
        for file in sorted(files):
            file.write_text("a")
        found: set[Path] = set()
        while found != files:
            found |= saves.gathered()


def test_folders_that_come_and_go_are_watched(folder: Path) -> None:
    """A new folder, and data/ itself removed and made anew, are watched as the first ones were."""
    with Saves(folder) as saves:
        saves.gathered()
        for _ in range(3):
            (folder / "templates" / "mail").mkdir(parents=True)
            assert told(saves, folder / "templates" / "mail" / "message.txt")
            shutil.rmtree(folder / "templates")
            shutil.rmtree(folder / "data")
            (folder / "data").mkdir()
            assert told(saves, folder / "data" / "documents.csv")


def test_a_folder_that_is_gone_is_an_error(folder: Path) -> None:
    """Where the brief's folder is removed, watching ends with one line that names it."""

    def remove(saved: object) -> None:
        shutil.rmtree(folder, ignore_errors=True)

    with pytest.raises(SettingsError, match=f"{folder}: cannot be watched: No such") as caught:
        watch(folder, remove)
    assert "\n" not in str(caught.value)


def test_nobody_is_left_watching(folder: Path) -> None:
    """Whatever a build raises, the process that looks ends with it, and nothing stays open."""
    before = handles()
    processes: list[int] = []

    def fail(saved: object) -> None:
        processes.extend(children(os.getpid()))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        watch(folder, fail)
    assert len(processes) == 1
    assert not Path(f"/proc/{processes[0]}").exists()
    assert handles() == before


def handles(process: int | str = "self") -> int:
    """How many files a process has open."""
    return len(list(Path(f"/proc/{process}/fd").iterdir()))


def children(process: int) -> list[int]:
    """The processes that a process has started."""
    return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


# --- the command ----------------------------------------------------------------------------------------


class Session:
    """A `brief watch` of the English version, as a user starts it."""

    def __init__(self, project: Path) -> None:
        """Start it."""
        self.project = project
        command = [sys.executable, "-m", "report", "--project", str(project), "watch", "--language", "en"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
        )
        self._alarm = threading.Timer(_LONGEST_SECONDS, self.process.kill)
        self._alarm.start()

    def until(self, words: str) -> list[str]:
        """Every line up to the first that holds the words."""
        assert self.process.stdout is not None
        lines: list[str] = []
        for line in self.process.stdout:
            lines.append(line.rstrip("\n"))
            if words in line:
                return lines
        raise AssertionError("\n".join([f"{words!r} was not said in", *lines]))

    def save(self, name: str, content: bytes) -> None:
        """Save a file of the brief."""
        (self.project / name).write_bytes(content)

    def end(self, number: signal.Signals) -> tuple[int, str]:
        """Ask it to end; its exit code, and all that it said since."""
        self.process.send_signal(number)
        said, _ = self.process.communicate()
        return self.process.returncode, said

    def close(self) -> None:
        """End it, however it stands."""
        self._alarm.cancel()
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def session(warm: Path, tmp_path: Path) -> Iterator[Session]:
    """A session on a copy of the invented brief whose proof is in the cache; it has made its first proof."""
    opened = Session(Path(shutil.copytree(warm, tmp_path / "sample")))
    try:
        opened.until("brief.en.pdf")
        opened.until(" s")
        yield opened
    finally:
        opened.close()


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented brief with its English version built."""
    folder = Path(
        shutil.copytree(
            SAMPLE, tmp_path_factory.mktemp("warm") / "sample", ignore=shutil.ignore_patterns("out")
        )
    )
    proof(folder)
    return folder


def proof(project: Path) -> bytes:
    """The English version as a plain build makes it."""
    made = settings.read(project)
    built = pipeline.build(
        made, pipeline.versions_of(made, "en"), made.out / pipeline.PROOF, watch=lambda step: None
    )
    return built.files[0].path.read_bytes()


@pytest.mark.slow
def test_a_save_sets_what_it_changes_and_no_fault_ends_it(session: Session) -> None:
    """A title, half of a file, the file mended, a template, and bytes that no plain build makes otherwise."""
    made = session.project / "out" / "proof" / "brief.en.pdf"
    good = (session.project / "data" / "documents.csv").read_bytes()
    first = made.read_bytes()
    session.save("data/documents.csv", good.replace(b"Memorandum", b"Memorandum of good will", 1))
    (line,) = session.until("sections set")
    assert line.startswith("data/documents.csv: 3 of 15 sections set · ")
    second = made.read_bytes()
    assert second != first
    session.save("data/documents.csv", good[:700])
    *findings, last = session.until("brief: ")
    assert any(line.startswith("error: data/documents.csv:3: ") for line in findings)
    assert last.endswith(" in the data")
    assert made.read_bytes() == second
    session.save("data/documents.csv", good)
    session.until("sections set")
    assert made.read_bytes() == first
    (session.project / "templates").mkdir()
    session.save("templates/colophon.html", b"{% if")
    session.until("brief: templates/colophon.html:1: ")
    shutil.rmtree(session.project / "templates")
    session.until("sections set")
    assert made.read_bytes() == first
    made.unlink()
    assert proof(session.project) == first


@pytest.mark.slow
@pytest.mark.parametrize(("ending", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_who_ends_it_is_told_in_one_line(ending: signal.Signals, code: int, session: Session) -> None:
    """Ctrl-C and SIGTERM end it with their codes and one line, and no process outlives it."""
    below = children(session.process.pid)
    exit_code, said = session.end(ending)
    assert exit_code == code
    assert said == f"brief: {'interrupted' if code == 130 else 'terminated'}; no longer watching\n"
    assert not any(Path(f"/proc/{process}").exists() for process in below)


@pytest.mark.slow
def test_many_rebuilds_leave_nothing_open(session: Session) -> None:
    """After one rebuild and after five more, the same files are open, and the watcher is the only child."""
    good = (session.project / "data" / "documents.csv").read_bytes()
    counts = []
    for number in range(6):
        session.save("data/documents.csv", good.replace(b"Memorandum", b"Memorandum %d" % number, 1))
        session.until("sections set")
        counts.append((handles(session.process.pid), len(children(session.process.pid))))
    assert counts[-1] == counts[0]
    assert counts[0][1] == 1


def test_a_folder_that_is_no_brief_is_not_watched(tmp_path: Path) -> None:
    """Without a brief.toml it ends at once, with the code of wrong settings."""
    session = Session(tmp_path)
    said, _ = session.process.communicate()
    session.close()
    assert session.process.returncode == 2
    assert "no such file; a brief is a folder with a brief.toml" in said
