"""Ways to spoil the sample brief: each plants one fault, and says what finding must come of it.

`FAULTS` is used by the tests of `check` and by those of the command, which see that nothing finished
is touched.
"""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

SAMPLE = Path(__file__).parent / "sample"

Plant = Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault, and the one error that must come of it; `phrase` is part of the finding's line."""

    plant: Plant
    rule: str
    file: str
    row: int
    column: str
    phrase: str


def copy_sample(folder: Path) -> Path:
    """A copy of the sample brief in `folder`, to be spoiled."""
    return Path(shutil.copytree(SAMPLE, folder / "brief"))


def cell(table: str, row: int, column: str, text: str) -> Plant:
    """Put `text` into a cell of a CSV table; rows count as a spreadsheet shows them."""

    def plant(root: Path) -> None:
        path = root / "data" / f"{table}.csv"
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
        rows[row - 1][rows[0].index(column)] = text
        written = io.StringIO(newline="")
        csv.writer(written, lineterminator="\n").writerows(rows)
        path.write_text(written.getvalue(), encoding="utf-8", newline="")

    return plant


def swap(file: str, old: str, new: str, *, times: int = 1) -> Plant:
    """Replace `old`, which stands `times` times in the file, with `new`."""

    def plant(root: Path) -> None:
        path = root / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == times, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8", newline="")

    return plant


def put(file: str, data: bytes) -> Plant:
    """Write a file of the brief anew."""

    def plant(root: Path) -> None:
        path = root / file
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)

    return plant


def rename(file: str, new: str) -> Plant:
    """Rename a file of the brief."""

    def plant(root: Path) -> None:
        (root / file).rename(root / new)

    return plant


def remove(file: str) -> Plant:
    """Remove a file of the brief."""
    return lambda root: (root / file).unlink()


def append(file: str, text: str) -> Plant:
    """Add text at the end of a file."""

    def plant(root: Path) -> None:
        path = root / file
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8", newline="")

    return plant


def together(*plants: Plant) -> Plant:
    """Several changes that are one fault, such as one typing error made in both languages."""

    def plant(root: Path) -> None:
        for each in plants:
            each(root)

    return plant


_DOCUMENTS, _FIGURES = "data/documents.csv", "data/figures.csv"
_AA, _BB, _CC = (f"data/countries/{code}.yaml" for code in ("AA", "BB", "CC"))
_VISIT_RU, _VISIT_EN = "blocks[0].statements[0].ru", "blocks[0].statements[0].en"

FAULTS: Mapping[str, Fault] = MappingProxyType(
    {
        # --- files ---------------------------------------------------------------------------------
        "no table": Fault(
            remove("data/places.csv"),
            "missing-table", "data/places.csv", 0, "", "places.xlsx",
        ),
        "two tables of one name": Fault(
            put("data/rates.xlsx", b"PK\x03\x04"),
            "two-tables", "data/rates.xlsx", 0, "", "rates.csv beside it",
        ),
        "workbook renamed csv": Fault(
            rename("data/events.xlsx", "data/events.csv"),
            "wrong-extension", "data/events.csv", 0, "", "the name events.xlsx",
        ),
        "text renamed xlsx": Fault(
            rename("data/rates.csv", "data/rates.xlsx"),
            "wrong-extension", "data/rates.xlsx", 0, "", "the name rates.csv",
        ),
        "damaged workbook": Fault(
            put("data/events.xlsx", b"PK\x03\x04 and no more"),
            "not-a-workbook", "data/events.xlsx", 0, "", "a workbook saved as .xlsx",
        ),
        "empty table": Fault(
            put("data/rates.csv", b"\n"),
            "empty-file", "data/rates.csv", 0, "", "a head row",
        ),
        "utf-16": Fault(
            put("data/rates.csv", "date,base\n".encode("utf-16")),
            "unknown-encoding", "data/rates.csv", 0, "", "CSV UTF-8",
        ),
        "NUL": Fault(
            swap(_DOCUMENTS, "CC-001", "CC\x00001"), "control-character", _DOCUMENTS, 10, "", "U+0000"
        ),
        "unclosed quote": Fault(
            append(_DOCUMENTS, '"CC-003,CC\n'),
            "broken-quotes", _DOCUMENTS, 14, "", "quotes in pairs",
        ),
        "ragged row": Fault(
            append("data/places.csv", "pl-far,Даль,Far\n"),
            "ragged-row", "data/places.csv", 5, "", "3 cells; expected 6",
        ),
        "column without a name": Fault(
            swap(_DOCUMENTS, "note_editor", ""),
            "empty-column-name", _DOCUMENTS, 1, "", "column 23 has no name",
        ),
        "column twice": Fault(
            swap(_DOCUMENTS, "note_editor", "note_en"),
            "duplicate-column", _DOCUMENTS, 1, "note_en", "a second time",
        ),
        "no prose": Fault(remove(_AA), "missing-file", _AA, 0, "", "no such file"),
        "no vocabulary": Fault(
            remove("data/vocabulary.yaml"),
            "missing-file", "data/vocabulary.yaml", 0, "", "countries, metrics",
        ),
        "yaml syntax": Fault(
            swap(_AA, "    heading: {ru: Экономика", "    heading: {ru: Экономика}}"),
            "yaml-syntax", _AA, 17, "", "column",
        ),
        "yaml key twice": Fault(
            swap(_AA, "leader: g-president-aa", "leader: g-president-aa\nleader: g-president-bb"),
            "duplicate-key", _AA, 4, "leader", "each key once",
        ),
        "yaml alias": Fault(
            together(swap(_CC, "[cc-press]", "&press [cc-press]"), swap(_CC, "[fund-notes]", "*press")),
            "yaml-alias", _CC, 15, "blocks[1].statements[0].sources", "the text itself",
        ),
        "toml syntax": Fault(
            put("charts/cover.toml", b'kind = "route_map"\nsection =\n'),
            "toml-syntax", "charts/cover.toml", 2, "", "TOML 1.0",
        ),
        # --- shape ---------------------------------------------------------------------------------
        "unknown column": Fault(
            swap(_DOCUMENTS, "signed_on", "singed_on"),
            "unknown-column", _DOCUMENTS, 1, "singed_on", "'signed_on'",
        ),
        "missing column": Fault(
            swap("data/places.csv", ",lon,lat", ",lon,note_editor"),
            "missing-column", "data/places.csv", 1, "lat", "a column 'lat'",
        ),
        "unknown key": Fault(
            swap(_AA, "name: g-alandia", "nmae: x\nname: g-alandia"), "unknown-key", _AA, 2, "nmae", "'name'"
        ),
        "missing value": Fault(
            cell("documents", 4, "country", ""), "missing-value", _DOCUMENTS, 4, "country", "an empty cell"
        ),
        "no sources of a statement": Fault(
            swap(_CC, "        sources: [cc-press]\n", ""),
            "missing-value", _CC, 8, "blocks[0].statements[0].sources", "no 'sources'",
        ),
        "missing language in a table": Fault(
            cell("documents", 3, "title_en", ""),
            "missing-language", _DOCUMENTS, 3, "title_en", "no text in 'en'",
        ),
        "missing language in prose": Fault(
            swap(_CC, "        en: The grant for forest roads is {money:CC-002}.\n", ""),
            "missing-language", _CC, 19, "blocks[1].statements[0].en", "no text in 'en'",
        ),
        "same text twice": Fault(
            cell("documents", 3, "title_ru", "Agreement on clean water"),
            "same-text", _DOCUMENTS, 3, "title_en", "the same text as in 'ru'",
        ),
        "id twice": Fault(
            cell("places", 4, "id", "pl-bora"),
            "duplicate-id", "data/places.csv", 4, "id", "places.csv:3",
        ),
        "malformed id": Fault(
            cell("places", 4, "id", "pl cem"),
            "malformed-id", "data/places.csv", 4, "id", "'pl cem'",
        ),
        "source number twice": Fault(
            cell("sources", 5, "number", "3"), "duplicate-number", "data/sources.csv", 5, "number", "aa-press"
        ),
        "source number zero": Fault(
            cell("sources", 5, "number", "0"), "negative-value", "data/sources.csv", 5, "number", "from 1"
        ),
        "date not ISO": Fault(
            cell("documents", 3, "signed_on", "13.06.2031"),
            "malformed-date", _DOCUMENTS, 3, "signed_on", "'13.06.2031'; expected 2031-06-13",
        ),
        "impossible date": Fault(
            cell("documents", 3, "signed_on", "2031-06-31"),
            "impossible-date", _DOCUMENTS, 3, "signed_on", "a day of the calendar",
        ),
        "absurd date": Fault(
            cell("documents", 3, "signed_on", "3031-06-13"),
            "absurd-date", _DOCUMENTS, 3, "signed_on", "1900 to 2100",
        ),
        "reversed period": Fault(
            cell("figures", 7, "period", "2031-06-14/2031-06-13"),
            "reversed-period", _FIGURES, 7, "period", "2031-06-13/2031-06-14",
        ),
        "decimal comma": Fault(
            cell("figures", 16, "value", "41,5"), "malformed-number", _FIGURES, 16, "value", "write 41.5"
        ),
        "spaces in a number": Fault(
            cell("documents", 11, "amount", "1 575 000 000"),
            "malformed-number", _DOCUMENTS, 11, "amount", "write 1575000000",
        ),
        "scale word": Fault(
            cell("figures", 15, "value", "2,3 млрд"),
            "malformed-number", _FIGURES, 15, "value", "write 2300000000",
        ),
        "negative value": Fault(
            cell("figures", 14, "value", "-3214000"), "negative-value", _FIGURES, 14, "value", "0 or more"
        ),
        "absurd value": Fault(
            cell("figures", 9, "value", "1250000000000000000"),
            "absurd-value", _FIGURES, 9, "value", "at most",
        ),
        "share beyond 100": Fault(
            cell("figures", 16, "value", "811"),
            "share-out-of-range", _FIGURES, 16, "value", "811, which is not a percentage",
        ),
        "half a company": Fault(
            cell("figures", 17, "value", "20.5"),
            "not-whole", _FIGURES, 17, "value", "a whole number",
        ),
        "malformed period": Fault(
            cell("figures", 4, "period", "2031-06/5"), "malformed-date", _FIGURES, 4, "period", "2025-12"
        ),
        "two lengths": Fault(
            cell("figures", 4, "period", "P1Y/P5Y"),
            "malformed-period", _FIGURES, 4, "period", "2025-01/2025-09",
        ),
        "malformed language": Fault(
            cell("documents", 3, "title_lang", "Russian"),
            "malformed-language", _DOCUMENTS, 3, "title_lang", "ISO 639",
        ),
        "malformed address": Fault(
            cell("sources", 3, "url", "example.org/lakes"),
            "malformed-address", "data/sources.csv", 3, "url", "begins with http",
        ),
        "text in place of a list": Fault(
            swap(_CC, "[cc-press]", "cc-press"),
            "wrong-type", _CC, 15, "blocks[0].statements[0].sources", "the text 'cc-press'; expected a list",
        ),
        "place off the map": Fault(
            cell("places", 3, "lat", "154"), "out-of-range", "data/places.csv", 3, "lat", "-90 to 90"
        ),
        "money without currency": Fault(
            cell("figures", 12, "currency", ""),
            "money-without-currency", _FIGURES, 12, "currency", "no currency",
        ),
        "currency of a count": Fault(
            cell("figures", 17, "currency", "USD"),
            "currency-without-money", _FIGURES, 17, "currency", "the unit is companies",
        ),
        "amount without qualifier": Fault(
            cell("documents", 11, "qualifier", ""),
            "incomplete-amount", _DOCUMENTS, 11, "qualifier", "no qualifier",
        ),
        # --- known words ---------------------------------------------------------------------------
        "unknown word": Fault(
            cell("documents", 3, "sector", "watre"),
            "unknown-word", _DOCUMENTS, 3, "sector", "did you mean 'water'?",
        ),
        "unknown closed word": Fault(
            cell("figures", 12, "use", "tabel"), "unknown-word", _FIGURES, 12, "use", "did you mean 'table'?"
        ),
        "unknown country": Fault(
            cell("documents", 3, "country", "AB"), "unknown-country", _DOCUMENTS, 3, "country", "'AB'"
        ),
        "unknown metric": Fault(
            cell("figures", 12, "metric", "trade_turnovr"),
            "unknown-metric", _FIGURES, 12, "metric", "did you mean 'trade_turnover'?",
        ),
        "unknown currency": Fault(
            cell("figures", 12, "currency", "EURO"),
            "unknown-currency", _FIGURES, 12, "currency", "did you mean 'EUR'?",
        ),
        "unknown source in a table": Fault(
            cell("documents", 3, "source", "aa-pres"),
            "unknown-source", _DOCUMENTS, 3, "source", "did you mean 'aa-press'?",
        ),
        "unknown source in prose": Fault(
            swap(_CC, "[cc-press]", "[cc-pres]"),
            "unknown-source", _CC, 15, "blocks[0].statements[0].sources[0]", "did you mean 'cc-press'?",
        ),
        "unknown claim": Fault(
            cell("figures", 10, "contradicts", "aa-invest"),
            "unknown-id", _FIGURES, 10, "contradicts", "'aa-investment'",
        ),
        "unknown leader": Fault(
            swap(_AA, "g-president-aa", "g-president-a"), "unknown-id", _AA, 3, "leader", "'g-president-aa'"
        ),
        "unknown placeholder": Fault(
            swap(_CC, "{money:CC-002}", "{money:CC-02}", times=2),
            "unknown-placeholder", _CC, 20, "blocks[1].statements[0].ru", "did you mean CC-002",
        ),
        "a held claim in prose": Fault(
            swap(_CC, "{money:CC-002}", "{money:cc-trade-old}", times=2),
            "unknown-placeholder", _CC, 20, "blocks[1].statements[0].ru", "'cc-trade-old' has no amount",
        ),
        "a held claim in a panel": Fault(
            swap("brief.toml", "\"ll-target-usd\"]", "\"cc-trade-old\"]"),
            "held-in-print", "brief.toml", 0, "sections.investment.panel", "'cc-trade-old', which is held",
        ),
        "malformed placeholder": Fault(
            swap(_CC, "ru: Грант на лесные дороги составляет {money:CC-002}", "ru: Грант — {money:CC-002"),
            "malformed-placeholder", _CC, 20, "blocks[1].statements[0].ru", "{kind:key}",
        ),
        "placeholders differ": Fault(
            swap(_CC, "en: The grant for forest roads is {money:CC-002}", "en: The grant is {money:AA-005}"),
            "placeholders-differ", _CC, 21, "blocks[1].statements[0].en", "{money:AA-005} more and",
        ),
        "unknown event in brief.toml": Fault(
            swap("brief.toml", 'event = "ev-summit"', 'event = "ev-sumit"'),
            "unknown-id", "brief.toml", 0, "brief.event", "did you mean 'ev-summit'?",
        ),
        "unknown claim in brief.toml": Fault(
            swap("brief.toml", '"ll-target-jpy", ', '"ll-target-jp", '),
            "unknown-id", "brief.toml", 0, "sections.investment.panel", "did you mean 'll-target-jpy'?",
        ),
        "another country's prose": Fault(
            swap(_BB, "country: BB", "country: CC"),
            "country-mismatch", _BB, 1, "country", "'BB', as section 'boravia' has",
        ),
        "one country twice": Fault(
            swap("brief.toml", "CC\"\nprose = \"countries/CC", "BB\"\nprose = \"countries/BB"),
            "repeated-country", "brief.toml", 0, "sections.cemoria.country", "'boravia' has this one",
        ),
        # --- sense ---------------------------------------------------------------------------------
        "typed number": Fault(
            swap(_CC, "ru: Грант на лесные дороги", "ru: Грант на 12 дорог"),
            "typed-number", _CC, 20, "blocks[1].statements[0].ru", "the number '12'",
        ),
        "refused spelling": Fault(
            cell("documents", 9, "note_ru", "Предложила компания Гидроворкс"),
            "rejected-spelling", _DOCUMENTS, 9, "note_ru", "the glossary’s Hydroworks Inc.",
        ),
        "wrong conversion": Fault(
            cell("figures", 11, "value", "11000000"), "wrong-conversion", _FIGURES, 11, "value", "10 % off"
        ),
        "conversion into the same currency": Fault(
            cell("figures", 3, "currency", "JPY"),
            "same-currency-conversion", _FIGURES, 3, "converts", "a currency other than JPY",
        ),
        "nothing preferred": Fault(
            cell("figures", 9, "preferred", ""),
            "no-preferred-claim", _FIGURES, 9, "preferred", "yes on one of them",
        ),
        "two preferred": Fault(
            cell("figures", 10, "preferred", "yes"),
            "two-preferred-claims", _FIGURES, 10, "preferred", "aa-investment, aa-investment-fund",
        ),
        "contradiction of what is not preferred": Fault(
            cell("figures", 6, "contradicts", "aa-investment-fund"),
            "contradicts-unpreferred", _FIGURES, 6, "contradicts", "'aa-investment', the preferred one",
        ),
        "claim against itself": Fault(
            cell("figures", 10, "contradicts", "aa-investment-fund"),
            "self-reference", _FIGURES, 10, "contradicts", "its own id",
        ),
        "more named than announced": Fault(
            cell("figures", 7, "value", "3"), "too-many-named", _FIGURES, 7, "value", "names 4 of AA"
        ),
        "more named than announced in all": Fault(
            cell("figures", 5, "value", "8"),
            "too-many-named", _FIGURES, 5, "value", "names 9 of all countries",
        ),
        "no reference rate": Fault(
            cell("rates", 2, "reference", ""),
            "no-reference-rate", "data/rates.csv", 2, "reference", "convert by",
        ),
        "two reference rates": Fault(
            cell("rates", 3, "reference", "yes"),
            "two-reference-rates", "data/rates.csv", 3, "reference", "rates.csv:2",
        ),
        "shared sign": Fault(
            swap("brief.toml", 'signs = { JPY = "JP¥", CNY = "CN¥" }', ""),
            "ambiguous-sign", "brief.toml", 0, "money.signs", 'signs = { CNY = "CN¥", JPY = "JP¥" }',
        ),
        "unlike metrics in one figure": Fault(
            put(
                "charts/mixed.toml",
                'kind = "heat_table"\nsection = "summary"\nmetrics = ["grant", "population"]\n'
                'title = { ru = "Смесь", en = "A mixture" }\n'.encode(),
            ),
            "unlike-metrics", "charts/mixed.toml", 0, "metrics", "grant, population",
        ),
        "too few marks for a figure": Fault(
            put(
                "charts/few.toml",
                'kind = "bars"\nsection = "summary"\nscope = "related"\ncurrency = "JPY"\n'
                'title = { ru = "Два столбца", en = "Two bars" }\n'.encode(),
            ),
            "wrong-number-of-marks", "charts/few.toml", 0, "kind", "3 or more",
        ),
        "unknown kind of figure": Fault(
            put(
                "charts/pie.toml",
                'kind = "bar"\nsection = "summary"\ntitle = { ru = "Круг", en = "A pie" }\n'.encode(),
            ),
            "unknown-word", "charts/pie.toml", 0, "kind", "did you mean 'bars'?",
        ),
    }
)  # fmt: skip
