"""A PDF under way → its bytes, in the form that PDF/A wants of streams (ISO 19005-3, 6.1.7.1).

A stream's Length must be the number of bytes before the end-of-line marker that stands before
`endstream`. The writer's marker is LF; so the bytes of a stream that happen to end in CR make a CRLF
of it, and a reader that looks for the marker finds one byte less than Length says. About every third
file has such a stream. It may be one of the writer's own (objects, cross-references), so that no
choice of content avoids it; but the marker can be made CRLF there.
"""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf

_AMBIGUOUS = re.compile(rb"\r\nendstream\nendobj")
_BEGIN = b">>\nstream\n"
_LENGTH = re.compile(rb"/Length (\d+)")


def save(pdf: pikepdf.Pdf) -> bytes:
    """The finished file, as PDF 1.7; nothing in it is dated, and its ID is made of its contents."""
    target = BytesIO()
    pdf.save(
        target,
        force_version="1.7",
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        fix_metadata_version=False,
    )
    return unambiguous(target.getvalue())


def unambiguous(data: bytes) -> bytes:
    """A file as `save` writes it, with CRLF before `endstream` where a stream's own bytes end in CR.

    The byte more is made up for by a space less in the stream's dictionary, so that every object
    stays where the cross-references say.
    """
    patched = bytearray(data)
    for marker in _AMBIGUOUS.finditer(data):
        end = marker.start() + 1
        space = _space(data, end)
        if space:
            patched[space:end] = data[space + 1 : end] + b"\r"
    return bytes(patched)


def _space(data: bytes, end: int) -> int:
    """Where the first space stands in the dictionary of the stream that ends at `end`; 0 if none does."""
    begin = data.rfind(_BEGIN, 0, end)
    while begin >= 0:
        dictionary = data.rfind(b"\n<< ", 0, begin)
        length = _LENGTH.search(data, dictionary, begin)
        if length is not None and begin + len(_BEGIN) + int(length[1]) == end:
            return dictionary + len(b"\n<<")
        begin = data.rfind(_BEGIN, 0, begin)
    return 0
