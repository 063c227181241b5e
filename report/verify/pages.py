"""Page texts + tag tree → what stands together: passages of prose, rows of tables, entries of lists.

Words are compared without spaces and without hyphens, of which no reader can tell at a line's end
whether the setting put it in: what is left is what the facts say, letter by letter and digit by digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from report.model import PageText
from report.pdf.elements import Element

_ROWS: Final = frozenset({"LI", "TR"})
_INLINE: Final = frozenset({"Span", "Link", "Lbl", "Quote", "Code", "Reference", "Em", "Strong", "NonStruct"})
_UNSEEN: Final = re.compile("[\\s\x02\N{WORD JOINER}\N{SOFT HYPHEN}\N{HYPHEN}\N{NON-BREAKING HYPHEN}-]")
"""Spaces and hyphens; U+0002 is a hyphen at a line's end, as PDFium tells of it. A minus is none of them."""
_MARK: Final = re.compile(r"\[\d+\]")
_CHANGE: Final = re.compile(r"\[[^\W\d_]+\]$")
"""The word at the end of what is new or changed."""
_BETWEEN: Final = "·"
"""Stands between the same thing in two languages."""


@dataclass(frozen=True)
class Row:
    """An entry of a list or a row of a table: its page from 1, and each element's own words, as printed."""

    page: int
    pieces: tuple[str, ...]

    @cached_property
    def solid(self) -> frozenset[str]:
        """The pieces as they are compared."""
        return frozenset(map(solid, self.pieces))

    @cached_property
    def whole(self) -> str:
        """All of its words as they are compared."""
        return solid("".join(self.pieces))

    @property
    def has_numbers(self) -> bool:
        """Whether there is a digit in it, marks of sources apart."""
        return any(
            character.isdigit() for piece in self.pieces if not _MARK.fullmatch(piece) for character in piece
        )


@dataclass(frozen=True)
class Printed:
    """What the pages say; `untagged` are pages, from 1, with words that no reading aloud would find."""

    pieces: tuple[str, ...]
    rows: tuple[Row, ...]
    passages: tuple[str, ...]
    furniture: tuple[str, ...]
    untagged: tuple[int, ...]

    @cached_property
    def whole(self) -> str:
        """All passages as they are compared, a line each."""
        return "\n".join(self.passages)


def solid(text: str) -> str:
    """A text as it is compared: no spaces or hyphens, no point between languages, no word for a change."""
    return _CHANGE.sub("", _UNSEEN.sub("", text).removeprefix(_BETWEEN))


def printed(texts: Sequence[PageText], elements: Sequence[Element]) -> Printed:
    """Put together what the tag tree says belongs together."""
    own = [_said(texts, element.contents) for element in elements]
    return Printed(
        pieces=tuple(filter(None, own)),
        rows=tuple(_rows(elements, own)),
        passages=tuple(_passages(texts, elements)),
        furniture=tuple(solid(text.furniture) for text in texts),
        untagged=tuple(number for number, text in enumerate(texts, 1) if text.untagged.strip()),
    )


def _rows(elements: Sequence[Element], own: Sequence[str]) -> Iterable[Row]:
    """Every entry and row with words, those within it included."""
    owners: list[int] = []
    gathered: dict[int, list[str]] = {}
    for place, element in enumerate(elements):
        owner = place if element.kind in _ROWS else owners[element.parent] if element.parent >= 0 else -1
        owners.append(owner)
        if owner >= 0 and own[place]:
            gathered.setdefault(owner, []).append(own[place])
    return (Row(elements[place].page + 1, tuple(pieces)) for place, pieces in gathered.items())


def _passages(texts: Sequence[PageText], elements: Sequence[Element]) -> Iterable[str]:
    """The words of each element with those of the spans and links in it, in the order of the pages."""
    owners: list[int] = []
    gathered: dict[int, list[tuple[int, int]]] = {}
    for place, element in enumerate(elements):
        inside = element.kind in _INLINE and element.parent >= 0
        owners.append(owners[element.parent] if inside else place)
        gathered.setdefault(owners[place], []).extend(element.contents)
    return (solid(_said(texts, sorted(contents))) for contents in gathered.values() if contents)


def _said(texts: Sequence[PageText], contents: Iterable[tuple[int, int]]) -> str:
    """The words of marked contents, lines parted by a space."""
    found = (texts[page].contents.get(number, "") for page, number in contents)
    return " ".join(filter(None, (text.strip() for text in found)))
