"""A place → nobody else writes there meanwhile; whoever waits too long is told who holds it."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from report.archive.writing import told
from report.errors import BusyError

PATIENCE_SECONDS: Final = 60.0
"""How long to wait for another build, where nothing else is said."""


@contextmanager
def lock(place: Path, name: str, *, what: str, patience: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Alone in the folder `place` with what `name` stands for; `what` tells the operator.

    The system lets go of the lock (flock(2)) when a process ends, however it ends; a note of a holder
    that was killed is written over by the next.

    Raises:
        BusyError: another process does not let go within `patience` seconds, and is named.
        ArchiveError: the folder cannot be written.
    """
    from filelock import FileLock, Timeout  # here, because a build with nothing to do locks nothing

    note = _note(place, name)
    with told(place):
        try:
            alone = FileLock(place / f".{name}.lock").acquire(timeout=patience)
        except Timeout:
            who = _another(holder(place, name))
            raise BusyError(f"{what}: {who} is at work there; try again") from None
    with alone:
        with told(place):
            note.write_text(f"process {os.getpid()} on {platform.node()}", encoding="utf-8")
        try:
            yield
        finally:
            note.unlink(missing_ok=True)


def holder(place: Path, name: str) -> str:
    """Who holds a lock, as far as its note tells: it is written a moment after the lock is taken.

    A process that was killed leaves its note behind, though the lock is free. A note that cannot be read
    tells nothing.
    """
    try:
        return _note(place, name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _note(place: Path, name: str) -> Path:
    return place / f".{name}.holder"


def _another(who: str) -> str:
    return f"another build ({who})" if who else "another build"
