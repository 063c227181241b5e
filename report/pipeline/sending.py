"""An order → an edition ready to be sent; sent once to each, and the operator told where it was not.

Everything that can be wrong with the order, the edition, recipients.csv, the settings or a PDF is found
while it is made ready, before anything goes out.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from report import compare, facts
from report.archive import FACTS
from report.deliver import Failure, Run, Timing, Watch, composer, hand_in, send, write_trial
from report.errors import DeliveryError, RenderError, ReportError, SettingsError
from report.ledger import Ledger
from report.model import Delivery, Edition, Message, Receipt, Recipient, Replaced, Status
from report.pipeline.addressing import Order, edition_to_send, recipients_of, refuse_the_informed
from report.pipeline.composing import Work
from report.pipeline.deliveries import LEDGER, deliveries_of
from report.pipeline.issuing import archive_of
from report.pipeline.journal import in_a_line
from report.pipeline.mailing import mail_settings, mailing_of, released_copy, tell_failure
from report.pipeline.printing import issue_of, texts_of
from report.settings import MailSettings, Settings, read_password

MAIL = "mail"
"""The folder within a brief's out/ that a trial's messages go to."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A released edition that can be sent as it is, since when: to whom, by whom, and what each gets.

    `letters` make the message to somebody, by the number of the edition that it corrects; None is news.
    """

    work: Work
    mail: MailSettings
    edition: Edition
    order: Order
    recipients: Mapping[str, Recipient]
    letters: Mapping[int | None, Callable[[Recipient], Message]]
    timing: Timing
    since: datetime

    def compose(self, recipient: Recipient, corrects: int | None) -> Message:
        """The message to somebody.

        Raises:
            DeliveryError: it is a correction that was begun after this was made ready.
        """
        if corrects not in self.letters:
            raise DeliveryError(f"somebody else has ordered to correct edition {corrects} meanwhile")
        return self.letters[corrects](recipient)

    @property
    def ledger(self) -> Path:
        """Where deliveries are written down."""
        return self.work.settings.out / LEDGER


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


def make_ready(settings: Settings, order: Order, timing: Timing) -> Ready:
    """Find out what an order means, and that it can be done.

    Raises:
        SettingsError, DataError, ArchiveError, RenderError, DeliveryError: it cannot; nothing was sent.
    """
    return _made_ready(settings, edition_to_send(settings, order), order, timing)


def make_ready_or_tell(settings: Settings, order: Order, timing: Timing) -> Ready:
    """The same, before it is sent: what cannot be sent is told to the operator, but not a slip of the order.

    Raises:
        SettingsError, DataError, ArchiveError, RenderError, DeliveryError: as `make_ready`; a note says where
            the operator has not heard of it.
    """
    edition = edition_to_send(settings, order)
    try:
        return _made_ready(settings, edition, order, timing)
    except SettingsError:
        raise
    except ReportError as error:
        command = replace(order, edition=edition.number).command
        failure = Failure(edition.number, (), in_a_line(error), command)
        untold = tell_failure(settings, failure, now=timing.now())
        if untold:
            error.add_note(f"the operator was not told: {untold}")
        raise


def _made_ready(settings: Settings, edition: Edition, order: Order, timing: Timing) -> Ready:
    assert edition.release is not None  # noqa: S101 - no other is sent
    mail = mail_settings(settings)
    recipients = {recipient.id: recipient for recipient in recipients_of(settings, order)}
    work = _work(settings, edition)
    ready = Ready(work, mail, edition, order, recipients, {}, timing, edition.release.since)
    plan = plan_of(ready)
    refuse_the_informed(order, plan)
    ready = replace(ready, letters=_letters(ready, {it.corrects for it in plan}))
    _rehearse(ready, plan)
    return ready


def plan_of(ready: Ready) -> tuple[Delivery, ...]:
    """How the edition stands with each who is meant; who has no delivery yet has one planned.

    What is to be sent is a correction where it was begun as one, or where one is ordered.
    """
    known = {row.recipient: row for row in deliveries_of(ready.work.settings, ready.edition.number)}
    rows = (known.get(it.id) or _planned(ready, it) for it in ready.recipients.values())
    return tuple(
        row if row.status is Status.ACCEPTED else replace(row, corrects=row.corrects or ready.order.correct)
        for row in rows
    )


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


def _planned(ready: Ready, recipient: Recipient) -> Delivery:
    return Delivery(
        edition=ready.edition.number,
        recipient=recipient.id,
        address=recipient.address,
        status=Status.PLANNED,
        attempts=0,
        changed=ready.timing.now(),
        due=None,
        answer="",
        message_id="",
        attachment="",
    )


def _work(settings: Settings, edition: Edition) -> Work:
    texts = texts_of(edition)
    issue = issue_of(archive_of(settings), edition, texts, draft=False)
    return Work(texts.brief(), settings, settings.versions[0], issue)


def _letters(
    ready: Ready, corrections: Collection[int | None]
) -> Mapping[int | None, Callable[[Recipient], Message]]:
    """What makes the messages, news and corrections alike, by the edition that they correct."""
    versions = sorted({it.version for it in ready.recipients.values()})
    pdfs = {version: released_copy(ready.edition, version).path.read_bytes() for version in versions}

    def letter(corrects: int | None) -> Callable[[Recipient], Message]:
        work = ready.work if corrects is None else _correcting(ready.work, corrects)
        mailing = mailing_of(work, ready.edition, pdfs, correction=corrects is not None)
        return composer(mailing, ready.timing.now)

    return {corrects: letter(corrects) for corrects in {ready.order.correct, *corrections}}


def _rehearse(ready: Ready, plan: Iterable[Delivery]) -> None:
    """Make the first message of each kind: what is wrong with templates is wrong with all of a kind."""
    rows = [(ready.recipients[it.recipient], it.corrects) for it in plan]
    first = {(recipient.version, corrects): recipient for recipient, corrects in reversed(rows)}
    for (_, corrects), recipient in first.items():
        ready.compose(recipient, corrects)


def _correcting(work: Work, number: int) -> Work:
    """The same, as it replaces another edition than the one before."""
    assert work.issue is not None  # noqa: S101 - a proof is not sent
    wrong = archive_of(work.settings).edition(number)
    brief = facts.read((wrong.folder / FACTS).read_bytes())
    changes = compare.compare(brief, work.brief)
    replaced = Replaced(wrong.number, wrong.day, brief, changes)
    return replace(work, issue=replace(work.issue, replaces=replaced))
