"""A brief as it is now + an edition → what has changed since, whether it matters, and what is outstanding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from report.errors import ArchiveError
from report.model import Changes, Delivery, Edition
from report.model import Status as DeliveryStatus
from report.pipeline.addressing import Order
from report.pipeline.deliveries import deliveries_of
from report.pipeline.issuing import archive_of
from report.pipeline.meaning import design_of
from report.pipeline.nouns import Since, Status
from report.settings import Settings

_TERMINAL = "en"
"""The language that the terminal speaks."""


def changes_since(settings: Settings, number: int | None = None) -> Since:
    """What has changed since an edition, or since the newest.

    Raises:
        DataError: the facts as they are now have faults.
        ArchiveError: there is no such edition, or it is damaged.
    """
    from report import compare, facts
    from report.pipeline.judging import judge

    edition = _edition(settings, number)
    brief = judge(settings)
    changes = compare.compare(facts.read((edition.folder / facts.FILE).read_bytes()), brief)
    return Since(
        edition=edition,
        changes=changes,
        verdict=compare.weigh(changes, brief, settings.significance),
        causes=compare.causes(changes, brief),
        headlines=_headlines(changes, settings),
        redesigned=design_of(settings) != edition.design,
    )


def status_of(settings: Settings) -> Status:
    """How a brief stands.

    Raises:
        DataError: the facts as they are now have faults.
    """
    archive = archive_of(settings)
    damaged = tuple(shelved.damage for shelved in archive.survey() if shelved.damage)
    newest = archive.newest()
    if newest is None:
        return Status(None, None, ("brief build: there is no edition yet",), damaged)
    since = changes_since(settings, newest.number)
    return Status(newest, since, (*_outstanding(since, damaged), *_undelivered(settings, newest)), damaged)


def _outstanding(since: Since, damaged: Sequence[str]) -> Iterator[str]:
    """What is to be done, the most pressing first."""
    if damaged:
        yield "brief doctor: what can be done about the damage"
    if not since.changes.empty:
        yield "brief build: the facts have changed"
    elif since.redesigned:
        yield "brief build --force: the design has changed, the facts have not"
    if since.edition.release is None:
        yield f"brief release {since.edition.number}: it is a draft"


def _undelivered(settings: Settings, edition: Edition) -> Iterator[str]:
    """Who was meant to have an edition, and has not."""
    rows = deliveries_of(settings, edition.number)
    lacking: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.status is not DeliveryStatus.ACCEPTED:
            lacking[_cure(row)].append(f"{row.recipient} {row.status}")
    for command, who in lacking.items():
        yield f"{command}: {len(who)} of {len(rows)} recipients without it ({', '.join(who)})"


def _cure(row: Delivery) -> str:
    """The command that goes on with a delivery; one that has ended takes a person's word."""
    ended = {
        DeliveryStatus.UNKNOWN: "brief send --resolve ID accepted|resend",
        DeliveryStatus.REFUSED: "brief send --resolve ID resend",
        DeliveryStatus.EXPIRED: "brief build --force",
    }
    return ended.get(row.status) or Order(correct=row.corrects).command


def _edition(settings: Settings, number: int | None) -> Edition:
    archive = archive_of(settings)
    if number is not None:
        return archive.edition(number)
    newest = archive.newest()
    if newest is None:
        raise ArchiveError(f"{archive.folder}: no edition yet; brief build makes the first")
    return newest


def _headlines(changes: Changes, settings: Settings) -> tuple[str, ...]:
    """The changes in sentences, in the language of the terminal or else the brief's first."""
    from report.localize.changes import headlines
    from report.pipeline.composing import voices_for

    language = _TERMINAL if _TERMINAL in settings.languages else settings.languages[0]
    voices = voices_for(settings, (language,))
    return tuple(words[language] for words in headlines(changes, voices, settings.languages))
