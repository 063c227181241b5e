"""A brief as it is now + an edition → what has changed since, whether it matters, and what is outstanding."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from report.archive import newest_of
from report.errors import ArchiveError, DataError
from report.model import Brief, Change, ChangeKind, Changes, Count, Delivery, Edition, Money, Subject
from report.model import Status as DeliveryStatus
from report.pipeline.addressing import Order
from report.pipeline.deliveries import OPEN, deliveries_of
from report.pipeline.issuing import archive_of
from report.pipeline.meaning import design_of
from report.pipeline.nouns import Since, Status
from report.pipeline.state import state_of
from report.settings import Settings

if TYPE_CHECKING:
    from report.localize import Voices

_TERMINAL = "en"
"""The language that the terminal speaks."""


def changes_since(settings: Settings, number: int | None = None) -> Since:
    """What has changed since an edition, or since the newest.

    Raises:
        DataError: the facts as they are now have faults.
        ArchiveError: there is no such edition, or it is damaged.
    """
    return _changes(settings, _edition(settings, number))


def _changes(settings: Settings, edition: Edition) -> Since:
    """What has changed since an edition that is known to be whole."""
    from report import compare, facts
    from report.pipeline.judging import judge

    brief = judge(settings)
    changes = compare.compare(facts.read((edition.folder / facts.FILE).read_bytes()), brief)
    voices = _terminal(settings)
    return Since(
        edition=edition,
        changes=changes,
        verdict=compare.weigh(changes, brief, settings.significance),
        causes=compare.causes(changes, brief),
        headlines=_headlines(changes, voices, settings),
        figures=_figures(changes, brief, voices),
        redesigned=design_of(settings) != edition.design,
    )


def status_of(settings: Settings, now: datetime) -> Status:
    """How a brief stands; `now` has a time zone.

    Raises:
        ArchiveError: what the last cycle left is damaged, or the ledger.
    """
    from report.pipeline.pulling import copies

    shelves = archive_of(settings).survey()
    damaged = tuple(shelved.damage for shelved in shelves if shelved.damage)
    newest, sent = newest_of(reversed(shelves)), newest_of(reversed(shelves), released=True)
    since, fault = _since(settings, newest)
    rows = deliveries_of(settings)
    undelivered = tuple(_lacking(rows, sent))
    return Status(
        newest=newest,
        since=since,
        outstanding=(*fault, *_outstanding(newest, since, damaged), *_undelivered(undelivered, rows, sent)),
        damaged=damaged,
        sent=sent,
        deliveries=tuple(it for it in rows if sent and it.edition == sent.number),
        undelivered=undelivered,
        state=state_of(settings),
        copies=copies(settings, now),
    )


def _since(settings: Settings, newest: Edition | None) -> tuple[Since | None, tuple[str, ...]]:
    """What has changed since the newest edition; where the facts have faults, that is told."""
    try:
        return (_changes(settings, newest) if newest else None), ()
    except DataError as error:
        return None, (f"brief check: {error}",)


def _outstanding(newest: Edition | None, since: Since | None, damaged: Sequence[str]) -> Iterator[str]:
    """What is to be done, the most pressing first."""
    if damaged:
        yield "brief doctor: what can be done about the damage"
    if newest is None:
        yield "brief build: there is no edition yet"
    if since and not since.changes.empty:
        yield "brief build: the facts have changed"
    elif since and since.redesigned:
        yield "brief build --force: the design has changed, the facts have not"
    if newest and newest.release is None:
        yield f"brief release {newest.number}: it is a draft"


def _lacking(rows: Sequence[Delivery], sent: Edition | None) -> Iterator[Delivery]:
    """What somebody still has to bring to its end, and what failed in the newest edition that may be sent."""
    for row in rows:
        failed = sent and row.edition == sent.number and row.status is not DeliveryStatus.ACCEPTED
        if row.status in OPEN or failed:
            yield row


def _undelivered(
    lacking: Sequence[Delivery], rows: Sequence[Delivery], sent: Edition | None
) -> Iterator[str]:
    """Who was meant to have an edition and has not, by the command that goes on with it."""
    all_ = Counter(row.edition for row in rows)
    found: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for row in lacking:
        newest = sent is not None and row.edition == sent.number
        found[row.edition, _cure(row, None if newest else row.edition)].append(
            f"{row.recipient} {row.status}"
        )
    for (edition, command), who in found.items():
        yield f"{command}: {len(who)} of {all_[edition]} recipients without it ({', '.join(who)})"


def _cure(row: Delivery, edition: int | None) -> str:
    """The command that goes on with a delivery; one that has ended takes a person's word."""
    ended = {
        DeliveryStatus.UNKNOWN: "brief send --resolve ID accepted|resend",
        DeliveryStatus.REFUSED: "brief send --resolve ID resend",
        DeliveryStatus.EXPIRED: "brief build --force",
    }
    return ended.get(row.status) or Order(edition, correct=row.corrects).command


def _edition(settings: Settings, number: int | None) -> Edition:
    archive = archive_of(settings)
    if number is not None:
        return archive.edition(number)
    newest = archive.newest()
    if newest is None:
        raise ArchiveError(f"{archive.folder}: no edition yet; brief build makes the first")
    return newest


def _terminal(settings: Settings) -> Voices:
    """The language of the terminal, or else the brief's first."""
    from report.pipeline.composing import voices_for

    return voices_for(settings, (_TERMINAL if _TERMINAL in settings.languages else settings.languages[0],))


def _headlines(changes: Changes, voices: Voices, settings: Settings) -> tuple[str, ...]:
    """The changes in sentences."""
    from report.localize.changes import headlines

    (language,) = voices.languages
    return tuple(words[language] for words in headlines(changes, voices, settings.languages))


def _figures(changes: Changes, brief: Brief, voices: Voices) -> tuple[str, ...]:
    """Each figure with another value: old, new, and by how much it moved, in the same unit."""
    from report.localize.differences import difference
    from report.localize.labels import label_apart

    (voice,) = voices
    lines = []
    for change in changes.of(Subject.FIGURE, ChangeKind.RE_VALUED):
        label = label_apart(brief.claims[change.id], brief, voices=voices)[voice.language]
        before, after = (voice.value(it, "short") for it in _values(change))
        moved = f", {direction}: {difference(voice, change)}" if (direction := _direction(change)) else ""
        lines.append(f"{label} ({change.id}): {before} \N{RIGHTWARDS ARROW} {after}{moved}")
    return tuple(lines)


def _values(change: Change) -> Iterator[Money | Count]:
    for value in (change.before, change.after):
        assert isinstance(value, Money | Count)  # noqa: S101 - what a figure's value is
        yield value


def _direction(change: Change) -> str:
    found = change.difference
    return found.direction if found and found.absolute else ""
