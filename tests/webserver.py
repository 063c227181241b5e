"""What a web server shall answer → a real one on the loopback address, which notes what it was asked."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import trustme


@cache
def authority() -> trustme.CA:
    """Who vouches for our server."""
    return trustme.CA()


@dataclass(frozen=True)
class Reply:
    """One answer. `length` announces another length than the body's; `dripping` sends the body for ever.

    With `silent` the server says nothing until the site is closed.
    """

    body: bytes = b""
    status: int = 200
    type: str = "application/xml"
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None
    chunked: bool = False
    dripping: bool = False
    silent: bool = False


@dataclass
class Site:
    """A server's pages: the answers of each path in turn, the last of them for ever; and what was asked."""

    address: str
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def put(self, path: str, *replies: Reply) -> str:
        """Have a path answer so; its whole address."""
        self.replies[path] = list(replies)
        return f"{self.address}{path}"

    def next(self, path: str) -> Reply:
        """The answer whose turn it is."""
        replies = self.replies.get(path, [Reply(status=404, type="text/plain")])
        return replies.pop(0) if len(replies) > 1 else replies[0]


class _Server(ThreadingHTTPServer):
    """Serves one site."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.site = Site("")


class _Handler(BaseHTTPRequestHandler):
    """Answers as the site says, and then hangs up."""

    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        """Note what is asked, and answer."""
        site = self.server.site
        site.asked.append((self.path, dict(self.headers.items())))
        reply = site.next(self.path)
        if reply.silent:
            site.closing.wait()
        else:
            self._head(reply)
            with suppress(OSError):  # whoever asked may have heard enough
                self._body(reply)

    def _head(self, reply: Reply) -> None:
        self.send_response_only(reply.status)
        length = len(reply.body) if reply.length is None else reply.length
        usual = {"Content-Type": reply.type, "Content-Length": str(length), "Connection": "close"}
        if reply.chunked:
            usual |= {"Content-Length": "", "Transfer-Encoding": "chunked"}
        if reply.dripping:
            usual["Content-Length"] = ""
        for name, value in {**usual, **reply.headers}.items():
            if value:
                self.send_header(name, value)
        self.end_headers()

    def _body(self, reply: Reply) -> None:
        frame = b"%x\r\n%b\r\n0\r\n\r\n" if reply.chunked else b""
        self.wfile.write(frame % (len(reply.body), reply.body) if frame else reply.body)
        while reply.dripping and not self.server.site.closing.wait(0.01):
            self.wfile.write(reply.body)


@contextmanager
def serving(*, secure: bool = False, issuer: trustme.CA | None = None) -> Iterator[Site]:
    """A server on a free port; `secure` speaks TLS, with a certificate of ours unless another issues it."""
    server = _Server()
    server.site.address = f"{'https' if secure else 'http'}://127.0.0.1:{server.server_address[1]}"
    if secure:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        (issuer or authority()).issue_cert("127.0.0.1").configure_cert(context)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.site
    finally:
        server.site.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()
