"""`brief schedule` on the machine's clock: whatever fails or is killed, everybody hears of everything once.

Each cycle begins some seconds after the one before. What happens next waits for cycles that have ended, and
not for time to pass, so that the outcome depends on no machine's speed.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any, Final

import pytest
from conftest import ROOT
from lakes import Bank, Lake, lake_in
from letters import MailSystem
from webserver import serving

from report import compare, settings
from report.model import ChangeKind, Status, Subject
from report.pipeline import archive_of
from report.pipeline.deliveries import deliveries_of

pytestmark = pytest.mark.slow

OFFICIALS: Final = ("minister", "analyst", "editor")
SCHEDULE: Final = """
[schedule]
cron = "*/2 * * * * *"
zone = "UTC"
"""
FAILED, WORKS = "a run failed", "it works again"
LONGEST_SECONDS: Final = 120
"""A process that says nothing for so long is killed, so that its test fails instead of waiting for ever."""

Line = Mapping[str, Any]


@dataclass
class Service:
    """`brief schedule`, started as often as it is killed; its cycles in order, and what it logs."""

    project: Path
    said: SimpleQueue[tuple[str, Line]] = field(default_factory=SimpleQueue)
    process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Begin to run."""
        command = [sys.executable, "-m", "report", "--project", str(self.project), "schedule"]
        self.process = subprocess.Popen(
            [*command, "--json", "--jobs", "1", "--log-format", "json"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name, stream in (("cycle", self.process.stdout), ("log", self.process.stderr)):
            assert stream is not None
            threading.Thread(target=self._read, args=(name, stream)).start()

    def kill(self) -> None:
        """End it as the system does that has no memory left."""
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGKILL)

    def end(self) -> None:
        """Leave nothing of it, whatever has happened."""
        if self.process and self.process.poll() is None:
            self.kill()
            self.bury()

    def bury(self) -> None:
        """See that it is dead."""
        assert self.process is not None
        assert self.process.wait(LONGEST_SECONDS) == -signal.SIGKILL

    def stop(self) -> int:
        """Ask it to end; its exit code."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(LONGEST_SECONDS)

    def _read(self, name: str, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                self.said.put((name, json.loads(line)))
        self.said.put((f"end of {name}", {}))


@dataclass
class World:
    """What is around the process, and at what it is to be killed.

    That is a line of its log, or a message to somebody when all of it is sent; the server's reply to that one
    is known to us alone: an empty one keeps the message.
    """

    lake: Lake
    service: Service
    bank: Bank
    mail: MailSystem
    deadly_line: str = ""
    deadly_mail: tuple[str, str] = ("", "")
    puts_off: set[str] = field(default_factory=set)
    killed: int = 0

    def answer(self, step: str, address: str) -> str:
        """What the mail server says; one who dies of it does not hear it."""
        name = address.partition("@")[0]
        if (step, name) == ("DATA", self.deadly_mail[0]):
            (_, reply), self.deadly_mail = self.deadly_mail, ("", "")
            self.kill()
            return reply
        if step == "RCPT" and name in self.puts_off:
            self.puts_off.remove(name)
            return "451 4.3.0 Try again"
        return ""

    def hear(self, line: Line) -> None:
        """A line of the log."""
        if self.deadly_line and re.search(self.deadly_line, line["message"]):
            self.deadly_line = ""
            self.kill()

    def kill(self) -> None:
        """Kill the process."""
        self.killed += 1
        self.service.kill()


Deed = Callable[[World], object]


def add(id_: str) -> Deed:
    """A document that everybody must hear of."""
    return lambda world: world.lake.add("documents", "AA-002", id_, title_en=f"Document {id_}")


def remove(id_: str) -> Deed:
    """A document that must go."""
    return lambda world: world.lake.remove("documents", id_)


def change(table: str, id_: str, **cells: str) -> Deed:
    """Some cells of a row."""
    return lambda world: world.lake.change(table, id_, **cells)


def dies_of(line: str) -> Deed:
    """The process is killed when it logs that."""
    return lambda world: setattr(world, "deadly_line", line)


def dies_of_mail(name: str, reply: str) -> Deed:
    """The process is killed when the server has the whole message to somebody."""
    return lambda world: setattr(world, "deadly_mail", (name, reply))


def bank_down(world: World) -> None:
    """The bank has a fault."""
    world.bank.fail()


def bank_up(world: World) -> None:
    """The bank tells its rates again, and newer ones."""
    world.bank.publish("2032-01-05", "151.20")


def mail_down(world: World) -> None:
    """The mail server is away."""
    world.mail.down()


def mail_up(world: World) -> None:
    """The mail server is there again."""
    world.mail.up()


Script = Mapping[int, Sequence[Deed]]
"""After so many cycles have ended, in whatever life of the process: what happens."""

SHORT: Final[Script] = {
    1: [dies_of_mail("editor", "451 4.3.0 Try again"), add("AA-010")],
    2: [mail_down, bank_down, add("AA-011")],
    3: [mail_up, bank_up],
}
LONG: Final[Script] = {
    2: [add("AA-010")],
    4: [bank_down],
    6: [bank_up],
    7: [mail_down, add("AA-011")],
    9: [add("AA-012")],
    11: [mail_up],
    13: [dies_of(r"edition \d+ is made"), add("AA-013")],
    15: [remove("AA-010")],
    17: [change("documents", "AA-002", signed_on="2031-06-31")],
    19: [change("documents", "AA-002", signed_on="2031-06-14"), add("AA-014")],
    21: [dies_of_mail("analyst", ""), add("AA-015")],
    23: [lambda world: world.puts_off.add("editor"), add("AA-016")],
    25: [change("documents", "AA-001", title_en="Agreement on water")],
    27: [change("figures", "aa-population", value="3500000")],
}


# --- the run --------------------------------------------------------------------------------------------


@contextmanager
def world_in(folder: Path) -> Iterator[World]:
    """A brief, its bank and mail server, and a process that is not there yet."""
    mail = MailSystem()
    lake = lake_in(folder / "lake", port=mail.port)
    with serving() as site:
        world = World(lake, Service(lake.project), Bank(site), mail)
        lake.settle(SCHEDULE, world.bank.table)
        lake.reset("[mail]", '[mail]\nfirst_pause = "1 second"')
        lake.address(OFFICIALS)
        world.bank.publish("2032-01-02", "150.10")
        mail.say = world.answer
        mail.up()
        try:
            yield world
        finally:
            world.service.end()
            mail.down()


def run(world: World, script: Script, number: int) -> list[Line]:
    """So many cycles, begun anew after each kill, with all that the script says; the last is a quiet one."""
    service, cycles, ended = world.service, list[Line](), 0
    service.start()
    while len(cycles) < number or cycles[-1]["outcome"] != "nothing new":
        what, line = service.said.get(timeout=LONGEST_SECONDS)
        if what == "log":
            world.hear(line)
        elif what == "cycle":
            cycles.append(line)
            for deed in script.get(len(cycles), ()):
                deed(world)
        else:
            ended += 1
            assert ended <= 2 * world.killed, "the process ended by itself"
            if ended % 2 == 0:
                service.bury()
                service.start()
    assert service.stop() == 0
    return cycles


def settle(world: World) -> set[str]:
    """Say of each unknown delivery what the mailbox shows, and send what is open; whose were unknown."""
    read = settings.read(world.lake.project)
    unknown = [it for it in deliveries_of(read) if it.status is Status.UNKNOWN]
    taken = world.mail.taken()
    for it in unknown:
        known = "accepted" if (it.recipient, it.edition) in taken else "resend"
        command(world, "send", "--edition", str(it.edition), "--resolve", it.recipient, known)
    command(world, "run", "--jobs", "1")
    return {it.recipient for it in unknown}


def command(world: World, *arguments: str) -> None:
    """A command of the program, that must do what it shall."""
    whole = [sys.executable, "-m", "report", "--project", str(world.lake.project), *arguments]
    done = subprocess.run(whole, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


# --- the law --------------------------------------------------------------------------------------------


def test_everybody_hears_of_everything_once(tmp_path: Path) -> None:
    """Killed while it sends, without a mail server, without its source: each edition is sent once to each."""
    with world_in(tmp_path) as world:
        cycles = run(world, SHORT, 4)
        assert "editor" in settle(world)
        all_heard(world, {"AA-010", "AA-011"}, [FAILED, WORKS])
        assert world.killed == 1
        assert {step for it in cycles for step in failed(it)} == {"pull", "deliver"}


@pytest.mark.endurance
def test_thirty_cycles_in_real_time(tmp_path: Path) -> None:
    """The same for every kind of change and fault, with two kills."""
    with world_in(tmp_path) as world:
        cycles = run(world, LONG, 30)
        assert "analyst" in settle(world)
        # The source; the mail server, which cannot be told while it is away; the slip; the unknown delivery.
        words = [FAILED, WORKS, WORKS, FAILED, WORKS, FAILED, WORKS]
        all_heard(world, {f"AA-01{number}" for number in range(7)}, words)
        assert world.killed == 2
        assert {step for it in cycles for step in failed(it)} == {"pull", "deliver", "check"}


def failed(cycle: Line) -> list[str]:
    """The steps of a cycle that failed."""
    return [failure["step"] for failure in cycle["failures"]]


def all_heard(world: World, documents: set[str], words: Sequence[str]) -> None:
    """Each official has each edition once, and each document came with one; the operator heard of faults."""
    archive = archive_of(settings.read(world.lake.project))
    changes = [
        compare.read((archive.edition(it).folder / "changes.json").read_bytes()) for it in archive.numbers[1:]
    ]
    added = [id_ for it in changes for id_ in it.ids(Subject.DOCUMENT, ChangeKind.ADDED)]
    assert sorted(added) == sorted(documents)
    assert Counter(world.mail.taken()) == Counter(
        (who, number) for who in OFFICIALS for number in archive.numbers
    )
    assert world.mail.words() == list(words)
