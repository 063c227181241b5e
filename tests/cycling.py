"""A brief, a mail server and a clock that stands still → cycles, as the tests of them need them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from mailserver import Post, post

import report
from report import pipeline, settings
from report.deliver import Timing
from report.model import Cycle, Edition

TUESDAY = datetime(2026, 7, 21, 9, 0, tzinfo=UTC)
OPERATOR = "operator@example.org"


@dataclass(slots=True)
class Desk:
    """A brief that keeps itself current, beside the server that takes its mail; `time` is what it is now."""

    project: Path
    server: Post
    replies: dict[tuple[str, str], str]
    time: datetime = TUESDAY
    waits: list[float] = field(default_factory=list)
    stop: bool = False

    def cycle(self, later: timedelta = timedelta(0), *, sending: bool = True) -> Cycle:
        """One cycle, so much later than the last."""
        self.time += later
        timing = Timing(lambda: self.time, self.waits.append, lambda: self.stop)
        return pipeline.run_cycle(settings.read(self.project), timing, sending=sending)

    def change(self, name: str, before: str, after: str) -> None:
        """Change a text within a file of the brief."""
        file = self.project / name
        text = file.read_text(encoding="utf-8")
        assert before in text
        file.write_text(text.replace(before, after, 1), encoding="utf-8")

    def settings(self, extra: str) -> None:
        """Add to [mail] of brief.toml, which is its last table but the sections."""
        self.change("brief.toml", 'operator = "', f'{extra}\noperator = "')

    def matter(self) -> None:
        """Change what matters: a figure, by more than its threshold."""
        self.change("data/figures.csv", ",1250000000,", ",1350000000,")

    @property
    def editions(self) -> tuple[Edition, ...]:
        """All of them, whole."""
        archive = pipeline.archive_of(settings.read(self.project))
        return tuple(archive.edition(number) for number in archive.numbers)

    def sent(self) -> Counter[str]:
        """How many messages each address has, but for the operator's."""
        return Counter(address for address in self.server.addresses() if address != OPERATOR)

    def words(self) -> list[str]:
        """What the operator was told: subject and text."""
        return [_text(content) for address, content in self.server.kept if address == OPERATOR]

    def run(self, *arguments: str) -> subprocess.Popen[str]:
        """`brief run` as another process, by the clock on the wall."""
        command = [sys.executable, "-m", "report", "--project", str(self.project), "run", *arguments]
        root = Path(report.__file__).parents[1]
        return subprocess.Popen(
            command,
            cwd=root,
            env=dict(os.environ),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


@contextmanager
def desk_with(project: Callable[[int], Path]) -> Iterator[Desk]:
    """A desk with the brief that `project` makes for a server's port."""
    replies: dict[tuple[str, str], str] = {}
    with post(lambda *at: replies.get(at, "")) as server:
        yield Desk(project(server.port), server, replies)


def _text(content: bytes) -> str:
    mail = message_from_bytes(content, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return f"{mail['Subject']}\n{mail.get_content()}"
