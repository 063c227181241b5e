"""YAML trees → `Vocabulary`, `Block`s and `Country`s, by the sections that brief.toml orders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from report.check.faults import nearest
from report.check.known import VOCABULARIES, Known
from report.check.trees import TreeReader
from report.errors import Finding, Location
from report.model import Block, Country, Material, Node, Statement, Term, Vocabulary, Words
from report.rules import find
from report.settings import SETTINGS_FILE, Settings

VOCABULARY = "vocabulary.yaml"
_COUNTRY_KEYS = ("country", "name", "leader", "blocks")
_FORMS = ("text", "points")


@dataclass(frozen=True, slots=True)
class CountryFile:
    """The head of a country's prose: its code, and the terms of its name and its leader."""

    code: str
    path: str
    name: str
    leader: str


def read_vocabulary(
    material: Material, reader: TreeReader
) -> tuple[Vocabulary, Mapping[str, frozenset[str] | None]]:
    """The brief's words with their labels, and which words are known; None where that cannot be told."""
    node = material.prose.get(VOCABULARY)
    if node is None:
        if not _was_unreadable(material, VOCABULARY):
            place = Location(f"data/{VOCABULARY}")
            reader.fault("missing-file", place, "no such file", f"the words of {', '.join(VOCABULARIES)}")
        return Vocabulary({}, {}, {}, {}, {}, {}), dict.fromkeys(VOCABULARIES)
    entries = reader.mapping(node, VOCABULARIES)
    labels: dict[str, Mapping[str, Words]] = {}
    known: dict[str, frozenset[str] | None] = {}
    for name in VOCABULARIES:
        if name not in entries:
            reader.fault("missing-value", node.location, f"no {name!r}", "words with their labels")
        words = reader.mapping(entries[name]) if name in entries else {}
        labels[name] = {word: _label(label, reader) for word, label in words.items()}
        known[name] = frozenset(words) or None
    return Vocabulary(**labels), known


def _label(node: Node, reader: TreeReader) -> Words:
    return reader.words(node, reader.mapping(node, reader.languages), nature="name")


def _was_unreadable(material: Material, path: str) -> bool:
    """Whether `load` has already told why the file is not there."""
    return any(finding.location.file == f"data/{path}" for finding in material.findings)


def read_prose(
    material: Material, settings: Settings, known: Known, reader: TreeReader
) -> Mapping[str, tuple[Block, ...]]:
    """The blocks of every prose file that a section names."""
    reader.findings += _file_findings(material, settings)
    prose: dict[str, tuple[Block, ...]] = {}
    for section in settings.sections:
        node = material.prose.get(section.prose)
        if node is not None and section.prose not in prose:
            keys = _COUNTRY_KEYS if section.kind == "country" else ("blocks",)
            entries = reader.mapping(node, keys)
            items = reader.items(node, entries, "blocks")
            blocks = tuple(_block(item, known, reader) for item in items)
            keyed = zip((block.key for block in blocks), items, strict=True)
            reader.findings += _twice("block", keyed)
            prose[section.prose] = blocks
    return prose


def _file_findings(material: Material, settings: Settings) -> Iterator[Finding]:
    """Prose that a section names and is not there, and prose that no section names."""
    named = {section.prose: section for section in settings.sections if section.prose}
    for path, section in named.items():
        if path not in material.prose and not _was_unreadable(material, path):
            place = Location(f"data/{path}")
            expected = nearest(path, material.prose, otherwise=f"the prose of section {section.id!r}")
            yield find("missing-file", place, "no such file", expected)
    for path in material.prose:
        if path not in named and path != VOCABULARY:
            place = Location(f"data/{path}")
            yield find("unused-prose", place, "prose that no section names", f"a section of {SETTINGS_FILE}")


def _block(node: Node, known: Known, reader: TreeReader) -> Block:
    entries = reader.mapping(node, ("key", "heading", "form", "statements"))
    form = reader.text(node, entries, "form", required=False) or "text"
    if form not in _FORMS:
        reader.fault("unknown-word", entries["form"].location, repr(form), f"one of {', '.join(_FORMS)}")
    heading: Words = {}
    if "heading" in entries:
        parts = reader.mapping(entries["heading"], reader.languages)
        heading = reader.words(entries["heading"], parts, nature="title", prose=True)
    else:
        reader.fault("missing-value", node.location, "no 'heading'", "a heading in each language")
    items = reader.items(node, entries, "statements")
    statements = tuple(_statement(item, known, reader) for item in items)
    keyed = zip((statement.key for statement in statements), items, strict=True)
    reader.findings += _twice("statement", keyed)
    return Block(reader.text(node, entries, "key"), heading, form, statements)


def _statement(node: Node, known: Known, reader: TreeReader) -> Statement:
    entries = reader.mapping(node, ("key", "sources", *reader.languages))
    key = reader.text(node, entries, "key")
    text = reader.words(node, entries, nature="sentence", prose=True) if entries else {}
    sources = tuple(_source(item, known, reader) for item in reader.items(node, entries, "sources"))
    return Statement(key, text, sources, node.location)


def _source(node: Node, known: Known, reader: TreeReader) -> str:
    if not isinstance(node.value, str):
        reader.fault("wrong-type", node.location, "no id", "the id of a source")
        return ""
    if known.lacks("sources", node.value):
        expected = nearest(node.value, known.candidates("sources"), otherwise="an id of sources")
        reader.fault("unknown-source", node.location, repr(node.value), expected)
    return node.value


def _twice(what: str, keyed: Iterator[tuple[str, Node]]) -> Iterator[Finding]:
    seen: set[str] = set()
    for key, node in keyed:
        if key and key in seen:
            yield find("duplicate-key", node.location, f"{what} {key!r} a second time", "a key of its own")
        seen.add(key)


def read_countries(
    material: Material, settings: Settings, known: Known, reader: TreeReader
) -> tuple[CountryFile, ...]:
    """What the prose files of the countries' sections say at their head, in the order of the sections."""
    files: list[CountryFile] = []
    for section in settings.sections:
        node = material.prose.get(section.prose)
        if section.kind != "country" or node is None or not isinstance(node.value, Mapping):
            continue
        code = reader.text(node, node.value, "country")
        if code and code != section.country:
            place = node.value["country"].location
            expected = f"{section.country!r}, as section {section.id!r} has"
            reader.fault("country-mismatch", place, repr(code), expected)
        name, leader = (
            _term(node, node.value, key, known=known, reader=reader) for key in ("name", "leader")
        )
        files.append(CountryFile(section.country, section.prose, name, leader))
    return tuple(files)


def _term(node: Node, entries: Mapping[str, Node], key: str, *, known: Known, reader: TreeReader) -> str:
    term = reader.text(node, entries, key)
    if term and known.lacks("glossary", term):
        expected = nearest(term, known.candidates("glossary"), otherwise="an id of glossary")
        reader.fault("unknown-id", entries[key].location, repr(term), expected)
    return term


def countries(
    files: tuple[CountryFile, ...], glossary: Mapping[str, Term], prose: Mapping[str, tuple[Block, ...]]
) -> Mapping[str, Country]:
    """The countries with a section of their own, as far as their terms hold."""
    return {
        file.code: Country(
            file.code, glossary[file.name].name, glossary[file.leader], prose.get(file.path, ())
        )
        for file in files
        if file.name in glossary and file.leader in glossary
    }
