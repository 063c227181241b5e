"""A brief's archive → `Need`s: editions whole and without a gap, `latest` at the newest, nobody in the way.

What is damaged is never mended here, nor by a build: an edition that somebody may hold in hand is only
ever put back from a copy.
"""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from report.archive import Archive, Shelved, newest_of
from report.doctor.needs import Need, need
from report.errors import ArchiveError

_HOLDER: Final = re.compile(r"process (\d+) on (.+)")


def archive(kept: Archive) -> Iterator[Need]:
    """One need for the archive as a whole where nothing is wrong, otherwise one for each fault.

    Nothing where no edition has been made yet.
    """
    try:
        shelves = kept.survey()
        last = kept.last_number
    except ArchiveError as error:
        yield need("Archive", False, str(error), "have whoever builds own the folder, and look again")
        return
    if not shelves and not os.path.lexists(kept.latest):
        return
    faults = [*_damaged(shelves), *_gaps(kept, shelves, last), *_latest(kept, shelves)]
    whole = f"{len(shelves)} editions in {kept.folder}, all whole"
    yield from faults or [need("Archive", True, whole, "")]
    yield from _lock(kept)


def _damaged(shelves: Sequence[Shelved]) -> Iterator[Need]:
    for shelved in shelves:
        cure = (
            f"put edition {shelved.number} back from a copy; builds go on without it, "
            "and `brief verify` cannot compare with what is damaged"
        )
        yield from (need(f"Edition {shelved.number}", False, fault, cure) for fault in shelved.faults)


def _gaps(kept: Archive, shelves: Sequence[Shelved], last: int) -> Iterator[Need]:
    """Every number up to the last one that was given and where nothing stands."""
    numbers = {shelved.number for shelved in shelves}
    for missing in sorted(set(range(1, last + 1)) - numbers):
        folder = kept.folder_of(missing)
        cure = f"put {folder} back from a copy; the number is not given again"
        yield need(f"Edition {missing}", False, f"{folder}: missing, though it was made", cure)


def _latest(kept: Archive, shelves: Sequence[Shelved]) -> Iterator[Need]:
    newest = newest_of(reversed(shelves))
    if newest is not None and kept.points_to(newest):
        return
    cure = f"remove {kept.latest}; the next `brief build` makes it anew"
    yield need("Latest", False, f"{kept.latest}: {_state(kept.latest)}", cure)


def _state(latest: Path) -> str:
    if not os.path.lexists(latest):
        return "missing"
    if not latest.is_symlink():
        return "is no link to an edition"
    leads = f"leads to {latest.readlink()}"
    return (
        f"{leads}, which is not the newest whole edition" if latest.exists() else f"{leads}, where nothing is"
    )


def _lock(kept: Archive) -> Iterator[Need]:
    """Who is at work; a note that a killed process left binds nobody, because the system freed its lock."""
    holder = kept.holder
    if not holder:
        return
    if _is_running(holder):
        yield need("Lock", True, f"{holder} is at work in {kept.folder} now", "")
    else:
        left = f"a note of {holder}, which has ended, is left in {kept.folder}"
        yield need("Lock", True, f"{left}; the next build writes over it", "")


def _is_running(holder: str) -> bool:
    """Whether a process that a note names is there; of another machine's nobody here can tell."""
    named = _HOLDER.fullmatch(holder)
    if named is None or named[2] != platform.node():
        return True
    try:
        os.kill(int(named[1]), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
