"""`Message` → `Receipt`: one message at a time over a session that is kept for the next.

The whole of a message but its last line goes out first; only then the caller is told (`hand_over`), and
the line with the dot follows. Without that line a server must not deliver (RFC 5321, 4.1.1.4), so that a
link that breaks before leaves no doubt, and one that breaks after it does.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from report.deliver.session import TEMPORARY, Rejected, Session, one_line, said, sign_in, within
from report.model import Message, Receipt, Status
from report.settings import Server

_OK = 2
_INPUT = 354  # start mail input (RFC 5321, 4.2.3)
_CLOSING = 421  # service not available, closing the channel
_TOO_LARGE = 552
_PERMANENT = 5


class Connection:
    """A line to `server`, made when it is first needed; `name` is the domain that we say in EHLO."""

    def __init__(self, server: Server, password: str, name: str) -> None:
        self._server = server
        self._password = password
        self._name = name
        self._session: Session | None = None

    def open(self) -> None:
        """Have a session ready: the one that is kept, if the server still has it, or a new one.

        Raises:
            Unreachable: there is none now.
            Rejected: somebody must change the settings first.
        """
        if self._session and not self._alive(self._session):
            self._drop()
        if not self._session:
            self._session = sign_in(self._server, self._password, self._name)
            self._session.seconds = self._server.limits.command

    def send(self, message: Message, hand_over: Callable[[], None]) -> Receipt:
        """Send a message over the line that is open; `hand_over` is called when its last line is to go out.

        Raises:
            Rejected: the server takes nothing from this sender.
        """
        assert self._session is not None  # noqa: S101 - `open` comes first
        try:
            receipt = self._transact(self._session, message, hand_over)
        except BaseException:
            self._drop()
            raise
        if receipt.status is Status.UNKNOWN or receipt.answer.startswith(str(_CLOSING)):
            self._drop()
        return receipt

    def close(self) -> None:
        """Take leave of the server; one that does not answer is not waited for."""
        if self._session:
            self._session.seconds = self._server.limits.connect
            with suppress(OSError):
                self._session.quit()
        self._drop()

    def _transact(self, session: Session, message: Message, hand_over: Callable[[], None]) -> Receipt:
        try:
            refusal = self._begin(session, message)
            if refusal:
                return refusal
            self._fill(session, message)
        except OSError as error:
            self._drop()
            return Receipt(Status.DEFERRED, f"the link broke before the message had gone out: {said(error)}")
        hand_over()
        try:
            return self._finish(session)
        except OSError as error:
            return Receipt(Status.UNKNOWN, f"the message had gone out, and no answer came: {said(error)}")

    def _begin(self, session: Session, message: Message) -> Receipt | None:
        """The envelope, and leave to send the rest; None where it is given."""
        size = [f"SIZE={len(message.content)}"] if session.has_extn("size") else []
        code, answer = session.mail(message.sender, size)
        if code // 100 == _PERMANENT and code != _TOO_LARGE:
            raise Rejected(
                f"{self._server}: nothing is taken from {message.sender}: {one_line(code, answer)}"
            )
        if code // 100 != _OK:
            return _receipt(code, answer)
        code, answer = session.rcpt(message.address)
        if code // 100 != _OK:
            return _receipt(code, answer)
        code, answer = session.docmd("DATA")
        return None if code == _INPUT else _receipt(code, answer)

    def _fill(self, session: Session, message: Message) -> None:
        """All of the message but the line that ends it; dots are doubled (RFC 5321, 4.5.2)."""
        assert session.sock is not None  # noqa: S101 - the server has answered
        content = message.content if message.content.endswith(b"\r\n") else message.content + b"\r\n"
        dot = b"." if content.startswith(b".") else b""
        with within(session.sock, self._server.limits.message):
            session.send(dot + content.replace(b"\r\n.", b"\r\n.."))

    def _finish(self, session: Session) -> Receipt:
        session.send(b".\r\n")
        session.seconds = self._server.limits.acceptance
        code, answer = session.getreply()
        session.seconds = self._server.limits.command
        if code // 100 == _OK:
            return Receipt(Status.ACCEPTED, one_line(code, answer))
        if code // 100 in {TEMPORARY, _PERMANENT}:
            return _receipt(code, answer)
        return Receipt(Status.UNKNOWN, f"no reply of SMTP: {one_line(code, answer)}")

    def _alive(self, session: Session) -> bool:
        try:
            code, _ = session.rset()
        except OSError:
            return False
        return code // 100 == _OK

    def _drop(self) -> None:
        if self._session:
            self._session.close()
        self._session = None


def _receipt(code: int, answer: bytes) -> Receipt:
    """What a reply that is no success means: 5xx is final, anything else may be tried again."""
    status = Status.REFUSED if code // 100 == _PERMANENT else Status.DEFERRED
    return Receipt(status, one_line(code, answer))
