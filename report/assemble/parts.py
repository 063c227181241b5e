"""Sections and their fragments → parts: where each begins in the whole, and its PDF opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from report.errors import RenderError
from report.model import Fragment, Section
from report.pdf import Division, File, Position

COVER = "cover"
"""The kind of section that is counted but bears neither heads nor folio."""


@dataclass(frozen=True, slots=True)
class Part:
    """A section in the whole: `first` is its first page, counted from 0."""

    section: Section
    file: File
    first: int

    @property
    def title(self) -> str:
        """The section's title in the version's languages; the same words stand once."""
        return " · ".join(dict.fromkeys(filter(None, self.section.title.values())))

    def title_in(self, language: str) -> str:
        """The section's title in a language, or in all of the version's where it has none in that."""
        return self.section.title.get(language) or self.title

    @property
    def division(self) -> Division:
        """What the section is in the tag tree of the whole."""
        section = self.section
        return Division(section.id, self.title, self.file.language, section.continues)

    @property
    def pages(self) -> range:
        """The section's pages in the whole."""
        return range(self.first, self.first + self.file.pages)

    def placed(self, position: Position) -> Position:
        """A position in the fragment as a position in the whole."""
        return Position(position.page + self.first, position.left, position.top)


def parts_of(sections: Sequence[Section], fragments: Sequence[Fragment]) -> tuple[Part, ...]:
    """The parts in order.

    Raises:
        RenderError: a section continues one that does not stand directly before it, or before its parts.
        ValueError: a fragment is not that of the section in its place.
    """
    parts: list[Part] = []
    first = 0
    for section, fragment in zip(sections, fragments, strict=True):
        if section.id != fragment.section:
            raise ValueError(f"section {section.id} has the fragment of {fragment.section}")
        if section.continues and not _goes_on(section, parts):
            raise RenderError(f"section {section.id} continues {section.continues}, and does not follow it")
        parts.append(Part(section, File(fragment.pdf), first))
        first += parts[-1].file.pages
    return tuple(parts)


def _goes_on(section: Section, parts: Sequence[Part]) -> bool:
    """Whether the part before is the one that a section continues, or continues the same."""
    before = parts[-1].section if parts else None
    return before is not None and section.continues in (before.id, before.continues)
