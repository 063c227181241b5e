"""What is said about the facts: prose in blocks, and the figures that show numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from report.errors import Location
from report.model.facts import Term
from report.model.words import Words


@dataclass(frozen=True, slots=True)
class Statement:
    """A paragraph in every language, with placeholders, and the sources it rests on."""

    key: str
    text: Words
    sources: tuple[str, ...]
    location: Location


@dataclass(frozen=True, slots=True)
class Block:
    """Statements under one heading; `form` is `text` for paragraphs, `points` for parallel items."""

    key: str
    heading: Words
    form: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """A country with a section of its own: its name, its leader (a term) and its prose."""

    code: str
    name: Words
    leader: Term
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """What a figure says (charts/*.toml), judged.

    `kind` names the drawing module; `title`, `subtitle` and `note` are sentences in each language
    with fields in braces that the drawing fills from the numbers; `options` are the kind's own.
    """

    id: str
    kind: str
    section: str
    title: Words
    subtitle: Words
    note: Words
    options: Mapping[str, object]
    location: Location
