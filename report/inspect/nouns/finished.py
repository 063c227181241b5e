"""A finished file with what it should say; what a guard sees in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from report.inspect.nouns.page import Page
from report.inspect.nouns.text import Paragraph
from report.model import Brief, Version
from report.pdf import Position
from report.pdf.catalogue import Catalogue
from report.pdf.structure import Structure
from report.settings import Settings


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished file with what it should say: all that a guard looks at.

    `paragraphs` is all prose; `fonts` says of each font's name whether it is embedded; `glyphs` are
    those that mean nothing: page from 1, font's name, glyph's number. `structure` is the tag tree,
    `catalogue` what the file lists beside its pages.
    """

    name: str
    pages: tuple[Page, ...]
    paragraphs: tuple[Paragraph, ...]
    destinations: Mapping[str, Position]
    fonts: Mapping[str, bool]
    glyphs: tuple[tuple[int, str, int], ...]
    structure: Structure
    catalogue: Catalogue
    brief: Brief
    settings: Settings
    version: Version


@dataclass(frozen=True, slots=True)
class Fault:
    """What a guard saw on a page (None: in the file as a whole), and what it should have seen."""

    page: Page | None
    found: str
    expected: str


Look = Callable[[Finished], Iterator[Fault]]
"""A guard's own part: it looks at the finished file, and tells every fault."""
