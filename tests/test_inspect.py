"""Each guard of the finished pages catches its fault, planted alone; a clean page has none."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import SAMPLE

from report import pipeline, settings
from report.assemble import assemble
from report.cache import Cache
from report.errors import SettingsError
from report.inspect import GUARDS, Known, integrity, measure, unwaived, waivers_used
from report.model import Brief, Furniture, Metadata, Section, Version, Words
from report.render import render
from report.settings import SectionSettings, Settings

EN, BOTH = Version("en", ("en",)), Version("bilingual", ("ru", "en"))
STYLE = """
@page { size: A4; margin: 24mm 21mm 22mm }
html { font: 10pt/14pt "PT Serif"; color: #1a1a1a } body { margin: 0; hyphenate-character: "\\2011" }
p, h1, h2, figure { margin: 0 } p { margin-bottom: 7pt }
h1, h2 { font: bold 12pt/14pt "PT Sans"; color: #14365c; margin-bottom: 7pt }
small { font: 8pt/10.5pt "PT Sans"; display: block }
.pair { display: table } .pair > * { display: table-cell; width: 50% }
.pair > :first-child { padding-right: 6mm }"""

WORDS = "Five leaders met in Tokyo and spoke of trade, water, transport, and energy. "
PROSE = f"<p>{WORDS * 4}</p>"
FULL = "<h2>Trade</h2>" + PROSE * 6
COVER = '<h1 id="cover">Tokyo summit</h1>'
SHEET = "width='168mm' height='30mm' viewBox='0 0 476.22 85.04'"


def drawing(size: float = 8) -> str:
    """A figure's drawing: one label, drawn 1:1."""
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' {SHEET}><title>Label</title><g opacity='1'>"
        f"<text x='90' y='40' font-family='PT Sans' fill='#1a1a1a' style='font-size:{size}px'>Label</text>"
        "</g></svg>"
    )


def figure(inside: str) -> str:
    """A figure with its caption."""
    return f"<figure id='figure-one'><p>Caption</p>{inside}</figure>"


def section(name: str, body: str) -> Section:
    """A section of `body`; the cover's kind is its own."""
    page = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{name}</title>'
        f"<style>{STYLE}</style></head><body>{body}</body></html>"
    )
    return Section(name, "cover" if name == "cover" else "prose", "", {"en": name}, page)


def bound(body: str, cover: str = COVER) -> bytes:
    """A cover and a section of `body`, as one file."""
    sections = [section("cover", cover), section("trade", f'<div id="trade">{body}</div>')]
    fragments = [render(part) for part in sections]
    metadata = Metadata("Trade", "Office", "Trade", "en")
    return assemble(sections, fragments, furniture=Furniture("Brief", "July 21, 2026"), metadata=metadata)


@pytest.fixture(scope="module")
def read(own_settings: Settings) -> Settings:
    """Settings with a cover and one section."""
    return replace(
        own_settings, sections=(SectionSettings("cover", "cover"), SectionSettings("trade", "prose"))
    )


@pytest.fixture(scope="module")
def nothing(sample_brief: Brief) -> Brief:
    """A brief that knows nothing, so that nothing can be missing."""
    return replace(sample_brief, documents={}, claims={}, proposals={}, sources={})


Look = Callable[..., set[str]]


@pytest.fixture(scope="module")
def seen(read: Settings, nothing: Brief) -> Look:
    """A function that gives the guards that a file does not pass."""

    def look(pdf: bytes, version: Version = EN, brief: Brief = nothing) -> set[str]:
        return {finding.rule for finding in measure(pdf, brief, read, version)}

    return look


def test_a_clean_page_gives_no_finding(seen: Look) -> None:
    """A page that keeps every rule passes every guard."""
    assert seen(bound(FULL + figure(drawing()))) == set()


def placed(style: str, text: str = "Placed") -> str:
    """A word where `style` puts it."""
    return f'<div style="position: absolute; {style}">{text}</div>'


def columns(*lefts: int) -> str:
    """Small text in three lines at each of the places, in millimetres."""
    lines = "".join(f"<small>Line number {line}{'x' * line}</small>" for line in range(3))
    return "".join(placed(f"top: 130mm; left: {left}mm; width: 28mm", lines) for left in lefts)


def sized(*sizes: float) -> str:
    """A line in each of the sizes, on the rhythm."""
    return "".join(f'<p style="font-size: {size}pt; line-height: 42pt">Word</p>' for size in sizes)


SHORT = "<h2>Short</h2><p>One line.</p>"
RED = '<p style="color: #b5382a">Alert</p>'
LINES = 50
"""So many lines of prose a page holds."""


def filler(free: int) -> str:
    """White that leaves so many lines of a page free."""
    return f'<div style="height: {(LINES - free) * 14}pt"></div>'


LONG = "Five leaders met in Tokyo " + "and spoke of trade " * 6

PLANTED: Mapping[str, str] = {
    "type-scale": FULL + sized(11),
    "smallest-type": FULL + sized(7),
    "sizes-on-page": FULL + sized(8, 16, 24),
    "rhythm": FULL + '<p style="line-height: 15pt">' + WORDS * 3 + "</p>",
    "type-area": FULL + placed("top: 150mm; left: -8mm"),
    "overlap": FULL + placed("top: 1mm; left: 2mm", "Overprinted words"),
    "left-edges": FULL + columns(30, 60, 90, 120),
    "heading-alone": FULL + SHORT + f'<div style="break-before: page">{PROSE * 7}</div>',
    "single-line": filler(1) + f"<p style='orphans: 1; widows: 1'>{WORDS * 4}</p>" + PROSE * 7,
    "figure-apart": FULL + figure("") + '<div style="break-before: page"></div>' + drawing() + FULL,
    "figure-scale": FULL + figure(drawing(9)),
    "page-fill": PROSE + f'<div style="break-before: page">{FULL}</div>',
    "section-end": PROSE,
    "palette": FULL + '<p style="color: #206020">Green</p>',
    "vermilion": FULL + RED * 4,
    "contrast": FULL + '<p style="color: #b4bfca">Pale</p>',
    "long-paragraph": FULL + f"<p>{WORDS * 7}</p>",
    "long-sentence": FULL + f"<p>{LONG}.</p>",
    "banned-word": FULL + "<p>A historic summit.</p>",
}


@pytest.mark.parametrize("guard", PLANTED)
def test_a_planted_fault_is_caught_alone(guard: str, seen: Look) -> None:
    """A page with one fault is told by that fault's guard, and by no other."""
    assert seen(bound(PLANTED[guard])) == {guard}


def pair(first: int, second: int) -> str:
    """A pair of paragraphs of so many short lines."""
    cells = "".join(f"<p>{'Word, word.<br>' * lines}</p>" for lines in (first, second))
    return f'<div class="pair">{cells}</div>'


def test_pairs_of_unlike_height_are_caught(seen: Look) -> None:
    """One pair in ten may be of unlike height, two may not; a single line is no difference."""
    alike = pair(4, 4)
    assert seen(bound(alike * 9 + pair(3, 5)), BOTH) == set()
    assert seen(bound(alike * 8 + pair(3, 4) * 2), BOTH) == set()
    assert seen(bound(alike * 8 + pair(3, 5) * 2), BOTH) == {"pair-heights"}


def test_a_heading_may_head_less_than_three_lines(seen: Look) -> None:
    """What it heads is all there where the section ends, or where the next page begins with a heading."""
    assert seen(bound(FULL + SHORT)) == set()
    assert seen(bound(FULL + SHORT + f'<div style="break-before: page">{FULL}</div>')) == set()
    assert seen(bound(FULL + "<h2>Nothing</h2>")) == {"heading-alone"}


def test_a_last_line_alone_is_caught(seen: Look) -> None:
    """A paragraph's last line alone at a page's top is told too."""
    body = filler(2) + f"<p style='orphans: 1; widows: 1'>{WORDS * 4}</p>" + PROSE * 7
    assert seen(bound(body)) == {"single-line"}


def test_text_that_the_sheet_cuts_is_caught(seen: Look) -> None:
    """Text below the sheet's lower edge is told, on the cover too."""
    assert seen(bound(FULL, COVER + placed("top: 273mm"))) == {"trim-box"}


@pytest.mark.parametrize("style", ["top: 252mm; left: 0", "top: 150mm; left: 160mm", "top: -5mm; left: 0"])
def test_text_in_each_margin_is_caught(style: str, seen: Look) -> None:
    """Text below, right of and above the type area is told."""
    assert seen(bound(FULL + placed(style, "Placed there"))) == {"type-area"}


def test_a_drawing_within_a_form_is_measured_where_it_stands(seen: Look) -> None:
    """A drawing that the engine puts into a form of its own is a figure's too, in its own size."""
    form = '<div style="opacity: 0.99">{}</div>'
    assert seen(bound(FULL + figure(form.format(drawing())))) == set()
    assert seen(bound(FULL + figure(form.format(drawing(9))))) == {"figure-scale"}


def test_white_on_blue_is_read_on_its_ground(seen: Look) -> None:
    """White text has no contrast on paper, and enough on a blue cell."""
    cell = '<p style="color: white; background: {}">Cell</p>'
    assert seen(bound(FULL + cell.format("#14365c"))) == set()
    assert seen(bound(FULL + cell.format("#ffffff"))) == {"contrast"}


def test_a_quotation_may_praise(seen: Look) -> None:
    """The word is theirs where it stands between quotation marks, in every form of it."""
    assert seen(bound(FULL + "<p>They call it “a landmark summit”.</p>")) == set()
    praise = {"Unprecedented talks": "en", "масштабными проектами": "ru", "историческая встреча": "ru"}
    for words, language in praise.items():
        assert seen(bound(FULL + f"<p lang='{language}'>{words}.</p>")) == {"banned-word"}


def test_a_sentence_ends_before_a_capital_of_any_alphabet(seen: Look) -> None:
    """Two sentences of 20 words are no long one, be the second's first letter Kazakh or a digit."""
    for start in ("Қазақстан", "«Қазақстан", "2025"):
        assert seen(bound(FULL + f"<p>{'word ' * 19}end. {start} {'word ' * 18}end.</p>")) == set()


def test_names_and_dates_end_no_sentence(seen: Look) -> None:
    """Stops within names and dates leave a sentence whole, so that it is told as long."""
    for middle in ("Hitachi, Ltd. and", "in 2025 г. в", "J. Smith", "Mr. Brown"):
        assert seen(bound(FULL + f"<p>{'word ' * 15}{middle} {'word ' * 15}end.</p>")) == {"long-sentence"}


def test_a_russian_sentence_may_be_longer_and_hold_latin_names(seen: Look) -> None:
    """Twenty-eight Russian words are not too many, twenty-nine are, with foreign names among them."""
    names, slovo = "Mitsubishi Heavy Industries Toyo Engineering Corporation ", "слово "
    assert seen(bound(FULL + f"<p lang='ru'>{names}{slovo * 21}конец.</p>")) == set()
    assert seen(bound(FULL + f"<p lang='ru'>{names}{slovo * 22}конец.</p>")) == {"long-sentence"}


def test_a_hyphen_hides_no_word(seen: Look) -> None:
    """A word that a line's end divides is one word."""
    assert seen(bound(FULL + "<p style='width: 19mm'>unprece&shy;dented</p>")) == {"banned-word"}


def test_a_heads_repetition_stands_above_the_type_area(seen: Look) -> None:
    """The head of a group may stand again in the upper margin, in the size of tables and no other."""
    band = "top: -16pt; left: 0"
    assert seen(bound(FULL + placed(band, "<small>Kazakhstan, continued</small>"))) == set()
    assert seen(bound(FULL + placed(band))) == {"type-area"}


# --- faults that our rooms do not let pass, planted into the finished file ----------------------------


def tampered(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """A clean file with something changed in it."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(bound(FULL))) as pdf:
        change(pdf)
        pdf.save(target)
    return target.getvalue()


def _serif(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """The font that the prose is set in."""
    fonts = pdf.pages[1].Resources.Font.values()
    return next(font for font in fonts if "Serif" in str(font.BaseFont))


def _rename(pdf: pikepdf.Pdf) -> None:
    font = _serif(pdf)
    for part in (font, font.DescendantFonts[0], font.DescendantFonts[0].FontDescriptor):
        part["/FontName" if "/FontName" in part else "/BaseFont"] = pikepdf.Name("/ABCDEF+DejaVuSerif")


def _unembed(pdf: pikepdf.Pdf) -> None:
    del _serif(pdf).DescendantFonts[0].FontDescriptor["/FontFile2"]


def _lose_meaning(pdf: pikepdf.Pdf) -> None:
    """The first letter of the prose is glyph 0, which every face draws as an empty box."""
    page = pdf.pages[1]
    page.contents_coalesce()
    shows = re.compile(rb"(?<=\[<)[0-9a-f]{4}(?=>)")
    page.Contents = pdf.make_stream(shows.sub(b"0000", page.Contents.read_bytes(), count=1))


def _enlarge(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].MediaBox = [0, 0, 612, 842]


def _lose_folio(pdf: pikepdf.Pdf) -> None:
    """Heads and feet are the page's first content stream."""
    pdf.pages[1].Contents = pdf.pages[1].Contents[1]


TAMPERED: Mapping[str, Callable[[pikepdf.Pdf], None]] = {
    "foreign-face": _rename,
    "unembedded-face": _unembed,
    "missing-glyph": _lose_meaning,
    "sheet": _enlarge,
    "folio": _lose_folio,
}


@pytest.mark.parametrize("guard", TAMPERED)
def test_a_fault_of_the_file_is_caught_alone(guard: str, seen: Look) -> None:
    """A file that was changed in one thing is told by that thing's guard, and by no other."""
    assert seen(tampered(TAMPERED[guard])) == {guard}


# --- what is known and not printed --------------------------------------------------------------------


KINDS = ("document", "claim", "proposal", "source")


def knowing(nothing: Brief, known: Brief, kind: str) -> tuple[Brief, list[str]]:
    """A brief that knows one fact of a kind, and what must be printed of it in English."""
    (name, fact), *_ = getattr(known, f"{kind}s").items()
    changes: dict[str, Any] = {f"{kind}s": {name: fact}}
    wordings: dict[str, Words] = {
        part: getattr(fact, part) for part in ("title", "label", "text") if hasattr(fact, part)
    }
    texts = [words["en"] for words in wordings.values()] + ([fact.id] if kind == "document" else [])
    return replace(nothing, **changes), texts


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_known_and_not_printed_is_caught(
    kind: str, read: Settings, nothing: Brief, sample_brief: Brief
) -> None:
    """One fact of each kind is missed where no page has its words, and not where one has them."""
    brief, texts = knowing(nothing, sample_brief, kind)
    country = next(iter(brief.proposals.values())).country if kind == "proposal" else ""
    read = replace(read, sections=(*read.sections, SectionSettings("far", "country", country=country)))

    def rules(body: str) -> set[str]:
        return {finding.rule for finding in measure(bound(body), brief, read, EN)}

    assert rules(FULL) == {f"missing-{kind}"}
    # Broken in other places, hyphenated and in capitals it is still printed.
    shredded = "".join(f"<small>{text.upper().replace(' ', '<br>')}</small>" for text in texts)
    assert rules(FULL + shredded) == set()


ENTRY = '<div class="entry" id="{}"><small>{}</small></div>'


def test_a_split_entry_is_caught(seen: Look, nothing: Brief, sample_brief: Brief) -> None:
    """An entry that goes on at the next page's top is told; one that ends with its page is not."""
    first, second = list(sample_brief.documents)[:2]
    named = {id_: replace(sample_brief.documents[id_], title={"en": "A note"}) for id_ in (first, second)}
    brief = replace(nothing, documents=named)

    def rules(lines: int) -> set[str]:
        head = f"<div style='height: 660pt'>{FULL}</div>"
        text = f"{first}<br>" + "A note of many words<br>" * lines
        other = f"<small>{second}<br>A note.</small>"
        body = head + ENTRY.format(first, text) + ENTRY.format(second, other) + FULL
        return seen(bound(body), EN, brief)

    assert rules(3) == set()
    assert rules(9) == {"split-entry"}


# --- waivers, the table, and the real pages -----------------------------------------------------------


def test_a_waived_guard_is_not_heard(read: Settings, nothing: Brief) -> None:
    """A waiver silences its guard and no other, and tells how many findings it silenced."""
    pdf = bound(FULL + RED * 4 + sized(11))
    waived = {"vermilion": "a page of warnings", "folio": "never needed"}
    findings = measure(pdf, nothing, read, EN)
    assert {finding.rule for finding in unwaived(findings, waived)} == {"type-scale"}
    assert waivers_used(findings, waived) == {"vermilion": 1, "folio": 0}


@pytest.mark.parametrize(("waived", "said"), [({"colours": "why"}, "colours"), ({"folio": " "}, "reason")])
def test_a_waiver_needs_a_known_guard_and_a_reason(waived: dict[str, str], said: str) -> None:
    """A misspelt waiver would silence nothing, and one without a reason argues nothing."""
    with pytest.raises(SettingsError, match=said):
        unwaived((), waived)


def test_a_finding_says_where_it_is(read: Settings, nothing: Brief) -> None:
    """The file, the printed page and the section's id; a fault of the whole file has no page."""
    (finding,) = measure(bound(FULL + sized(11)), nothing, read, EN)
    assert str(finding.location) == "brief.en.pdf:2 trade"
    assert "11 pt" in finding.found


def test_every_guard_has_a_planted_fault() -> None:
    """No guard is in the table without a test that saw it catch something."""
    planted = {*PLANTED, *TAMPERED, *(f"missing-{kind}" for kind in KINDS)}
    ties = {name.replace("_", "-") for name in integrity.__all__}  # test_integrity.py plants those
    assert set(GUARDS) == planted | ties | {"pair-heights", "trim-box", "split-entry"}


def test_pages_are_looked_at_alone(read: Settings, nothing: Brief, tmp_path: Path) -> None:
    """What each page tells alone is, taken together, what all tell; a page not asked for tells nothing."""
    over = '<div style="break-before: page">{}</div>'
    pdf = bound(FULL + sized(11) + over.format(FULL + RED * 4 + SHORT) + over.format(PROSE * 7))
    alone = [measure(pdf, nothing, read, EN, known=Known({page}, Cache(tmp_path))) for page in range(4)]
    assert [[finding.rule for finding in page] for page in alone] == [
        [],
        ["type-scale"],
        ["heading-alone", "vermilion"],
        [],
    ]
    assert {finding for page in alone for finding in page} == set(measure(pdf, nothing, read, EN))


def test_the_sums_are_always_read(
    read: Settings, nothing: Brief, sample_brief: Brief, tmp_path: Path
) -> None:
    """What is known is looked for on every page, also where none is looked at closely.

    Of a page that shows other words than the one before, the words that it shows are read.
    """
    known = Known((), Cache(tmp_path))
    brief, (title, id_) = knowing(nothing, sample_brief, "document")
    printed = f"<p>{id_}</p><p>{title}</p>"
    for _ in range(2):
        assert measure(bound(FULL + printed), brief, read, EN, known=known) == ()
    missing = measure(bound(FULL), brief, read, EN, known=known)
    assert [finding.rule for finding in missing] == ["missing-document"] * 2


@pytest.mark.slow
@pytest.mark.parametrize("name", ["bilingual", "ru", "en"])
def test_nothing_of_the_first_brief_is_lost(
    name: str, built: Path, own_brief: Brief, own_settings: Settings
) -> None:
    """Every document, claim, position and source of this repository's brief is in each version."""
    version = next(iter(pipeline.versions_of(own_settings, name)))
    findings = measure((built / f"brief.{name}.pdf").read_bytes(), own_brief, own_settings, version)
    lost = [str(finding) for finding in findings if finding.rule.startswith(("missing-", "overlap"))]
    assert lost == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["bilingual", "ru", "en"])
def test_nothing_is_found_on_the_sample(name: str, built_sample: Path, sample_brief: Brief) -> None:
    """The same templates set another brief, short and with other data, without a finding."""
    sample_settings = settings.read(SAMPLE)
    version = next(iter(pipeline.versions_of(sample_settings, name)))
    findings = measure(
        (built_sample / f"brief.{name}.pdf").read_bytes(), sample_brief, sample_settings, version
    )
    assert [str(finding) for finding in findings] == []
