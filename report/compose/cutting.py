"""`Brief` + `Settings` + `Issue` → `Settings` with the sections that there are.

What changed is left out where there is nothing to tell of, and registers are cut into sections of whole
rows.

A section is set anew when anything in it changes, so a register is several sections: the field of all
that was announced, and then one a country. Of thousands of rows, where one ends is decided by their ids
alone (content-defined chunking): a row inserted far away moves no edge, and its section is the only one
of the rows to be set again.
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
LEAST_GROUP = 5
"""So many rows of a country, or related papers, begin a page: they fill the third that it has at least."""
MOST_CHANGES = 16
"""So many subjects are listed one by one on the two pages that the section of changes may have."""
LEAST_CELLS, GREATEST_CELLS = 500, 1800
"""Cells of the field in a section: a page at least, and at most what leaves the engine's memory small."""

Rank = tuple[bool, bytes]


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A document in its place in the register; `begins` says that it is the first of its group.

    `heads` is how many rows stand under the head above this one: those of its country, or all related papers.
    """

    document: Document
    begins: bool = False
    heads: int = 0

    @property
    def rank(self) -> Rank:
        """How soon the register is cut before this row: first where a group begins, then by the id."""
        return not self.begins, hashlib.sha256(self.document.id.encode()).digest()


def cut(brief: Brief, settings: Settings, issue: Issue | None = None) -> Settings:
    """The settings with the sections that the pages of `issue` have.

    A section of kind `changes` needs an edition before `issue`, and changes since; in an annex it stands
    only where they are so many that the section itself sums them up. Registers are as in `parted`.
    """
    told = tuple(section for section in settings.sections if _is_told(section, issue))
    return parted(brief, replace(settings, sections=told))


def parted(brief: Brief, settings: Settings) -> Settings:
    """The settings with several sections for each register, whatever else there is to tell.

    The first keeps its id; each other has an id made of its first document's, so that it keeps it
    while sections before it come and go. The field stands in sections before the rows, the last of which
    holds all that is counted.
    """
    sections = (part for section in settings.sections for part in _sections(brief, settings, section))
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
    if section.kind != "register":
        yield section
        return
    drawn = any(spec.section == section.id for spec in brief.charts.values())
    first, *others = _parts(tuple(register_rows(brief)), fielded=drawn or settings.announced in brief.claims)
    yield replace(section, part=first)
    for part in others:
        yield replace(section, id=f"{section.id}-{_name(part)}", part=replace(part, continues=section.id))


def _parts(rows: Sequence[RegisterRow], *, fielded: bool) -> tuple[RegisterPart, ...]:
    """The field, and then the rows; too few for a page of their own begin on the one where the field ends."""
    fields, runs = list(_field_parts(rows)) if fielded else [], list(_runs(rows))
    if fields and runs and rows[0].heads < LEAST_GROUP:
        fields[-1] = replace(fields[-1], documents=_ids(runs.pop(0)))
    return (*fields, *(RegisterPart(documents=_ids(run)) for run in runs)) or (RegisterPart(),)


def _field_parts(rows: Sequence[RegisterRow]) -> Iterator[RegisterPart]:
    """The field comes first: it shows at a glance how much of what was announced the rows can name."""
    named = tuple(row for row in rows if row.document.scope is not Scope.RELATED)
    runs = cut_rows(named, least=LEAST_CELLS, greatest=GREATEST_CELLS)
    last = len(runs) - 1
    for position, run in enumerate(runs):
        yield RegisterPart(cells=_ids(run), opens=position == 0, closes=position == last)


def _runs(rows: Sequence[RegisterRow]) -> Iterator[Sequence[RegisterRow]]:
    """Whoever has many rows has pages of their own, which can be handed on by themselves."""
    starts = (place for place, row in enumerate(rows) if row.heads >= LEAST_GROUP)
    for start, stop in pairwise(sorted({0, *starts, len(rows)})):
        yield from cut_rows(rows[start:stop])


def _name(part: RegisterPart) -> str:
    """What a part is called: by its first row, as others come and go; where all is counted, always alike."""
    if part.closes:
        return "field"
    return part.documents[0] if part.documents else f"field-{part.cells[0]}"


def _ids(rows: Sequence[RegisterRow]) -> tuple[str, ...]:
    return tuple(row.document.id for row in rows)


def register_rows(brief: Brief) -> Iterator[RegisterRow]:
    """The register in its order: by country, as the vocabulary orders them, and related papers last."""
    groups: dict[tuple[bool, str], list[Document]] = {
        (related, country): [] for related in (False, True) for country in brief.vocabulary.countries
    }
    for document in brief.documents.values():
        groups[document.scope is Scope.RELATED, document.country].append(document)
    papers = sum(len(documents) for (related, _), documents in groups.items() if related)
    for (related, _), documents in groups.items():
        for position, document in enumerate(documents):
            heads = 0 if position else (papers if related else len(documents))
            yield RegisterRow(document, begins=position == 0, heads=heads)
            papers = 0 if related else papers  # the first of them alone bears their head


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
