"""An edition that is ready → sent once to each, and the operator told where it was not."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from report.deliver import Failure, Run, Watch, hand_in, send, write_trial
from report.errors import DeliveryError, RenderError
from report.ledger import Ledger
from report.model import Delivery, Receipt, Status
from report.pipeline.addressing import Order, edition_to_send
from report.pipeline.deliveries import LEDGER
from report.pipeline.mailing import tell_failure
from report.pipeline.readying import Ready, plan_of
from report.settings import Settings, read_password

MAIL = "mail"
"""The folder within a brief's out/ that a trial's messages go to."""


@dataclass(frozen=True, slots=True)
class Sent:
    """How an edition stands with those who were meant, and what ended the run before its end, if anything.

    `untold` says why the operator has not heard of it, empty where there was nothing to tell.
    """

    edition: int
    deliveries: tuple[Delivery, ...]
    reason: str
    untold: str = ""

    @property
    def lacking(self) -> tuple[Delivery, ...]:
        """Whoever does not have it."""
        return tuple(it for it in self.deliveries if it.status is not Status.ACCEPTED)


def write_messages(ready: Ready) -> tuple[Path, ...]:
    """Write the messages of all who are meant to out/mail/, and send nothing.

    Raises:
        ArchiveError: they cannot be written.
    """
    folder = ready.work.settings.out / MAIL / ready.edition.folder.name
    messages = (ready.compose(ready.recipients[it.recipient], it.corrects) for it in plan_of(ready))
    return write_trial(folder, messages)


def refuse_embargoed(ready: Ready) -> None:
    """Nobody is sent an edition before its embargo has passed.

    Raises:
        DeliveryError: it has not.
    """
    if ready.since > ready.timing.now():
        raise DeliveryError(
            f"edition {ready.edition.number} is under embargo until {ready.since:%Y-%m-%d %H:%M %z}; "
            "nothing was sent"
        )


def send_what_is_open(ready: Ready, watch: Watch) -> Sent:
    """Send the edition to everybody who is meant and does not have it; the operator is told nothing.

    Raises:
        SettingsError: there is no password.
        BusyError: another process is sending.
        ArchiveError: the ledger cannot be written.
        DeliveryError: it is under embargo.
    """
    refuse_embargoed(ready)
    password = read_password(ready.mail.server, os.environ)
    corrects = ready.order.correct
    run = Run(ready.edition.number, ready.since, ready.recipients, ready.compose, watch, corrects)
    with Ledger(ready.ledger) as ledger:
        try:
            reason = send(run, ready.mail, password, ledger=ledger, timing=ready.timing)
        except (DeliveryError, RenderError) as error:  # the ledger says who has it nevertheless
            reason = str(error)
        return Sent(ready.edition.number, _standing(ready, ledger), reason)


def send_all(ready: Ready, watch: Watch) -> Sent:
    """Send the edition to everybody who is meant and does not have it; tell the operator who lacks it then.

    Raises:
        SettingsError, ArchiveError, DeliveryError: as `send_what_is_open`.
    """
    sent = send_what_is_open(ready, watch)
    if not sent.lacking or ready.timing.stopped():
        return sent
    command = replace(ready.order, edition=ready.edition.number).command
    failure = Failure(sent.edition, sent.deliveries, sent.reason, command)
    return replace(sent, untold=tell_failure(ready.work.settings, failure, now=ready.timing.now()))


def send_trial(ready: Ready, address: str) -> tuple[Receipt, ...]:
    """Send one message of each language version that is wanted to `address`, past the ledger.

    Raises:
        SettingsError: there is no password.
        DeliveryError: there is no such address in an allowed domain, or the server will not do.
    """
    if not ready.mail.allows(address):
        raise DeliveryError(f"{address!r} is no address of a domain that [mail] allow names")
    password = read_password(ready.mail.server, os.environ)
    first = {it.version: it for it in reversed(tuple(ready.recipients.values()))}
    corrects = ready.order.correct
    messages = [ready.compose(replace(it, address=address), corrects) for it in first.values()]
    return tuple(hand_in(message, ready.mail, password) for message in messages)


def resolve(settings: Settings, order: Order, *, accepted: bool, now: datetime) -> Delivery:
    """Write down what a person says of the delivery to `order.to`; how it stands then.

    Raises:
        ArchiveError: there is no such edition, or the ledger is damaged.
        DeliveryError: there is nothing to resolve.
    """
    edition = edition_to_send(settings, order)
    with Ledger(settings.out / LEDGER) as ledger:
        ledger.resolve(edition.number, order.to, accepted=accepted, now=now)
        return ledger.delivery(edition.number, order.to)


def _standing(ready: Ready, ledger: Ledger) -> tuple[Delivery, ...]:
    """In the order of recipients.csv."""
    rows = {row.recipient: row for row in ledger.deliveries(ready.edition.number)}
    return tuple(rows[id_] for id_ in ready.recipients)
