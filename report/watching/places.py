"""A brief's folder → the folders to watch, and which saves in them matter to a build."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from report.folders import is_temporary
from report.settings import SETTINGS_FILE

_MATERIAL: Final = ("data", "charts", "templates")

Folders = dict[str, int]
"""Folders by their paths, with what tells one from another that took its place."""


def folders_of(root: Path) -> Folders:
    """The brief's folder itself, and every folder of its material, however deep.

    Raises:
        OSError: the brief's folder is gone.
    """
    found = {str(root): root.stat().st_ino}
    for name in _MATERIAL:
        for folder, below, _ in os.walk(root / name):
            below[:] = sorted(each for each in below if not is_temporary(each))
            found |= _identified(folder)
    return found


def matters(path: Path, root: Path) -> bool:
    """Whether a build depends on a file: brief.toml and the material, and nothing that an editor left."""
    first, *below = path.relative_to(root).parts or ("",)
    if any(map(is_temporary, below)):
        return False
    return first in _MATERIAL if below else first == SETTINGS_FILE


def named(paths: Iterable[Path], root: Path) -> tuple[str, ...]:
    """Paths as the operator knows them: from the brief's folder, sorted."""
    return tuple(sorted(path.relative_to(root).as_posix() for path in paths))


def _identified(folder: str) -> Folders:
    """A folder with its number in the file system; nothing where it was removed this moment."""
    try:
        return {folder: os.stat(folder).st_ino}  # noqa: PTH116 - several times a second
    except FileNotFoundError:
        return {}
