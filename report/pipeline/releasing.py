"""An edition → the same facts set once more without the word DRAFT, and a record of who released them."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from report.archive import RELEASED
from report.errors import ArchiveError
from report.model import Edition, Release
from report.pipeline.files import differing, inputs_of, listed
from report.pipeline.issuing import Office, archive_of
from report.pipeline.making import make, prepare
from report.pipeline.meaning import design_of, provenance
from report.pipeline.nouns import Approval, Issued, Manner, Outcome, Watch
from report.pipeline.printing import files_of, job_of, texts_of
from report.pipeline.progress import Progress, workers_of
from report.pipeline.standing import cache_of
from report.settings import Settings

AUTOMATIC: Final = "automatic"
"""Who releases what nobody has to release."""

_DATA = "data/"


def release(settings: Settings, number: int, *, approval: Approval, watch: Watch, manner: Manner) -> Issued:
    """Release an edition; the draft's files stay as they are.

    Raises:
        ArchiveError: there is no such edition, it is damaged, released already, or of another design.
        SettingsError, RenderError: the edition stays a draft.
    """
    archive = archive_of(settings)
    with cache_of(settings, manner) as cache, archive.alone():
        office = Office(settings, archive, cache, manner, approval.at)
        edition = archive.edition(number)
        _refuse(edition, settings, approval)
        prepare(settings, manner)
        progress = Progress(watch)
        with workers_of(manner, progress) as workers:
            pressed = make(job_of(office, edition, texts_of(edition), draft=False), workers, progress)
        record = Release(approval.by, approval.at, files_of(pressed), approval.embargo)
        edition = archive.release(edition, record, pressed.files)
        return Issued(Outcome.MADE, edition, pressed.built(edition.folder / RELEASED, ()))


def to_release(settings: Settings) -> Edition | None:
    """The newest edition, where it is a draft and `[mail] release` is "automatic"; else None."""
    newest = archive_of(settings).newest() if settings.mail and settings.mail.automatic else None
    return newest if newest and not newest.release else None


def release_newest(settings: Settings, *, now: datetime, watch: Watch, manner: Manner) -> Edition | None:
    """Release the newest draft where nobody has to; None where there is nothing to release.

    Raises:
        ArchiveError, SettingsError, RenderError: the edition stays a draft.
    """
    draft = to_release(settings)
    if draft is None:
        return None
    approval = Approval(AUTOMATIC, now, settings.mail.embargo if settings.mail else None, seen=False)
    return release(settings, draft.number, approval=approval, watch=watch, manner=manner).edition


def _refuse(edition: Edition, settings: Settings, approval: Approval) -> None:
    """An edition is released once, and only as its draft looks, where somebody has looked at that."""
    if edition.release:
        said = f"{edition.release.at:%Y-%m-%d %H:%M} by {edition.release.by}"
        raise ArchiveError(f"edition {edition.number} was released on {said}; nothing was changed")
    if approval.seen and design_of(settings) != edition.design:
        changed = differing(edition.origin.inputs, provenance(inputs_of(settings)))
        named = [name for name in changed if not name.startswith(_DATA)]
        raise ArchiveError(
            f"edition {edition.number} has another design: since then {listed(named)} changed; undo that, "
            "or make a new edition (brief build --force)"
        )
