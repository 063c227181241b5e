"""An answer that is none yet → whether it may pass by itself, and when to ask again (RFC 9110, 10.2.3)."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Final

from report.errors import PullError

TRIES: Final = 4
FIRST_PAUSE: Final = 1.0
"""Seconds before the second try; each pause is twice the one before."""
LONGEST_PAUSE: Final = 60.0
"""Who asks to be left alone for longer than this many seconds is asked again by the next pull."""

_TOO_MANY: Final = 429
_SERVER_ERROR: Final = 500


class Passing(PullError):
    """A fault that may pass; the source asks for a `pause` of so many seconds, 0 where it says nothing."""

    def __init__(self, message: str, pause: float = 0.0) -> None:
        super().__init__(message)
        self.pause = pause


def may_pass(status: int) -> bool:
    """Whether the fault is the server's, or that we asked too often (RFC 6585, 4)."""
    return status == _TOO_MANY or status >= _SERVER_ERROR


def asked_pause(headers: Mapping[str, str]) -> float:
    """The pause that an answer asks for, in seconds; a moment counts from the answer's own date."""
    text = headers.get("retry-after", "")
    if text.isdecimal():
        return float(text)
    try:
        pause = parsedate_to_datetime(text) - parsedate_to_datetime(headers.get("date", ""))
    except (ValueError, TypeError):  # it says nothing, or nothing that anybody understands
        return 0.0
    return max(0.0, pause.total_seconds())
