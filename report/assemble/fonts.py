"""Parts → the fonts of the whole: the glyphs that all parts use, one subset for each face.

The recipe and what it saves were measured: a file in which each fragment keeps its own subsets is
half as large again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from report import faces
from report.assemble.parts import Part
from report.assemble.typefaces import Typeface, Typefaces
from report.errors import RenderError
from report.faces import Face
from report.pdf import EmbeddedFont, Font

_SPACE = " "
_NO_BREAK_HYPHEN, _SOFT_HYPHEN = "\N{NON-BREAKING HYPHEN}", "\N{SOFT HYPHEN}"
_LIGATURES = range(0xFB00, 0xFB07)

Uses = Mapping[str, tuple[Face, Mapping[int, str]]]
"""By a font's name in content streams: its face, and the text that each of its glyphs stands for."""


def unite(parts: Sequence[Part], furniture: Uses, typefaces: Typefaces) -> dict[str, Font]:
    """The fonts of the whole, by the names under which content streams ask for them.

    Raises:
        RenderError: a section was set in another face, or in another version of one of ours.
    """
    read = [(part, font) for part in parts for font in part.file.fonts()]
    _refuse(read, typefaces)
    named: dict[str, Face] = {}
    texts: dict[Face, dict[int, set[str]]] = {}
    for resource, face, glyphs in [*_set(read), *((name, *use) for name, use in furniture.items())]:
        named[resource] = face
        for glyph, text in glyphs.items():
            texts.setdefault(face, {}).setdefault(glyph, set()).add(text)
    fonts = {face: _font(typefaces[face], glyphs) for face, glyphs in texts.items()}
    return {resource: fonts[face] for resource, face in sorted(named.items()) if face in fonts}


def _set(read: Sequence[tuple[Part, EmbeddedFont]]) -> Iterator[tuple[str, Face, Mapping[int, str]]]:
    for _, font in read:
        face = faces.face_called(font.name)
        if face is not None:
            yield font.resource, face, font.texts


def _refuse(read: Sequence[tuple[Part, EmbeddedFont]], typefaces: Typefaces) -> None:
    """Refuse what cannot be united, all complaints at once."""
    complaints = [
        f"section {part.section.id}: {complaint}"
        for part, font in read
        if (complaint := _complaint(font, typefaces))
    ]
    if complaints:
        raise RenderError("\n".join(complaints))


def _complaint(font: EmbeddedFont, typefaces: Typefaces) -> str:
    """Why a fragment's font is not one of ours, or nothing."""
    face = faces.face_called(font.name)
    if face is None:
        return f"the face {font.name} is not one that pages are set in"
    if font.encoding != "Identity-H":  # the engine writes another one for glyphs that a face lacks
        return f"a glyph is missing from {face.name}"
    typeface = typefaces[face]
    other = [glyph for glyph, width in font.widths.items() if abs(typeface.width(glyph) - width) > 1]
    return f"set in another version of {face.name} than {face.file}" if other else ""


def _font(typeface: Typeface, glyphs: Mapping[int, set[str]]) -> Font:
    return typeface.font({glyph: _text(typeface.characters(glyph), texts) for glyph, texts in glyphs.items()})


def _text(characters: tuple[str, ...], texts: set[str]) -> str:
    """What a glyph means, whatever it happened to be first used for.

    A space glyph also stands for the narrow spaces that the face has not; it is read as a space. The
    no-break hyphen is set at line ends only (paper.css), where a soft hyphen is meant (ISO 32000-1,
    14.8.2.2.3): so a reader can join the word. A ligature is read as its letters, every other glyph
    as its character.
    """
    longest = max(sorted(texts), key=len)
    if not characters or (ord(characters[0]) in _LIGATURES and len(longest) > 1):
        return longest
    if _SPACE in characters:
        return _SPACE
    return _SOFT_HYPHEN if _NO_BREAK_HYPHEN in characters else characters[0]
