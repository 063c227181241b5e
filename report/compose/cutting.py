"""`Brief` + `Settings` + `Issue` → `Settings` with the sections that there are.

What changed is left out where there is nothing to tell of, and long registers are cut into sections of
whole rows.

A section is set anew when anything in it changes, so a register of thousands of rows is several
sections. Where one ends is decided by the ids of its rows alone (content-defined chunking): a row
inserted far away moves no edge, and its section is the only one of the rows to be set again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from report.model import Brief, Changes, Document, Issue, Scope
from report.settings import RegisterPart, SectionSettings, Settings

LEAST, GREATEST = 50, 200
"""Rows of a section: some four pages at least, and at most what is set within a few seconds."""
MOST_CHANGES = 16
"""So many subjects are listed one by one on the two pages that the section of changes may have."""
LEAST_CELLS, GREATEST_CELLS = 500, 1800
"""Cells of the field in a section: a page at least, and at most what leaves the engine's memory small."""

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


def cut(brief: Brief, settings: Settings, issue: Issue | None = None) -> Settings:
    """The settings with several sections for each register of more than `GREATEST` rows.

    A section of kind `changes` needs an edition before `issue`, and changes since; in an annex it stands
    only where they are so many that the section itself sums them up.

    The first keeps its id; each other has an id made of its first document's, so that it keeps it
    while sections before it come and go. The field stands in sections of its own, the last of which
    holds all that is counted.
    """
    told = (section for section in settings.sections if _is_told(section, issue))
    sections = (part for section in told for part in _sections(brief, settings, section))
    return replace(settings, sections=tuple(sections))


def _is_told(section: SectionSettings, issue: Issue | None) -> bool:
    """Whether there is anything to say in a section of changes; in every other there is."""
    if section.kind != "changes":
        return True
    changes = issue.replaces.changes if issue and issue.replaces else None
    return changes is not None and not changes.empty and (not section.is_annex or are_many(changes))


def are_many(changes: Changes) -> bool:
    """Whether so much has changed that the section sums it up, and an annex lists it one by one."""
    return len({(change.subject, change.id) for change in changes.entries}) > MOST_CHANGES


def _sections(brief: Brief, settings: Settings, section: SectionSettings) -> Iterator[SectionSettings]:
    rows = tuple(register_rows(brief)) if section.kind == "register" else ()
    if len(rows) <= GREATEST:
        yield section
        return
    first, *others = (_ids(run) for run in cut_rows(rows))
    yield replace(section, part=RegisterPart(documents=first))
    for run in others:
        part = RegisterPart(continues=section.id, documents=run)
        yield replace(section, id=f"{section.id}-{run[0]}", part=part)
    if settings.announced in brief.claims or any(it.section == section.id for it in brief.charts.values()):
        yield from _field_sections(section, rows)


def _field_sections(section: SectionSettings, rows: Sequence[RegisterRow]) -> Iterator[SectionSettings]:
    named = tuple(row for row in rows if row.document.scope is not Scope.RELATED)
    runs = [_ids(run) for run in cut_rows(named, least=LEAST_CELLS, greatest=GREATEST_CELLS)]
    last = len(runs) - 1
    for position, run in enumerate(runs):
        part = RegisterPart(section.id, cells=run, opens=position == 0, closes=position == last)
        # The one that closes is called alike whatever it begins with: links and readers find it.
        name = f"{section.id}-field" if part.closes else f"{section.id}-field-{run[0]}"
        yield replace(section, id=name, part=part)


def whole(brief: Brief) -> RegisterPart:
    """All of a register, as one section shows it."""
    rows = tuple(register_rows(brief))
    cells = tuple(row.document.id for row in rows if row.document.scope is not Scope.RELATED)
    return RegisterPart(documents=_ids(rows), cells=cells, opens=True, closes=True)


def _ids(rows: Sequence[RegisterRow]) -> tuple[str, ...]:
    return tuple(row.document.id for row in rows)


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


def cut_rows(
    rows: Sequence[RegisterRow], *, least: int = LEAST, greatest: int = GREATEST
) -> list[Sequence[RegisterRow]]:
    """The rows in runs of `least` to `greatest`: too long a run is cut at its row of least rank."""
    ranks = [row.rank for row in rows]

    def edges(start: int, stop: int) -> Iterator[int]:
        if stop - start > greatest:
            edge = min(range(start + least, stop - least + 1), key=ranks.__getitem__)
            yield from edges(start, edge)
            yield edge
            yield from edges(edge, stop)

    return [rows[start:stop] for start, stop in pairwise((0, *edges(0, len(rows)), len(rows)))]
