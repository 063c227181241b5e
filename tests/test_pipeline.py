"""The finished files, opened by independent readers: all is there, counted, linked, and in our faces."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
from conftest import ROOT, SAMPLE, pages_of, set_alone

from report import pipeline, settings
from report.cache import Cache
from report.compose import cut
from report.errors import RenderError, SettingsError
from report.model import Brief, Count, Unit, Version
from report.settings import Settings

pytestmark = pytest.mark.slow

VERSIONS = ("bilingual", "ru", "en")
DOCUMENT_ID = r"\b(?:CA|KZ|KG|TJ|TM|UZ)-\d{3}\b"


@pytest.fixture(scope="module")
def texts(built: Path) -> Mapping[str, list[str]]:
    """The text of each page of each version of the first brief."""
    return {name: list(pages_of(built / f"brief.{name}.pdf")) for name in VERSIONS}


def plain(text: str) -> str:
    """The text with one common space for every kind and number of spaces."""
    return " ".join(text.split())


def bare(text: str) -> str:
    """The letters and digits of a text alone: line ends and hyphens do not matter then."""
    return re.sub(r"[\W_]+", "", text)


@pytest.mark.parametrize("name", VERSIONS)
def test_every_section_begins_on_the_page_the_contents_say(
    name: str, built: Path, texts: Mapping[str, list[str]], own_brief: Brief, own_settings: Settings
) -> None:
    """The outline's pages are those printed in the contents, and every section is in the outline."""
    read = cut(own_brief, own_settings)  # a proof does not say what changed
    read = replace(read, sections=tuple(it for it in read.sections if not it.continues))
    reader = pypdf.PdfReader(built / f"brief.{name}.pdf")
    tops = [entry for entry in reader.outline if not isinstance(entry, list)]
    assert len(tops) == len(read.sections)
    contents = texts[name][_page_of(reader, tops, "contents", read)]
    for entry, section in zip(tops, read.sections, strict=True):
        if section.kind not in ("cover", "contents"):
            title = str(entry.title).split(" · ")[-1].removeprefix(f"{section.number}. ")
            page = page_number(reader, entry)
            assert re.search(rf"{re.escape(plain(title))} {page}\b", contents), (title, page)


def page_number(reader: pypdf.PdfReader, entry: pypdf.generic.Destination) -> int:
    """The number of the page that a line of the outline leads to, from 1."""
    page = reader.get_destination_page_number(entry)
    assert page is not None
    return page + 1


def _page_of(
    reader: pypdf.PdfReader, tops: list[pypdf.generic.Destination], kind: str, read: Settings
) -> int:
    position = [section.kind for section in read.sections].index(kind)
    return page_number(reader, tops[position]) - 1


@pytest.mark.parametrize("name", VERSIONS)
def test_folios_count_every_page(name: str, texts: Mapping[str, list[str]]) -> None:
    """Every page but the cover bears its number and the number of all pages, and the draft's mark."""
    pages = texts[name]
    assert f"/ {len(pages)}" not in pages[0]
    for number, text in enumerate(pages[1:], 2):
        assert f"{number} / {len(pages)}" in text
        assert re.search(r"ПРОЕКТ|DRAFT", text)


@pytest.mark.parametrize("name", VERSIONS)
def test_only_our_faces_each_embedded_once(name: str, built: Path) -> None:
    """All fonts are embedded subsets of PT Serif and PT Sans, and no face is there twice."""
    reader = pypdf.PdfReader(built / f"brief.{name}.pdf")
    fonts = {}
    for page in reader.pages:
        resources: Any = page["/Resources"]
        for font in resources.get("/Font", {}).values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            fonts[font.get_object()["/BaseFont"]] = descendant["/FontDescriptor"].get_object()
    assert len({name.split("+")[1] for name in fonts}) == len(fonts)
    assert all(re.fullmatch(r"/[A-Z]{6}\+PT-?S(ans|erif)(-\w+)*", name) for name in fonts), sorted(fonts)
    assert all("/FontFile2" in descriptor for descriptor in fonts.values())


def test_the_register_adds_up(texts: Mapping[str, list[str]], own_brief: Brief) -> None:
    """Counted from the printed text alone: every id of the data, and the counts of the countries' heads."""
    for name, pages in texts.items():
        start = next(n for n, page in enumerate(pages[3:], 3) if "A Реестр" in page or "A Register" in page)
        stop = next(
            n for n, page in enumerate(pages) if re.search(r"\bB (Подсчёты|Counts)", page) and n > start
        )
        printed = " ".join(pages[start:stop])
        ids = set(re.findall(DOCUMENT_ID, printed))
        assert ids == set(own_brief.documents), name
        # The field names every counted document once more; related papers are not in it.
        named = {document.id for document in own_brief.named_documents()}
        assert all(len(re.findall(rf"\b{id_}\b", printed)) >= 2 for id_ in named)
        lines = printed[printed.index("UZ-021") :]  # the field opens the register, and its last cell is this
        counts = re.findall(r"(\d+) (?:документ\w*|documents?)\b", lines)
        # A note says how many were announced: that is no count of a country.
        own = [int(count) for count in counts if int(count) <= len(named)]
        once = own[:: 2 if name == "bilingual" else 1]
        assert sum(once[: len({d.country for d in own_brief.named_documents()})]) == len(named), (
            name,
            counts,
        )


def test_nothing_of_the_data_is_lost(texts: Mapping[str, list[str]], own_brief: Brief) -> None:
    """Every proposal and every publisher of a source is printed in each version, in its language."""
    names = {name: term.name for term in own_brief.glossary.values() for name in term.name.values()}

    def in_language(publisher: str, language: str) -> str:
        return names[publisher][language] if publisher in names else publisher

    for name, languages in (("bilingual", ("ru", "en")), ("ru", ("ru",)), ("en", ("en",))):
        whole = bare("".join(texts[name]))
        for language in languages:
            wanted = [
                proposal.text[language]
                for proposal in own_brief.proposals.values()
                if proposal.country in own_brief.countries
            ]
            wanted += [in_language(source.publisher, language) for source in own_brief.sources.values()]
            missing = [text for text in wanted if bare(text) not in whole]
            assert len(missing) <= len(wanted) * 0.1, (name, language, missing)


def test_text_can_be_searched_in_both_languages(built: Path) -> None:
    """A reader's own search finds words of both languages, across the hyphens of line ends."""
    with pypdfium2.PdfDocument(built / "brief.bilingual.pdf") as document:
        for words in ("Токийский саммит", "Outcomes of the summit", "no count announced"):
            pages = [page.get_textpage() for page in document]
            assert any(page.search(words).get_next() for page in pages), words


@pytest.mark.parametrize("name", VERSIONS)
def test_every_link_leads_somewhere(name: str, built: Path) -> None:
    """Every link is a named destination of this file or an address of a source; marks lead to their line."""
    reader = pypdf.PdfReader(built / f"brief.{name}.pdf")
    known = reader.named_destinations
    links = 0
    for page in reader.pages:
        for annotation in page.get("/Annots", []):
            link = annotation.get_object()
            links += 1
            if "/Dest" in link:
                assert str(link["/Dest"]) in known
            else:
                assert link["/A"]["/URI"].startswith(("http", "mailto:"))
    assert links > 500


@pytest.mark.parametrize("name", VERSIONS)
def test_the_file_says_what_it_is(name: str, built: Path, own_settings: Settings) -> None:
    """Title, author, language, page labels and the window bar are set, alike in Info and XMP."""
    reader = pypdf.PdfReader(built / f"brief.{name}.pdf")
    language = "en" if name == "en" else "ru"
    assert reader.metadata is not None
    assert plain(own_settings.title[language]) in plain(str(reader.metadata.title))
    assert reader.xmp_metadata is not None
    assert reader.xmp_metadata.dc_title is not None
    assert reader.xmp_metadata.dc_title["x-default"] == reader.metadata.title
    catalogue: Any = reader.root_object
    assert catalogue["/Lang"] == language
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.page_labels[1:] == [str(number) for number in range(2, len(reader.pages) + 1)]


@pytest.mark.parametrize("name", VERSIONS)
def test_the_invented_brief_builds_with_the_same_code(name: str, built_sample: Path) -> None:
    """Another brief, with other countries and currencies, has its own signs and no word of the first."""
    whole = plain(" ".join(pages_of(built_sample / f"brief.{name}.pdf")))
    assert "JP¥" in whole
    assert not re.search(r"Казахстан|Kazakhstan", whole)


def test_the_same_facts_give_the_same_bytes(built_sample: Path, tmp_path: Path) -> None:
    """Another process, folder and hash seed give the same files, byte by byte."""
    out = tmp_path / "elsewhere"
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "report",
        "--project",
        SAMPLE,
        "build",
        "--out",
        out,
        "--language",
        "en",
        "--quiet",
        "--no-cache",
    ]
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    subprocess.run(command, check=True, cwd=ROOT, env=environment)
    assert (out / "brief.en.pdf").read_bytes() == (built_sample / "brief.en.pdf").read_bytes()


def _invented_register(brief: Brief, number: int) -> Brief:
    """The brief with invented documents added until `number` can be named, as many as were announced."""
    models = brief.named_documents()
    countries = list(brief.countries)
    documents = dict(brief.documents)
    for position in range(number - len(models)):
        country = countries[position % len(countries)]
        id_ = f"{country}-{position // len(countries) + 1001}"
        documents[id_] = replace(models[position % len(models)], id=id_, country=country)
    announced = brief.claims["ll-documents"]
    claims = {**brief.claims, announced.id: replace(announced, value=Count(Decimal(number), Unit.DOCUMENTS))}
    return replace(brief, documents=documents, claims=claims)


@pytest.mark.parametrize("number", [158, pytest.param(1500, marks=pytest.mark.endurance)])
def test_a_long_register_is_set_without_fault(number: int, sample_brief: Brief, tmp_path: Path) -> None:
    """A register of invented rows is set whole: each id in an entry and in a cell, heads repeated."""
    read = settings.read(SAMPLE)
    kept = tuple(section for section in read.sections if section.kind in ("register", "sources", "country"))
    brief = _invented_register(sample_brief, number)
    version = Version("en", ("en",))
    work = pipeline.Work(brief, cut(brief, replace(read, sections=kept)), version)
    cache = Cache(tmp_path / "cache")
    ((bound, _),) = set_alone([work], cache)
    file = tmp_path / "register.pdf"
    file.write_bytes(bound.pdf)
    printed = list(pages_of(file))
    assert len(printed) == bound.pages
    whole = " ".join(printed)
    named = {document.id for document in brief.named_documents()}
    # Once in its entry and once in its cell; a note may name it once more.
    assert all(len(re.findall(rf"\b{id_}\b", whole)) >= 2 for id_ in named)
    assert all(re.search(rf"\b{id_}\b", whole) for id_ in brief.documents)
    assert "continued" in whole


def test_a_missing_letter_names_its_section(sample: Path) -> None:
    """A character that no face of ours has stops the build and says where it stands."""
    path = sample / "data" / "outcomes.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("A joint power grid", "A joint \N{RIGHTWARDS ARROW} power grid", 1), encoding="utf-8"
    )
    assert path.read_text(encoding="utf-8") != text
    read = settings.read(sample)
    with pytest.raises(RenderError, match="section outcomes"):
        pipeline.build(read, pipeline.versions_of(read, "en"), sample / "out", watch=lambda step: None)
    assert not list((sample / "out").glob("[!.]*"))


def test_an_unknown_version_is_told(own_settings: Settings) -> None:
    """A version that the brief has not is an error that lists those it has."""
    with pytest.raises(SettingsError, match="'kk' is not one of bilingual, ru, en, all"):
        pipeline.versions_of(own_settings, "kk")
