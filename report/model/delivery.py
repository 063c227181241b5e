"""Who gets an edition, what is sent to whom, and what became of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from io import BytesIO

from report.errors import Finding, Location
from report.model.words import Words

_ADDRESS = re.compile(r"[!-~]+@[!-~]+")
_FORBIDDEN = frozenset('<>()[],;:\\"')
_LINE_BYTES = 1000  # with its end (RFC 5321, 4.5.3.1.6)


class Status(StrEnum):
    """How a delivery stands.

    `deferred` is tried again (the server's answer was 4xx), `refused` is not (5xx). `unknown`: the
    message went out whole, and no answer came; it is never sent again by itself. `expired`: it was too
    late to send it.
    """

    PLANNED = "planned"
    SENDING = "sending"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DEFERRED = "deferred"
    UNKNOWN = "unknown"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person who gets editions; `version` names the language version wanted: bilingual, ru, en.

    `salutation` is the whole form of address, as a letter begins in each language.
    """

    id: str
    name: Words
    salutation: Words
    address: str
    version: str
    groups: tuple[str, ...]
    active: bool
    location: Location


@dataclass(frozen=True, slots=True)
class MailingList:
    """Everybody who may get editions, in the order of the file, and what to think twice about."""

    recipients: tuple[Recipient, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one person, as it goes over the line.

    `sender` and `address` are the envelope (RFC 5321, 4.1.2): bare ASCII addresses. `content` is the whole
    message (RFC 5322): seven bits, lines that end in CRLF and are no longer than 998 bytes, so that every
    server carries it unchanged. `attachment` is the SHA-256 of the PDF, in hexadecimal digits.

    Raises:
        ValueError: it is not so; a server could take a part of it for a command.
    """

    recipient: str
    sender: str
    address: str
    message_id: str
    attachment: str
    content: bytes

    def __post_init__(self) -> None:
        for address in (self.sender, self.address):
            if not _ADDRESS.fullmatch(address) or _FORBIDDEN & set(address):
                raise ValueError(f"{address!r} is no bare ASCII address")
        ends = {self.content.count(end) for end in (b"\r\n", b"\r", b"\n")}
        if not self.content.isascii() or len(ends) > 1:
            raise ValueError(f"the message to {self.address} is not seven bits with CRLF at each line's end")
        if max(map(len, BytesIO(self.content)), default=0) > _LINE_BYTES:
            raise ValueError(f"the message to {self.address} has a line of more than 998 bytes")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a try to send came to, and the server's answer (or why there is none) in one line."""

    status: Status
    answer: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to send, by its number from 1, when it ended, and how."""

    number: int
    ended: datetime
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Delivery:
    """How an edition stands with one recipient: a row of the ledger.

    `changed` is when it came to stand so, and `due` when it may be tried again, where it is deferred.
    `message_id` and `attachment` (the SHA-256 of the PDF) are those of the last try, empty before the first.
    `corrects` is the earlier edition that the message tells the errors of, None where it is no correction.
    """

    edition: int
    recipient: str
    address: str
    status: Status
    attempts: int
    changed: datetime
    due: datetime | None
    answer: str
    message_id: str
    attachment: str
    corrects: int | None = None
