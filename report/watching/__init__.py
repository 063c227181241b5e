"""A brief's folder → a build at the start, and one after every save, until somebody ends it.

The builder stays: what it has loaded need not be loaded again, and its cache is at hand. Who looks at
the files is a process of its own, so that this one has no threads and can be forked safely.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from report.watching.places import named
from report.watching.saves import Saves

__all__ = ["Build", "watch"]

Build = Callable[[Collection[str]], None]
"""What is done after a save, with the paths of saved files from the brief's folder; none at the start."""


def watch(root: Path, build: Build) -> None:
    """Call `build` now, and again whenever something in the brief's folder `root` was saved.

    What is saved while a build goes on is gathered for the next one. `build` finds out itself whether
    anything has changed: a save that changed no byte, or one that it has seen already, is told too.

    Raises:
        SettingsError: the folder is gone, or the system does not let us watch it.
        Exception: whatever `build` raises; nobody is left watching then.
    """
    place = root.resolve()  # as the system names what was saved
    with Saves(place) as saves:
        while True:
            build(named(saves.gathered(), place))
