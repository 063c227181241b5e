"""[[pull]] of brief.toml → files in data/, each judged before it takes the old one's place."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from typing import TYPE_CHECKING

from report.errors import DataError, PullError, SettingsError
from report.model import Provenance, Pulled, PullOutcome, Staleness
from report.pipeline.provenance import Copy, digest, keep, last_copy, provenance_of
from report.settings import PullSettings, Settings

if TYPE_CHECKING:
    from report.pull import Answer, Pause


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
    all. With `dry` nothing is written, and `fetched` says what would be. `pause` waits so many seconds
    between two tries. `now` has a time zone.

    Raises:
        SettingsError: no source has such a name.
        BusyError: another process is pulling.
        ArchiveError: a file of ours cannot be written.
    """
    known = {source.name: source for source in settings.pulls}
    for name in names:
        if name not in known:
            raise SettingsError(f"{name!r} is no [[pull]] of brief.toml: {', '.join(known) or 'it has none'}")
    chosen = [known[name] for name in names] or list(settings.pulls)
    with nullcontext() if dry or not chosen else _alone(settings):
        desk = Desk(settings, now, dry, pause)
        return tuple(desk.pulled(source, due=bool(names)) for source in chosen)


def copies(settings: Settings, now: datetime) -> tuple[Pulled, ...]:
    """Where each file that sources feed comes from, and how old it is; nobody is asked."""
    desk = Desk(settings, now, dry=True, pause=time.sleep)
    return tuple(desk.told(source, PullOutcome.NOT_DUE) for source in settings.pulls)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where sources are asked: for which brief, at what time, and whether anything is written."""

    settings: Settings
    now: datetime
    dry: bool
    pause: Pause

    def pulled(self, source: PullSettings, *, due: bool) -> Pulled:
        """What becomes of a source: asked, if it is due in any case or has not been asked for long enough."""
        try:
            if not due and self._is_fresh(source):
                return self.told(source, PullOutcome.NOT_DUE)
            return self._asked(source)
        except PullError as error:
            return self.told(source, PullOutcome.FAILED, str(error))

    def told(self, source: PullSettings, outcome: PullOutcome, reason: str = "") -> Pulled:
        """How the copy stands that a source has left."""
        try:
            provenance = provenance_of(self.settings, source)
        except PullError as error:
            provenance, reason = None, reason or str(error)
        age = _age(provenance, self.now) if provenance else None
        return Pulled(
            name=source.name,
            file=f"data/{source.into}",
            outcome=outcome,
            address=source.address,
            at=provenance.confirmed if provenance else None,
            age=age,
            staleness=_staleness(source, age),
            reason=reason,
        )

    def _is_fresh(self, source: PullSettings) -> bool:
        provenance = provenance_of(self.settings, source)
        standing = (self.settings.data / source.into).is_file()
        return standing and provenance is not None and self.now - provenance.confirmed < source.every

    def _asked(self, source: PullSettings) -> Pulled:
        from report.pipeline.documents import said
        from report.pull import fetch

        last = last_copy(self.settings, source)
        answer = fetch(source, last.provenance if last else None, self.pause)
        copy = self._copy(source, answer, last)
        spoken = said(self.settings, source, copy.document)
        _refuse_older(spoken.day, last)
        changed = self._settled(source, spoken.content)
        provenance = replace(copy.provenance, day=spoken.day)
        if not self.dry:
            keep(self.settings, source, Copy(provenance, copy.document))
        return self.told(source, PullOutcome.FETCHED if changed else PullOutcome.UNCHANGED)

    def _copy(self, source: PullSettings, answer: Answer, last: Copy | None) -> Copy:
        """The document that is current: the new one, or the last one where the source says so."""
        document = last.document if answer.document is None and last else answer.document
        if document is None:
            raise PullError(f"{answer.address}: says that nothing has changed, but we have nothing")
        sha256 = digest(document)
        before = last.provenance if last and last.provenance.sha256 == sha256 else None
        provenance = Provenance(
            address=source.address,
            answered=answer.address,
            fetched=before.fetched if before else self.now,
            confirmed=self.now,
            sha256=sha256,
            etag=answer.etag or (before.etag if before else ""),
            last_modified=answer.last_modified or (before.last_modified if before else ""),
        )
        return Copy(provenance, document)

    def _settled(self, source: PullSettings, content: bytes) -> bool:
        """Whether the file says something new: that is judged and, unless dry, takes the old place."""
        file = self.settings.data / source.into
        if file.is_file() and file.read_bytes() == content:
            return False
        _judge(self.settings, source, content)
        if not self.dry:
            _put(self.settings, source, content)
        return True


def _refuse_older(day: date | None, last: Copy | None) -> None:
    """A bank's document of an earlier day comes from a mirror that lags behind."""
    before = last.provenance.day if last else None
    if before is not None and day is not None and day < before:
        raise PullError(f"the document is of {day}, and we have that of {before}")


def _judge(settings: Settings, source: PullSettings, content: bytes) -> None:
    from report.pipeline.judging import judge
    from report.pipeline.overlaying import with_file

    try:
        with with_file(settings, source.into, content) as overlaid:
            judge(overlaid)
    except DataError as error:
        first = next(finding for finding in error.findings if finding.severity == "error")
        raise PullError(f"with the new copy the brief has {error}, first {first}") from None


def _put(settings: Settings, source: PullSettings, content: bytes) -> None:
    """Put the new file into the old one's place in one step.

    It is written beside data/ first: whatever stands within is an input of a build.
    """
    from report.archive.writing import staging, sync, told, write_all

    with told(settings.data), staging(settings.data) as stage:
        write_all({source.into: content}, stage)
        (stage / source.into).replace(settings.data / source.into)
        sync(settings.data)


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    from report.archive.locking import lock
    from report.archive.writing import told

    with told(settings.out):
        settings.out.mkdir(parents=True, exist_ok=True)
    with lock(settings.out, "pull", what="brief pull"):
        yield


def _age(provenance: Provenance, now: datetime) -> timedelta:
    """How old a copy is: from the end of its day (UTC), else from when the source last confirmed it."""
    since = provenance.confirmed
    if provenance.day is not None:
        since = datetime.combine(provenance.day + timedelta(days=1), time_of_day(), UTC)
    return max(now - since, timedelta())


def _staleness(source: PullSettings, age: timedelta | None) -> Staleness:
    if age is None:
        return Staleness.FRESH
    if source.error_age and age > source.error_age:
        return Staleness.ERROR
    return Staleness.WARNING if source.max_age and age > source.max_age else Staleness.FRESH
