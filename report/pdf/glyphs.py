"""A page's content → the glyphs that it shows and that mean nothing (ISO 32000-1, 9.4.3 and 9.10.3).

A reader that cannot tell what a glyph means leaves it out of the text, so that reading the text
alone would never show it: glyph 0 is the empty box that faces draw for what they have not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf

from report.pdf import to_unicode

PdfObject = Any
Meanings = dict[tuple[int, int], Mapping[int, str]]
"""What the glyphs of each font mean, by the font's object number."""

_SHOWN = ("Tj", "TJ", "'", '"')
_BYTES = 2
"""Of a glyph number in a font of the encoding Identity-H, as all of ours are."""


def meaningless(
    page: PdfObject, known: dict[tuple[int, int], Mapping[int, str]]
) -> Iterator[tuple[str, int]]:
    """The font's name and the number of each glyph that a page shows without a meaning, forms included.

    `known` keeps what fonts mean from page to page.
    """
    resources = page.get("/Resources", pikepdf.Dictionary())
    font: PdfObject = None
    for instruction in pikepdf.parse_content_stream(page, "Tf Do Tj TJ ' \""):
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "Tf":
            font = resources.Font[str(operands[0])]
        elif operator == "Do":
            form = resources.XObject[str(operands[0])]
            if form.get("/Subtype") == "/Form":
                yield from meaningless(form, known)
        elif operator in _SHOWN:
            texts = _texts(font, known)
            name = str(font.BaseFont).removeprefix("/").split("+", 1)[-1]
            yield from ((name, glyph) for glyph in _numbers(operands) if not (glyph and texts.get(glyph)))


def _texts(font: PdfObject, known: Meanings) -> Mapping[int, str]:
    if font.objgen not in known:
        known[font.objgen] = to_unicode.read(font.ToUnicode.read_bytes()) if "/ToUnicode" in font else {}
    return known[font.objgen]


def _numbers(operands: PdfObject) -> Iterator[int]:
    """The glyph numbers of a string, or of the strings of an array that also kerns."""
    last = operands[-1]
    for part in last if isinstance(last, pikepdf.Array) else [last]:
        if isinstance(part, pikepdf.String):
            shown = bytes(part)
            yield from (
                int.from_bytes(shown[start : start + _BYTES], "big") for start in range(0, len(shown), _BYTES)
            )
