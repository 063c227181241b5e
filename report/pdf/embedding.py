"""A font → the objects by which a PDF embeds it: Type0 with Identity-H (ISO 32000-1, 9.7 and 9.8)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, Name, Pdf, String

from report.pdf import to_unicode

if TYPE_CHECKING:
    from report.pdf.nouns import Font
    from report.pdf.reading import PdfObject

# Flags of table 123.
_SERIF, _SYMBOLIC, _ITALIC = 1 << 1, 1 << 2, 1 << 6


def embed(pdf: Pdf, font: Font) -> PdfObject:
    """The font's dictionary in a PDF, ready to stand among the resources of a page."""
    name = Name(f"/{_tag(font)}+{font.name}")
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        CIDToGIDMap=Name.Identity,
        FontDescriptor=pdf.make_indirect(_descriptor(pdf, font, name)),
        W=_widths(font.widths),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_stream(to_unicode.write(font.texts)),
        )
    )


def _descriptor(pdf: Pdf, font: Font, name: Name) -> Dictionary:
    italic = font.italic_angle != 0
    return Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        FontFamily=String(font.family),
        Flags=_SYMBOLIC | _SERIF * font.serif | _ITALIC * italic,
        FontBBox=Array(list(font.box)),
        ItalicAngle=round(font.italic_angle, 2),
        Ascent=font.ascent,
        Descent=font.descent,
        CapHeight=font.cap_height,
        StemV=140 if font.bold else 80,  # no OpenType table holds it; readers use it only to substitute
        FontFile2=pdf.make_stream(font.program, Length1=len(font.program)),
    )


def _tag(font: Font) -> str:
    """Six capital letters that tell subsets apart (9.6.4), made of the subset itself."""
    digest = hashlib.sha256(font.program).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _widths(widths: Mapping[int, int]) -> Array:
    """The array W: runs of following glyphs as `first [w …]` (9.7.4.3)."""
    array = Array()
    previous = None
    for glyph in sorted(widths):
        if previous is None or glyph != previous + 1:
            array.append(glyph)
            array.append(Array())
        array[len(array) - 1].append(widths[glyph])
        previous = glyph
    return array
