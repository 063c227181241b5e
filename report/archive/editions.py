"""The folder of editions: numbered without a gap, each whole and never written again.

`0007/` holds the files of edition 7 and its manifest, and once it is released `released/` the files
that may be sent. Beside the folder of editions, the link `latest` leads to the newest of them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from report.archive.locking import PATIENCE_SECONDS, holder, lock
from report.archive.manifest import (
    FACTS,
    MANIFEST,
    RELEASE,
    read_edition,
    read_release,
    write_edition,
    write_release,
)
from report.archive.shelves import RELEASED, Shelved, faults_of, newest_of
from report.archive.writing import link, place, sweep, told
from report.errors import ArchiveError
from report.model import Edition, Release

_LOCK: Final = "editions"
_NUMBER = re.compile(r"[0-9]{4,}")


@dataclass(frozen=True, slots=True)
class Archive:
    """The editions in `folder`, which is made with the first one; `latest` is the link beside it."""

    folder: Path
    latest: Path

    # --- reading -----------------------------------------------------------------------------------

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers that are taken, whatever stands there.

        Raises:
            ArchiveError: the folder cannot be read.
        """
        with told(self.folder):
            entries = self.folder.iterdir() if self.folder.is_dir() else ()
            return tuple(sorted(int(entry.name) for entry in entries if _NUMBER.fullmatch(entry.name)))

    @property
    def last_number(self) -> int:
        """The highest number that is known to have been given, 0 where none is.

        `latest` still names an edition that somebody took away.

        Raises:
            ArchiveError: the folder cannot be read.
        """
        with told(self.latest):
            named = self.latest.readlink().name if self.latest.is_symlink() else ""
        return max((*self.numbers, int(named) if _NUMBER.fullmatch(named) else 0))

    def shelved(self, number: int) -> Shelved:
        """What stands under a number; damage is told and not raised."""
        try:
            edition = self._read(number)
            return Shelved(number, edition, faults_of(edition))
        except ArchiveError as error:
            return Shelved(number, None, (str(error),))
        except OSError as error:
            return Shelved(number, None, (f"{self.folder_of(number)}: {error.strerror or error}",))
        except (TypeError, ValueError) as error:  # a record that somebody edited
            damage = f"{self.folder_of(number)}: damaged, or none of ours ({error!r})"
            return Shelved(number, None, (damage,))

    def survey(self) -> tuple[Shelved, ...]:
        """Everything that stands in the archive, in order."""
        return tuple(map(self.shelved, self.numbers))

    def newest(self) -> Edition | None:
        """The newest edition that is whole, or None where there is none."""
        return newest_of(map(self.shelved, reversed(self.numbers)))

    def edition(self, number: int) -> Edition:
        """An edition that is whole.

        Raises:
            ArchiveError: there is none of this number, or it is damaged.
        """
        if number not in self.numbers:
            raise ArchiveError(f"{self.folder}: no edition {number}")
        shelved = self.shelved(number)
        if shelved.edition is None or shelved.faults:
            raise ArchiveError(shelved.damage)
        return shelved.edition

    def points_to(self, edition: Edition) -> bool:
        """Whether `latest` leads to an edition."""
        return self.latest.is_symlink() and self.latest.readlink() == self._target(edition)

    @property
    def holder(self) -> str:
        """Who adds or releases an edition now, or was killed while it did; empty where nobody does."""
        return holder(self.folder, _LOCK)

    # --- writing -----------------------------------------------------------------------------------

    def alone(self, patience: float = PATIENCE_SECONDS) -> AbstractContextManager[None]:
        """No other process adds or releases an edition meanwhile; what interrupted ones left is gone.

        Raises:
            ArchiveError: another process does not let go, or the folder cannot be written.
        """
        with told(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        if os.path.lexists(self.latest) and not self.latest.is_symlink():
            raise ArchiveError(f"{self.latest}: in the way of the link to the newest edition; move it away")
        return lock(self.folder, _LOCK, what=str(self.folder), patience=patience)

    def add(self, edition: Edition, files: Mapping[str, bytes]) -> None:
        """Put an edition, with its files by name, into the archive, and turn `latest` to it.

        Raises:
            ArchiveError: the disk is full, or writing is not permitted; nothing has changed then.
        """
        with told(edition.folder):
            sweep([edition.folder.name], self.folder)
            place({**files, MANIFEST: write_edition(edition)}, edition.folder)
        self.point_to(edition)

    def point_to(self, edition: Edition) -> None:
        """Turn `latest` to an edition.

        Raises:
            ArchiveError: writing is not permitted.
        """
        with told(self.latest):
            if not self.points_to(edition):
                link(str(self._target(edition)), self.latest)
            sweep([self.latest.name], self.latest.parent)

    def release(self, edition: Edition, release: Release, files: Mapping[str, bytes]) -> Edition:
        """Put the files that may be sent beside the draft's; the edition as it is now.

        Raises:
            ArchiveError: the disk is full, or writing is not permitted; nothing has changed then.
        """
        folder = edition.folder / RELEASED
        with told(folder):
            sweep([RELEASED], edition.folder)
            place({**files, RELEASE: write_release(release)}, folder)
        return replace(edition, release=release)

    def folder_of(self, number: int) -> Path:
        """Where an edition of this number stands, or will."""
        return self.folder / f"{number:04d}"

    def _read(self, number: int) -> Edition:
        folder = self.folder_of(number)
        released = folder / RELEASED
        edition = read_edition(folder, read_release(released) if released.exists() else None)
        if edition.number != number:
            raise ArchiveError(f"{folder / MANIFEST}: of edition {edition.number}")
        if edition.others.get(FACTS) != edition.fingerprint:
            raise ArchiveError(f"{folder / MANIFEST}: the fingerprint is not that of {FACTS}")
        return edition

    def _target(self, edition: Edition) -> Path:
        """From the folder of `latest`, so that the brief's folder may be moved."""
        return edition.folder.relative_to(self.latest.parent)
