"""Where in the tag tree the content of a box belongs, and in which language it is."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element as Html

from report.render.elements import Element
from report.render.marks import Artifact


@dataclass(frozen=True, slots=True)
class Place:
    """What a box stands in.

    `holder` is the innermost structure element that is no phrase, `block` the innermost HTML element
    that begins lines of its own; `phrases` are the HTML elements from there down to `html`, the
    box's own. `hidden` says why its content is no text, if it is none.
    """

    holder: Element
    html: Html
    block: Html
    phrases: tuple[Html, ...] = ()
    hidden: Artifact | None = None

    @property
    def link(self) -> Html | None:
        """The link that this stands in."""
        return next((phrase for phrase in reversed(self.phrases) if phrase.tag == "a"), None)


class Languages:
    """The language of every HTML element: its own `lang`, or that of what it stands in (HTML, 3.2.6.2)."""

    def __init__(self, root: Html) -> None:
        self._parents = {child: parent for parent in root.iter() for child in parent}
        self._known = {root: root.get("lang", "")}

    def of(self, html: Html) -> str:
        """A BCP 47 tag, or "" where no language is told."""
        if html not in self._known:
            own = html.get("lang")
            self._known[html] = self.of(self._parents[html]) if own is None else own
        return self._known[html]
