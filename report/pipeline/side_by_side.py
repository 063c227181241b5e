"""`Work`s → editions: several language versions made side by side, by one set of workers."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from report.cache import Cache
from report.pipeline.composing import Work
from report.pipeline.explaining import Memory
from report.pipeline.nouns import CACHE, Edition, Manner, Step, Watch
from report.pipeline.press import Press
from report.settings import Settings
from report.workers import Task, Workers, processors

if TYPE_CHECKING:
    from report.pipeline.setting import Set

    Done = tuple[Edition, tuple[Set, ...]]
    """A version, made, and its sections as they were set."""


@contextmanager
def cache_of(settings: Settings, manner: Manner) -> Iterator[Cache]:
    """The cache of a brief, or one for this build alone."""
    if manner.cached:
        yield Cache(settings.out / CACHE)
    else:
        with tempfile.TemporaryDirectory(prefix="brief-") as folder:
            yield Cache(Path(folder))


@dataclass(slots=True)
class Progress:
    """Tells the watcher what is begun, and counts the sections that are ready, each once."""

    watch: Watch
    total: int = 0
    ready_ones: set[tuple[str, str]] = field(default_factory=set)

    def begun(self, task: Task) -> None:
        """A worker was given a task; what only gets ready is not told."""
        if not self.total:
            return
        room, _, what = task.name.partition(" ")
        self.watch(Step(room, what, len(self.ready_ones), self.total))

    def ready(self, version: str, section: str) -> None:
        """A section of a version is set, or was in the cache."""
        self.ready_ones.add((version, section))


def set_versions(works: Sequence[Work], cache: Cache, *, manner: Manner, watch: Watch) -> list[Done]:
    """Make language versions side by side: each edition, and its sections as they were set.

    Raises:
        RenderError: a complaint of the engine, or a section that hung or lost its worker.
        ArchiveError: the cache cannot be used.
    """
    progress = Progress(watch)
    with workers_of(manner, progress) as executor:
        return set_works(works, Press(cache, executor), progress, full=manner.full)


def workers_of(manner: Manner, progress: Progress) -> Workers:
    """Processes as many as the manner says."""
    return Workers(manner.jobs or processors(), manner.timeout, progress.begun)


def set_works(works: Sequence[Work], press: Press, progress: Progress, *, full: bool) -> list[Done]:
    """As `set_versions`, with a press that is at work already."""
    from report.pipeline.setting import Plan, VersionSetting

    progress.total = sum(len(work.settings.sections) for work in works)
    plans = [Plan(Memory(press.cache, work.version).sizes(), full) for work in works]
    settings = [
        VersionSetting(work, press, progress.ready, plan) for work, plan in zip(works, plans, strict=True)
    ]
    for setting in settings:
        setting.begin()
    press.run()
    return [setting.result() for setting in settings]
