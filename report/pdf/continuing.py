"""A part's content → the end of the Sect that it goes on, its table's rows in that one's table.

A long register is set in several parts. To a reader it is one table with one head: the later parts'
heads are artifacts already, and what is left of their tables are rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary

from report.errors import RenderError

if TYPE_CHECKING:
    from report.pdf.reading import PdfObject

_GROUPS = frozenset({"TBody", "TR"})
"""What a table goes on with; a caption, a head or a foot it has once."""


def go_on(name: str, top: PdfObject, sect: PdfObject) -> None:
    """Move what stands under `top`, the Document of the part `name`, to the end of `sect`.

    The rows of its first table go to the last table of `sect`, where both have one.

    Raises:
        RenderError: the later table has a head, a foot or a caption of its own.
    """
    earlier, later = next(_tables(sect, last=True), None), next(_tables(top), None)
    if earlier is not None and later is not None:
        own = sorted({str(group.S).removeprefix("/") for group in children(later)} - _GROUPS)
        if own:
            raise RenderError(f"section {name}: a table that goes on has its own {', '.join(own)}")
        _join(earlier, later)
        _remove(later, top)
    _move(children(top), sect)


def children(element: PdfObject) -> list[PdfObject]:
    """What stands under an element, marked content and references to objects included."""
    under = element.get("/K", Array())
    return list(under) if isinstance(under, Array) else [under]


def is_element(child: PdfObject) -> bool:
    """Whether a child is a structure element, and no marked content or reference."""
    return isinstance(child, Dictionary) and "/S" in child


def _tables(element: PdfObject, *, last: bool = False) -> Iterator[PdfObject]:
    """The tables under an element that stand in no other table, in order or from the last."""
    under = [child for child in children(element) if is_element(child)]
    for child in reversed(under) if last else under:
        if child.S == "/Table":
            yield child
        else:
            yield from _tables(child, last=last)


def _join(earlier: PdfObject, later: PdfObject) -> None:
    """Let `later`'s rows follow `earlier`'s: the first group's in the last group, further groups after it."""
    last, groups = children(earlier)[-1], children(later)
    if groups and last.S == groups[0].S == "/TBody":
        _move(children(groups.pop(0)), last)
    _move(groups, earlier)


def _move(moved: list[PdfObject], under: PdfObject) -> None:
    for element in moved:
        element.P = under
    under.K.extend(moved)


def _remove(element: PdfObject, top: PdfObject) -> None:
    """Take an element from the tree, and every element above it, up to `top`, that is empty without it."""
    above = element.P
    above.K = Array(child for child in children(above) if not _same(child, element))
    if not len(above.K) and not _same(above, top):
        _remove(above, top)


def _same(one: PdfObject, other: PdfObject) -> bool:
    return isinstance(one, Dictionary) and bool(one.objgen == other.objgen)
