"""A page's marked content → the same, with some of it as artifacts (ISO 32000-1, 14.8.2.2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.pdf.stream import Stream


class Artifact(StrEnum):
    """Why something on the page is no part of the text."""

    PAGINATION = "Pagination"
    LAYOUT = "Layout"


@dataclass(slots=True)
class Marks:
    """The marked content of one page that is not yet in the tag tree, by its box.

    `page` counts from 0; `stream` and `tags` are the engine's: its operators, and its numbers by box.
    """

    page: int
    stream: Stream
    tags: dict[boxes.Box, dict[str, int]]
    _next: int = 0
    _artifacts: dict[int, Artifact] = field(default_factory=dict)
    _empty: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._next = len(self.tags)

    def take(self, box: boxes.Box) -> int | None:
        """The number of a box's content, once; None where nothing of it was painted."""
        tag = self.tags.pop(box, None)
        return None if tag is None else tag["mcid"]

    def discard(self, number: int, why: Artifact) -> None:
        """Make content an artifact."""
        self._artifacts[number] = why

    def add_empty(self, before: int) -> int:
        """The number of a new sequence without content, ahead of another one."""
        self._empty.setdefault(before, []).append(self._next)
        self._next += 1
        return self._next - 1

    def complaints(self) -> list[str]:
        """What is painted, and in none of the page's boxes."""
        return [f"page {self.page + 1}: {len(self.tags)} texts stand in no box"] if self.tags else []

    def write(self) -> None:
        """Put all of this into the page's stream: a tag, its properties and BDC are three of its items."""
        items = self.stream.stream
        for index in reversed(range(len(items))):
            if not isinstance(items[index], pydyf.Dictionary) or "MCID" not in items[index]:
                continue
            number = items[index]["MCID"]
            if number in self._artifacts:
                kind = pydyf.Dictionary({"Type": f"/{self._artifacts[number]}"})
                items[index - 1 : index + 1] = ["/Artifact", kind]
            for empty in self._empty.get(number, ()):
                items[index - 1 : index - 1] = ["/Figure", pydyf.Dictionary({"MCID": empty}), b"BDC", b"EMC"]
