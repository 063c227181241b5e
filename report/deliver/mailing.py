"""What all messages of an edition are made of, as nouns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from report.localize import Voices
from report.model import Brief, EditionFile, Issue
from report.settings import MailSettings, Settings


@dataclass(frozen=True, slots=True)
class Attachment:
    """A language version as it is attached: what the archive says of it, and the PDF."""

    file: EditionFile
    content: bytes


@dataclass(frozen=True, slots=True)
class Mailing:
    """An edition on its way: its facts, what it replaces, and a PDF for each language version wanted.

    `voices` and `attachments` are by the name of the version. `issue.replaces` is the edition that a
    message tells the changes since; in a `correction`, it is the one that was wrong.
    """

    settings: Settings
    mail: MailSettings
    brief: Brief
    issue: Issue
    voices: Mapping[str, Voices]
    attachments: Mapping[str, Attachment]
    correction: bool = False
