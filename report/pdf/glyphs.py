"""A page's content → the glyphs that it shows and that mean nothing (ISO 32000-1, 9.4.3 and 9.10.3).

A reader that cannot tell what a glyph means leaves it out of the text, so that reading the text
alone would never show it: glyph 0 is the empty box that faces draw for what they have not.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

import pikepdf

from report.pdf import to_unicode

PdfObject = Any
Meaningful = dict[tuple[int, int], frozenset[int]]
"""The glyphs of each font that mean something, by the font's object number."""

_SHOWN = ("Tj", "TJ", "'", '"')


def meaningless(page: PdfObject, known: Meaningful) -> Iterator[tuple[str, int]]:
    """The font's name and the number of each glyph that a page shows without a meaning, forms included.

    `known` keeps what fonts mean from page to page.
    """
    resources = page.get("/Resources", pikepdf.Dictionary())
    name, meaningful = "", frozenset[int]()
    for instruction in pikepdf.parse_content_stream(page, "Tf Do Tj TJ ' \""):
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "Tf":
            font = resources.Font[str(operands[0])]
            name = str(font.BaseFont).removeprefix("/").split("+", 1)[-1]
            meaningful = _meaningful(font, known)
        elif operator == "Do":
            form = resources.XObject[str(operands[0])]
            if form.get("/Subtype") == "/Form":
                yield from meaningless(form, known)
        elif operator in _SHOWN:
            yield from ((name, glyph) for glyph in _numbers(operands[-1]) if glyph not in meaningful)


def _meaningful(font: PdfObject, known: Meaningful) -> frozenset[int]:
    if font.objgen not in known:
        texts = to_unicode.read(font.ToUnicode.read_bytes()) if "/ToUnicode" in font else {}
        known[font.objgen] = frozenset(glyph for glyph, text in texts.items() if glyph and text)
    return known[font.objgen]


def _numbers(shown: PdfObject) -> list[int]:
    """The glyph numbers of a string, or of the strings of an array that also kerns.

    A number has two bytes in the encoding Identity-H, which all of our fonts have. A byte that is left
    over is no glyph of ours, and is told as a number of its own.
    """
    # What kerns is a plain number by now; asking whether a part is a String would take ten times as long.
    parts = shown if isinstance(shown, pikepdf.Array) else [shown]
    strings = [bytes(part) for part in parts if isinstance(part, pikepdf.Object)]
    return [number for string in strings for number in _pairs(string)]


def _pairs(string: bytes) -> tuple[int, ...]:
    even = string if len(string) % 2 == 0 else string[:-1] + b"\0" + string[-1:]
    return struct.unpack(f">{len(even) // 2}H", even)
