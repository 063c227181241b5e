"""A ToUnicode CMap's bytes → the text of each glyph, and back (ISO 32000-1, 9.10.3; Adobe note 5411)."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PAIR = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]*)>")
_SECTION = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_HEAD = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_TAIL = b"""endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
_LONGEST = 100
"""A section of a CMap holds at most a hundred entries (Adobe note 5014)."""


def read(cmap: bytes) -> dict[int, str]:
    """The text of each glyph number. Knows entries glyph by glyph, as this project's files have them.

    Raises:
        ValueError: the CMap maps ranges of glyphs.
    """
    if b"beginbfrange" in cmap:
        raise ValueError("a ToUnicode CMap with ranges")
    return {
        int(glyph, 16): bytes.fromhex(text.decode("ascii")).decode("utf-16-be")
        for section in _SECTION.findall(cmap)
        for glyph, text in _PAIR.findall(section)
    }


def write(texts: Mapping[int, str]) -> bytes:
    """A CMap that gives each glyph number its text, in the order of glyph numbers."""
    entries = [f"<{glyph:04X}> <{texts[glyph].encode('utf-16-be').hex().upper()}>" for glyph in sorted(texts)]
    batches = [entries[start : start + _LONGEST] for start in range(0, len(entries), _LONGEST)]
    sections = [f"{len(batch)} beginbfchar\n" + "\n".join(batch) + "\nendbfchar\n" for batch in batches]
    return _HEAD + "".join(sections).encode("ascii") + _TAIL
