"""Two `Brief`s → `Changes`: what came, what went, and which members are now other ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from report import facts
from report.compare.records import Record, records
from report.model import Brief, Change, ChangeKind, Changes, Evidence, Subject, Words
from report.model.changes import Member, Noun

_SUBJECTS: Final = tuple(Subject)
_KINDS: Final[Mapping[str, ChangeKind]] = MappingProxyType(
    {
        "value": ChangeKind.RE_VALUED,
        "amount": ChangeKind.RE_VALUED,
        "rate": ChangeKind.RE_VALUED,
        "period": ChangeKind.RE_DATED,
        "signed_on": ChangeKind.RE_DATED,
        "date": ChangeKind.RE_DATED,
        "published": ChangeKind.RE_DATED,
        "title": ChangeKind.RETITLED,
        "heading": ChangeKind.RETITLED,
        "sources": ChangeKind.RE_SOURCED,
    }
)
"""Members whose change has a name of its own; of the others texts are reworded, the rest is amended."""


def compare(earlier: Brief, later: Brief) -> Changes:
    """What changed in meaning from one state to another, by stable id.

    Only what may be printed is compared, so that the order of rows, spaces, line ends, quoting and the
    spelling of a number change nothing, nor does a claim that is held back. There is no change exactly
    where the fingerprints are alike (`facts.fingerprint`).
    """
    before, after = facts.fingerprint(earlier), facts.fingerprint(later)
    if before == after:
        return Changes(before, after, ())
    return Changes(before, after, tuple(_entries(facts.public(earlier), facts.public(later))))


def _entries(earlier: Brief, later: Brief) -> Iterator[Change]:
    before, after = records(earlier), records(later)
    for subject, key in sorted(before.keys() | after.keys(), key=_place):
        old, new = before.get((subject, key)), after.get((subject, key))
        if old is None and new is not None:
            yield _added(subject, key, new)
        elif old is not None and new is None:
            yield _added(subject, key, old).inverted
        elif old is not None and new is not None:
            yield from _members(subject, key, old=old, new=new)
            yield from _order(subject, key, old=old, new=new)


def _place(key: tuple[Subject, str]) -> tuple[int, str]:
    return _SUBJECTS.index(key[0]), key[1]


def _added(subject: Subject, key: str, record: Record) -> Change:
    """It came, with all but what no page says, so that it matters not which file it was read from."""
    noun: Noun | str = record.noun
    settled = noun if isinstance(noun, str | Mapping) else facts.canonical(noun)
    return Change(subject, key, ChangeKind.ADDED, after=settled, position=record.position)


def _members(subject: Subject, key: str, *, old: Record, new: Record) -> Iterator[Change]:
    for member in sorted(new.members):
        before, after = old.members[member], new.members[member]
        if before == after:
            continue
        if isinstance(after, Mapping):
            yield from _words(subject, key, member=member, before=before, after=after)
        else:
            kind = _kind(subject, member, before=before, after=after)
            yield Change(subject, key, kind, member, before=before, after=after)


def _words(subject: Subject, key: str, *, member: str, before: Words, after: Words) -> Iterator[Change]:
    kind = _KINDS.get(member, ChangeKind.REWORDED)
    for language in sorted(before.keys() | after.keys()):
        old, new = before.get(language), after.get(language)
        if old != new:
            yield Change(subject, key, kind, member, language, old, new)


def _kind(subject: Subject, member: str, *, before: Member, after: Member) -> ChangeKind:
    if subject is Subject.DOCUMENT and member in ("title_is_description", "evidence"):
        vague = (True, Evidence.INFERRED)
        if before in vague:
            return ChangeKind.IDENTIFIED
        return ChangeKind.UNIDENTIFIED if after in vague else ChangeKind.AMENDED
    return _KINDS.get(member, ChangeKind.AMENDED)


def _order(subject: Subject, key: str, *, old: Record, new: Record) -> Iterator[Change]:
    """What stands in both states, where it stands in another order."""
    before = tuple(it for it in old.order if it in new.order)
    after = tuple(it for it in new.order if it in old.order)
    if before != after:
        yield Change(subject, key, ChangeKind.REORDERED, "order", before=before, after=after)
