"""The finished file → faults of its structure tree: who owns what, who stands below whom (14.7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from report.inspect.nouns import Fault, Finished, Mark, Page
from report.pdf.elements import Element

_ONE_OWNER = "one element, the same in the tree and in the parent tree"


def parent_tree(finished: Finished) -> Iterator[Fault]:
    """Content and links that the tree and the parent tree give to different elements, one fault a page."""
    yield from _twice(finished)
    owned = {content: each for each in finished.structure.elements for content in each.contents}
    said = finished.structure.content_owners
    names = _names(finished)
    wrong: dict[int, list[str]] = {}
    for page, mark in sorted(owned.keys() | said.keys()):
        element, owner = owned.get((page, mark)), said.get((page, mark), 0)
        if owner != (element.number if element else 0):
            found = f"content {mark} is in {_told(element)}, and in {names.get(owner, 'no element')}"
            wrong.setdefault(page, []).append(found)
    for page, found_there in wrong.items():
        more = f" (and {len(found_there) - 1} more)" if len(found_there) > 1 else ""
        yield Fault(page_at(finished, page), found_there[0] + more, _ONE_OWNER)
    yield from _links(finished)


def _twice(finished: Finished) -> Iterator[Fault]:
    """Marked content that several elements hold: it would be read aloud as often."""
    counts = Counter(content for element in finished.structure.elements for content in element.contents)
    for (page, mark), count in counts.items():
        if count > 1:
            yield Fault(page_at(finished, page), f"content {mark} is in {count} elements", _ONE_OWNER)


def _links(finished: Finished) -> Iterator[Fault]:
    """Links that stand in no Link element, or that the parent tree gives to another one."""
    elements = finished.structure.elements
    owned = {number: link for link in elements for number in link.annotations}
    said, names = finished.structure.annotation_owners, _names(finished)
    for lead in finished.catalogue.leads:
        link, owner = owned.get(lead.number), said.get(lead.number, 0)
        if lead.page < 0 or (link is not None and link.kind == "Link" and link.number == owner):
            continue
        found = f"the link to {lead.target} is in {_told(link)}, and in {names.get(owner, 'no element')}"
        yield Fault(page_at(finished, lead.page), found, "one Link element, the same in both")


def tag_parent(finished: Finished) -> Iterator[Fault]:
    """Elements that name another parent than the one they stand in; kids that are no element of theirs."""
    structure = finished.structure
    for element in structure.elements:
        parent = structure.elements[element.parent].number if element.parent >= 0 else structure.root
        if element.named_parent != parent:
            found = f"{_told(element)} names another parent than it stands in"
            yield Fault(page_at(finished, element.page), found, "the same one both ways")
    for place, kid in structure.broken:
        holder = structure.elements[place] if place >= 0 else None
        where = page_at(finished, holder.page) if holder else None
        yield Fault(where, f"{_told(holder)} holds {kid}", "an element that stands nowhere else")


def unique_id(finished: Finished) -> Iterator[Fault]:
    """Ids that two elements have, that the ID tree lacks, or that lead there to something else (14.7.2)."""
    owners: dict[str, int] = {}
    for element in finished.structure.elements:
        if element.id and element.id in owners:
            yield Fault(page_at(finished, element.page), f"id {element.id!r} once more", "ids that differ")
        elif element.id:
            owners[element.id] = element.number
    tree = dict(finished.structure.identities)
    for name in sorted(owners.keys() | tree.keys()):
        if owners.get(name) != tree.get(name):
            wrong = "another element" if name in tree else "nothing"
            yield Fault(None, f"the ID tree leads from {name!r} to {wrong}", "the element with that id")


def untagged_content(finished: Finished) -> Iterator[Fault]:
    """What a page paints outside the tree and is no artifact: a reader that listens misses it."""
    known = {content for element in finished.structure.elements for content in element.contents}
    for page in finished.pages:
        lost = [run.text for run in page.runs if not _tagged(run.mark, page, known)]
        lost += ["a drawing" for shape in page.shapes if not _tagged(shape.mark, page, known)]
        if lost:
            more = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
            yield Fault(page, f"{lost[0]!r}{more} in no element", "an element, or an artifact")


def _tagged(mark: Mark, page: Page, known: set[tuple[int, int]]) -> bool:
    return mark.artifact or (mark.content is not None and (page.number - 1, mark.content) in known)


def page_at(finished: Finished, page: int) -> Page | None:
    """The page of a number that counts from 0; -1 is none."""
    return finished.pages[page] if page >= 0 else None


def _names(finished: Finished) -> Mapping[int, str]:
    return {element.number: _told(element) for element in finished.structure.elements}


def _told(element: Element | None) -> str:
    """An element as a finding names it."""
    return f"{element.kind} {element.number}" if element else "no element"
