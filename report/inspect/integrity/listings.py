"""The finished file → faults of what it lists beside its pages: links, names, attachments, metadata, tabs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from report.inspect.integrity.tree import page_at
from report.inspect.nouns import Fault, Finished, shown

_RELATIONSHIPS = frozenset({"Source", "Data", "Alternative", "Supplement", "Unspecified"})
"""What an associated file can be to the document (ISO 19005-3, 6.8)."""


def dangling_link(finished: Finished) -> Iterator[Fault]:
    """Links, lines of the outline and named destinations that lead to nothing in this file."""
    for lead in finished.catalogue.leads:
        if not lead.arrives:
            what = "a link" if lead.page >= 0 else f"the outline's line {shown(lead.label)}"
            yield Fault(page_at(finished, lead.page), f"{what} to {lead.target!r}", "something to lead to")
    for name, place in finished.catalogue.destinations:
        if place is None:
            yield Fault(None, f"destination {name!r} on no page", "a page of this file")


def name_tree(finished: Finished) -> Iterator[Fault]:
    """Names that stand twice or out of order: some readers find one, some another (ISO 32000-1, 7.9.6)."""
    for noun, names in finished.catalogue.names.items():
        for before, name in pairwise(names):
            if name <= before:
                slip = "twice" if name == before else f"after {before!r}"
                yield Fault(None, f"{noun} {name!r} {slip}", "each name once, sorted by bytes")


def link_description(finished: Finished) -> Iterator[Fault]:
    """Links that do not say where they lead to somebody who cannot see them (ISO 14289-1, 7.18.5)."""
    for lead in finished.catalogue.leads:
        if lead.page >= 0 and not lead.label.strip():
            yield Fault(page_at(finished, lead.page), f"the link to {lead.target!r} says nothing", "Contents")


def tab_order(finished: Finished) -> Iterator[Fault]:
    """Pages whose links are not reached in the order of reading (ISO 14289-1, 7.18.3)."""
    for page, tabs in zip(finished.pages, finished.catalogue.tabs, strict=True):
        if tabs != "/S":
            yield Fault(page, f"tabs in the order {tabs or 'of nothing'}", "the order of the structure")


def attachment(finished: Finished) -> Iterator[Fault]:
    """Files inside that are listed in one place only, are nothing to the document, or are damaged."""
    for inner in finished.catalogue.attachments:
        missing = {
            "the list of attachments": inner.listed,
            "the document's associated files": inner.associated,
            "a relationship to the document": inner.relationship in _RELATIONSHIPS,
            "the size and checksum that it tells": inner.whole,
        }
        for what, there in missing.items():
            if not there:
                yield Fault(None, f"attachment {inner.name!r} without {what}", what)


def metadata(finished: Finished) -> Iterator[Fault]:
    """Fields of which XMP says one thing and the older Info another (ISO 19005-1, 6.7.3)."""
    for field, (info, packet) in finished.catalogue.same.items():
        if info != packet:
            yield Fault(None, f"{field}: {info!r} in Info, {packet!r} in XMP", "the same in both")
