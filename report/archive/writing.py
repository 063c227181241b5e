"""Files by name → a folder with all of them, or none."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from report.errors import ArchiveError


@contextmanager
def staging(folder: Path, *, inside: bool = False) -> Iterator[Path]:
    """A new hidden folder beside `folder` (or inside it); removed, unless it was moved elsewhere by then."""
    parent = folder if inside else folder.parent
    stage = parent / f".{folder.name}.{os.getpid()}.{secrets.token_hex(4)}"
    stage.mkdir()
    try:
        yield stage
    finally:
        if stage.exists():
            shutil.rmtree(stage)


def write_all(files: Mapping[str, bytes], stage: Path) -> None:
    """Write files by name, so that they outlast a power failure."""
    for name, content in files.items():
        with (stage / name).open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    sync(stage)


def place(files: Mapping[str, bytes], folder: Path) -> None:
    """Make `folder`, with these files: in one step, and only when all are written."""
    with staging(folder) as stage:
        write_all(files, stage)
        stage.rename(folder)
        sync(folder.parent)


def link(target: str, place_: Path) -> None:
    """Turn the symbolic link `place_` to `target`, in one step."""
    with staging(place_) as stage:
        new = stage / "link"
        new.symlink_to(target)
        new.replace(place_)
        sync(place_.parent)


def sync(folder: Path) -> None:
    """Make the names in a folder outlast a power failure, as fsync(2) asks for besides the files."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep(names: Iterable[str], folder: Path) -> None:
    """Remove what interrupted builds left in `folder` on the way to these names; nobody may be writing."""
    wanted = "|".join(map(re.escape, names))
    pattern = re.compile(rf"\.({wanted})\.[0-9]+\.[0-9a-f]{{8}}")
    for entry in sorted(folder.iterdir()) if folder.is_dir() else ():
        if pattern.fullmatch(entry.name):
            shutil.rmtree(entry)


@contextmanager
def told(place_: Path) -> Iterator[None]:
    """Within, what the system refuses is an error of the archive, in one line.

    Raises:
        ArchiveError: the disk is full, writing is not permitted, or something is in the way.
    """
    try:
        yield
    except OSError as error:
        raise ArchiveError(f"{error.filename or place_}: {error.strerror or error}") from error
