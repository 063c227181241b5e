"""A brief's folder → what was saved in it, told by a process that does nothing else: the door to watchfiles.

Saves that follow each other closely are told together. When watching begins, and begins anew because
folders have come or gone, a save of nothing is told: what was saved before, nobody has seen.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from report.errors import SettingsError
from report.watching.places import folders_of, matters
from report.workers import follow_parent, process_of, uninterrupted

_QUIET_MILLISECONDS: Final = 40
"""So long nothing more may be saved before saves are told: an editor writes one file in several steps."""

_LONGEST_MILLISECONDS: Final = 1_000
"""So long at most saves are gathered that never pause."""

_GLANCE_MILLISECONDS: Final = 250
"""So often we look whether folders have come or gone."""

Told = AbstractSet[Path] | str
"""What was saved, or why nobody can watch."""


@dataclass(slots=True)
class Saves:
    """What is saved below `root`. Use it by `with`: that ends the process that looks."""

    root: Path
    _line: Connection = field(init=False)
    _process: BaseProcess = field(init=False)

    def __enter__(self) -> Self:
        self._line, theirs = multiprocessing.Pipe(duplex=False)
        self._process = process_of(_look, theirs, self.root)
        with uninterrupted():
            self._process.start()
        theirs.close()  # now it is the watcher's alone: when it dies, the line ends
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.join()
        self._process.close()
        self._line.close()

    def gathered(self) -> AbstractSet[Path]:
        """Wait until something is saved; everything that was saved since the last time.

        Raises:
            SettingsError: the folder is gone, or the system does not let us watch it.
        """
        saved = set(self._heard())
        while self._line.poll():
            saved |= self._heard()
        return saved

    def _heard(self) -> AbstractSet[Path]:
        try:
            told: Told = self._line.recv()
        except EOFError:
            told = "its watcher was ended"
        if isinstance(told, str):
            raise SettingsError(f"{self.root}: cannot be watched: {told}")
        return told


# --- in the process that looks --------------------------------------------------------------------------


def _look(line: Connection, root: Path) -> None:
    """Tell every save until somebody ends us."""
    follow_parent()
    try:
        for saved in _saves(root):
            line.send(saved)
    except OSError as error:
        line.send(error.strerror or str(error))


def _saves(root: Path) -> Iterator[AbstractSet[Path]]:
    while True:
        folders = folders_of(root)
        for number, changes in enumerate(_changes(folders)):
            saved = {path for path in map(Path, changes) if matters(path, root)}
            if saved or number == 0:
                yield saved
            if folders_of(root) != folders:
                break


def _changes(folders: Iterable[str]) -> Iterator[AbstractSet[str]]:
    """The paths that have changed in these folders; from time to time none."""
    from watchfiles import watch

    steps = watch(
        *folders,
        watch_filter=None,
        debounce=_LONGEST_MILLISECONDS,
        step=_QUIET_MILLISECONDS,
        rust_timeout=_GLANCE_MILLISECONDS,
        yield_on_timeout=True,
        recursive=False,
    )
    for changes in steps:
        yield {path for _, path in changes}
