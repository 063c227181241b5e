"""Every *.yaml below data/ → `Node` trees by path; scalars stay text as typed, each with its line.

Only YAML's structure is used (ruamel's composer): nothing is turned into a number, a date or a
truth value, so “no” stays the word that was typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.nodes import Node as YamlNode

from report.errors import Finding, Location
from report.folders import is_temporary
from report.model import Node
from report.rules import find
from report.settings import Settings

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
"""What stands for nothing where it is not quoted (YAML 1.2.2, 10.3.2)."""


def read_prose(settings: Settings) -> tuple[dict[str, Node], list[Finding]]:
    """Read all YAML files; one that cannot be read is left out, with a finding that says why."""
    trees: dict[str, Node] = {}
    findings: list[Finding] = []
    for path in sorted(settings.data.rglob("*.yaml")):
        if is_temporary(path.name):
            continue
        key = path.relative_to(settings.data).as_posix()
        tree, faults = _read(path, Location(f"data/{key}", 1))
        findings += faults
        if tree is not None:
            trees[key] = tree
    return trees, findings


def _read(path: Path, location: Location) -> tuple[Node | None, list[Finding]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [find("unknown-encoding", location, f"no UTF-8 at byte {error.start}", "UTF-8")]
    except OSError as error:
        return None, [find("unreadable-file", location, error.strerror or "unreadable", "a file to read")]
    tree, findings = _tree(text, location)
    return tree, list(findings)


@lru_cache(maxsize=64)  # a process that stays reads again only what has changed: half of its loading
def _tree(text: str, location: Location) -> tuple[Node | None, tuple[Finding, ...]]:
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except (YAMLError, RecursionError, ValueError) as error:
        return None, (_syntax(error, location.file),)
    if root is None:
        return None, (find("empty-file", location, "an empty file", "keys and texts"),)
    reader = _Reader(location.file)
    tree = reader.node(root, "")
    return (None if reader.aliases else tree), (*reader.findings, *reader.aliases[:1])


def _syntax(error: Exception, file: str) -> Finding:
    if isinstance(error, RecursionError):
        return find("yaml-syntax", Location(file, 1), "lists nested without end", "a few levels")
    mark = error.problem_mark or error.context_mark if isinstance(error, MarkedYAMLError) else None
    if not isinstance(error, MarkedYAMLError) or mark is None:
        found = str(error).splitlines()[0] if str(error) else type(error).__name__
        return find("yaml-syntax", Location(file, 1), found, "YAML 1.2")
    found = f"{error.problem or error.context} at column {mark.column + 1}"
    return find("yaml-syntax", Location(file, mark.line + 1), found, "YAML 1.2")


class _Reader:
    """Turns composed nodes into ours, and remembers every fault on the way.

    A node met a second time is an alias; it is not followed, so that a file cannot grow without end.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._seen: set[int] = set()
        self.aliases: list[Finding] = []
        self.findings: list[Finding] = []

    def node(self, node: YamlNode, path: str) -> Node:
        location = Location(self._file, node.start_mark.line + 1, path)
        if id(node) in self._seen:
            self.aliases.append(
                find("yaml-alias", location, "this passage again, by an alias (*)", "the text itself")
            )
            return Node(None, location)
        self._seen.add(id(node))
        if isinstance(node, MappingNode):
            return Node(dict(self._items(node, path)), location)
        if isinstance(node, SequenceNode):
            return Node(tuple(self.node(item, f"{path}[{n}]") for n, item in enumerate(node.value)), location)
        return Node(_scalar(node), location)

    def _items(self, mapping: MappingNode, path: str) -> Iterator[tuple[str, Node]]:
        keys: set[str] = set()
        for key, value in mapping.value:
            name = str(key.value) if isinstance(key, ScalarNode) else "?"
            place = f"{path}.{name}".lstrip(".")
            if name in keys:
                location = Location(self._file, key.start_mark.line + 1, place)
                self.findings.append(
                    find("duplicate-key", location, f"{name!r} a second time", "each key once")
                )
                continue
            keys.add(name)
            yield name, self.node(value, place)


def _scalar(node: YamlNode) -> str | None:
    plain = getattr(node, "style", None) in (None, "")
    text = str(node.value).strip()
    return None if plain and text in _NULLS else text
