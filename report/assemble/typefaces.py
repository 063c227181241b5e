"""A face's file → glyphs, their widths and meanings, and subsets, by HarfBuzz (uharfbuzz).

The engine keeps a face's own glyph numbers in its subsets, so that a glyph number means the same
in every fragment, here, and in the finished file.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import uharfbuzz as hb

from report.errors import RenderError
from report.faces import Face
from report.pdf import Font

_UNITS = 1000
"""Units of a PDF's glyph space in one em (ISO 32000-1, 9.2.4)."""

# What a PDF does not need of a font: layout has been done, and hints are not used in print.
_DROPPED = ("BASE", "DSIG", "GDEF", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "VDMX", "gasp", "hdmx", "kern")
_FLAGS = (
    hb.SubsetFlags.RETAIN_GIDS
    | hb.SubsetFlags.NO_HINTING
    | hb.SubsetFlags.NOTDEF_OUTLINE
    | hb.SubsetFlags.NO_LAYOUT_CLOSURE
)


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph of a shaped line; widths in thousandths of the type size, `advance` with kerning."""

    number: int
    text: str
    width: int
    advance: int


class Typeface:
    """One face, loaded."""

    def __init__(self, face: Face) -> None:
        self.face = face
        self._hb_face = hb.Face(hb.Blob.from_file_path(str(face.file)))
        self._hb_font = hb.Font(self._hb_face)
        self._hb_font.scale = (_UNITS, _UNITS)
        self._characters = self._read_characters()

    def shape(self, line: str) -> tuple[Glyph, ...]:
        """The glyphs of one line of text, from left to right.

        Raises:
            RenderError: the face has no glyph for a character.
        """
        buffer = hb.Buffer()
        buffer.add_str(line)
        buffer.guess_segment_properties()
        hb.shape(self._hb_font, buffer)
        starts = [*(info.cluster for info in buffer.glyph_infos), len(line)]
        glyphs = tuple(
            Glyph(info.codepoint, line[info.cluster : end], self.width(info.codepoint), position.x_advance)
            for info, position, end in zip(
                buffer.glyph_infos, buffer.glyph_positions, starts[1:], strict=True
            )
        )
        missing = "".join(glyph.text for glyph in glyphs if glyph.number == 0)
        if missing:
            raise RenderError(f"{self.face.name} has no glyph for {missing!r}, which stands in {line!r}")
        return glyphs

    def width(self, glyph: int) -> int:
        """A glyph's advance width, without kerning."""
        return int(self._hb_font.get_glyph_h_advance(glyph))

    def characters(self, glyph: int) -> tuple[str, ...]:
        """The characters that the face's cmap shows by a glyph, in the order of Unicode."""
        return self._characters.get(glyph, ())

    def font(self, texts: Mapping[int, str]) -> Font:
        """The face cut down to the glyphs of `texts`, which says what each means, ready to embed."""
        extents = self._hb_font.get_font_extents("ltr")
        return Font(
            name=str(self._hb_face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME)),
            family=self.face.family,
            program=self._subset(texts),
            widths={glyph: self.width(glyph) for glyph in texts},
            texts=texts,
            box=self._box(),
            ascent=round(extents.ascender),
            descent=round(extents.descender),
            cap_height=int(self._hb_font.get_metric_position(hb.OTMetricsTag.CAP_HEIGHT) or extents.ascender),
            italic_angle=self._italic_angle(),
            serif="Serif" in self.face.family,
            bold=self.face.bold,
        )

    def _subset(self, glyphs: Iterable[int]) -> bytes:
        wanted = hb.SubsetInput()
        wanted.flags = _FLAGS
        wanted.glyph_set.update(glyphs)
        wanted.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in _DROPPED)
        return bytes(hb.subset(self._hb_face, wanted).blob.data)

    def _read_characters(self) -> dict[int, tuple[str, ...]]:
        characters: dict[int, tuple[str, ...]] = {}
        for codepoint in sorted(self._hb_face.unicodes):
            glyph = self._hb_font.get_nominal_glyph(codepoint)
            characters[glyph] = (*characters.get(glyph, ()), chr(codepoint))
        return characters

    def _box(self) -> tuple[int, int, int, int]:
        """The font's bounding box (OpenType, table head: xMin, yMin, xMax, yMax at byte 36)."""
        edges = struct.unpack_from(">4h", self._hb_face.reference_table("head").data, 36)
        left, bottom, right, top = (round(edge * _UNITS / self._hb_face.upem) for edge in edges)
        return left, bottom, right, top

    def _italic_angle(self) -> float:
        """Degrees counter-clockwise (OpenType, table post: a 16.16 fixed number at byte 4)."""
        (angle,) = struct.unpack_from(">i", self._hb_face.reference_table("post").data, 4)
        return float(angle) / 65536


class Typefaces:
    """The faces in use, each loaded when it is first asked for."""

    def __init__(self) -> None:
        self._loaded: dict[Face, Typeface] = {}

    def __getitem__(self, face: Face) -> Typeface:
        """The face, loaded.

        Raises:
            RenderError: it is not installed.
        """
        if face not in self._loaded:
            self._loaded[face] = Typeface(face)
        return self._loaded[face]
