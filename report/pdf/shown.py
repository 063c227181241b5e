"""A page of an open file → the digest of everything that decides which words it shows (ISO 32000-1, 7.8, 9).

That is its content, the forms that it paints and theirs, and the fonts: how wide their glyphs are, and
which characters they mean. Numbers of objects are left out, because every file counts its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import pikepdf

# pikepdf's objects are looked into by attribute and key: no static type says what a PDF holds.
PdfObject = Any

_REFERENCE = b" R"
_DECIDING = ("/Font", "/XObject")
"""The resources that words depend on (7.8.3); colours, patterns and states of graphics are none."""


class Shown:
    """The digests of pages of one file; what they share is taken once."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self._known: dict[tuple[int, int], bytes] = {}

    def of(self, page: pikepdf.Page) -> str:
        """The digest of a page's words, in hexadecimal."""
        parts = (page.obj.get("/Contents"), *_deciding(page.obj.get("/Resources")), page.mediabox)
        return hashlib.sha256(b"".join(map(self._digest, parts))).hexdigest()

    def _digest(self, found: PdfObject) -> bytes:
        """The digest of an object and of all that it leads to."""
        if not isinstance(found, pikepdf.Object) or not found.is_indirect:
            return self._anew(found)
        if found.objgen not in self._known:
            self._known[found.objgen] = b""  # what leads back to itself adds nothing
            self._known[found.objgen] = self._anew(found)
        return self._known[found.objgen]

    def _anew(self, found: PdfObject) -> bytes:
        return hashlib.sha256(b"".join(self._parts(found))).digest()

    def _parts(self, found: PdfObject) -> Iterator[bytes]:
        if isinstance(found, pikepdf.Stream):
            yield found.read_raw_bytes()
            yield from self._entries(found.stream_dict)
        elif isinstance(found, pikepdf.Dictionary):
            yield from self._entries(found)
        elif isinstance(found, pikepdf.Array) and _REFERENCE in found.unparse():
            yield from map(self._digest, found)
        else:
            yield found.unparse() if isinstance(found, pikepdf.Object) else repr(found).encode()

    def _entries(self, found: PdfObject) -> Iterator[bytes]:
        for key, value in found.items():
            if key == "/Resources":
                yield from map(self._digest, _deciding(value))
            elif key not in _LEADING_AWAY:
                yield key.encode()
                yield self._digest(value)


_LEADING_AWAY = frozenset({"/Parent", "/StructParent", "/StructParents", "/P", "/Metadata"})
"""Keys that lead from what is painted to the tree and the file around it, or number it there."""


def _deciding(resources: PdfObject) -> Iterator[PdfObject]:
    for name in _DECIDING:
        yield None if resources is None else resources.get(name)
