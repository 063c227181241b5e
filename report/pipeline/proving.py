"""A `Standing` that is not of now → a proof: everything that has changed, made anew and put in place."""

from __future__ import annotations

from report import archive
from report.pipeline.judging import judge
from report.pipeline.making import Job, make, prepare
from report.pipeline.nouns import Built
from report.pipeline.progress import Progress
from report.pipeline.standing import Standing
from report.workers import Executor


def prove(standing: Standing, workers: Executor, progress: Progress) -> Built:
    """Make the versions and put them into their folder.

    Raises:
        DataError, RenderError, ArchiveError: nothing has been written then, but for the cache.
    """
    settings, manner = standing.settings, standing.manner
    prepare(settings, manner)
    job = Job(standing.cache, settings, standing.versions, manner, judge(settings))
    pressed = make(job, workers, progress)
    archive.publish(pressed.files, standing.folder)
    return pressed.built(standing.folder.absolute(), standing.changed())
