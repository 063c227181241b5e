"""A server's address and a password → an SMTP session that is secret, signed in, and never waits for ever.

Each step has its limit as a whole: a server that sends a byte now and then is given up like a silent one.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Timer
from typing import Final

from report.errors import DeliveryError
from report.settings import Security, Server

TEMPORARY: Final = 4
"""The first digit of a reply that says: not now (RFC 5321, 4.2.1)."""


class Unreachable(DeliveryError):
    """There is no session now; later there may be one."""


class Rejected(DeliveryError):
    """The server, or who it says it is, will not do: somebody must change the settings."""


class Session(smtplib.SMTP):
    """An SMTP session in which each reply must be complete within `seconds`.

    `name` is the domain that we say in EHLO.
    """

    def __init__(self, server: Server, name: str) -> None:
        self.seconds = server.limits.connect
        super().__init__(server.host, server.port, local_hostname=name, timeout=self.seconds)

    def getreply(self) -> tuple[int, bytes]:
        """The next reply, whole.

        Raises:
            TimeoutError: it is not complete in time.
        """
        assert self.sock is not None  # noqa: S101 - connected before anything is read
        try:
            with within(self.sock, self.seconds):
                return super().getreply()
        except OSError:
            self.close()  # what comes later is no answer to anything
            raise


class SecretSession(Session, smtplib.SMTP_SSL):
    """The same with TLS from the first byte on (RFC 8314, 3)."""

    def __init__(self, server: Server, name: str, context: ssl.SSLContext) -> None:
        self.seconds = server.limits.connect
        smtplib.SMTP_SSL.__init__(
            self, server.host, server.port, local_hostname=name, timeout=self.seconds, context=context
        )


@contextmanager
def within(line: socket.socket, seconds: float) -> Iterator[None]:
    """Whatever waits for the line, or fills it, has `seconds` in all; then the line is cut.

    Raises:
        TimeoutError: they were not enough.
    """
    over = Event()

    def cut() -> None:
        over.set()
        with suppress(OSError):  # the other side has cut it already
            socket.socket.shutdown(line, socket.SHUT_RDWR)  # not that of TLS, which would go on unencrypted

    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        line.settimeout(seconds)
        yield
    except OSError:
        if not over.is_set():
            raise
    finally:
        timer.cancel()
    if over.is_set():  # also where what came before the cut looks like a whole reply
        raise TimeoutError(f"nothing came of it within {seconds:g} s")


def sign_in(server: Server, password: str, name: str) -> Session:
    """A session that is ready for messages; `name` is the domain that we say in EHLO.

    Raises:
        Unreachable: there is no server, it is too slow, or asks to come later.
        Rejected: its certificate is not good, it does not offer TLS, or does not let the user in.
    """
    with _judged(server):
        context = _context(server)
        implicit = server.security is Security.TLS
        session = SecretSession(server, name, context) if implicit else Session(server, name)
        try:
            _introduce(session, server, password, context)
        except BaseException:
            session.close()
            raise
    return session


def _introduce(session: Session, server: Server, password: str, context: ssl.SSLContext) -> None:
    assert session.sock is not None  # noqa: S101 - it has answered
    session.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if server.security is Security.STARTTLS:
        session.starttls(context=context)
    session.ehlo_or_helo_if_needed()
    if server.user:
        session.login(server.user, password)


@contextmanager
def _judged(server: Server) -> Iterator[None]:
    """Whatever hinders a session either passes or must be put right."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise Rejected(f"{server}: its certificate is not good: {error.verify_message}") from None
    except smtplib.SMTPResponseException as error:
        fault = Unreachable if error.smtp_code // 100 == TEMPORARY else Rejected
        raise fault(f"{server}: {said(error)}") from None
    except smtplib.SMTPServerDisconnected as error:
        raise Unreachable(f"{server}: no session: {said(error)}") from None
    except smtplib.SMTPException as error:  # nothing to sign in with, or no TLS
        raise Rejected(f"{server}: {said(error)}") from None
    except OSError as error:
        raise Unreachable(f"{server}: no session: {said(error)}") from None


def _context(server: Server) -> ssl.SSLContext:
    """Certificates and names are checked: that is what Python's default context is for."""
    try:
        return ssl.create_default_context(cafile=server.authority)
    except OSError as error:
        raise Rejected(f"{server.authority}: {said(error)}; [mail] authority names it") from None


def said(error: Exception) -> str:
    """What an error says, in one printable line: what comes from a server is trusted in nothing."""
    if isinstance(error, smtplib.SMTPResponseException):
        return one_line(error.smtp_code, error.smtp_error)
    strerror = error.strerror if isinstance(error, OSError) else None
    return _printable(strerror or str(error) or type(error).__name__)


def one_line(code: int, answer: bytes | str) -> str:
    """A reply in one printable line, its code first."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return _printable(f"{code} {text}")


def _printable(text: str, most: int = 500) -> str:
    clean = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(clean.split())[:most]
