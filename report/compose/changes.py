"""What has changed since the edition before, as a view: headlines, figures old → new, and lists.

Short lists stand on the page; of many changes long ones are summed up there, and stand in full in an
annex of the same kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from report.compose.change_lines import ChangeLine, FigureChange, change_line, figure_change
from report.compose.changed_subjects import section_place, subject_of
from report.compose.composition import Composition
from report.compose.cutting import are_many
from report.localize.changes import headlines
from report.model import Change, ChangeKind, Replaced, Subject, Words
from report.settings import SectionSettings

FEW: Final = 3
"""A list of so few is never summed up."""

_FIGURES: Final = (Subject.FIGURE,)
_DOCUMENTS: Final = (Subject.DOCUMENT,)
_POSITIONS: Final = (Subject.PROPOSAL, Subject.EVENT)
_WORDING: Final = (Subject.STATEMENT, Subject.HEADING, Subject.SECTION)
_NAMES: Final = (
    Subject.SOURCE,
    Subject.RATE,
    Subject.COUNTRY,
    Subject.PLACE,
    Subject.TERM,
    Subject.WORD,
)


@dataclass(frozen=True, slots=True)
class SumLine:
    """How many of a group (a country, a section) were added, removed and changed; nothing for none."""

    group: Words
    numbers: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """A long list, summed up."""

    title: Words
    lines: tuple[SumLine, ...]


@dataclass(frozen=True, slots=True)
class ChangeList:
    """Changes of one sort, one by one."""

    title: Words
    lines: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True)
class ChangesView:
    """The section; `full` names the annex that lists everything, where there is one."""

    headlines: tuple[Words, ...]
    full: Words
    anchor: str
    sums: tuple[Sums, ...]
    figures: tuple[FigureChange, ...]
    lists: tuple[ChangeList, ...]


@dataclass(frozen=True, slots=True)
class _Sort:
    """What changed of some subjects, subject by subject."""

    subjects: tuple[Subject, ...]
    title: Words
    changed: Sequence[tuple[Change, ...]]


def changes(composition: Composition, section: SectionSettings) -> ChangesView:
    """All changes since the edition before; in an annex one by one, however many there are."""
    replaced = composition.replaced
    if replaced is None:
        return ChangesView((), {}, "", (), (), ())
    summed = not section.is_annex and are_many(replaced.changes)
    sorts = _sorts(composition, replaced)
    long = [sort for sort in sorts if summed and len(sort.changed) > FEW]
    short = [sort for sort in sorts if sort not in long]
    annex = _annex(composition) if summed else None
    return ChangesView(
        headlines=() if section.is_annex else _headlines(composition, replaced),
        full=_reference(composition, annex),
        anchor=annex.id if annex else "",
        sums=tuple(_sums(composition, sort) for sort in long),
        figures=tuple(
            figure_change(composition, it)
            for sort in short
            if sort.subjects == _FIGURES
            for it in sort.changed
        ),
        lists=tuple(_list(composition, sort) for sort in short if sort.subjects != _FIGURES),
    )


def _headlines(composition: Composition, replaced: Replaced) -> tuple[Words, ...]:
    """A sentence each, closed by a full stop."""
    languages = composition.settings.languages
    return tuple(
        {language: f"{sentence}." for language, sentence in words.items()}
        for words in headlines(replaced.changes, composition.voices, languages)
    )


def _annex(composition: Composition) -> SectionSettings | None:
    return next((it for it in composition.settings.sections if it.kind == "changes" and it.is_annex), None)


def _reference(composition: Composition, annex: SectionSettings | None) -> Words:
    if annex is None:
        return {}
    return composition.voices.say("All changes one by one: Annex {letter}", letter=annex.number)


def _sorts(composition: Composition, replaced: Replaced) -> list[_Sort]:
    """The changes by sort, in the order in which they are told; of prose in the order of the sections."""
    say = composition.voices.say
    sorts = [
        _Sort(_FIGURES, say("Figures"), _changed(replaced, _FIGURES)),
        _Sort(_DOCUMENTS, say("Documents"), _changed(replaced, _DOCUMENTS)),
        _Sort(_POSITIONS, say("Positions and events"), _changed(replaced, _POSITIONS)),
        _Sort(_WORDING, say("Wording"), _in_order(composition, _changed(replaced, _WORDING))),
        _Sort(_NAMES, say("Sources, rates, and names"), _changed(replaced, _NAMES)),
    ]
    return [sort for sort in sorts if sort.changed]


def _changed(replaced: Replaced, subjects: Sequence[Subject]) -> list[tuple[Change, ...]]:
    """The changes of each subject of some sorts, together."""
    found: dict[tuple[Subject, str], None] = {
        (change.subject, change.id): None for subject in subjects for change in replaced.changes.of(subject)
    }
    return [replaced.changes_of(*key) for key in found]


def _in_order(composition: Composition, changed: list[tuple[Change, ...]]) -> list[tuple[Change, ...]]:
    return sorted(changed, key=lambda changes: section_place(composition, changes[0].id))


def _list(composition: Composition, sort: _Sort) -> ChangeList:
    return ChangeList(sort.title, tuple(change_line(composition, it) for it in sort.changed))


def _sums(composition: Composition, sort: _Sort) -> Sums:
    """By country or section, in the order in which they first come."""
    groups: dict[tuple[tuple[str, str], ...], Counter[ChangeKind]] = {}
    for changed in sort.changed:
        group = subject_of(composition, changed[0]).group
        groups.setdefault(tuple(group.items()), Counter())[_summed_kind(changed[0])] += 1
    return Sums(sort.title, tuple(_line(composition, dict(group), it) for group, it in groups.items()))


def _summed_kind(change: Change) -> ChangeKind:
    return change.kind if change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED) else ChangeKind.AMENDED


def _line(composition: Composition, group: Words, counts: Counter[ChangeKind]) -> SumLine:
    kinds = (ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.AMENDED)
    return SumLine(
        group, tuple(composition.voices.number(counts[kind]) if counts[kind] else {} for kind in kinds)
    )
