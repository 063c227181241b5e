"""Boxes of pages → structure elements: one for each HTML element, however pages and lines broke it.

An element's boxes on all pages add their content to the one structure element that stands for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element as Html

import pydyf
from weasyprint.formatting_structure import boxes

from report.render import roles
from report.render.elements import Annotation, Content, Element
from report.render.marks import Artifact, Marks
from report.render.places import Languages, Place
from report.render.text import Text

_POINTS = 0.75
"""Of a CSS pixel."""


@dataclass(slots=True)
class Structure:
    """The tree under construction; `groups` are head cells that head the rows below them."""

    document: Element
    languages: Languages
    complaints: list[str] = field(default_factory=list)
    groups: set[Element] = field(default_factory=set)
    _text: Text = field(init=False)
    _holders: dict[Html, Element] = field(default_factory=dict)
    _labels: dict[Html, Element] = field(default_factory=dict)
    _further: dict[Element, list[Element]] = field(default_factory=dict)
    _first_pages: dict[Html, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._text = Text(self.languages)

    def add(self, box: boxes.Box, place: Place, marks: Marks) -> None:
        """Hang the content of a box, and of those in it, on its elements."""
        box = getattr(box, "_box", box)  # an absolutely positioned one stands behind its placeholder
        around, place = place, self._place(box, place, marks)
        if box.link_annotation is not None:
            link = Annotation(marks.page, box.link_annotation)
            self._add_link(link, around if place.link is None else place)
        if (number := marks.take(box)) is not None:
            self._add_content(box, Content(marks.page, number), place, marks)
        for child in box.children:
            self.add(child, place, marks)

    # --- what a box belongs to ------------------------------------------------------------------

    def _place(self, box: boxes.Box, place: Place, marks: Marks) -> Place:
        """The place of what a box holds."""
        if isinstance(box, boxes.MarginBox):
            return replace(place, hidden=Artifact.PAGINATION)
        if box.element is not None and box.element is not place.html:
            place = self._enter(box, place, marks)
        if box.element_tag == "li::marker" and place.hidden is None:
            return replace(place, holder=self._labels[box.element])
        return place

    def _enter(self, box: boxes.Box, place: Place, marks: Marks) -> Place:
        """The place of what stands in an HTML element."""
        html = box.element
        hidden = place.hidden or self._hidden(html, marks.page)
        if hidden is not None:
            return replace(place, html=html, hidden=hidden)
        kind = roles.kind_of(html, place.holder.kind)
        inline = isinstance(box, boxes.InlineLevelBox)
        if kind == "Link" or (inline and not kind):
            return replace(place, html=html, phrases=(*place.phrases, html))
        if not inline:
            self._text.end(place)
        holder = self._holder(box, kind, place, marks) if kind else place.holder
        links = () if place.link is None or kind == "Figure" else (place.link,)
        return Place(holder, html, html, links)

    def _hidden(self, html: Html, page: int) -> Artifact | None:
        """Decoration is no content, nor is the head of a table that a later page repeats."""
        if html.tag in {"thead", "tfoot"} and self._first_pages.setdefault(html, page) != page:
            return Artifact.PAGINATION
        return Artifact.LAYOUT if roles.is_decoration(html) else None

    def _holder(self, box: boxes.Box, kind: str, place: Place, marks: Marks) -> Element:
        """The structure element of an HTML element, made at its first box."""
        if box.element not in self._holders:
            phrase = isinstance(box, boxes.InlineLevelBox) or place.link is not None
            whole = self._text.at(place) if phrase and kind == "Figure" else place.holder
            self._holders[box.element] = (
                self._figure(box, whole, marks) if kind == "Figure" else self._element(box, kind, whole)
            )
        return self._holders[box.element]

    def _element(self, box: boxes.Box, kind: str, whole: Element) -> Element:
        language = self.languages.of(box.element)
        if kind == "LI":
            item = whole.list_at_end().add("LI", language)
            self._labels[box.element] = item.add("Lbl", language)
            return item.add("LBody", language)
        made = whole.add(kind, language)
        if kind in {"TH", "TD"}:
            spans = {"ColSpan": box.colspan, "RowSpan": box.rowspan}
            made.table = {name: span for name, span in spans.items() if span != 1}
        if kind == "TH":
            made.table["Scope"] = roles.scope(box.element)
            if roles.heads_group(box.element):
                self.groups.add(made)
        return made

    def _figure(self, box: boxes.Box, whole: Element, marks: Marks) -> Element:
        """A picture with its alternative; in a further language another Figure says it again.

        An element has one language, and readers take their voice from it. So a picture that is
        described in two languages is two elements, the second with a content that paints nothing.
        """
        html = box.element
        made = whole.add("Figure", self.languages.of(html))
        made.alternative, made.layout = roles.alternative(html), {"BBox": _bounds(box, marks)}
        if not made.alternative:
            self.complaints.append(f"a picture has no alternative text: {html.get('src', html.tag)}")
        for language, alternative in roles.further_alternatives(html).items():
            again = whole.add("Figure", language)
            again.alternative, again.layout = alternative, made.layout
            self._further.setdefault(made, []).append(again)
        return made

    # --- what a box holds ------------------------------------------------------------------------

    def _add_content(self, box: boxes.Box, content: Content, place: Place, marks: Marks) -> None:
        """Hang marked content on its element, or take it out of the text."""
        if place.hidden is not None:
            marks.discard(content.number, place.hidden)
        elif place.holder.kind == "Figure":
            self._text.at(place).kids.append(content)
            for again in self._further.pop(place.holder, ()):
                again.kids.append(Content(content.page, marks.add_empty(content.number)))
        elif self._is_text(box, place):
            self._text.at(place).kids.append(content)
        else:
            marks.discard(content.number, Artifact.LAYOUT)

    def _is_text(self, box: boxes.Box, place: Place) -> bool:
        """Neither a picture that a style sheet adds, nor the space before a paragraph's first word."""
        return isinstance(box, boxes.TextBox) and (bool(box.text.strip()) or self._text.is_open(place))

    def _add_link(self, annotation: Annotation, place: Place) -> None:
        if place.hidden is not None:
            self.complaints.append(f"{annotation.name} stands where nothing is read, as in a repeated head")
        elif place.link is None:
            self.complaints.append(f"{annotation.name} is none of the HTML's")
        else:
            self._text.link_at(place).kids.append(annotation)


def _bounds(box: boxes.Box, marks: Marks) -> pydyf.Array:
    """Left, bottom, right and top on the page, in points from its lower left corner (table 344)."""
    height = marks.stream.page_rectangle[3]
    left, top = box.border_box_x(), box.border_box_y()
    right, bottom = left + box.border_width(), top + box.border_height()
    edges = (left, height - bottom, right, height - top)
    return pydyf.Array(round(edge * _POINTS, 2) for edge in edges)
