"""An edition of the brief: a numbered issue that never changes, what it was made of, and why.

An edition is born a draft. Whoever releases it has the same facts set once more without the word DRAFT;
those files are the release, and only they are ever sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from report.errors import Location
from report.model.changes import Verdict
from report.model.quantities import PartialDate


class State(StrEnum):
    """How an edition stands."""

    DRAFT = "draft"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class EditionFile:
    """A language version in the archive: its name, pages, size in bytes, and SHA-256."""

    name: str
    version: str
    pages: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Release:
    """Who released an edition, when (with the time zone), and the files that may be sent.

    Before `embargo`, where there is one, they are sent to nobody.
    """

    by: str
    at: datetime
    files: tuple[EditionFile, ...]
    embargo: datetime | None = None

    @property
    def since(self) -> datetime:
        """From when on it may be sent."""
        return max(self.at, self.embargo) if self.embargo else self.at


@dataclass(frozen=True, slots=True)
class Origin:
    """Of what an edition was made, and why.

    `inputs` are digests by name of all that the build read; `versions` say what set the pages; `rates`
    are the exchange rates in words; `waived` are the guards that the brief sets aside, with its
    reasons. `verdict` says whether the changes since the edition before matter (None where there is
    none), and `causes` are the cells they stand in.
    """

    inputs: Mapping[str, str]
    versions: Mapping[str, str]
    rates: tuple[str, ...] = ()
    waived: Mapping[str, str] = field(default_factory=dict)
    verdict: Verdict | None = None
    causes: tuple[Location, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """A numbered issue of the brief, as the archive keeps it in `folder`.

    `previous` is the number of the edition that it replaces, None in the first; `built` has the time
    zone of whoever built it. `fingerprint` is that of the facts, `design` the digest of everything else
    that pages depend on. `files` are the draft's; `others` are the digests of the files beside them.
    """

    number: int
    previous: int | None
    built: datetime
    fingerprint: str
    design: str
    files: tuple[EditionFile, ...]
    others: Mapping[str, str]
    origin: Origin
    folder: Path
    release: Release | None = None

    @property
    def state(self) -> State:
        """Whether somebody has released it."""
        return State.RELEASED if self.release else State.DRAFT

    @property
    def day(self) -> PartialDate:
        """The day it was made, as its pages say it."""
        return PartialDate(self.built.year, self.built.month, self.built.day)
