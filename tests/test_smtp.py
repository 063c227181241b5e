"""One message over a real line: secret, signed in, and each answer of the server means what RFC 5321 says."""

from __future__ import annotations

import socket
import ssl
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
import trustme
from mailserver import CUT, PASSWORD, USER, Manner, authority, certificate, free_port, post, scripted
from officials import START, Clock, message_to, recipient, server_at

from report.deliver import Rejected, Unreachable
from report.deliver.connection import Connection
from report.deliver.pauses import LONGEST_PAUSE, Pace, pause_after
from report.model import Message, Receipt, Status
from report.settings import Security, Server

OFFICIAL = recipient("o-0")
MESSAGE = message_to(OFFICIAL)
QUICK = 0.4
"""Seconds that a server may take which will not be ready in time."""


@pytest.fixture
def ca(tmp_path: Path) -> Path:
    """The file of who vouches for the server."""
    path = tmp_path / "authority.pem"
    authority().cert_pem.write_to_path(str(path))
    return path


@contextmanager
def line_to(server: Server, password: str = "") -> Iterator[Connection]:
    """A line to a server, closed in the end."""
    with closing(Connection(server, password, "example.org")) as line:
        yield line


def sent(line: Connection, message: Message = MESSAGE) -> tuple[Receipt, bool]:
    """What sending came to, and whether it was told that the last line goes out."""
    handed_over: list[bool] = []
    line.open()
    receipt = line.send(message, lambda: handed_over.append(True))
    return receipt, bool(handed_over)


def quick(port: int) -> Server:
    """A server that is given up soon."""
    server = server_at(port)
    limits = replace(server.limits, connect=QUICK, command=QUICK, message=QUICK, acceptance=QUICK)
    return replace(server, limits=limits)


def test_a_message_arrives_byte_for_byte() -> None:
    """Lines that begin with a dot are not lost, and the last line has its end."""
    unended = replace(MESSAGE, content=b".\r\n" + MESSAGE.content + b".\r\n..\r\n.x\r\nthe end")
    with post() as kept, line_to(server_at(kept.port)) as line:
        assert sent(line, unended) == (Receipt(Status.ACCEPTED, "250 OK"), True)
    assert kept.kept == [("o-0@example.org", unended.content + b"\r\n")]


def test_a_line_is_used_again() -> None:
    """Three messages go over one session, whatever the answer to the one before."""
    refusals = {("RCPT", "o-1@example.org"): "550 no"}
    with post(lambda *at: refusals.get(at, "")) as kept, line_to(server_at(kept.port)) as line:
        statuses = [sent(line, message_to(recipient(f"o-{it}")))[0].status for it in range(3)]
    assert statuses == [Status.ACCEPTED, Status.REFUSED, Status.ACCEPTED]
    assert kept.calls == 1


def test_a_line_that_the_server_has_cut_is_made_anew() -> None:
    """A server that ends idle sessions costs nobody a try."""
    with post() as kept, line_to(server_at(kept.port)) as line:
        sent(line)
        kept.hang_up()
        assert sent(line)[0].status is Status.ACCEPTED
    assert kept.calls == 2


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # the server has TLS at once
@pytest.mark.parametrize("implicit", [False, True])
@pytest.mark.parametrize("not_offered", [(), ("PLAIN",), ("LOGIN",)])
def test_over_tls_with_a_password(ca: Path, not_offered: tuple[str, ...], *, implicit: bool) -> None:
    """STARTTLS and TLS at once, AUTH PLAIN and LOGIN, a certificate that somebody vouches for."""
    manner = Manner(certificate(), implicit=implicit, signed_in=True, not_offered=not_offered)
    security = Security.TLS if implicit else Security.STARTTLS
    with post(manner=manner) as kept:
        server = replace(server_at(kept.port, security), authority=ca, user=USER)
        with line_to(server, PASSWORD) as line:
            assert sent(line)[0].status is Status.ACCEPTED
    assert kept.users == (["LOGIN"] if not_offered == ("PLAIN",) else ["PLAIN"])


@pytest.mark.parametrize("implicit", [False, True])
@pytest.mark.parametrize(
    ("context", "told"),
    [
        (lambda: certificate(issuer=trustme.CA()), "unable to get local issuer|self.signed certificate"),
        (lambda: certificate("mail.example.net"), "IP address mismatch"),
    ],
)
def test_a_wrong_certificate_ends_the_run(
    ca: Path, context: Callable[[], ssl.SSLContext], told: str, *, implicit: bool
) -> None:
    """Vouched for by nobody, or made for another name: no byte of the message or password goes there."""
    security = Security.TLS if implicit else Security.STARTTLS
    with post(manner=Manner(context(), implicit=implicit)) as kept:
        server = replace(server_at(kept.port, security), authority=ca, user=USER)
        with line_to(server, PASSWORD) as line, pytest.raises(Rejected, match=told):
            line.open()
    assert (kept.kept, kept.users) == ([], [])


def test_an_expired_certificate_ends_the_run(ca: Path) -> None:
    """A certificate has its time."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    past = START.replace(year=2020)
    authority().issue_cert("127.0.0.1", not_before=past, not_after=past + timedelta(days=1)).configure_cert(
        context
    )
    with post(manner=Manner(context)) as kept:
        server = replace(server_at(kept.port, Security.STARTTLS), authority=ca)
        with line_to(server) as line, pytest.raises(Rejected, match="certificate has expired"):
            line.open()


def test_no_tls_no_message() -> None:
    """A server (or somebody on the way) that leaves STARTTLS out gets nothing."""
    told = pytest.raises(Rejected, match="STARTTLS extension not supported")
    with post() as kept, line_to(server_at(kept.port, Security.STARTTLS)) as line, told:
        line.open()
    assert kept.kept == []


@pytest.mark.parametrize(("user", "password"), [(USER, "another one"), ("another one", PASSWORD)])
def test_a_wrong_password_ends_the_run(ca: Path, user: str, password: str) -> None:
    """The server's words are told, the password is not."""
    with post(manner=Manner(certificate(), signed_in=True)) as kept:
        server = replace(server_at(kept.port, Security.STARTTLS), authority=ca, user=user)
        with line_to(server, password) as line, pytest.raises(Rejected, match="535") as caught:
            line.open()
    assert password not in str(caught.value)


def test_an_authority_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The file is named, with the key of brief.toml that names it."""
    server = replace(server_at(1, Security.STARTTLS), authority=tmp_path / "none.pem")
    with (
        line_to(server) as line,
        pytest.raises(Rejected, match=r"none\.pem: No such file or directory; \[mail\] authority"),
    ):
        line.open()


def test_nobody_there_may_be_there_later() -> None:
    """A port where nobody listens is no fault of a recipient."""
    with line_to(server_at(free_port())) as line, pytest.raises(Unreachable, match="Connection refused"):
        line.open()


@pytest.mark.parametrize(
    ("step", "reply", "status", "handed_over"),
    [
        ("MAIL", "421 closing", Status.DEFERRED, False),
        ("MAIL", "450 later", Status.DEFERRED, False),
        ("MAIL", "552 too large", Status.REFUSED, False),
        ("RCPT", "421 closing", Status.DEFERRED, False),
        ("RCPT", "450 mailbox busy", Status.DEFERRED, False),
        ("RCPT", "452 mailbox full", Status.DEFERRED, False),
        ("RCPT", "550 no such user", Status.REFUSED, False),
        ("RCPT", "552 mailbox full", Status.REFUSED, False),
        ("DATA", "421 closing", Status.DEFERRED, True),
        ("DATA", "450 greylisted", Status.DEFERRED, True),
        ("DATA", "452 no space", Status.DEFERRED, True),
        ("DATA", "550 not wanted", Status.REFUSED, True),
        ("DATA", "552 too large", Status.REFUSED, True),
    ],
)
def test_each_answer_means_what_it_says(step: str, reply: str, status: Status, *, handed_over: bool) -> None:
    """4xx is tried again, 5xx is final, and the next message goes out whatever the answer was."""
    replies = {step: reply}
    with post(lambda at, _: replies.get(at, "")) as kept, line_to(server_at(kept.port)) as line:
        assert sent(line) == (Receipt(status, reply), handed_over)
        assert kept.kept == []
        replies.clear()
        assert sent(line)[0].status is Status.ACCEPTED


@pytest.mark.parametrize("reply", ["530 sign in first", "550 not you", "553 no such sender"])
def test_a_refused_sender_is_nobody_elses_fault(reply: str) -> None:
    """What a server has against the sender ends the run, and refuses no recipient."""
    told = pytest.raises(Rejected, match=f"nothing is taken from brief@example.org: {reply}")
    refusing = post(lambda step, _: reply if step == "MAIL" else "")
    with refusing as kept, line_to(server_at(kept.port)) as line, told:
        sent(line)


def test_a_message_above_the_servers_limit_is_refused_at_once() -> None:
    """SIZE (RFC 1870) is told with the sender, so that the body does not go out in vain."""
    with post(manner=Manner(limit=1000)) as kept, line_to(server_at(kept.port)) as line:
        receipt, handed_over = sent(line, message_to(OFFICIAL, size=5000))
    assert (receipt.status, handed_over) == (Status.REFUSED, False)
    assert receipt.answer.startswith("552 ")


@pytest.mark.parametrize(
    ("step", "status"),
    [
        ("MAIL", Status.DEFERRED),
        ("RCPT", Status.DEFERRED),
        ("DATA", Status.UNKNOWN),
        ("KEPT", Status.UNKNOWN),
    ],
)
def test_a_link_that_is_cut(step: str, status: Status) -> None:
    """Before the final dot there is no doubt; after it nobody knows, whether the server kept it or not."""
    with post(lambda at, _: CUT if at == step else "") as kept, line_to(server_at(kept.port)) as line:
        receipt, handed_over = sent(line)
    assert (receipt.status, handed_over) == (status, status is Status.UNKNOWN)
    assert len(kept.kept) == (step == "KEPT")


def answering(line: socket.socket, *replies: bytes) -> None:
    """Greet, and answer each command with the next reply."""
    with line.makefile("rb") as commands:
        for reply in replies:
            line.sendall(reply)
            commands.readline()


OPENING = (b"220 hello\r\n", b"250 hello\r\n", b"250 sender\r\n", b"250 recipient\r\n")


def test_a_link_cut_in_the_middle_of_a_message() -> None:
    """Half a message has no final dot, so it was not delivered and is sent again."""

    def half(line: socket.socket) -> None:
        answering(line, *OPENING)
        line.sendall(b"354 go on\r\n")
        line.recv(100)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # closes with a reset

    with scripted(half) as port, line_to(server_at(port)) as line:
        receipt, handed_over = sent(line, message_to(OFFICIAL, size=20_000_000))
    assert (receipt.status, handed_over) == (Status.DEFERRED, False)
    assert receipt.answer.startswith("the link broke before the message had gone out")


@pytest.mark.parametrize("reply", [b"what?\r\n", b"100 wait\r\n", b"2" * 10_000 + b"\r\n"])
def test_an_answer_that_is_none_leaves_doubt(reply: bytes) -> None:
    """After the final dot, only a reply of SMTP says what became of the message."""

    def babbling(line: socket.socket) -> None:
        answering(line, *OPENING)
        line.sendall(b"354 go on\r\n")
        with line.makefile("rb") as content:
            while content.readline() != b".\r\n":
                pass
        line.sendall(reply)

    with scripted(babbling) as port, line_to(server_at(port)) as line:
        assert sent(line)[0].status is Status.UNKNOWN


def silent(line: socket.socket) -> None:
    """Take whatever comes, and say nothing."""
    while line.recv(1000):
        pass


def dripping(line: socket.socket) -> None:
    """Send a byte now and then, so that no single wait is long."""
    while True:
        line.sendall(b"2")
        time.sleep(QUICK / 8)


def deaf(line: socket.socket) -> None:
    """Ask for the message, and do not read it."""
    answering(line, *OPENING)
    line.sendall(b"354 go on\r\n")
    time.sleep(QUICK * 5)


@pytest.mark.parametrize("script", [silent, dripping])
def test_a_server_without_a_greeting_is_given_up(script: Callable[[socket.socket], None]) -> None:
    """Silent or dripping, it has its time and no more."""
    told = pytest.raises(Unreachable, match=rf"within {QUICK:g} s|timed out")
    with scripted(script) as port, line_to(quick(port)) as line, told:
        line.open()


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_shaking_hands_has_its_time(security: Security) -> None:
    """A TLS record that comes byte by byte is not waited for to its end."""

    def shaking(line: socket.socket) -> None:
        if security is Security.STARTTLS:
            for reply in (b"220 welcome\r\n", b"250-at your service\r\n250 STARTTLS\r\n", b"220 begin\r\n"):
                line.sendall(reply)
                line.recv(1000)
        line.sendall(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xf0")  # a server's hello of 16 kB (RFC 8446, 4)
        dripping(line)

    told = pytest.raises(Unreachable, match="timed out")
    with scripted(shaking) as port, line_to(replace(quick(port), security=security)) as line, told:
        line.open()


@pytest.mark.parametrize("then", [silent, dripping])
@pytest.mark.parametrize("replies", [OPENING[:2], OPENING[:3], OPENING])
def test_each_command_has_its_time(then: Callable[[socket.socket], None], replies: tuple[bytes, ...]) -> None:
    """A server that falls silent before the message has gone out leaves no doubt."""

    def falling_silent(line: socket.socket) -> None:
        answering(line, *replies)
        then(line)

    with scripted(falling_silent) as port, line_to(quick(port)) as line:
        receipt, handed_over = sent(line)
    assert (receipt.status, handed_over) == (Status.DEFERRED, False)


def test_a_message_has_its_time() -> None:
    """A server that does not read is given up, and what it did not read it does not have."""
    with scripted(deaf) as port, line_to(quick(port)) as line:
        receipt, handed_over = sent(line, message_to(OFFICIAL, size=20_000_000))
    assert (receipt.status, handed_over) == (Status.DEFERRED, False)


@pytest.mark.parametrize("then", [silent, dripping])
def test_an_acceptance_has_its_time(then: Callable[[socket.socket], None]) -> None:
    """A server that has the message and says nothing leaves doubt."""

    def falling_silent(line: socket.socket) -> None:
        answering(line, *OPENING)
        line.sendall(b"354 go on\r\n")
        then(line)

    with scripted(falling_silent) as port, line_to(quick(port)) as line:
        receipt, handed_over = sent(line)
    assert (receipt.status, handed_over) == (Status.UNKNOWN, True)


def test_what_a_server_says_is_one_printable_line() -> None:
    """Neither line ends nor control characters of an answer reach the terminal or the ledger."""
    colourful = post(lambda step, _: "550-no\r\n550 \x1b[2Jnever" if step == "RCPT" else "")
    with colourful as kept, line_to(server_at(kept.port)) as line:
        assert sent(line)[0] == Receipt(Status.REFUSED, "550 no [2Jnever")


def test_a_ledger_that_fails_keeps_the_last_line_back() -> None:
    """If it cannot be written down that the message goes out, it does not go out."""

    def failing() -> None:
        raise OSError("the disk is full")

    with post() as kept, line_to(server_at(kept.port)) as line:
        line.open()
        with pytest.raises(OSError, match="the disk is full"):
            line.send(MESSAGE, failing)
    assert kept.kept == []


@pytest.mark.parametrize(
    "text",
    [
        "Сводка\r\nBcc: b@example.org",
        "Brief\nBcc: b@example.org",
        "x\r\n\r\nbody",
        "x\r\n.\r\nMAIL FROM:<b@example.org>",
    ],
)
def test_no_text_becomes_a_header_or_a_command(text: str) -> None:
    """A name or subject with line ends does not make it into a message; in a body it stays a body."""
    mail = EmailMessage(policy=policy.SMTP.clone(cte_type="7bit"))
    for header in ("Subject", "To", "From"):
        with pytest.raises(ValueError, match=r"linefeed or carriage return|invalid|Invalid|CR or LF"):
            mail[header] = f"{text} <a@example.org>" if header != "Subject" else text
    mail["To"] = OFFICIAL.address
    mail.set_content(text)
    with post() as kept, line_to(server_at(kept.port)) as line:
        assert sent(line, replace(MESSAGE, content=mail.as_bytes()))[0].status is Status.ACCEPTED
    ((address, content),) = kept.kept
    arrived = message_from_bytes(content, policy=policy.default)
    assert (address, arrived["Bcc"], arrived["To"]) == (OFFICIAL.address, None, OFFICIAL.address)
    assert arrived.get_content().replace("\r\n", "\n").strip() == text.replace("\r\n", "\n")


def test_pauses_grow_up_to_half_an_hour() -> None:
    """Each is twice the one before, and no number of tries makes it longer than the longest."""
    minutes = [pause_after(tries, timedelta(minutes=1)) / timedelta(minutes=1) for tries in range(1, 9)]
    assert minutes == [1, 2, 4, 8, 16, 30, 30, 30]
    assert pause_after(10_000, timedelta(seconds=1)) == LONGEST_PAUSE
    assert pause_after(1, timedelta(hours=2)) == timedelta(hours=2)


def test_no_more_in_a_minute_than_allowed() -> None:
    """Thirty a minute begin two seconds apart; a pause in between is not made up for."""
    clock = Clock()
    pace = Pace(30, clock.timing)
    begun = []
    for _ in range(4):
        pace.wait_for_turn()
        begun.append((clock.time - START).total_seconds())
    clock.wait(60)
    for _ in range(2):
        pace.wait_for_turn()
        begun.append((clock.time - START).total_seconds())
    assert begun == [0, 2, 4, 6, 66, 68]
