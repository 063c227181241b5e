"""An order → the edition that is meant, who gets it, and how it stands with them already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from report.errors import DeliveryError, SettingsError
from report.model import Delivery, Edition, Recipient, Status
from report.pipeline.deliveries import deliveries_of
from report.pipeline.issuing import archive_of
from report.pipeline.recipients import judge_recipients
from report.settings import Settings


@dataclass(frozen=True, slots=True)
class Order:
    """What to send to whom: the newest released edition to everybody active, unless it says otherwise.

    `correct` names an edition that was wrong: whoever accepted it, and nobody else, gets the other one.
    """

    edition: int | None = None
    group: str = ""
    to: str = ""
    correct: int | None = None

    @property
    def command(self) -> str:
        """What the operator types to give it."""
        options: Mapping[str, int | str | None] = {
            "--edition": self.edition,
            "--group": self.group,
            "--to": self.to,
            "--correct": self.correct,
        }
        return " ".join(("brief send", *(f"{name} {value}" for name, value in options.items() if value)))


def edition_to_send(settings: Settings, order: Order) -> Edition:
    """The edition that an order means, or else the newest that may be sent.

    Raises:
        ArchiveError: there is no such edition, or it is damaged.
        DeliveryError: it is a draft, there is none but drafts, or it is no later one than it shall correct.
    """
    archive = archive_of(settings)
    numbers = (order.edition,) if order.edition else tuple(reversed(archive.numbers))
    if not numbers:
        raise DeliveryError("there is no edition yet; brief build makes the first")
    found = map(archive.edition, numbers)
    edition = next((it for it in found if it.release), None)
    if edition is None:
        raise DeliveryError(
            f"edition {numbers[0]} is a draft and was not sent; brief release {numbers[0]} comes first"
        )
    if order.correct is not None and order.correct >= edition.number:
        raise DeliveryError(
            f"edition {edition.number} cannot correct edition {order.correct}, which is no earlier one"
        )
    return edition


def recipients_of(settings: Settings, order: Order) -> tuple[Recipient, ...]:
    """Who gets what an order says, in the order of recipients.csv.

    Raises:
        DataError: recipients.csv has faults.
        SettingsError: the order names nobody.
        DeliveryError: somebody who accepted the edition to be corrected is no longer in recipients.csv.
    """
    everybody = judge_recipients(settings).recipients
    chosen = _who_accepted(settings, order.correct, everybody) if order.correct else _active(everybody)
    if order.group:
        chosen = tuple(it for it in chosen if order.group in it.groups)
    if order.to:
        chosen = tuple(it for it in chosen if it.id == order.to)
    if not chosen:
        raise SettingsError(f"{order.command}: nobody in recipients.csv, who is active, is meant by this")
    return chosen


def refuse_the_informed(order: Order, rows: Iterable[Delivery]) -> None:
    """Whoever has an edition cannot be told by it what it corrects; `rows` are of those who are meant.

    Raises:
        DeliveryError: somebody has it, or is to have it, otherwise than as the correction that is ordered.
    """
    if order.correct is None:
        return
    informed = [
        row
        for row in rows
        if row.corrects != order.correct and (row.corrects or row.status is Status.ACCEPTED)
    ]
    if informed:
        raise DeliveryError(
            f"{', '.join(row.recipient for row in informed)}: edition {informed[0].edition} went there "
            f"otherwise than as the correction of edition {order.correct}, which takes an edition of its own "
            "now (brief build --force); nothing was sent to anybody"
        )


def _active(everybody: Iterable[Recipient]) -> tuple[Recipient, ...]:
    return tuple(recipient for recipient in everybody if recipient.active)


def _who_accepted(settings: Settings, edition: int, everybody: Iterable[Recipient]) -> tuple[Recipient, ...]:
    """Active or not: whoever has a wrong edition must hear of it."""
    known = {recipient.id: recipient for recipient in everybody}
    accepted = [it for it in deliveries_of(settings, edition) if it.status is Status.ACCEPTED]
    gone = [f"{it.recipient} ({it.address})" for it in accepted if it.recipient not in known]
    if gone:
        raise DeliveryError(
            f"{', '.join(gone)} accepted edition {edition} and must be in recipients.csv to be told, "
            "active or not; nothing was sent to anybody"
        )
    return tuple(known[delivery.recipient] for delivery in accepted)
