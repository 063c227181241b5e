"""What became of a remote source that was asked, and where a fetched copy comes from.

The age of a copy counts from the end of the day that a bank's document names, else from the moment
at which the source last said that the copy is current.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class PullOutcome(StrEnum):
    """What became of it: `not due` is a source that was asked less than its `every` ago."""

    FETCHED = "fetched"
    UNCHANGED = "unchanged"
    NOT_DUE = "not due"
    FAILED = "failed"


class Staleness(StrEnum):
    """Whether the copy that stands is too old, and how grave that is by the source's settings."""

    FRESH = "fresh"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the copy in data/ comes from: who was asked, which address answered, when, and with what.

    The two addresses differ where we were sent on. `sha256` is that of the document as it came. `fetched`
    is when these bytes first came, `confirmed` when the source last said that they are current; both have a
    time zone. `day` is the day that a bank's document is for. `etag` and `last_modified` are the answer's,
    empty where it had none (RFC 9110, 8.8).
    """

    address: str
    answered: str
    fetched: datetime
    confirmed: datetime
    sha256: str
    etag: str = ""
    last_modified: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Pulled:
    """What became of one `[[pull]]`: its name, the file in data/ that it feeds, and why it failed.

    `at` is when the copy that stands was last confirmed, None where there is none; `age` is how old it is.
    """

    name: str
    file: str
    outcome: PullOutcome
    address: str
    at: datetime | None = None
    age: timedelta | None = None
    staleness: Staleness = Staleness.FRESH
    reason: str = ""

    @property
    def failed(self) -> bool:
        """Whether somebody must be told: nothing good came, or what stands is older than it may be."""
        return self.outcome is PullOutcome.FAILED or self.staleness is Staleness.ERROR
