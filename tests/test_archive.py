"""A folder of proofs holds whole files at every moment, whatever happens to the writer."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import report
from report.archive import publish
from report.errors import ArchiveError

NAMES = ("brief.bilingual.pdf", "brief.ru.pdf", "brief.en.pdf")
SIZE = 300_000


def a_set(generation: int) -> dict[str, bytes]:
    """Three files that all say which set they belong to."""
    return {name: generation.to_bytes(4, "big") * (SIZE // 4) for name in NAMES}


def generations(folder: Path) -> set[bytes]:
    """Of which sets the files in a folder are; a file that was cut short is of none."""
    contents = [(folder / name).read_bytes() for name in NAMES]
    assert [len(content) for content in contents] == [SIZE] * len(NAMES)
    assert all(content == content[:4] * (SIZE // 4) for content in contents)
    return {content[:4] for content in contents}


def hidden(folder: Path) -> list[str]:
    """What lies hidden in a folder, but for locks."""
    return [
        entry.name for entry in folder.iterdir() if entry.name.startswith(".") and entry.suffix != ".lock"
    ]


def writer(folder: Path, program: str) -> subprocess.Popen[bytes]:
    """Another process, with `publish`, `folder` and this file's names at hand."""
    here = Path(__file__).parent
    head = (
        f"import sys; sys.path[:0] = [{str(here)!r}]\n"
        f"from test_archive import *\nfolder = Path({str(folder)!r})\n"
    )
    root = Path(report.__file__).parents[1]
    return subprocess.Popen([sys.executable, "-c", head + program], cwd=root, stdout=subprocess.PIPE)


def test_a_relative_folder_is_meant_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--out here` works as well as a whole path."""
    monkeypatch.chdir(tmp_path)
    publish({"a.pdf": b"1"}, Path("out/proof"))
    assert (tmp_path / "out/proof/a.pdf").read_bytes() == b"1"


def test_whoever_reads_the_old_set_reads_it_to_its_end(tmp_path: Path) -> None:
    """A file that is open while it is replaced stays what it was."""
    proof = tmp_path / "proof"
    publish(a_set(1), proof)
    with (proof / NAMES[0]).open("rb") as old:
        publish(a_set(2), proof)
        assert old.read() == a_set(1)[NAMES[0]]


def test_a_writer_killed_at_any_moment_leaves_whole_files(tmp_path: Path) -> None:
    """Ten writers are killed at random moments: each file is whole, and the next build sweeps up."""
    chance = random.Random(20251220)  # noqa: S311 - moments, not secrets
    proof = tmp_path / "proof"
    publish(a_set(0), proof)
    program = "print('ready', flush=True)\nfor number in range(1, 10**6): publish(a_set(number), folder)"
    for _ in range(10):
        with writer(proof, program) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0.005, 0.12))
            process.send_signal(signal.SIGKILL)
        assert generations(proof)
    publish(a_set(7), proof)
    assert generations(proof) == {(7).to_bytes(4, "big")}
    assert hidden(tmp_path) == hidden(proof) == []


def test_other_files_in_somebodys_folder_are_left_alone(tmp_path: Path) -> None:
    """Only the files of the set are replaced in a folder that was there before."""
    (tmp_path / "notes.txt").write_bytes(b"mine")
    (tmp_path / NAMES[0]).write_bytes(b"old")
    publish(a_set(1), tmp_path)
    assert generations(tmp_path) == {(1).to_bytes(4, "big")}
    assert (tmp_path / "notes.txt").read_bytes() == b"mine"
    assert hidden(tmp_path) == []


def test_a_chosen_folder_is_an_ordinary_one(tmp_path: Path) -> None:
    """A new folder is a real one, and nothing lies hidden beside it."""
    chosen = tmp_path / "july"
    for generation in (1, 2):
        publish(a_set(generation), chosen)
        assert generations(chosen) == {generation.to_bytes(4, "big")}
    assert chosen.is_dir()
    assert not chosen.is_symlink()
    assert hidden(tmp_path) == hidden(chosen) == []


def test_somebodys_own_link_is_followed(tmp_path: Path) -> None:
    """A link that somebody made to a folder of theirs stays, and the folder gets the files."""
    real, link = tmp_path / "real", tmp_path / "link"
    real.mkdir()
    link.symlink_to(real)
    publish(a_set(3), link)
    assert link.readlink() == real
    assert generations(real) == {(3).to_bytes(4, "big")}


def test_a_file_in_the_way_is_not_overwritten(tmp_path: Path) -> None:
    """A file where the folder should be is named, and stays."""
    (tmp_path / "out").write_bytes(b"mine")
    with pytest.raises(ArchiveError, match=r"out: is a file and not a folder"):
        publish(a_set(1), tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == b"mine"


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file may grow beyond `size` bytes: writing fails as it does on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)


def test_where_writing_fails_the_last_good_set_stays(tmp_path: Path) -> None:
    """A write that fails half-way is told in one line, changes nothing and leaves nothing."""
    proof = tmp_path / "proof"
    publish(a_set(1), proof)
    bigger = a_set(2) | {NAMES[2]: b"x" * (SIZE + 1)}
    with largest_file(SIZE), pytest.raises(ArchiveError, match=r"[Ll]arge") as caught:
        publish(bigger, proof)
    assert "\n" not in str(caught.value)
    assert generations(proof) == {(1).to_bytes(4, "big")}
    assert hidden(tmp_path) == hidden(proof) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    """Missing permission is told with the folder's name."""
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    with pytest.raises(ArchiveError, match=r"locked.*Permission denied"):
        publish(a_set(1), locked / "proof")


def test_a_folder_below_a_file_is_told_in_one_line(tmp_path: Path) -> None:
    """A folder that cannot be made is an error of the archive, not a traceback."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ArchiveError, match="file"):
        publish(a_set(1), tmp_path / "file" / "proof")


def test_of_two_builds_one_waits_or_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    """While one process writes, another waits as long as it has patience, then names it."""
    proof = tmp_path / "proof"
    program = """
from report.archive import publishing
real = publishing.write_all
def slow(files, stage):
    real(files, stage)
    print('writing', flush=True)
    time.sleep(1.5)
publishing.write_all = slow
publish(a_set(1), folder)
"""
    publish(a_set(0), proof)
    with writer(proof, program) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(ArchiveError, match=rf"another build \(process {process.pid} on .+\)"):
            publish(a_set(2), proof, patience=0.1)
        publish(a_set(3), proof)
    assert process.returncode == 0
    assert generations(proof) == {(3).to_bytes(4, "big")}
