"""What goes into a build besides the brief, and what comes out: manner, steps, editions, reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from report import workers
from report.errors import Finding, Location
from report.model import Made, Version

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
class Edition:
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


def file_of(version: Version) -> str:
    """The name of a version's file."""
    return f"brief.{version.name}.pdf"


def finding_from(members: Mapping[str, object]) -> Finding:
    """A finding from its plain values."""
    location = members["location"]
    assert isinstance(location, dict)  # noqa: S101 - as `Finding.as_json` writes it
    return Finding(**{**members, "location": Location(**location)})  # type: ignore[arg-type]  # the same
