"""A source and where its server sends us on → the next address that may be asked, or why not."""

from __future__ import annotations

from typing import Final
from urllib.parse import urljoin, urlsplit

from report.errors import PullError
from report.settings import PullSettings, host_of, refusal

MOST_REDIRECTS: Final = 5
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
"""The answers that send us on (RFC 9110, 15.4); each keeps GET a GET."""


def sent_on(source: PullSettings, address: str, location: str) -> str:
    """The address that an answer of `address` sends us on to.

    Raises:
        PullError: it names none; it is of a host that brief.toml does not allow; or it is not https, or no
            longer https.
    """
    if not location:
        raise PullError(f"{address}: sent on, and not told where to")
    try:
        following = urljoin(address, location)
    except ValueError as error:
        raise PullError(f"{address}: sent on to {location!r}: {error}") from None
    fault = refusal(following) or _change_for_the_worse(source, address, following)
    if fault:
        raise PullError(f"{address}: sent on to {following}: {fault}")
    return following


def _change_for_the_worse(source: PullSettings, address: str, following: str) -> str:
    if host_of(following) not in source.hosts:
        return f"the host is none of [[pull]] hosts ({', '.join(sorted(source.hosts))})"
    if urlsplit(address).scheme == "https" != urlsplit(following).scheme:
        return "https must stay https"
    return ""
