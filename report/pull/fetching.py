"""A source's address and what we have of it → its document, or that ours is current (RFC 9110, 13).

Every step has a time limit and the whole answer another one; its size is bounded while it arrives, and its
type is looked at before. What may pass by itself is tried again after pauses that grow.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from report.errors import PullError
from report.model import Provenance
from report.pull.addresses import MOST_REDIRECTS, REDIRECTS, sent_on
from report.pull.passing import FIRST_PAUSE, LONGEST_PAUSE, TRIES, Passing, asked_pause, may_pass
from report.pull.types import expected_type
from report.settings import PullSettings

if TYPE_CHECKING:
    import httpx

Pause = Callable[[float], object]
"""Waits so many seconds."""

_NOT_MODIFIED: Final = 304
_OK: Final = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """A source's document, None where ours is current, and the address that answered; its validators."""

    address: str
    document: bytes | None
    etag: str = ""
    last_modified: str = ""


def fetch(source: PullSettings, known: Provenance | None, pause: Pause) -> Answer:
    """Ask a source for its document, or whether the `known` one is still current.

    Raises:
        PullError: it gave none, or one that is too large, of another type, or sent us where we do not go.
    """
    with _client(source) as client:
        for tries in range(1, TRIES + 1):
            try:
                return _ask(client, source, known)
            except Passing as fault:
                if tries == TRIES or fault.pause > LONGEST_PAUSE:
                    raise PullError(f"{fault} (tried {tries} times)" if tries > 1 else str(fault)) from None
                pause(max(fault.pause, FIRST_PAUSE * 2 ** (tries - 1)))
    raise AssertionError("the last try ends in an answer or a fault")


@contextmanager
def _client(source: PullSettings) -> Iterator[httpx.Client]:
    import httpx

    try:
        trusted = ssl.create_default_context(cafile=source.authority)
    except OSError as error:
        raise PullError(f"authority {source.authority}: {error.strerror or error}") from None
    limits = source.limits
    timeout = httpx.Timeout(limits.piece, connect=limits.connect)
    # Compressed answers are not asked for: a small one may grow without bounds.
    headers = {"Accept-Encoding": "identity", "User-Agent": "brief"}
    with httpx.Client(verify=trusted, timeout=timeout, headers=headers) as client:
        yield client


def _ask(client: httpx.Client, source: PullSettings, known: Provenance | None) -> Answer:
    import httpx

    address = source.address
    try:
        for _ in range(MOST_REDIRECTS + 1):
            with client.stream("GET", address, headers=_condition(known)) as response:
                if response.status_code not in REDIRECTS:
                    return _answer(source, address, response)
                address = sent_on(source, address, response.headers.get("location", ""))
    except httpx.TransportError as error:
        raise Passing(f"{address}: {_reason(error)}") from None
    except httpx.InvalidURL as error:
        raise PullError(f"{address}: {error}") from None
    raise PullError(f"{source.address}: sent on more than {MOST_REDIRECTS} times, last to {address}")


def _condition(known: Provenance | None) -> Mapping[str, str]:
    """What has the source say so where our copy is current (RFC 9110, 13.1.2 and 13.1.3)."""
    if known is None:
        return {}
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in headers.items() if value}


def _answer(source: PullSettings, address: str, response: httpx.Response) -> Answer:
    headers = response.headers
    etag, modified = headers.get("etag", ""), headers.get("last-modified", "")
    if response.status_code == _NOT_MODIFIED:
        return Answer(address, None, etag, modified)
    if response.status_code != _OK:
        said = f"{address}: {response.status_code} {response.reason_phrase}".rstrip()
        raise (Passing(said, asked_pause(headers)) if may_pass(response.status_code) else PullError(said))
    fault = expected_type(source.gives, headers.get("content-type", ""), headers.get("content-encoding", ""))
    if fault:
        raise PullError(f"{address}: {fault}")
    return Answer(address, _document(source, address, response), etag, modified)


def _document(source: PullSettings, address: str, response: httpx.Response) -> bytes:
    """The whole document, unless it grows too large or takes too long on the way."""
    limits = source.limits
    too_large = PullError(f"{address}: more than limit_mb = {limits.size // 1_000_000}")
    begun = time.monotonic()  # a stopwatch, and no clock: what it says goes nowhere
    document = bytearray()
    if int(response.headers.get("content-length", "0")) > limits.size:
        raise too_large
    for piece in response.iter_raw():
        document += piece
        if len(document) > limits.size:
            raise too_large
        if time.monotonic() - begun > limits.whole:
            raise Passing(f"{address}: not done in {limits.whole:.0f} seconds")
    return bytes(document)


def _reason(error: httpx.TransportError) -> str:
    """What happened, in words: some errors of the library say nothing but their name."""
    import httpx

    if isinstance(error, httpx.TimeoutException):
        return "no answer in time"
    return str(error) or type(error).__name__
