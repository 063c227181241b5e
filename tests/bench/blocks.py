"""A section's HTML → neutral blocks, so that every rival sets the same words.

A block is a title, heading, pair, entry, text, table or figure. Its words are lines of runs: a run has
its text `t`, and where they hold, `l` (language), `b` (bold), `g` (grey), `s` (small), `k` (a numeral in
the size of key figures) and `h` (the id that it links to). Nothing is left of HTML.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree import ElementTree

import tinyhtml5  # type: ignore[import-untyped]  # it does not tell its types

Block = dict[str, Any]
Run = dict[str, Any]
Line = list[Run]
Element = ElementTree.Element

_SPACE = re.compile(r"[ \t\n]+")
_LINES = frozenset({"p", "div", "h1", "h2", "h3", "br"})
_OWN_LINE = frozenset({"parties", "remark", "id"})
_SMALL = frozenset({"note", "parties", "remark", "address", "marks"})
_BOLD = frozenset({"key", "id", "used", "figure-title"})
_TYPE_AREA = 168.0


def blocks_of(html: str) -> list[Block]:
    """The blocks of a section's page, in their order."""
    body = tinyhtml5.parse(html, namespace_html_elements=False).find("body")
    return list(_blocks(body))


def lines_of(element: Element) -> list[Line]:
    """The words of an element, line by line as the page breaks them on purpose."""
    lines: list[Line] = [[]]
    _walk(element, {}, lines)
    return [line for line in map(_stripped, lines) if line]


def words_of(blocks: Iterable[Block]) -> Iterator[str]:
    """Every passage of the blocks as plain text: a cell, a heading, a caption."""
    for block in blocks:
        for lines in _passages(block):
            yield " ".join("".join(run["t"] for run in line) for line in lines)


def _passages(block: Block) -> Iterator[list[Line]]:
    for name in ("cells", "captions", "notes"):
        yield from block.get(name, ())
    for row in (*block.get("head", ()), *block.get("rows", ())):
        for cell in row["cells"]:
            yield cell["lines"]


def _blocks(parent: Element) -> Iterator[Block]:
    for element in parent:
        names = _classes(element)
        if names & {"keep", "paragraphs", "cover-sheet"}:
            for block in _blocks(element):
                yield {**block, "ruled": True} if "points" in names else block
        elif element.tag == "table":
            yield _table(element, names)
        elif element.tag == "figure":
            yield _figure(element)
        else:
            yield _passage(element, names)


def _passage(element: Element, names: frozenset[str]) -> Block:
    """Whatever is no table and no figure: its cells stand side by side."""
    kind = next(
        (name for name in ("title", "heading", "entry", "pair", "note") if name in names),
        "cover" if element.tag == "h1" else "text",
    )
    cells = [element]
    notes: list[list[Line]] = []
    if kind in {"title", "entry", "pair"}:
        cells = list(element)
    elif kind == "heading":
        cells = list(element[0])
        notes = [lines_of(note) for note in element[1:]]
    return {
        "kind": kind,
        "id": element.get("id", ""),
        "level": int(cells[0].tag[1]) if cells[0].tag in {"h1", "h2", "h3"} else 0,
        "position": "position" in names,
        "cells": [lines_of(cell) for cell in cells],
        "notes": notes,
    }


def _figure(element: Element) -> Block:
    picture = next(element.iter("img"))
    _, _, encoded = picture.get("src", "").partition("base64,")
    return {
        "kind": "figure",
        "id": element.get("id", ""),
        "file": base64.b64decode(encoded).decode(),
        "alternative": picture.get("alt", ""),
        "captions": [lines_of(caption) for caption in element.findall("figcaption/p")],
        "notes": [lines for note in element.findall("p") if (lines := lines_of(note))],
    }


def _table(element: Element, names: frozenset[str]) -> Block:
    rows = [_row(row) for row in element.iter("tr") if "gap" not in _classes(row[0])]
    heads = len(element.findall("thead/tr"))
    count = max(sum(cell["span"] for cell in row["cells"]) for row in rows)
    shapes = ("panel", "claims", "contents", "sources", "colophon", "field", "cover-foot")
    half = any("half" in _classes(cell) for cell in element.iter("th"))
    shape = next((name for name in shapes if name in names), "halves" if half else "terms")
    return {
        "kind": "table",
        "shape": shape,
        "widths": widths(shape, count),
        "head": rows[:heads],
        "rows": rows[heads:],
    }


def widths(shape: str, count: int) -> list[float]:
    """The columns of a table in millimetres, as the style sheet has them (templates/paper.css)."""
    fixed: dict[str, list[float]] = {
        "claims": [79.0, 33.0, 39.0, 17.0],
        "sources": [9.0, 139.0, 20.0],
        "colophon": [40.0, 128.0],
        "terms": [40.0, 128.0],
        "halves": [91.9, 76.1],
    }
    if shape == "contents":
        return [10.0, *[(_TYPE_AREA - 22) / (count - 2)] * (count - 2), 12.0]
    if len(fixed.get(shape, ())) == count:
        return fixed[shape]
    return [_TYPE_AREA / count] * count


def _row(row: Element) -> Block:
    return {
        "id": row.get("id", ""),
        "group": "group" in _classes(row),
        "cells": [_cell(cell) for cell in row],
    }


def _cell(cell: Element) -> Block:
    names = _classes(cell)
    align = "right" if names & {"amount", "page"} else "center" if "centred" in names else "left"
    return {
        "lines": lines_of(cell),
        "span": int(cell.get("colspan", "1")),
        "align": align,
        "filled": "named" in names,
    }


def _classes(element: Element) -> frozenset[str]:
    return frozenset(element.get("class", "").split())


def _walk(element: Element, style: Run, lines: list[Line]) -> None:
    """Add the element's words to `lines`; a block of its own begins a line and ends it."""
    names = _classes(element)
    style = _styled(element, names, style)
    _add(element.text, style, lines)
    for position, child in enumerate(element):
        if position and "key" in names:
            lines[-1].append({"t": " "})
        own_line = child.tag in _LINES or "stack" in names or _classes(child) & _OWN_LINE
        if own_line:
            lines.append([])
        later = {"g": 1} if position and names & {"stack", "inline"} else {}
        _walk(child, {**style, **later}, lines)
        if own_line:
            lines.append([])
        _add(child.tail, style, lines)


def _styled(element: Element, names: frozenset[str], style: Run) -> Run:
    changes: Run = {}
    if element.get("lang"):
        changes["l"] = element.get("lang")
    if element.get("href", "").startswith("sec:"):
        changes["h"] = element.get("href", "").removeprefix("sec:")
    if names & _SMALL:
        changes |= {"s": 1, "g": 1}
    if "second" in names:
        changes["g"] = 1
    if names & _BOLD or element.tag == "strong":
        changes["b"] = 1
    if "key" in names:
        changes["k"] = 1
    return {**style, **changes}


def _add(text: str | None, style: Run, lines: list[Line]) -> None:
    if text:
        lines[-1].append({"t": _SPACE.sub(" ", text), **style})


def _stripped(line: Line) -> Line:
    """The line without space at its ends, as a page sets it."""
    kept = [dict(run) for run in line]
    while kept and not (text := kept[0]["t"].lstrip(" ")):
        kept.pop(0)
    if kept:
        kept[0]["t"] = text
    while kept and not (text := kept[-1]["t"].rstrip(" ")):
        kept.pop()
    if kept:
        kept[-1]["t"] = text
    return kept
