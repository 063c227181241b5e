"""`Brief` → its records: all that may be printed, one by one, by stable id.

A record is a row, a paragraph, the heading of a block, a file of prose, a country or a word. Lists
whose order readers see, paragraphs and headings, are members of what they stand in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any, Final

from report import facts
from report.model import Brief, Country, Rate, Subject, Vocabulary, Words, rate_id, statement_id

TABLES: Final[Mapping[Subject, str]] = MappingProxyType(
    {
        Subject.DOCUMENT: "documents",
        Subject.FIGURE: "claims",
        Subject.EVENT: "events",
        Subject.PROPOSAL: "proposals",
        Subject.PLACE: "places",
        Subject.TERM: "glossary",
        Subject.SOURCE: "sources",
    }
)
"""The subjects that are rows with an id, and where a brief has them."""


@dataclass(frozen=True, slots=True)
class Record:
    """One subject as it stands: its noun, its members, and the order of what stands within it.

    `position` is its own place among its neighbors, where their order is seen.
    """

    noun: Any
    members: Mapping[str, Any]
    order: tuple[str, ...] = ()
    position: int = 0


@dataclass(frozen=True, slots=True)
class Head:
    """What is a country's own: its name, the id of its leader's term, and the file that has its prose.

    Where several files say the same, it is the one that is named for the country.
    """

    name: Words
    leader: str
    prose: str


Records = Mapping[tuple[Subject, str], Record]


def records(brief: Brief) -> Records:
    """Every record of a brief that has been made public (`facts.public`)."""
    found: dict[tuple[Subject, str], Record] = {}
    for subject, table in TABLES.items():
        for key, row in getattr(brief, table).items():
            found[subject, key] = Record(row, facts.said(row))
    for key, rate in numbered(facts.said(brief)["rates"]).items():
        found[Subject.RATE, key] = Record(rate, facts.said(rate))
    for key, country in brief.countries.items():
        found[Subject.COUNTRY, key] = _country(brief, country)
    for key, label in words(brief.vocabulary).items():
        found[Subject.WORD, key] = Record(label, {"label": label})
    return found | dict(_prose(brief))


def numbered(rates: Iterable[Rate]) -> dict[str, Rate]:
    """The rates by id; what one source gives twice for a day is numbered."""
    seen: Counter[str] = Counter()
    found: dict[str, Rate] = {}
    for rate in rates:
        key = rate_id(rate)
        seen[key] += 1
        found[key if seen[key] == 1 else f"{key} {seen[key]}"] = rate
    return found


def words(vocabulary: Vocabulary) -> dict[str, Words]:
    """The labels of all vocabularies, by vocabulary and word."""
    return {
        f"{field.name}/{word}": label
        for field in fields(vocabulary)
        for word, label in getattr(vocabulary, field.name).items()
    }


def head(brief: Brief, country: Country) -> Head:
    """What is a country's own."""
    files = [path for path, blocks in brief.prose.items() if blocks == country.blocks]
    path = min(files, key=lambda path: (f"/{country.code}." not in path, path), default="")
    return Head(country.name, country.leader.id, path)


def _country(brief: Brief, country: Country) -> Record:
    own = head(brief, country)
    return Record(country, {field.name: getattr(own, field.name) for field in fields(own)})


def _prose(brief: Brief) -> Iterator[tuple[tuple[Subject, str], Record]]:
    for path, blocks in brief.prose.items():
        yield (Subject.SECTION, path), Record(path, {}, tuple(block.key for block in blocks))
        for position, block in enumerate(blocks):
            heading = replace(block, statements=())
            members = {"heading": block.heading, "form": block.form}
            order = tuple(statement.key for statement in block.statements)
            key = statement_id(path, block.key)
            yield (Subject.HEADING, key), Record(heading, members, order, position)
            for place, statement in enumerate(block.statements):
                key = statement_id(path, block.key, statement.key)
                yield (Subject.STATEMENT, key), Record(statement, facts.said(statement), position=place)
