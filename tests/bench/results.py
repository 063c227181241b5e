"""Runs → a page of Markdown: each target with what was measured, the chains, the registers, the machine."""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from bench.mailing import LIMIT, NUMBERS, work_of
from bench.measure import Taken
from bench.works import OURS, WORKERS_SIZE, Bench, Runs

Value = Callable[[Runs], float]

NAMES = {
    "brief": "ours",
    "typst": "Typst",
    "chromium": "Chromium’s print",
    "xelatex": "XeLaTeX, two runs",
    "weasyprint": "WeasyPrint in one run",
}


@dataclass(frozen=True, slots=True)
class Target:
    """A law to reach: what is divided by what, how large it may be (or must be), and in seconds what."""

    name: str
    over: tuple[str, str]
    under: tuple[str, str]
    limit: float
    bare: tuple[tuple[str, str], tuple[str, str]] | None = None
    least: bool = False


def _ours(work: str) -> tuple[str, str]:
    return work, OURS


_TYPST = ("cold", "typst")
_BARE_TYPST = ("bare", "typst")

TARGETS = (
    Target("cold build, to Typst", _ours("cold"), _TYPST, 2.0, (_ours("bare"), _BARE_TYPST)),
    Target(
        "cold build, to Chromium’s print",
        _ours("cold"),
        ("cold", "chromium"),
        1.0,
        (_ours("bare"), ("bare", "chromium")),
    ),
    Target(
        "cold build, to WeasyPrint in one run",
        _ours("cold"),
        ("cold", "weasyprint"),
        0.75,
        (_ours("bare"), ("bare", "weasyprint")),
    ),
    Target(
        "one document’s title changed, to Typst",
        _ours("changed"),
        _TYPST,
        0.6,
        (_ours("bare changed"), _BARE_TYPST),
    ),
    Target("nothing changed, to Typst", _ours("nothing"), _TYPST, 0.15, (_ours("bare nothing"), _BARE_TYPST)),
    Target(
        "one title changed in a resident process, to Typst",
        _ours("resident"),
        _TYPST,
        0.3,
        (_ours("resident"), _BARE_TYPST),
    ),
    Target(
        "from a save to the PDF in `brief watch`, to Typst",
        _ours("watch"),
        _TYPST,
        0.3,
        (_ours("watch"), _BARE_TYPST),
    ),
    Target(
        "one document more in the longest register, to its cold build",
        _ours("one more"),
        _ours("longest"),
        0.1,
    ),
    Target("1,500 documents: one worker to two", _ours("jobs 1"), _ours("jobs 2"), 1.5, least=True),
)

PER_DOCUMENT_LIMIT = 1.25
WORKER_LIMIT = 350
PARENT_LIMIT = 500


def page_of(bench: Bench) -> str:
    """All results as Markdown."""
    parts = (
        _head(bench),
        _table(
            ("work", "ours, s", "its processor, s", "other, s", "ratio", "without charts", "to reach", ""),
            _targets(bench.done),
        ),
        _chains(bench),
        _registers(bench),
        _mailings(bench.done),
        _machine(bench),
    )
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(bench: Bench) -> str:
    return (
        "# What it takes\n\n"
        "Written by `make bench`; `tests/bench/` says how. Every number is the median of "
        f"{bench.runs} runs{' after a warm-up' if bench.warm else ''}, in turn with the others, each a whole "
        "process from the folder "
        "of facts to the PDF; of what takes long (without charts, registers, workers, mail) "
        f"{bench.long_runs}, "
        "of the longest register one. The rivals set the same words, the same "
        "drawings and the same faces, read, judged and put into words by our own rooms; the time that "
        "fetching the words from our templates took is taken off theirs."
    )


def _targets(done: Runs) -> Iterator[tuple[str, ...]]:
    for target in TARGETS:
        ratio = _ratio(done, target.over, target.under)
        if ratio is None:
            yield (target.name, "", "", "", "not run", "", _limit(target), "")
            continue
        bare = _ratio(done, *target.bare) if target.bare else None
        yield (
            target.name,
            f"{_median(done, target.over):.2f}",
            f"{_processor_seconds(done, target.over):.2f}",
            f"{_median(done, target.under):.2f}",
            f"{ratio:.2f}",
            "" if bare is None else f"{bare:.2f}",
            _limit(target),
            _verdict((ratio >= target.limit) if target.least else (ratio <= target.limit)),
        )


def _limit(target: Target) -> str:
    return f"{'≥' if target.least else '≤'} {target.limit}"


def _verdict(reached: bool) -> str:
    return "reached" if reached else "**not reached**"


def _chains(bench: Bench) -> str:
    done = bench.done
    rows = []
    for who, name in NAMES.items():
        if ("cold", who) in done.taken:
            file = bench.files[who]
            rows.append(
                (
                    name,
                    *(_seconds(done, (work, who)) for work in ("cold", "bare", "cold, setting")),
                    f"{_processor_seconds(done, ('cold', who)):.2f}",
                    str(file.pages),
                    f"{file.size / 1000:.0f}",
                    f"{file.words:.2%}",
                )
            )
    head = (
        "chain",
        "cold, s",
        "without charts, s",
        "setting alone, s",
        "processor, s",
        "pages",
        "kB",
        "words found",
    )
    drawing = _seconds(done, ("charts, setting", "charts"))
    told = f"\n\nReading, judging and drawing all figures in one process: {drawing} s." if drawing else ""
    return f"## The chains\n\n{_table(head, rows)}{told}" if rows else ""


def _registers(bench: Bench) -> str:
    taken = {size: bench.done.taken.get(_ours(f"register {size}"), []) for size in bench.sizes}
    rows = [_register(size, runs) for size, runs in taken.items() if runs]
    if not rows:
        return ""
    head = ("documents, cold", "s", "ms a document", "largest worker, MiB", "parent, MiB", "≤ 350, ≤ 500 MiB")
    each = {
        size: statistics.median(run.seconds for run in runs) / size for size, runs in taken.items() if runs
    }
    told = ""
    longest = max(each)
    if WORKERS_SIZE in each and longest > WORKERS_SIZE:
        ratio = each[longest] / each[WORKERS_SIZE]
        told = (
            f"\n\nTime a document at {longest:,} to that at {WORKERS_SIZE:,}: {ratio:.2f} "
            f"(≤ {PER_DOCUMENT_LIMIT}): {_verdict(ratio <= PER_DOCUMENT_LIMIT)}."
        )
    return f"## Long registers\n\n{_table(head, rows)}{told}"


def _register(size: int, runs: Sequence[Taken]) -> tuple[str, ...]:
    seconds = statistics.median(run.seconds for run in runs)
    worker = max((peak for run in runs for peak in run.workers), default=0)
    parent = max(run.parent for run in runs)
    return (
        f"{size:,}",
        f"{seconds:.1f}",
        f"{seconds / size * 1000:.1f}",
        f"{worker}",
        f"{parent}",
        _verdict(worker <= WORKER_LIMIT and parent <= PARENT_LIMIT),
    )


def _mailings(done: Runs) -> str:
    taken = {number: done.taken.get(_ours(work_of(number)), []) for number in NUMBERS}
    if not all(taken.values()):
        return ""
    peaks = {number: statistics.median(run.parent for run in runs) for number, runs in taken.items()}
    rows = [
        (f"{number:,}", _seconds(done, _ours(work_of(number))), f"{peaks[number]:.0f}") for number in NUMBERS
    ]
    ratio = peaks[NUMBERS[-1]] / peaks[NUMBERS[0]]
    return (
        "## Mailings\n\nAn edition with an attachment of 1 MB, sent by `brief send` to a server on the "
        f"loopback address that keeps nothing.\n\n{_table(('recipients', 's', 'peak, MiB'), rows)}\n\n"
        f"Memory for {NUMBERS[-1]} to that for {NUMBERS[0]}: {ratio:.2f} (≤ {LIMIT}): "
        f"{_verdict(ratio <= LIMIT)}."
    )


def _machine(bench: Bench) -> str:
    versions = [
        f"Python {platform.python_version()}",
        *(f"{name} {metadata.version(name)}" for name in ("weasyprint", "matplotlib", "pikepdf")),
    ]
    if "typst" in bench.rivals:
        versions.append(f"Typst {metadata.version('typst')}")
    versions += [
        line for name in ("chromium", "xelatex") if name in bench.rivals and (line := _version(name))
    ]
    absent = [NAMES[who] for who in NAMES if who != OURS and who not in bench.rivals]
    left_out = f" Not installed, and left out: {', '.join(absent)}." if absent else ""
    return (
        f"## The machine\n\n{len(os.sched_getaffinity(0))} cores ({_processor()}), {_memory()} GiB, "
        f"{platform.system()} {platform.machine()}. {', '.join(versions)}.{left_out}"
    )


def _version(program: str) -> str:
    if shutil.which(program) is None:
        return ""
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    return told.splitlines()[0].strip()


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")),
        platform.processor(),
    )


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3)


def _ratio(done: Runs, over: tuple[str, str], under: tuple[str, str]) -> float | None:
    if over not in done.taken or under not in done.taken:
        return None
    return _median(done, over) / _median(done, under)


def _median(done: Runs, key: tuple[str, str]) -> float:
    return statistics.median(run.seconds for run in done.taken[key])


def _processor_seconds(done: Runs, key: tuple[str, str]) -> float:
    return statistics.median(run.processor for run in done.taken[key])


def _seconds(done: Runs, key: tuple[str, str]) -> str:
    return f"{_median(done, key):.2f}" if key in done.taken else ""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
