"""A structure tree's root → its elements in reading order (ISO 32000-1, 14.7).

They are read through qpdf's JSON, one call each: a file of sixty pages has thousands of them, and
asking each for its keys one by one would take four times as long.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

# What qpdf's JSON and pikepdf's objects hold is known only when they are looked into.
Json = Any
PdfObject = Any

_DECODER = json.JSONDecoder()
_NOTHING: Mapping[str, Json] = MappingProxyType({})
_TEXT, _BYTES = "u:", "b:"
"""How qpdf's JSON marks strings: text, or bytes in hexadecimal digits that are no text."""


class Element(NamedTuple):
    """One structure element (14.7.2); a named tuple, because thousands of dataclasses are slow to make.

    `number` is its object number in the file, `parent` its parent's place in `Structure.elements`
    (-1: the root of the tree), `named_parent` the object number that its own `P` names. `language`
    is inherited; `page` is where the element begins, from 0, and -1 where nothing of it is on any.
    `contents` are the pages and numbers of its marked content, `annotations` the object numbers of
    its links.
    """

    number: int
    kind: str
    parent: int
    named_parent: int
    language: str
    alternative: str
    id: str
    headers: tuple[str, ...]
    page: int
    contents: tuple[tuple[int, int], ...]
    annotations: tuple[int, ...]


class Walk:
    """A walk through the tree, in reading order."""

    def __init__(
        self, objects: Mapping[str, PdfObject], pages: Mapping[int, int], roles: Mapping[str, str]
    ) -> None:
        self._objects, self._pages, self._roles = objects, pages, roles
        self._seen: set[str] = set()
        self.elements: list[Element] = []
        self.broken: list[tuple[int, str]] = []

    def through(self, root: PdfObject, language: str) -> None:
        """Read every element below the root; the stack's top is the next in reading order."""
        kids = _listed(self._resolved(self._plain(root).get("/K")))
        stack = [(kid, self._resolved(kid), -1, language) for kid in reversed(kids)]
        while stack:
            kid, plain, parent, inherited = stack.pop()
            if not isinstance(plain, dict) or "/S" not in plain or kid in self._seen:
                self.broken.append((parent, str(kid)))
                continue
            self._seen.add(kid)
            language = _text(plain["/Lang"]) if "/Lang" in plain else inherited
            place = len(self.elements)
            below = self._enter(number_of(kid), plain, parent, language)
            stack.extend((each, inner, place, language) for each, inner in reversed(below))
        self._place()

    def _place(self) -> None:
        """Where an element names no page of its own, it begins on the first page of what it holds."""
        pages = [element.page for element in self.elements]
        for place in reversed(range(len(pages))):
            element = self.elements[place]
            if element.page < 0 and pages[place] >= 0:
                self.elements[place] = element._replace(page=pages[place])
            if element.parent >= 0 and self.elements[element.parent].page < 0 <= pages[place]:
                pages[element.parent] = pages[place]

    def _enter(self, number: int, plain: Json, parent: int, language: str) -> list[tuple[Json, Json]]:
        """Note an element, and give what stands below it: a kid is content, an annotation or an element."""
        own_page = self._page(plain, -1)
        contents, annotations, below = [], [], []
        for kid in _listed(self._resolved(plain.get("/K"))):
            inner = self._resolved(kid)
            kind = inner.get("/Type") if isinstance(inner, dict) else None
            if isinstance(inner, int):
                contents.append((own_page, inner))
            elif kind == "/MCR":
                contents.append((self._page(inner, own_page), inner["/MCID"]))
            elif kind == "/OBJR":
                annotations.append(number_of(inner["/Obj"]))
            else:
                below.append((kid, inner))
        table = self._attributes(plain["/A"]) if "/A" in plain else _NOTHING
        role = plain["/S"]
        self.elements.append(
            Element(
                number=number,
                kind=self._roles.get(role, role).removeprefix("/"),
                parent=parent,
                named_parent=number_of(plain.get("/P")),
                language=language,
                alternative=_text(plain.get("/Alt")) or _text(plain.get("/ActualText")),
                id=_text(plain.get("/ID")),
                headers=tuple(map(_text, _listed(self._resolved(table.get("/Headers"))))),
                page=contents[0][0] if contents else own_page,
                contents=tuple(contents),
                annotations=tuple(annotations),
            )
        )
        return below

    def _attributes(self, several: Json) -> Mapping[str, Json]:
        """The attributes of all owners together (14.7.5): no two owners share a name that we ask for."""
        found: dict[str, Json] = {}
        for each in _listed(self._resolved(several)):
            attributes = self._resolved(each)
            found |= attributes if isinstance(attributes, dict) else {}
        return found

    def _page(self, plain: Json, otherwise: int) -> int:
        """The page that an element or a content item names, from 0."""
        return self._pages.get(number_of(plain["/Pg"]), -1) if "/Pg" in plain else otherwise

    def _resolved(self, value: Json) -> Json:
        """A value itself, or what the reference leads to; None where it leads to nothing."""
        if isinstance(value, str) and value.endswith(" R"):
            return self._plain(self._objects[value]) if value in self._objects else None
        return value

    @staticmethod
    def _plain(found: PdfObject) -> Json:
        value, _ = _DECODER.raw_decode(found.to_json(dereference=True).decode())
        return value


def _listed(value: Json) -> list[Json]:
    """One or several: the array itself, or an array of the one value."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def number_of(reference: Json) -> int:
    """The object number of a reference `12 0 R`, 0 of anything else."""
    is_reference = isinstance(reference, str) and reference.endswith(" R")
    return int(reference.split(" ", 1)[0]) if is_reference else 0


def _text(value: Json) -> str:
    """A string's text; bytes that are none stay digits, so that they still differ from each other."""
    return value.removeprefix(_TEXT).removeprefix(_BYTES) if isinstance(value, str) else ""
