"""The archive and the ledger → which released editions are still owed to whom; and who lacks them why.

Whatever was begun is brought to its end, the earlier edition first, and then the newest released one goes
to whoever does not have it. An edition that was never begun, and is not the newest any more, is not sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from report.archive import Archive
from report.errors import DeliveryError
from report.ledger import Ledger
from report.model import CycleFailure, CycleStep, Delivery, Edition, Status
from report.pipeline.addressing import Order, recipients_of
from report.pipeline.deliveries import LEDGER, OPEN, deliveries_of
from report.pipeline.issuing import archive_of
from report.settings import MailSettings, Settings

Allowed = Callable[[datetime], datetime]
"""A moment → the first one from then on at which something may be sent."""

_PASSING = (*OPEN, Status.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Owed:
    """An edition that may be sent from `since` on, the ids of those it is open to, and when one is due."""

    edition: Edition
    since: datetime
    recipients: tuple[str, ...]
    due: datetime


@dataclass(frozen=True, slots=True)
class Debts:
    """All that is owed, the earliest edition first; `settled` is whether everybody has the newest."""

    owed: tuple[Owed, ...]
    settled: bool


def debts(settings: Settings, mail: MailSettings, allowed: Allowed, *, now: datetime) -> Debts:
    """What is owed to whom.

    Raises:
        DataError, SettingsError, ArchiveError: recipients.csv has faults, names nobody, or the ledger has.
    """
    released = {edition.number: edition for edition in _released(settings)}
    if not released:
        return Debts((), settled=True)
    newest = max(released)
    active = [recipient.id for recipient in recipients_of(settings, Order(newest))]
    owed, lacking = [], list(active)
    for number, edition in sorted(released.items()):
        assert edition.release is not None  # noqa: S101 - as `_released` gives them
        since = allowed(edition.release.since)
        rows = {row.recipient: row for row in deliveries_of(settings, number)}
        late = now > since + mail.expires_after
        open_ = [it for it in active if _is_open(rows.get(it), new=number == newest and not late)]
        if open_:
            due = min((rows[it].due if it in rows else None) or now for it in open_)
            owed.append(Owed(edition, since, tuple(open_), due))
        lacking = [it for it in active if it not in rows or rows[it].status is not Status.ACCEPTED]
    return Debts(tuple(owed), settled=not lacking)


def faults_of(
    settings: Settings, mail: MailSettings, owed: Owed, reason: str, *, now: datetime
) -> Iterator[CycleFailure]:
    """What the operator must hear of an edition after a try: what ended it, and who is without it for good.

    Whoever the server puts off is no fault, until that has lasted for `retry_for`.
    """
    if reason:
        yield _failure(f"edition {owed.edition.number}: {reason}", reason)
    with Ledger(settings.out / LEDGER) as ledger:
        rows = {row.recipient: row for row in ledger.deliveries(owed.edition.number)}
        for row in (rows[it] for it in owed.recipients if it in rows):
            if row.status not in _PASSING or _put_off_too_long(row, ledger, mail, now):
                about = f"edition {row.edition}: {row.recipient} {row.status}"
                yield _failure(f"{about}: {row.answer}", about)


def _failure(message: str, about: str) -> CycleFailure:
    return CycleFailure(CycleStep.DELIVER, message, DeliveryError.exit_code, (about,))


def _put_off_too_long(row: Delivery, ledger: Ledger, mail: MailSettings, now: datetime) -> bool:
    attempts = ledger.attempts(row.edition, row.recipient) if row.status is Status.DEFERRED else ()
    return bool(attempts) and now - attempts[0].ended >= mail.retry_for


def _is_open(row: Delivery | None, *, new: bool) -> bool:
    """Whether an edition is still to be sent to somebody; `new` ones go to who has no delivery yet, too."""
    return new if row is None else row.status in OPEN


def _released(settings: Settings) -> Iterator[Edition]:
    """The newest released edition, and those that the ledger has something open of; whole ones only."""
    archive = archive_of(settings)
    begun = {row.edition for row in deliveries_of(settings) if row.status in OPEN}
    newest = next(_whole(archive, reversed(archive.numbers)), None)
    if newest:
        yield newest
        yield from _whole(archive, sorted(begun - {newest.number}))


def _whole(archive: Archive, numbers: Iterator[int] | list[int]) -> Iterator[Edition]:
    known = set(archive.numbers)
    for number in numbers:
        shelved = archive.shelved(number) if number in known else None
        if shelved and shelved.edition and shelved.edition.release and not shelved.faults:
            yield shelved.edition
