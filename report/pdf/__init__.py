"""PDF bytes → pages, destinations, outline, links and fonts; and the other way: the one door to pikepdf.

`File` reads a finished PDF, `Binder` makes one of several. What either says or takes are the plain
nouns of `report.pdf.nouns`, so that no room has to know how a PDF spells them (ISO 32000-1).
"""

from __future__ import annotations

from report.pdf.nouns import (
    Attachment,
    Bookmark,
    Division,
    EmbeddedFont,
    Font,
    Identity,
    Link,
    LinkEnd,
    PageLabel,
    Position,
)
from report.pdf.reading import FILL_KEY, File
from report.pdf.writing import Binder

__all__ = [
    "FILL_KEY",
    "Attachment",
    "Binder",
    "Bookmark",
    "Division",
    "EmbeddedFont",
    "File",
    "Font",
    "Identity",
    "Link",
    "LinkEnd",
    "PageLabel",
    "Position",
]
