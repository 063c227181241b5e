"""Set pages → their tag tree, in place of the engine's own.

The engine's tags follow its boxes: what a page break or a line break parts becomes two elements, a
table repeats its head as content, and no language is told (WeasyPrint's issues 2902 and 2903). Ours
follow the HTML. The engine's function for tags is private, so its version is pinned, and a build
fails where it is not called any more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from xml.etree.ElementTree import Element as Html

import pydyf
import weasyprint.pdf
from weasyprint import Document
from weasyprint.pdf.stream import Stream

from report.render import heads, tree
from report.render.elements import Element, tidy
from report.render.marks import Marks
from report.render.places import Languages, Place
from report.render.structure import Structure


class Tagging:
    """Tags one document; `complaints` says what cannot be tagged."""

    def __init__(self, html: Html) -> None:
        """`html` is the root of the page; its `data-section` begins the ids of head cells."""
        self._html = html
        languages = Languages(html)
        self._document = Element("Document", languages.of(html))
        self._structure = Structure(self._document, languages)
        self._done = False

    @property
    def complaints(self) -> tuple[str, ...]:
        """One line for each thing that is wrong."""
        silent = () if self._done else ("the engine asked for no tags: is it another version?",)
        unsaid = () if self._document.language else ("the document's language is not told",)
        return (*silent, *unsaid, *self._structure.complaints)

    @contextmanager
    def instead_of_the_engines(self) -> Iterator[None]:
        """While this lasts, the engine calls us for the tags of the file that it writes."""
        original, weasyprint.pdf.add_tags = weasyprint.pdf.add_tags, self._add_tags
        try:
            yield
        finally:
            weasyprint.pdf.add_tags = original

    def _add_tags(self, pdf: pydyf.PDF, document: Document, _: str, page_streams: Sequence[Stream]) -> None:
        """Takes what `weasyprint.pdf.tags.add_tags` takes; the third is the version of PDF."""
        root = Place(self._document, self._html, self._html)
        for number, (page, stream) in enumerate(zip(document.pages, page_streams, strict=True)):
            marks = Marks(number, stream, stream._tags)  # noqa: SLF001 - the engine tells it nowhere else
            self._structure.add(page._page_box, root, marks)  # noqa: SLF001 - the same
            self._structure.complaints += marks.complaints()
            marks.write()
        tidy(self._document)
        self._tie_heads()
        tree.write(pdf, self._document)
        self._done = True

    def _tie_heads(self) -> None:
        prefix = self._html.get("data-section", "table")
        tables = [element for element in self._document.descendants() if element.kind == "Table"]
        for number, table in enumerate(tables, 1):
            if groups := self._structure.groups.intersection(table.descendants()):
                heads.tie(table, groups, f"{prefix}-{number}")
