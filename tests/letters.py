"""A mail server that may be away → who was sent which edition, and what the operator was told."""

from __future__ import annotations

import re
from contextlib import ExitStack
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default

from mailserver import Post, Say, free_port, post, usual

OPERATOR = "operator@example.org"


@dataclass
class MailSystem:
    """A mail server at one port: while it is away, nobody listens there. It keeps whatever it ever took."""

    say: Say = usual
    port: int = field(default_factory=free_port)
    _boxes: list[Post] = field(default_factory=list)
    _open: ExitStack = field(default_factory=ExitStack)

    def up(self) -> None:
        """It runs."""
        self._boxes.append(self._open.enter_context(post(self.say, port=self.port)))

    def down(self) -> None:
        """It is away."""
        self._open.close()

    @property
    def kept(self) -> list[tuple[str, bytes]]:
        """All that it took: to which address, and the message."""
        return [message for box in self._boxes for message in box.kept]

    def taken(self) -> list[tuple[str, int]]:
        """Who was sent which edition, as often as it was taken."""
        found = ((who, edition_of(content)) for who, content in self.kept)
        return [(who.partition("@")[0], edition) for who, edition in found if edition]

    def words(self) -> list[str]:
        """What the operator was told, by subject."""
        return [subject_of(content).partition(": ")[2] for who, content in self.kept if who == OPERATOR]


def subject_of(content: bytes) -> str:
    """The subject of a message."""
    return str(message_from_bytes(content, policy=default)["Subject"])


def edition_of(content: bytes) -> int:
    """The number of the edition that a message brings; nought where it brings none."""
    match = re.search(r"edition (\d+)$", subject_of(content))
    return int(match[1]) if match else 0
