"""Figures: real text, at one size, true to the numbers, in the version's languages."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from html import unescape
from itertools import pairwise

import pypdfium2
import pytest
import weasyprint
from conftest import ROOT, voices_of

from report.check.marks import MARKS
from report.draw import KINDS, draw
from report.draw.great_circle import arc
from report.draw.palette import BESIDE, BLUE, GREY, TINT, VERMILION
from report.errors import RenderError
from report.localize import Voices
from report.model import (
    Brief,
    ChartSpec,
    Claim,
    Count,
    Document,
    Event,
    Figure,
    Money,
    PartialDate,
    Place,
    Qualifier,
    Unit,
)
from report.settings import Settings

STYLE = ROOT / "charts" / "brief.mplstyle"


NAMES = sorted(path.stem for path in (ROOT / "charts").glob("*.toml"))

# Machado, Oliveira, Fernandes: A Physiologically-based Model for Simulation of Color Vision
# Deficiency. IEEE Transactions on Visualization and Computer Graphics 15 (6), 2009, severity 1.0.
PROTANOPIA = (
    (0.152286, 1.052583, -0.204868),
    (0.114503, 0.786281, 0.099216),
    (-0.003882, -0.048116, 1.051998),
)
DEUTERANOPIA = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)
NORMAL = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))

Box = tuple[float, float, float, float]


def drawn(name: str, brief: Brief, voices: Voices) -> Figure:
    """One of the brief's figures."""
    return draw(brief.charts[name], brief, voices, style_file=STYLE)


def texts(figure: Figure) -> list[str]:
    """The lines of text in a drawing, in their order, with common spaces."""
    return [plain(unescape(line)) for line in re.findall(r"<text [^>]*>([^<]*)</text>", figure.svg)]


def size_of(figure: Figure) -> tuple[float, float]:
    """Width and height of a drawing, in points."""
    width, height = re.findall(r'(?:width|height)="([\d.]+)pt"', figure.svg)[:2]
    return float(width), float(height)


def glyphs(figure: Figure) -> list[Box]:
    """The ink of every glyph as the engine sets it: left, bottom, right, top, in points."""
    width, height = size_of(figure)
    address = f"data:image/svg+xml;base64,{base64.b64encode(figure.svg.encode()).decode()}"
    style = (
        f"@page {{ size: {width}pt {height}pt; margin: 0 }} body {{ margin: 0 }} img {{ width: {width}pt }}"
    )
    html = f"<style>{style}</style><img src='{address}'>"
    with pypdfium2.PdfDocument(weasyprint.HTML(string=html).write_pdf()) as document:
        assert len(document) == 1
        text = document[0].get_textpage()
        letters = text.get_text_range()
        return [text.get_charbox(place) for place, letter in enumerate(letters) if not letter.isspace()]


def faults_of(figure: Figure) -> Iterator[str]:
    """Glyphs that cover another one by more than kerning does, or that leave the sheet."""
    width, height = size_of(figure)
    boxes = sorted(glyphs(figure))
    assert boxes
    for position, (left, bottom, right, top) in enumerate(boxes):
        if left < -0.2 or bottom < -0.2 or right > width + 0.2 or top > height + 0.2:
            yield f"outside at {left:.0f}, {height - top:.0f}"
        for other in boxes[position + 1 :]:
            if other[0] > right - 0.7:
                break
            if min(top, other[3]) - max(bottom, other[1]) > 0.3:
                yield f"covered at {other[0]:.0f}, {height - other[3]:.0f}"


def crowded(brief: Brief) -> Brief:
    """The brief with far more related papers, fields, events and partners."""
    sectors = {f"s{number}": {"ru": f"Сфера {number}", "en": f"Field {number}"} for number in range(20)}
    grant = next(document for document in brief.documents.values() if document.amount)
    partner = brief.documents["KZ-007"]
    more: dict[str, Document] = {}
    for number, sector in enumerate(sectors):
        paper = replace(grant, id=f"XX-{number:03}", sector=sector)
        more[paper.id] = paper
        named = replace(partner, id=f"YY-{number:03}", sector=sector)
        more[named.id] = named
    first = brief.events["ev-summit"]
    events = {
        f"ev-x{number}": replace(first, id=f"ev-x{number}", date=PartialDate(2006 + number))
        for number in range(15)
    }
    words = replace(brief.vocabulary, sectors={**brief.vocabulary.sectors, **sectors})
    return replace(
        brief,
        documents={**brief.documents, **more},
        events={**brief.events, **events},
        vocabulary=words,
    )


def changed(brief: Brief, **numbers: int) -> Brief:
    """The brief with other numbers; claims are named with underscores for hyphens."""
    claims: dict[str, Claim] = dict(brief.claims)
    for name, number in numbers.items():
        claim = claims[name.replace("_", "-")]
        value = claim.value
        new = (
            replace(value, amount=Decimal(number))
            if isinstance(value, Money)
            else replace(value, number=Decimal(number))
        )
        claims[claim.id] = replace(claim, value=new)
    return replace(brief, claims=claims)


def plain(text: str) -> str:
    """The text with common spaces for no-break ones."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_every_kind_is_drawn_by_some_figure(own_brief: Brief) -> None:
    """No kind of chart is without a figure of the first brief that shows it."""
    assert {spec.kind for spec in own_brief.charts.values()} == set(KINDS)


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_is_text_at_full_size(name: str, own_brief: Brief, both: Voices) -> None:
    """Words stay words in PT Sans, 8 or 7.5 pt; as wide as the type area and at most 70 mm high."""
    figure = drawn(name, own_brief, both)
    assert texts(figure)
    assert set(re.findall(r"font-family: ([^;\"]+)", figure.svg)) == {"'PT Sans', sans-serif"}
    assert set(re.findall(r"font-size: ([\d.]+)px", figure.svg)) <= {"8", "7.5"}
    width, height = size_of(figure)
    expected = (210, 128) if name == "cover" else (168, 70)
    assert width / 72 * 25.4 == pytest.approx(expected[0], abs=0.01)
    assert height / 72 * 25.4 <= expected[1] + 0.01


@pytest.mark.parametrize("languages", [("ru", "en"), ("ru",), ("en",)], ids="-".join)
def test_no_text_covers_another_or_leaves_the_sheet(
    languages: tuple[str, ...], own_brief: Brief, sample_brief: Brief, own_settings: Settings
) -> None:
    """As the engine sets them, the glyphs of no figure of either brief overlap, and none is cut off."""
    voices = voices_of(own_settings, *languages)
    for brief in (own_brief, sample_brief):
        for name in brief.charts:
            assert list(faults_of(drawn(name, brief, voices))) == [], name


def test_crowded_figures_stay_clear(own_brief: Brief, both: Voices) -> None:
    """With far more rows than a sheet holds, figures stay within 70 mm and say how many they leave out."""
    brief = crowded(own_brief)
    for name in ("grants-and-loans", "documents-by-sector", "timeline", "kazakhstan-partners"):
        figure = drawn(name, brief, both)
        assert size_of(figure)[1] / 72 * 25.4 <= 70.01, name
        assert list(faults_of(figure)) == [], name
    for name in ("grants-and-loans", "timeline", "kazakhstan-partners"):
        assert any("more, not drawn" in line for line in texts(drawn(name, brief, both))), name
    assert "Other fields" in " ".join(texts(drawn("documents-by-sector", brief, both)))


def test_the_same_figure_has_the_same_bytes(own_brief: Brief, both: Voices) -> None:
    """Drawing twice gives the same SVG, without a date."""
    first, second = (drawn("grants-and-loans", own_brief, both).svg for _ in range(2))
    assert first == second
    assert "Date" not in first


def test_bars_show_named_and_announced(own_brief: Brief, both: Voices) -> None:
    """Every country's named count and what it announced stand on its bar; silence is said in words."""
    lines = texts(drawn("documents-by-country", own_brief, both))
    for country in own_brief.countries.values():
        assert country.name["ru"] in lines
        assert str(len(own_brief.named_documents(country.code))) in lines
    assert {"более 60", "more than 60"} <= set(lines)
    assert lines.count("no count announced") == 2


def test_a_lower_bound_is_an_open_bar(own_brief: Brief, both: Voices) -> None:
    """A bar of "more than 60" ends in a point, one of "18" in an edge: five corners against four."""
    svg = drawn("documents-by-country", own_brief, both).svg
    bars = re.findall(rf'<path d="([^"]+)"[^>]*style="fill: {TINT.lower()}', svg)
    corners = [path.count("L") + path.count("M") for path in bars]
    assert sorted(corners) == [4, 4, 5]


def test_the_title_follows_the_numbers(own_brief: Brief, both: Voices) -> None:
    """With one document fewer and another total, title, bars and alternative text say so."""
    before = drawn("documents-by-country", own_brief, both)
    assert "54" in before.title["ru"]
    documents = dict(own_brief.documents)
    del documents["UZ-021"]
    claim = own_brief.claims["ca-documents-meti"]
    claims = {**own_brief.claims, claim.id: replace(claim, value=Count(Decimal(161), Unit.DOCUMENTS))}
    after = drawn("documents-by-country", replace(own_brief, documents=documents, claims=claims), both)
    assert "53 документа" in plain(after.title["ru"])
    assert "53 documents" in plain(after.title["en"])
    assert "161" in after.title["ru"]
    assert "20 документов" in plain(after.alternative["ru"])


def test_a_loan_is_told_by_pattern_and_word(own_brief: Brief, both: Voices) -> None:
    """The loan's bar is hatched and its label says so; the other bars say grant, a row without one why."""
    figure = drawn("grants-and-loans", own_brief, both)
    loans = [line for line in texts(figure) if "заём" in line]
    assert len(loans) == 1
    assert "pattern" in figure.svg
    barless = sum("в другой валюте" in line for line in texts(figure))
    assert barless == 1
    assert sum("грант" in line for line in texts(figure)) == len(texts(figure)) // 4 - 1 - barless


def test_no_amount_in_the_currency_is_told(own_brief: Brief, both: Voices) -> None:
    """A figure without data is an error that names its spec."""
    spec = own_brief.charts["grants-and-loans"]
    empty = replace(spec, options={**spec.options, "currency": "KZT"})
    with pytest.raises(
        RenderError, match=r"grants-and-loans.*no document of this scope has an amount in KZT"
    ):
        draw(empty, own_brief, both, style_file=STYLE)


def test_an_unknown_field_is_told(own_brief: Brief, both: Voices) -> None:
    """A sentence that asks for a field its kind does not give is an error that lists the fields."""
    spec: ChartSpec = own_brief.charts["documents-by-sector"]
    wrong = replace(spec, title={"ru": "{сумма}", "en": "{sum}"})
    with pytest.raises(RenderError, match="its fields: largest, largest_count, sectors, steps, total"):
        draw(wrong, own_brief, both, style_file=STYLE)


def test_the_table_adds_up(own_brief: Brief, both: Voices) -> None:
    """The totals of the fields, read from the drawing, add up to the named documents."""
    figure = drawn("documents-by-sector", own_brief, both)
    totals = [
        int(text)
        for style, text in re.findall(r'<text style="([^"]*)"[^>]*>(\d+)</text>', figure.svg)
        if "font-weight: 700" in style
    ]
    assert sum(totals) == len(own_brief.named_documents())


def test_one_language_has_one_language(own_brief: Brief, own_settings: Settings) -> None:
    """A figure of the English version has no Cyrillic letter, and of the Russian one no English word.

    Ids of documents, and the names of companies and bodies, are alike in both.
    """
    names = [document.parties_jp["ru"] for document in own_brief.documents.values()]
    for name in own_brief.charts:
        english = " ".join(texts(drawn(name, own_brief, voices_of(own_settings, "en"))))
        russian = [
            line
            for line in texts(drawn(name, own_brief, voices_of(own_settings, "ru")))
            if not any(plain(line) in party for party in names)
        ]
        assert not re.search("[а-яё]", english, re.IGNORECASE), name
        assert not re.search("[a-z]{2}", " ".join(russian)), name


def test_names_on_the_map_cover_nothing(own_brief: Brief, both: Voices) -> None:
    """Each place's name stands once, and no two lines of text start at the same place."""
    svg = drawn("cover", own_brief, both).svg
    names = [place.name["ru"] for place in own_brief.places.values()]
    assert all(svg.count(f">{name}</text>") == 1 for name in names)
    places = re.findall(r'<text [^>]*x="([\d.]+)" y="([\d.]+)"', svg)
    assert len(set(places)) == len(places)


def test_the_style_sheet_and_the_figures_share_their_colours() -> None:
    """Blue, grey and vermilion are the same on the page and in the drawings."""
    css = (ROOT / "templates" / "paper.css").read_text(encoding="utf-8").lower()
    for name, colour in (("blue", BLUE), ("grey", GREY), ("vermilion", VERMILION)):
        assert f"--{name}: {colour.lower()};" in css


def test_more_than_is_not_exact(own_brief: Brief) -> None:
    """The claim behind the open bar is a lower bound in the data."""
    claim = own_brief.headline("KZ", "documents_announced")
    assert claim is not None
    assert claim.value.qualifier is Qualifier.MORE_THAN


def barless(sentence: str) -> bool:
    """Whether a sentence tells of a row that words stand in, and no mark."""
    return "not published" in sentence or "in another currency" in sentence


def test_marks_are_counted_as_they_are_drawn(own_brief: Brief, sample_brief: Brief, both: Voices) -> None:
    """What `check` counts is what the alternative text tells of, one sentence a mark; words are no mark."""
    one_a_mark = ("bars", "claim_bars", "heat_table", "named_bars", "small_multiples", "timeline")
    for brief in (own_brief, sample_brief):
        for spec in brief.charts.values():
            counted = MARKS[spec.kind](brief, spec.options)
            if spec.kind in one_a_mark:
                told = KINDS[spec.kind](spec, brief, both).reading
                assert counted == sum(not barless(words["en"]) for words in told), spec.id


def test_every_title_has_a_number_and_few_words(own_brief: Brief, both: Voices) -> None:
    """A title states a finding with a number, in at most fourteen words of each language."""
    for name in own_brief.charts:
        if name != "cover":
            for language, title in drawn(name, own_brief, both).title.items():
                words = [word for word in re.split(r"[\s\u00a0]+", title) if re.search(r"\w", word)]
                assert len(words) <= 14, (name, language)
                assert re.search(r"\d", title), (name, language)


def test_the_timeline_follows_the_events(own_brief: Brief, both: Voices) -> None:
    """An event before the first one, and one proposal fewer, change title, marks and alternative text."""
    figure = drawn("timeline", own_brief, both)
    assert "21 год" in plain(figure.title["ru"])
    events: dict[str, Event] = dict(own_brief.events)
    del events["ev-law-year"]
    events["ev-old"] = replace(events["ev-dialogue-start"], id="ev-old", date=PartialDate(2002))
    after = drawn("timeline", replace(own_brief, events=events), both)
    assert "в 2002 году до саммита — 23 года" in plain(after.title["ru"])
    assert "came 23 years after the dialogue began in 2002" in plain(after.title["en"])
    assert "2002: " in after.alternative["en"]
    assert "International Law" not in after.alternative["en"]


def test_what_is_planned_says_so(own_brief: Brief, both: Voices) -> None:
    """Only the event itself is vermilion; planned and proposed events say it, and whether a date is set."""
    figure = drawn("timeline", own_brief, both)
    assert figure.svg.lower().count(f"fill: {VERMILION.lower()}") == 2
    lines = texts(figure)
    assert lines.count("date not disclosed") == 2
    assert sum("proposed" in line for line in lines) == 2
    assert sum("planned" in line for line in lines) == 1


def test_the_tax_title_follows_the_rates(own_brief: Brief, both: Voices) -> None:
    """A ceiling that rises is not counted among those that fall; the largest change is named."""
    title = plain(drawn("kyrgyzstan-tax", own_brief, both).title["ru"])
    assert "снизятся все 4" in title
    assert "с 15 % до 5 %" in title
    brief = changed(own_brief, kg_tax_dividends_main=14, kg_tax_interest=12, kg_tax_royalties=1)
    after = drawn("kyrgyzstan-tax", brief, both)
    assert "3 снизятся, одна из них — с 10 % до 1 %" in plain(after.title["ru"])
    assert "3 will fall, one of them from 10% to 1%" in plain(after.title["en"])
    assert "роялти: прежде до 10 %, после до 1 %" in plain(after.alternative["ru"])


@pytest.mark.parametrize("rate", [0, 1, 9, 10, 11, 60])
def test_dots_and_their_words_stay_clear(rate: int, own_brief: Brief, both: Voices) -> None:
    """However near the dots are to zero and to each other, no word covers another."""
    brief = changed(own_brief, kg_tax_interest=rate, kg_tax_dividends_main=rate)
    assert list(faults_of(drawn("kyrgyzstan-tax", brief, both))) == []


def test_unlike_units_are_told(own_brief: Brief, both: Voices) -> None:
    """Claims in several units are never put on one axis or scale."""
    claim = own_brief.claims["uz-jica-new"]
    assert isinstance(claim.value, Money)
    claims = {**own_brief.claims, claim.id: replace(claim, value=replace(claim.value, currency="JPY"))}
    claims["kg-tax-interest"] = replace(
        claims["kg-tax-interest"], value=Count(Decimal(8), Unit.DOCUMENTS, Qualifier.UP_TO)
    )
    brief = replace(own_brief, claims=claims)
    with pytest.raises(RenderError, match="amounts in one currency"):
        drawn("uzbekistan-portfolios", brief, both)
    with pytest.raises(RenderError, match="not in one unit"):
        drawn("kyrgyzstan-tax", brief, both)


def test_portfolios_follow_the_claims(own_brief: Brief, both: Voices) -> None:
    """Another largest amount stands in the title; lower bounds are open-ended; nothing is summed."""
    brief = changed(own_brief, uz_jica_portfolio=31_000_000_000)
    figure = drawn("uzbekistan-portfolios", brief, both)
    assert "более $31 млрд" in plain(figure.title["ru"])
    assert "JICA project portfolio in Uzbekistan: more than $31 bn." in plain(figure.alternative["en"])
    bars = re.findall(rf'<path d="([^"]+)"[^>]*style="fill: {BLUE.lower()}', figure.svg)
    assert sorted(path.count("L") + path.count("M") for path in bars) == [5] * 6


def test_partners_follow_the_documents(own_brief: Brief, both: Voices) -> None:
    """A document more is a cell more, and its partners and its field are counted in the title."""
    before = drawn("turkmenistan-partners", own_brief, both)
    assert "в 3 из 6 названных документов: 5 партнёров, 2 сферы" in plain(before.title["ru"])
    document = replace(own_brief.documents["TM-003"], id="TM-007", sector="water")
    brief = replace(own_brief, documents={**own_brief.documents, "TM-007": document})
    after = drawn("turkmenistan-partners", brief, both)
    assert "в 4 из 7 названных документов: 5 партнёров, 3 сферы" in plain(after.title["ru"])
    assert "in 4 of 7 named documents: 5 partners, 3 fields" in plain(after.title["en"])
    assert "TM-007" in texts(after)
    assert "Kawasaki Heavy Industries, Ltd., TM-007." in plain(after.alternative["en"])


def test_documents_of_one_partner_stand_together(own_brief: Brief, both: Voices) -> None:
    """Where a partner has several documents in a field, it is named once behind their cells."""
    spec = own_brief.charts["kazakhstan-partners"]
    uzbek = replace(spec, options={**spec.options, "country": "UZ"})
    figure = draw(uzbek, own_brief, both, style_file=STYLE)
    lines = texts(figure)
    assert {"UZ-015", "UZ-016", "UZ-017"} <= set(lines)
    assert lines.count("Digital Knowledge Co., Ltd.") == 2
    assert "Digital Knowledge Co., Ltd., UZ-015, UZ-016, UZ-017." in plain(figure.alternative["en"])
    assert list(faults_of(figure)) == []


def test_a_country_without_a_claim_is_not_zero(own_brief: Brief, both: Voices) -> None:
    """It keeps its row, has no bar, and says "not published"; the title names what is largest now."""
    claims = {key: claim for key, claim in own_brief.claims.items() if key != "kz-gdp-2024"}
    figure = drawn("gdp-by-country", replace(own_brief, claims=claims), both)
    assert "около $115 млрд (Узбекистан)" in plain(figure.title["ru"])
    assert "Kazakhstan: not published." in figure.alternative["en"]
    assert texts(figure).count("not published") == 1
    bars = re.findall(rf'<path d="[^"]+"[^>]*style="fill: {BLUE.lower()}', figure.svg)
    assert len(bars) == 4


def test_a_grant_without_a_bar_keeps_its_row(own_brief: Brief, both: Voices) -> None:
    """Exchanges of notes are drawn with their amount, or the row says why it has no bar."""
    figure = drawn("grants-and-loans", own_brief, both)
    assert "Kyrgyzstan: education: about $2 mn, in another currency." in plain(figure.alternative["en"])
    silent = replace(own_brief.documents["KG-011"], amount=None)
    brief = replace(own_brief, documents={**own_brief.documents, "KG-011": silent})
    assert texts(drawn("grants-and-loans", brief, both)).count("amount not published, KG-011") == 1


def test_bars_of_named_documents_add_up(own_brief: Brief, both: Voices) -> None:
    """The documents that all countries share have a bar too: the bars make the number in the title."""
    figure = drawn("documents-by-country", own_brief, both)
    told = [
        int(number) for number in re.findall(r": (\d+) documents? named", plain(figure.alternative["en"]))
    ]
    assert sum(told) == len(own_brief.named_documents())
    assert "Central Asia: 3 documents named, shared by several countries." in plain(figure.alternative["en"])


def test_the_largest_grant_is_in_the_title(own_brief: Brief, both: Voices) -> None:
    """Another amount changes the title, the order and the alternative text."""
    document = own_brief.documents["TJ-006"]
    amount = Money(Decimal(99_000_000_000), "JPY", Qualifier.ABOUT)
    documents = {**own_brief.documents, document.id: replace(document, amount=amount)}
    figure = drawn("grants-and-loans", replace(own_brief, documents=documents), both)
    assert "около ¥99 млрд (Таджикистан)" in plain(figure.title["ru"])
    assert plain(figure.alternative["en"]).startswith("Tajikistan: energy: about ¥99 bn, grant.")


def test_the_leading_field_is_in_the_title(own_brief: Brief, both: Voices) -> None:
    """With other fields of documents, the title names another one and its count."""
    documents = {
        key: replace(document, sector="water") if document.country == "UZ" else document
        for key, document in own_brief.documents.items()
    }
    figure = drawn("documents-by-sector", replace(own_brief, documents=documents), both)
    assert "«Водные ресурсы»: 21 из 54" in plain(figure.title["ru"])
    assert figure.alternative["en"].startswith("Water: 21.")


def test_places_far_apart_and_alone(own_brief: Brief, both: Voices) -> None:
    """A way over the Pacific is one line; two places and places side by side are still a map."""
    near, far = own_brief.places["pl-tokyo"], own_brief.places["pl-astana"]
    across = replace(far, longitude=-122.0, latitude=37.8)
    way = arc(across, near)
    assert all(abs(after[0] - before[0]) < 10 for before, after in pairwise(way))
    opposite = replace(far, longitude=near.longitude - 180, latitude=-near.latitude)
    beside = replace(far, longitude=near.longitude + 0.01, latitude=near.latitude)
    for other in (across, opposite, beside):
        places: dict[str, Place] = {near.id: near, other.id: other}
        figure = drawn("cover", replace(own_brief, places=places), both)
        assert list(faults_of(figure)) == []


@pytest.mark.parametrize("vision", [NORMAL, PROTANOPIA, DEUTERANOPIA], ids=["normal", "protan", "deutan"])
def test_colours_side_by_side_are_told_apart(vision: tuple[tuple[float, float, float], ...]) -> None:
    """Colours that meet differ by 20 in CIE76, or by 20 in lightness, for the colour-blind too."""
    for one, other in BESIDE:
        first, second = (lab(simulated(colour, vision)) for colour in (one, other))
        distance = sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5
        assert distance >= 20 or abs(first[0] - second[0]) >= 20, (one, other)


def simulated(colour: str, vision: tuple[tuple[float, float, float], ...]) -> list[float]:
    """Linear red, green and blue of a colour as this vision has it (sRGB: IEC 61966-2-1)."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    mixed = (sum(a * b for a, b in zip(row, linear, strict=True)) for row in vision)
    return [min(1.0, max(0.0, part)) for part in mixed]


def lab(linear: list[float]) -> tuple[float, float, float]:
    """CIE 1976 L*a*b* of linear sRGB under D65."""
    red, green, blue = linear
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)
