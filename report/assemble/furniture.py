"""Parts and furniture → the content streams of heads and feet, and the glyphs they are set with.

Each stands in a stream of its own before the page's: the engine's stream turns the axes over and
does not turn them back. All of it is marked as artifact: it is no part of the text (ISO 32000-1,
14.8.2.2). The measures are the design's (docs/pages.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from report.assemble.parts import COVER, Part
from report.assemble.typefaces import Glyph, Typefaces
from report.errors import RenderError
from report.faces import Face
from report.model import Furniture

_MM = 72 / 25.4
SIZE = 7.5
MARGIN = 21 * _MM
HEAD = 14 * _MM
"""From the upper edge to the baseline of the running head; FOOT from the lower edge to the foot's."""
FOOT = 12 * _MM
_GAP = 5 * _MM
"""White between two texts of one line, at least."""

_GREY, _VERMILION, _BLUE = "5B6670", "B5382A", "14365C"
_PLAIN, _BOLD = Face("PT Sans"), Face("PT Sans", bold=True)
_RESOURCES = {_PLAIN: "Furniture", _BOLD: "FurnitureBold"}

_HEADER, _FOOTER = ("Header", "Top"), ("Footer", "Bottom")


@dataclass(frozen=True, slots=True)
class Line:
    """A shaped line of text; `width` in points."""

    face: Face
    glyphs: tuple[Glyph, ...]

    @property
    def width(self) -> float:
        """The line's width, in points."""
        return sum(glyph.advance for glyph in self.glyphs) * SIZE / 1000


@dataclass(slots=True)
class Sheets:
    """The streams by page, and every glyph used in them by the font's name in content streams."""

    contents: dict[int, bytes] = field(default_factory=dict)
    uses: dict[str, tuple[Face, dict[int, str]]] = field(default_factory=dict)


def sheets_of(parts: Sequence[Part], furniture: Furniture, typefaces: Typefaces) -> Sheets:
    """Heads and feet of every page but the cover's.

    Raises:
        RenderError: a text has a character that PT Sans has not, or a single word of it does not fit.
    """
    shaper = _Shaper(typefaces)
    sheets = Sheets()
    total = sum(part.file.pages for part in parts)
    for part in parts:
        if part.section.kind != COVER:
            for page in part.pages:
                size = part.file.size(page - part.first)
                sheet = _Sheet(shaper, size)
                folio = f"{page + 1} / {total}"
                sheets.contents[page] = sheet.head(furniture, part.title) + sheet.foot(furniture, folio)
    for line in shaper.lines.values():
        _, glyphs = sheets.uses.setdefault(_RESOURCES[line.face], (line.face, {}))
        glyphs.update((glyph.number, glyph.text) for glyph in line.glyphs)
    return sheets


class _Shaper:
    """Shapes each text once, however many pages bear it."""

    def __init__(self, typefaces: Typefaces) -> None:
        self._typefaces = typefaces
        self.lines: dict[tuple[Face, str], Line] = {}

    def line(self, text: str, face: Face) -> Line:
        if (face, text) not in self.lines:
            self.lines[face, text] = Line(face, self._typefaces[face].shape(text))
        return self.lines[face, text]

    def fitting(self, text: str, width: float) -> Line:
        """As many words of a text as `width` holds, with an ellipsis where some are left out."""
        words = text.split(" ")
        for count in range(len(words), 0, -1):
            shortened = " ".join(words[:count]).rstrip(" ·,;:–—") + "…"
            line = self.line(text if count == len(words) else shortened, _PLAIN)
            if line.width <= width:
                return line
        raise RenderError(f"running head or foot: {text!r} does not fit into {width / _MM:.0f} mm")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One page's furniture; `size` is the page's width and height in points."""

    shaper: _Shaper
    size: tuple[float, float]

    def head(self, furniture: Furniture, title: str) -> bytes:
        """The short title left, the section right, and the mark of a draft between them."""
        width, height = self.size
        measure = width - 2 * MARGIN
        draft = self.shaper.line(furniture.draft, _BOLD) if furniture.draft else Line(_BOLD, ())
        side = (measure - draft.width) / 2 - (_GAP if furniture.draft else _GAP / 2)
        left, right = self.shaper.fitting(furniture.head, side), self.shaper.fitting(title, side)
        y = height - HEAD
        return _artifact(
            _HEADER,
            _show(left, _GREY, MARGIN, y),
            _show(draft, _VERMILION, (width - draft.width) / 2, y),
            _show(right, _GREY, width - MARGIN - right.width, y),
        )

    def foot(self, furniture: Furniture, folio: str) -> bytes:
        """The state of the data left, the folio right."""
        width, _ = self.size
        right = self.shaper.line(folio, _BOLD)
        left = self.shaper.fitting(furniture.foot, width - 2 * MARGIN - right.width - _GAP)
        return _artifact(
            _FOOTER,
            _show(left, _GREY, MARGIN, FOOT),
            _show(right, _BLUE, width - MARGIN - right.width, FOOT),
        )


def _artifact(place: tuple[str, str], *shows: str) -> bytes:
    subtype, edge = place
    mark = f"/Artifact <</Type /Pagination /Subtype /{subtype} /Attached [/{edge}]>> BDC"
    return "\n".join((mark, "q", *filter(None, shows), "Q", "EMC", "")).encode("ascii")


def _show(line: Line, colour: str, x: float, y: float) -> str:
    """The operators that set a line with its left end at `x` and its baseline at `y`."""
    if not line.glyphs:
        return ""
    red, green, blue = (f"{int(colour[start : start + 2], 16) / 255:.4f}" for start in (0, 2, 4))
    font = f"/{_RESOURCES[line.face]} {SIZE} Tf"
    return f"BT {font} {red} {green} {blue} rg {x:.3f} {y:.3f} Td [{_kerned(line)}] TJ ET"


def _kerned(line: Line) -> str:
    """Glyph numbers, and between them what kerning takes from a glyph's own width (9.4.3)."""
    runs = [""]
    for glyph in line.glyphs:
        runs[-1] += f"{glyph.number:04X}"
        if glyph.width != glyph.advance:
            runs.append(str(glyph.width - glyph.advance))
            runs.append("")
    numbers = zip(runs[::2], [*runs[1::2], ""], strict=True)
    return " ".join(f"<{shown}> {back}".strip() for shown, back in numbers if shown)
