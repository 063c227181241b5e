"""The ledger knows at every moment who has an edition, who may have it, and who has not."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from officials import START, message_to, recipient, recipients

import report
from report.errors import ArchiveError, DeliveryError
from report.ledger import Ledger
from report.model import Message, Receipt, Status

PEOPLE = recipients(3)
LATER = START + timedelta(minutes=5)
KEPT = Receipt(Status.ACCEPTED, "250 kept")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the ledger is."""
    return tmp_path / "out" / "deliveries.sqlite"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    """A ledger in which edition 7 is planned for three officials."""
    with Ledger(path) as opened:
        opened.plan(7, PEOPLE.values(), START)
        yield opened


def claimed(ledger: Ledger, id_: str = "o-0") -> bool:
    """Whether edition 7 could be taken for sending."""
    return ledger.claim(7, message_to(PEOPLE[id_]), START)


def status(ledger: Ledger, id_: str = "o-0") -> Status:
    """How edition 7 stands with one recipient."""
    return ledger.delivery(7, id_).status


def elsewhere(path: Path, program: str) -> subprocess.Popen[bytes]:
    """Another process with the ledger open, and this file's names at hand."""
    head = f"import sys; sys.path[:0] = [{str(Path(__file__).parent)!r}]\nfrom test_ledger import *\n"
    opened = f"ledger = Ledger(Path({str(path)!r}))\n"
    root = Path(report.__file__).parents[1]
    command = [sys.executable, "-c", head + opened + program]
    return subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def test_a_delivery_is_planned_once(ledger: Ledger) -> None:
    """Planning again adds nobody twice, and leaves alone who has it."""
    claimed(ledger)
    ledger.record(7, "o-0", KEPT, now=LATER)
    ledger.plan(7, [*PEOPLE.values(), recipient("o-3")], LATER)
    assert [it.recipient for it in ledger.deliveries(7)] == ["o-0", "o-1", "o-2", "o-3"]
    assert status(ledger) is Status.ACCEPTED


def test_each_edition_is_a_delivery_of_its_own(ledger: Ledger) -> None:
    """Who has edition 7 does not have edition 8."""
    ledger.plan(8, PEOPLE.values(), LATER)
    assert claimed(ledger)
    assert len(ledger.open_to(8, PEOPLE.keys())) == 3
    assert [it.edition for it in ledger.deliveries()] == [7, 7, 7, 8, 8, 8]


def test_an_open_delivery_goes_to_the_address_of_today(ledger: Ledger) -> None:
    """A corrected address counts as long as nothing was sent, and is not rewritten afterwards."""
    ledger.plan(7, [recipient("o-0", "new@example.org")], LATER)
    assert ledger.delivery(7, "o-0").address == "new@example.org"
    claimed(ledger)
    ledger.record(7, "o-0", KEPT, now=LATER)
    ledger.plan(7, [recipient("o-0", "newest@example.org")], LATER)
    assert ledger.delivery(7, "o-0").address == "o-0@example.org"


def test_a_delivery_is_taken_once(ledger: Ledger, path: Path) -> None:
    """Of eight who want to send the same at once, each with the file open for itself, one may."""
    won: list[bool] = []
    barrier = threading.Barrier(8)

    def take() -> None:
        with Ledger(path) as own:
            barrier.wait()
            won.append(claimed(own))

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False] * 7 + [True]
    assert ledger.delivery(7, "o-0").attempts == 1


@pytest.mark.parametrize("end", [Status.ACCEPTED, Status.REFUSED, Status.UNKNOWN])
def test_what_has_ended_is_not_sent_again(ledger: Ledger, end: Status) -> None:
    """Accepted, refused and unknown are open to nobody."""
    claimed(ledger)
    ledger.record(7, "o-0", Receipt(end, "said"), now=LATER)
    assert not claimed(ledger)
    assert "o-0" not in {it.recipient for it in ledger.open_to(7, PEOPLE.keys())}


def test_a_deferred_delivery_is_open_and_knows_its_tries(ledger: Ledger) -> None:
    """It is due when it was said to be, comes after what is due now, and each try is remembered."""
    claimed(ledger)
    ledger.record(7, "o-0", Receipt(Status.DEFERRED, "450 later"), now=START, due=LATER)
    assert [it.recipient for it in ledger.open_to(7, PEOPLE.keys())] == ["o-1", "o-2", "o-0"]
    assert ledger.delivery(7, "o-0").due == LATER
    assert claimed(ledger)
    ledger.record(7, "o-0", KEPT, now=LATER)
    tries = ledger.attempts(7, "o-0")
    assert [(it.number, it.receipt.status, it.ended) for it in tries] == [
        (1, Status.DEFERRED, START),
        (2, Status.ACCEPTED, LATER),
    ]


def test_the_row_says_what_was_sent(ledger: Ledger) -> None:
    """Message-ID, hash of the PDF, answer and time stand in the ledger."""
    message = message_to(PEOPLE["o-1"])
    assert ledger.claim(7, message, START)
    ledger.record(7, "o-1", KEPT, now=LATER)
    row = ledger.delivery(7, "o-1")
    assert (row.message_id, row.attachment) == (message.message_id, message.attachment)
    assert (row.answer, row.changed, row.address) == ("250 kept", LATER, "o-1@example.org")


def test_a_correction_stays_one_whoever_goes_on_with_it(ledger: Ledger) -> None:
    """What was begun as a correction is planned again as one; what somebody has already becomes none."""
    claimed(ledger)
    ledger.record(7, "o-0", KEPT, now=START)
    ledger.plan(7, PEOPLE.values(), LATER, corrects=6)
    ledger.plan(7, PEOPLE.values(), LATER)
    ledger.plan(7, PEOPLE.values(), LATER, corrects=5)
    assert [it.corrects for it in ledger.deliveries(7)] == [None, 6, 6]


def test_a_ledger_of_the_first_version_is_read_on(path: Path, ledger: Ledger) -> None:
    """Its deliveries stand as they stood, none of them a correction, and corrections can be planned."""
    claimed(ledger)
    ledger.record(7, "o-0", KEPT, now=LATER)
    before = ledger.deliveries()
    older = sqlite3.connect(path)
    older.execute("ALTER TABLE deliveries DROP COLUMN corrects")
    older.execute("PRAGMA user_version = 1")
    older.close()
    with Ledger(path) as opened:
        assert opened.deliveries() == before
        opened.plan(7, PEOPLE.values(), LATER, corrects=6)
        assert [it.corrects for it in opened.deliveries()] == [None, 6, 6]


def test_an_address_has_an_edition_once_whatever_its_id(ledger: Ledger) -> None:
    """An id that was renamed in recipients.csv does not bring the same person a second copy."""
    claimed(ledger)
    ledger.record(7, "o-0", KEPT, now=LATER)
    renamed = recipient("director", "O-0@Example.org")
    ledger.plan(7, [renamed], LATER)
    assert not ledger.claim(7, message_to(renamed), LATER)
    row = ledger.delivery(7, "director")
    assert (row.status, row.answer) == (
        Status.REFUSED,
        "O-0@Example.org has edition 7 already, under another id",
    )


def test_what_was_taken_and_not_tried_is_given_back(ledger: Ledger) -> None:
    """As if it had not been taken; but not once the server may have it."""
    claimed(ledger)
    ledger.release(7, "o-0")
    assert (status(ledger), ledger.delivery(7, "o-0").attempts) == (Status.PLANNED, 0)
    claimed(ledger)
    ledger.hand_over(7, "o-0")
    ledger.release(7, "o-0")
    assert status(ledger) is Status.SENDING


def test_nothing_is_handed_over_that_is_not_being_sent(ledger: Ledger) -> None:
    """A sender whose delivery is no longer its own stops before the last line goes out."""
    with pytest.raises(DeliveryError, match="o-0: edition 7 is no longer being sent"):
        ledger.hand_over(7, "o-0")


@pytest.mark.parametrize("handed_over", [False, True])
def test_a_killed_sender_leaves_no_doubt_but_one(path: Path, ledger: Ledger, *, handed_over: bool) -> None:
    """Killed before the last line went out, it is sent again; after it, it is unknown."""
    step = "ledger.hand_over(7, 'o-0')" if handed_over else "pass"
    with elsewhere(path, f"claimed(ledger)\n{step}\nprint('there', flush=True)\ninput()") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"there\n"
        process.send_signal(signal.SIGKILL)
    assert status(ledger) is Status.SENDING
    with ledger.sender(LATER):
        row = ledger.delivery(7, "o-0")
    assert row.status is (Status.UNKNOWN if handed_over else Status.PLANNED)
    assert row.answer.startswith("the sender was stopped")
    assert [it.receipt.status for it in ledger.attempts(7, "o-0")] == [row.status]


def test_one_process_sends(path: Path, ledger: Ledger) -> None:
    """A second one is turned away at once, and let in as soon as the first is dead."""
    alone = "with ledger.sender(START):\n    print('there', flush=True)\n    input()"
    with elsewhere(path, alone) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"there\n"
        with pytest.raises(ArchiveError, match="another process is sending"), ledger.sender(LATER):
            pass
        process.send_signal(signal.SIGKILL)
    with ledger.sender(LATER):
        assert claimed(ledger)


@pytest.mark.parametrize(
    ("stands", "accepted", "becomes"),
    [
        (Status.UNKNOWN, True, Status.ACCEPTED),
        (Status.UNKNOWN, False, Status.PLANNED),
        (Status.REFUSED, False, Status.PLANNED),
    ],
)
def test_a_person_may_say_what_became_of_it(
    ledger: Ledger, stands: Status, becomes: Status, *, accepted: bool
) -> None:
    """Unknown has arrived, or is sent again; what was refused can be sent again, its address corrected."""
    claimed(ledger)
    ledger.record(7, "o-0", Receipt(stands, "said"), now=START)
    ledger.resolve(7, "o-0", accepted=accepted, now=LATER)
    assert status(ledger) is becomes


@pytest.mark.parametrize("stands", [Status.ACCEPTED, Status.DEFERRED, Status.PLANNED, Status.EXPIRED])
@pytest.mark.parametrize("accepted", [True, False])
def test_nothing_else_can_be_resolved(ledger: Ledger, stands: Status, *, accepted: bool) -> None:
    """Who has it is never sent it again by a slip of the hand."""
    claimed(ledger)
    ledger.record(7, "o-0", Receipt(stands, "said"), now=START)
    with pytest.raises(DeliveryError, match=f"o-0: edition 7 stands as {stands}"):
        ledger.resolve(7, "o-0", accepted=accepted, now=LATER)
    with pytest.raises(DeliveryError, match="nobody: no edition 7"):
        ledger.resolve(7, "nobody", accepted=accepted, now=LATER)


def test_what_is_open_expires(ledger: Ledger) -> None:
    """Planned and deferred expire; who has it keeps it, and other editions are another matter."""
    claimed(ledger)
    ledger.record(7, "o-0", KEPT, now=START)
    ledger.plan(8, PEOPLE.values(), START)
    ledger.expire(7, "too late", LATER)
    assert [it.status for it in ledger.deliveries(7)] == [Status.ACCEPTED, Status.EXPIRED, Status.EXPIRED]
    assert {it.status for it in ledger.deliveries(8)} == {Status.PLANNED}


def test_a_damaged_ledger_is_told_in_one_line(path: Path) -> None:
    """Bytes that are no database are an error with the file's name, and are left as they are."""
    path.parent.mkdir()
    path.write_bytes(b"no database, but long enough to be read as one. " * 100)
    with pytest.raises(ArchiveError) as caught:
        Ledger(path)
    assert str(caught.value) == f"{path}: the ledger of deliveries: file is not a database"
    assert path.read_bytes().startswith(b"no database")


@pytest.mark.parametrize("change", ["PRAGMA user_version = 3", "CREATE TABLE other (id)"])
def test_a_foreign_database_is_refused(path: Path, change: str) -> None:
    """Neither another version's tables nor somebody else's are written into."""
    path.parent.mkdir()
    other = sqlite3.connect(path)
    other.execute(change)
    other.close()
    with pytest.raises(ArchiveError, match="no ledger of deliveries of this version"):
        Ledger(path)


@pytest.mark.parametrize(
    ("address", "content"),
    [
        ("a@example.org\r\nRCPT TO:<b@example.org>", b"x\r\n"),
        ("a@example.org>\tSIZE=1", b"x\r\n"),
        ("A B <a@example.org>", b"x\r\n"),
        ("a@example.org,b@example.org", b"x\r\n"),
        ("почта@example.org", b"x\r\n"),
        ("", b"x\r\n"),
        ("a@example.org", b"x\n.\nMAIL FROM:<b@example.org>\n"),
        ("a@example.org", b"x\r.\r"),
        ("a@example.org", "письмо\r\n".encode()),
        ("a@example.org", b"x" * 999 + b"\r\n"),
    ],
)
def test_no_message_holds_a_command(address: str, content: bytes) -> None:
    """Nothing in an envelope or a content can be taken for another command, address or end of message."""
    with pytest.raises(ValueError, match=r"bare ASCII address|seven bits|998"):
        Message("o-0", "brief@example.org", address, "<7>", "", content)
    if content == b"x\r\n":
        with pytest.raises(ValueError, match="bare ASCII address"):
            Message("o-0", address, "a@example.org", "<7>", "", content)
