"""A brief's folder → seconds from saving a file to the finished PDF, as `brief watch` makes it.

The command is started as a user starts it. What is measured begins before the file is written and ends
when another PDF stands in its place, so that noticing and gathering the save are in it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.editing import change_title
from bench.measure import PROC, BenchError, Taken

_INTERVAL = 0.002
_REST_SECONDS = 1.0
_LONGEST_SECONDS = 300


def saves(command: Sequence[str], environment: Mapping[str, str], project: Path, runs: int) -> list[Taken]:
    """What `runs` saves took; one before them, in which the process gets ready, is thrown away.

    Raises:
        BenchError: no PDF came.
    """
    pdf = project / "out" / "proof" / "brief.bilingual.pdf"
    with _watching(command, environment, project) as process:
        _another(pdf, None)
        return [_save(process, project, pdf, f"watch {run}") for run in range(runs + 1)][1:]


@contextmanager
def _watching(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> Iterator[int]:
    with subprocess.Popen(command, env=environment, cwd=folder, stdout=subprocess.DEVNULL) as process:
        try:
            yield process.pid
        finally:
            process.send_signal(signal.SIGTERM)  # Ctrl-C is ignored by what is started in the background


def _save(process: int, project: Path, pdf: Path, mark: str) -> Taken:
    before, processor = _identity(pdf), _processor_seconds(process)
    start = time.perf_counter()
    change_title(project, mark)
    _another(pdf, before)
    seconds = time.perf_counter() - start
    time.sleep(_REST_SECONDS)  # its workers are ended, and counted, after the file is in its place
    return Taken(seconds, _processor_seconds(process) - processor, "")


def _processor_seconds(process: int) -> float:
    """Of a process and of those it has ended (proc(5), stat: utime, stime, cutime, cstime)."""
    stat = (PROC / str(process) / "stat").read_text()
    return sum(map(int, stat.rpartition(")")[2].split()[11:15])) / os.sysconf("SC_CLK_TCK")


def _another(pdf: Path, before: tuple[int, int] | None) -> None:
    """Wait until another file stands there."""
    end = time.monotonic() + _LONGEST_SECONDS
    while (now := _identity(pdf)) == before or now is None:
        if time.monotonic() > end:
            raise BenchError(f"{pdf}: did not change in {_LONGEST_SECONDS} s")
        time.sleep(_INTERVAL)


def _identity(pdf: Path) -> tuple[int, int] | None:
    """What tells a file from the one that takes its place."""
    try:
        status = pdf.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns
