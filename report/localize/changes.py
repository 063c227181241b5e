"""`Changes` → headline sentences, for the page, the mail and the terminal: how many of what changed how."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from types import MappingProxyType
from typing import Final

from report.localize.messages import Forms
from report.localize.voice import Voice
from report.localize.voices import Voices
from report.model import Change, ChangeKind, Changes, Direction, Subject, Words

Topic = tuple[Subject, ChangeKind | Direction]
"""What one headline counts; `amended` stands for every kind that has no headline of its own."""

_FORMS: Final[Mapping[Topic, Forms]] = MappingProxyType(
    {
        (Subject.DOCUMENT, ChangeKind.ADDED): Forms("{number} document added", "{number} documents added"),
        (Subject.DOCUMENT, ChangeKind.REMOVED): Forms(
            "{number} document removed", "{number} documents removed"
        ),
        (Subject.DOCUMENT, ChangeKind.IDENTIFIED): Forms(
            "{number} document newly identified", "{number} documents newly identified"
        ),
        (Subject.DOCUMENT, ChangeKind.UNIDENTIFIED): Forms(
            "{number} document no longer identified", "{number} documents no longer identified"
        ),
        (Subject.DOCUMENT, ChangeKind.RE_VALUED): Forms(
            "{number} document with another amount", "{number} documents with another amount"
        ),
        (Subject.DOCUMENT, ChangeKind.RE_DATED): Forms(
            "{number} document with another date", "{number} documents with another date"
        ),
        (Subject.DOCUMENT, ChangeKind.RETITLED): Forms(
            "{number} document retitled", "{number} documents retitled"
        ),
        (Subject.DOCUMENT, ChangeKind.AMENDED): Forms(
            "{number} document corrected in detail", "{number} documents corrected in detail"
        ),
        (Subject.FIGURE, ChangeKind.ADDED): Forms("{number} figure added", "{number} figures added"),
        (Subject.FIGURE, ChangeKind.REMOVED): Forms("{number} figure removed", "{number} figures removed"),
        (Subject.FIGURE, Direction.UP): Forms("{number} figure now higher", "{number} figures now higher"),
        (Subject.FIGURE, Direction.DOWN): Forms("{number} figure now lower", "{number} figures now lower"),
        (Subject.FIGURE, Direction.LEVEL): Forms(
            "{number} figure stated otherwise", "{number} figures stated otherwise"
        ),
        (Subject.FIGURE, ChangeKind.AMENDED): Forms(
            "{number} figure corrected in detail", "{number} figures corrected in detail"
        ),
        (Subject.EVENT, ChangeKind.ADDED): Forms("{number} event added", "{number} events added"),
        (Subject.EVENT, ChangeKind.REMOVED): Forms("{number} event removed", "{number} events removed"),
        (Subject.EVENT, ChangeKind.RE_DATED): Forms(
            "{number} event with another date", "{number} events with another date"
        ),
        (Subject.EVENT, ChangeKind.AMENDED): Forms(
            "{number} event corrected in detail", "{number} events corrected in detail"
        ),
        (Subject.PROPOSAL, ChangeKind.ADDED): Forms("{number} position added", "{number} positions added"),
        (Subject.PROPOSAL, ChangeKind.REMOVED): Forms(
            "{number} position removed", "{number} positions removed"
        ),
        (Subject.PROPOSAL, ChangeKind.REWORDED): Forms(
            "{number} position reworded", "{number} positions reworded"
        ),
        (Subject.PROPOSAL, ChangeKind.AMENDED): Forms(
            "{number} position corrected in detail", "{number} positions corrected in detail"
        ),
        (Subject.SECTION, ChangeKind.ADDED): Forms("{number} section added", "{number} sections added"),
        (Subject.SECTION, ChangeKind.REMOVED): Forms("{number} section removed", "{number} sections removed"),
        (Subject.HEADING, ChangeKind.ADDED): Forms("{number} heading added", "{number} headings added"),
        (Subject.HEADING, ChangeKind.REMOVED): Forms("{number} heading removed", "{number} headings removed"),
        (Subject.HEADING, ChangeKind.RETITLED): Forms(
            "{number} heading reworded", "{number} headings reworded"
        ),
        (Subject.HEADING, ChangeKind.AMENDED): Forms(
            "{number} passage set in another form", "{number} passages set in another form"
        ),
        (Subject.STATEMENT, ChangeKind.ADDED): Forms("{number} paragraph added", "{number} paragraphs added"),
        (Subject.STATEMENT, ChangeKind.REMOVED): Forms(
            "{number} paragraph removed", "{number} paragraphs removed"
        ),
        (Subject.STATEMENT, ChangeKind.REWORDED): Forms(
            "{number} paragraph reworded", "{number} paragraphs reworded"
        ),
        (Subject.STATEMENT, ChangeKind.AMENDED): Forms(
            "{number} paragraph with other sources", "{number} paragraphs with other sources"
        ),
        (Subject.SECTION, ChangeKind.REORDERED): Forms(
            "paragraphs in another order in {number} place", "paragraphs in another order in {number} places"
        ),
        (Subject.RATE, ChangeKind.ADDED): Forms(
            "{number} exchange rate added", "{number} exchange rates added"
        ),
        (Subject.RATE, ChangeKind.REMOVED): Forms(
            "{number} exchange rate removed", "{number} exchange rates removed"
        ),
        (Subject.RATE, ChangeKind.AMENDED): Forms(
            "{number} exchange rate corrected", "{number} exchange rates corrected"
        ),
        (Subject.SOURCE, ChangeKind.ADDED): Forms("{number} source added", "{number} sources added"),
        (Subject.SOURCE, ChangeKind.REMOVED): Forms("{number} source removed", "{number} sources removed"),
        (Subject.SOURCE, ChangeKind.AMENDED): Forms(
            "{number} source corrected", "{number} sources corrected"
        ),
        (Subject.TERM, ChangeKind.AMENDED): Forms(
            "{number} name or term changed", "{number} names and terms changed"
        ),
    }
)
"""In the order in which they are said."""
_NAMES: Final = frozenset({Subject.COUNTRY, Subject.PLACE, Subject.TERM, Subject.WORD})


def headlines(changes: Changes, voices: Voices, languages: Sequence[str]) -> tuple[Words, ...]:
    """One sentence without a full stop for each topic, in each language: «3 документа добавлены».

    `languages` are those of the brief: a wording that changed in some of them only says in which.
    """
    told = _told(changes)
    counts = [(topic, found) for topic in _FORMS for found in _counted(told[topic].values(), languages)]
    return tuple(
        voices.each(partial(_headline, topic=topic, number=number, spoken=spoken))
        for topic, (spoken, number) in counts
    )


def _told(changes: Changes) -> Mapping[Topic, Mapping[tuple[Subject, str], set[str]]]:
    """Of each topic the subjects, each once, with the languages that the change was in."""
    told: dict[Topic, defaultdict[tuple[Subject, str], set[str]]] = {
        topic: defaultdict(set) for topic in _FORMS
    }
    for change in changes.entries:
        told[_topic(change)][change.subject, change.id].add(change.language)
    return told


def _topic(change: Change) -> Topic:
    if change.subject in _NAMES:
        return Subject.TERM, ChangeKind.AMENDED
    if change.kind is ChangeKind.REORDERED:
        return Subject.SECTION, change.kind
    if change.subject is Subject.FIGURE and change.kind is ChangeKind.RE_VALUED:
        difference = change.difference
        return change.subject, difference.direction if difference else Direction.LEVEL
    topic = change.subject, change.kind
    return topic if topic in _FORMS else (change.subject, ChangeKind.AMENDED)


def _counted(subjects: Iterable[set[str]], languages: Sequence[str]) -> list[tuple[tuple[str, ...], int]]:
    """How many subjects changed in each set of languages; the empty set stands for all."""
    found: Counter[tuple[str, ...]] = Counter()
    for changed in subjects:
        spoken = tuple(language for language in languages if language in changed)
        whole = "" in changed or len(spoken) == len(languages)
        found[() if whole else spoken] += 1
    return sorted(found.items())


def _headline(voice: Voice, *, topic: Topic, number: int, spoken: tuple[str, ...]) -> str:
    words = voice.say_forms(_FORMS[topic], Decimal(number))
    sentence = words[:1].upper() + words[1:]
    if not spoken:
        return sentence
    names = voice.join([voice.language_name(code) for code in spoken])
    return voice.say("{sentence} ({language} text only)", sentence=sentence, language=names)
