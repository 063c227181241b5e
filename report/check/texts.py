"""Every text that is printed → what is wrong with its wording: spelling, markup, typed numbers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from report.check.cells import Nature
from report.errors import Finding, Location
from report.localize.placeholders import MalformedPlaceholder, Placeholder, parse
from report.model import Term, Words
from report.rules import find

_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|<!--|&(?:[a-z]+|#\d+|#x[0-9a-f]+);", re.IGNORECASE)
_DIGITS = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*")
_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_EXCERPT = 40
_MASK = "\N{OBJECT REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class PrintedText:
    """A text in each language with its places; `prose` may hold placeholders and no typed numbers.

    `nature` says how alike the languages may be: see `cells.Nature`.
    """

    words: Words
    at: Mapping[str, Location]
    nature: Nature
    prose: bool = False


@dataclass(frozen=True)
class Spelling:
    """The names of the glossary as patterns: what is accepted, what is refused, what may hold digits.

    `ids` may be typed too: they are looked up and no pattern, because a register has thousands.
    """

    glossary: Mapping[str, Term]
    allowed: tuple[str, ...]
    ids: Collection[str] = ()
    complete: bool = True

    @cached_property
    def refused(self) -> Mapping[str, Term]:
        """The refused spellings, each with the name to write instead."""
        return {form: term for term in self.glossary.values() for form in term.reject}

    @cached_property
    def accepted(self) -> re.Pattern[str]:
        """Any accepted spelling of any name."""
        terms = self.glossary.values()
        return _any_of(form for term in terms for form in (*_names(term), *term.forms))

    @cached_property
    def refusing(self) -> re.Pattern[str]:
        """Any refused spelling."""
        return _any_of(self.refused)

    @cached_property
    def may_hold_digits(self) -> re.Pattern[str]:
        """What digits may be typed in: names, and what brief.toml allows."""
        terms = self.glossary.values()
        names = [form for term in terms for form in (*_names(term), *term.forms)]
        return _any_of(form for form in (*names, *self.allowed) if re.search(r"\d", form))


def _names(term: Term) -> Iterator[str]:
    for words in (term.name, term.abbreviation, term.expansion):
        yield from words.values()


def _any_of(forms: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of the forms as whole words, the longest first; for none of them, never matching."""
    longest = sorted(set(forms), key=lambda form: (-len(form), form))
    alternatives = "|".join(re.escape(form) for form in longest) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")


def judge_texts(texts: Iterable[PrintedText], spelling: Spelling) -> Iterator[Finding]:
    """Rules for every printed text, and for prose the rule of typed numbers.

    Where not all names are known (`spelling.complete`), no number is called typed: it may be in one.
    """
    for text in texts:
        yield from _same(text)
        for language, wording in text.words.items():
            yield from _wording(wording, text.at[language], spelling)
            if text.prose and spelling.complete:
                yield from _typed_numbers(wording, text.at[language], spelling)


def _same(text: PrintedText) -> Iterator[Finding]:
    first, *others = text.words
    for language in others:
        wording = text.words[language]
        if wording == text.words[first] and _LETTER.search(wording) and not _may_be_alike(text, wording):
            found = f"the same text as in {first!r}: {excerpt(wording)}"
            yield find("same-text", text.at[language], found, f"its wording in {language!r}")


def _may_be_alike(text: PrintedText, wording: str) -> bool:
    """Names in Latin letters are alike in all languages; so is a title made of proper names only."""
    if text.nature == "sentence" or not all(_LATIN.match(letter) for letter in _LETTER.findall(wording)):
        return False
    return text.nature == "name" or all(not word[0].islower() for word in wording.split())


def _wording(wording: str, place: Location, spelling: Spelling) -> Iterator[Finding]:
    markup = _MARKUP.search(wording)
    if markup:
        yield find("html-in-text", place, f"the markup {markup[0]!r}", "plain text")
    refused = spelling.refusing.search(wording)
    if refused is None:
        return
    accepted = [match.span() for match in spelling.accepted.finditer(wording)]
    for match in spelling.refusing.finditer(wording):
        if not any(start <= match.start() and match.end() <= end for start, end in accepted):
            name = " or ".join(dict.fromkeys(spelling.refused[match[0]].name.values()))
            yield find("rejected-spelling", place, repr(match[0]), f"the glossary’s {name}")


def _typed_numbers(wording: str, place: Location, spelling: Spelling) -> Iterator[Finding]:
    for piece in pieces(wording):
        if isinstance(piece, str):
            for number in _DIGITS.findall(_masked(piece, spelling)):
                expected = "a placeholder such as {number:…}, or an entry in prose.allowed of brief.toml"
                yield find("typed-number", place, f"the number {number!r}", expected)


def _masked(piece: str, spelling: Spelling) -> str:
    """A text with a mask for everything that digits may be typed in."""

    def mask(token: re.Match[str]) -> str:
        return _MASK if token[0].rstrip(".") in spelling.ids else token[0]

    return spelling.may_hold_digits.sub(_MASK, _TOKEN.sub(mask, piece))


def pieces(wording: str) -> tuple[str | Placeholder, ...]:
    """The text's literal pieces and placeholders; none where one is malformed, which is told elsewhere."""
    try:
        return parse(wording)
    except MalformedPlaceholder:
        return ()


def excerpt(wording: str) -> str:
    """The beginning of a text, in quotation marks."""
    return repr(wording if len(wording) <= _EXCERPT else f"{wording[: _EXCERPT - 1]}…")
