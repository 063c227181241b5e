"""`Brief` + `Changes` → the later `Brief`: the proof that nothing was left out of the changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar, cast

from report import facts
from report.compare.records import TABLES, Head, head, numbered, words
from report.errors import ArchiveError
from report.model import (
    Block,
    Brief,
    Change,
    ChangeKind,
    Changes,
    Country,
    Statement,
    Subject,
    Vocabulary,
    Words,
    statement_id,
)

N = TypeVar("N")
Keyed = TypeVar("Keyed", Block, Statement)


def apply(changes: Changes, brief: Brief) -> Brief:
    """What the brief is after the changes, as far as it may be printed.

    Raises:
        ArchiveError: the changes do not begin at this brief.
    """
    if facts.fingerprint(brief) != changes.earlier:
        raise ArchiveError(f"the changes begin at {changes.earlier}, not at {facts.fingerprint(brief)}")
    public = facts.public(brief)
    rates = _rows(numbered(facts.said(public)["rates"]), changes.of(Subject.RATE), _amended)
    tables: dict[str, Any] = {
        table: _rows(getattr(public, table), changes.of(subject), _amended)
        for subject, table in TABLES.items()
    }
    later = replace(
        public,
        **tables,
        rates=tuple(rates.values()),
        vocabulary=_vocabulary(public.vocabulary, changes.of(Subject.WORD)),
        prose=_prose(public.prose, changes),
    )
    return replace(later, countries=_countries(public, later, changes.of(Subject.COUNTRY)))


def _rows(
    rows: Mapping[str, N], changes: Iterable[Change], amend: Callable[[N, list[Change]], N]
) -> dict[str, N]:
    """The rows without those that went, with those that came, the others amended."""
    by_id: defaultdict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_id[change.id].append(change)
    came = {key: cast("N", its[0].after) for key, its in by_id.items() if _is(its, ChangeKind.ADDED)}
    kept = {key: row for key, row in rows.items() if not _is(by_id.get(key, []), ChangeKind.REMOVED)}
    return {key: amend(row, by_id[key]) if key in by_id else row for key, row in kept.items()} | came


def _is(changes: list[Change], kind: ChangeKind) -> bool:
    """Whether all of a subject came, or went: that is then the only change of it."""
    return bool(changes) and changes[0].kind is kind


def _amended(noun: Any, changes: list[Change]) -> Any:  # noqa: ANN401 - any noun with members
    """The noun with its members as they are now."""
    values: dict[str, Any] = {}
    for change in changes:
        before = values.get(change.member, getattr(noun, change.member))
        values[change.member] = _reworded(before, [change]) if change.language else change.after
    return replace(noun, **values)


def _reworded(text: Words, changes: list[Change]) -> Words:
    wordings = {change.language: cast("str | None", change.after) for change in changes}
    said = {language: text.get(language) for language in text} | wordings
    return {language: wording for language, wording in said.items() if wording is not None}


def _vocabulary(vocabulary: Vocabulary, changes: Iterable[Change]) -> Vocabulary:
    labels: dict[str, dict[str, Words]] = {field.name: {} for field in fields(vocabulary)}
    for key, label in _rows(words(vocabulary), changes, _reworded).items():
        name, _, word = key.partition("/")
        labels[name][word] = label
    return Vocabulary(**labels)


def _countries(earlier: Brief, later: Brief, changes: Iterable[Change]) -> Mapping[str, Country]:
    """The countries with their names, leaders and prose as they are in what is later."""
    heads: dict[str, Head | Country] = {key: head(earlier, it) for key, it in earlier.countries.items()}
    return {
        key: it if isinstance(it, Country) else _country(key, it, later)
        for key, it in _rows(heads, changes, _amended).items()
    }


def _country(code: str, head: Head, later: Brief) -> Country:
    return Country(code, head.name, later.glossary[head.leader], later.prose.get(head.prose, ()))


def _prose(prose: Mapping[str, tuple[Block, ...]], changes: Changes) -> Mapping[str, tuple[Block, ...]]:
    came: dict[str, tuple[Block, ...]] = dict.fromkeys(changes.ids(Subject.SECTION, ChangeKind.ADDED), ())
    gone = changes.ids(Subject.SECTION, ChangeKind.REMOVED)
    kept = {path: blocks for path, blocks in prose.items() if path not in gone}
    edit = _Edit(changes)
    return {path: edit.section(path, blocks) for path, blocks in (kept | came).items()}


class _Edit:
    """The changes of prose, found by the id of what they change, or of what they stand in."""

    def __init__(self, changes: Changes) -> None:
        self._of: defaultdict[tuple[Subject, str], list[Change]] = defaultdict(list)
        self._came: defaultdict[tuple[Subject, str], list[Change]] = defaultdict(list)
        for change in changes.entries:
            self._of[change.subject, change.id].append(change)
            if change.kind is ChangeKind.ADDED and isinstance(change.after, Block | Statement):
                within = change.id.removesuffix(f"/{change.after.key}")
                self._came[change.subject, within].append(change)

    def section(self, path: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """The blocks of a file as they are later."""
        order = self._order(Subject.SECTION, path)
        arranged = self._arranged(Subject.HEADING, path, items=blocks, order=order)
        return tuple(self._block(path, block) for block in arranged)

    def _block(self, path: str, block: Block) -> Block:
        key = statement_id(path, block.key)
        order = self._order(Subject.HEADING, key)
        arranged = self._arranged(Subject.STATEMENT, key, items=block.statements, order=order)
        statements = (
            self._amended(Subject.STATEMENT, f"{key}/{statement.key}", statement) for statement in arranged
        )
        return replace(self._amended(Subject.HEADING, key, block), statements=tuple(statements))

    def _amended(self, subject: Subject, key: str, noun: Keyed) -> Keyed:
        members = [it for it in self._of.get((subject, key), []) if it.member not in ("", "order")]
        amended: Keyed = _amended(noun, members)
        return amended

    def _order(self, subject: Subject, key: str) -> tuple[str, ...]:
        """The order of what stands in both states, empty where it is the same."""
        orders = [it.after for it in self._of.get((subject, key), []) if it.kind is ChangeKind.REORDERED]
        return cast("tuple[str, ...]", orders[0]) if orders else ()

    def _arranged(
        self, subject: Subject, within: str, *, items: tuple[Keyed, ...], order: tuple[str, ...]
    ) -> list[Keyed]:
        """What stays, in its order, with what came in the places where it stands."""
        kept = {
            it.key: it
            for it in items
            if not _is(self._of.get((subject, f"{within}/{it.key}"), []), ChangeKind.REMOVED)
        }
        arranged = [kept[key] for key in order or kept]
        for change in sorted(self._came.get((subject, within), []), key=lambda it: it.position):
            arranged.insert(change.position, cast("Keyed", change.after))
        return arranged
