"""An edition and its texts → its pages, as a draft or released: always made of what the archive keeps."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from report import compare, facts
from report.archive import CHANGES, FACTS, Archive
from report.model import Brief, Edition, EditionFile, Issue, Replaced
from report.pipeline import arrangement
from report.pipeline.issuing import Office
from report.pipeline.making import Job, Pressed


@dataclass(frozen=True, slots=True)
class Texts:
    """The files of an edition that its pages are made of."""

    facts: bytes
    arrangement: bytes
    changes: bytes

    @property
    def files(self) -> Mapping[str, bytes]:
        """The same by name."""
        return {FACTS: self.facts, arrangement.FILE: self.arrangement, CHANGES: self.changes}

    @property
    def digests(self) -> Mapping[str, str]:
        """Their digests by name."""
        return {name: digest(content) for name, content in self.files.items()}

    def brief(self) -> Brief:
        """The facts as pages say them.

        Raises:
            ArchiveError: a file is damaged.
        """
        return arrangement.read(self.arrangement, self.facts)


def texts_of(edition: Edition) -> Texts:
    """The texts of an edition that is whole."""
    names = (FACTS, arrangement.FILE, CHANGES)
    return Texts(*((edition.folder / name).read_bytes() for name in names))


def issue_of(archive: Archive, edition: Edition, texts: Texts, *, draft: bool) -> Issue:
    """What the pages of an edition say of it, and of the one before.

    Raises:
        ArchiveError: the edition before is damaged, or no longer there.
    """
    if edition.previous is None:
        return Issue(edition.number, edition.day, draft)
    previous = archive.edition(edition.previous)
    replaced = Replaced(
        number=previous.number,
        day=previous.day,
        brief=facts.read((previous.folder / FACTS).read_bytes()),
        changes=compare.read(texts.changes),
    )
    return Issue(edition.number, edition.day, draft, replaced)


def files_of(pressed: Pressed) -> tuple[EditionFile, ...]:
    """The finished versions as the archive names them."""
    return tuple(
        EditionFile(it.version.file, it.version.name, it.pages, len(it.pdf), digest(it.pdf))
        for it in pressed.versions
    )


def job_of(office: Office, edition: Edition, texts: Texts, *, draft: bool) -> Job:
    """Everything that has to be made for an edition.

    Raises:
        ArchiveError: its texts are damaged, or the edition before.
    """
    return Job(
        cache=office.cache,
        settings=office.settings,
        versions=office.settings.versions,
        manner=office.manner,
        brief=texts.brief(),
        issue=issue_of(office.archive, edition, texts, draft=draft),
    )


def digest(content: bytes) -> str:
    """The SHA-256 of a file's content."""
    return hashlib.sha256(content).hexdigest()
