"""A run sends what is open and nothing else; whatever happens, nobody has an edition twice."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from mailserver import CUT, Post, free_port, post, scripted
from officials import START, Clock, mail_to, message_to, recipients

from report.deliver import Rejected, Run, send
from report.errors import DeliveryError
from report.ledger import Ledger
from report.model import Delivery, Message, Recipient, Status
from report.settings import MailSettings

PEOPLE = recipients(6)
NAMES = [person.address for person in PEOPLE.values()]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger."""
    with Ledger(tmp_path / "deliveries.sqlite") as opened:
        yield opened


def run_of(told: list[Delivery] | None = None) -> Run:
    """Edition 7 to everybody, released at the clock's start."""
    watch = told.append if told is not None else lambda delivery: None
    return Run(7, START, PEOPLE, lambda person, corrects: message_to(person), watch)


def statuses(ledger: Ledger) -> list[Status]:
    """How edition 7 stands with each, in the order of their ids."""
    return [delivery.status for delivery in ledger.deliveries(7)]


def mail(port: int) -> MailSettings:
    """One line, so that the order is certain."""
    return replace(mail_to(port), parallel=1)


def test_everybody_has_it_once(ledger: Ledger) -> None:
    """A run sends to all, over as many lines as it may; the next one has nothing to do."""
    clock, told = Clock(), list[Delivery]()
    with post() as kept:
        for _ in range(3):
            assert send(run_of(told), mail_to(kept.port), "", ledger=ledger, timing=clock.timing) == ""
        assert sorted(kept.addresses()) == NAMES
        assert kept.calls <= 2
    assert set(statuses(ledger)) == {Status.ACCEPTED}
    assert sorted(it.recipient for it in told) == sorted(PEOPLE)
    assert clock.waits == []


def test_what_is_deferred_is_tried_again_and_delays_nobody(ledger: Ledger) -> None:
    """The others have it first; then it is tried after pauses that grow, until it is accepted."""
    said = iter(["450 later", "421 closing", "452 no space"])
    clock = Clock()
    with post(lambda *at: next(said, "") if at == ("RCPT", NAMES[0]) else "") as kept:
        send(run_of(), mail(kept.port), "", ledger=ledger, timing=clock.timing)
    assert kept.addresses() == [*NAMES[1:], NAMES[0]]
    assert clock.waits == [60, 120, 240]
    answers = [attempt.receipt.answer for attempt in ledger.attempts(7, "o-0")]
    assert answers == ["450 later", "421 closing", "452 no space", "250 OK"]


def test_what_is_deferred_too_long_is_left_to_the_next_run(ledger: Ledger) -> None:
    """At the deadline it stays deferred, with the server's words; another run tries again."""
    replies = {("DATA", NAMES[0]): "451 greylisted"}
    clock = Clock()
    with post(lambda *at: replies.get(at, "")) as kept:
        send(run_of(), mail(kept.port), "", ledger=ledger, timing=clock.timing)
        row = ledger.delivery(7, "o-0")
        assert (row.status, row.answer, row.attempts) == (Status.DEFERRED, "451 greylisted", 6)
        assert clock.waits == [60, 120, 240, 480, 960]
        assert clock.time + timedelta(minutes=30) > START + timedelta(hours=1)
        replies.clear()
        send(run_of(), mail(kept.port), "", ledger=ledger, timing=clock.timing)
    assert Counter(kept.addresses()) == Counter(NAMES)


def test_what_is_refused_is_final(ledger: Ledger) -> None:
    """One bad address costs the others nothing: none of them gets it again, and neither does it."""
    asked: list[str] = []

    def refusing(step: str, address: str) -> str:
        if step == "RCPT":
            asked.append(address)
        return "550 no such user" if (step, address) == ("RCPT", NAMES[2]) else ""

    with post(refusing) as kept:
        for _ in range(2):
            send(run_of(), mail(kept.port), "", ledger=ledger, timing=Clock().timing)
    assert asked == NAMES
    assert kept.addresses() == [name for name in NAMES if name != NAMES[2]]
    assert ledger.delivery(7, "o-2").answer == "550 no such user"


def test_a_corrected_address_is_sent_to_when_somebody_says_so(ledger: Ledger) -> None:
    """A refused delivery that is resolved goes to the address that recipients.csv has now."""
    replies = {("RCPT", NAMES[0]): "550 no such user"}
    with post(lambda *at: replies.get(at, "")) as kept:
        send(run_of(), mail(kept.port), "", ledger=ledger, timing=Clock().timing)
        ledger.resolve(7, "o-0", accepted=False, now=START)
        corrected = {**PEOPLE, "o-0": replace(PEOPLE["o-0"], address="right@example.org")}
        again = replace(run_of(), recipients=corrected)
        send(again, mail(kept.port), "", ledger=ledger, timing=Clock().timing)
    assert kept.addresses() == [*NAMES[1:], "right@example.org"]


@pytest.mark.parametrize("step", ["DATA", "KEPT"])
def test_what_is_unknown_is_never_sent_again_by_itself(ledger: Ledger, step: str) -> None:
    """The link breaks after the final dot; only when a person says so it goes out once more."""
    replies = {(step, NAMES[0]): CUT}
    with post(lambda *at: replies.get(at, "")) as kept:
        for _ in range(2):
            send(run_of(), mail(kept.port), "", ledger=ledger, timing=Clock().timing)
            assert ledger.delivery(7, "o-0").status is Status.UNKNOWN
            replies.clear()
        assert kept.addresses().count(NAMES[0]) == (step == "KEPT")
        ledger.resolve(7, "o-0", accepted=step == "KEPT", now=START)
        send(run_of(), mail(kept.port), "", ledger=ledger, timing=Clock().timing)
    assert Counter(kept.addresses()) == Counter(NAMES)
    assert set(statuses(ledger)) == {Status.ACCEPTED}


@pytest.mark.parametrize("step", ["MAIL", "RCPT"])
def test_a_link_that_breaks_before_the_message_went_out_is_tried_again(ledger: Ledger, step: str) -> None:
    """There is no doubt, so nobody has to say anything."""
    cuts = iter([CUT])
    with post(lambda at, _: next(cuts, "") if at == step else "") as kept:
        send(run_of(), mail(kept.port), "", ledger=ledger, timing=Clock().timing)
    assert Counter(kept.addresses()) == Counter(NAMES)


def test_a_late_edition_is_not_sent(ledger: Ledger) -> None:
    """Whoever has it has it; for the others it has expired, and the reason is told."""
    clock = Clock()
    with post(lambda step, address: "450 later" if address == NAMES[0] else "") as kept:
        hasty = replace(mail(kept.port), expires_after=timedelta(minutes=2))
        send(run_of(), hasty, "", ledger=ledger, timing=clock.timing)
    assert statuses(ledger) == [Status.EXPIRED] + [Status.ACCEPTED] * 5
    assert ledger.delivery(7, "o-0").answer == "edition 7 was released on 2026-07-21 09:00 +0000"
    assert clock.waits == [60, 120]


def test_a_server_that_comes_back_is_waited_for(ledger: Ledger) -> None:
    """While nobody answers, no recipient's try is used up, and pauses grow."""
    port = free_port()
    with ExitStack() as stack:

        class Morning(Clock):
            """A clock that starts the server at the third pause."""

            def wait(self, seconds: float) -> None:
                super().wait(seconds)
                if len(self.waits) == 3:
                    servers.append(stack.enter_context(post(port=port)))

        servers: list[Post] = []
        clock = Morning()
        assert send(run_of(), mail(port), "", ledger=ledger, timing=clock.timing) == ""
        assert Counter(servers[0].addresses()) == Counter(NAMES)
    assert clock.waits == [60, 120, 240]
    assert {delivery.attempts for delivery in ledger.deliveries(7)} == {1}


def test_a_server_that_does_not_come_back_is_told(ledger: Ledger) -> None:
    """After the deadline the run says so, and everything is still planned."""
    clock, port = Clock(), free_port()
    fault = send(run_of(), mail(port), "", ledger=ledger, timing=clock.timing)
    assert fault == f"127.0.0.1:{port}: no session: Connection refused"
    assert statuses(ledger) == [Status.PLANNED] * 6
    assert clock.waits == [60, 120, 240, 480, 960]


def test_a_server_that_says_later_is_waited_for(ledger: Ledger) -> None:
    """421 as a greeting (RFC 5321, 3.8) is about the server, and about no recipient."""
    clock = Clock()
    with scripted(lambda line: line.sendall(b"421 come later\r\n")) as port:
        fault = send(run_of(), mail(port), "", ledger=ledger, timing=clock.timing)
    assert fault.endswith("421 come later")
    assert statuses(ledger) == [Status.PLANNED] * 6


def test_a_refused_sender_ends_the_run(ledger: Ledger) -> None:
    """Nobody is marked as refused for what the settings got wrong."""
    refusing = post(lambda step, _: "550 not you" if step == "MAIL" else "")
    with refusing as kept, pytest.raises(Rejected, match="550 not you"):
        send(run_of(), mail_to(kept.port), "", ledger=ledger, timing=Clock().timing)
    assert statuses(ledger) == [Status.PLANNED] * 6
    assert {delivery.attempts for delivery in ledger.deliveries(7)} == {0}


def test_asked_to_stop_it_finishes_the_message_under_way(ledger: Ledger) -> None:
    """What is being sent is sent and written down; the rest is left to the next run."""
    clock = Clock()

    def stopping(step: str, address: str) -> str:
        clock.stop = clock.stop or (step, address) == ("DATA", NAMES[2])
        return ""

    with post(stopping) as kept:
        send(run_of(), mail(kept.port), "", ledger=ledger, timing=clock.timing)
        assert kept.addresses() == NAMES[:3]
        assert statuses(ledger) == [Status.ACCEPTED] * 3 + [Status.PLANNED] * 3
        clock.stop = False
        send(run_of(), mail(kept.port), "", ledger=ledger, timing=clock.timing)
        assert kept.addresses() == NAMES


def test_no_faster_than_allowed(ledger: Ledger) -> None:
    """Twenty a minute is one each three seconds, over all lines."""
    clock = Clock()
    with post() as kept:
        slow = replace(mail_to(kept.port), per_minute=20, parallel=1)
        send(run_of(), slow, "", ledger=ledger, timing=clock.timing)
    assert clock.waits == [3.0] * 5


def test_a_message_that_cannot_be_made_ends_the_run_tidily(ledger: Ledger) -> None:
    """Its delivery is still planned, and so is whatever came after it."""

    def failing(person: Recipient, corrects: int | None) -> Message:
        if person.id == "o-2":
            raise DeliveryError("no such template")
        return message_to(person)

    broken = replace(run_of(), compose=failing)
    with post() as kept, pytest.raises(DeliveryError, match="no such template"):
        send(broken, mail(kept.port), "", ledger=ledger, timing=Clock().timing)
    assert statuses(ledger) == [Status.ACCEPTED] * 2 + [Status.PLANNED] * 4


def sender(path: Path, port: int, number: int, size: int = 200) -> subprocess.Popen[bytes]:
    """Another process that sends edition 7 to so many officials."""
    program = Path(__file__).with_name("sender.py")
    command = [sys.executable, str(program), str(path), str(port), str(number), str(size)]
    return subprocess.Popen(command, stdout=subprocess.PIPE)


@pytest.mark.parametrize("together", [2, pytest.param(5, marks=pytest.mark.endurance)])
def test_senders_started_at_once(tmp_path: Path, together: int) -> None:
    """Of senders that start at the same moment one sends; everybody has one."""
    path = tmp_path / "deliveries.sqlite"
    with post() as kept:
        processes = [sender(path, kept.port, 40) for _ in range(together)]
        for process in processes:
            with process:
                assert process.wait() == 0
    assert Counter(kept.addresses()) == Counter(person.address for person in recipients(40).values())
    with Ledger(path) as ledger:
        assert set(statuses(ledger)) == {Status.ACCEPTED}


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.endurance) for seed in range(1, 11))]
)
def test_a_sender_killed_at_ten_random_moments(tmp_path: Path, seed: int) -> None:
    """Nobody has two; everybody has one, or stands as unknown with a reason.

    The moments are spread over the whole run: a sender is killed when it has brought a random number of
    messages more to the server, at once or a random time later.
    """
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    path, number, kills = tmp_path / "deliveries.sqlite", 200, 10
    with post() as kept:
        for kill in range(kills):
            with sender(path, kept.port, number, size=50_000) as process:
                assert process.stdout is not None
                process.stdout.readline()
                share = number * (kill + 1) // (kills + 1)
                kept.wait_for(chance.randint(min(len(kept.kept), share), share))
                time.sleep(chance.choice((0, chance.uniform(0, 0.01))))
                assert process.poll() is None
                process.send_signal(signal.SIGKILL)
        with sender(path, kept.port, number) as process:
            assert process.wait() == 0
    with Ledger(path) as ledger:
        rows = {delivery.address: delivery for delivery in ledger.deliveries(7)}
    copies = Counter(kept.addresses())
    assert set(copies.values()) == {1}
    assert len(rows) == number
    for address, row in rows.items():
        assert row.status in {Status.ACCEPTED, Status.UNKNOWN}
        assert copies[address] == 1 or row.status is Status.UNKNOWN
        assert row.answer
