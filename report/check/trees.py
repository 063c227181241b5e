"""A YAML tree → its values by name and type; every fault on the way is remembered."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from report.check.cells import Nature
from report.check.faults import nearest
from report.check.texts import PrintedText
from report.errors import Finding, Location
from report.model import Node, Words
from report.rules import find


@dataclass(slots=True)
class TreeReader:
    """Reads one tree after another; `findings` and `texts` grow with what was met."""

    languages: tuple[str, ...]
    findings: list[Finding] = field(default_factory=list)
    texts: list[PrintedText] = field(default_factory=list)

    def fault(self, rule: str, location: Location, found: str, expected: str) -> None:
        """Remember a fault."""
        self.findings.append(find(rule, location, found, expected))

    def mapping(self, node: Node, keys: Collection[str] = ()) -> Mapping[str, Node]:
        """The node's entries; those not of `keys`, where any are given, are faults and left out."""
        if not isinstance(node.value, Mapping):
            self.fault("wrong-type", node.location, _kind(node), "keys with values")
            return {}
        entries = node.value
        for key in entries:
            if keys and key not in keys:
                place = entries[key].location
                expected = nearest(key, keys, otherwise=f"one of {', '.join(keys)}")
                self.fault("unknown-key", place, f"the key {key!r}", expected)
        return {key: value for key, value in entries.items() if not keys or key in keys}

    def text(self, parent: Node, entries: Mapping[str, Node], key: str, *, required: bool = True) -> str:
        """The text under `key`, or an empty one."""
        node = entries.get(key)
        if node is None or node.value in (None, ""):
            if required:
                self._missing(parent, key, "a text")
            return ""
        if isinstance(node.value, str):
            return node.value
        self.fault("wrong-type", node.location, _kind(node), "a text")
        return ""

    def items(self, parent: Node, entries: Mapping[str, Node], key: str) -> Sequence[Node]:
        """The items of the list under `key`; a list without items is a fault."""
        node = entries.get(key)
        if node is None or node.value in (None, ()):
            self._missing(parent, key, "a list of at least one")
            return ()
        if isinstance(node.value, tuple):
            return node.value
        self.fault("wrong-type", node.location, _kind(node), "a list")
        return ()

    def words(self, node: Node, entries: Mapping[str, Node], *, nature: Nature, prose: bool = False) -> Words:
        """One text a language from the entries named by language; they are printed texts from here on."""
        words = {language: self._worded(node, entries, language) for language in self.languages}
        if not all(words.values()):
            return {}
        at = {language: entries[language].location for language in self.languages}
        self.texts.append(PrintedText(words, at, nature, prose=prose))
        return words

    def _worded(self, node: Node, entries: Mapping[str, Node], language: str) -> str:
        entry = entries.get(language)
        if entry is not None and entry.value not in (None, ""):
            return self.text(node, entries, language)
        place = entry.location if entry else below(node, language)
        self.fault(
            "missing-language", place, f"no text in {language!r}", f"a text in {', '.join(self.languages)}"
        )
        return ""

    def _missing(self, parent: Node, key: str, expected: str) -> None:
        self.fault("missing-value", below(parent, key), f"no {key!r}", expected)


def below(node: Node, key: str) -> Location:
    """Where `key` would stand in the node."""
    place = node.location
    return Location(place.file, place.row, f"{place.column}.{key}".lstrip("."), place.sheet)


def _kind(node: Node) -> str:
    if node.value is None:
        return "nothing"
    if isinstance(node.value, str):
        return f"the text {node.value[:30]!r}"
    return "a list" if isinstance(node.value, tuple) else "keys with values"
