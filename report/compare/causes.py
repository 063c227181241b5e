"""`Changes` + the later `Brief` → the cells that caused them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Final

from report import facts
from report.compare.records import TABLES, Records, records
from report.errors import Location
from report.model import Brief, Change, Changes, Count, Money, Subject

_DATA: Final = "data"
_COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "sources": "source",
        "title_language": "title_lang",
        "longitude": "lon",
        "latitude": "lat",
        "abbreviation": "abbreviation",
    }
)
"""Columns that are named otherwise than the members they give (data/README.md)."""


_TABLES: Final[Mapping[Subject, str]] = MappingProxyType(
    {**TABLES, Subject.FIGURE: "figures", Subject.RATE: "rates"}
)
"""How the tables are named in data/."""


def causes(changes: Changes, later: Brief) -> tuple[Location, ...]:
    """Where the changes stand in the files of the later state, each place once, sorted.

    What came is a row, a paragraph or a file, what is another now a cell of it. Of what went only the
    file can be told.
    """
    found = records(facts.public(later))
    return tuple(sorted({_cause(change, found) for change in changes.entries}))


def _cause(change: Change, found: Records) -> Location:
    match change.subject:
        case Subject.WORD:
            key = ".".join(part for part in (*change.id.split("/", 1), change.language) if part)
            return Location(f"{_DATA}/vocabulary.yaml", 0, key)
        case Subject.SECTION:
            return Location(f"{_DATA}/{change.id}")
        case Subject.HEADING | Subject.STATEMENT | Subject.COUNTRY:
            return _prose(change, found)
        case _:
            return _cell(change, found)


def _prose(change: Change, found: Records) -> Location:
    """A paragraph by its line; a heading, or what a country's file says of it, by its key."""
    record = found.get((change.subject, change.id))
    if record is None:
        return Location(f"{_DATA}/{_file(change.id)}")
    if change.subject is Subject.STATEMENT:
        place: Location = record.noun.location
        return replace(place, column=change.language or change.member)
    file = record.members["prose"] if change.subject is Subject.COUNTRY else _file(change.id)
    key = ".".join(part for part in (change.member, change.language) if part)
    return Location(f"{_DATA}/{file}", 0, key)


def _file(path: str) -> str:
    """The file of prose that the path of a paragraph or heading begins with."""
    file, ending, _ = path.partition(".yaml")
    return file + ending


def _cell(change: Change, found: Records) -> Location:
    record = found.get((change.subject, change.id))
    if record is not None:
        place: Location = record.noun.location
        return replace(place, column=_column(change))
    files = (it.noun.location.file for (subject, _), it in found.items() if subject is change.subject)
    return Location(next(files, f"{_DATA}/{_TABLES[change.subject]}"))


def _column(change: Change) -> str:
    """The column whose cell is now another one; empty where the whole row came."""
    if change.language and change.member not in _COLUMNS:
        return f"{change.member}_{change.language}"
    match change.before, change.after:
        case (Money() | Count() as before, Money() | Count() as after) if type(before) is type(after):
            member = next(
                it.name for it in fields(after) if getattr(before, it.name) != getattr(after, it.name)
            )
            return change.member if member in ("amount", "number") else member
        case _:
            return _COLUMNS.get(change.member, change.member)
