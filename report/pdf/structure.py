"""A finished PDF → its structure tree as plain nouns, and what the file's tables say of it (14.7)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pikepdf

from report.pdf.elements import Element, Walk, number_of

if TYPE_CHECKING:
    from report.pdf.reading import File

PdfObject = Any


@dataclass(frozen=True, slots=True)
class Structure:
    """The tree in reading order, and the two tables that lead back into it.

    `root` is the object number of the tree's root, 0 in a file without one. `content_owners` and
    `annotation_owners` are what the parent tree says (14.7.4.4): the object number of the element
    that owns a page's marked content, or an annotation, 0 where it says null. `identities` is the ID
    tree in the file's order. `broken` are elements' places, and kids that are no element of theirs.
    """

    root: int
    elements: tuple[Element, ...]
    content_owners: Mapping[tuple[int, int], int]
    annotation_owners: Mapping[int, int]
    identities: tuple[tuple[str, int], ...]
    broken: tuple[tuple[int, str], ...]


def read(file: File) -> Structure:
    """The structure tree of an open file; an empty one where it has none."""
    pdf = file.pdf
    root = pdf.Root.get("/StructTreeRoot")
    if root is None:
        return Structure(0, (), {}, {}, (), ())
    pages = {page.obj.objgen[0]: index for index, page in enumerate(pdf.pages)}
    walk = Walk(
        {f"{each.objgen[0]} {each.objgen[1]} R": each for each in pdf.objects},
        pages,
        {role: str(kind) for role, kind in root.get("/RoleMap", pikepdf.Dictionary()).items()},
    )
    walk.through(root, str(pdf.Root.get("/Lang", "")))
    contents, annotations = _owners(pdf, root.get("/ParentTree"))
    identities = entries(root.get("/IDTree"), "/Names")
    return Structure(
        root.objgen[0],
        tuple(walk.elements),
        contents,
        annotations,
        tuple((str(name), element.objgen[0]) for name, element in identities),
        tuple(walk.broken),
    )


def entries(tree: PdfObject, leaves: str) -> Iterator[tuple[PdfObject, PdfObject]]:
    """The keys and values of a name tree (`/Names`) or number tree (`/Nums`), in the file's order (7.9.6)."""
    if tree is None:
        return
    flat = list(tree.get(leaves, []))
    yield from zip(flat[::2], flat[1::2], strict=True)
    for kid in tree.get("/Kids", []):
        yield from entries(kid, leaves)


def _owners(pdf: pikepdf.Pdf, tree: PdfObject) -> tuple[Mapping[tuple[int, int], int], Mapping[int, int]]:
    """What the parent tree says of marked content, and of annotations (14.7.4.4)."""
    said = {int(key): value for key, value in entries(tree, "/Nums")}
    contents: dict[tuple[int, int], int] = {}
    annotations: dict[int, int] = {}
    for index, page in enumerate(pdf.pages):
        array = said.get(int(page.get("/StructParents", -1)))
        for mark, owner in enumerate(_references(array)):
            contents[index, mark] = number_of(owner)
        for annotation in page.get("/Annots", []):
            if "/StructParent" in annotation:
                element = said.get(int(annotation.StructParent))
                annotations[annotation.objgen[0]] = element.objgen[0] if element is not None else 0
    return contents, annotations


def _references(array: PdfObject) -> list[str]:
    """The references of an array, each unresolved."""
    return json.loads(array.to_json(dereference=True)) if isinstance(array, pikepdf.Array) else []
