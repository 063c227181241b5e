"""A letter's bodies and its file → one message for one person, in bytes that every server carries.

Names of any alphabet survive in headers (RFC 2047) and in the file's name (RFC 2231). The same letter to
the same person gives the same bytes, but for the date.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cached_property
from typing import Final

from report.model import Words

_POLICY: Final = SMTP.clone(cte_type="7bit")
_PLACE: Final = "=_place of the file"
"""Where the file's lines go: no line of base64 or of quoted-printable is like it (RFC 2045, 6.7)."""


@dataclass(frozen=True, slots=True)
class Person:
    """A name and an address, as a message names them."""

    name: str
    address: str

    def header(self) -> Address:
        """The same as a header's value; refuses what could begin another header."""
        return Address(self.name, addr_spec=self.address)


@dataclass(frozen=True)
class File:
    """A PDF with the name that it is attached under."""

    name: str
    content: bytes

    @cached_property
    def lines(self) -> bytes:
        """The content in lines of base64 (RFC 2045, 6.8): made once, however many messages carry it."""
        return base64.encodebytes(self.content).replace(b"\n", b"\r\n").removesuffix(b"\r\n")


@dataclass(frozen=True, slots=True)
class Envelope:
    """From whom, to whom, when, and what the message is called; `languages` are those of its text.

    `references` is the Message-ID of the message that this one goes on, or empty.
    """

    sender: Person
    to: Person
    date: datetime
    subject: str
    message_id: str
    languages: Sequence[str]
    reply_to: str = ""
    references: str = ""


def message_id(parts: Sequence[str], sender: str) -> str:
    """The Message-ID (RFC 5322, 3.6.4) of what `parts` name, in the domain of the address `sender`."""
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
    return f"<{digest}@{sender.rpartition('@')[2]}>"


def sealed(envelope: Envelope, text: str, html: str = "", file: File | None = None) -> bytes:
    """The message: plain text, the same as HTML, and the PDF.

    Raises:
        ValueError: a header would hold a line end.
    """
    mail = EmailMessage(policy=_POLICY)
    _head(mail, envelope)
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
    if file:
        mail.add_attachment(b"", maintype="application", subtype="pdf", filename=file.name)
        next(mail.iter_attachments()).set_payload(_PLACE)
    mail["Content-Language"] = ", ".join(envelope.languages)
    _bound(mail, envelope.message_id)
    whole = mail.as_bytes()
    return whole.replace(_PLACE.encode(), file.lines, 1) if file else whole


def spoken(words: Words, languages: Sequence[str]) -> str:
    """The first of the texts that there is, in the order of the languages."""
    return next(words[language] for language in languages if words.get(language))


def _head(mail: EmailMessage, envelope: Envelope) -> None:
    """Auto-Submitted (RFC 3834) and its older kin keep notes of absence from the sender."""
    mail["Date"] = format_datetime(envelope.date)
    mail["From"] = envelope.sender.header()
    mail["To"] = envelope.to.header()
    mail["Subject"] = envelope.subject
    mail["Message-ID"] = envelope.message_id
    if envelope.references:
        mail["In-Reply-To"] = mail["References"] = envelope.references
    if envelope.reply_to:
        mail["Reply-To"] = envelope.reply_to
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "OOF, AutoReply"


def _bound(mail: EmailMessage, seed: str) -> None:
    """Part borders that are no chance; `=_` stands in no text as we encode it (RFC 2045, 6.7)."""
    digest = hashlib.sha256(seed.encode()).hexdigest()[:32]
    for position, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"=_{digest}_{position}")
