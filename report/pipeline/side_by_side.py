"""`Work`s → `Bound`s: several language versions made side by side, by one set of workers."""

from __future__ import annotations

from collections.abc import Sequence

from report.pipeline.composing import Work
from report.pipeline.explaining import Memory
from report.pipeline.nouns import Bound
from report.pipeline.press import Press
from report.pipeline.progress import Progress
from report.pipeline.setting import Plan, Set, VersionSetting

Done = tuple[Bound, tuple[Set, ...]]
"""A version, made, and its sections as they were set."""


def set_works(works: Sequence[Work], press: Press, progress: Progress, *, full: bool) -> list[Done]:
    """Make language versions side by side: each, and its sections as they were set.

    Raises:
        RenderError: a complaint of the engine, or a section that hung or lost its worker.
        ArchiveError: the cache cannot be used.
    """
    progress.total = sum(len(work.settings.sections) for work in works)
    plans = [Plan(Memory(press.cache, work.version).sizes(), full) for work in works]
    settings = [
        VersionSetting(work, press, progress.ready, plan) for work, plan in zip(works, plans, strict=True)
    ]
    for setting in settings:
        setting.begin()
    press.run()
    return [setting.result() for setting in settings]
