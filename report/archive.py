"""Finished files → a folder that always holds a whole set of them: the new one, or the last good one.

A folder of ours is a symbolic link to a hidden folder beside it. A new set is written there whole,
then the link is turned over in one step (rename, POSIX.1-2017), and the old set is removed. In a
folder that somebody else made, each file is replaced on its own and other files are left alone.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from report.errors import ArchiveError

PATIENCE_SECONDS = 60.0
"""How long to wait for another build that is putting its files in place: that takes moments."""


def publish(
    files: Mapping[str, bytes],
    folder: Path,
    *,
    swap: bool = True,
    patience: float = PATIENCE_SECONDS,
) -> list[Path]:
    """Put a set of files, by name, into `folder`; give their paths in the same order.

    With `swap`, a folder that does not exist yet becomes one of ours, and changes from set to set in
    one step; without, it becomes an ordinary folder, as somebody who chose it may expect. `patience`
    is how many seconds to wait for another build. What interrupted builds left is swept away first.

    Raises:
        ArchiveError: the disk is full, writing is not permitted, or another build does not let go.
    """
    # An absolute path, but no link resolved: the link is what is turned over.
    folder = Path(os.path.abspath(folder))  # noqa: PTH100
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _lock(folder, patience):
            _sweep(folder)
            _put(files, folder, swap=swap)
    except OSError as error:
        raise ArchiveError(f"{error.filename or folder}: {error.strerror or error}") from error
    return [folder / name for name in files]


def _put(files: Mapping[str, bytes], folder: Path, *, swap: bool) -> None:
    if _current(folder) or (swap and not os.path.lexists(folder)):
        _swap(files, folder)
    elif folder.is_dir():
        _replace_each(files, folder)
    elif os.path.lexists(folder):
        raise ArchiveError(f"{folder}: is a file and not a folder")
    else:
        with _staging(folder) as stage:
            _write_all(files, stage)
            stage.rename(folder)
            _sync(folder.parent)


def _swap(files: Mapping[str, bytes], folder: Path) -> None:
    """Write the new set and turn the link over: what an earlier build made does not stand beside it."""
    with _staging(folder) as stage:
        _write_all(files, stage)
        link = stage / ".link"
        link.symlink_to(stage.name)
        link.replace(folder)
        _sync(folder.parent)
        _sweep(folder)


def _replace_each(files: Mapping[str, bytes], folder: Path) -> None:
    """Write every file beside its place first, so that a full disk changes nothing."""
    with _staging(folder, inside=True) as stage:
        _write_all(files, stage)
        for name in files:
            (stage / name).replace(folder / name)
        _sync(folder)


@contextmanager
def _staging(folder: Path, *, inside: bool = False) -> Iterator[Path]:
    """A new hidden folder beside `folder` (or inside it), removed unless it has become `folder` itself."""
    parent = folder if inside else folder.parent
    stage = parent / f".{folder.name}.{os.getpid()}.{secrets.token_hex(4)}"
    stage.mkdir()
    try:
        yield stage
    finally:
        if stage.exists() and stage.name != _current(folder):
            shutil.rmtree(stage)


def _write_all(files: Mapping[str, bytes], stage: Path) -> None:
    for name, content in files.items():
        with (stage / name).open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    _sync(stage)


def _sync(folder: Path) -> None:
    """Make the names in a folder outlast a power failure, as fsync(2) asks for besides the files."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sweep(folder: Path) -> None:
    """Remove every set but the current one: under the lock, nobody is writing any other."""
    for stage in _unfinished(folder):
        shutil.rmtree(stage)


def _unfinished(folder: Path) -> list[Path]:
    """The sets beside a folder, and inside it, that are not the current one."""
    parents = [parent for parent in (folder.parent, folder) if parent.is_dir()]
    entries = [entry for parent in parents for entry in sorted(parent.iterdir())]
    sets = [entry for entry in entries if _is_set(entry.name, folder)]
    return [entry for entry in sets if entry.name != _current(folder)]


def _is_set(name: str, folder: Path) -> bool:
    """Whether a name is one that `_staging` gives."""
    return re.fullmatch(rf"\.{re.escape(folder.name)}\.[0-9]+\.[0-9a-f]{{8}}", name) is not None


def _current(folder: Path) -> str:
    """The name of the set that a folder of ours links to; empty where the folder is not ours."""
    target = str(folder.readlink()) if folder.is_symlink() else ""
    return target if _is_set(target, folder) else ""


@contextmanager
def _lock(folder: Path, patience: float) -> Iterator[None]:
    """Alone with `folder`; the system lets go of the lock when a process ends, however it ends."""
    somebodys = folder.is_dir() and not _current(folder)
    place = folder if somebodys else folder.parent  # next to somebody's folder we may not write
    try:
        with FileLock(place / f".{folder.name}.lock", timeout=patience):
            yield
    except Timeout:
        raise ArchiveError(f"{folder}: {_holder(folder)} is putting its files there; try again") from None


def _holder(folder: Path) -> str:
    """Who holds the lock, as far as the folder that is being written tells."""
    processes = sorted({entry.name.split(".")[-2] for entry in _unfinished(folder)})
    return f"another build (process {', '.join(processes)})" if processes else "another build"
