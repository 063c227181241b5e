"""HTML bytes → PDF bytes and complaints: the one door to WeasyPrint."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pydyf
import pyphen
from weasyprint import HTML, Document
from weasyprint.formatting_structure import boxes
from weasyprint.text.fonts import FontConfiguration

from report.pdf import FILL_KEY
from report.render.addresses import BASE, Addresses
from report.render.tagging import Tagging

_LONGEST = 240
"""Of a complaint that quotes a drawing's whole data: address, this much says enough."""

_SCHEMES = frozenset({"http", "https", "mailto", "sec"})
"""Where a link may lead; `sec:ID` is an id in any section, which `assemble` resolves."""

_HYPHENATED = ("ru", "en_US")
"""What templates/paper.css has set with hyphens, as pyphen calls it; others are read when they are met."""

_HYPHEN = "\N{NON-BREAKING HYPHEN}"


def typeset(html: bytes, folders: Sequence[Path]) -> tuple[bytes, tuple[str, ...]]:
    """The PDF, and every complaint about it: of the engine, of what it read, and of lost links."""
    addresses = Addresses(folders)
    with _complaints() as complaints:
        page = HTML(string=html, base_url=BASE, url_fetcher=addresses)
        document = page.render(font_config=_fonts())
        tagging = Tagging(page.etree_element)
        with tagging.instead_of_the_engines():
            pdf = document.write_pdf(finisher=_tell_fill, pdf_variant="pdf/ua-1")
    found = [
        *complaints,
        *tagging.complaints,
        *addresses.refused,
        *_letters(page),
        *_links(page, document),
    ]
    return pdf, tuple(_short(complaint) for complaint in found)


def _tell_fill(document: Document, pdf: pydyf.PDF) -> None:
    """Write into the catalogue how full the last page is: whoever has the bytes can ask them."""
    # The engine tells the height of what it set only through the page's box, which is not public.
    page = document.pages[-1]._page_box  # noqa: SLF001
    set_in = (box for box in page.descendants() if isinstance(box, boxes.LineBox | boxes.ReplacedBox))
    lowest = max((box.position_y + box.height for box in set_in), default=0.0)
    # A margin box (the continued head) stands above the type area, so it never is the lowest.
    fill = (lowest - page.content_box_y()) / page.height
    pdf.catalog[FILL_KEY.removeprefix("/")] = round(min(max(fill, 0.0), 1.0), 3)


@cache
def load_hyphenation() -> None:
    """Read the patterns of the languages that our style sheet has hyphenated: a fifth of a second's work."""
    for language in _HYPHENATED:
        pyphen.Pyphen(lang=language)


@cache
def _fonts() -> FontConfiguration:
    """Shared by all sections of a process: it saves a third of a short one's time, and changes no byte."""
    return FontConfiguration()


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Everything that the engine logs as a warning or an error while this lasts."""
    complaints: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            complaints.append(record.getMessage())

    logger, collector = logging.getLogger("weasyprint"), Collector(logging.WARNING)
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(collector)
    try:
        yield complaints
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagate


def _letters(page: HTML) -> Iterator[str]:
    """A no-break hyphen in the text would read as a soft one: its glyph is the hyphen at line ends."""
    for element in page.etree_element.iter():
        texts = (element.tail, None if element.tag in ("style", "script") else element.text)
        for text in texts:
            if text and _HYPHEN in text:
                yield f"U+2011 in {text.strip()!r}: write a hyphen and U+2060 (word joiner) instead"


def _links(page: HTML, document: Document) -> Iterator[str]:
    """Links that the pages have lost (WeasyPrint drops those that are flex items), or should not have."""
    kept = set()
    for sheet in document.pages:
        for kind, target, _, box in sheet.links:
            kept.add(box.element)
            if kind == "external" and not _may_lead(target):
                yield f"a link to {target!r}: only {', '.join(sorted(_SCHEMES))} and ids may be linked to"
    for anchor in page.etree_element.iter("a"):
        if anchor.get("href") and "".join(anchor.itertext()).strip() and anchor not in kept:
            yield f"the link to {anchor.get('href')!r} is lost"


def _may_lead(target: str) -> bool:
    return urlsplit(target).scheme in _SCHEMES and not target.startswith(BASE)


def _short(complaint: str) -> str:
    line = " ".join(complaint.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST // 2]} … {line[-_LONGEST // 2 :]}"
