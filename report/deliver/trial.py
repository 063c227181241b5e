"""Messages → the same as files, to be looked at before anything is sent."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from report.errors import ArchiveError
from report.model import Message


def write_trial(folder: Path, messages: Iterable[Message]) -> tuple[Path, ...]:
    """Write each message as ID.eml (RFC 5322) into `folder`, in place of an earlier trial's.

    Raises:
        ArchiveError: the disk is full, or writing is not permitted.
    """
    try:
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        return tuple(_write(folder, message) for message in messages)
    except OSError as error:
        raise ArchiveError(f"{error.filename or folder}: {error.strerror or error}") from error


def _write(folder: Path, message: Message) -> Path:
    path = folder / f"{message.recipient}.eml"
    path.write_bytes(message.content)
    return path
