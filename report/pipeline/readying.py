"""An order → an edition ready to be sent, with everything that can be wrong with it found before it is.

The order, the edition, recipients.csv, the settings, the templates and the PDFs are all looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from report import compare, facts
from report.archive import FACTS
from report.deliver import Failure, Timing, composer
from report.errors import DeliveryError, ReportError, SettingsError
from report.model import Delivery, Edition, Message, Recipient, Replaced, Status
from report.pipeline.addressing import Order, edition_to_send, recipients_of, refuse_the_informed
from report.pipeline.composing import Work
from report.pipeline.deliveries import LEDGER, deliveries_of
from report.pipeline.issuing import archive_of
from report.pipeline.journal import in_a_line
from report.pipeline.mailing import mail_settings, mailing_of, released_copy, tell_failure
from report.pipeline.printing import issue_of, texts_of
from report.settings import MailSettings, Settings


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
