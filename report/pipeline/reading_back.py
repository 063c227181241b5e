"""A finished version → its findings; pages that were read back before, set by the same key, are not again.

What is found on a section's pages is kept beside the section. The sums (is all of the data there, does
the file hang together) are taken of every file; guards that weigh all pages together, only where all
pages are read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from report.cache import Cache, key_of
from report.errors import Finding
from report.inspect import Known, measure
from report.inspect.guards import GUARDS, ON_PAGES
from report.pipeline.composing import Work
from report.pipeline.nouns import finding_from


@dataclass(frozen=True, slots=True)
class Stretch:
    """The pages of a section in the whole, from 0, and the section's key."""

    section: str
    pages: range


def stretches(keys: Sequence[str], lengths: Sequence[int]) -> Iterator[Stretch]:
    """Where each section stands, from their keys and numbers of pages."""
    first = 0
    for key, length in zip(keys, lengths, strict=True):
        yield Stretch(key, range(first, first + length))
        first += length


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads a version back; `full` reads every page, whatever is known of it.

    `means` is the digest of what decides what is found on a section's pages beside the section itself:
    the program, and the mark of a draft, which stands on each of them.
    """

    cache: Cache
    work: Work
    full: bool
    means: str

    def findings(self, pdf: bytes, whole: Sequence[Stretch]) -> tuple[Finding, ...]:
        """Every finding, guard by guard in the order of `GUARDS`, and page by page."""
        remembered = {} if self.full else {it: self._kept(it) for it in whole}
        kept = {it: findings for it, findings in remembered.items() if findings is not None}
        unread = [it for it in whole if it not in kept]
        pages = frozenset(page for it in unread for page in it.pages)
        work, known = self.work, Known(pages, self.cache) if kept else None
        found = measure(pdf, work.brief, work.settings, work.version, known=known)
        for it in unread:
            self._keep(it, found)
        order = list(GUARDS)
        everything = [*found, *(finding for findings in kept.values() for finding in findings)]
        return tuple(sorted(everything, key=lambda it: (order.index(it.rule), it.location.row)))

    def _kept(self, stretch: Stretch) -> list[Finding] | None:
        """What was found on a section's pages when they were read, with their places as they are now."""
        kept = self.cache.get(self._key(stretch))
        return (
            None
            if kept is None
            else [_moved(finding_from(it), stretch.pages.start) for it in json.loads(kept)]
        )

    def _keep(self, stretch: Stretch, found: Sequence[Finding]) -> None:
        """Keep what was found on a section's pages, with rows that count from its first page."""
        own = [it for it in found if it.rule in ON_PAGES and it.location.row - 1 in stretch.pages]
        relative = [_moved(it, -stretch.pages.start).as_json() for it in own]
        self.cache.put(self._key(stretch), json.dumps(relative, ensure_ascii=False).encode())

    def _key(self, stretch: Stretch) -> str:
        return key_of("findings", self.work.version.name, stretch.section, self.means)


def _moved(finding: Finding, pages: int) -> Finding:
    location = finding.location
    return replace(finding, location=replace(location, row=location.row + pages))
