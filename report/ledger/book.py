"""Deliveries → rows and back: each step is one transaction, and every step is checked against the last."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Final, Self

from filelock import FileLock, Timeout

from report.errors import BusyError, DeliveryError
from report.ledger.rows import attempt_of, conclude, delivery_of, enter, said, status_of
from report.ledger.schema import connect, told, writing
from report.model import Attempt, Delivery, Message, Receipt, Recipient, Status

STOPPED_AFTER: Final = "the sender was stopped when the message was going out, before the server answered"
STOPPED_BEFORE: Final = "the sender was stopped before the message had gone out"

_OPEN: Final = (Status.PLANNED, Status.DEFERRED)


class Ledger:
    """The deliveries of all editions, in the file `path`; threads may share it.

    Every method raises `ArchiveError` where the file is damaged, or cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._alone = Lock()
        self._connection = connect(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    @contextmanager
    def sender(self, now: datetime) -> Iterator[None]:
        """Be the only process that sends; first, what a killed one left under way is cleared up.

        Raises:
            BusyError: another process is sending. The system lets go of the lock when it ends.
        """
        try:
            with FileLock(self._path.with_suffix(".lock"), timeout=0):
                self._clear_up(now)
                yield
        except Timeout:
            raise BusyError(f"{self._path}: another process is sending; this one sent nothing") from None

    def plan(
        self, edition: int, recipients: Iterable[Recipient], now: datetime, *, corrects: int | None = None
    ) -> None:
        """Plan a delivery to each who has none; one that is still open goes to the address of today.

        With `corrects`, what they may not have yet becomes a correction of that edition; and what was begun
        as a correction stays one, whoever goes on with it.
        """
        rows = [(edition, it.id, it.address, said(now), corrects) for it in recipients]
        with self._written() as database:
            database.executemany(
                "INSERT INTO deliveries (edition, recipient, address, status, changed, corrects)"
                " VALUES (?, ?, ?, 'planned', ?, ?) ON CONFLICT (edition, recipient) DO UPDATE"
                " SET address = excluded.address WHERE status IN ('planned', 'deferred')",
                rows,
            )
            database.executemany(
                "UPDATE deliveries SET corrects = ? WHERE edition = ? AND recipient = ? AND corrects IS NULL"
                " AND status NOT IN ('sending', 'accepted', 'unknown')",
                [(corrects, edition, recipient) for _, recipient, *_ in rows],
            )

    def claim(self, edition: int, message: Message, now: datetime) -> bool:
        """Take a delivery that is open, to send `message`; False where it is not open any more.

        An address that has the edition under another id is refused it.
        """
        with self._written() as database:
            try:
                return self._claim(database, edition, message, now)
            except sqlite3.IntegrityError:
                reason = f"{message.address} has edition {edition} already, under another id"
                enter(database, (edition, message.recipient), Receipt(Status.REFUSED, reason), now=now)
                return False

    def hand_over(self, edition: int, recipient: str) -> None:
        """Mark that from now on the server may have the message.

        Raises:
            DeliveryError: the delivery was not being sent.
        """
        with self._written() as database:
            marked = database.execute(
                "UPDATE deliveries SET handed_over = 1"
                " WHERE edition = ? AND recipient = ? AND status = 'sending'",
                (edition, recipient),
            )
            if not marked.rowcount:
                raise DeliveryError(f"{recipient}: edition {edition} is no longer being sent")

    def record(
        self, edition: int, recipient: str, receipt: Receipt, *, now: datetime, due: datetime | None = None
    ) -> None:
        """Enter what a try came to; `due` is when a deferred one may be tried again."""
        with self._written() as database:
            conclude(database, (edition, recipient), receipt, now=now, due=due)

    def release(self, edition: int, recipient: str) -> None:
        """Give back a delivery that was taken and not tried, as if it had not been taken."""
        with self._written() as database:
            database.execute(
                "UPDATE deliveries SET status = CASE WHEN attempts = 1 THEN 'planned' ELSE 'deferred' END,"
                " attempts = attempts - 1"
                " WHERE edition = ? AND recipient = ? AND status = 'sending' AND handed_over = 0",
                (edition, recipient),
            )

    def expire(self, edition: int, reason: str, now: datetime) -> None:
        """Whatever is open of an edition will not be sent any more."""
        with self._written() as database:
            database.execute(
                "UPDATE deliveries SET status = 'expired', changed = ?, due = NULL, answer = ?"
                " WHERE edition = ? AND status IN ('planned', 'deferred')",
                (said(now), reason, edition),
            )

    def resolve(self, edition: int, recipient: str, *, accepted: bool, now: datetime) -> None:
        """Enter what a person knows: that a message has arrived, or that it shall be sent again.

        Raises:
            DeliveryError: it stands neither as unknown nor, to send it again, as refused.
        """
        wanted = (Status.UNKNOWN,) if accepted else (Status.UNKNOWN, Status.REFUSED)
        receipt = (
            Receipt(Status.ACCEPTED, "said to have arrived")
            if accepted
            else Receipt(Status.PLANNED, "to be sent again, as was said")
        )
        with self._written() as database:
            status = status_of(database, (edition, recipient))
            if status not in wanted:
                stands = f"edition {edition} stands as {status}" if status else f"no edition {edition}"
                raise DeliveryError(f"{recipient}: {stands}; only {' or '.join(wanted)} can be resolved so")
            enter(database, (edition, recipient), receipt, now=now)

    def deliveries(self, edition: int | None = None) -> tuple[Delivery, ...]:
        """All deliveries, or those of an edition, by edition and recipient."""
        chosen = "" if edition is None else "WHERE edition = ?"
        rows = self._read(
            f"SELECT * FROM deliveries {chosen} ORDER BY edition, recipient",  # noqa: S608 - one of two texts
            () if edition is None else (edition,),
        )
        return tuple(map(delivery_of, rows))

    def delivery(self, edition: int, recipient: str) -> Delivery:
        """How an edition stands with one recipient.

        Raises:
            DeliveryError: it has never been planned to go there.
        """
        rows = self._read(
            "SELECT * FROM deliveries WHERE edition = ? AND recipient = ?", (edition, recipient)
        )
        if not rows:
            raise DeliveryError(f"{recipient}: has no delivery of edition {edition}")
        return delivery_of(rows[0])

    def open_to(self, edition: int, recipients: Collection[str]) -> tuple[Delivery, ...]:
        """The deliveries to `recipients` that are planned or deferred, the earliest due first."""
        found = [it for it in self.deliveries(edition) if it.recipient in recipients and it.status in _OPEN]
        earliest = datetime.min.replace(tzinfo=UTC)
        return tuple(sorted(found, key=lambda delivery: delivery.due or earliest))

    def attempts(self, edition: int, recipient: str) -> tuple[Attempt, ...]:
        """Every try to send an edition to a recipient, the first one first."""
        rows = self._read(
            "SELECT * FROM attempts WHERE edition = ? AND recipient = ? ORDER BY number", (edition, recipient)
        )
        return tuple(map(attempt_of, rows))

    def _clear_up(self, now: datetime) -> None:
        with self._written() as database:
            left = database.execute("SELECT * FROM deliveries WHERE status = 'sending'").fetchall()
            for row in left:
                receipt = (
                    Receipt(Status.UNKNOWN, STOPPED_AFTER)
                    if row["handed_over"]
                    else Receipt(Status.PLANNED, STOPPED_BEFORE)
                )
                conclude(database, (row["edition"], row["recipient"]), receipt, now=now)

    def _claim(self, database: sqlite3.Connection, edition: int, message: Message, now: datetime) -> bool:
        claimed = database.execute(
            "UPDATE deliveries SET status = 'sending', handed_over = 0, attempts = attempts + 1, changed = ?,"
            " address = ?, message_id = ?, attachment = ?"
            " WHERE edition = ? AND recipient = ? AND status IN ('planned', 'deferred')",
            (
                said(now),
                message.address,
                message.message_id,
                message.attachment,
                edition,
                message.recipient,
            ),
        )
        return claimed.rowcount == 1

    @contextmanager
    def _written(self) -> Iterator[sqlite3.Connection]:
        with self._alone, told(self._path), writing(self._connection):
            yield self._connection

    def _read(self, query: str, values: tuple[int | str, ...]) -> list[sqlite3.Row]:
        with self._alone, told(self._path):
            return self._connection.execute(query, values).fetchall()
