"""What a mail server shall say → a real one on the loopback address, which keeps what it accepted."""

# ruff: noqa: ARG002 - the server hands every handler all it has

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "press-office", "a password"
CUT = "cut"
"""A reply of a server that says nothing and cuts the link."""

Say = Callable[[str, str], str]
"""Step (MAIL, RCPT, DATA or KEPT) and address → the server's reply, empty for its usual one."""


@cache
def authority() -> trustme.CA:
    """Who vouches for our server."""
    return trustme.CA()


def certificate(name: str = "127.0.0.1", issuer: trustme.CA | None = None) -> ssl.SSLContext:
    """A server's side of TLS, for a name."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    (issuer or authority()).issue_cert(name).configure_cert(context)
    return context


@dataclass  # without slots: the server looks at all members, which Python 3.11.2 then trips over
class Post:
    """A server's mailboxes: what it accepted for each address, in order, and how often it was called.

    `users` are those who signed in, by the way they did.
    """

    port: int
    say: Say
    keeps: bool = True
    kept: list[tuple[str, bytes]] = field(default_factory=list)
    calls: int = 0
    users: list[str] = field(default_factory=list)
    arrived: threading.Condition = field(default_factory=threading.Condition)
    loop: asyncio.AbstractEventLoop | None = None
    lines: list[asyncio.Transport] = field(default_factory=list)

    def addresses(self) -> list[str]:
        """Of everything that was accepted, to whom."""
        return [address for address, _ in self.kept]

    def wait_for(self, number: int, seconds: float = 30.0) -> bool:
        """Whether so many messages have come within the time."""
        with self.arrived:
            return self.arrived.wait_for(lambda: len(self.kept) >= number, seconds)

    def hang_up(self) -> None:
        """End every session without a word, as a server does with idle ones."""
        assert self.loop is not None
        for line in self.lines:
            self.loop.call_soon_threadsafe(line.abort)

    async def handle_EHLO(  # noqa: N802 - the server's names
        self, server: SMTP, session: Session, envelope: Envelope, name: str, replies: list[str]
    ) -> list[str]:
        """A client greets."""
        session.host_name = name
        assert isinstance(server.transport, asyncio.Transport)
        self.lines.append(server.transport)
        self.calls += 1
        return replies

    async def handle_MAIL(  # noqa: N802 - the same
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """A client names the sender."""
        envelope.mail_from = address
        return self._reply("MAIL", address, server)

    async def handle_RCPT(  # noqa: N802 - the same
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """A client names a recipient."""
        envelope.rcpt_tos.append(address)
        return self._reply("RCPT", address, server)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - the same
        """A whole message has come; KEPT is the reply after it is kept, DATA one instead of keeping it."""
        (address,) = envelope.rcpt_tos
        refusal = self.say("DATA", address)
        if refusal:
            return self._reply("DATA", address, server)
        with self.arrived:
            assert isinstance(envelope.content, bytes)
            self.kept.append((address, envelope.content if self.keeps else b""))
            self.arrived.notify_all()
        return self._reply("KEPT", address, server)

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, way: str, who: object
    ) -> AuthResult:
        """Whether somebody may come in."""
        good = isinstance(who, LoginPassword) and (who.login, who.password) == (
            USER.encode(),
            PASSWORD.encode(),
        )
        if good:
            self.users.append(way)
        return AuthResult(success=good, handled=good)

    def _reply(self, step: str, address: str, server: SMTP) -> str:
        reply = self.say(step, address)
        if reply == CUT:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return reply or "250 OK"


def free_port() -> int:
    """A port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def usual(step: str, address: str) -> str:
    """The reply of a server that has nothing against anybody."""
    return ""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a server speaks: STARTTLS where it has `tls`, or TLS at once where `implicit`.

    `signed_in` asks for a user; `not_offered` are ways to sign in; `limit` is in bytes.
    One that `keeps` nothing only remembers to whom messages came.
    """

    tls: ssl.SSLContext | None = None
    implicit: bool = False
    signed_in: bool = False
    not_offered: Sequence[str] = ()
    limit: int = 33_554_432
    keeps: bool = True


@contextlib.contextmanager
def post(say: Say = usual, manner: Manner | None = None, port: int = 0) -> Iterator[Post]:
    """A server on the loopback address, at `port` or any that is free."""
    how = manner or Manner()
    loop = asyncio.new_event_loop()
    listener = socket.create_server(("127.0.0.1", port))
    kept = Post(listener.getsockname()[1], say, how.keeps, loop=loop)

    def protocol() -> SMTP:
        return SMTP(
            kept,
            hostname="mail.example.org",
            data_size_limit=how.limit,
            tls_context=None if how.implicit else how.tls,
            auth_required=how.signed_in,
            auth_require_tls=not how.implicit,  # it does not see that TLS is there already
            auth_exclude_mechanism=how.not_offered,
            authenticator=kept.authenticate,
            loop=loop,
        )

    serving = loop.create_server(protocol, sock=listener, ssl=how.tls if how.implicit else None)
    server = loop.run_until_complete(serving)
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield kept
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end(server: asyncio.Server) -> None:
    server.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0)  # transports close in the loop's next turn


@contextlib.contextmanager
def scripted(script: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that does to each client what `script` says, and no more; gives its port."""
    listener = socket.create_server(("127.0.0.1", 0))
    lines: list[socket.socket] = []

    def serve() -> None:
        with contextlib.suppress(OSError):  # the listener is closed at the end
            while True:
                line, _ = listener.accept()
                lines.append(line)
                threads.append(threading.Thread(target=_served, args=(script, line)))
                threads[-1].start()

    threads = [threading.Thread(target=serve)]
    threads[0].start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        threads[0].join()
        for line in lines:
            with contextlib.suppress(OSError):  # it was cut before
                line.shutdown(socket.SHUT_RDWR)
        for thread in threads[1:]:
            thread.join()


def _served(script: Callable[[socket.socket], None], line: socket.socket) -> None:
    with line, contextlib.suppress(OSError):  # clients cut the link
        script(line)
