"""`Fragment`s → one PDF: folios, running heads, fonts once, links, outline, labels, metadata.

What no section can know of itself is made here, and nothing is set again. Fails with `RenderError`
where ids clash, links lead nowhere, or a fragment was set in a face that is not ours.
"""

from __future__ import annotations

from collections.abc import Sequence

import report
from report.assemble import fonts, navigation
from report.assemble.furniture import sheets_of
from report.assemble.parts import parts_of
from report.assemble.typefaces import Typefaces
from report.model import Fragment, Furniture, Metadata, Section
from report.pdf import Binder, Identity

__all__ = ["assemble", "contents_pages"]


def assemble(
    sections: Sequence[Section],
    fragments: Sequence[Fragment],
    *,
    furniture: Furniture,
    metadata: Metadata,
) -> bytes:
    """One PDF 1.7 of all fragments, in the order of the sections; the same inputs give the same bytes.

    Raises:
        RenderError: two sections share an id, a link leads nowhere, a glyph or a face is not ours,
            or a head does not fit.
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
        binder.append(part.file)
    binder.set_fonts(united)
    for page, content in sheets.contents.items():
        binder.underlay(page, content)
    binder.set_links(ends)
    binder.set_destinations(destinations)
    binder.set_outline(outline)
    binder.set_labels(navigation.labels(parts))
    binder.identify(_identity(metadata))
    return binder.save()


def contents_pages(sections: Sequence[Section], fragments: Sequence[Fragment]) -> dict[str, int]:
    """The printed number of each section's first page, by the section's id; the cover counts as 1."""
    pages, first = {}, 1
    for section, fragment in zip(sections, fragments, strict=True):
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
