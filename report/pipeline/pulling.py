"""[[pull]] of brief.toml → files in data/, each judged before it takes the old one's place."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime

from report.model import Pulled
from report.settings import Settings

Pause = Callable[[float], object]
"""Waits so many seconds between two tries."""


def pull(
    settings: Settings,
    names: Sequence[str] = (),
    *,
    now: datetime,
    dry: bool = False,
    pause: Pause = time.sleep,
) -> tuple[Pulled, ...]:
    """Ask the sources of these names, or all that are due, one after another; each that fails is told.

    A fetched file is judged with the whole brief and replaces the last good copy in one step, or not at
    all. With `dry` nothing is written, and `fetched` says what would be. `now` has a time zone.

    Raises:
        SettingsError: no source has such a name.
        ArchiveError: a file of ours cannot be written.
    """
    raise NotImplementedError
