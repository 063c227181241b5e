"""PDF bytes → what stands in them: pages, destinations, outline, links, fonts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf

from report.errors import ArchiveError
from report.pdf import glyphs, to_unicode
from report.pdf.nouns import Bookmark, EmbeddedFont, Link, Position
from report.pdf.shown import Shown

# pikepdf's objects are looked into by attribute and key: no static type says what a PDF holds.
PdfObject = Any


FILL_KEY = "/BriefFill"
"""Where a set section's catalogue keeps how full its last page is; no finished file has it."""


class File:
    """A PDF in memory, opened to be read."""

    def __init__(self, data: bytes) -> None:
        """Open a PDF that stands in memory.

        Raises:
            ArchiveError: the bytes are no PDF, or a damaged one.
        """
        try:
            self.pdf = pikepdf.open(BytesIO(data))
        except pikepdf.PdfError as error:
            raise ArchiveError(f"not a PDF that can be read: {error}") from error
        self._indexes = {page.objgen: index for index, page in enumerate(self.pdf.pages)}
        tree = self.pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary()).get("/ParentTree")
        self._parents = None if tree is None else pikepdf.NumberTree(tree)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._indexes)

    @property
    def language(self) -> str:
        """The language of what does not say its own (BCP 47), empty where the file does not say."""
        return str(self.pdf.Root.get("/Lang", ""))

    @property
    def last_fill(self) -> float:
        """How far down its last page a set section reaches, as a part of the type area's height."""
        return float(self.pdf.Root.get(FILL_KEY, 1))

    def shown(self) -> tuple[str, ...]:
        """For each page the digest of everything that decides which words it shows."""
        known = Shown()
        return tuple(map(known.of, self.pdf.pages))

    def attachments(self) -> dict[str, bytes]:
        """The files inside, by their names (7.11.4).

        Raises:
            ArchiveError: one of them cannot be read.
        """
        try:
            return {name: file.get_file().read_bytes() for name, file in self.pdf.attachments.items()}
        except pikepdf.PdfError as error:
            raise ArchiveError(f"a file inside cannot be read: {error}") from error

    def size(self, page: int) -> tuple[float, float]:
        """Width and height of a page, in points."""
        left, bottom, right, top = (float(edge) for edge in self.pdf.pages[page].mediabox.as_list())
        return right - left, top - bottom

    def destinations(self) -> dict[str, Position]:
        """Every named destination of the file's name tree."""
        names = self.pdf.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
        if names is None:
            return {}
        return {str(name): self._position(there) for name, there in pikepdf.NameTree(names).items()}

    def outline(self) -> tuple[Bookmark, ...]:
        """The outline's lines, as a tree."""
        outlines = self.pdf.Root.get("/Outlines")
        return () if outlines is None else tuple(self._bookmarks(outlines))

    def links(self) -> tuple[Link, ...]:
        """Every link, in the order of pages, and on a page in the file's own order."""
        return tuple(
            replace(link_of(annotation, page), language=self._language(annotation))
            for page, leaf in enumerate(self.pdf.pages)
            for annotation in link_annotations(leaf)
        )

    def fonts(self) -> tuple[EmbeddedFont, ...]:
        """Every font that pages have among their resources, each once, in the order of their names."""
        found = {}
        for page in self.pdf.pages:
            for resource, font in page.Resources.get("/Font", pikepdf.Dictionary()).items():
                found[font.objgen] = (resource.removeprefix("/"), font)
        return tuple(
            _font(resource, font) for resource, font in sorted(found.values(), key=lambda pair: pair[0])
        )

    def meaningless_glyphs(self, pages: Iterable[int] | None = None) -> Iterator[tuple[int, str, int]]:
        """Page, font's name and number of each glyph that is shown and means no character, once a page.

        On all pages, or on `pages`, which count from 0.
        """
        known: glyphs.Meaningful = {}
        for page in sorted(range(len(self.pdf.pages)) if pages is None else pages):
            for name, glyph in dict.fromkeys(glyphs.meaningless(self.pdf.pages[page], known)):
                yield page, name, glyph

    def _language(self, annotation: PdfObject) -> str:
        """The language of the structure element that an annotation belongs to (14.9.2.2)."""
        number = annotation.get("/StructParent")
        element = None if self._parents is None or number is None else self._parents[int(number)]
        while element is not None and "/Lang" not in element:
            element = element.get("/P")
        return self.language if element is None else str(element.Lang)

    def _position(self, destination: PdfObject) -> Position:
        """From an explicit destination `[page /XYZ left top zoom]` (12.3.2.2)."""
        page, _, left, top, *_ = destination
        return Position(self._indexes[page.objgen], float(left), float(top))

    def _bookmarks(self, parent: PdfObject) -> Iterator[Bookmark]:
        item = parent.get("/First")
        while item is not None:
            yield Bookmark(str(item.Title), self._position(item.Dest), tuple(self._bookmarks(item)))
            item = item.get("/Next")


def link_annotations(page: pikepdf.Page) -> list[PdfObject]:
    """The link annotations of a page."""
    return [annotation for annotation in page.get("/Annots", []) if annotation.Subtype == "/Link"]


def link_of(annotation: PdfObject, page: int) -> Link:
    """The link of an annotation on a page.

    Raises:
        ValueError: it does something other than lead to a name or an address.
    """
    if "/Dest" in annotation and isinstance(annotation.Dest, pikepdf.String):
        return Link(page, "name", str(annotation.Dest))
    if "/A" in annotation and annotation.A.S == "/URI":
        return Link(page, "uri", str(annotation.A.URI))
    raise ValueError("a link that leads neither to a name nor to an address")


def _font(resource: str, font: PdfObject) -> EmbeddedFont:
    name = str(font.BaseFont).removeprefix("/").split("+", 1)[-1]
    encoding = str(font.get("/Encoding", "")).removeprefix("/")
    if font.Subtype != "/Type0":
        return EmbeddedFont(resource, name, encoding, widths={}, texts={})
    descendant = font.DescendantFonts[0]
    return EmbeddedFont(
        resource=resource,
        name=name,
        encoding=encoding,
        widths=dict(_widths(descendant.get("/W", []))),
        texts=to_unicode.read(font.ToUnicode.read_bytes()),
    )


def _widths(array: PdfObject) -> Iterator[tuple[int, float]]:
    """From the two forms of the array W: `first [w …]` and `first last w` (9.7.4.3)."""
    rest = list(array)
    while rest:
        first, second = int(rest.pop(0)), rest.pop(0)
        if isinstance(second, pikepdf.Array):
            yield from ((first + offset, float(width)) for offset, width in enumerate(second.as_list()))
        else:
            width = float(rest.pop(0))
            yield from ((glyph, width) for glyph in range(first, int(second) + 1))
