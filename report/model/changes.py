"""What changed in meaning between two states of a brief, and whether it matters.

A change says one thing of one subject: that it came or went, or that one member of it is now
another, in one language where it is a text. Its `id` is the row's own, so that pages can mark it;
paragraphs, headings, sections and words of the vocabulary, which have no row, have a path.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from report.model.facts import Claim, Document, Event, Place, Proposal, Rate, Source, Term
from report.model.quantities import Count, Money, PartialDate, Period
from report.model.texts import Block, Country, Statement
from report.model.words import Words


class Subject(StrEnum):
    """What has changed, in the order in which changes are told.

    A figure is a claim (a row of figures.csv), a statement a paragraph of prose, a heading the head
    of a block of them, a section a file of prose, a term a row of the glossary, a word one of the
    vocabulary.
    """

    DOCUMENT = "document"
    FIGURE = "figure"
    EVENT = "event"
    PROPOSAL = "proposal"
    STATEMENT = "statement"
    HEADING = "heading"
    SECTION = "section"
    COUNTRY = "country"
    RATE = "rate"
    SOURCE = "source"
    PLACE = "place"
    TERM = "term"
    WORD = "word"


class ChangeKind(StrEnum):
    """What happened to it.

    `identified`: a document whose title was a description, or which was inferred, no longer is;
    `unidentified` the other way round. `amended` is any member that no other kind names.
    """

    ADDED = "added"
    REMOVED = "removed"
    IDENTIFIED = "identified"
    UNIDENTIFIED = "unidentified"
    RE_VALUED = "re-valued"
    RE_DATED = "re-dated"
    RETITLED = "retitled"
    REWORDED = "reworded"
    RE_SOURCED = "re-sourced"
    REORDERED = "reordered"
    AMENDED = "amended"

    @property
    def inverted(self) -> ChangeKind:
        """What it is seen from the later state."""
        for pair in (
            (ChangeKind.ADDED, ChangeKind.REMOVED),
            (ChangeKind.IDENTIFIED, ChangeKind.UNIDENTIFIED),
        ):
            if self in pair:
                return pair[1 - pair.index(self)]
        return self


class Direction(StrEnum):
    """Which way a number went."""

    UP = "up"
    DOWN = "down"
    LEVEL = "level"


Noun = (
    Document | Claim | Event | Proposal | Statement | Block | Country | Rate | Source | Place | Term | Words
)
"""What comes or goes as a whole; a block without its statements, a word as its label."""
Member = bool | int | float | str | Decimal | PartialDate | Period | Money | Count | tuple[str, ...]
"""What a member of a noun can be."""


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much a number changed: later less earlier, in its own unit or currency.

    `relative` is the share of the earlier amount (0.5 is half as much again), None where that was nil.
    """

    absolute: Decimal
    relative: Decimal | None

    @property
    def direction(self) -> Direction:
        """Which way it went; level where only how exact it is has changed."""
        if not self.absolute:
            return Direction.LEVEL
        return Direction.UP if self.absolute > 0 else Direction.DOWN


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one subject.

    `member` names the field of the noun that changed, empty where all of it came or went; `language` is
    that of the wording, empty where the member is no text of several languages. `before` is None where
    there was nothing, `after` where there is nothing now. `position` is where a paragraph or heading
    that came or went stands among its neighbors, from 0.
    """

    subject: Subject
    id: str
    kind: ChangeKind
    member: str = ""
    language: str = ""
    before: Noun | Member | None = None
    after: Noun | Member | None = None
    position: int = 0

    @property
    def difference(self) -> Difference | None:
        """By how much a number changed; None where it is none, or another unit or currency."""
        before, after = _measure(self.before), _measure(self.after)
        if before is None or after is None or before[1] != after[1]:
            return None
        absolute = after[0] - before[0]
        return Difference(absolute, absolute / abs(before[0]) if before[0] else None)

    @property
    def inverted(self) -> Change:
        """The same change seen from the later state."""
        return replace(self, kind=self.kind.inverted, before=self.after, after=self.before)


@dataclass(frozen=True, slots=True)
class Changes:
    """All that changed between two states, each named by its fingerprint (`report.facts`)."""

    earlier: str
    later: str
    entries: tuple[Change, ...]

    @property
    def empty(self) -> bool:
        """Whether both states mean the same."""
        return not self.entries

    def of(self, subject: Subject, *kinds: ChangeKind) -> tuple[Change, ...]:
        """The changes of a subject; of some kinds only, where they are named."""
        return tuple(it for it in self.entries if it.subject is subject and (not kinds or it.kind in kinds))

    def ids(self, subject: Subject, *kinds: ChangeKind) -> frozenset[str]:
        """The ids that those changes are about."""
        return frozenset(change.id for change in self.of(subject, *kinds))

    def inverted(self) -> Changes:
        """The changes that lead back."""
        return Changes(self.later, self.earlier, tuple(change.inverted for change in self.entries))


class Significance(StrEnum):
    """Whether the changes matter: nothing to tell, something, or a reason to tell it now."""

    NONE = "none"
    MINOR = "minor"
    SIGNIFICANT = "significant"


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that decided, as brief.toml words it, and the subjects it decided on: `document AA-001`."""

    rule: str
    subjects: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.rule}: {', '.join(self.subjects)}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether changes matter, and the rules that said so."""

    significance: Significance
    reasons: tuple[Reason, ...]


def statement_id(path: str, block: str, statement: str = "") -> str:
    """The path of a paragraph, or of the heading of its block, in the prose file `path` of data/."""
    return "/".join(part for part in (path, block, statement) if part)


def rate_id(rate: Rate) -> str:
    """What tells a rate from others: its day, its currencies, and who gives it."""
    return f"{rate.date} {rate.base}/{rate.quote} {'+'.join(sorted(rate.sources))}"


def _measure(value: object) -> tuple[Decimal, str] | None:
    """The number of a value, and what it is measured in."""
    match value:
        case Money():
            return value.amount, value.currency
        case Count():
            return value.number, value.unit
        case Decimal():
            return value, ""
        case _:
            return None
