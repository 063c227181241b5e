"""Figures: real text, at one size, true to the numbers, in the version's languages."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from conftest import ROOT, voices_of

from report.draw import KINDS, draw
from report.draw.canvas import BLUE, GREY, TINT, VERMILION
from report.errors import RenderError
from report.localize import Voices
from report.model import Brief, ChartSpec, Count, Figure, Qualifier, Unit
from report.settings import Settings

STYLE = ROOT / "charts" / "brief.mplstyle"


def drawn(name: str, brief: Brief, voices: Voices) -> Figure:
    """One of the brief's figures."""
    return draw(brief.charts[name], brief, voices, style_file=STYLE)


def texts(figure: Figure) -> list[str]:
    """The lines of text in a drawing, in their order, with common spaces."""
    return [plain(line) for line in re.findall(r"<text [^>]*>([^<]*)</text>", figure.svg)]


def plain(text: str) -> str:
    """The text with common spaces for no-break ones."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_every_kind_is_drawn_by_some_figure(own_brief: Brief) -> None:
    """No kind of chart is without a figure of the first brief that shows it."""
    assert {spec.kind for spec in own_brief.charts.values()} == set(KINDS)


@pytest.mark.parametrize("name", ["documents-by-country", "documents-by-sector", "grants-and-loans", "cover"])
def test_a_figure_is_text_at_full_size(name: str, own_brief: Brief, both: Voices) -> None:
    """Words stay words in PT Sans; the drawing is as wide as the type area and at most 70 mm high."""
    figure = drawn(name, own_brief, both)
    assert texts(figure)
    assert set(re.findall(r"font-family: ([^;\"]+)", figure.svg)) == {"'PT Sans', sans-serif"}
    width, height = (
        float(size) / 72 * 25.4 for size in re.findall(r'(?:width|height)="([\d.]+)pt"', figure.svg)
    )
    expected = (210, 128) if name == "cover" else (168, 70)
    assert width == pytest.approx(expected[0], abs=0.01)
    assert height <= expected[1] + 0.01


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
    assert "более 60 · more than 60" in lines
    assert sum(line.endswith("· no count announced") for line in lines) == 2


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
    """The loan's bar is hatched and its label says so; the others say grant."""
    figure = drawn("grants-and-loans", own_brief, both)
    loans = [line for line in texts(figure) if "заём" in line]
    assert len(loans) == 1
    assert "pattern" in figure.svg
    assert sum("грант" in line for line in texts(figure)) == len(texts(figure)) // 3 - 1


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
    with pytest.raises(RenderError, match="its fields: largest, largest_count, sectors, total"):
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
    """A figure of the English version has no Cyrillic letter, and of the Russian one no English word."""
    for name in own_brief.charts:
        english = " ".join(texts(drawn(name, own_brief, voices_of(own_settings, "en"))))
        russian = " ".join(texts(drawn(name, own_brief, voices_of(own_settings, "ru"))))
        assert not re.search("[а-яё]", english, re.IGNORECASE), name
        assert not re.search("[a-z]{2}", russian, re.IGNORECASE), name


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
