"""Finished files → a folder that somebody may look into at any moment: a new file, or the last good one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from report.archive.locking import PATIENCE_SECONDS, lock
from report.archive.writing import place, staging, sweep, sync, told, write_all
from report.errors import ArchiveError


def publish(files: Mapping[str, bytes], folder: Path, *, patience: float = PATIENCE_SECONDS) -> list[Path]:
    """Put a set of files, by name, into `folder`; give their paths in the same order.

    A folder that does not exist yet appears with all of them at once. In one that does, each file is
    replaced on its own, once all are written, and other files are left alone. `patience` is how many
    seconds to wait for another build. What interrupted builds left is swept away first.

    Raises:
        ArchiveError: the disk is full, writing is not permitted, or another build does not let go.
    """
    # An absolute path, but no link resolved: a link that somebody made to a folder stays.
    folder = Path(os.path.abspath(folder))  # noqa: PTH100
    with told(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        # Next to somebody's folder we may not be allowed to write.
        beside = folder if folder.is_dir() else folder.parent
        with lock(beside, folder.name, what=str(folder), patience=patience):
            for parent in (folder.parent, folder):
                sweep([folder.name], parent)
            _put(files, folder)
    return [folder / name for name in files]


def _put(files: Mapping[str, bytes], folder: Path) -> None:
    if folder.is_dir():
        _replace_each(files, folder)
    elif os.path.lexists(folder):
        raise ArchiveError(f"{folder}: is a file and not a folder")
    else:
        place(files, folder)


def _replace_each(files: Mapping[str, bytes], folder: Path) -> None:
    """Write every file beside its place first, so that a full disk changes nothing."""
    with staging(folder, inside=True) as stage:
        write_all(files, stage)
        for name in files:
            (stage / name).replace(folder / name)
        sync(folder)
