"""Parts → how a reader finds the way: destinations, the ends of links, outline, page labels."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import unquote

from report.assemble.parts import COVER, Part
from report.errors import RenderError
from report.pdf import Bookmark, Link, LinkEnd, PageLabel, Position

_ACROSS = "sec:"
"""How a section links to an id of any section: `<a href="sec:ID">`."""


def destinations(parts: Sequence[Part]) -> dict[str, Position]:
    """Every id of every section with its place in the whole; a section's own id always has one.

    Raises:
        RenderError: an id stands in two sections.
    """
    found: dict[str, Position] = {}
    owners: dict[str, str] = {}
    clashes = []
    for part in parts:
        for name, position in _own(part).items():
            if name in found:
                clashes.append(
                    f"id {name!r} stands in section {owners[name]} and in section {part.section.id}"
                )
            found[name], owners[name] = part.placed(position), part.section.id
    if clashes:
        raise RenderError("\n".join(clashes))
    return found


def _own(part: Part) -> dict[str, Position]:
    _, height = part.file.size(0)
    return {part.section.id: Position(0, 0, height)} | part.file.destinations()


def link_ends(parts: Sequence[Part], known: Mapping[str, Position]) -> list[LinkEnd]:
    """Where every link of the whole leads, in the order of pages.

    Raises:
        RenderError: one leads to an id that no section has.
    """
    links = [(part, link) for part in parts for link in part.file.links()]
    lost = [
        f"section {part.section.id}: a link leads to {_target(link)!r}, an id that no section has"
        for part, link in links
        if _is_inside(link) and _target(link) not in known
    ]
    if lost:
        raise RenderError("\n".join(dict.fromkeys(lost)))
    return [_end(link, parts, known) for _, link in links]


def _end(link: Link, parts: Sequence[Part], known: Mapping[str, Position]) -> LinkEnd:
    """A link within the file is described by its section's title and the page's printed number.

    The title is in the link's own language, in which it is read aloud.
    """
    target = _target(link)
    if not _is_inside(link):
        return LinkEnd("uri", target, target)
    page = known[target].page
    part = parts[bisect_right(parts, page, key=lambda part: part.first) - 1]
    return LinkEnd("name", target, f"{part.title_in(link.language)}, {page + 1}")


def _is_inside(link: Link) -> bool:
    return link.kind == "name" or link.target.startswith(_ACROSS)


def _target(link: Link) -> str:
    """The id that a link names, or its address. The engine percent-encodes what follows `sec:`."""
    across = link.kind == "uri" and link.target.startswith(_ACROSS)
    return unquote(link.target.removeprefix(_ACROSS)) if across else link.target


def outline(parts: Sequence[Part]) -> list[Bookmark]:
    """The sections' own outlines, one after the other; a section without one is listed by its title.

    A section's first line bears its printed number, which is added where the heading has it not. What
    continues a section has no line of its own: its headings stand below the last one of that section.
    """
    lines: list[Bookmark] = []
    for part in parts:
        if part.section.continues:
            further = tuple(_placed(part, bookmark) for bookmark in part.file.outline())
            lines[-1] = replace(lines[-1], children=lines[-1].children + further)
        else:
            lines.extend(_numbered(part))
    return lines


def _numbered(part: Part) -> Iterator[Bookmark]:
    _, height = part.file.size(0)
    first, *others = part.file.outline() or (Bookmark(part.title, Position(0, 0, height)),)
    number = part.section.number
    missing = bool(number) and not first.title.startswith(number)
    title = f"{number}. {first.title}" if missing else first.title
    for bookmark in (replace(first, title=title), *others):
        yield _placed(part, bookmark)


def _placed(part: Part, bookmark: Bookmark) -> Bookmark:
    children = tuple(_placed(part, child) for child in bookmark.children)
    return Bookmark(bookmark.title, part.placed(bookmark.position), children)


def labels(parts: Sequence[Part]) -> list[PageLabel]:
    """Labels that equal the printed folios; the cover, which has none, is labelled by its id."""
    return [
        PageLabel(part.first, prefix=part.section.id)
        if part.section.kind == COVER
        else PageLabel(part.first, first=part.first + 1)
        for position, part in enumerate(parts)
        if position == 0 or COVER in (part.section.kind, parts[position - 1].section.kind)
    ]
