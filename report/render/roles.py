"""An HTML element → the structure element that it is: by its name, and by its ARIA role before that.

Roles say what a layout of tables and `div`s means (WAI-ARIA 1.2 and DPUB-ARIA 1.1); names on the
right are those of ISO 32000-1, 14.8.4. What has no entry only lays out, and hands its content up.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element as Html

_NAMES: Mapping[str, str] = {
    "a": "Link",
    "article": "Art",
    "blockquote": "BlockQuote",
    "caption": "Caption",
    "dd": "LI",
    "dl": "L",
    "dt": "LI",
    "figcaption": "Caption",
    "figure": "Div",  # holds a caption, and a Figure for each language of the alternative
    "h1": "H1",
    "h2": "H2",
    "h3": "H3",
    "h4": "H4",
    "h5": "H5",
    "h6": "H6",
    "img": "Figure",
    "li": "LI",
    "ol": "L",
    "section": "Sect",
    "table": "Table",
    "tbody": "TBody",
    "td": "TD",
    "tfoot": "TFoot",
    "th": "TH",
    "thead": "THead",
    "tr": "TR",
    "ul": "L",
    "{http://www.w3.org/2000/svg}svg": "Figure",
}

_ROLES: Mapping[str, str] = {
    "columnheader": "TH",
    "doc-toc": "TOC",
    "img": "Figure",
    "list": "L",
    "listitem": "LI",
    "none": "",
    "presentation": "",
    "rowgroup": "TBody",
    "rowheader": "TH",
    "table": "Table",
}

_GROUPS = frozenset({"Table", "THead", "TBody", "TFoot"})
_WHOLES: Mapping[str, frozenset[str]] = {
    "TBody": frozenset({"Table"}),
    "TD": frozenset({"TR"}),
    "TFoot": frozenset({"Table"}),
    "TH": frozenset({"TR"}),
    "THead": frozenset({"Table"}),
    "TR": _GROUPS,
}
"""A part of a table is one only in its whole: the rows of a table that is no data table are nothing."""

_SCOPES: Mapping[str, str] = {"row": "Row", "rowgroup": "Column", "col": "Column", "colgroup": "Column"}


def kind_of(html: Html, whole: str) -> str:
    """The kind of structure element that stands for an HTML element inside one of kind `whole`, or ""."""
    role = html.get("role", "")
    if role == "heading" or "aria-level" in html.attrib:
        return f"H{html.get('aria-level', '2')}"
    kind = _ROLES[role] if role in _ROLES else _NAMES.get(html.tag, "")
    if kind not in _WHOLES:
        return "TOCI" if kind == "LI" and whole == "TOC" else kind
    return kind if whole in _WHOLES[kind] else ""


def is_decoration(html: Html) -> bool:
    """Hidden from readers, or a picture that says nothing: an empty `alt` (HTML, 4.8.4.4.5)."""
    return html.get("aria-hidden") == "true" or html.get("alt") == ""


def alternative(html: Html) -> str:
    """What is said in place of a picture; "" where its author forgot it."""
    title = html.find("{http://www.w3.org/2000/svg}title")
    told = html.get("alt") or html.get("aria-label") or (title.text if title is not None else "")
    return told or ""


def further_alternatives(html: Html) -> dict[str, str]:
    """The alternative in other languages, by their tags: the attributes `data-alt-LANGUAGE`."""
    prefix = "data-alt-"
    return {name.removeprefix(prefix): text for name, text in html.attrib.items() if name.startswith(prefix)}


def scope(html: Html) -> str:
    """Which cells a head cell heads: `Row` or `Column` (ISO 32000-1, table 349)."""
    if html.get("role") == "rowheader":
        return "Row"
    return _SCOPES[html.get("scope", "col")]


def heads_group(html: Html) -> bool:
    """Whether a head cell heads the rows below it, down to the next such cell."""
    return html.get("scope") in {"colgroup", "rowgroup"}
