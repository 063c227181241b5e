"""The register as a view: documents by country, related papers, and the field of all announced."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from report.compose.forms import Composition, DocumentEntry, FigureForm, document_entry, figure_forms, in_rows
from report.model import Count, Unit, Words
from report.settings import SectionSettings

FIELD_WIDTH = 14
"""Cells in one row of the field: as many as hold an id each within the type area."""


@dataclass(frozen=True, slots=True)
class RegisterGroup:
    """The documents of one country, under its head."""

    id: str
    country: Words
    count: Words
    entries: tuple[DocumentEntry, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """As many cells as documents were announced; a named document fills one, the others are empty."""

    rows: tuple[tuple[str, ...], ...]
    named: int
    announced: int
    lines: tuple[tuple[Words, Words], ...]


@dataclass(frozen=True, slots=True)
class Register:
    """The register of documents, the related papers, and the field."""

    groups: tuple[RegisterGroup, ...]
    related: tuple[RegisterGroup, ...]
    field: Field | None
    figures: tuple[FigureForm, ...]


def register(composition: Composition, section: SectionSettings) -> Register:
    """Documents by country, the brief as a whole first; then related papers; then the field."""
    brief = composition.brief
    return Register(
        groups=_groups(composition, related=False),
        related=_groups(composition, related=True),
        field=_field(composition) if composition.settings.announced in brief.claims else None,
        figures=figure_forms(composition, section.id, section.number),
    )


def _groups(composition: Composition, *, related: bool) -> tuple[RegisterGroup, ...]:
    brief = composition.brief
    choose = brief.related_documents if related else brief.named_documents
    groups = []
    for code, label in brief.vocabulary.countries.items():
        documents = choose(code)
        if documents:
            entries = tuple(document_entry(composition, document) for document in documents)
            name = "related" if related else "register"
            count = _group_count(composition, code, len(documents), related=related)
            groups.append(RegisterGroup(f"{name}-{code}", composition.voices.only(label), count, entries))
    return tuple(groups)


def _group_count(composition: Composition, code: str, number: int, *, related: bool) -> Words:
    voices = composition.voices
    named = voices.each(lambda voice: voice.value(Count(Decimal(number), Unit.DOCUMENTS)))
    announced = composition.brief.headline(code, "documents_announced")
    if related or announced is None or code not in composition.brief.countries:
        return named
    total = voices.each(lambda voice: voice.value(announced.value, "short"))
    return voices.say("{named}; announced: {total}", named=named, total=total)


def _field(composition: Composition) -> Field:
    brief = composition.brief
    value = brief.claims[composition.settings.announced].value
    announced = int(value.number) if isinstance(value, Count) else 0
    named = [document.id for document in brief.named_documents()]
    cells = [*named, *([""] * (announced - len(named)))]
    lines = tuple(
        (composition.voices.only(label), _group_count(composition, code, number, related=False))
        for code, label in brief.vocabulary.countries.items()
        if (number := len(brief.named_documents(code)))
    )
    return Field(in_rows(cells, FIELD_WIDTH), len(named), announced, lines)
