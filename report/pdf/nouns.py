"""What a PDF holds, as plain nouns: positions, bookmarks, links, fonts, and what the file says of itself.

Pages count from 0; lengths are points from the lower left corner of the page (ISO 32000-1, 8.3.2.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Position:
    """A place on a page, in points."""

    page: int
    left: float
    top: float


@dataclass(frozen=True, slots=True)
class Bookmark:
    """One line of the outline, with the lines below it."""

    title: str
    position: Position
    children: tuple[Bookmark, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A link on a page: to a destination's `name`, or to a `uri`.

    `language` is that of the passage it stands in (BCP 47), empty where the file does not say.
    """

    page: int
    kind: Literal["name", "uri"]
    target: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class LinkEnd:
    """Where a link shall lead, and what a reader that cannot see it is told (14.9.3)."""

    kind: Literal["name", "uri"]
    target: str
    description: str


@dataclass(frozen=True, slots=True)
class EmbeddedFont:
    """A font as a file uses it, keyed by glyph number.

    `resource` is its name in content streams, `name` the BaseFont without its subset's tag. `widths`
    are thousandths of the type size; `texts` is what each glyph means (ToUnicode).
    """

    resource: str
    name: str
    encoding: str
    widths: Mapping[int, float]
    texts: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Font:
    """A TrueType font to embed, keyed by glyph number; lengths in thousandths of the type size."""

    name: str
    family: str
    program: bytes
    widths: Mapping[int, int]
    texts: Mapping[int, str]
    box: tuple[int, int, int, int]
    ascent: int
    descent: int
    cap_height: int
    italic_angle: float
    serif: bool
    bold: bool


@dataclass(frozen=True, slots=True)
class PageLabel:
    """From `page` on, pages are labelled by `prefix` alone, or by decimal numbers from `first`."""

    page: int
    prefix: str = ""
    first: int = 0


@dataclass(frozen=True, slots=True)
class Division:
    """What an appended file is in the tag tree of the whole: a Sect with its title and language.

    One that names another in `continues` has no Sect of its own: its content goes on in that one's.
    """

    name: str
    title: str
    language: str
    continues: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the PDF (ISO 32000-1, 7.11.4).

    `relationship` is a name of ISO 19005-3, 6.8; `modified` is a PDF date (7.9.4), empty if not known.
    """

    name: str
    media_type: str
    description: str
    relationship: str
    content: bytes
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """What the file says of itself; empty texts are left out. `language` is a BCP 47 tag."""

    title: str
    author: str
    subject: str
    keywords: str
    language: str
    producer: str
