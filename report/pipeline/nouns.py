"""What goes into a build besides the brief, and what comes out: manner, steps, files, reasons, editions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from report import workers
from report.errors import Finding, Location
from report.model import Changes, CycleState, Delivery, Edition, Made, Pulled, Verdict, Version

EDITIONS: Final = "editions"
LATEST: Final = "latest"
PROOF: Final = "proof"
CACHE: Final = ".cache"
"""Folders within a brief's out/."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How to build. Whatever the manner, the same inputs give the same bytes.

    `jobs` is how many processes set sections (0: one a processor); `timeout`, in seconds, ends a
    section that hangs. Without `cached` nothing of earlier builds is used, and nothing is kept for
    later ones; `forced` builds although the files that stand there are made from the same inputs;
    `validated` asks an independent validator too, and refuses what does not conform; `full` reads
    every page back, and not only those that are new.
    """

    jobs: int = 0
    timeout: float = workers.TIMEOUT_SECONDS
    cached: bool = True
    forced: bool = False
    validated: bool = False
    full: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """How far a build is: the room at work, on what, and how many of all sections are set."""

    room: str
    what: str
    done: int
    total: int


Watch = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a section was set: what of its ingredients is not as in the last build, in words."""

    version: str
    section: str
    cause: str


@dataclass(frozen=True, slots=True)
class Bound:
    """A language version, made: its PDF, and every finding on its pages, waived or not."""

    version: Version
    pdf: bytes
    pages: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """The files of a build, what their pages could do better, and how often each waiver was used.

    `reasons` has one entry for each section that had to be set, of `sections` in all versions, and
    `changed` names the inputs that are not as in the last build; `damaged` counts entries of the cache
    that were made anew.
    """

    files: tuple[Made, ...]
    findings: tuple[Finding, ...]
    waivers: Mapping[str, int]
    sections: int = 0
    reasons: tuple[Reason, ...] = ()
    changed: tuple[str, ...] = ()
    damaged: int = 0


class Outcome(StrEnum):
    """What a build of the whole brief came to; only the first makes an edition."""

    MADE = "made"
    UNCHANGED = "unchanged"
    DESIGN_CHANGED = "design changed"


@dataclass(frozen=True, slots=True)
class Issued:
    """What a build came to: the edition that it made, or the newest one, which says the same.

    `changed` names the inputs that are not as in that edition, and `damaged` says in words why editions
    that are newer were passed over.
    """

    outcome: Outcome
    edition: Edition
    built: Built
    changed: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()

    @property
    def made(self) -> bool:
        """Whether there are new pages."""
        return self.outcome is Outcome.MADE


@dataclass(frozen=True, slots=True)
class Approval:
    """Whose decision a release is, when it was made, and before when nobody is sent it (with time zones).

    `seen` is whether somebody has looked at the draft, so that the release has to look the same.
    """

    by: str
    at: datetime
    embargo: datetime | None = None
    seen: bool = True


@dataclass(frozen=True, slots=True)
class Since:
    """What has changed since an edition, whether it matters, in which cells it stands, and in sentences.

    `figures` has a line for each that has another value: what it was, what it is, and by how much it moved.
    `redesigned` says that pages would look otherwise, whatever the facts say.
    """

    edition: Edition
    changes: Changes
    verdict: Verdict
    causes: tuple[Location, ...]
    headlines: tuple[str, ...]
    figures: tuple[str, ...]
    redesigned: bool


@dataclass(frozen=True, slots=True)
class Status:
    """How a brief stands: its newest edition, if any, what has changed since, what is to be done.

    `damaged` says in words which editions are not whole; each line of `outstanding` names a command.
    `sent` is the newest edition that may be sent, and `deliveries` are its; `undelivered` are those that
    are open, in whatever edition, or failed in that one. `state` is what the last cycle left, and `copies`
    are the files that remote sources feed, with their ages.
    """

    newest: Edition | None
    since: Since | None
    outstanding: tuple[str, ...]
    damaged: tuple[str, ...]
    sent: Edition | None
    deliveries: tuple[Delivery, ...]
    undelivered: tuple[Delivery, ...]
    state: CycleState
    copies: tuple[Pulled, ...]


def finding_from(members: Mapping[str, object]) -> Finding:
    """A finding from its plain values."""
    location = members["location"]
    assert isinstance(location, dict)  # noqa: S101 - as `Finding.as_json` writes it
    return Finding(**{**members, "location": Location(**location)})  # type: ignore[arg-type]  # the same
