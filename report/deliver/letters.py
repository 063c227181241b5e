"""A mailing and a language version → what its letter says, in each of the version's languages."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from report import facts
from report.deliver.mailing import Mailing
from report.localize import Voices
from report.localize.changes import headlines
from report.localize.labels import label_apart
from report.model import ChangeKind, Claim, Count, Issue, Money, Replaced, Subject, Use, Words

MOST_FIGURES: Final = 10
"""So many figures that changed are told one by one; the brief has all."""

_MEGABYTE = Decimal(10) ** 6
_TENTH = Decimal("0.1")
_NO_FILE_NAME = re.compile(r'[<>:"/\\|?*\s]+')
"""What Windows refuses in a file's name, and spaces of any width."""


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure: what it is called, and its value; `before` where it was another."""

    label: Words
    value: Words
    before: Words


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """The PDF: its name, and how long and how large it is."""

    name: str
    extent: Words


@dataclass(frozen=True, slots=True)
class Letter:
    """What everybody who gets a version reads; only the greeting is each person's own.

    `more` says how many figures changed besides those that are told.
    """

    languages: tuple[str, ...]
    subject: str
    title: Words
    edition: Words
    sentences: tuple[Words, ...]
    figures: tuple[FigureLine, ...]
    changes_title: Words
    changes: tuple[Words, ...]
    changed_figures: tuple[FigureLine, ...]
    more: Words
    attached: AttachedFile
    foot: tuple[tuple[Words, Words], ...]


def letter_of(mailing: Mailing, version: str) -> Letter:
    """What the mailing says to those who get a version."""
    voices = mailing.voices[version]
    title = voices.typeset(voices.only(mailing.settings.short_title))
    figures = () if mailing.correction else _key_figures(mailing, voices)
    changed = _changed_figures(mailing, voices, apart_from={claim.id for claim, _ in figures})
    return Letter(
        languages=voices.languages,
        subject=_subject(mailing, voices, title),
        title=title,
        edition=_edition(mailing, voices),
        sentences=(_opening(mailing, voices, title), _extent(mailing, voices), _history(mailing, voices)),
        figures=tuple(line for _, line in figures),
        changes_title=_changes_title(mailing, voices),
        changes=_headlines(mailing, voices),
        changed_figures=changed[:MOST_FIGURES],
        more=_more(len(changed) - MOST_FIGURES, voices),
        attached=_attached(mailing, version, title),
        foot=_foot(mailing, voices),
    )


def _subject(mailing: Mailing, voices: Voices, title: Words) -> str:
    number = mailing.issue.number
    say = voices.say
    if mailing.correction:
        subject = say("Correction. {title}: edition {number}", title=title, number=number)
    else:
        subject = say("{title}: edition {number}", title=title, number=number)
    return " ".join(" · ".join(subject.values()).split())


def _edition(mailing: Mailing, voices: Voices) -> Words:
    """The edition below the title, and what must be seen of it at once."""
    number, date, say = mailing.issue.number, _day(mailing.issue, voices), voices.say
    if mailing.correction:
        return say("Correction: edition {number} of {date}", number=number, date=date)
    return say("Edition {number} of {date}", number=number, date=date)


def _day(issue: Issue | Replaced, voices: Voices) -> Words:
    return voices.each(lambda voice: voice.date(issue.day))


# --- the three sentences ----------------------------------------------------------------------------


def _opening(mailing: Mailing, voices: Voices, title: Words) -> Words:
    issue, wrong = mailing.issue, mailing.issue.replaces
    if mailing.correction and wrong:
        return voices.say(
            "Edition {number} of {date}, which you received, had errors: please do not use it any more.",
            number=wrong.number,
            date=_day(wrong, voices),
        )
    return voices.say(
        "Please find attached edition {number} of the brief “{title}”.", number=issue.number, title=title
    )


def _extent(mailing: Mailing, voices: Voices) -> Words:
    """In a correction, what takes the place of the wrong edition; else, how fresh the data are."""
    if mailing.correction:
        return voices.say(
            "Please find attached edition {number}, which replaces it.", number=mailing.issue.number
        )
    as_of = voices.each(lambda voice: voice.date(mailing.settings.as_of))
    return voices.say("As of {date}, it tells what the sources disclose.", date=as_of)


def _history(mailing: Mailing, voices: Voices) -> Words:
    before = mailing.issue.replaces
    if mailing.correction:
        return voices.say("What was corrected is listed below.")
    if before is None:
        return voices.say("It is the first edition.")
    day = _day(before, voices)
    return voices.say("It replaces edition {number} of {date}.", number=before.number, date=day)


# --- figures and changes ----------------------------------------------------------------------------


def _key_figures(mailing: Mailing, voices: Voices) -> tuple[tuple[Claim, FigureLine], ...]:
    """The claims of use `key`, with what they were where that has changed."""
    keys = (claim for claim in mailing.brief.claims.values() if claim.use is Use.KEY)
    return tuple((claim, _line(mailing, claim, voices)) for claim in keys)


def _changes_title(mailing: Mailing, voices: Voices) -> Words:
    before = mailing.issue.replaces
    if before is None or before.changes.empty:
        return {}
    if mailing.correction:
        return voices.say("Corrected since edition {number}", number=before.number)
    return voices.say("Changed since edition {number}", number=before.number)


def _headlines(mailing: Mailing, voices: Voices) -> tuple[Words, ...]:
    before = mailing.issue.replaces
    return headlines(before.changes, voices, mailing.settings.languages) if before else ()


def _changed_figures(
    mailing: Mailing, voices: Voices, *, apart_from: Container[str]
) -> tuple[FigureLine, ...]:
    """The figures with another value, in the order of the table."""
    changed = (claim for claim in mailing.brief.claims.values() if _before(mailing, claim))
    return tuple(_line(mailing, claim, voices) for claim in changed if claim.id not in apart_from)


def _line(mailing: Mailing, claim: Claim, voices: Voices) -> FigureLine:
    before = _before(mailing, claim)
    return FigureLine(
        label=label_apart(claim, mailing.brief, voices=voices),
        value=_said(claim.value, voices),
        before=_said(before, voices) if before else {},
    )


def _before(mailing: Mailing, claim: Claim) -> Money | Count | None:
    """The other value that a figure had in the edition before; what is held back is not told."""
    before = mailing.issue.replaces
    if before is None or claim.use is Use.HELD:
        return None
    changes = before.changes_of(Subject.FIGURE, claim.id)
    values = (it.before for it in changes if it.kind is ChangeKind.RE_VALUED)
    return next((value for value in values if isinstance(value, Money | Count)), None)


def _said(value: Money | Count, voices: Voices) -> Words:
    return voices.each(lambda voice: voice.value(value, "short"))


def _more(number: int, voices: Voices) -> Words:
    if number <= 0:
        return {}
    return voices.say_plural(
        "and {number} more figure in the brief", "and {number} more figures in the brief", number
    )


# --- the file, and who stands behind it -------------------------------------------------------------


def _attached(mailing: Mailing, version: str, title: Words) -> AttachedFile:
    voices, file = mailing.voices[version], mailing.attachments[version].file
    pages = voices.say_plural("{number} page", "{number} pages", file.pages)
    megabytes = max((Decimal(file.size) / _MEGABYTE).quantize(_TENTH), _TENTH)
    extent = voices.say("PDF, {pages}, {megabytes} MB", pages=pages, megabytes=megabytes)
    return AttachedFile(_file_name(mailing, voices, title), extent)


def _file_name(mailing: Mailing, voices: Voices, title: Words) -> str:
    """In the first of the languages; where there are several, it says which."""
    first, *others = voices.languages
    name = voices[first].say("{title}, edition {number}", title=title[first], number=mailing.issue.number)
    spoken = f" ({', '.join((first, *others))})" if others else ""
    return f"{_NO_FILE_NAME.sub(' ', name)}{spoken}.pdf"


def _foot(mailing: Mailing, voices: Voices) -> tuple[tuple[Words, Words], ...]:
    settings = mailing.settings
    lines = (
        (voices.say("Prepared by"), voices.typeset(voices.only(settings.prepared_by))),
        (voices.say("Questions"), voices.plain(mailing.mail.reply_to)),
        (voices.say("Distribution"), voices.typeset(voices.only(settings.distribution))),
        (voices.say("Code"), voices.plain(facts.code(mailing.brief))),
    )
    return tuple((label, answer) for label, answer in lines if any(answer.values()))
