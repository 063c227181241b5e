"""What has changed since the edition before, as a view: headlines, figures old → new, and lists.

Short lists stand on the page; of many changes long ones are summed up there, and stand in full in an
annex of the same kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from report.compose.change_lines import ChangeLine, FigureChange, change_line, figure_change
from report.compose.changed_subjects import section_place
from report.compose.composition import Composition
from report.compose.cutting import are_many
from report.localize.changes import headlines
from report.model import Change, Replaced, Subject, Words
from report.settings import SectionSettings

FEW: Final = 3
"""A list of so few is never summed up."""

_LISTS: Final = MappingProxyType(
    {
        "documents": (Subject.DOCUMENT,),
        "positions": (Subject.PROPOSAL, Subject.EVENT),
        "wording": (Subject.STATEMENT, Subject.HEADING, Subject.SECTION),
        "names": (
            Subject.SOURCE,
            Subject.RATE,
            Subject.COUNTRY,
            Subject.PLACE,
            Subject.TERM,
            Subject.WORD,
        ),
    }
)
"""The lists below the table of figures, in their order."""


@dataclass(frozen=True, slots=True)
class SumLine:
    """How many of a group (a country, a section) changed, by what happened to them."""

    group: Words
    counts: Words


@dataclass(frozen=True, slots=True)
class ChangeList:
    """Changes of one sort, one by one or summed up."""

    title: Words
    lines: tuple[ChangeLine, ...] = ()
    sums: tuple[SumLine, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangesView:
    """The section; `full` names the annex that lists everything, where there is one."""

    headlines: tuple[Words, ...]
    figures_title: Words
    figures: tuple[FigureChange, ...]
    lists: tuple[ChangeList, ...]
    full: Words
    anchor: str


def changes(composition: Composition, section: SectionSettings) -> ChangesView:
    """All changes since the edition before; in an annex one by one, however many there are."""
    replaced = composition.replaced
    if replaced is None:
        return ChangesView((), {}, (), (), {}, "")
    summed = not section.is_annex and are_many(replaced.changes)
    figures = _subjects(replaced, Subject.FIGURE)
    in_table = not (summed and len(figures) > FEW)
    annex = _annex(composition) if summed else None
    return ChangesView(
        headlines=() if section.is_annex else _headlines(composition, replaced),
        figures_title=composition.voices.say("Figures"),
        figures=tuple(figure_change(composition, it) for it in figures) if in_table else (),
        lists=_lists(composition, replaced, summed=summed),
        full=_reference(composition, annex),
        anchor=annex.id if annex else "",
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


def _subjects(replaced: Replaced, *subjects: Subject) -> list[tuple[Change, ...]]:
    """The changes of each subject of some sorts, together."""
    found: dict[tuple[Subject, str], None] = {
        (change.subject, change.id): None for subject in subjects for change in replaced.changes.of(subject)
    }
    return [replaced.changes_of(*key) for key in found]


def _lists(composition: Composition, replaced: Replaced, *, summed: bool) -> tuple[ChangeList, ...]:
    say = composition.voices.say
    titles = {
        "documents": say("Documents"),
        "positions": say("Positions and events"),
        "wording": say("Wording"),
        "names": say("Sources, rates, and names"),
    }
    found = {name: _subjects(replaced, *subjects) for name, subjects in _LISTS.items()}
    found["wording"].sort(key=lambda changes: section_place(composition, changes[0].id))
    listed = [(titles[name], changed) for name, changed in found.items() if changed]
    figures = _subjects(replaced, Subject.FIGURE)
    if summed and len(figures) > FEW:
        listed.insert(0, (say("Figures"), figures))
    return tuple(_list(composition, title, changed, summed=summed) for title, changed in listed)


def _list(
    composition: Composition, title: Words, changed: Sequence[tuple[Change, ...]], *, summed: bool
) -> ChangeList:
    lines = tuple(change_line(composition, it) for it in changed)
    if summed and len(changed) > FEW:
        return ChangeList(title, sums=_sums(composition, lines))
    return ChangeList(title, lines=lines)


def _sums(composition: Composition, lines: Sequence[ChangeLine]) -> tuple[SumLine, ...]:
    """What happened in each group, the most frequent first."""
    groups = {tuple(line.group.items()): line.group for line in lines}
    return tuple(
        SumLine(group, _counts(composition, [line for line in lines if tuple(line.group.items()) == key]))
        for key, group in groups.items()
    )


def _counts(composition: Composition, lines: Sequence[ChangeLine]) -> Words:
    """“added: 12; reworded: 3” in each language."""

    def said(language: str) -> str:
        counts = Counter(kind[language] for line in lines for kind in line.kinds)
        return "; ".join(f"{kind}: {number}" for kind, number in counts.most_common())

    return composition.voices.each(lambda voice: said(voice.language))
