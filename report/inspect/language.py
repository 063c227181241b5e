"""The finished file → faults of its prose: long paragraphs and sentences, words that praise.

Prose is what stands in the serif face and the size of text; quotations may say what they said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from report.inspect.lines import without_marks
from report.inspect.nouns import Fault, Finished, Paragraph, bare, shown

_LONGEST_PARAGRAPH = 70
_LONGEST_SENTENCE: Mapping[str, int] = MappingProxyType({"ru": 28, "en": 25})
"""In words (docs/pages.md): Russian sentences bear more, as they have no articles to hold them up."""

_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_FEW = 0.25

_WORD = re.compile(r"\w")
_STOP = re.compile(r"(?<=[.!?…])[»”“\")]*\s+(?=[«„“(]?\w)")
_ABBREVIATED = re.compile(r"(?:\b[^\W\d_a-zа-яё]|\b(?:гг|им|Mr|Ms|Dr|St|No|vs))\.$")
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|„[^“]*“|https?://\S+")
_BANNED = re.compile(
    r"\b(?:историческ(?:и\b|[а-яё]+)|масштабн[а-яё]+|беспрецедентн[а-яё]+"
    r"|landmarks?\b|historic(?:ally)?\b|unprecedented(?:ly)?\b)",
    re.IGNORECASE,
)


def long_paragraph(finished: Finished) -> Iterator[Fault]:
    """Paragraphs of more words than an eye takes in at once."""
    for paragraph in finished.paragraphs:
        count = _count(without_marks(paragraph.text))
        if count > _LONGEST_PARAGRAPH:
            yield _fault(finished, paragraph, f"{count} words: {shown(paragraph.text)}", _LONGEST_PARAGRAPH)


def long_sentence(finished: Finished) -> Iterator[Fault]:
    """Sentences of more words than their language bears."""
    for paragraph in finished.paragraphs:
        for sentence in _sentences(without_marks(paragraph.text)):
            most, count = _LONGEST_SENTENCE[_language(sentence)], _count(sentence)
            if count > most:
                yield _fault(finished, paragraph, f"{count} words: {shown(sentence)}", most)


def banned_word(finished: Finished) -> Iterator[Fault]:
    """Words that praise instead of telling, outside quotation marks, addresses, and others' titles."""
    titles = list(_titles(finished))
    for page in finished.pages:
        for block in page.blocks:
            words = _BANNED.findall(_QUOTED.sub("", block.text))
            if words and not any(title in bare(block.text) for title in titles):
                praise = ", ".join(words)
                yield Fault(page, f"{praise} in {shown(block.text)}", "what happened, without praise")


def _titles(finished: Finished) -> Iterator[str]:
    """Titles with such words that others gave: they are quotations without marks."""
    documents, sources = finished.brief.documents.values(), finished.brief.sources.values()
    given = [document.title for document in documents if not document.title_is_description]
    for title in [*given, *(source.title for source in sources)]:
        yield from (bare(text) for text in title.values() if _BANNED.search(text))


def _fault(finished: Finished, paragraph: Paragraph, found: str, most: int) -> Fault:
    return Fault(finished.pages[paragraph.parts[0].page - 1], found, f"at most {most} words")


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a text; what a small letter follows ended none, nor did an initial."""
    begun = ""
    for part in _STOP.split(text):
        if begun and not (part.lstrip("«„“(")[:1].islower() or _ABBREVIATED.search(begun)):
            yield begun
            begun = ""
        begun = f"{begun} {part}".strip()
    if begun:
        yield begun


def _count(text: str) -> int:
    """How many words there are; a dash or a sign alone is none."""
    return sum(bool(_WORD.search(word)) for word in text.split())


def _language(text: str) -> str:
    """The language of a sentence: Russian names Latin names, English prose has no Cyrillic letter."""
    return "ru" if len(_CYRILLIC.findall(text)) > _FEW * len(_LATIN.findall(text)) else "en"
