"""Names and what they stand for → a name tree in one node, sorted by bytes (ISO 32000-1, 7.9.6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, Pdf, String

if TYPE_CHECKING:
    from report.pdf.reading import PdfObject


def name_tree(pdf: Pdf, named: Mapping[str, PdfObject]) -> PdfObject:
    """The tree's root, which is its only node."""
    names = Array()
    for name in sorted(map(String, named), key=bytes):
        names.append(name)
        names.append(named[str(name)])
    return pdf.make_indirect(Dictionary(Names=names))
