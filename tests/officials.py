"""Officials, messages to them, settings and a clock, as the tests of sending need them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from report.deliver import Timing
from report.errors import Location
from report.model import Message, Recipient
from report.settings import MailSettings, Security, Server, TimeLimits

START = datetime(2026, 7, 21, 9, 0, tzinfo=UTC)


def server_at(port: int, security: Security = Security.PLAIN) -> Server:
    """Our server, as brief.toml would name it, with limits that a test can wait for."""
    limits = TimeLimits(connect=5.0, command=5.0, message=5.0, acceptance=5.0)
    return Server("127.0.0.1", port, security, limits=limits)


def mail_to(port: int) -> MailSettings:
    """Settings for that server."""
    return MailSettings(
        server=server_at(port),
        sender="brief@example.org",
        sender_name={"ru": "Пресс-служба", "en": "Press office"},
        operator="operator@example.org",
        reply_to="press-office@example.org",
        allow=("example.org",),
    )


def recipients(number: int) -> dict[str, Recipient]:
    """Officials by their ids, o-0 to the last."""
    return {f"o-{place}": recipient(f"o-{place}") for place in range(number)}


def recipient(id_: str, address: str = "") -> Recipient:
    """An official, by id and address."""
    return Recipient(
        id=id_,
        name={"ru": "Чиновник", "en": "Official"},
        salutation={"ru": "Уважаемый коллега!", "en": "Dear colleague,"},
        address=address or f"{id_}@example.org",
        version="bilingual",
        groups=(),
        active=True,
        location=Location("recipients.csv"),
    )


def message_to(who: Recipient, size: int = 200) -> Message:
    """A small message, or one of `size` bytes and some, the same whenever it is made."""
    head = f"From: brief@example.org\r\nTo: {who.address}\r\nSubject: Edition 7\r\n\r\n"
    body = b".leading dot\r\n" + (b"line of the body " * 4 + b"\r\n") * (size // 70)
    content = head.encode("ascii") + body
    return Message(
        recipient=who.id,
        sender="brief@example.org",
        address=who.address,
        message_id=f"<7.{who.id}@example.org>",
        attachment=hashlib.sha256(body).hexdigest(),
        content=content,
    )


@dataclass(slots=True)
class Clock:
    """A clock that goes on only when somebody waits; `waits` are the seconds that they did."""

    time: datetime = START
    waits: list[float] = field(default_factory=list)
    stop: bool = False

    @property
    def timing(self) -> Timing:
        """The same as a run takes it."""
        return Timing(lambda: self.time, self.wait, lambda: self.stop)

    def wait(self, seconds: float) -> None:
        """Let the time pass."""
        self.waits.append(seconds)
        self.time += timedelta(seconds=seconds)
