"""An edition's facts and PDFs → what its messages are made of; a failure → word to the operator."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from report.archive import Copy, copies_of
from report.errors import ArchiveError, ReportError, SettingsError
from report.model import Edition, Message, State, Status
from report.pipeline.composing import Work, voices_for
from report.settings import MailSettings, Settings, read_password

if TYPE_CHECKING:
    from report.deliver import Attachment, Failure, Mailing
    from report.localize import Voices


def mail_settings(settings: Settings) -> MailSettings:
    """How to send.

    Raises:
        SettingsError: brief.toml does not say.
    """
    if settings.mail is None:
        raise SettingsError(
            "brief.toml has no [mail], so nothing can be sent; README.md says what stands in it"
        )
    return settings.mail


def mailing_of(
    work: Work, edition: Edition, pdfs: Mapping[str, bytes], *, correction: bool = False
) -> Mailing:
    """What is sent of an edition; `pdfs` are by the name of the language version.

    `work` has the edition's facts, and its `issue.replaces` is the edition that changes are told since;
    in a `correction`, the one that was wrong.

    Raises:
        SettingsError: brief.toml has no [mail].
        ArchiveError: a PDF is not the one that the edition's record names.
    """
    from report.deliver import Mailing

    assert work.issue is not None  # noqa: S101 - a proof is not sent
    return Mailing(
        settings=work.settings,
        mail=mail_settings(work.settings),
        brief=work.brief,
        issue=work.issue,
        voices={it.name: replace(work, version=it).voices() for it in work.settings.versions},
        attachments={version: _attachment(edition, version, pdf) for version, pdf in pdfs.items()},
        correction=correction,
    )


def tell_failure(settings: Settings, failure: Failure, *, now: datetime) -> str:
    """Mail the operator who does not have an edition, and why; gives why that was in vain, if it was."""
    from report.deliver import told

    mail = mail_settings(settings)
    return tell_operator(settings, lambda voices: told(failure, settings, mail, voices=voices, now=now))


def tell_operator(settings: Settings, write: Callable[[Voices], Message]) -> str:
    """Mail the operator what `write` words in every language of the brief.

    Gives why that was in vain, empty where the operator has it.
    """
    from report.deliver import hand_in

    mail = mail_settings(settings)
    try:
        password = read_password(mail.server, os.environ)
        receipt = hand_in(write(voices_for(settings, settings.languages)), mail, password)
    except ReportError as error:
        return str(error)
    return "" if receipt.status is Status.ACCEPTED else receipt.answer


def _attachment(edition: Edition, version: str, pdf: bytes) -> Attachment:
    from report.deliver import Attachment

    file = released_copy(edition, version).file
    if hashlib.sha256(pdf).hexdigest() != file.sha256:
        raise ArchiveError(f"edition {edition.number}: {file.name} is not the file that was made")
    return Attachment(file, pdf)


def released_copy(edition: Edition, version: str) -> Copy:
    """The file of a language version that may be sent.

    Raises:
        ArchiveError: there is none.
    """
    wanted = (State.RELEASED, version)
    found = next((it for it in copies_of(edition) if (it.state, it.file.version) == wanted), None)
    if found is None:
        raise ArchiveError(f"edition {edition.number} has no released file of version {version!r}")
    return found
