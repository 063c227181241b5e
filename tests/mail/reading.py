"""A mailbox → its messages, read by IMAP; a message → what in it is not as it should be."""

from __future__ import annotations

import hashlib
import imaplib
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from typing import Final

from mail.system import PASSWORD, SENDER

_PATIENCE_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Expected:
    """What must have arrived: to whom, under what subject and greeting, and which file."""

    name: str
    address: str
    languages: str
    subject: str
    greetings: tuple[str, ...]
    file: str
    sha256: str


def mailbox(port: int, address: str, number: int) -> list[EmailMessage]:
    """All messages of a mailbox, the first one first, once it has `number` of them or the time is over."""
    end = time.monotonic() + _PATIENCE_SECONDS
    with closing(imaplib.IMAP4("127.0.0.1", port)) as line:
        line.login(address, PASSWORD)
        while True:
            line.select("INBOX", readonly=True)
            numbers = line.search(None, "ALL")[1][0].split()
            if len(numbers) >= number or time.monotonic() > end:
                return [_fetched(line, it.decode()) for it in numbers]
            time.sleep(0.2)


def faults(mail: EmailMessage, expected: Expected) -> Iterator[str]:
    """What is not as it should be, in words."""
    yield from _head_faults(mail, expected)
    shape = [part.get_content_type() for part in mail.walk()]
    if shape != ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf"]:
        yield f"its parts are {shape}"
        return
    for kind in ("plain", "html"):
        part = mail.get_body((kind,))
        text = part.get_content().replace("\N{NO-BREAK SPACE}", " ") if part else ""
        yield from (f"no {it!r} in its {kind} text" for it in expected.greetings if it not in text)
    (attached,) = mail.iter_attachments()
    if attached.get_filename() != expected.file:
        yield f"its file is called {attached.get_filename()!r}, not {expected.file!r}"
    if hashlib.sha256(attached.get_content()).hexdigest() != expected.sha256:
        yield "its file is not the one that was released"


def _head_faults(mail: EmailMessage, expected: Expected) -> Iterator[str]:
    to = [(it.display_name, it.addr_spec) for it in mail["To"].addresses]
    found = {
        "To": (to, [(expected.name, expected.address)]),
        "From": (mail["From"].addresses[0].addr_spec, SENDER),
        "Subject": (mail["Subject"], expected.subject),
        "Content-Language": (mail["Content-Language"], expected.languages),
        "Auto-Submitted": (mail["Auto-Submitted"], "auto-generated"),
        "Reply-To": (mail["Reply-To"], "samples@example.org"),
        "Message-ID": (len(mail.get_all("Message-ID", [])), 1),
        "date with a zone": (parsedate_to_datetime(mail["Date"]).tzinfo is not None, True),
        "line of TLS": ("ESMTPSA" in str(mail.get_all("Received")), True),
    }
    yield from (f"its {name} is {is_!r}, not {must!r}" for name, (is_, must) in found.items() if is_ != must)
    yield from (f"it has defects: {part.defects}" for part in mail.walk() if part.defects)


def _fetched(line: imaplib.IMAP4, number: str) -> EmailMessage:
    answer = line.fetch(number, "(RFC822)")[1][0]
    assert isinstance(answer, tuple)
    mail = message_from_bytes(answer[1], policy=default)
    assert isinstance(mail, EmailMessage)
    return mail
