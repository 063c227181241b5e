"""An edition and who gets it → deliveries: each open one is tried, and none twice where it may have arrived.

All that are due are tried in one round, over several lines side by side; what the server defers waits for
a later round, and so delays nobody else. Whatever ends a run, the ledger says where the next one goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import datetime
from queue import Empty, SimpleQueue
from threading import Event

from report.deliver.connection import Connection
from report.deliver.pauses import Pace, Timing, pause_after
from report.deliver.session import Rejected, Unreachable
from report.ledger import Ledger
from report.model import Delivery, Message, Receipt, Recipient, Status
from report.settings import MailSettings

Compose = Callable[[Recipient, int | None], Message]
"""Makes the message to somebody; the number is of the edition that it corrects, None where it is news."""
Watch = Callable[[Delivery], None]


@dataclass(frozen=True, slots=True)
class Run:
    """What to send: edition `edition`, released at `released`, to `recipients` by their ids.

    `compose` makes one message when its turn has come, so that no more are in memory than lines are open.
    It and `watch`, which is told each delivery as it then stands, are called by several threads.
    With `corrects`, whoever the edition is not planned for yet is sent it as a correction of that one.
    """

    edition: int
    released: datetime
    recipients: Mapping[str, Recipient]
    compose: Compose
    watch: Watch
    corrects: int | None = None


def send(run: Run, mail: MailSettings, password: str, *, ledger: Ledger, timing: Timing) -> str:
    """Try every delivery that is open, until none is, the time for it is over, or the run shall stop.

    Gives why there is no server to be reached, empty if there is one; how each delivery stands is in
    the ledger.

    Raises:
        Rejected: the server's certificate, the user or the sender will not do.
        ArchiveError: another process is sending, or the ledger cannot be written.
    """
    with ledger.sender(timing.now()), ExitStack() as stack:
        ledger.plan(run.edition, run.recipients.values(), timing.now(), corrects=run.corrects)
        lines = tuple(stack.enter_context(_line(mail, password)) for _ in range(mail.parallel))
        return _Sending(run, mail, ledger, timing, lines, Pace(mail.per_minute, timing)).go()


def hand_in(message: Message, mail: MailSettings, password: str) -> Receipt:
    """Send one message past the ledger, once: a trial, or word to the operator.

    Raises:
        Unreachable, Rejected: there is no server now, or it will not do.
    """
    with _line(mail, password) as line:
        line.open()
        return line.send(message, lambda: None)


def _line(mail: MailSettings, password: str) -> closing[Connection]:
    return closing(Connection(mail.server, password, mail.sender.rpartition("@")[2]))


@dataclass(slots=True)
class _Sending:
    """A run under way: its rounds, and the pauses between them."""

    run: Run
    mail: MailSettings
    ledger: Ledger
    timing: Timing
    lines: tuple[Connection, ...]
    pace: Pace
    halted: Event = field(default_factory=Event)
    fault: str = ""

    def go(self) -> str:
        """Round after round; a server that cannot be reached is tried again after a pause of its own."""
        deadline = self.timing.now() + self.mail.retry_for
        in_vain = 0
        while next_ := self._next_round():
            if self.fault:
                next_ = self.timing.now() + pause_after(in_vain, self.mail.first_pause)
            if next_ > max(deadline, self.timing.now()):  # what is due now is tried in any case
                break
            self.timing.wait_until(next_)
            self._round()
            in_vain = in_vain + 1 if self.fault else 0
        return self.fault

    def _next_round(self) -> datetime | None:
        """When something is due, None where nothing more is to be done."""
        now = self.timing.now()
        if self._too_late(now):
            reason = f"edition {self.run.edition} was released on {self.run.released:%Y-%m-%d %H:%M %z}"
            self.ledger.expire(self.run.edition, reason, now)
        waiting = self.ledger.open_to(self.run.edition, self.run.recipients.keys())
        if not waiting or self.timing.stopped():
            return None
        return waiting[0].due or now

    def _round(self) -> None:
        """Everything that is due, over all lines; raises what somebody must put right."""
        self.halted.clear()
        self.fault = ""
        now = self.timing.now()
        due: SimpleQueue[Delivery] = SimpleQueue()
        for delivery in self.ledger.open_to(self.run.edition, self.run.recipients.keys()):
            if delivery.due is None or delivery.due <= now:
                due.put(delivery)
        with ThreadPoolExecutor(len(self.lines)) as pool:
            works = [pool.submit(self._work, line, due) for line in self.lines]
        for work in works:
            try:
                work.result()
            except Unreachable as error:
                self.fault = str(error)

    def _work(self, line: Connection, due: SimpleQueue[Delivery]) -> None:
        """One line: message after message, until there is none, or something is wrong with the server."""
        try:
            while not self._over():
                self._deliver(line, due.get_nowait())
        except Empty:
            return
        except BaseException:
            self.halted.set()
            raise

    def _deliver(self, line: Connection, delivery: Delivery) -> None:
        message = self.run.compose(self.run.recipients[delivery.recipient], delivery.corrects)
        self.pace.wait_for_turn()
        line.open()
        if self._over():
            return
        if self.ledger.claim(self.run.edition, message, self.timing.now()):
            self._try(line, message, delivery.attempts + 1)
        self.run.watch(self.ledger.delivery(self.run.edition, delivery.recipient))

    def _try(self, line: Connection, message: Message, number: int) -> None:
        key = (self.run.edition, message.recipient)
        try:
            receipt = line.send(message, lambda: self.ledger.hand_over(*key))
        except Rejected:
            self.ledger.release(*key)
            raise
        now = self.timing.now()
        pause = pause_after(number, self.mail.first_pause)
        due = now + pause if receipt.status is Status.DEFERRED else None
        self.ledger.record(*key, receipt, now=now, due=due)

    def _over(self) -> bool:
        now = self.timing.now()
        return self.halted.is_set() or self.timing.stopped() or self._too_late(now)

    def _too_late(self, now: datetime) -> bool:
        return now > self.run.released + self.mail.expires_after
