"""A temporary folder → runs of every chain: ours and the rivals', in turn, so that noise meets all alike.

A chain is one process from the brief's folder to the file. Ours keeps its cache in the brief's own
out/, so each work has a copy of the brief; "without charts" is a copy of the program without figures'
specs, for ours and for the rivals.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench import register
from bench.blocks import words_of
from bench.content import content_of, named
from bench.editing import change_title
from bench.measure import Taken, timed, watched
from bench.peers import PDF
from bench.watching import saves
from bench.words import drawn, pages, share

TESTS = Path(__file__).resolve().parent.parent
ROOT = TESTS.parent
OURS = "brief"
RIVALS = ("typst", "chromium", "xelatex", "weasyprint")
SIZES = (150, 1_500, 15_000)
WORKERS_SIZE = 1_500

_ENGINE = ("report", "templates", "charts")
_BRIEF = ("brief.toml", "data")


@dataclass(slots=True)
class Runs:
    """Every run that was made, by what it was: the work and who did it."""

    taken: dict[tuple[str, str], list[Taken]] = field(default_factory=dict)

    def add(self, work: str, who: str, taken: Taken) -> None:
        """Keep a run."""
        self.taken.setdefault((work, who), []).append(taken)


@dataclass(frozen=True, slots=True)
class File:
    """A finished file: its pages, its bytes, and the share of the content's words that it holds."""

    pages: int
    size: int
    words: float


@dataclass(frozen=True, slots=True)
class Bench:
    """Where runs happen, of which brief, how many are made, and by whom.

    `warm` asks for a warm-up before them, which is thrown away.
    """

    folder: Path
    project: Path
    runs: int
    long_runs: int
    warm: bool
    rivals: tuple[str, ...]
    sizes: tuple[int, ...]
    tell: Callable[[str], None]
    done: Runs = field(default_factory=Runs)
    files: dict[str, File] = field(default_factory=dict)

    def ours(self, project: Path, *options: str) -> list[str]:
        """Our command, as a user types it."""
        build = ["build", "--language", "bilingual", "--quiet", *options]
        return [sys.executable, "-m", "report", "--project", str(project), *build]

    def run(self, work: str, who: str, command: Sequence[str], *, engine: Path = ROOT) -> Taken:
        """Run a command of a work and keep what it took."""
        taken = timed(command, environment(engine), self.folder)
        self.done.add(work, who, taken)
        self.tell(f"{work}, {who}: {taken.seconds:.2f} s")
        return taken

    def watch(self, work: str, command: Sequence[str]) -> Taken:
        """The same for ours, with the memory of parent and workers."""
        taken = watched(command, environment(ROOT), self.folder)
        self.done.add(work, OURS, taken)
        self.tell(f"{work}: {taken.seconds:.2f} s, {taken.parent} MiB, workers {taken.workers[:2]} MiB")
        return taken

    def rival(self, work: str, who: str, project: Path, *, engine: Path = ROOT) -> Path:
        """One run of a rival in an empty folder; gives the file."""
        target = self.folder / f"by-{who}"
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        command = [sys.executable, "-m", "bench.peers", who, str(project), str(target)]
        taken = timed(command, environment(engine), self.folder)
        parts = json.loads(taken.output)
        chain = replace(taken, seconds=taken.seconds - parts["detour"])
        self.done.add(work, who, chain)
        self.done.add(f"{work}, setting", who, replace(taken, seconds=parts["setting"]))
        self.tell(f"{work}, {who}: {chain.seconds:.2f} s")
        return target / PDF

    def emptied(self, name: str) -> Path:
        """Where a folder of this name may be made: what was there is gone."""
        target = self.folder / name
        shutil.rmtree(target, ignore_errors=True)
        return target

    def copy(self, name: str) -> Path:
        """A fresh copy of the brief, without anything that was made."""
        target = self.emptied(name)
        target.mkdir()
        for part in _BRIEF:
            source = self.project / part
            (shutil.copytree if source.is_dir() else shutil.copy)(source, target / part)
        return target


def environment(engine: Path) -> dict[str, str]:
    """Ours, with the program of `engine` and the bench to import from; byte code is kept, as usual."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": os.pathsep.join((str(engine), str(TESTS)))}


def rounds(bench: Bench) -> Iterator[int]:
    """A warm-up, whose runs are thrown away, and then as many rounds as were asked for."""
    before = {key: list(taken) for key, taken in bench.done.taken.items()}
    if bench.warm:
        yield 0
        bench.done.taken.clear()
        bench.done.taken.update(before)
    yield from range(1, bench.runs + 1)


def cold(bench: Bench) -> None:
    """An empty cache against every rival; then one title changed, then nothing changed."""
    files: dict[str, Path] = {}
    project = bench.copy("cold")
    for number in rounds(bench):
        shutil.rmtree(project / "out", ignore_errors=True)
        bench.run("cold", OURS, bench.ours(project))
        change_title(project, f"bench {number}")
        bench.run("changed", OURS, bench.ours(project))
        bench.run("nothing", OURS, bench.ours(project))
        files |= {who: bench.rival("cold", who, project) for who in bench.rivals}
    files[OURS] = project / "out" / "proof" / "brief.bilingual.pdf"
    passages = passages_of(project)
    for who, pdf in files.items():
        bench.files[who] = File(pages(pdf), pdf.stat().st_size, share(passages, pdf))


def passages_of(project: Path) -> list[str]:
    """Everything that a brief's pages say, in their drawings too; the furniture is left out."""
    content = content_of(project, named)
    blocks = (block for section in content.neutral()["sections"] for block in section["blocks"])
    words = [line for figure in content.figures.values() for line in drawn(figure.svg)]
    return [*words_of(blocks), *words]


def without_charts(bench: Bench) -> None:
    """The same without any figure, in ours and in the rivals; and the drawing of all figures alone."""
    engine = bench.folder / "engine"
    for part in _ENGINE:
        shutil.copytree(ROOT / part, engine / part, dirs_exist_ok=True)
    for spec in (engine / "charts").glob("*.toml"):
        spec.unlink()
    project = bench.copy("bare")
    for number in rounds(bench):
        shutil.rmtree(project / "out", ignore_errors=True)
        bench.run("bare", OURS, bench.ours(project), engine=engine)
        change_title(project, f"bench {number}")
        bench.run("bare changed", OURS, bench.ours(project), engine=engine)
        bench.run("bare nothing", OURS, bench.ours(project), engine=engine)
        for who in bench.rivals:
            bench.rival("bare", who, project, engine=engine)
        bench.rival("charts", "charts", project)


def resident(bench: Bench) -> None:
    """One title changed in a process that stays."""
    project = bench.copy("resident")
    command = [sys.executable, "-m", "bench.resident", str(project), str(bench.runs + 1)]
    taken = timed(command, environment(ROOT), bench.folder)
    for seconds, processor in json.loads(taken.output)[1:]:
        bench.done.add("resident", OURS, Taken(seconds, processor, ""))
        bench.tell(f"resident: {seconds:.2f} s")


def watch(bench: Bench) -> None:
    """One title saved while `brief watch` is at work."""
    project = bench.copy("watch")
    command = [sys.executable, "-m", "report", "--project", str(project), "watch", "--quiet"]
    for taken in saves(command, environment(ROOT), project, bench.runs):
        bench.done.add("watch", OURS, taken)
        bench.tell(f"watch: {taken.seconds:.2f} s, of the processor {taken.processor:.2f} s")


def registers(bench: Bench) -> None:
    """Long registers from an empty cache, and one document more in the longest."""
    project = bench.folder / "register"
    *shorter, longest = sorted(bench.sizes)
    for size in shorter:
        for _ in range(bench.runs):
            _register(project, size)
            bench.watch(f"register {size}", bench.ours(project))
    _register(project, longest)
    bench.done.add("longest", OURS, bench.watch(f"register {longest}", bench.ours(project)))
    for number in range(bench.runs):
        register.insert(project, longest // 2 + number, id_=f"BB-{90_000 + number}")
        bench.watch("one more", bench.ours(project))


def workers(bench: Bench) -> None:
    """One worker against two, from an empty cache."""
    for _ in range(bench.runs):
        for jobs in ("1", "2"):
            project = _register(bench.folder / "register", WORKERS_SIZE)
            bench.run(f"jobs {jobs}", OURS, bench.ours(project, "--jobs", jobs))


def _register(folder: Path, size: int) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    return register.write(folder, size)


BUILDS: dict[str, Callable[[Bench], None]] = {
    "cold": cold,
    "bare": without_charts,
    "resident": resident,
    "watch": watch,
    "register": registers,
    "workers": workers,
}
