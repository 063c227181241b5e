"""The register as a view: the field of all announced, documents by country, and related papers.

Of a long register, which `cutting` has made several sections of, each shows its own documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from report.compose.composition import Composition
from report.compose.forms import (
    DocumentEntry,
    FigureForm,
    Passage,
    claim_row,
    document_entry,
    figure_forms,
    in_rows,
)
from report.compose.revisions import change_in
from report.model import Brief, Count, Document, Scope, Unit, Words
from report.settings import RegisterPart, SectionSettings

FIELD_WIDTH = 14
"""Cells in one row of the field: as many as hold an id each within the type area."""


@dataclass(frozen=True, slots=True)
class RegisterGroup:
    """The documents of one country, under its head; what goes on a group does not bear it again."""

    id: str
    country: Words
    count: Words
    entries: tuple[DocumentEntry, ...]
    begins: bool


@dataclass(frozen=True, slots=True)
class CountryLine:
    """How many documents of a country are named, and how many it announced."""

    country: Words
    named: Words
    announced: Words
    change: Words


@dataclass(frozen=True, slots=True)
class Field:
    """As many cells as documents were announced; a named document fills one, the others are empty.

    Of a field in several sections, these are the cells of one; the first one has the `opening`, and the
    last one alone the empty cells, and the `lines` of what was counted.
    """

    rows: tuple[tuple[str, ...], ...]
    named: int
    announced: int
    lines: tuple[CountryLine, ...]
    opening: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """What a section of the register shows of the field, of the documents, and of the related papers.

    `related_begins` says that the related papers begin here, and not in a section before.
    """

    groups: tuple[RegisterGroup, ...]
    related: tuple[RegisterGroup, ...]
    related_begins: bool
    field: Field | None
    figures: tuple[FigureForm, ...]


def register(composition: Composition, section: SectionSettings) -> Register:
    """The field; then documents by country, as the vocabulary orders them; then related papers."""
    brief = composition.brief
    part = section.part or RegisterPart()
    documents = [brief.documents[id_] for id_ in part.documents]
    related = _groups(composition, documents, related=True)
    has_field = composition.settings.announced in brief.claims and (part.cells or part.closes)
    drawn = section.continues or section.id
    return Register(
        groups=_groups(composition, documents, related=False),
        related=related,
        related_begins=bool(related) and related[0].begins and _is_first(brief, related[0]),
        field=_field(composition, part) if has_field else None,
        figures=figure_forms(composition, drawn, section.number) if part.closes else (),
    )


def _groups(
    composition: Composition, documents: Sequence[Document], *, related: bool
) -> tuple[RegisterGroup, ...]:
    countries: dict[str, list[Document]] = {}
    for document in documents:
        if (document.scope is Scope.RELATED) == related:
            countries.setdefault(document.country, []).append(document)
    return tuple(_group(composition, own, related=related) for own in countries.values())


def _group(composition: Composition, documents: Sequence[Document], *, related: bool) -> RegisterGroup:
    brief, code = composition.brief, documents[0].country
    begins = documents[0] is _first(brief, documents[0])
    return RegisterGroup(
        id=_group_id(code, related=related),
        country=composition.voices.only(brief.vocabulary.countries[code]),
        count=_group_count(composition, code, related=related) if begins else {},
        entries=tuple(document_entry(composition, document) for document in documents),
        begins=begins,
    )


def _group_id(code: str, *, related: bool) -> str:
    return f"{'related' if related else 'register'}-{code}"


def _first(brief: Brief, document: Document) -> Document:
    """The first document of the group that a document stands in."""
    group = (document.country, document.scope is Scope.RELATED)
    return next(it for it in brief.documents.values() if (it.country, it.scope is Scope.RELATED) == group)


def _is_first(brief: Brief, group: RegisterGroup) -> bool:
    """Whether no related papers stand before the group's."""
    countries = (code for code in brief.vocabulary.countries if brief.related_documents(code))
    return group.id == _group_id(next(countries), related=True)


def _group_count(composition: Composition, code: str, *, related: bool) -> Words:
    voices, brief = composition.voices, composition.brief
    number = len(brief.related_documents(code) if related else brief.named_documents(code))
    named = voices.counted(number, Unit.DOCUMENTS)
    announced = brief.headline(code, "documents_announced")
    if related or announced is None or code not in brief.countries:
        return named
    total = voices.each(lambda voice: voice.value(announced.value, "short"))
    return voices.say("{named}; announced: {total}", named=named, total=total)


def _field(composition: Composition, part: RegisterPart) -> Field:
    cells = [*part.cells, *([""] * _unnamed(composition) if part.closes else ())]
    return Field(
        rows=in_rows(cells, FIELD_WIDTH),
        named=len(part.cells),
        announced=len(cells),
        lines=_counted(composition) if part.closes else (),
        opening=_opening(composition) if part.opens else (),
    )


def _opening(composition: Composition) -> tuple[Passage, ...]:
    """What the cells count, by whom, and what is known of the documents that fill them."""
    claim = composition.brief.claims[composition.settings.announced]
    row = claim_row(composition, claim)
    told = Passage(_cells(composition), row.marks, change_in(composition, _cells))
    return (told, Passage(row.note, (), row.change)) if row.note else (told,)


def _cells(composition: Composition) -> Words:
    brief, voices = composition.brief, composition.voices
    claim = brief.claims[composition.settings.announced]
    return voices.say(
        "The chart has {announced} cells: “{label}.” Filled cells are the {named} documents that the sources "
        "name; whether a document is among those counted is not known unless it is said below.",
        announced=voices.each(lambda voice: voice.bare(claim.value, "short")),
        label=claim.label,
        named=len(brief.named_documents()),
    )


def _unnamed(composition: Composition) -> int:
    """How many of the announced documents cannot be named."""
    brief = composition.brief
    value = brief.claims[composition.settings.announced].value
    announced = int(value.number) if isinstance(value, Count) else 0
    return max(0, announced - len(brief.named_documents()))


def _counted(composition: Composition) -> tuple[CountryLine, ...]:
    """Each country of which documents can be named, and how many."""
    brief = composition.brief
    named = [code for code in brief.vocabulary.countries if brief.named_documents(code)]
    return tuple(_country_line(composition, code) for code in named)


def _country_line(composition: Composition, code: str) -> CountryLine:
    def named(composition: Composition) -> Words:
        return composition.voices.number(len(composition.brief.named_documents(code)))

    def announced(composition: Composition) -> Words:
        return _announced(composition, code)

    return CountryLine(
        country=composition.voices.only(composition.brief.vocabulary.countries[code]),
        named=named(composition),
        announced=announced(composition),
        change=change_in(composition, named) | change_in(composition, announced),
    )


def _announced(composition: Composition, code: str) -> Words:
    """The count that a country announced, or why there is none."""
    brief, voices = composition.brief, composition.voices
    if code not in brief.countries:
        return voices.say("shared by several countries")
    claim = brief.headline(code, "documents_announced")
    if claim is None:
        return voices.say("no count announced")
    return voices.each(lambda voice: voice.value(claim.value, "short"))
