"""The finished file → passages whose letters are not those of the language that they are marked as.

A voice that reads Russian reads English words letter by letter, and the other way round (ISO 14289-1,
7.2). Names in the other script are usual in both languages, so that a passage is judged as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from report.inspect.integrity.tree import page_at
from report.inspect.nouns import Fault, Finished, shown
from report.inspect.nouns.text import HYPHEN
from report.inspect.page_texts import texts_of

_INLINE = frozenset({"Span", "NonStruct", "Link", "Lbl", "Quote", "Code", "Reference", "Em", "Strong"})
"""Elements within a passage (14.8.4.4), and those that mean nothing."""

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_COMMON = re.compile(r"\b[a-z]{2,}\b")
"""An English word that is no name: names are written with a capital, and so are signs of papers."""

_NO_WORD = re.compile(r"\S*[\d/@_]\S*|\w+(?:\.\w+)+")
"""Addresses, ids, amounts: no language's words."""

_FEW = 3
_MOSTLY = 0.75
"""Of the letters of a Russian passage: an office's or a company's English name may be half of it."""


@dataclass(slots=True)
class _Passage:
    """The words of one language that stand together, with the page they begin on."""

    language: str
    page: int
    text: str = ""


def tag_language(finished: Finished) -> Iterator[Fault]:
    """Passages marked Russian that are English prose, marked English that are Cyrillic, or not marked."""
    for passage in _passages(finished):
        words = _NO_WORD.sub(" ", passage.text.replace(f"{HYPHEN} ", ""))
        cyrillic, latin = len(_CYRILLIC.findall(words)), len(_LATIN.findall(words))
        if cyrillic + latin and not passage.language:
            yield _fault(finished, passage, "a language")
        elif passage.language.startswith("en") and cyrillic > latin:
            yield _fault(finished, passage, "the language of Cyrillic words")
        elif passage.language.startswith("ru") and _is_prose(words) and latin > _MOSTLY * (latin + cyrillic):
            yield _fault(finished, passage, "the language of Latin words")


def _is_prose(words: str) -> bool:
    return len(_COMMON.findall(words)) >= _FEW


def _passages(finished: Finished) -> Iterator[_Passage]:
    """Every passage with words, and every alternative text."""
    texts = {
        (page.number - 1, content): text
        for page in finished.pages
        for content, text in texts_of(page).contents.items()
    }
    found: list[_Passage] = []
    for element in finished.structure.elements:
        outer = found[element.parent] if element.parent >= 0 else None
        inside = outer is not None and element.kind in _INLINE and element.language == outer.language
        passage = outer if inside and outer else _Passage(element.language, element.page)
        found.append(passage)
        passage.text += " ".join(texts.get(content, "") for content in element.contents)
        if element.alternative:
            yield _Passage(element.language, element.page, element.alternative)
    yield from {id(passage): passage for passage in found}.values()


def _fault(finished: Finished, passage: _Passage, expected: str) -> Fault:
    marked = passage.language or "no language"
    found = f"{shown(' '.join(passage.text.split()))} marked as {marked}"
    return Fault(page_at(finished, passage.page), found, expected)
