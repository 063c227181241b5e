"""The changes of one subject → the line that tells of them: what it is, what happened, what it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from report.compose.changed_subjects import found, subject_of
from report.compose.composition import Composition
from report.compose.revisions import change_of
from report.localize import Voice
from report.localize.differences import difference
from report.localize.labels import label_apart
from report.localize.messages import Phrase
from report.model import (
    Change,
    ChangeKind,
    Claim,
    Count,
    Money,
    PartialDate,
    Period,
    Rate,
    Words,
)

_KINDS: Final[Mapping[ChangeKind, Phrase]] = MappingProxyType(
    {
        ChangeKind.ADDED: Phrase("change", "added"),
        ChangeKind.REMOVED: Phrase("change", "removed"),
        ChangeKind.IDENTIFIED: Phrase("change", "newly identified"),
        ChangeKind.UNIDENTIFIED: Phrase("change", "no longer identified"),
        ChangeKind.RE_VALUED: Phrase("change", "new value"),
        ChangeKind.RE_DATED: Phrase("change", "new date"),
        ChangeKind.RETITLED: Phrase("change", "new title"),
        ChangeKind.REWORDED: Phrase("change", "reworded"),
        ChangeKind.RE_SOURCED: Phrase("change", "other sources"),
        ChangeKind.REORDERED: Phrase("change", "in another order"),
        ChangeKind.AMENDED: Phrase("change", "corrected in detail"),
    }
)
_TELLS_BEFORE: Final = frozenset({ChangeKind.RE_VALUED, ChangeKind.RE_DATED, ChangeKind.RETITLED})
"""Kinds of which the line says what was there before: short enough, and what a reader asks first."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A subject of a list: its name and its words, what happened to it (`remark`), and where it stands now.

    `anchor` is empty for what is gone.
    """

    name: Words
    anchor: str
    text: Words
    remark: Words


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure, old → new: what it was, what it is, by how much it changed; `what` is any other change."""

    label: Words
    before: Words
    after: Words
    difference: Words
    what: Words
    change: Words


def change_line(composition: Composition, changes: Sequence[Change]) -> ChangeLine:
    """The line of one subject."""
    subject = subject_of(composition, changes[0])
    return ChangeLine(
        name=subject.name,
        anchor=subject.anchor,
        text=subject.text,
        remark=_what(composition, changes),
    )


def figure_change(composition: Composition, changes: Sequence[Change]) -> FigureChange:
    """The row of one figure; a figure that came or went has one value only."""
    first = changes[0]
    claim, _ = found(composition, first)
    assert isinstance(claim, Claim)  # noqa: S101 - a figure is one
    value = next((it for it in changes if it.kind is ChangeKind.RE_VALUED), None)
    before = value.before if value else None if first.kind is ChangeKind.ADDED else claim.value
    after = value.after if value else None if first.kind is ChangeKind.REMOVED else claim.value
    return FigureChange(
        label=label_apart(claim, composition.brief, voices=composition.voices),
        before=_said_in_each(composition, before),
        after=_said_in_each(composition, after),
        difference=composition.voices.each(lambda voice: difference(voice, value)) if value else {},
        what=_what(composition, [it for it in changes if it is not value]),
        change=change_of(composition, first.subject, first.id),
    )


def _what(composition: Composition, changes: Sequence[Change]) -> Words:
    """What happened, in each language; a wording that changed in one language only says in which."""
    if not changes:
        return {}
    return composition.voices.each(lambda voice: "; ".join(_told(composition, voice, changes)))


def _told(composition: Composition, voice: Voice, changes: Sequence[Change]) -> Iterator[str]:
    told: dict[str, set[str]] = {}
    for change in changes:
        told.setdefault(_event(voice, change), set()).add(change.language)
    everywhere = set(composition.settings.languages)
    # What was there before is told in the language of the wording, and covers what others say of it.
    spoken = {change.kind for change in changes if change.language in (voice.language, "")}
    for event, languages in told.items():
        if "" in languages or languages >= everywhere or voice.language in languages:
            yield event
        elif not any(event == _kind(voice, kind) for kind in spoken):
            names = voice.join([voice.language_name(code) for code in sorted(languages)])
            yield voice.say("{sentence} ({language} text only)", sentence=event, language=names)


def _event(voice: Voice, change: Change) -> str:
    """What happened, and what was there before where it is told."""
    event = _kind(voice, change.kind)
    if change.kind not in _TELLS_BEFORE or change.language not in ("", voice.language):
        return event
    return voice.say("{event}, before: {before}", event=event, before=_said(voice, change.before))


def _kind(voice: Voice, kind: ChangeKind) -> str:
    return voice.say_phrase(_KINDS[kind])


def _said_in_each(composition: Composition, value: object) -> Words:
    """A value in the short form; of none, nothing."""
    return {} if value is None else composition.voices.each(lambda voice: _said(voice, value))


def _said(voice: Voice, value: object) -> str:
    match value:
        case Money() | Count():
            return voice.value(value, "short")
        case PartialDate():
            return voice.date(value)
        case Period():
            return voice.period(value)
        case Rate():
            return voice.rate(value)
        case None | "":
            return voice.say("not stated")
        case _:
            return voice.typeset(str(value))
