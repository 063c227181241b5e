"""A brief's settings and the time → the next edition in the archive; or nothing, where it would say the same.

While the newest edition says what the brief's folder says, in the same way, nothing is loaded, locked
or written to find that out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from report.archive import Archive
from report.cache import Cache
from report.model import Brief, Edition, Made
from report.pipeline.files import differing, inputs_of
from report.pipeline.meaning import Meaning, meaning_of, provenance, remember, remembered
from report.pipeline.nouns import EDITIONS, LATEST, Built, Issued, Manner, Outcome, Watch
from report.pipeline.standing import cache_of
from report.settings import Settings


def archive_of(settings: Settings) -> Archive:
    """The editions of a brief."""
    return Archive(settings.out / EDITIONS, settings.out / LATEST)


def issue(
    settings: Settings,
    *,
    now: datetime,
    watch: Watch,
    manner: Manner = Manner(),  # noqa: B008 - frozen
) -> Issued:
    """Make the next edition, where the facts are no longer those of the newest one; `now` has a time zone.

    Where only the design is another, none is made; `manner.forced` makes one in any case. The newest
    edition is the newest that is whole: damage of another is told, and hinders nobody.

    Raises:
        DataError, RenderError, ArchiveError: there is no new edition then.
    """
    archive = archive_of(settings)
    with cache_of(settings, manner) as cache:
        office = Office(settings, archive, cache, manner, now)
        standing = office.standing()
        if standing is not None:
            return standing
        with archive.alone():
            issued = _issue(office, watch)
            cache.trim()
            return issued


@dataclass(frozen=True, slots=True)
class Office:
    """Where a brief's editions are made: its settings, archive and cache, how, and at what time."""

    settings: Settings
    archive: Archive
    cache: Cache
    manner: Manner
    now: datetime

    def standing(self) -> Issued | None:
        """The newest edition, where it is known without judging anything that it says all there is to say."""
        newest = self.archive.newest()
        if newest is None or self.manner.validated or not self.archive.points_to(newest):
            return None
        inputs = inputs_of(self.settings)
        meaning = remembered(self.cache, inputs)
        return self.compared(meaning, newest, inputs) if meaning else None

    def compared(self, meaning: Meaning, edition: Edition | None, inputs: Mapping[str, str]) -> Issued | None:
        """The newest edition, where no other is to be made: it says the same, or looks otherwise at most.

        `meaning` is what `inputs` (digests by name) come to.
        """
        if edition is None or edition.fingerprint != meaning.fingerprint or self.manner.forced:
            return None
        same = meaning.is_that_of(edition)
        return Issued(
            Outcome.UNCHANGED if same else Outcome.DESIGN_CHANGED,
            edition,
            Built(_files(edition), (), {}),
            () if same else differing(edition.origin.inputs, provenance(inputs)),
            self.damaged(edition),
        )

    def damaged(self, newest: Edition | None, *but: Edition) -> tuple[str, ...]:
        """Why editions after the newest whole one were passed over; `but` are new ones."""
        first, known = newest.number if newest else 0, {edition.number for edition in but}
        passed = [number for number in self.archive.numbers if number > first and number not in known]
        return tuple(self.archive.shelved(number).damage for number in passed)


def _issue(office: Office, watch: Watch) -> Issued:
    from report.pipeline.progress import Progress, get_ready, workers_of

    progress = Progress(watch)
    with workers_of(office.manner, progress) as workers:
        get_ready(workers)  # before we judge, and load what takes time
        from report.pipeline.editing import Draft, edit
        from report.pipeline.judging import judge

        inputs = inputs_of(office.settings)  # before they are judged: what is saved meanwhile was not read
        brief = judge(office.settings)
        meaning = meaning_of(brief, office.settings)
        if inputs_of(office.settings) == inputs:  # otherwise nobody knows what was read
            remember(office.cache, inputs, meaning)
        newest = office.archive.newest()
        standing = office.compared(meaning, newest, inputs)
        if standing is not None:
            office.archive.point_to(standing.edition)
            _validate(office, brief, standing.edition)
            return standing
        return edit(office, Draft(brief, meaning, provenance(inputs), newest), workers, progress)


def _validate(office: Office, brief: Brief, edition: Edition) -> None:
    """Have an independent validator look at what stands there, where that is asked for."""
    if office.manner.validated:
        from report.compose import parted
        from report.pipeline.making import refuse_grave, validated

        files = {file.name: (edition.folder / file.name).read_bytes() for file in edition.files}
        refuse_grave(validated(files, parted(brief, office.settings)))


def _files(edition: Edition) -> tuple[Made, ...]:
    return tuple(Made(edition.folder / it.name, it.version, it.pages, it.size) for it in edition.files)
