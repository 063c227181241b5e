"""What pages are made of, from a version's languages to the finished file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal

from report.model.quantities import PartialDate
from report.model.words import Words


@dataclass(frozen=True, slots=True)
class Version:
    """A language version: `bilingual`, `ru` or `en`, and the languages it speaks, in their order."""

    name: str
    languages: tuple[str, ...]

    @property
    def file(self) -> str:
        """The name of the file that it is put out as."""
        return f"brief.{self.name}.pdf"


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart, drawn: SVG with real text at 1:1, and the words that belong to it.

    `alternative` says in each language what the drawing shows, from the numbers.
    """

    id: str
    svg: str
    title: Words
    subtitle: Words
    note: Words
    alternative: Words
    sources: tuple[str, ...]


SectionKind = Literal[
    "cover",
    "summary",
    "contents",
    "changes",
    "prose",
    "proposals",
    "investment",
    "country",
    "register",
    "counts",
    "figures",
    "sources",
    "reading",
    "colophon",
]


class Density(StrEnum):
    """How much air a section is set with: pages that would end nearly empty are set tighter or looser."""

    REGULAR = "regular"
    TIGHT = "tight"
    LOOSE = "loose"


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the brief as complete HTML, set on its own.

    `title` is what running head, outline and contents say, in the languages of the version. A long
    register is cut into several sections: each but the first names in `continues` the section that it
    goes on, and has no line of its own in outline and contents.
    """

    id: str
    kind: str
    number: str
    title: Words
    html: str
    continues: str = ""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A section, set: a PDF of its own; `fill` is how far down its last page it reaches, 0 to 1."""

    section: str
    pdf: bytes
    pages: int
    fill: float = 1.0


@dataclass(frozen=True, slots=True)
class Furniture:
    """What `assemble` prints on every page but the cover: heads and feet, as plain text.

    `head` is the short title (left); `foot` the edition and the status of the data (left); `draft` the
    mark of a draft in the middle of the head, empty when released.
    """

    head: str
    foot: str
    draft: str = ""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file says of itself. `language` is the first of the version's languages (BCP 47).

    `as_of` is the date of the data, and so that of the files inside: no clock says when they were made.
    """

    title: str
    author: str
    subject: str
    language: str
    keywords: str = ""
    as_of: PartialDate | None = None


class Relationship(StrEnum):
    """What an associated file is to the document (ISO 32000-2, 7.11.3, AFRelationship)."""

    DATA = "Data"
    SOURCE = "Source"
    SUPPLEMENT = "Supplement"


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file inside the PDF: `name` in ASCII, `media_type` (RFC 6838), what it is in plain words."""

    name: str
    media_type: str
    description: str
    relationship: Relationship
    content: bytes


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file: its path, language version, pages and size in bytes."""

    path: Path
    version: str
    pages: int
    size: int


@dataclass(frozen=True, slots=True)
class PageText:
    """What a finished page says, read back: each marked content's words by its number (MCID).

    `furniture` is what heads and feet say, `untagged` what stands outside of both. A hyphen that the
    setting put in is U+0002, as PDFium tells of it.
    """

    contents: Mapping[int, str]
    furniture: str
    untagged: str
