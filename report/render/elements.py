"""The nouns of a tag tree: structure elements, and the content that hangs on them.

What the elements are called, and what may stand in what: ISO 32000-1, 14.8.4.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pydyf

_TAKES_TEXT = frozenset({"Caption", "LBody", "Lbl", "TD", "TH"})
"""What may hold text without a paragraph around it."""

_STANDS_EMPTY = frozenset({"TD", "TH"})
"""An empty cell keeps the others in their columns."""


@dataclass(frozen=True, slots=True)
class Content:
    """A marked-content sequence: its page, counted from 0, and its number there (14.7.4.2)."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class Annotation:
    """A link's annotation on its page (14.7.4.3); `dictionary` is the engine's."""

    page: int
    dictionary: pydyf.Dictionary

    @property
    def name(self) -> str:
        """The link as an error calls it."""
        return f"the link to {self.dictionary['Contents'].string!r}"


@dataclass(slots=True, eq=False)
class Element:
    """A structure element under construction.

    `language` is the one in force, a BCP 47 tag; `alternative` is said in place of a picture. `id`
    and `headers` tie cells to their heads; `table` and `layout` are attributes by their owner.
    """

    kind: str
    language: str
    kids: list[Element | Content | Annotation] = field(default_factory=list)
    alternative: str = ""
    id: str = ""
    headers: Sequence[str] = ()
    table: dict[str, object] = field(default_factory=dict)
    layout: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_heading(self) -> bool:
        """H1 to H6."""
        return self.kind[0] == "H" and self.kind[1:].isdigit()

    def add(self, kind: str, language: str) -> Element:
        """A new element, as the last in this one."""
        made = Element(kind, language)
        self.kids.append(made)
        return made

    def list_at_end(self) -> Element:
        """The list that a next item joins: this one, or the last in this, or a new one."""
        if self.kind == "L":
            return self
        last = self.elements()[-1:]
        if last and last[0] is self.kids[-1] and last[0].kind == "L":
            return last[0]
        return self.add("L", self.language)

    def elements(self) -> list[Element]:
        """The elements in this one, without content."""
        return [kid for kid in self.kids if isinstance(kid, Element)]

    def descendants(self) -> Iterator[Element]:
        """This element and all below it, in reading order."""
        yield self
        for kid in self.elements():
            yield from kid.descendants()


def tidy(element: Element) -> None:
    """Drop elements without content and what only wraps another one; name the parts of a contents line."""
    for kid in element.elements():
        tidy(kid)
    element.kids = [kid for kid in element.kids if not _is_void(kid)]
    if len(element.kids) == 1 and isinstance(only := element.kids[0], Element) and _wraps(element, only):
        element.kids, element.language = only.kids, only.language
    if element.kind == "TOCI":
        for kid in element.elements():
            kid.kind = "Reference" if any(below.kind == "Link" for below in kid.descendants()) else "Lbl"


def _is_void(kid: Element | Content | Annotation) -> bool:
    return isinstance(kid, Element) and not kid.kids and kid.kind not in _STANDS_EMPTY


def _wraps(element: Element, only: Element) -> bool:
    """A cell with one paragraph holds its text itself; a paragraph of foreign words alone is foreign."""
    if only.kind == "P":
        return element.kind in _TAKES_TEXT
    return only.kind == "Span" and (element.kind == "P" or element.is_heading or element.kind in _TAKES_TEXT)
