"""An edition → its files, where they stand and what is wrong with them; several → the newest whole one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from report.model import Edition, EditionFile, State

RELEASED: Final = "released"
"""The folder of an edition that the files stand in that may be sent."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A finished file of the archive: of which edition it is, draft or released, and where it stands."""

    edition: Edition
    state: State
    file: EditionFile
    path: Path


@dataclass(frozen=True, slots=True)
class Shelved:
    """What stands under a number: an edition, or `faults` that say in words why it is not whole."""

    number: int
    edition: Edition | None
    faults: tuple[str, ...] = ()

    @property
    def damage(self) -> str:
        """The faults in one line; empty where the edition can be read and each file is as it was made."""
        return f"edition {self.number} is damaged: {'; '.join(self.faults)}" if self.faults else ""


def newest_of(shelves: Iterable[Shelved], *, released: bool = False) -> Edition | None:
    """The first edition that is whole, or whole and `released`, of shelves the newest of which comes first.

    None where there is none; no more shelves are looked at than it takes.
    """
    whole = (it.edition for it in shelves if it.edition and not it.faults)
    return next((edition for edition in whole if edition.release or not released), None)


def copies_of(edition: Edition) -> tuple[Copy, ...]:
    """Every finished file of an edition, those that may be sent last."""
    released = edition.release.files if edition.release else ()
    return (
        *(Copy(edition, State.DRAFT, file, edition.folder / file.name) for file in edition.files),
        *(Copy(edition, State.RELEASED, file, edition.folder / RELEASED / file.name) for file in released),
    )


def faults_of(edition: Edition) -> tuple[str, ...]:
    """Every file of an edition that is missing, or not as it was made.

    Raises:
        OSError, TypeError, ValueError: its record names what can be no file.
    """
    places = {copy.path: copy.file.sha256 for copy in copies_of(edition)}
    places |= {edition.folder / name: digest for name, digest in edition.others.items()}
    return tuple(fault for file, digest in places.items() if (fault := _fault(file, digest)))


def _fault(file: Path, digest: str) -> str:
    try:
        content = file.read_bytes()
    except OSError as error:
        return f"{file}: {error.strerror}"
    return "" if hashlib.sha256(content).hexdigest() == digest else f"{file}: not as it was made"
