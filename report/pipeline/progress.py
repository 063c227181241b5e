"""The workers of a build, and what they tell the watcher. Loads nothing heavy: they are forked early."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from report.pipeline import tasks
from report.pipeline.nouns import Manner, Step, Watch
from report.workers import Task, Workers, processors


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


_WORTH: Final = 100_000
"""Letters of HTML: what is set in the time that another worker takes to get ready, and as long again."""


def workers_of(manner: Manner, progress: Progress) -> Workers:
    """Processes as many as the manner says, and no more than it takes."""
    return Workers(manner.jobs or processors(), manner.timeout, progress.begun, worth=_WORTH)


def get_ready(workers: Workers) -> None:
    """Have the engine loaded by the time that a section is composed, where that delays nothing else."""
    if workers.number > 1:
        workers.submit(Task("load engine", tasks.load_all, weight=0), lambda _: None)
