"""Key → bytes and back: what was made once is kept in a folder, and taken from there again.

A key is the SHA-256 of everything that the bytes depend on, so an entry is never wrong, only missing.
Entries are written beside their place and moved there in one step (rename, POSIX.1-2017): a process
that is killed, or another that writes the same, never leaves half an entry.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from report.errors import ArchiveError

LIMIT: Final = 512 * 1024 * 1024
"""How many bytes a cache keeps, where nothing else is said."""

_ATTEMPTS: Final = 5
_CHECKSUM: Final = hashlib.sha256().digest_size


def key_of(*parts: str | bytes) -> str:
    """The key of what depends on `parts` and their order, as 64 hexadecimal digits.

    Each part goes in with its length, so that no two different lists of parts run together.
    """
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "big"))
        digest.update(content)
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Usage:
    """How many entries a cache holds, and their bytes on disk."""

    entries: int
    size: int


@dataclass(slots=True)
class Cache:
    """A store of bytes in `folder`, which is made with the first entry; `limit` is its size in bytes.

    `damaged` counts the entries that were found damaged. They are removed, so that they are made anew.
    """

    folder: Path
    limit: int = LIMIT
    damaged: int = 0

    def get(self, key: str) -> bytes | None:
        """The bytes of a key, or None where they must be made; what is taken is kept longest.

        Raises:
            ArchiveError: the folder cannot be read.
        """
        place = self._place(key)
        try:
            entry = place.read_bytes()
            checksum, content = entry[:_CHECKSUM], entry[_CHECKSUM:]
            if checksum != _checksum(key, content):
                self.damaged += 1
                place.unlink(missing_ok=True)
                return None
            os.utime(place)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unusable(place, error) from error
        return content

    def put(self, key: str, content: bytes) -> None:
        """Keep the bytes of a key.

        Raises:
            ArchiveError: the disk is full, or writing is not permitted.
        """
        place = self._place(key)
        try:
            _write(place, _checksum(key, content) + content)
        except OSError as error:
            raise _unusable(place, error) from error

    def trim(self) -> int:
        """Remove entries, those not used for the longest time first, until the limit is kept; count them.

        What a killed process left half written is an old file among others, and goes with them.
        """
        files = sorted(self._files(), key=lambda file: (file.used, file.path))
        excess = sum(file.size for file in files) - self.limit
        removed = 0
        for file in files:
            if excess <= 0:
                break
            file.path.unlink(missing_ok=True)  # another build may have removed it
            excess -= file.size
            removed += 1
        return removed

    def clear(self) -> Usage:
        """Remove every entry; what was removed."""
        usage = self.usage()
        for file in self._files():
            file.path.unlink(missing_ok=True)
        return usage

    def usage(self) -> Usage:
        """What the cache holds now."""
        sizes = [file.size for file in self._files()]
        return Usage(len(sizes), sum(sizes))

    def _place(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]

    def _files(self) -> Iterator[_File]:
        for path in self.folder.glob("??/*"):
            with suppress(FileNotFoundError):  # removed by another build since it was listed
                status = path.stat()
                yield _File(path, status.st_size, status.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the cache: its bytes, and when it was last used, in nanoseconds."""

    path: Path
    size: int
    used: int


def _write(place: Path, content: bytes) -> None:
    """Write an entry; again, where somebody empties the cache at this moment."""
    for _ in range(_ATTEMPTS - 1):
        with suppress(FileNotFoundError):
            return _replace(place, content)
    return _replace(place, content)


def _replace(place: Path, content: bytes) -> None:
    """Write beside the place, and move it there in one step."""
    beside = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        beside.write_bytes(content)
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)


def _checksum(key: str, content: bytes) -> bytes:
    """Of key and content, so that an entry in another's place is as damaged as one with wrong bytes."""
    return hashlib.sha256(key.encode() + content).digest()


def _unusable(place: Path, error: OSError) -> ArchiveError:
    return ArchiveError(f"{place}: {error.strerror or error}; --no-cache builds without")
