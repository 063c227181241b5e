"""`Fragment`s → one PDF: folios, running heads, fonts once, tags, links, outline, labels, metadata.

What no section can know of itself is made here, and nothing is set again. The file is PDF/A-3a and
PDF/UA-1 at once, with the files it was made of inside. Fails with `RenderError` where ids clash,
links lead nowhere, or a fragment was set in a face that is not ours.
"""

from __future__ import annotations

from collections.abc import Sequence

import report
from report.assemble import fonts, navigation
from report.assemble.furniture import sheets_of
from report.assemble.parts import parts_of
from report.assemble.typefaces import Typefaces
from report.model import Enclosure, Fragment, Furniture, Metadata, Section
from report.pdf import Attachment, Binder, Identity

__all__ = ["assemble", "contents_pages"]


def assemble(
    sections: Sequence[Section],
    fragments: Sequence[Fragment],
    *,
    furniture: Furniture,
    metadata: Metadata,
    enclosures: Sequence[Enclosure] = (),
) -> bytes:
    """One PDF 1.7 of all fragments, in the order of the sections; the same inputs give the same bytes.

    Raises:
        RenderError: two sections share an id, a link leads nowhere, a glyph or a face is not ours,
            a head does not fit, or a section cannot go on in the one that it continues.
        ValueError: a fragment is not that of its section, or not tagged; two enclosures share a name.
    """
    parts = parts_of(sections, fragments)
    typefaces = Typefaces()
    destinations = navigation.destinations(parts)
    ends = navigation.link_ends(parts, destinations)
    outline = navigation.outline(parts)
    sheets = sheets_of(parts, furniture, typefaces)
    united = fonts.unite(parts, sheets.uses, typefaces)

    binder = Binder()
    for part in parts:
        binder.append(part.file, part.division)
    binder.set_tags()
    binder.set_fonts(united)
    for page, content in sheets.contents.items():
        binder.underlay(page, content)
    binder.set_links(ends)
    binder.set_destinations(destinations)
    binder.set_outline(outline)
    binder.set_labels(navigation.labels(parts))
    binder.identify(_identity(metadata))
    binder.attach(_attachment(enclosure, metadata) for enclosure in enclosures)
    return binder.save()


def contents_pages(sections: Sequence[Section], fragments: Sequence[Fragment]) -> dict[str, int]:
    """The printed number of each section's first page, by the section's id; the cover counts as 1.

    A section that continues another has no line in the contents, and is left out.
    """
    pages, first = {}, 1
    for section, fragment in zip(sections, fragments, strict=True):
        if not section.continues:
            pages[section.id] = first
        first += fragment.pages
    return pages


def _identity(metadata: Metadata) -> Identity:
    return Identity(
        title=metadata.title,
        author=metadata.author,
        subject=metadata.subject,
        keywords=metadata.keywords,
        language=metadata.language,
        producer=f"printable-brief {report.__version__}",
    )


def _attachment(enclosure: Enclosure, metadata: Metadata) -> Attachment:
    """A file as it is put inside, dated as the data are (a PDF date may be a year or a month, 7.9.4)."""
    return Attachment(
        name=enclosure.name,
        media_type=enclosure.media_type,
        description=enclosure.description,
        relationship=enclosure.relationship,
        content=enclosure.content,
        modified=f"D:{metadata.as_of}".replace("-", "") if metadata.as_of else "",
    )
