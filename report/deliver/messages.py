"""A mailing → for each recipient the one message that is theirs alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from report.deliver.envelope import Envelope, File, Person, message_id, sealed, spoken
from report.deliver.letters import Letter, letter_of
from report.deliver.mailing import Mailing
from report.errors import DeliveryError, RenderError
from report.model import Message, Recipient
from report.pages import Pages

MOST_HTML: Final = 100_000
"""Gmail shows no more than 102 kB of a message's HTML, and hides the rest behind a link."""


@dataclass(frozen=True, slots=True)
class _Post:
    """What messages of one language version share."""

    letter: Letter
    pages: Pages
    file: File


def composer(mailing: Mailing, clock: Callable[[], datetime]) -> Callable[[Recipient], Message]:
    """A function that makes the message of one recipient; threads may share it.

    `clock` says what time it is, with its zone.

    Raises:
        DeliveryError: a PDF is larger than brief.toml allows; all are named, with their sizes.
    """
    refuse_large(mailing)
    posts = {version: _post(mailing, version) for version in mailing.attachments}

    def compose(recipient: Recipient) -> Message:
        return _message(mailing, posts, recipient, now=clock())

    return compose


def refuse_large(mailing: Mailing) -> None:
    """See that every server that takes `limit_mb` takes the messages.

    Raises:
        DeliveryError: a PDF is larger.
    """
    limit = mailing.mail.limit
    large = [it.file for it in mailing.attachments.values() if len(it.content) > limit]
    if large:
        told = ", ".join(f"{file.name} has {file.size / 1e6:.1f} MB" for file in large)
        raise DeliveryError(
            f"{told}; [mail] limit_mb allows {limit / 1e6:.0f} MB: nothing was sent to anybody"
        )


def _post(mailing: Mailing, version: str) -> _Post:
    pages = Pages(mailing.settings.template_folders, mailing.voices[version].say)
    letter = letter_of(mailing, version)
    return _Post(letter, pages, File(letter.attached.name, mailing.attachments[version].content))


def _message(mailing: Mailing, posts: Mapping[str, _Post], recipient: Recipient, *, now: datetime) -> Message:
    post = posts[recipient.version]
    envelope = _envelope(mailing, post.letter, recipient, now)
    text, html = _bodies(mailing, post, recipient)
    return Message(
        recipient=recipient.id,
        sender=mailing.mail.sender,
        address=recipient.address,
        message_id=envelope.message_id,
        attachment=mailing.attachments[recipient.version].file.sha256,
        content=sealed(envelope, text, html, post.file),
    )


def _bodies(mailing: Mailing, post: _Post, recipient: Recipient) -> tuple[str, str]:
    """The letter with the person's greeting, as plain text and as HTML.

    Raises:
        RenderError: a template is wrong, or makes more HTML than mail readers show.
    """
    voices = mailing.voices[recipient.version]
    greeting = voices.say("{salutation},", salutation=recipient.salutation)
    text, html = (
        post.pages.fill(f"mail/message.{kind}", post.letter, greeting=greeting) for kind in ("txt", "html")
    )
    if len(html.encode()) > MOST_HTML:
        raise RenderError(
            f"templates/mail/message.html: {len(html.encode()) / 1e3:.0f} kB for {recipient.id}; mail readers"
            f" cut off what is above {MOST_HTML / 1e3:.0f} kB"
        )
    return text, html


def _envelope(mailing: Mailing, letter: Letter, recipient: Recipient, now: datetime) -> Envelope:
    mail, before = mailing.mail, mailing.issue.replaces
    threaded = mail.threaded and before is not None
    return Envelope(
        sender=Person(spoken(mail.sender_name, letter.languages), mail.sender),
        to=Person(spoken(recipient.name, letter.languages), recipient.address),
        date=now,
        subject=letter.subject,
        message_id=_identity(mailing, recipient, mailing.issue.number),
        languages=letter.languages,
        reply_to=mail.reply_to,
        references=_identity(mailing, recipient, before.number) if threaded and before else "",
    )


def _identity(mailing: Mailing, recipient: Recipient, edition: int) -> str:
    """The Message-ID of an edition for a recipient at an address, so that one sent again is known."""
    parts = (mailing.settings.id, str(edition), recipient.id, recipient.address.casefold())
    return message_id(parts, mailing.mail.sender)
