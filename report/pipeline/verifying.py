"""A finished file → what it is, and whether all of it is still true; with or without a brief's folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from report.errors import ArchiveError, SettingsError
from report.pipeline.issuing import archive_of
from report.settings import Settings, default_folder

if TYPE_CHECKING:
    from report.verify import Archived, Verification


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
    catalogues = settings.catalogues if settings else (default_folder("templates") / "locale",)
    try:
        return verify(
            pdf,
            read=texts,
            catalogues=catalogues,
            archived=_archived(settings) if settings else None,
        )
    except ArchiveError as error:
        raise ArchiveError(f"{file}: {error}") from error


def _archived(settings: Settings) -> Archived | None:
    """Every edition of the brief that can be read, or None where none has been made."""
    from report.verify import Archived

    found = (shelved.edition for shelved in archive_of(settings).survey())
    editions = tuple(edition for edition in found if edition is not None)
    return Archived(settings.id, editions) if editions else None
