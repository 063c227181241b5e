"""`Brief` + `Settings` → `Settings` whose long registers are cut into sections of whole rows.

A section is set anew when anything in it changes, so a register of thousands of rows is several
sections. Where one ends is decided by the ids of its rows alone (content-defined chunking): a row
inserted far away moves no edge, and its section is the only one of the rows to be set again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from report.model import Brief, Document, Scope
from report.settings import SectionSettings, Settings

LEAST, GREATEST = 50, 200
"""Rows of a section: some four pages at least, and at most as many as are set within a few seconds."""
_TAIL = "field"

Rank = tuple[bool, bytes]


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A document in its place in the register; `begins` says that it is the first of its group."""

    document: Document
    begins: bool

    @property
    def rank(self) -> Rank:
        """How soon the register is cut before this row: first where a group begins, then by the id."""
        return not self.begins, hashlib.sha256(self.document.id.encode()).digest()


def cut(brief: Brief, settings: Settings) -> Settings:
    """The settings with several sections for each register of more than `GREATEST` rows.

    The first keeps its id; each other has an id made of its first document's, so that it keeps it
    while sections before it come and go; the last holds the field and the figures.
    """
    sections = (part for section in settings.sections for part in _parts(brief, settings, section))
    return replace(settings, sections=tuple(sections))


def _parts(brief: Brief, settings: Settings, section: SectionSettings) -> Iterator[SectionSettings]:
    runs = cut_rows(tuple(register_rows(brief))) if section.kind == "register" else []
    if len(runs) <= 1:
        yield section
        return
    first, *others = (tuple(row.document.id for row in run) for run in runs)
    yield replace(section, documents=first)
    for run in others:
        yield replace(section, id=f"{section.id}-{run[0]}", continues=section.id, documents=run)
    if settings.announced in brief.claims or any(it.section == section.id for it in brief.charts.values()):
        yield replace(section, id=f"{section.id}-{_TAIL}", continues=section.id, documents=())


def register_rows(brief: Brief) -> Iterator[RegisterRow]:
    """The register in its order: by country, as the vocabulary orders them, and related papers last."""
    groups: dict[tuple[bool, str], list[Document]] = {
        (related, country): [] for related in (False, True) for country in brief.vocabulary.countries
    }
    for document in brief.documents.values():
        groups[document.scope is Scope.RELATED, document.country].append(document)
    for documents in groups.values():
        for position, document in enumerate(documents):
            yield RegisterRow(document, begins=position == 0)


def cut_rows(rows: Sequence[RegisterRow]) -> list[Sequence[RegisterRow]]:
    """The rows in runs of `LEAST` to `GREATEST`: too long a run is cut at its row of least rank."""
    ranks = [row.rank for row in rows]
    edges = (0, *_edges(ranks, 0, len(rows)), len(rows))
    return [rows[start:stop] for start, stop in pairwise(edges)]


def _edges(ranks: Sequence[Rank], start: int, stop: int) -> Iterator[int]:
    if stop - start > GREATEST:
        edge = min(range(start + LEAST, stop - LEAST + 1), key=ranks.__getitem__)
        yield from _edges(ranks, start, edge)
        yield edge
        yield from _edges(ranks, edge, stop)
