"""The few recurring forms of the pages as data: marks, passages, rows of claims, entries, figures.

A form holds finished words in each language; the macros of templates/forms.html only lay them out.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from report.compose.composition import Composition
from report.compose.revisions import change_in, change_of
from report.localize import Voices
from report.localize.labels import label_apart
from report.model import (
    Block,
    Brief,
    Claim,
    Document,
    Evidence,
    Figure,
    Money,
    Statement,
    Subject,
    Words,
    statement_id,
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A source mark: the printed number, and where its link goes."""

    number: int
    target: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph in each language, with its marks, and the word for its change."""

    text: Words
    marks: tuple[Mark, ...]
    change: Words


@dataclass(frozen=True, slots=True)
class Passages:
    """Passages under one heading; `form` is `text` or `points`."""

    heading: Words
    form: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim as a panel or table prints it; `amount` is without its qualifier, `value` with it.

    `used` marks the one that is taken among claims that contradict each other; `change` is the word for
    what it is since the edition before.
    """

    label: Words
    qualifier: Words
    amount: Words
    value: Words
    period: Words
    note: Words
    marks: tuple[Mark, ...]
    change: Words
    used: bool = False


@dataclass(frozen=True, slots=True)
class ClaimGroup:
    """Claims under one title."""

    title: Words
    rows: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document of the register."""

    id: str
    date: Words
    title: Words
    description: bool
    parties: Words
    kind: Words
    note: Words
    evidence: Words
    amount: Words
    marks: tuple[Mark, ...]
    change: Words


@dataclass(frozen=True, slots=True)
class FigureForm:
    """A figure as the page holds it: the drawing as a data: address, and its words.

    `number` is counted within its section, such as 5.1; in a section without one it is empty.
    """

    id: str
    number: str
    address: str
    title: Words
    subtitle: Words
    note: Words
    alternative: Words
    marks: tuple[Mark, ...]


def marks(brief: Brief, sources: Iterable[str]) -> tuple[Mark, ...]:
    """Marks of source ids in the order of their numbers, each once."""
    numbers = sorted({brief.sources[source].number for source in sources})
    return tuple(Mark(number, f"source-{number}") for number in numbers)


def passage(composition: Composition, statement: Statement, id_: str) -> Passage:
    """A statement with its placeholders said; what they say may have changed, and not its wording."""

    def said(composition: Composition) -> Words:
        return composition.voices.prose(composition.voices.only(statement.text), composition.brief)

    change = change_in(composition, said) | change_of(composition, Subject.STATEMENT, id_)
    return Passage(said(composition), marks(composition.brief, statement.sources), change)


def passages(composition: Composition, path: str, blocks: Iterable[Block]) -> tuple[Passages, ...]:
    """The blocks of the prose file `path`, each with its heading."""
    return tuple(
        Passages(
            composition.voices.typeset(composition.voices.only(block.heading)),
            block.form,
            tuple(
                passage(composition, statement, statement_id(path, block.key, statement.key))
                for statement in block.statements
            ),
        )
        for block in blocks
    )


def claim_row(composition: Composition, claim: Claim, *, used: bool = False, apart: bool = False) -> ClaimRow:
    """A claim in the short form of tables; `apart` from its country's section, its label names it."""
    voices = composition.voices
    return ClaimRow(
        label=label_apart(claim, composition.brief, voices=voices)
        if apart
        else typeset(composition, claim.label),
        qualifier=voices.each(lambda voice: voice.shown_qualifier(claim.value)),
        amount=voices.each(lambda voice: voice.bare(claim.value, "short")),
        value=voices.each(lambda voice: voice.value(claim.value, "short")),
        period=voices.each(lambda voice: voice.period(claim.period)),
        note=typeset(composition, claim.note),
        marks=marks(composition.brief, claim.sources),
        change=change_of(composition, Subject.FIGURE, claim.id),
        used=used,
    )


def claim_rows(
    composition: Composition, claims: Iterable[Claim], *, apart: bool = False
) -> tuple[ClaimRow, ...]:
    """Rows of claims, in their order; `apart` as in `claim_row`."""
    return tuple(claim_row(composition, claim, apart=apart) for claim in claims)


def document_entry(composition: Composition, document: Document) -> DocumentEntry:
    """A document as the register prints it, parties of both sides in one line."""
    voices, brief = composition.voices, composition.brief
    parties = voices.each(
        lambda voice: "; ".join(
            side[voice.language]
            for side in (document.parties_ca, document.parties_jp)
            if side.get(voice.language)
        )
    )
    return DocumentEntry(
        id=document.id,
        date=_date(composition, document),
        title=typeset(composition, document.title),
        description=document.title_is_description,
        parties=voices.typeset(parties),
        kind=typeset(composition, brief.vocabulary.kinds[document.kind]),
        note=typeset(composition, document.note),
        evidence=evidence_word(voices, document.evidence),
        amount=amount_words(composition, document.amount),
        marks=marks(brief, document.sources),
        change=change_of(composition, Subject.DOCUMENT, document.id),
    )


def _date(composition: Composition, document: Document) -> Words:
    day = document.signed_on
    if day is None:
        return composition.voices.say("date not stated")
    return composition.voices.each(lambda voice: voice.date(day, "short"))


def amount_words(composition: Composition, amount: Money | None) -> Words:
    """An amount in the short form, or nothing in each language."""
    if amount is None:
        return {}
    return composition.voices.each(lambda voice: voice.value(amount, "short"))


def evidence_word(voices: Voices, evidence: Evidence) -> Words:
    """The grade of evidence as one word."""
    words = {
        Evidence.LISTED: voices.say("official"),
        Evidence.REPORTED: voices.say("reported"),
        Evidence.INFERRED: voices.say("inferred"),
    }
    return words[evidence]


def typeset(composition: Composition, words: Words) -> Words:
    """A text of the data in the version's languages, typeset; an empty text stays empty."""
    if not any(words.values()):
        return {}
    return composition.voices.typeset(composition.voices.only(words))


def figure_forms(composition: Composition, section_id: str, number: str) -> tuple[FigureForm, ...]:
    """The figures of a section, numbered within it."""
    names = composition.charts_of.get(section_id, ())
    return tuple(
        figure_form(composition, composition.figures[name], f"{number}.{position}" if number else "")
        for position, name in enumerate(names, 1)
    )


def figure_form(composition: Composition, figure: Figure, number: str) -> FigureForm:
    """A figure with its drawing as a data: address, so that the file's bytes do not depend on a path."""
    encoded = base64.b64encode(figure.svg.encode()).decode()
    return FigureForm(
        id=figure.id,
        number=number,
        address=f"data:image/svg+xml;base64,{encoded}",
        title=figure.title,
        subtitle=figure.subtitle,
        note=figure.note,
        alternative=figure.alternative,
        marks=marks(composition.brief, figure.sources),
    )


def in_rows(items: Sequence[str], width: int) -> tuple[tuple[str, ...], ...]:
    """Items in rows of `width`; the last row may be shorter."""
    return tuple(tuple(items[start : start + width]) for start in range(0, len(items), width))
