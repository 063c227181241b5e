"""Enclosed tables → what every figure and document must say on the pages, in each language.

Nothing is taken from the pages but to be compared: the number comes from the table's cells, its words
from the catalogues of the language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from report.errors import ArchiveError
from report.localize import Voice
from report.model import Count, Money, PartialDate, Qualifier, Unit
from report.verify.pages import Printed, Row, solid
from report.verify.tables import Cells, plain


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of the enclosed figures in one language, as pages print it; `labels` are in lower case."""

    id: str
    labels: frozenset[str]
    value: str
    amount: str
    qualifier: str

    def stands_in(self, row: Row) -> bool:
        """Whether a row says the value: in one piece, or the amount and its qualifier each in one."""
        return self.value in row.solid or {self.amount, self.qualifier} <= {*row.solid, ""}


def figures(rows: Iterable[Cells], printed: Printed, voice: Voice) -> Iterator[str]:
    """Every figure that the pages do not say as the table does, in one language.

    A row of a page that has numbers and names a figure, or several of one name, must say the value of
    one of them; and each must be said somewhere. A figure's note may be another figure's name.

    Raises:
        ArchiveError: the table is damaged.
    """
    wanted = [_figure(row, voice) for row in rows]
    alike: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in wanted:
        for label in figure.labels:
            alike[label].append(figure)
    found: set[str] = set()
    for row in printed.rows:
        named = [figure for piece in row.solid for figure in alike.get(piece.casefold(), ())]
        said = {figure.id for figure in named if figure.stands_in(row)}
        found |= said
        if named and not said and row.has_numbers:
            yield _otherwise(named[0], row, voice)
    yield from (f"{it.id} ({voice.language}): {it.value} on no page" for it in wanted if it.id not in found)


def documents(rows: Iterable[Cells], printed: Printed, voice: Voice) -> Iterator[str]:
    """Every document whose entry in the register does not say its title, its date or its amount.

    Raises:
        ArchiveError: the table is damaged.
    """
    entries: defaultdict[str, str] = defaultdict(str)
    for entry in printed.rows:
        for piece in entry.solid:
            entries[piece] += entry.whole
    for row in rows:
        for noun, text in _document(row, voice).items():
            if solid(text) not in entries[solid(row["id"])]:
                yield f"{row['id']} ({voice.language}): {noun} {text!r} is not in its entry"


def _otherwise(figure: Figure, row: Row, voice: Voice) -> str:
    pieces = "; ".join(row.pieces)
    return f"{figure.id} ({voice.language}): page {row.page} says {pieces!r} instead of {figure.value}"


def _figure(row: Cells, voice: Voice) -> Figure:
    language = voice.language
    try:
        value = _value(row)
        label, country = (plain(row[f"{name}_{language}"]) for name in ("label", "country"))
    except (KeyError, ValueError, InvalidOperation) as error:
        raise ArchiveError(f"figures.csv: {row.get('id', '')}: damaged ({error!r})") from error
    named = voice.say("{country}: {metric}", country=country, metric=label)
    return Figure(
        id=row["id"],
        labels=frozenset({solid(text).casefold() for text in (voice.typeset(label), named)}),
        value=solid(voice.value(value, "short")),
        amount=solid(voice.bare(value, "short")),
        qualifier=solid(voice.shown_qualifier(value)),
    )


def _value(row: Cells) -> Money | Count:
    number, qualifier = Decimal(row["value"]), Qualifier(row["qualifier"])
    if row["unit"] == Unit.MONEY:
        return Money(number, row["currency"], qualifier)
    return Count(number, Unit(row["unit"]), qualifier)


def _document(row: Cells, voice: Voice) -> Mapping[str, str]:
    """What the register prints of a document, by what it is."""
    try:
        said = {"title": voice.typeset(plain(row[f"title_{voice.language}"]))}
        if row["signed_on"]:
            day = PartialDate(*map(int, row["signed_on"].split("-")))
            said["date"] = voice.date(day, "short")
        if row["amount"]:
            amount = Money(Decimal(row["amount"]), row["currency"], Qualifier(row["qualifier"]))
            said["amount"] = voice.value(amount, "short")
    except (KeyError, ValueError, InvalidOperation) as error:
        raise ArchiveError(f"documents.csv: {row.get('id', '')}: damaged ({error!r})") from error
    return said
