"""A section that was set, and the last one of its name → why it had to be set, in words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any, Final

from report.cache import Cache, key_of
from report.model import Version
from report.pipeline.nouns import Reason

if TYPE_CHECKING:
    from report.pipeline.setting import Set

_NAMES: Final[Mapping[str, str]] = {
    "files": "a file of the templates",
    "fonts": "the fonts",
    "engine": "the engine",
    "program": "the program",
}
_SIZE: Final = "size"
_SHOWN: Final = 6
"""So many words of a change are shown."""

_STYLE = re.compile(r"<style[^>]*>.*?</style>", re.DOTALL)
_DRAWING = re.compile(r'"data:[^"]*"')
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Memory:
    """What the sections of a version were made of, when it was last built."""

    cache: Cache
    version: Version

    def sizes(self) -> Mapping[str, int]:
        """The length of each section's HTML by its id, as far as a build is remembered."""
        return {name: last[_SIZE] for name, last in self._last().items()}

    def _last(self) -> Mapping[str, Mapping[str, Any]]:
        """The ingredients of each section by its id; none where no build is remembered."""
        kept = self.cache.get(self._key)
        last: dict[str, dict[str, Any]] = json.loads(kept) if kept else {}
        return last

    def keep(self, sets: Iterable[Set]) -> None:
        """Remember sections, and the HTML of the new ones."""
        sets = list(sets)
        for it in sets:
            if it.new:
                self.cache.put(it.ingredients["html"], it.section.html.encode())
        record = {it.section.id: {**it.ingredients, _SIZE: len(it.section.html)} for it in sets}
        self.cache.put(self._key, json.dumps(record).encode())

    def reasons(self, sets: Iterable[Set]) -> tuple[Reason, ...]:
        """Why each of the new ones was set."""
        last = self._last()
        return tuple(
            Reason(self.version.name, it.section.id, self._cause(it, last.get(it.section.id)))
            for it in sets
            if it.new
        )

    def _cause(self, it: Set, last: Mapping[str, Any] | None) -> str:
        if last is None:
            return "not set before"
        causes = [name for key, name in _NAMES.items() if it.ingredients[key] != last[key]]
        if it.ingredients["html"] != last["html"]:
            before = self.cache.get(last["html"])
            causes += differences(before.decode(), it.section.html) if before else ["its words"]
        return ", ".join(causes) or "no longer in the cache"

    @property
    def _key(self) -> str:
        # Called by what stands in it: an older program's record of another form is never taken for one.
        return key_of("the ingredients and sizes of sections", self.version.name)


def differences(before: str, after: str) -> list[str]:
    """What differs between two states of a section's HTML: style sheet, figures, words, or the tags alone."""
    found = []
    if _STYLE.findall(before) != _STYLE.findall(after):
        found.append("the style sheet")
    if _DRAWING.findall(before) != _DRAWING.findall(after):
        found.append("a figure")
    old, new = _words(before), _words(after)
    if old != new:
        found.append(_first_change(old, new))
    return found or ["its layout"]


def _words(html: str) -> list[str]:
    return unescape(_TAG.sub(" ", _STYLE.sub("", html))).split()


def _first_change(old: list[str], new: list[str]) -> str:
    """The first words that differ, as `“640 people” is now “650 people”`."""
    start = next((n for n, pair in enumerate(zip(old, new, strict=False)) if len(set(pair)) > 1), 0)
    if start == 0 and old[:1] == new[:1]:
        start = min(len(old), len(new))
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    was, now = (_quoted(words[start : len(words) - end]) for words in (old, new))
    return f"{was} is now {now}"


def _quoted(words: list[str]) -> str:
    shown = " ".join(words[:_SHOWN]) + (" …" if len(words) > _SHOWN else "")
    return f"“{shown}”" if words else "nothing"
