"""What goes inside the file: a closed list, readable by a spreadsheet and by programs, nothing held back."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import SAMPLE, voices_of

from report import facts, pipeline, settings
from report.check.dates import parse_period
from report.enclose import enclose
from report.enclose.delimited import table
from report.enclose.registers import interval
from report.model import (
    Brief,
    Changes,
    Enclosure,
    Issue,
    Money,
    PartialDate,
    Relationship,
    Replaced,
    Use,
)
from report.settings import Settings

VERSIONS = {"program": "brief 1.0", "engine": "Engine 2.0", "fonts": "Face 3.0"}


@pytest.fixture(scope="module")
def sample_settings() -> Settings:
    """The settings of the invented brief."""
    return settings.read(SAMPLE)


def enclosed(brief: Brief, settings_: Settings, *languages: str) -> dict[str, Enclosure]:
    """The enclosures of a version by name."""
    voices = voices_of(settings_, *(languages or ("ru", "en")))
    return {file.name: file for file in enclose(brief, settings_, voices, versions=VERSIONS)}


def rows_of(file: Enclosure) -> list[dict[str, str]]:
    """A CSV file as an independent reader has it; every row as long as the head."""
    text = file.content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    assert all(None not in row and None not in row.values() for row in rows)
    return rows


def test_the_list_is_closed(sample_brief: Brief, sample_settings: Settings) -> None:
    """Five files, sorted, each with its media type and its relationship (ISO 32000-2, 7.11.3)."""
    files = enclosed(sample_brief, sample_settings)
    assert [(file.name, file.media_type, file.relationship) for file in files.values()] == [
        ("documents.csv", "text/csv", Relationship.DATA),
        ("facts.json", "application/json", Relationship.SOURCE),
        ("figures.csv", "text/csv", Relationship.DATA),
        ("manifest.json", "application/json", Relationship.SUPPLEMENT),
        ("sources.csv", "text/csv", Relationship.DATA),
    ]


def test_a_brief_may_have_nothing_inside(sample_brief: Brief, sample: Path) -> None:
    """`attach = false` in brief.toml leaves every file out."""
    path = sample / "brief.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("[brief]", "[brief]\nattach = false", 1))
    assert enclosed(sample_brief, settings.read(sample)) == {}


def test_a_register_is_whole_and_in_both_languages(own_brief: Brief, own_settings: Settings) -> None:
    """Every document, claim that may be printed, and source is a row, with its words in each language."""
    files = enclosed(own_brief, own_settings)
    documents, claims, sources = (
        {row["id"]: row for row in rows_of(files[name])}
        for name in ("documents.csv", "figures.csv", "sources.csv")
    )
    assert documents.keys() == own_brief.documents.keys()
    assert claims.keys() == {c.id for c in own_brief.claims.values() if c.use is not Use.HELD}
    assert sources.keys() == own_brief.sources.keys()
    for id_, document in own_brief.documents.items():
        assert (documents[id_]["title_ru"], documents[id_]["title_en"]) == tuple(document.title.values())
        assert set(documents[id_]["sources"].split(";")) == set(document.sources)
    for id_, row in claims.items():
        value = own_brief.claims[id_].value
        number = value.amount if isinstance(value, Money) else value.number
        assert Decimal(row["value"]) == number
        assert "E" not in row["value"]
        assert row["qualifier"] == value.qualifier
        assert set(row["sources"].split(";")) <= sources.keys()


def test_a_period_is_written_as_the_data_writes_it(own_brief: Brief, sample_brief: Brief) -> None:
    """What `check` reads from the written interval is the period itself."""
    periods = {claim.period for brief in (own_brief, sample_brief) for claim in brief.claims.values()}
    assert any(period.years for period in periods)
    for period in periods:
        assert parse_period(interval(period)) == period


def test_a_spreadsheet_knows_the_form(sample_brief: Brief, sample_settings: Settings) -> None:
    """RFC 4180: CRLF after each record; a byte order mark tells Excel that it is UTF-8."""
    content = enclosed(sample_brief, sample_settings)["documents.csv"].content
    assert content.startswith(b"\xef\xbb\xbfid,country,country_ru,country_en,")
    assert content.endswith(b"\r\n")
    assert content.count(b"\r\n") == content.count(b"\n") == len(sample_brief.documents) + 1


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_spreadsheet_runs_nothing(begin: str, sample_brief: Brief, sample_settings: Settings) -> None:
    """A title that begins like a formula stands after an apostrophe; a negative number stays a number."""
    document = sample_brief.documents["AA-001"]
    formula = f'{begin}HYPERLINK("https://example.org","x")'
    spoiled = replace(document, title={"ru": formula, "en": formula})
    brief = replace(sample_brief, documents={**sample_brief.documents, document.id: spoiled})
    files = enclosed(brief, sample_settings)
    row = next(row for row in rows_of(files["documents.csv"]) if row["id"] == document.id)
    assert row["title_ru"] == row["title_en"] == f"'{formula}"
    growth = next(row for row in rows_of(files["figures.csv"]) if row["id"] == "aa-trade-growth")
    assert growth["value"] == "-4"


def test_every_text_comes_back() -> None:
    """Commas, quotation marks and line ends within a cell are the cell's own."""
    cells = ["a,b", 'say "yes"', "two\r\nlines", "", "Ж"]
    content = table(["1", "2", "3", "4", "5"], [cells]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(content, newline="")))[1] == cells


def test_nothing_held_back_or_private_is_inside(sample: Path) -> None:
    """No held claim, editor's note, recipient or stray file of the folder reaches any enclosure."""
    figures, documents = sample / "data" / "figures.csv", sample / "data" / "documents.csv"
    held = figures.read_text(encoding="utf-8")
    assert "Trade of Cemoria,held" in held
    figures.write_text(held.replace("Trade of Cemoria,held", "Quux trade,held"), encoding="utf-8")
    noted = documents.read_text(encoding="utf-8")
    assert "Invented, as all rows are." in noted
    documents.write_text(noted.replace("Invented, as all rows are.", "Quux note."), encoding="utf-8")
    (sample / "recipients.csv").write_text("name,address\nQuux,quux@example.org\n", encoding="utf-8")
    (sample / "data" / "quux.txt").write_text("quux", encoding="utf-8")
    read = settings.read(sample)
    for file in enclosed(pipeline.judge(read), read).values():
        content = file.content.decode()
        assert "quux" not in content.lower(), file.name
        assert "cc-trade-old" not in content, file.name
        assert str(sample) not in content, file.name


def test_the_same_facts_give_the_same_bytes(
    sample_brief: Brief, sample_settings: Settings, sample: Path
) -> None:
    """Neither the folder nor the order of rows is in any file, and every version encloses the same."""
    files = enclosed(sample_brief, sample_settings)
    read = settings.read(sample)
    assert enclosed(pipeline.judge(read), read) == files
    turned = replace(
        sample_brief,
        documents=dict(reversed(list(sample_brief.documents.items()))),
        claims=dict(reversed(list(sample_brief.claims.items()))),
        rates=sample_brief.rates[::-1],
    )
    assert enclosed(turned, sample_settings) == files
    english = enclosed(sample_brief, sample_settings, "en")
    assert {name: file.content for name, file in english.items()} == {
        name: file.content for name, file in files.items()
    }
    assert english["sources.csv"].description == "Sources as a table"
    described = " ".join(files["sources.csv"].description.split())
    assert described == "Источники в виде таблицы · Sources as a table"


def test_the_manifest_tells_from_what_and_with_what(sample_brief: Brief, sample_settings: Settings) -> None:
    """Its hashes are those of the files beside it, its fingerprint the printed one, its rates the data's."""
    files = enclosed(sample_brief, sample_settings)
    manifest = json.loads(files.pop("manifest.json").content)
    assert manifest["files"] == {
        name: hashlib.sha256(file.content).hexdigest() for name, file in files.items()
    }
    assert manifest["fingerprint"] == facts.fingerprint(sample_brief)
    assert manifest["as_of"] == "2031-09-30"
    assert (manifest["edition"], manifest["replaces"], manifest["status"]) == (None, None, "draft")
    assert manifest["signs"] == sample_settings.signs
    assert manifest["versions"] == VERSIONS
    assert [(rate["date"], Decimal(rate["rate"]), rate["sources"]) for rate in manifest["rates"]] == [
        (str(rate.date), rate.rate, list(rate.sources)) for rate in sample_brief.rates
    ]


@pytest.mark.parametrize("draft", [True, False])
def test_the_manifest_names_the_edition(draft: bool, sample_brief: Brief, sample_settings: Settings) -> None:
    """An edition's file tells its number, the one that it replaces, and whether it is released."""
    compared = Changes(earlier="", later="", entries=())
    replaced = Replaced(6, PartialDate(2031, 9, 1), sample_brief, compared)
    issue = Issue(7, PartialDate(2031, 9, 30), draft=draft, replaces=replaced)
    voices = voices_of(sample_settings, "ru", "en")
    files = enclose(sample_brief, sample_settings, voices, versions=VERSIONS, issue=issue)
    manifest = json.loads(next(file.content for file in files if file.name == "manifest.json"))
    status = "draft" if draft else "released"
    assert (manifest["edition"], manifest["replaces"], manifest["status"]) == (7, 6, status)
