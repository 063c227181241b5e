"""PDFs → one PDF: pages put together, and what no part can know written anew.

The same inputs give the same bytes: nothing is dated, and the file's ID is made of its contents.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, String

from report.pdf import archival, attaching, saving, tagging
from report.pdf.embedding import embed
from report.pdf.name_tree import name_tree
from report.pdf.reading import PdfObject, link_annotations
from report.pdf.xmp import packet

if TYPE_CHECKING:
    from report.pdf.nouns import Attachment, Bookmark, Division, Font, Identity, LinkEnd, PageLabel, Position
    from report.pdf.reading import File

_PRINT = 4
"""The annotation flag that lets a link be printed; PDF/A wants it on each (12.5.3)."""


class Binder:
    """One PDF under way: append files, write what belongs to the whole, save."""

    def __init__(self) -> None:
        self._pdf = pikepdf.new()
        self._font_dictionaries: list[PdfObject] = []
        self._parts: list[tagging.Part] = []
        self._sources: list[File] = []  # qpdf copies streams only when it saves

    def append(self, file: File, division: Division) -> None:
        """Append all pages and tags of a file, without its fonts: `set_fonts` gives them back, united.

        The file cannot be read any more afterwards: its pages have lost their fonts.

        Raises:
            ValueError: the file is not tagged.
        """
        tags = file.pdf.Root.get("/StructTreeRoot")
        if tags is None:
            raise ValueError(f"{division.name} is not tagged")
        for font_dictionary in _font_dictionaries(file.pdf.pages):
            for resource in list(font_dictionary.keys()):
                del font_dictionary[resource]
        first = len(self._pdf.pages)
        for page in file.pdf.pages:
            self._pdf.pages.append(page)
        copied = [self._pdf.pages[index] for index in range(first, len(self._pdf.pages))]
        self._font_dictionaries.extend(_font_dictionaries(copied))
        # Only now: elements refer to pages, and those that are not here yet would be nothing to them.
        pages = range(first, len(self._pdf.pages))
        self._parts.append(tagging.Part(division, self._pdf.copy_foreign(tags), pages))
        self._sources.append(file)

    def set_fonts(self, fonts: Mapping[str, Font]) -> None:
        """Give every page the fonts, by their names in content streams; the same font is embedded once."""
        embedded: dict[str, PdfObject] = {}
        for resource, font in fonts.items():
            if font.name not in embedded:
                embedded[font.name] = embed(self._pdf, font)
            for font_dictionary in self._font_dictionaries:
                font_dictionary[f"/{resource}"] = embedded[font.name]

    def set_tags(self) -> None:
        """Write one tag tree over all, each file's under a Sect of its own.

        Raises:
            ValueError: two elements have the same id.
            KeyError: a division goes on in one that does not stand before it.
            RenderError: a table that goes on has a head of its own.
        """
        tagging.unite(self._pdf, self._parts)

    def attach(self, attachments: Iterable[Attachment]) -> None:
        """Put files inside, associated with the whole.

        Raises:
            ValueError: two have the same name.
        """
        attaching.attach(self._pdf, attachments)

    def underlay(self, page: int, content: bytes) -> None:
        """Put a content stream before a page's own, which leaves the coordinates turned over."""
        self._pdf.pages[page].contents_add(self._pdf.make_stream(content), prepend=True)

    def set_links(self, ends: Sequence[LinkEnd]) -> None:
        """Say where each link leads, in the order in which `File.links` gives them.

        Raises:
            ValueError: there are more links or fewer.
        """
        annotations = [annotation for page in self._pdf.pages for annotation in link_annotations(page)]
        for annotation, end in zip(annotations, ends, strict=True):
            for key in ("/A", "/Dest"):
                if key in annotation:
                    del annotation[key]
            if end.kind == "name":
                annotation.Dest = String(end.target)
            else:
                annotation.A = Dictionary(Type=Name.Action, S=Name.URI, URI=String(end.target))
            annotation.Contents = String(end.description)
            annotation.F = _PRINT

    def set_destinations(self, destinations: Mapping[str, Position]) -> None:
        """Write the named destinations."""
        explicit = {name: self._explicit(position) for name, position in destinations.items()}
        if "/Names" not in self._pdf.Root:
            self._pdf.Root.Names = Dictionary()
        self._pdf.Root.Names.Dests = name_tree(self._pdf, explicit)

    def set_outline(self, bookmarks: Iterable[Bookmark]) -> None:
        """Write the outline; the first level is shown, the others are folded."""
        with self._pdf.open_outline() as outline:
            outline.root.extend(self._item(bookmark) for bookmark in bookmarks)

    def set_labels(self, labels: Iterable[PageLabel]) -> None:
        """Write the page labels, so that a reader's page box says what is printed (12.4.2)."""
        numbers = Array()
        for label in labels:
            numbers.append(label.page)
            if label.first:
                numbers.append(Dictionary(S=Name.D, St=label.first))
            else:
                numbers.append(Dictionary(P=String(label.prefix)))
        self._pdf.Root.PageLabels = Dictionary(Nums=numbers)

    def identify(self, identity: Identity) -> None:
        """Write what the file says of itself, alike in XMP and in the older Info (14.3)."""
        fields = {
            "/Title": identity.title,
            "/Author": identity.author,
            "/Subject": identity.subject,
            "/Keywords": identity.keywords,
            "/Producer": identity.producer,
        }
        for key, text in fields.items():
            if text:
                self._pdf.docinfo[key] = String(text)
        root = self._pdf.Root
        root.Metadata = self._pdf.make_stream(packet(identity), Type=Name.Metadata, Subtype=Name.XML)
        root.Lang = String(identity.language)
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)

    def save(self) -> bytes:
        """The finished file, as PDF 1.7, with what PDF/A asks of colours, images and streams."""
        archival.declare_colours(self._pdf)
        archival.keep_samples(self._pdf.pages)
        return saving.save(self._pdf)

    def _explicit(self, position: Position) -> Array:
        page = self._pdf.pages[position.page].obj
        return Array([page, Name.XYZ, round(position.left, 3), round(position.top, 3), 0])

    def _item(self, bookmark: Bookmark) -> OutlineItem:
        item = OutlineItem(bookmark.title, self._explicit(bookmark.position))
        item.is_closed = True
        item.children.extend(self._item(child) for child in bookmark.children)
        return item


def _font_dictionaries(pages: Iterable[pikepdf.Page]) -> list[PdfObject]:
    """The font resources of pages, each once: the engine gives all pages of a file the same."""
    found = {}
    for page in pages:
        fonts = page.Resources.get("/Font")
        if fonts is not None:
            found[fonts.objgen] = fonts
    return list(found.values())
