"""A finished PDF → what it lists beside its pages: names, links, outline, attachments, metadata.

Everything is told as it stands, wrong or right: where a name stands twice, it is told twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pikepdf

from report.pdf.nouns import Position
from report.pdf.structure import entries

if TYPE_CHECKING:
    from report.pdf.reading import File

PdfObject = Any
Pages = Mapping[tuple[int, int], int]
"""The pages' places, from 0, by their objects' numbers."""

_SAME_FIELDS = {
    "Title": "dc:title",
    "Author": "dc:creator",
    "Subject": "dc:description",
    "Keywords": "pdf:Keywords",
    "Producer": "pdf:Producer",
}
"""What Info and XMP both say (ISO 19005-3 builds on it; ISO 16684-1 names the fields)."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A link on a `page` (from 0), or a line of the outline (page -1), and where it leads.

    `label` is what somebody who cannot see it is told: a link's Contents, a line's title. `arrives`
    says whether a page of this file, or an address, is at its end. `number` is its object number.
    """

    page: int
    label: str
    target: str
    arrives: bool
    number: int


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """A file inside the file. `listed` in the name tree, `associated` with the document (AF).

    `whole` says that its size and checksum are those that it tells, or that it tells none.
    """

    name: str
    relationship: str
    listed: bool
    associated: bool
    whole: bool


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a file lists. `names` are the keys of each name tree as bytes, in the file's order.

    `pages` are the object numbers of its pages. `destinations` are the places that names lead to, None
    where there is no such page. `tabs` is each page's order of tabs. `same` gives what Info and XMP say
    of each field they share.
    """

    pages: tuple[int, ...]
    names: Mapping[str, tuple[bytes, ...]]
    destinations: tuple[tuple[str, Position | None], ...]
    leads: tuple[Lead, ...]
    attachments: tuple[EmbeddedFile, ...]
    tabs: tuple[str, ...]
    same: Mapping[str, tuple[str, str]]

    def owners(self, names: Iterable[str]) -> tuple[str, ...]:
        """For each page the one of the names that leads to it, or else to the nearest page before it."""
        places = {name: place.page for name, place in self.destinations if place is not None}
        starts = {places[name]: name for name in names if name in places}
        owners = [""]
        for page in range(len(self.pages)):
            owners.append(starts.get(page, owners[-1]))
        return tuple(owners[1:])


def read(file: File) -> Catalogue:
    """What an open file lists."""
    pdf = file.pdf
    pages: Pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
    trees = pdf.Root.get("/Names", pikepdf.Dictionary())
    ids = pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary()).get("/IDTree")
    named = {"destination": trees.get("/Dests"), "attachment": trees.get("/EmbeddedFiles"), "id": ids}
    places = tuple(
        (str(name), _position(there, pages)) for name, there in entries(named["destination"], "/Names")
    )
    arriving = {name for name, place in places if place is not None}
    outline = pdf.Root.get("/Outlines", pikepdf.Dictionary())
    return Catalogue(
        pages=tuple(number for number, _ in pages),
        names={
            noun: tuple(bytes(name) for name, _ in entries(tree, "/Names")) for noun, tree in named.items()
        },
        destinations=places,
        leads=(*_links(pdf, pages, arriving), *_lines(outline, pages, arriving)),
        attachments=tuple(_attachments(pdf, named["attachment"])),
        tabs=tuple(str(page.get("/Tabs", "")) for page in pdf.pages),
        same=_same(pdf),
    )


def _position(there: PdfObject, pages: Pages) -> Position | None:
    """The place of an explicit destination, bare or in a dictionary (12.3.2); a whole page's is its foot."""
    explicit = there.get("/D") if isinstance(there, pikepdf.Dictionary) else there
    if not isinstance(explicit, pikepdf.Array) or not isinstance(explicit[0], pikepdf.Dictionary):
        return None
    page = pages.get(explicit[0].objgen)
    left, top = (float(each) for each in explicit.as_list()[2:4]) if explicit[1] == "/XYZ" else (0.0, 0.0)
    return None if page is None else Position(page, left, top)


def _links(pdf: pikepdf.Pdf, pages: Pages, arriving: set[str]) -> Iterator[Lead]:
    for index, page in enumerate(pdf.pages):
        for annotation in page.get("/Annots", []):
            if annotation.get("/Subtype") == "/Link":
                target, arrives = _end(annotation, pages, arriving)
                label = str(annotation.get("/Contents", ""))
                yield Lead(index, label, target, arrives, annotation.objgen[0])


def _lines(parent: PdfObject, pages: Pages, arriving: set[str]) -> Iterator[Lead]:
    """The lines of the outline below `parent`."""
    item = parent.get("/First")
    while item is not None:
        target, arrives = _end(item, pages, arriving)
        yield Lead(-1, str(item.get("/Title", "")), target, arrives, item.objgen[0])
        yield from _lines(item, pages, arriving)
        item = item.get("/Next")


def _end(lead: PdfObject, pages: Pages, arriving: set[str]) -> tuple[str, bool]:
    """Where a link or a line of the outline leads, and whether something is there (12.3.2, 12.6.4)."""
    action = lead.get("/A", pikepdf.Dictionary())
    if action.get("/S") == "/URI":
        address = str(action.get("/URI", ""))
        return address, bool(address)
    there = lead.get("/Dest", action.get("/D"))
    if isinstance(there, pikepdf.String | pikepdf.Name):
        name = str(there)
        return name, name in arriving
    place = _position(there, pages)
    return ("no page", False) if place is None else (f"page {place.page + 1}", True)


def _attachments(pdf: pikepdf.Pdf, tree: PdfObject) -> Iterator[EmbeddedFile]:
    listed = [specification for _, specification in entries(tree, "/Names")]
    associated = list(pdf.Root.get("/AF", []))
    in_tree, in_document = ({each.objgen for each in some} for some in (listed, associated))
    for objgen, specification in {each.objgen: each for each in (*listed, *associated)}.items():
        yield EmbeddedFile(
            name=str(specification.get("/UF", specification.get("/F", ""))),
            relationship=str(specification.get("/AFRelationship", "")).removeprefix("/"),
            listed=objgen in in_tree,
            associated=objgen in in_document,
            whole=_whole(specification),
        )


def _whole(specification: PdfObject) -> bool:
    """Whether the file inside is as long as it says, and has the checksum that it says (7.11.4.1)."""
    stream = specification.get("/EF", pikepdf.Dictionary()).get("/F")
    if stream is None:
        return False
    content, said = stream.read_bytes(), stream.get("/Params", pikepdf.Dictionary())
    digest = hashlib.md5(content, usedforsecurity=False).digest()
    size, checksum = said.get("/Size", len(content)), said.get("/CheckSum", digest)
    return int(size) == len(content) and bytes(checksum) == digest


def _same(pdf: pikepdf.Pdf) -> Mapping[str, tuple[str, str]]:
    """What Info and XMP say of each field that they share; several authors are one text."""
    packet = pdf.open_metadata(set_pikepdf_as_editor=False)
    return {
        field: (str(pdf.docinfo.get(f"/{field}", "")), _one(packet.get(name, "")))
        for field, name in _SAME_FIELDS.items()
    }


def _one(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | set | tuple) else str(value)
