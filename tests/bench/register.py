"""A number of documents → a whole brief with a register as long, invented and always the same.

`python -m bench.register 1500 DIR` (in tests/) writes it; `insert` adds one document to it.
"""

from __future__ import annotations

import csv
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

SAMPLE = Path(__file__).resolve().parent.parent / "sample"

Row = dict[str, str]

_COUNTRIES = ("AA", "BB", "AA", "CC", "BB", "AA", "CC", "BB", "AA", "AA")
_KINDS = (
    ("memorandum", "Меморандум", "Memorandum"),
    ("agreement", "Соглашение", "Agreement"),
    ("contract", "Контракт", "Contract"),
    ("programme", "Программа", "Program"),
    ("roadmap", "Дорожная карта", "Roadmap"),
)
_SUBJECTS = (
    ("energy", "о малых электростанциях и сетях трёх озёр", "on small power plants and grids of the lakes"),
    ("water", "о чистой воде для прибрежных посёлков", "on clean water for villages on the shore"),
    ("transport", "о паромах, причалах и дорогах к ним", "on ferries, piers, and the roads to them"),
    ("green", "о лесах на склонах и о защите от пожаров", "on forests on the slopes and their protection"),
    ("education", "об обмене студентами и преподавателями", "on the exchange of students and teachers"),
    ("energy", "о солнечных батареях", "on solar panels"),
    ("transport", "о поставке вагонов для береговой железной дороги", "on rail cars for the shore railway"),
)
_PARTIES = (
    ("Порт столицы", "Port of the capital", "Перевозчик Фонда", "Carrier of the Fund"),
    ("Водоканал побережья", "Water company of the shore", "Фонд трёх озёр", "Three Lakes Fund"),
    ("Министерство энергетики", "Ministry of Energy", "Строитель сетей", "Builder of grids"),
    ("Университет озёр", "University of the Lakes", "Институт Фонда", "Institute of the Fund"),
    (
        "Лесная служба; Служба спасения",
        "Forest service; Rescue service",
        "Фонд трёх озёр",
        "Three Lakes Fund",
    ),
)
_NOTES = (
    ("", ""),
    ("Подписан на форуме", "Signed at the forum"),
    ("", ""),
    ("Цена не раскрыта; срок назван в сообщении", "Price not disclosed; the term is given in the report"),
)
_SOURCES = {"AA": "aa-press", "BB": "bb-press", "CC": "cc-press"}


def write(folder: Path, number: int) -> Path:
    """Write a brief in which `number` documents can be named into `folder`, and give the folder."""
    shutil.copytree(SAMPLE, folder)
    kept = _read(folder, "documents")
    named = [row for row in kept if row["scope"] != "related"]
    invented = [_invented(position) for position in range(number - len(named))]
    _write(folder, "documents", kept[0].keys(), [*kept, *invented])
    claims = [_announced(row, [*named, *invented]) for row in _read(folder, "figures")]
    _write(folder, "figures", claims[0].keys(), claims)
    return folder


def insert(folder: Path, position: int, *, id_: str = "BB-99999", country: str = "BB") -> None:
    """Add one more document to a brief, at a place in its table, counted from 0."""
    rows = _read(folder, "documents")
    rows.insert(position, _invented(position) | {"id": id_, "country": country, "source": _SOURCES[country]})
    _write(folder, "documents", rows[0].keys(), rows)


def _invented(position: int) -> Row:
    country = _COUNTRIES[position % len(_COUNTRIES)]
    kind, kind_ru, kind_en = _KINDS[position % len(_KINDS)]
    sector, subject_ru, subject_en = _SUBJECTS[position // 2 % len(_SUBJECTS)]
    party_ru, party_en, other_ru, other_en = _PARTIES[position // 3 % len(_PARTIES)]
    note_ru, note_en = _NOTES[position % len(_NOTES)]
    amount = str(1_000_000 * (position % 900 + 100)) if position % 9 == 0 else ""
    return {
        "id": f"{country}-{position + 10001}",
        "country": country,
        "scope": ("visit", "forum")[position % 2],
        "title_ru": f"{kind_ru} {subject_ru}",
        "title_en": f"{kind_en} {subject_en}",
        "title_lang": "en",
        "title_is_description": "",
        "kind": kind,
        "level": ("state", "private", "mixed")[position % 3],
        "parties_ca_ru": party_ru,
        "parties_ca_en": party_en,
        "parties_jp_ru": other_ru,
        "parties_jp_en": other_en,
        "signed_on": ("2031-06-13", "2031-06-14", "", "2031-06")[position % 4],
        "sector": sector,
        "amount": amount,
        "currency": amount and "EUR",
        "qualifier": amount and "about",
        "evidence": ("listed", "reported", "reported")[position % 3],
        "source": _SOURCES[country] + (";lakes-report" if position % 4 == 0 else ""),
        "note_ru": note_ru,
        "note_en": note_en,
        "note_editor": "",
    }


def _announced(claim: Row, named: Sequence[Row]) -> Row:
    """A claim of how many documents there were, a tenth above those that can be named."""
    if claim["metric"] != "documents_announced":
        return claim
    own = [row for row in named if claim["country"] in ("LL", row["country"])]
    return claim | {"value": str(len(own) + len(own) // 10 + 1)}


def _read(folder: Path, name: str) -> list[Row]:
    with (folder / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(folder: Path, name: str, columns: Iterable[str], rows: Iterable[Row]) -> None:
    with (folder / "data" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, tuple(columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _arguments(arguments: Sequence[str]) -> Iterator[tuple[int, Path]]:
    numbers, folders = arguments[::2], arguments[1::2]
    yield from ((int(number), Path(folder)) for number, folder in zip(numbers, folders, strict=True))


if __name__ == "__main__":
    for documents, target in _arguments(sys.argv[1:]):
        write(target, documents)
