"""What changed is made again, and nothing else: keys, explanations, kills, and builds at once."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLE, said_lightly, voices_of
from typer.testing import CliRunner

from report import pipeline, settings
from report.cli import app
from report.draw import KINDS, SEEN, draw, drawable, view
from report.model import Brief
from report.pipeline.explaining import differences

NAME = "brief.en.pdf"


def brief(project: Path, *arguments: str) -> tuple[int, str, str]:
    """Run the command on a brief: exit code, standard output and standard error."""
    result = CliRunner().invoke(app, ["--project", str(project), *arguments], catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def proof(project: Path, *arguments: str) -> Mapping[str, object]:
    """Build the English version as a proof; the result as the command tells it to programs."""
    code, out, err = brief(project, "build", "--language", "en", "--json", *arguments)
    assert code == 0, err
    result: dict[str, object] = json.loads(out)
    return result


def change(file: Path, old: str, new: str) -> None:
    """Put other words into a file, at the first place that has the old ones."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented brief with its English version built, and everything of it in the cache."""
    folder = tmp_path_factory.mktemp("warm") / "sample"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("out"))
    proof(folder)
    return folder


@pytest.fixture
def built_once(warm: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(warm, tmp_path / "sample"))


pytestmark = pytest.mark.slow


# --- nothing changed -----------------------------------------------------------------------------------


def test_nothing_to_do_loads_nothing_heavy(warm: Path) -> None:
    """A build of what stands there already says so, touches no file, and loads no library that takes time.

    But for pydantic, without which Typer reads no command line.
    """
    made = warm / "out" / "proof" / NAME
    before = made.stat()
    said = said_lightly(warm, "build", "--language", "en", "--explain")
    assert re.search(r"^0 of 15 sections set, 15 unchanged$", said, re.MULTILINE)
    assert re.search(rf"{NAME} +\d+ +[\d,]+ kB$", said, re.MULTILINE)
    assert made.stat().st_mtime_ns == before.st_mtime_ns
    assert made.stat().st_ino == before.st_ino


@pytest.mark.parametrize("state", ["changed", "removed"])
def test_a_file_that_does_not_stand_as_it_was_left_is_made_again(state: str, built_once: Path) -> None:
    """Who changes or removes a finished file gets it back, byte by byte, with no section set for it."""
    made = built_once / "out" / "proof" / NAME
    proof(built_once)  # this folder's own first build
    good = made.read_bytes()
    made.write_bytes(good + b"more") if state == "changed" else made.unlink()
    result = proof(built_once)
    assert result["sections"] == {"set": 0, "unchanged": 15}
    assert made.read_bytes() == good


def test_force_builds_all_the_same(built_once: Path) -> None:
    """With --force the file is put in place anew, from the cache, with the same bytes."""
    made = built_once / "out" / "proof" / NAME
    proof(built_once)  # this folder's own first build
    before, content = made.stat().st_mtime_ns, made.read_bytes()
    assert proof(built_once, "--force")["sections"] == {"set": 0, "unchanged": 15}
    assert made.stat().st_mtime_ns != before
    assert made.read_bytes() == content


def test_no_cache_neither_reads_nor_writes(built_once: Path) -> None:
    """With --no-cache every section is set, out/.cache stays as it is, and the bytes are the same."""
    made = built_once / "out" / "proof" / NAME
    content = made.read_bytes()
    kept = built_once / "out" / ".cache"
    shutil.rmtree(kept)
    result = proof(built_once, "--no-cache", "--jobs", "1")
    assert result["sections"] == {"set": 15, "unchanged": 0}
    assert not kept.exists()
    assert made.read_bytes() == content


# --- something changed ---------------------------------------------------------------------------------


def test_a_changed_title_sets_the_sections_that_print_it(built_once: Path) -> None:
    """One document's title sets the register and what names the facts' fingerprint, each with its cause."""
    change(built_once / "data" / "documents.csv", "Memorandum", "Memorandum of good will")
    code, out, _ = brief(built_once, "build", "--language", "en", "--explain")
    assert code == 0
    assert "3 of 15 sections set, 12 unchanged" in out
    assert "Changed: data/documents.csv" in out
    reasons = dict(re.findall(r"^en: (\S+): (.*)$", out, re.MULTILINE))
    assert set(reasons) == {"cover", "register", "colophon"}
    assert "good will" in reasons["register"]


def test_an_incremental_build_is_the_whole_build(built_once: Path, tmp_path: Path) -> None:
    """After a change, the bytes and the findings are those of a build from nothing."""
    change(built_once / "data" / "documents.csv", "Memorandum", "Memorandum of good will")
    change(built_once / "data" / "outcomes.yaml", "A joint power grid", "One joint power grid")
    incremental = proof(built_once)
    whole = proof(built_once, "--no-cache", "--out", str(tmp_path / "whole"))
    assert (tmp_path / "whole" / NAME).read_bytes() == (built_once / "out" / "proof" / NAME).read_bytes()
    weighed_together = {"pair-heights"}
    assert incremental["findings"] == [
        finding
        for finding in whole["findings"]  # type: ignore[attr-defined]  # it is a list
        if finding["rule"] not in weighed_together
    ]
    assert incremental["sections"] != {"set": 15, "unchanged": 0}


def test_going_back_sets_nothing(built_once: Path) -> None:
    """What was undone is in the cache from before."""
    made = built_once / "out" / "proof" / NAME
    content = made.read_bytes()
    documents = built_once / "data" / "documents.csv"
    change(documents, "Memorandum", "Memorandum of good will")
    proof(built_once)
    assert made.read_bytes() != content
    change(documents, "Memorandum of good will", "Memorandum")
    assert proof(built_once)["sections"] == {"set": 0, "unchanged": 15}
    assert made.read_bytes() == content


def test_a_damaged_cache_is_made_anew(built_once: Path) -> None:
    """Entries with wrong bytes are told, made anew, and change nothing of the result."""
    content = (built_once / "out" / "proof" / NAME).read_bytes()
    entries = [path for path in (built_once / "out" / ".cache").glob("??/*") if path.stat().st_size > 3000]
    for entry in entries:
        entry.write_bytes(entry.read_bytes()[:-1] + b"?")
    code, out, err = brief(built_once, "build", "--language", "en", "--force")
    assert code == 0, err
    assert re.search(r"^\d+ entries of the cache damaged, and made anew$", out, re.MULTILINE)
    assert (built_once / "out" / "proof" / NAME).read_bytes() == content


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("<p>about 640 people</p>", "<p>about 650 people</p>", ["“640” is now “650”"]),
        ("<p>one</p>", "<p>one two</p>", ["nothing is now “two”"]),
        ("<p>one two</p>", "<p>two</p>", ["“one” is now nothing"]),
        ("<style>a{}</style><p>one</p>", "<style>b{}</style><p>one</p>", ["the style sheet"]),
        ('<img src="data:x,1"><p>one</p>', '<img src="data:x,2"><p>one</p>', ["a figure"]),
        ("<p>one</p>", "<h2>one</h2>", ["its layout"]),
        ("<p>a b a b</p>", "<p>a b</p>", ["“a b” is now nothing"]),
    ],
)
def test_differences_are_named(before: str, after: str, told: list[str]) -> None:
    """Style sheet, figures, words and tags are told apart, and of words only those that differ are shown."""
    assert differences(before, after) == told


# --- figures -------------------------------------------------------------------------------------------


def test_every_kind_of_chart_says_what_it_draws_from() -> None:
    """What a kind sees is stated for each kind that can be drawn."""
    assert set(SEEN) == set(KINDS)


def test_figures_are_drawn_from_what_their_kind_sees(
    own_brief: Brief, own_settings: settings.Settings
) -> None:
    """A drawing from its view is that from the whole brief: nothing else is looked at."""
    voices, seen = voices_of(own_settings, "en"), drawable(own_brief)
    for spec in own_brief.charts.values():
        whole = draw(spec, own_brief, voices, style_file=own_settings.style_file)
        assert draw(spec, view(spec.kind, seen), voices, style_file=own_settings.style_file) == whole


def test_a_document_title_changes_no_figure(own_brief: Brief) -> None:
    """What figures are drawn from is the same, whatever documents are called."""
    documents = {
        key: replace(document, title={"ru": "Иначе", "en": "Otherwise"})
        for key, document in own_brief.documents.items()
    }
    assert drawable(replace(own_brief, documents=documents)) == drawable(own_brief)


# --- builds that are killed, and builds at once ----------------------------------------------------------


def build_process(project: Path, *arguments: str) -> subprocess.Popen[str]:
    """A build of the English version in a process group of its own."""
    command = [
        sys.executable,
        "-m",
        "report",
        "--project",
        str(project),
        "build",
        "--language",
        "en",
        *arguments,
    ]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def group_is_gone(group: int) -> bool:
    """Whether no process of a group is at work any more; waits for those that are ending."""
    for _ in range(500):
        states = [_state(path) for path in Path("/proc").glob("[0-9]*/stat")]
        if not any(of == group and state != "Z" for of, state in states):
            return True
        time.sleep(0.02)
    return False


def _state(path: Path) -> tuple[int, str]:
    """A process's group and state (proc(5))."""
    try:
        fields = path.read_text(encoding="utf-8").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0, "Z"
    return int(fields[2]), fields[0]


needs_proc = pytest.mark.skipif(not Path("/proc").is_dir(), reason="asks the system through /proc")


def kills(number: int, project: Path, expected: bytes) -> Iterator[float]:
    """Kill builds at seeded moments of their lives, each of other words; the next build must be right."""
    chance = random.Random(4)  # noqa: S311 - a seed makes the moments the same every time
    documents = project / "data" / "documents.csv"
    original = documents.read_text(encoding="utf-8")
    for position in range(number):
        documents.write_text(original.replace("Memorandum", f"Memorandum {position}"), encoding="utf-8")
        moment = chance.uniform(0.1, 6.0)
        with build_process(project) as process:
            try:
                process.wait(moment)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)  # the process alone: its workers must see to themselves
            process.communicate()
        assert group_is_gone(process.pid)
        made = project / "out" / "proof" / NAME
        assert not made.exists() or made.read_bytes().rstrip().endswith(b"%%EOF")
        documents.write_text(original, encoding="utf-8")
        proof(project)
        assert made.read_bytes() == expected
        yield moment


@needs_proc
def test_a_killed_build_leaves_nothing_wrong(built_once: Path) -> None:
    """Killed at five moments, a build never leaves what a later one takes for good."""
    expected = (built_once / "out" / "proof" / NAME).read_bytes()
    assert len(list(kills(5, built_once, expected))) == 5


@needs_proc
@pytest.mark.endurance
def test_fifty_killed_builds_leave_nothing_wrong(built_once: Path) -> None:
    """The same at fifty moments."""
    expected = (built_once / "out" / "proof" / NAME).read_bytes()
    assert len(list(kills(50, built_once, expected))) == 50


def test_two_builds_share_a_cache(sample: Path, warm: Path) -> None:
    """Two builds of one brief at once, into two folders, give both the right bytes."""
    processes = [build_process(sample, "--out", str(sample / name), "--quiet") for name in ("one", "two")]
    results = [process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0, 0], results
    expected = (warm / "out" / "proof" / NAME).read_bytes()
    assert (sample / "one" / NAME).read_bytes() == (sample / "two" / NAME).read_bytes() == expected


@needs_proc
@pytest.mark.parametrize(("ending", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_ended_build_leaves_nobody_behind(ending: signal.Signals, code: int, sample: Path) -> None:
    """Ctrl-C and SIGTERM in the middle of setting: one line, its own exit code, no orphan, no file."""
    with build_process(sample) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if "render" in line:
                break
        if ending is signal.SIGINT:
            os.killpg(process.pid, ending)  # as a terminal does
        else:
            process.send_signal(ending)
        rest = process.stderr.read()
    assert process.returncode == code
    assert rest.splitlines()[-1].endswith("; nothing was changed")
    assert "Traceback" not in rest
    assert group_is_gone(process.pid)
    assert not (sample / "out" / "proof").exists()


# --- workers -------------------------------------------------------------------------------------------


def test_a_section_that_hangs_is_one_error(built_once: Path) -> None:
    """A section that takes too long ends the build with 4 and one line that names it; nothing is put out."""
    made = built_once / "out" / "proof" / NAME
    content = made.read_bytes()
    change(built_once / "data" / "outcomes.yaml", "A joint power grid", "One joint power grid")
    code, _, err = brief(built_once, "build", "--language", "en", "--timeout", "0.01")
    assert code == 4
    assert re.fullmatch(r"brief: .+: not done after 0\.01 s; --timeout allows more", err.splitlines()[-1])
    assert made.read_bytes() == content


@pytest.mark.parametrize("jobs", ["1", "2", "3"])
def test_the_number_of_workers_changes_no_byte(jobs: str, warm: Path, tmp_path: Path) -> None:
    """One worker, two, or three give the same bytes."""
    proof(warm, "--no-cache", "--jobs", jobs, "--out", str(tmp_path / jobs))
    assert (tmp_path / jobs / NAME).read_bytes() == (warm / "out" / "proof" / NAME).read_bytes()


# --- the command ---------------------------------------------------------------------------------------


def test_the_cache_is_told_and_cleared(built_once: Path) -> None:
    """`brief cache` says what is kept, clears it, and wants to be told which of both."""
    code, out, _ = brief(built_once, "cache", "--info")
    assert code == 0
    assert re.fullmatch(r"\d+ entries, [\d.]+ MB of at most 537 MB\.\n", out)
    code, out, _ = brief(built_once, "cache", "--clear")
    assert code == 0
    assert out.endswith("removed.\n")
    assert brief(built_once, "cache", "--info")[1].startswith("0 entries, 0.0 MB")
    assert brief(built_once, "cache")[0] == 2
    assert brief(built_once, "cache", "--info", "--clear")[0] == 2


def test_a_build_without_a_cache_leaves_none(own_settings: settings.Settings) -> None:
    """The cache of a build that keeps nothing is gone when it is done."""
    with pipeline.cache_of(own_settings, pipeline.Manner(cached=False)) as cache:
        cache.put("0" * 64, b"x")
        assert cache.folder.exists()
    assert not cache.folder.exists()
