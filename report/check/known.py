"""`Material` and settings → `Known`: the ids and words that a row may name, before any row is judged.

What could not be read is None here, so that one unreadable table is told once and not again by
every row that names something in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from report.errors import Finding, Location
from report.model import Material, Table
from report.rules import find

WITH_IDS = ("documents", "figures", "events", "proposals", "places", "glossary", "sources")
VOCABULARIES = ("countries", "metrics", "sectors", "themes", "kinds", "levels")

Ids = Mapping[str, Location]


@dataclass(frozen=True, slots=True)
class Known:
    """`ids` by table, `words` by vocabulary; None where the file could not be read."""

    languages: tuple[str, ...]
    ids: Mapping[str, Ids | None]
    words: Mapping[str, frozenset[str] | None]

    def lacks(self, table: str, key: str) -> bool:
        """Whether the table was read and has no row `key`."""
        ids = self.ids.get(table)
        return ids is not None and key not in ids

    def lacks_word(self, vocabulary: str, word: str) -> bool:
        """Whether the vocabulary was read and does not have `word`."""
        words = self.words.get(vocabulary)
        return words is not None and word not in words

    def candidates(self, *tables: str) -> list[str]:
        """All ids of the tables, to suggest the nearest from."""
        return [key for table in tables for key in self.ids.get(table) or {}]


def declared_ids(material: Material) -> tuple[dict[str, Ids | None], list[Finding]]:
    """The ids of every table, also of rows that are wrong otherwise; and the ids that stand twice."""
    first: dict[str, Location] = {}
    ids: dict[str, Ids | None] = {}
    findings: list[Finding] = []
    for name in WITH_IDS:
        table = material.tables.get(name)
        if table is None or "id" not in table.columns:
            ids[name] = None
            continue
        own: dict[str, Location] = {}
        for key, location in _ids(table):
            own.setdefault(key, location)
            if key in first:
                expected = f"an id of its own; {first[key]} has this one"
                findings.append(find("duplicate-id", location, f"{key!r} a second time", expected))
            first.setdefault(key, location)
        ids[name] = own
    return ids, findings


def _ids(table: Table) -> Iterator[tuple[str, Location]]:
    for row in table.rows:
        if row.cells["id"]:
            yield row.cells["id"], table.location(row.number, "id")
