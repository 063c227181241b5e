"""A source is asked as its settings say: bounded in time and size, where it may, and again if that helps."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme
from webserver import Reply, Site, authority, serving

from report.errors import PullError
from report.model import Provenance
from report.pull import Answer, fetch
from report.settings import Bank, Mapped, PullKind, PullLimits, PullSettings, TableFormat, host_of

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)
LIMITS = PullLimits(connect=5, piece=5, whole=10, size=1000)
BANK = Bank(PullKind.ECB, "ecb", ("USD", "JPY"))


@dataclass
class Pauses:
    """Waits for nothing, and remembers for how long it should have."""

    seconds: list[float]

    def __call__(self, seconds: float) -> None:
        """Remember a pause."""
        self.seconds.append(seconds)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loopback address is asked directly, whatever this machine does otherwise."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")


@pytest.fixture
def pauses() -> Pauses:
    """Pauses that take no time."""
    return Pauses([])


@pytest.fixture
def site() -> Iterator[Site]:
    """A server in plain text."""
    with serving() as site:
        yield site


def source_at(address: str, *hosts: str, limits: PullLimits = LIMITS) -> PullSettings:
    """A bank at an address."""
    return PullSettings(
        "bank", address, "rates.daily.csv", BANK, frozenset({host_of(address), *hosts}), limits
    )


def test_a_document_comes_with_what_tells_it_from_the_next(site: Site, pauses: Pauses) -> None:
    """Its bytes, its ETag and its Last-Modified, from the address that answered."""
    headers = {"ETag": '"a"', "Last-Modified": "Mon, 12 Jan 2026 08:00:00 GMT"}
    address = site.put("/rates.xml", Reply(b"<a/>", headers=headers))
    answer = fetch(source_at(address), None, pauses)
    assert answer == Answer(address, b"<a/>", '"a"', "Mon, 12 Jan 2026 08:00:00 GMT")
    assert pauses.seconds == []


def test_what_we_have_is_not_sent_again(site: Site, pauses: Pauses) -> None:
    """The source is told what we have, and says that it is current."""
    address = site.put("/rates.xml", Reply(status=304, headers={"ETag": '"a"'}))
    known = Provenance(address, address, NOW, NOW, "", '"a"', "Mon, 12 Jan 2026 08:00:00 GMT")
    assert fetch(source_at(address), known, pauses).document is None
    asked = site.asked[0][1]
    assert (asked["If-None-Match"], asked["If-Modified-Since"]) == ('"a"', known.last_modified)
    assert asked["Accept-Encoding"] == "identity"


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply(status=404), "404 Not Found"),
        (Reply(status=403), "403 Forbidden"),
        (Reply(b"<html/>", type="text/html; charset=utf-8"), "the answer is text/html, and"),
        (Reply(b"x" * 1001), "more than limit_mb"),
        (Reply(b"x" * 1001, chunked=True), "more than limit_mb"),
        (Reply(b"x" * 100, dripping=True), "more than limit_mb"),
        (Reply(gzip.compress(b"<a/>"), headers={"Content-Encoding": "gzip"}), "encoded as gzip"),
        (Reply(status=302), "sent on, and not told where to"),
        (Reply(status=302, headers={"Location": "https://elsewhere.example.org/"}), "none of [[pull]] hosts"),
        (Reply(status=302, headers={"Location": "http://example.org/"}), "http is refused; https is needed"),
        (Reply(status=302, headers={"Location": "file:///etc/hostname"}), "names no host"),
        (Reply(status=307, headers={"Location": "/rates.xml"}), "sent on more than 5 times"),
        (Reply(status=429, headers={"Retry-After": "3600"}), "429 Too Many Requests"),
    ],
)
def test_what_time_does_not_cure_is_told_at_once(site: Site, pauses: Pauses, reply: Reply, told: str) -> None:
    """One line says it, with the address; nobody waits and asks again."""
    address = site.put("/rates.xml", reply)
    with pytest.raises(PullError) as fault:
        fetch(source_at(address), None, pauses)
    assert told in str(fault.value)
    assert str(fault.value).startswith(address)
    assert "\n" not in str(fault.value)
    assert pauses.seconds == []


@pytest.mark.parametrize(
    ("reply", "limits", "told"),
    [
        (Reply(status=500), LIMITS, "500 Internal Server Error"),
        (Reply(status=503), LIMITS, "503 Service Unavailable"),
        (Reply(b"<a/>", length=900), LIMITS, "without sending complete message body"),
        (Reply(silent=True), replace(LIMITS, piece=0.05), "no answer in time"),
        (Reply(b"x", dripping=True), replace(LIMITS, whole=0.05), "not done in"),
    ],
)
def test_what_may_pass_is_asked_again_after_longer_and_longer(
    site: Site, pauses: Pauses, reply: Reply, limits: PullLimits, told: str
) -> None:
    """Four times in all: a server that fails, breaks off, is silent, or never comes to an end."""
    address = site.put("/rates.xml", reply)
    with pytest.raises(PullError) as fault:
        fetch(source_at(address, limits=limits), None, pauses)
    assert told in str(fault.value)
    assert str(fault.value).endswith("(tried 4 times)")
    assert pauses.seconds == [1, 2, 4]
    assert len(site.asked) == 4


def test_nobody_there_is_asked_again(pauses: Pauses) -> None:
    """A port that nobody listens at may be a server that starts."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/"
    with pytest.raises(PullError, match=r"refused.*\(tried 4 times\)"):
        fetch(source_at(address), None, pauses)


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({}, 1),
        ({"Retry-After": "7"}, 7),
        ({"Retry-After": "Mon, 12 Jan 2026 08:00:09 GMT", "Date": "Mon, 12 Jan 2026 08:00:00 GMT"}, 9),
        ({"Retry-After": "Mon, 12 Jan 2026 07:00:00 GMT", "Date": "Mon, 12 Jan 2026 08:00:00 GMT"}, 1),
        ({"Retry-After": "soon"}, 1),
    ],
)
def test_who_asks_for_a_pause_gets_it(
    site: Site, pauses: Pauses, headers: dict[str, str], pause: float
) -> None:
    """In seconds, or as a moment, which counts from the server's own date and not from our clock."""
    address = site.put("/rates.xml", Reply(status=429, headers=headers), Reply(b"<a/>"))
    assert fetch(source_at(address), None, pauses).document == b"<a/>"
    assert pauses.seconds == [pause]


def test_an_allowed_host_may_send_us_on(pauses: Pauses) -> None:
    """To itself, and to a host that brief.toml names; the address that answered is told."""
    with serving() as first, serving() as second:
        there = second.put("/there.xml", Reply(b"<b/>"))
        named = there.replace("127.0.0.1", "localhost")
        first.put("/moved.xml", Reply(status=301, headers={"Location": named}))
        address = first.put("/rates.xml", Reply(status=302, headers={"Location": "moved.xml"}))
        with pytest.raises(PullError, match="none of"):
            fetch(source_at(address), None, pauses)
        assert fetch(source_at(address, "localhost"), None, pauses) == Answer(named, b"<b/>")


@pytest.fixture
def trusted(tmp_path: Path) -> Path:
    """The file of whoever vouches for our server."""
    file = tmp_path / "authority.pem"
    authority().cert_pem.write_to_path(str(file))
    return file


def test_a_certificate_must_be_vouched_for(trusted: Path, pauses: Pauses) -> None:
    """By the authority that brief.toml names; a server with another one is not read."""
    with serving(secure=True) as good, serving(secure=True, issuer=trustme.CA()) as bad:
        address = good.put("/rates.xml", Reply(b"<a/>"))
        assert fetch(replace(source_at(address), authority=trusted), None, pauses).document == b"<a/>"
        for source in (
            source_at(address),
            replace(source_at(bad.put("/", Reply(b"<a/>"))), authority=trusted),
        ):
            with pytest.raises(PullError, match="CERTIFICATE_VERIFY_FAILED"):
                fetch(source, None, pauses)
        assert bad.asked == []


def test_https_stays_https(trusted: Path, pauses: Pauses) -> None:
    """Not even to the loopback address is a secret line given up."""
    with serving(secure=True) as secure, serving() as plain:
        elsewhere = plain.put("/", Reply(b"<a/>"))
        address = secure.put("/rates.xml", Reply(status=302, headers={"Location": elsewhere}))
        with pytest.raises(PullError, match="https must stay https"):
            fetch(replace(source_at(address), authority=trusted), None, pauses)
        assert plain.asked == []


def test_an_authority_that_is_not_there_is_told(site: Site, pauses: Pauses, tmp_path: Path) -> None:
    """Nobody is asked then."""
    source = replace(source_at(site.put("/", Reply(b"<a/>"))), authority=tmp_path / "none.pem")
    with pytest.raises(PullError, match=r"none\.pem: No such file"):
        fetch(source, None, pauses)
    assert site.asked == []


@pytest.mark.parametrize(
    ("gives", "type_", "fits"),
    [
        (BANK, "text/xml", True),
        (BANK, "application/xml; charset=windows-1251", True),
        (BANK, "text/csv", False),
        (Mapped(TableFormat.CSV, {}, {}), "text/csv; charset=utf-8", True),
        (Mapped(TableFormat.CSV, {}, {}), "", True),
        (Mapped(TableFormat.CSV, {}, {}), "text/html", False),
        (Mapped(TableFormat.JSON, {}, {}), "application/geo+json", True),
        (Mapped(TableFormat.JSON, {}, {}), "text/html", False),
        (Mapped(TableFormat.XLSX, {}, {}), "application/octet-stream", True),
        (Mapped(TableFormat.XLSX, {}, {}), "application/json", False),
    ],
)
def test_each_format_comes_as_one_of_its_types(
    site: Site, pauses: Pauses, gives: Bank | Mapped, type_: str, fits: bool
) -> None:
    """A page that says «please sign in» is no table, though it comes with the answer 200."""
    source = replace(source_at(site.put("/", Reply(b"a", type=type_))), gives=gives)
    found: Callable[[], Answer] = lambda: fetch(source, None, pauses)  # noqa: E731 - asked in two ways
    if fits:
        assert found().document == b"a"
    else:
        with pytest.raises(PullError, match="was expected"):
            found()
