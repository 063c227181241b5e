"""A part's content → the end of the Sect that it goes on: a table's rows go on in that one's table.

A long register is set in several parts. To a reader it is one table with one head, or one list: the
heads of later parts are artifacts already, and what is left are rows, which join those before them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.errors import RenderError

if TYPE_CHECKING:
    from report.pdf.reading import PdfObject

_PARTED = frozenset({"/Table", "/TBody", "/L"})
"""What the end of a part can part; a row or an item stands whole in one of them."""

_ONCE = frozenset({"/THead", "/TFoot", "/Caption"})
"""What a table has once."""


def go_on(name: str, top: PdfObject, sect: PdfObject) -> None:
    """Move what stands under `top`, the Document of the part `name`, to the end of `sect`.

    Where a table or a list ends the one and begins the other, they are the same.

    Raises:
        RenderError: the later half of a table has a head, a foot or a caption of its own.
    """
    moved = list(top.K)
    if moved and len(sect.K) and sect.K[-1].get("/S") == moved[0].get("/S") in _PARTED:
        later = moved.pop(0)
        _refuse(name, later)
        go_on(name, later, sect.K[-1])
    for element in moved:
        element.P = sect
    sect.K.extend(moved)


def _refuse(name: str, table: PdfObject) -> None:
    own = sorted({str(child.S) for child in table.K} & _ONCE)
    if own:
        kinds = ", ".join(kind.removeprefix("/") for kind in own)
        raise RenderError(f"section {name}: a table that goes on has its own {kinds}")
