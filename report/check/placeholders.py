"""Placeholders in prose → those that are badly made, unknown, or not the same in every language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from report.check.texts import PrintedText, excerpt, pieces
from report.errors import Finding
from report.localize.placeholders import MalformedPlaceholder, Placeholder, UnknownPlaceholder, parse, resolve
from report.model import Brief
from report.rules import find

_OF_RATES = frozenset({"rate", "converted"})
"""The kinds that need the reference rate."""


def judge_placeholders(
    texts: Iterable[PrintedText], brief: Brief, *, failed: frozenset[str], unread: frozenset[str]
) -> Iterator[Finding]:
    """Judge all texts of prose.

    What names a row that failed on its own account (an id of `failed`), or a table that could not
    be read, is not told again.
    """
    rates_unsettled = brief.reference_rate is None and ("rates" in unread or bool(brief.rates))
    excused = _OF_RATES if rates_unsettled else frozenset[str]()
    for text in texts:
        if not text.prose:
            continue
        malformed = list(_malformed(text))
        tables_read = not unread - {"rates"}
        unknown = list(_unknown(text, brief, failed=failed, excused=excused)) if tables_read else []
        yield from malformed or unknown or _different(text)


def _malformed(text: PrintedText) -> Iterator[Finding]:
    for language, wording in text.words.items():
        try:
            parse(wording)
        except MalformedPlaceholder as error:
            found = excerpt(wording[error.position :])
            expected = "{kind:key}, such as {money:some-claim}"
            yield find("malformed-placeholder", text.at[language], found, expected)


def _unknown(
    text: PrintedText, brief: Brief, *, failed: frozenset[str], excused: frozenset[str]
) -> Iterator[Finding]:
    """Placeholders that cannot be said, each told once, in the first language that has it."""
    first: dict[Placeholder, str] = {}
    for language, placeholders in _by_language(text).items():
        for placeholder in placeholders:
            first.setdefault(placeholder, language)
    for placeholder, language in first.items():
        if placeholder.kind in excused or _names_failed(placeholder, failed):
            continue
        try:
            resolve(placeholder, brief)
        except UnknownPlaceholder as error:
            near = " or ".join(error.suggestions)
            expected = f"a known one; did you mean {near}?" if near else "a placeholder that can be said"
            found = f"{placeholder}: {error.reason}"
            yield find("unknown-placeholder", text.at[language], found, expected)


def _names_failed(placeholder: Placeholder, failed: frozenset[str]) -> bool:
    """Whether the key, with or without the prefix of its table, is the id of a row that failed."""
    return any(name == placeholder.key or name.endswith(f"-{placeholder.key}") for name in failed)


def _different(text: PrintedText) -> Iterator[Finding]:
    counted = {language: Counter(found) for language, found in _by_language(text).items()}
    first, *others = counted
    for language in others:
        if counted[language] != counted[first]:
            more, fewer = counted[language] - counted[first], counted[first] - counted[language]
            found = f"{_listed(more)} more and {_listed(fewer)} less than in {first!r}"
            yield find(
                "placeholders-differ", text.at[language], found, "the same placeholders in each language"
            )


def _by_language(text: PrintedText) -> dict[str, list[Placeholder]]:
    """The placeholders of each language, in their order."""
    return {
        language: [piece for piece in pieces(wording) if isinstance(piece, Placeholder)]
        for language, wording in text.words.items()
    }


def _listed(placeholders: Counter[Placeholder]) -> str:
    return ", ".join(str(placeholder) for placeholder in placeholders.elements()) or "none"
