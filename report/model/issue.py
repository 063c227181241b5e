"""What an edition's pages say of the edition itself, and of the one that it replaces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from report.model.brief import Brief
from report.model.changes import Change, Changes, Subject
from report.model.quantities import PartialDate


@dataclass(frozen=True)
class Replaced:
    """The edition before: its number, the day it was made, its facts, and what changed since."""

    number: int
    day: PartialDate
    brief: Brief
    changes: Changes

    def changes_of(self, subject: Subject, id_: str) -> tuple[Change, ...]:
        """What changed of one subject; nothing where it is as it was."""
        return self._by_subject.get((subject, id_), ())

    @cached_property
    def _by_subject(self) -> Mapping[tuple[Subject, str], tuple[Change, ...]]:
        found: defaultdict[tuple[Subject, str], list[Change]] = defaultdict(list)
        for change in self.changes.entries:
            found[change.subject, change.id].append(change)
        return {key: tuple(changes) for key, changes in found.items()}


@dataclass(frozen=True, slots=True)
class Issue:
    """An edition as its own pages name it: its number, the day it was made, and how it stands.

    `replaces` is None in the first edition of all.
    """

    number: int
    day: PartialDate
    draft: bool
    replaces: Replaced | None = None
