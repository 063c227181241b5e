"""Fragments become one file, read back here by readers that had no part in making it."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pypdfium2
import pytest
import weasyprint
from pypdf.generic import ContentStream

import report
from report.assemble import assemble, contents_pages
from report.errors import RenderError
from report.model import Fragment, Furniture, Metadata, Section
from report.pdf import File
from report.render import render

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
STYLE = """@page { size: A4; margin: 24mm 21mm 22mm }
html { font: 10pt/14pt "PT Serif" } body { margin: 0; hyphens: auto; hyphenate-character: "\\2011" }
h1, h2, table { font-family: "PT Sans" } .narrow { width: 22mm }"""
LONG = "достопримечательности торгово-экономический "
FURNITURE = Furniture("Центральная Азия + Япония", "Данные на 21 июля 2026 г.", "ПРОЕКТ · DRAFT")
METADATA = Metadata("Саммит «Центральная Азия + Япония» & co", "Пресс-служба", "Итоги", "ru", "ЦАЯ")

COVER = '<h1 id="title">Токийский саммит</h1>'
TRADE = f"""<h1 id="trade">Торговля</h1><h2 id="trade-goods">Товары</h2>
<p>Торгово-экономический диалог. 1&#8239;000 и 2 000. <i lang="en">The office is efficient.</i></p>
<p class="narrow">{LONG}</p>
<p><a href="sec:energy-oil">нефть</a> <a href="#trade-goods">товары</a> <a href="https://example.org/">сайт</a></p>
<table><thead><tr><th>Страна</th><th lang="en">Country</th></tr></thead>
<tbody><tr><td>Казахстан</td><td lang="en">Kazakhstan</td></tr></tbody></table>"""
ENERGY = """<h1 id="energy">Энергетика</h1><h2 style="break-before: page" id="energy-oil">Нефть</h2>
<p><b>Жирно</b> и <a href="sec:trade">торговля</a>, narrow&#8201;space, fine</p>
<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40"><title>Рисунок</title>
<text x="5" y="20" font-family="PT Sans">Рисунок figure</text></svg>"""


def section(name: str, body: str, number: str = "", kind: str = "prose", **title: str) -> Section:
    """A section of `body` with a title in each language."""
    page = (
        f'<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"><title>{name}</title>'
        f"<style>{STYLE}</style></head><body>{body}</body></html>"
    )
    return Section(name, kind, number, title or {"ru": name}, page)


SECTIONS = (
    section("cover", COVER, kind="cover", ru="Обложка", en="Cover"),
    section("trade", TRADE, "1", ru="Торговля", en="Trade"),
    section("energy", ENERGY, "2", ru="Энергетика", en="Energy"),
)


def bound(*sections: Section, furniture: Furniture = FURNITURE) -> bytes:
    """Sections set and assembled."""
    fragments = [render(part) for part in sections]
    return assemble(sections, fragments, furniture=furniture, metadata=METADATA)


@pytest.fixture(scope="module")
def brief() -> bytes:
    """A cover, a section of one page and one of two, assembled."""
    return bound(*SECTIONS)


@pytest.fixture(scope="module")
def seen(brief: bytes) -> pypdfium2.PdfDocument:
    """The brief as PDFium sees it."""
    return pypdfium2.PdfDocument(brief)


@pytest.fixture(scope="module")
def read(brief: bytes) -> pypdf.PdfReader:
    """The brief as pypdf reads it."""
    return pypdf.PdfReader(BytesIO(brief), strict=True)


def place(page: pypdfium2.PdfPage, words: str) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of words on a page, in points."""
    text = page.get_textpage()
    found = text.search(words, match_case=True).get_next()
    assert found is not None, words
    start, count = found
    boxes = [text.get_charbox(index) for index in range(start, start + count)]
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )


def colours(page: pypdfium2.PdfPage, box: tuple[float, float, float, float]) -> set[tuple[int, ...]]:
    """Every colour in a part of a page, drawn at 288 dots per inch."""
    image = page.render(scale=4, fill_color=(255, 255, 255, 255)).to_pil().convert("RGB")
    left, bottom, right, top = box
    part = image.crop((int(left * 4), int((HEIGHT - top) * 4), int(right * 4), int((HEIGHT - bottom) * 4)))
    return {colour for _, colour in part.getcolors(1 << 24)}


# --- heads and feet ---------------------------------------------------------------------------------


def test_heads_and_feet_stand_where_the_design_wants_them(seen: pypdfium2.PdfDocument) -> None:
    """Left and right end at the margins, the draft's mark is centred, baselines are where they should be."""
    page, slack = seen[1], 0.8
    head, draft, title = (
        place(page, words) for words in (FURNITURE.head, FURNITURE.draft, "Торговля · Trade")
    )
    foot, folio = place(page, FURNITURE.foot), place(page, "2 / 4")
    assert head[0] == pytest.approx(21 * MM, abs=slack)
    assert foot[0] == pytest.approx(21 * MM, abs=slack)
    assert title[2] == pytest.approx(WIDTH - 21 * MM, abs=slack)
    assert folio[2] == pytest.approx(WIDTH - 21 * MM, abs=slack)
    assert (draft[0] + draft[2]) / 2 == pytest.approx(WIDTH / 2, abs=slack)
    assert folio[1] == pytest.approx(12 * MM, abs=slack + 1)
    assert draft[1] == pytest.approx(HEIGHT - 14 * MM, abs=slack)


def test_heads_and_feet_have_the_design_s_colours(seen: pypdfium2.PdfDocument) -> None:
    """Grey for what repeats, vermilion for the draft, blue for the folio."""
    page = seen[1]
    for words, colour in [
        (FURNITURE.head, (0x5B, 0x66, 0x70)),
        (FURNITURE.foot, (0x5B, 0x66, 0x70)),
        (FURNITURE.draft, (0xB5, 0x38, 0x2A)),
        ("2 / 4", (0x14, 0x36, 0x5C)),
    ]:
        assert colour in colours(page, place(page, words)), words


def test_the_cover_is_counted_and_bears_nothing(seen: pypdfium2.PdfDocument) -> None:
    """The first page has its own words only; the second is page 2 of all."""
    assert seen[0].get_textpage().get_text_bounded() == "Токийский саммит"
    for page in range(1, 4):
        assert f"{page + 1} / 4" in seen[page].get_textpage().get_text_bounded()


def test_a_released_brief_bears_no_mark() -> None:
    """Without a draft's mark the head has its two texts only."""
    released = Furniture(FURNITURE.head, FURNITURE.foot)
    text = pypdfium2.PdfDocument(bound(SECTIONS[0], section("a", "b"), furniture=released))[1].get_textpage()
    assert text.get_text_bounded().startswith("Центральная Азия + Япония a\r\nДанные")


def test_furniture_is_an_artifact_and_stands_before_the_page(read: pypdf.PdfReader) -> None:
    """Heads and feet are marked as no part of the text, in a stream that leaves nothing changed."""
    contents = read.pages[1]["/Contents"]
    assert isinstance(contents, list)
    operations = ContentStream(contents[0].get_object(), read).operations
    marks = [operands[1]["/Subtype"] for operands, operator in operations if operator == b"BDC"]
    operators = [operator for _, operator in operations]
    assert marks == ["/Header", "/Footer"]
    assert operators.count(b"q") == operators.count(b"Q") == operators.count(b"EMC") == 2
    assert (operators[0], operators[-1]) == (b"BDC", b"EMC")


def test_a_head_too_long_ends_in_an_ellipsis_and_overprints_nothing() -> None:
    """Whole words are left out until a gap remains between the texts of a line."""
    words = (
        "Соглашения о взаимной защите капиталовложений и торговле между странами Центральной Азии и Японией"
    )
    furniture = Furniture(words, words * 2, "ПРОЕКТ")
    page = pypdfium2.PdfDocument(bound(section("long", "<p>Текст</p>", ru=words), furniture=furniture))[0]
    head, draft, foot = (place(page, found) for found in ("Соглашения", "ПРОЕКТ", "1 / 1"))
    text = page.get_textpage()
    heads = sorted(box for box in map(text.get_rect, range(text.count_rects())) if box[1] > HEIGHT - 20 * MM)
    assert len(heads) == text.get_text_bounded().count("…") == 3
    assert all(right[0] - left[2] > 4 * MM for left, right in pairwise(heads))
    assert head[0] < draft[0] < foot[0]


def test_a_word_that_no_head_can_hold_is_an_error() -> None:
    """Where not even the first word fits, nothing is overprinted, but refused."""
    with pytest.raises(RenderError, match=r"running head or foot: 'Щ+' does not fit into 82 mm"):
        bound(section("long", "<p>Текст</p>", ru="Щ" * 90), furniture=Furniture("a", "b"))


def test_a_head_that_our_faces_cannot_set_is_an_error() -> None:
    """A character that PT Sans has not is named with its text."""
    with pytest.raises(RenderError, match="PT Sans has no glyph for '→', which stands in 'Азия → Япония'"):
        bound(section("a", "<p>Текст</p>"), furniture=Furniture("Азия → Япония", "b"))


# --- text and fonts ---------------------------------------------------------------------------------


def test_words_are_found_as_they_were_written(seen: pypdfium2.PdfDocument, read: pypdf.PdfReader) -> None:
    """Hyphenated, ligated, with narrow spaces: every reader gives the words back."""
    text = seen[1].get_textpage().get_text_bounded()
    for words in (
        "Торгово-экономический диалог",
        "The office is efficient.",
        "1 000 и 2 000",
        "Казахстан Kazakhstan",
    ):
        assert words in text
    assert "narrow space, fine" in seen[3].get_textpage().get_text_bounded()
    assert "narrow space, fine" in read.pages[3].extract_text()  # the ligature fi, as its two letters
    assert "Рисунок figure" in read.pages[3].extract_text()


def test_a_hyphen_at_a_line_s_end_is_a_soft_one(read: pypdf.PdfReader) -> None:
    """Broken words can be joined again, and a word's own hyphen stays (ISO 32000-1, 14.8.2.2.3)."""
    text = read.pages[1].extract_text()
    assert text.count("\N{SOFT HYPHEN}") == 2
    joined = re.sub("\N{SOFT HYPHEN}\\s*|\n", "", text)
    assert "достопримечательности" in joined
    assert "торгово-экономический" in joined


def fonts_of(read: pypdf.PdfReader) -> list[Any]:
    """Every font that any page can use, each once."""
    found = {}
    for page in read.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            found[font.get_object()["/BaseFont"]] = font.get_object()
    return list(found.values())


def test_each_face_is_embedded_once(read: pypdf.PdfReader, brief: bytes) -> None:
    """Five faces are used, and there are five font files in the PDF, all of our families."""
    names = sorted(font["/BaseFont"].split("+")[1] for font in fonts_of(read))
    assert names == ["PTSans-Bold", "PTSans-Regular", "PTSerif-Bold", "PTSerif-Italic", "PTSerif-Regular"]
    descriptors = [font["/DescendantFonts"][0]["/FontDescriptor"] for font in fonts_of(read)]
    assert all("/FontFile2" in descriptor for descriptor in descriptors)
    with pikepdf.open(BytesIO(brief)) as pdf:
        streams = [found for found in pdf.objects if isinstance(found, pikepdf.Stream)]
        assert sum("/Length1" in stream for stream in streams) == len(names)


def test_assembly_moves_nothing_on_the_page(seen: pypdfium2.PdfDocument) -> None:
    """With other subsets of the same faces, the type area looks the same to the last dot."""
    area = (int(20 * MM * 2), int(23 * MM * 2), int(190 * MM * 2), int(275 * MM * 2))
    alone = pypdfium2.PdfDocument(render(SECTIONS[1]).pdf)[0].render(scale=2).to_pil().crop(area)
    assert len(alone.getcolors(1 << 20)) > 10
    assert seen[1].render(scale=2).to_pil().crop(area).tobytes() == alone.tobytes()


def test_a_face_that_is_not_ours_is_refused() -> None:
    """A fragment from elsewhere with another font is named with the font."""
    part = section("odd", '<p style="font-family: DejaVu Sans">Текст</p>')
    fragment = Fragment("odd", weasyprint.HTML(string=part.html).write_pdf(), 1)
    with pytest.raises(
        RenderError, match="section odd: the face DejaVu-Sans is not one that pages are set in"
    ):
        assemble([part], [fragment], furniture=FURNITURE, metadata=METADATA)


# --- finding one's way ------------------------------------------------------------------------------


def test_links_lead_to_the_id_they_name(read: pypdf.PdfReader, seen: pypdfium2.PdfDocument) -> None:
    """Links within and across sections lead to destinations, described in their language; none is lost."""
    links = [link.get_object() for page in read.pages for link in page.get("/Annots", [])]
    ends = [(link.get("/Dest"), link.get("/A", {}).get("/URI"), link["/Contents"]) for link in links]
    assert ends == [
        ("energy-oil", None, "Энергетика, 4"),
        ("trade-goods", None, "Торговля, 2"),
        (None, "https://example.org/", "https://example.org/"),
        ("trade", None, "Торговля, 2"),
    ]
    assert {link["/F"] for link in links} == {4}
    there = read.named_destinations["energy-oil"]
    assert read.get_destination_page_number(there) == 3
    assert there.top == pytest.approx(place(seen[3], "Нефть")[3], abs=8)


def test_every_id_of_every_section_is_a_destination(read: pypdf.PdfReader) -> None:
    """The names are sorted as a name tree must be, and each section has its own id."""
    names = [str(name) for name in read.trailer["/Root"]["/Names"]["/Dests"]["/Names"][::2]]  # type: ignore[index]
    assert names == sorted(["cover", "title", "trade", "trade-goods", "energy", "energy-oil"])


def test_the_outline_is_that_of_the_sections(read: pypdf.PdfReader, brief: bytes) -> None:
    """Headings of both levels, in order, numbered as printed, each on its page."""
    outline = [
        (line.title, line.position.page, [(below.title, below.position.page) for below in line.children])
        for line in File(brief).outline()
    ]
    assert outline == [
        ("Токийский саммит", 0, []),
        ("1. Торговля", 1, [("Товары", 1)]),
        ("2. Энергетика", 2, [("Нефть", 3)]),
    ]
    assert [
        read.get_destination_page_number(line) for line in read.outline if not isinstance(line, list)
    ] == [0, 1, 2]


def test_a_number_in_the_heading_is_not_said_twice_and_no_section_is_left_out() -> None:
    """A heading that has its number keeps it; a section without a heading is listed by its title."""
    data = bound(
        section("a", "<h1>1. Торговля</h1>", "1"),
        section("b", "<p>Без заголовка</p>", "B", ru="Источники", en="Sources"),
    )
    assert [line.title for line in File(data).outline()] == ["1. Торговля", "B. Источники · Sources"]


def test_page_labels_equal_the_folios(read: pypdf.PdfReader) -> None:
    """What a reader types into the page box is what is printed on the page."""
    assert read.page_labels == ["cover", "2", "3", "4"]


def test_a_brief_without_a_cover_is_labelled_from_one() -> None:
    """The first page of a brief without a cover is page 1, printed and labelled."""
    data = bound(SECTIONS[1], section("oil", '<p id="energy-oil">Нефть</p>'))
    assert pypdf.PdfReader(BytesIO(data)).page_labels == ["1", "2"]
    assert "1 / 2" in pypdfium2.PdfDocument(data)[0].get_textpage().get_text_bounded()


def test_the_contents_know_the_first_page_of_each_section() -> None:
    """Numbers are those printed: the cover is page 1."""
    fragments = [render(part) for part in SECTIONS]
    assert contents_pages(SECTIONS, fragments) == {"cover": 1, "trade": 2, "energy": 3}


def test_an_id_in_two_sections_names_both() -> None:
    """Every clash is told at once."""
    body = '<h1 id="oil">Нефть</h1><p id="gas">Газ</p>'
    with pytest.raises(RenderError) as caught:
        bound(section("north", body), section("south", body))
    assert str(caught.value).splitlines() == [
        "id 'gas' stands in section north and in section south",
        "id 'oil' stands in section north and in section south",
    ]


def test_a_link_to_nowhere_names_its_section() -> None:
    """Every unresolved link is told at once, each once."""
    body = '<a href="sec:gold">золото</a> <a href="sec:gold">ещё</a> <a href="sec:%D0%B7">з</a>'
    with pytest.raises(RenderError) as caught:
        bound(
            section("north", body), section("south", '<a href="sec:tin">олово</a> <a href="sec:north">ok</a>')
        )
    assert str(caught.value).splitlines() == [
        "section north: a link leads to 'gold', an id that no section has",
        "section north: a link leads to 'з', an id that no section has",
        "section south: a link leads to 'tin', an id that no section has",
    ]


def test_fragments_out_of_order_are_a_mistake() -> None:
    """Sections and fragments that do not belong together are not assembled."""
    fragments = [render(part) for part in SECTIONS]
    with pytest.raises(ValueError, match="section cover has the fragment of energy"):
        assemble(SECTIONS, fragments[::-1], furniture=FURNITURE, metadata=METADATA)


# --- the file ---------------------------------------------------------------------------------------


def test_the_file_says_the_same_of_itself_in_both_places(brief: bytes) -> None:
    """XMP and Info agree; the title is shown; nothing is dated."""
    read: Any = pypdf.PdfReader(BytesIO(brief))
    info, xmp, root = read.metadata, read.xmp_metadata, read.trailer["/Root"]
    assert info.title == xmp.dc_title["x-default"] == xmp.dc_title["ru"] == METADATA.title
    assert [info.author] == xmp.dc_creator == [METADATA.author]
    assert info.subject == xmp.dc_description["x-default"] == METADATA.subject
    assert info["/Keywords"] == xmp.pdf_keywords == METADATA.keywords
    assert info.producer == xmp.pdf_producer == f"printable-brief {report.__version__}"
    assert xmp.dc_language == [root["/Lang"]] == ["ru"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert brief.startswith(b"%PDF-1.7")
    assert info.creation_date is None
    assert info.modification_date is None


def test_the_same_inputs_give_the_same_bytes(brief: bytes) -> None:
    """In another process, with another order of sets and another zone, not a byte differs."""
    program = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1]); import test_assemble as t\n"
        "print(hashlib.sha256(t.bound(*t.SECTIONS)).hexdigest())"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", program, str(Path(__file__).parent)],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            cwd=Path(report.__file__).parents[1],
            capture_output=True,
            check=True,
            encoding="ascii",
        ).stdout.strip()
        for seed, zone in [("1", "Asia/Tokyo"), ("42", "Asia/Almaty")]
    }
    assert answers == {hashlib.sha256(brief).hexdigest()}


def test_sixty_pages_of_one_text_stay_small() -> None:
    """Sixty pages with as many links take no more than their own words: fonts and tags weigh little."""
    sheet = '<p id="{0}-{1}" style="break-after: page">' + LONG * 30 + '<a href="sec:{0}-0">там</a></p>'
    sections = [
        section(f"s{number}", "".join(sheet.format(f"s{number}", page) for page in range(3)), str(number))
        for number in range(20)
    ]
    data = bound(*sections)
    assert len(pypdf.PdfReader(BytesIO(data)).pages) == 60
    assert len(data) < 200_000
