"""A fragment is by itself a valid PDF/UA-1 file, and its tag tree follows the HTML and not the pages."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator, Mapping
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from page import validate_pdf_bytes
from pypdfium2 import raw

from report.errors import RenderError
from report.pdf import File, structure
from report.pdf.elements import Element
from report.render import render_bytes

STYLE = """@page { size: A6; margin: 10mm; @top-left { content: "дальше" } }
html { font: 10pt/14pt "PT Serif" } body { margin: 0 } table { border-collapse: collapse }
.pair { display: table; width: 100% } .pair > * { display: table-cell; width: 50% }
.block > span { display: block }"""

LONG = "Пять лидеров и Премьер-министр приняли совместное заявление. " * 60
ROWS = "".join(
    f"<tr><th scope='row'>{row}</th><td>Казахстан</td><td>{row * 7}</td></tr>" for row in range(90)
)
HEAD = "<thead><tr><th>№</th><th>Страна</th><th>Число</th></tr></thead>"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="20mm" height="9mm">{}<rect width="30" height="20"/></svg>'
)


def page(body: str, style: str = "") -> bytes:
    """A complete page of `body`."""
    return (
        f'<!DOCTYPE html><html lang="ru" data-section="trade"><head><meta charset="utf-8">'
        f"<title>Проба</title><style>{STYLE}{style}</style></head><body>{body}</body></html>"
    ).encode()


def elements(pdf: bytes) -> tuple[Element, ...]:
    """Every structure element, in reading order."""
    return structure.read(File(pdf)).elements


def scopes(pdf: bytes) -> Counter[str]:
    """How many cells of tables there are of each scope (ISO 32000-1, 14.8.5.7), as the file has it."""
    with pikepdf.open(BytesIO(pdf)) as file:
        found = [it for it in file.objects if isinstance(it, pikepdf.Dictionary)]
        cells = [it for it in found if it.get("/S") in ("/TH", "/TD")]
        return Counter(str(cell.get("/A", pikepdf.Dictionary()).get("/Scope", "")) for cell in cells)


def kinds(pdf: bytes) -> Counter[str]:
    """How many elements there are of each kind."""
    return Counter(element.kind for element in elements(pdf))


def texts(pdf: bytes) -> Mapping[tuple[int, int], str]:
    """The words of each marked-content sequence, as an independent reader sees them; artifacts are none."""
    found: dict[tuple[int, int], str] = {}
    with pypdfium2.PdfDocument(pdf) as document:
        for number, leaf in enumerate(document):
            reader = leaf.get_textpage()
            for thing in leaf.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=1):
                mark = number, raw.FPDFPageObj_GetMarkedContentID(thing.raw)
                if mark[1] < 0:
                    continue
                size = raw.FPDFTextObj_GetText(thing.raw, reader.raw, None, 0)
                buffer = ctypes.create_string_buffer(size)
                raw.FPDFTextObj_GetText(
                    thing.raw, reader.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size
                )
                found[mark] = found.get(mark, "") + buffer.raw[:-2].decode("utf-16-le")
    return found


def read(pdf: bytes) -> Iterator[tuple[str, str, str]]:
    """Kind, language and own words of each element, in reading order."""
    words = texts(pdf)
    for element in elements(pdf):
        text = " ".join(words.get(mark, "").strip() for mark in element.contents)
        yield element.kind, element.language, " ".join(text.split())


def faults(pdf: bytes) -> list[str]:
    """What the independent validator has against a file."""
    return [
        f"{failure.rule_id}: {failure.message}" for failure in validate_pdf_bytes(pdf, profile="ua1").failures
    ]


def pages(pdf: bytes) -> int:
    """How many pages a file has."""
    return File(pdf).pages


def test_a_paragraph_over_a_page_break_is_one() -> None:
    """Three pages of one paragraph are one P, with the content of all of them."""
    pdf = render_bytes(page(f"<p>{LONG}</p>"))
    paragraph = elements(pdf)[-1]
    assert kinds(pdf) == {"Document": 1, "P": 1}
    assert {number for number, _ in paragraph.contents} == set(range(pages(pdf)))
    assert pages(pdf) >= 3
    assert faults(pdf) == []


def test_a_table_over_three_pages_is_one_with_one_head() -> None:
    """Its head is content once, and an artifact on every other page; each row is there once."""
    pdf = render_bytes(page(f"<table>{HEAD}<tbody>{ROWS}</tbody></table>"))
    found = kinds(pdf)
    assert (found["Table"], found["THead"], found["TBody"], found["TR"]) == (1, 1, 1, 91)
    assert pages(pdf) >= 3
    shown = [text for text in texts(pdf).values() if text.strip() == "Страна"]
    assert len(shown) == 1
    with pypdfium2.PdfDocument(pdf) as document:
        assert all("Страна" in leaf.get_textpage().get_text_range() for leaf in document)
    assert faults(pdf) == []


def test_a_pair_is_read_one_language_after_the_other() -> None:
    """Cells that only lay out are no table; each language's passage is whole, over the page break too."""
    english = "Five leaders and the Prime Minister adopted a joint declaration. " * 60
    pdf = render_bytes(page(f'<div class="pair"><div>{LONG}</div><div lang="en">{english}</div></div>'))
    (_, *passages) = read(pdf)
    assert [(kind, language) for kind, language, _ in passages] == [("P", "ru"), ("P", "en")]
    assert pages(pdf) >= 2
    assert passages[0][2].startswith("Пять")
    assert passages[0][2].endswith("заявление.")
    assert passages[1][2].endswith("declaration.")


def test_the_language_is_what_the_html_says() -> None:
    """Every passage has the language of its element: its own, or that of what it stands in."""
    body = """<h1>Торговля</h1><p role="heading" aria-level="1" lang="en">Trade</p>
    <p>Банк <span lang="en">Mizuho</span> и <em>другие</em></p><p><span lang="en">Only English</span></p>
    <table><tr><th>Страна</th><td lang="en">Japan</td><td class="block"><span>Япония</span>
    <span lang="en">Japan</span></td></tr></table><div lang="ja"><p lang="en">Office</p><p>Tokyo</p></div>"""
    assert list(read(render_bytes(page(body))))[1:] == [
        ("H1", "ru", "Торговля"),
        ("H1", "en", "Trade"),
        ("P", "ru", "Банк и другие"),
        ("Span", "en", "Mizuho"),
        ("P", "en", "Only English"),
        ("Table", "ru", ""),
        ("TBody", "ru", ""),
        ("TR", "ru", ""),
        ("TH", "ru", "Страна"),
        ("TD", "en", "Japan"),
        ("TD", "ru", ""),
        ("P", "ru", "Япония"),
        ("P", "en", "Japan"),
        ("P", "en", "Office"),
        ("P", "ja", "Tokyo"),
    ]


def test_a_picture_says_its_alternative_in_each_language() -> None:
    """One Figure a language, each with a place on the page; what only decorates is no content."""
    svg = SVG.format("<title>Число документов</title>")
    pdf = render_bytes(
        page(f"""<figure><figcaption>Рисунок</figcaption>{svg}</figure>
        <div role="img" aria-label="Поле" data-alt-en="Field"><a href="#x">1</a></div><p id="x">Раз</p>
        <div aria-hidden="true">украшение</div>""")
    )
    figures = [element for element in elements(pdf) if element.kind == "Figure"]
    assert [(figure.language, figure.alternative) for figure in figures] == [
        ("ru", "Число документов"),
        ("ru", "Поле"),
        ("en", "Field"),
    ]
    assert [text for kind, _, text in read(pdf) if kind in {"Caption", "Link"}] == ["Рисунок", "1"]
    assert "украшение" not in texts(pdf).values()
    assert faults(pdf) == []


def test_lists_and_contents_are_told_by_their_roles() -> None:
    """Items without a list begin one; a line of a contents list has a label and references."""
    body = """<div role="listitem"><div>A</div><div lang="en">B</div></div><div role="listitem">C</div>
    <p>Между</p><ol><li>D<ol><li>E</li></ol></li></ol><table role="doc-toc"><tr role="listitem">
    <td>1</td><td><a href="#x">Глава</a></td></tr></table><p id="x">F</p>"""
    found = [(kind, text) for kind, _, text in read(render_bytes(page(body)))]
    assert found[1:] == [
        *(("L", ""), ("LI", ""), ("LBody", ""), ("P", "A"), ("P", "B"), ("LI", ""), ("LBody", "C")),
        ("P", "Между"),
        *(("L", ""), ("LI", ""), ("Lbl", "1."), ("LBody", ""), ("P", "D")),
        *(("L", ""), ("LI", ""), ("Lbl", "1."), ("LBody", "E")),
        *(("TOC", ""), ("TOCI", ""), ("Lbl", "1"), ("Reference", ""), ("Link", "Глава")),
        ("P", "F"),
    ]


def test_every_cell_knows_its_heads() -> None:
    """A scope is enough for heads at the edges; under heads of groups each cell names its heads by id."""
    groups = "".join(
        f'<table role="none"><thead{role}>{head}<tr><th colspan="2" scope="colgroup">{name}</th></tr></thead>'
        f'<tbody><tr><td role="rowheader">Доля</td><td>{name}</td></tr></tbody></table>'
        for name, role, head in (
            ("Энергетика", "", "<tr><th>Показатель</th><th>Значение</th></tr>"),
            ("Транспорт", ' role="rowgroup"', ""),
        )
    )
    pdf = render_bytes(page(f'<table>{HEAD}<tbody>{ROWS}</tbody></table><div role="table">{groups}</div>'))
    found = [element for element in elements(pdf) if element.kind in {"TH", "TD"}]
    plain, grouped = found[:-8], found[-8:]
    assert scopes(pdf) == {"/Column": 7, "/Row": 92, "": 182}
    assert not any(cell.id or cell.headers for cell in plain)
    assert [(cell.id, cell.headers) for cell in grouped] == [
        *(("trade-2-1", ()), ("trade-2-2", ()), ("trade-2-3", ()), ("trade-2-4", ())),
        ("", ("trade-2-2", "trade-2-3", "trade-2-4")),
        *(("trade-2-5", ()), ("trade-2-6", ())),
        ("", ("trade-2-2", "trade-2-5", "trade-2-6")),
    ]
    assert [name for name, _ in structure.read(File(pdf)).identities] == sorted(
        cell.id for cell in found if cell.id
    )
    assert (kinds(pdf)["Table"], kinds(pdf)["THead"], faults(pdf)) == (2, 2, [])


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            f'<table>{HEAD.replace("Число", "<a href=#x>Число</a>")}<tbody id="x">{ROWS}</tbody></table>',
            "the link to 'x' stands where nothing is read, as in a repeated head",
        ),
        ('<p aria-hidden="true" id="x"><a href="#x">там</a></p>', "the link to 'x' stands where nothing is"),
        (SVG.format(""), "a picture has no alternative text: {http://www.w3.org/2000/svg}svg"),
        ('<div role="img">1</div>', "a picture has no alternative text: div"),
    ],
)
def test_what_cannot_be_tagged_is_refused(body: str, said: str) -> None:
    """A link that no reader could follow, and a picture that says nothing."""
    with pytest.raises(RenderError) as caught:
        render_bytes(page(body))
    assert any(line.startswith(said) for line in str(caught.value).splitlines()), str(caught.value)


def test_a_page_without_a_language_is_refused() -> None:
    """No voice could read it."""
    with pytest.raises(RenderError, match="language is not told"):
        render_bytes(page("<p>Раз</p>").replace(b'lang="ru" ', b""))


ONE_COLUMN = "<tr><th rowspan='60'>A</th><td>B</td></tr>" + "<tr><td>C</td></tr>" * 59
FOOT = "<tfoot><tr><td colspan='3'>Итог</td></tr></tfoot>"
GROUP = "<tbody><tr><th colspan='3' scope='rowgroup'>Группа</th></tr>"
DRAWN = "%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/%3E"
ADDED = f"""p::before {{ content: "A " }} p::after {{ content: url("data:image/svg+xml,{DRAWN}") }}"""

LAYOUTS = {
    "a cell over several rows": f"<table>{ONE_COLUMN}</table>",
    "rows taller than a page": f"<table>{HEAD}<tr><td>1</td><td>{LONG}</td><td>2</td></tr></table>",
    "a foot on each page": f"<table>{HEAD}{FOOT}{ROWS}</table>",
    "a caption": f"<table><caption>Подпись</caption>{HEAD}{ROWS}</table>",
    "several bodies": f"<table>{HEAD}<tbody>{ROWS}</tbody><tbody>{ROWS}</tbody></table>",
    "a head in the middle": f"<table>{HEAD}<tbody>{ROWS}</tbody>{GROUP}{ROWS}</tbody></table>",
    "a table in a cell": f"<table><tr><th>A</th><td>{LONG}<table><tr><th>B</table></tr></table>",
    "empty cells": "<table><tr><th>A</th><th>B</th></tr><tr><td></td><td> </td></tr></table>",
    "items over pages": "<ol>" + f"<li>{LONG[:400]}<p>{LONG[:400]}</p></li>" * 6 + "</ol>",
    "lists in lists": "<ol>" + "<li>A<ol><li>B<ol><li>C</li></ol></li></ol></li>" * 30 + "</ol>",
    "terms": "<dl>" + "<dt>CA+JAD</dt><dd>Диалог</dd>" * 30 + "</dl>",
    "columns": f"<div style='columns: 2'>{LONG}<h1>A</h1>{LONG}</div>",
    "floats": f"<p><span style='float: left; width: 20mm'>A {LONG[:200]}</span>{LONG}</p>",
    "footnotes": f"<p>{LONG[:300]}<span style='float: footnote'>Примечание</span>{LONG}</p>",
    "a grid": f"<div style='display: grid; grid-template-columns: 1fr 1fr'><p>{LONG}</p><p>B</p></div>",
    "a flexible box": "<div style='display: flex'><div>A</div><p>B</p></div>",
    "an absolute box": "<p style='position: relative'>A<b style='position: absolute; top: 9mm'>B</b>C</p>",
    "boxes in a line": "<p>A <span style='display: inline-block'>B <b>C</b></span> D</p>",
    "blocks in a line": "<p>A <b>B <span style='display: block' lang='en'>C</span> D</b> E</p>",
    "a link over lines": f"<p id='x'>A <a href='#x'>{LONG[:200]}<i>курсив</i></a></p>",
    "a link of blocks": "<p id='x'>A</p><a href='#x'><div>B</div><div>C</div></a>",
    "a picture in a link": f"<p id='x'>A <a href='#x'>{SVG.format('<title>B</title>')}</a></p>",
    "added text and pictures": f"<style>{ADDED}</style><p>B</p>",
    "parts of a text": f"<section><h1>A</h1><article><blockquote><p>{LONG}</p>C",
    "half transparent": "<p style='opacity: .5'>A <b>B</b></p><p style='transform: rotate(3deg)'>C</p>",
    "not shown": "<p style='visibility: hidden'>A</p><p style='display: none'>B</p><p>C</p>",
    "a word a line": "<p style='width: 1mm'>один два</p><p style='white-space: pre'>раз  два\n\n  три",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_hard_layouts_are_valid(layout: str) -> None:
    """The independent validator and qpdf find nothing, and the parent tree agrees with the tree."""
    pdf = render_bytes(page(LAYOUTS[layout]))
    assert faults(pdf) == []
    assert File(pdf).pdf.check_pdf_syntax() == []
    tree = structure.read(File(pdf))
    owned = {content: element.number for element in tree.elements for content in element.contents}
    assert owned == {content: owner for content, owner in tree.content_owners.items() if owner}
    assert tree.broken == ()
    assert set(texts(pdf)) <= set(owned)
