"""How deliveries stand → what the operator is told, where somebody does not have an edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from report.deliver.envelope import Envelope, Person, message_id, sealed, spoken
from report.localize import Voices
from report.model import Delivery, Message, Status, Words
from report.pages import Pages
from report.settings import MailSettings, Settings

OPERATOR = "operator"
"""Who gets the message, where recipients have their id."""


@dataclass(frozen=True, slots=True)
class Word:
    """What the operator is sent: its subject in every language, the text, and what tells it from others."""

    title: Words
    text: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """An edition, how it stands with each recipient, and what ended the run before its end, if anything.

    Without deliveries nothing was sent to anybody. `command` goes on with the run.
    """

    edition: int
    deliveries: tuple[Delivery, ...]
    reason: str
    command: str


@dataclass(frozen=True, slots=True)
class Unsent:
    """Somebody who does not have the edition, and why: how it stands, and the server's own words."""

    recipient: str
    address: str
    status: Words
    answer: str


@dataclass(frozen=True, slots=True)
class Report:
    """What the operator reads, in every language of the brief."""

    languages: tuple[str, ...]
    title: Words
    outcome: Words
    reason: str
    unsent: tuple[Unsent, ...]
    advice: Words


def told(
    failure: Failure, settings: Settings, mail: MailSettings, *, voices: Voices, now: datetime
) -> Message:
    """The message to the operator's address, plain text and without an attachment."""
    report = _report(failure, settings, voices)
    text = Pages(settings.template_folders, voices.say).fill("mail/failure.txt", report)
    parts = (settings.id, str(failure.edition), OPERATOR, now.isoformat())
    return to_operator(Word(report.title, text, parts), mail, voices, now=now)


def to_operator(word: Word, mail: MailSettings, voices: Voices, *, now: datetime) -> Message:
    """A plain text, and no file, to the operator's address."""
    envelope = Envelope(
        sender=Person(spoken(mail.sender_name, voices.languages), mail.sender),
        to=Person("", mail.operator),
        date=now,
        subject=" · ".join(word.title.values()),
        message_id=message_id(word.parts, mail.sender),
        languages=voices.languages,
    )
    return Message(OPERATOR, mail.sender, mail.operator, envelope.message_id, "", sealed(envelope, word.text))


def _report(failure: Failure, settings: Settings, voices: Voices) -> Report:
    lacking = [it for it in failure.deliveries if it.status is not Status.ACCEPTED]
    name = voices.only(settings.short_title)
    title = voices.say("{title}: not everybody has edition {number}", title=name, number=failure.edition)
    statuses = _statuses(voices)
    return Report(
        languages=voices.languages,
        title=title,
        outcome=(
            voices.say(
                "Accepted by the server: {accepted} of {all}.",
                accepted=len(failure.deliveries) - len(lacking),
                all=len(failure.deliveries),
            )
            if failure.deliveries
            else voices.say("Nothing was sent to anybody.")
        ),
        reason=failure.reason,
        unsent=tuple(Unsent(it.recipient, it.address, statuses[it.status], it.answer) for it in lacking),
        advice=voices.say("Sent again, it goes to nobody who has it: {command}", command=failure.command),
    )


def _statuses(voices: Voices) -> Mapping[Status, Words]:
    say = voices.say
    return {
        Status.PLANNED: say("not sent yet"),
        Status.SENDING: say("being sent"),
        Status.REFUSED: say("refused by the server"),
        Status.DEFERRED: say("put off by the server"),
        Status.UNKNOWN: say("sent, but the server did not answer: ask whether it has arrived"),
        Status.EXPIRED: say("too late to be sent"),
    }
