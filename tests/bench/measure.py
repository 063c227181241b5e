"""A command → its seconds, its processor's seconds and its peak memory, as a whole process.

Memory is the peak resident set (VmHWM of proc(5)), pages shared with the parent counted in each: more
than the process has for itself, never less. Only Linux tells it; elsewhere memory is not measured.
"""

from __future__ import annotations

import os
import resource
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PROC = Path("/proc")
_INTERVAL = 0.05
_MIB = 1024


class BenchError(Exception):
    """A command of the bench failed; the message is what it said."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one run took: wall clock and processor in seconds, peak memory in MiB, and what it printed."""

    seconds: float
    processor: float
    output: str
    parent: int = 0
    workers: tuple[int, ...] = ()


@dataclass(slots=True)
class Peaks:
    """The peak memory of a process and of everything that it started, in MiB by process id."""

    parent: int
    seen: dict[int, int] = field(default_factory=dict)

    def look(self) -> None:
        """Ask each living process for its peak so far."""
        children = _children()
        waiting = [self.parent]
        while waiting:
            process = waiting.pop()
            waiting += children.get(process, ())
            if peak := _peak(process):
                self.seen[process] = max(peak, self.seen.get(process, 0))

    @property
    def workers(self) -> tuple[int, ...]:
        """The peaks of all but the parent, the largest first."""
        return tuple(sorted((peak for id_, peak in self.seen.items() if id_ != self.parent), reverse=True))


def timed(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> Taken:
    """Run a command to its end.

    Raises:
        BenchError: it did not end with 0.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    _refuse(command, done.returncode, done.stderr)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Taken(seconds, processor, done.stdout)


def watched(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> Taken:
    """Run a command to its end, and ask it and its workers for their memory twenty times a second.

    Raises:
        BenchError: it did not end with 0.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    said = folder / "said"
    with said.open("w") as output:
        process = subprocess.Popen(command, env=environment, cwd=folder, stdout=output, stderr=output)
        peaks = Peaks(process.pid)
        while process.poll() is None:
            peaks.look()
            time.sleep(_INTERVAL)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    _refuse(command, process.returncode, said.read_text())
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Taken(seconds, processor, "", peaks.seen.get(process.pid, 0), peaks.workers)


def _refuse(command: Sequence[str], code: int, said: str) -> None:
    if code:
        raise BenchError(f"{' '.join(command)} ended with {code}:\n{said[-2000:]}")


def _children() -> Mapping[int, list[int]]:
    """Every process's children."""
    children: dict[int, list[int]] = {}
    for process in _processes():
        try:
            stat = (PROC / str(process) / "stat").read_text()
        except OSError:  # it has ended since
            continue
        parent = int(stat.rpartition(")")[2].split()[1])
        children.setdefault(parent, []).append(process)
    return children


def _processes() -> Iterator[int]:
    if PROC.is_dir():
        yield from (int(name) for name in os.listdir(PROC) if name.isdecimal())  # noqa: PTH208 - 20 times a second


def _peak(process: int) -> int:
    """The peak resident set in MiB, 0 when the process has ended."""
    try:
        status = (PROC / str(process) / "status").read_text()
    except OSError:
        return 0
    peak = next((line for line in status.splitlines() if line.startswith("VmHWM:")), "VmHWM: 0 kB")
    return int(peak.split()[1]) // _MIB
