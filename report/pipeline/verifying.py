"""A finished file → what it is, and whether all of it is still true; with or without a brief's folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from report.errors import ArchiveError, SettingsError
from report.settings import Settings, default_folder

if TYPE_CHECKING:
    from report.verify import Verification


def verify_file(settings: Settings | None, file: Path) -> Verification:
    """Verify a file, against the archive of the brief where there is one.

    Raises:
        SettingsError: the file cannot be read.
        ArchiveError: it is no PDF, or a damaged one.
    """
    from report.inspect import texts
    from report.verify import verify

    try:
        pdf = file.read_bytes()
    except OSError as error:
        raise SettingsError(f"{file}: {error.strerror}") from None
    folders = settings.template_folders if settings else (default_folder("templates"),)
    try:
        return verify(pdf, read=texts, catalogues=[folder / "locale" for folder in folders])
    except ArchiveError as error:
        raise ArchiveError(f"{file}: {error}") from error
