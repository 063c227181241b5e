"""Rows of the ledger → nouns, and the two changes of a row that more than one step makes."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

from report.model import Attempt, Delivery, Receipt, Status

Key = tuple[int, str]
"""What a row is found by: edition and recipient."""


def conclude(
    database: sqlite3.Connection,
    key: Key,
    receipt: Receipt,
    *,
    now: datetime,
    due: datetime | None = None,
) -> None:
    """End a try: it is added to the tries, and the delivery stands as it says."""
    database.execute(
        "INSERT INTO attempts SELECT edition, recipient, attempts, ?, ?, ? FROM deliveries"
        " WHERE edition = ? AND recipient = ?",
        (said(now), receipt.status, receipt.answer, *key),
    )
    enter(database, key, receipt, now=now, due=due)


def enter(
    database: sqlite3.Connection,
    key: Key,
    receipt: Receipt,
    *,
    now: datetime,
    due: datetime | None = None,
) -> None:
    """Have a delivery stand as `receipt` says."""
    database.execute(
        "UPDATE deliveries SET status = ?, answer = ?, changed = ?, due = ?, handed_over = 0"
        " WHERE edition = ? AND recipient = ?",
        (receipt.status, receipt.answer, said(now), said(due) if due else None, *key),
    )


def status_of(database: sqlite3.Connection, key: Key) -> str:
    """How a delivery stands, empty where there is none."""
    row = database.execute(
        "SELECT status FROM deliveries WHERE edition = ? AND recipient = ?", key
    ).fetchone()
    return str(row["status"]) if row else ""


def delivery_of(row: sqlite3.Row) -> Delivery:
    """A row of the table of deliveries."""
    return Delivery(
        edition=row["edition"],
        recipient=row["recipient"],
        address=row["address"],
        status=Status(row["status"]),
        attempts=row["attempts"],
        changed=time_of(row["changed"]),
        due=time_of(row["due"]) if row["due"] else None,
        answer=row["answer"],
        message_id=row["message_id"],
        attachment=row["attachment"],
        corrects=row["corrects"],
    )


def said(time: datetime) -> str:
    """A moment as ISO 8601 in UTC, so that texts sort as times do."""
    return time.astimezone(UTC).isoformat()


def attempt_of(row: sqlite3.Row) -> Attempt:
    """A row of the table of tries."""
    return Attempt(row["number"], time_of(row["ended"]), Receipt(Status(row["status"]), row["answer"]))


def time_of(text: str) -> datetime:
    """A moment that `said` wrote."""
    return datetime.fromisoformat(text)
