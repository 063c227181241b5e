"""Places of text → the structure elements that take it: paragraphs, and links and foreign words in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element as Html

from report.render.elements import Element
from report.render.places import Languages, Place

_TAKES_BLOCKS_OF_TEXT = frozenset({"Figure", "Lbl"})


@dataclass(slots=True)
class Text:
    """The paragraphs that are open, and the phrases made in them."""

    languages: Languages
    _paragraphs: dict[Html, Element] = field(default_factory=dict)
    _phrases: dict[tuple[Html, Element], Element] = field(default_factory=dict)

    def at(self, place: Place) -> Element:
        """The element that takes the text of a place."""
        return self._within(self._paragraph(place), place.phrases)

    def link_at(self, place: Place) -> Element:
        """The link of a place that has one."""
        last = max(position for position, phrase in enumerate(place.phrases) if phrase is place.link)
        return self._within(self._paragraph(place), place.phrases[: last + 1])

    def is_open(self, place: Place) -> bool:
        """Whether words stand before this place in its paragraph."""
        return place.block in self._paragraphs

    def end(self, place: Place) -> None:
        """Something that begins lines of its own follows: text after it is another paragraph."""
        self._paragraphs.pop(place.block, None)

    def _paragraph(self, place: Place) -> Element:
        """Headings and pictures take text themselves; everything else has it in paragraphs."""
        holder = place.holder
        if holder.is_heading or holder.kind in _TAKES_BLOCKS_OF_TEXT:
            return holder
        if place.block not in self._paragraphs:
            self._paragraphs[place.block] = holder.add("P", self.languages.of(place.block))
        return self._paragraphs[place.block]

    def _within(self, holder: Element, phrases: tuple[Html, ...]) -> Element:
        """The innermost phrase; one that is no link is an element only where the language changes."""
        for phrase in phrases:
            language = self.languages.of(phrase)
            kind = "Link" if phrase.tag == "a" else "Span"
            if kind == "Link" or language != holder.language:
                key = (phrase, holder)
                if key not in self._phrases:
                    self._phrases[key] = holder.add(kind, language)
                holder = self._phrases[key]
        return holder
