"""A source's document → the file of data/ that it feeds, as it would be with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from report.errors import DataError, PullError
from report.localize import Voice, Voices
from report.model import DAILY_RATES, Table
from report.pull import Quoted, Rows, from_json, mapped, quoted, read_quotations, write_rows
from report.settings import Bank, Mapped, PullSettings, Settings, TableFormat

_COLUMNS: Final = ("date", "base", "quote", "rate", "reference", "source")


@dataclass(frozen=True, slots=True)
class Said:
    """What a document comes to: the whole file it feeds, and the day that a bank's document is for."""

    content: bytes
    day: date | None = None


def said(settings: Settings, source: PullSettings, document: bytes) -> Said:
    """The file of data/ with what a document says in it.

    Raises:
        PullError: the document is not what it should be, or the file that it is to be merged into is broken.
    """
    if isinstance(source.gives, Bank):
        return _rates(settings, source.gives, document)
    return Said(write_rows(mapped(_table(source.name, source.gives, document), source.gives)))


def _table(name: str, mapping: Mapped, document: bytes) -> Table:
    if mapping.format is TableFormat.JSON:
        return from_json(document, mapping.records, f"{name}.json")
    return _read(document, f"{name}.{mapping.format}", mapping.sheet)


def _read(content: bytes, file: str, sheet: str = "") -> Table:
    from report.load import load_document

    try:
        return load_document(content, file, sheet=sheet)
    except DataError as error:
        raise PullError(str(error.findings[0]) if error.findings else f"{file}: no table") from None


def _rates(settings: Settings, bank: Bank, document: bytes) -> Said:
    """The bank's rates, among those that other sources have in the same file: in the order of their ids."""
    quotations = read_quotations(bank.kind, document)
    others = [row for row in _standing(settings) if row.get("source", "") != bank.source]
    voices = _voices(settings)
    own = [_row(rate, bank, quotations.day, voices) for rate in quoted(quotations, bank.pair)]
    columns = (*_COLUMNS, *(f"note_{language}" for language in settings.languages))
    ordered = sorted((*others, *own), key=lambda row: row.get("source", ""))
    return Said(write_rows(Rows(columns, tuple(ordered))), quotations.day)


def _standing(settings: Settings) -> Iterable[Mapping[str, str]]:
    """The daily rates as they are."""
    file = settings.data / f"{DAILY_RATES}.csv"
    if not file.is_file():
        return ()
    table = _read(file.read_bytes(), f"data/{file.name}")
    return tuple(row.cells for row in table.rows)


def _row(rate: Quoted, bank: Bank, day: date, voices: Voices) -> Mapping[str, str]:
    """A rate as rates.daily.csv has it; a cross rate names its legs."""
    note = voices.say("Cross rate of {first} and {second}", **_legs(rate)) if rate.legs else {}
    return {
        "date": day.isoformat(),
        "base": rate.base,
        "quote": rate.quote,
        "rate": format(rate.rate, "f"),
        "source": bank.source,
        **{f"note_{language}": _untypeset(words) for language, words in note.items()},
    }


def _untypeset(words: str) -> str:
    """Words as an analyst would type them: which spaces may break a line is decided on the page."""
    return words.replace("\N{NO-BREAK SPACE}", " ")


def _legs(rate: Quoted) -> dict[str, str]:
    return dict(zip(("first", "second"), rate.legs, strict=True))


def _voices(settings: Settings) -> Voices:
    catalogues = [folder / "locale" for folder in settings.template_folders]
    return Voices(tuple(Voice(language, catalogues=catalogues) for language in settings.languages))
