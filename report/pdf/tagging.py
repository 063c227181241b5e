"""The tag trees of parts → one tree over all: a Document of Sects (ISO 32000-1, 14.7 and 14.8).

Each part is a tagged file of its own: its StructTreeRoot has one Document, and a ParentTree and an
IDTree of one node each. Elements are moved, not made anew: whoever made them answers for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from report.pdf import continuing
from report.pdf.name_tree import name_tree
from report.pdf.structure import entries

if TYPE_CHECKING:
    from report.pdf.nouns import Division
    from report.pdf.reading import PdfObject


@dataclass(frozen=True, slots=True)
class Part:
    """A copied part: its own tree's root, and the pages of the whole that it covers."""

    division: Division
    root: PdfObject
    pages: range


def unite(pdf: pikepdf.Pdf, parts: Sequence[Part]) -> None:
    """Give the file one tag tree.

    Raises:
        ValueError: two elements have the same id.
        KeyError: a part goes on in one that does not stand before it.
        RenderError: a table that goes on has a head of its own.
    """
    document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, K=Array()))
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([document])))
    document.P = root
    _divide(document, parts)
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=_parents(pdf, parts)))
    root.ParentTreeNextKey = len(root.ParentTree.Nums) // 2
    named = _named(parts)
    if named:
        root.IDTree = name_tree(pdf, named)
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def _divide(document: PdfObject, parts: Sequence[Part]) -> None:
    """Make each part's Document a Sect of the whole, or let its content go on in an earlier one."""
    sects: dict[str, PdfObject] = {}
    for part in parts:
        division, top = part.division, part.root.K[0]
        if division.continues:
            sects[division.name] = sects[division.continues]
            continuing.go_on(division.name, top, sects[division.continues])
        else:
            sects[division.name] = top
            top.S, top.P = Name.Sect, document
            top.T, top.Lang = String(division.title), String(division.language)
            document.K.append(top)


def _parents(pdf: pikepdf.Pdf, parts: Sequence[Part]) -> Array:
    """The parent tree's numbers: a page has its own, counted from 0; annotations have those after them."""
    of_pages, of_annotations = Array(), Array()
    following = len(pdf.pages)
    for part in parts:
        known = {int(number): owner for number, owner in entries(part.root.ParentTree, "/Nums")}
        for index in part.pages:
            page = pdf.pages[index]
            _put(of_pages, index, known[int(page.StructParents)])
            page.StructParents = index
            for annotation in page.get("/Annots", []):
                _put(of_annotations, following, known[int(annotation.StructParent)])
                annotation.StructParent = following
                following += 1
    of_pages.extend(of_annotations)
    return of_pages


def _put(numbers: Array, number: int, owner: PdfObject) -> None:
    numbers.append(number)
    numbers.append(owner)


def _named(parts: Sequence[Part]) -> dict[str, PdfObject]:
    """Every element that has an id, by its id."""
    named: dict[str, PdfObject] = {}
    for part in parts:
        for key, element in entries(part.root.get("/IDTree"), "/Names"):
            if (name := str(key)) in named:
                raise ValueError(f"{part.division.name}: another element has the id {name!r}")
            named[name] = element
    return named
