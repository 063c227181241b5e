"""`Changes` → changes.json and back, in the canonical form of `report.facts`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, cast, get_type_hints

from report import facts
from report.archive import CHANGES
from report.model import (
    Block,
    Change,
    ChangeKind,
    Changes,
    Claim,
    Country,
    Document,
    Event,
    Place,
    Proposal,
    Rate,
    Source,
    Statement,
    Subject,
    Term,
    Words,
)

SCHEMA: Final = 1
"""The version of the form: it grows when an old reader would misread a new file."""
_NOUNS: Final[Mapping[Subject, Any]] = MappingProxyType(
    {
        Subject.DOCUMENT: Document,
        Subject.FIGURE: Claim,
        Subject.EVENT: Event,
        Subject.PROPOSAL: Proposal,
        Subject.STATEMENT: Statement,
        Subject.HEADING: Block,
        Subject.SECTION: str,
        Subject.COUNTRY: Country,
        Subject.RATE: Rate,
        Subject.SOURCE: Source,
        Subject.PLACE: Place,
        Subject.TERM: Term,
        Subject.WORD: Words,
    }
)


def write(changes: Changes) -> bytes:
    """The changes as canonical JSON in UTF-8; quantities and dates are texts, as in facts.json."""
    return facts.as_json({"schema": SCHEMA, **cast("dict[str, object]", facts.plain(changes))})


def read(content: bytes) -> Changes:
    """The changes of a changes.json.

    Raises:
        ArchiveError: it is no changes.json, or one of another schema.
    """
    with facts.reading(CHANGES):
        tree = facts.from_json(content, CHANGES, schema=SCHEMA)
        entries = tuple(_change(**entry) for entry in tree.pop("entries"))
        return Changes(entries=entries, **tree)


def _change(*, subject: str, kind: str, before: object, after: object, **rest: Any) -> Change:  # noqa: ANN401
    hint = _hint(Subject(subject), rest["member"], rest["language"])
    old, new = (None if value is None else facts.typed(hint, value) for value in (before, after))
    return Change(subject=Subject(subject), kind=ChangeKind(kind), before=old, after=new, **rest)  # type: ignore[arg-type]


def _hint(subject: Subject, member: str, language: str) -> Any:  # noqa: ANN401 - a hint is any form of a type
    """The type of what a change is from and to."""
    if not member:
        return _NOUNS[subject]
    if language or subject is Subject.COUNTRY:
        return str
    return tuple[str, ...] if member == "order" else get_type_hints(_NOUNS[subject])[member]
