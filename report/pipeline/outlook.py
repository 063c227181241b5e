"""A brief's settings and its newest edition → what a build would be about, and whether it can wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from report.cache import key_of
from report.model import Edition, Significance, Waiting
from report.pipeline.changing import changes_since
from report.pipeline.files import inputs_of, listed
from report.pipeline.issuing import Office, archive_of
from report.pipeline.judging import judge
from report.pipeline.nouns import Issued, Manner
from report.pipeline.standing import cache_of
from report.settings import Settings


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a build would do now.

    `standing` is the newest edition, where nothing had to be judged to know that it says all; `waiting`
    are the changes since it, None where there are none, or no edition at all.
    """

    newest: Edition | None
    standing: Issued | None = None
    waiting: Waiting | None = None

    @property
    def idle(self) -> bool:
        """Whether there is nothing to make an edition of."""
        none = self.waiting is not None and self.waiting.significance is Significance.NONE
        return none or self.standing is not None

    @property
    def told(self) -> str:
        """The same in a line."""
        if self.newest is None:
            return "there is no edition yet"
        if self.standing is not None and self.standing.changed:
            return (
                f"only the design has changed since edition {self.newest.number} "
                f"({listed(self.standing.changed)}): no new edition"
            )
        if self.waiting is None:
            return f"edition {self.newest.number} says all there is"
        what = {Significance.NONE: "what has changed is no news"}.get(
            self.waiting.significance, f"{self.waiting.significance} changes"
        )
        return f"{what} since edition {self.newest.number}"


def outlook(settings: Settings, known: Waiting | None, *, manner: Manner, now: datetime) -> Outlook:
    """Find out what a build would be about; `known` is what an earlier cycle found out, if anything.

    Minor changes wait since the first of them was seen.

    Raises:
        DataError: the facts as they are now have faults.
        ArchiveError, RenderError: the archive or the machine has.
    """
    archive = archive_of(settings)
    with cache_of(settings, manner) as cache:
        standing = Office(settings, archive, cache, manner, now).standing()
    if standing is not None:
        return Outlook(standing.edition, standing)
    newest = archive.newest()
    if newest is None:
        judge(settings)
        return Outlook(None)
    inputs = key_of(*(part for item in inputs_of(settings).items() for part in item))
    earlier = known if known and known.edition == newest.number else None
    if earlier and earlier.inputs == inputs:
        return Outlook(newest, waiting=earlier)
    since = changes_since(settings, newest.number)
    if since.changes.empty:
        return Outlook(newest)
    significance = since.verdict.significance
    begun = earlier.since if earlier and earlier.significance is not Significance.NONE else now
    return Outlook(newest, waiting=Waiting(begun, inputs, newest.number, significance))
