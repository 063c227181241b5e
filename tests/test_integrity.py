"""Each guard of the file's inner ties catches its fault, planted alone into a finished file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from report.assemble import assemble
from report.inspect import integrity, measure
from report.model import Brief, Enclosure, Furniture, Metadata, Relationship, Section, Version
from report.render import render
from report.settings import SectionSettings, Settings

BOTH = Version("bilingual", ("ru", "en"))
TIES = {name.replace("_", "-") for name in integrity.__all__}
"""The guards of this file; others ask for full pages, and have their own tests."""

STYLE = """
@page { size: A4; margin: 24mm 21mm 22mm }
html { font: 10pt/14pt "PT Serif"; color: #1a1a1a } body { margin: 0; hyphenate-character: "\\2011" }
h1, h2, p, table, figure { margin: 0 0 7pt } table { font: 8pt/10.5pt "PT Sans" }
h1, h2 { font: bold 12pt/14pt "PT Sans"; color: #14365c }"""
RUSSIAN = "Пять лидеров встретились в Токио и говорили о торговле с компанией Mitsubishi Corporation."
ENGLISH = "Five leaders met in Tokyo and spoke of trade, water, transport, and energy."
TABLE = """<table id="table-{0}"><thead><tr><th id="place-{0}" scope="col">Страна</th>
<th scope="col">Число</th></tr></thead>
<tbody><tr><td>Казахстан</td><td>12</td></tr><tr><td>Узбекистан</td><td>14</td></tr></tbody></table>"""
DRAWING = """<figure id="figure-one"><svg xmlns="http://www.w3.org/2000/svg" width="40mm" height="20mm"
viewBox="0 0 113.39 56.69"><title>Число документов</title><rect width="90" height="40" fill="#14365c"/></svg>
</figure>"""
TRADE = f"""<div id="trade"><h1>Торговля</h1><p>{RUSSIAN} <a href="sec:water">Вода</a></p>
<p lang="en">{ENGLISH} <a href="https://example.org/">The site</a></p>
<h2>Товары</h2>{TABLE.format(1)}<p>{RUSSIAN}</p>{DRAWING}</div>"""
WATER = f"""<div id="water"><h1>Вода</h1><p>{RUSSIAN}</p>{TABLE.format(2)}</div>"""
COVER = '<h1 id="cover">Токийский саммит</h1>'


def section(name: str, body: str) -> Section:
    """A Russian section of `body`."""
    page = (
        f'<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"><title>{name}</title>'
        f"<style>{STYLE}</style></head><body>{body}</body></html>"
    )
    return Section(name, "cover" if name == "cover" else "prose", "", {"ru": name}, page)


@pytest.fixture(scope="module")
def sound() -> bytes:
    """A cover and two sections with links, tables, a figure and two files inside, with nothing wrong."""
    sections = [section("cover", COVER), section("trade", TRADE), section("water", WATER)]
    return assemble(
        sections,
        [render(part) for part in sections],
        furniture=Furniture("Саммит", "Данные на 21 июля 2026 г."),
        metadata=Metadata("Саммит", "Пресс-служба", "Итоги", "ru", "facts"),
        enclosures=[
            Enclosure("documents.csv", "text/csv", "The register", Relationship.DATA, b"id\n"),
            Enclosure("facts.json", "application/json", "The facts", Relationship.SOURCE, b"{}\n"),
        ],
    )


Look = Callable[[bytes], set[str]]


@pytest.fixture(scope="module")
def seen(own_settings: Settings, sample_brief: Brief) -> Look:
    """A function that gives the guards of the inner ties that a file does not pass."""
    names = ("cover", "trade", "water")
    kinds = [SectionSettings(name, "cover" if name == "cover" else "prose") for name in names]
    settings = replace(own_settings, sections=tuple(kinds))
    nothing = replace(sample_brief, documents={}, claims={}, proposals={}, sources={})

    def look(pdf: bytes) -> set[str]:
        return {finding.rule for finding in measure(pdf, nothing, settings, BOTH)} & TIES

    return look


Plant = Callable[[pikepdf.Pdf], None]


def tampered(pdf: bytes, change: Plant) -> bytes:
    """The file with something changed in it."""
    target = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        change(opened)
        opened.save(target)
    return target.getvalue()


def elements(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    """Every element of a kind, in the order of the file's objects."""
    every = (each for each in pdf.objects if isinstance(each, pikepdf.Dictionary))
    return [each for each in every if each.get("/Type") == "/StructElem" and str(each.S) == f"/{kind}"]


def name_heads(pdf: pikepdf.Pdf) -> None:
    """Every head cell has an id and every cell names its own, as tables need whose heads span others."""
    names = pikepdf.Array()
    for number, head in enumerate(elements(pdf, "TH")):
        head.ID = pikepdf.String(f"head-{number}")
        names.extend([head.ID, head])
    pdf.Root.StructTreeRoot.IDTree = pdf.make_indirect(pikepdf.Dictionary(Names=names))
    for row in elements(pdf, "TR"):
        heads = row.P.P.K[0].K[0].K
        for column, cell in enumerate(row.K):
            if cell.S == "/TD":
                cell.A = pikepdf.Dictionary(O=pikepdf.Name.Table, Headers=pikepdf.Array([heads[column].ID]))


@pytest.fixture(scope="module")
def named(sound: bytes) -> bytes:
    """The same with ids for all head cells."""
    return tampered(sound, name_heads)


def test_a_sound_file_passes_every_guard(sound: bytes, named: bytes, seen: Look) -> None:
    """A file as we make it has no finding, and with named head cells it has none."""
    assert seen(sound) == seen(named) == set()


# --- the tree ------------------------------------------------------------------------------------------


def _swap_pages(pdf: pikepdf.Pdf) -> None:
    """The parent tree's arrays of two pages change places."""
    first, second = pdf.pages[1], pdf.pages[2]
    first.StructParents, second.StructParents = int(second.StructParents), int(first.StructParents)


def _swap_contents(pdf: pikepdf.Pdf) -> None:
    """Two passages of one page are read in each other's place."""
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    numbers[3][0], numbers[3][1] = numbers[3][1], numbers[3][0]


def _take_twice(pdf: pikepdf.Pdf) -> None:
    """A cell holds the words of the next one too."""
    first, second, *_ = (cell for cell in elements(pdf, "TD"))
    first.K.append(second.K[0].K[0] if isinstance(second.K[0], pikepdf.Dictionary) else second.K[0])


def _swap_links(pdf: pikepdf.Pdf) -> None:
    first, second = pdf.pages[1].Annots
    first.StructParent, second.StructParent = int(second.StructParent), int(first.StructParent)


def _unlink(pdf: pikepdf.Pdf) -> None:
    """A link's element is a plain passage."""
    elements(pdf, "Link")[0].S = pikepdf.Name.Span


def _mistake_parent(pdf: pikepdf.Pdf) -> None:
    first, second = elements(pdf, "Table")
    second.P = first


def _stand_twice(pdf: pikepdf.Pdf) -> None:
    """A heading stands in another section too."""
    document = elements(pdf, "Document")[0]
    document.K.append(elements(pdf, "H2")[0])


def _orphan(pdf: pikepdf.Pdf) -> None:
    """A section holds an element that the file has not."""
    elements(pdf, "Sect")[1].K.append(pdf.make_indirect(pikepdf.Dictionary(Nothing=True)))


def _repeat_id(pdf: pikepdf.Pdf) -> None:
    """A passage has the id of a head cell; the ID tree leads to the cell as before."""
    elements(pdf, "P")[0].ID = elements(pdf, "TH")[0].ID


def _forget_id(pdf: pikepdf.Pdf) -> None:
    names = pdf.Root.StructTreeRoot.IDTree.Names
    del names[0]
    del names[0]


def _mistake_id(pdf: pikepdf.Pdf) -> None:
    names = pdf.Root.StructTreeRoot.IDTree.Names
    names[1] = names[3]


def _paint(pdf: pikepdf.Pdf, content: bytes) -> None:
    page = pdf.pages[1]
    page.contents_add(pdf.make_stream(content), prepend=True)


def _paint_outside(pdf: pikepdf.Pdf) -> None:
    """A rectangle in a colour of ours is in no marked content."""
    _paint(pdf, b"q 0.0784 0.2118 0.3608 rg 100 400 50 50 re f Q")


def _paint_unowned(pdf: pikepdf.Pdf) -> None:
    """A rectangle is in marked content that no element holds."""
    _paint(pdf, b"q 0.0784 0.2118 0.3608 rg /P <</MCID 999>> BDC 100 400 50 50 re f EMC Q")


# --- what tags mean ------------------------------------------------------------------------------------


def _skip_level(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "H2")[0].S = pikepdf.Name.H3


def _begin_low(pdf: pikepdf.Pdf) -> None:
    for heading in elements(pdf, "H1"):
        heading.S = pikepdf.Name.H2


def _lose_words(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "Figure")[0].Alt


def _empty_words(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "Figure")[0].Alt = pikepdf.String(" ")


def _lose_heads(pdf: pikepdf.Pdf) -> None:
    """The second table's heads are cells like others, and no cell names them."""
    table = elements(pdf, "Table")[1]
    for cell in (*elements(pdf, "TH"), *elements(pdf, "TD")):
        if cell.P.P.P.objgen == table.objgen:
            cell.S = pikepdf.Name.TD
            cell.A = pikepdf.Dictionary(O=pikepdf.Name.Table)


def _name_nothing(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "TD")[0].A.Headers = pikepdf.Array([pikepdf.String("nothing")])


def _name_elsewhere(pdf: pikepdf.Pdf) -> None:
    """A cell of the second table names a head of the first."""
    cells = elements(pdf, "TD")
    cells[-1].A.Headers = cells[0].A.Headers


# --- languages -----------------------------------------------------------------------------------------


def _forget_language(pdf: pikepdf.Pdf) -> None:
    """The English passage is Russian like the section around it."""
    passage = next(each for each in elements(pdf, "P") if each.get("/Lang") == "en")
    for each in (passage, *passage.K):
        if isinstance(each, pikepdf.Dictionary) and "/Lang" in each:
            del each["/Lang"]


def _mistake_language(pdf: pikepdf.Pdf) -> None:
    next(each for each in elements(pdf, "P") if "/Lang" not in each).Lang = pikepdf.String("en")


def _mistake_figure(pdf: pikepdf.Pdf) -> None:
    """The figure's words are Russian, and marked English."""
    elements(pdf, "Figure")[0].Lang = pikepdf.String("en")


def _forget_languages(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Lang"]
    for section in elements(pdf, "Sect"):
        del section["/Lang"]


# --- what the file lists -------------------------------------------------------------------------------


def _lead_nowhere(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].Annots[0].Dest = pikepdf.String("nowhere")


def _lose_destination(pdf: pikepdf.Pdf) -> None:
    """The outline's last line leads to a page that the file has not."""
    lost = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Page))
    pdf.Root.Outlines.Last.Dest = pikepdf.Array([lost, pikepdf.Name.XYZ, 0, 0, 0])


def _lose_page(pdf: pikepdf.Pdf) -> None:
    """A name that no link uses leads to a page that the file has not."""
    lost = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Page))
    pdf.Root.Names.Dests.Names.append(pikepdf.String("zzz"))
    pdf.Root.Names.Dests.Names.append(pikepdf.Array([lost, pikepdf.Name.XYZ, 0, 0, 0]))


def _repeat_name(pdf: pikepdf.Pdf) -> None:
    names = pdf.Root.Names.Dests.Names
    names.append(names[-2])
    names.append(names[-2])


def _mix_names(pdf: pikepdf.Pdf) -> None:
    names = list(pdf.Root.Names.Dests.Names)
    pdf.Root.Names.Dests.Names = pikepdf.Array([*names[2:4], *names[:2], *names[4:]])


def _say_nothing(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1].Annots[1]["/Contents"]


def _lose_tabs(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1]["/Tabs"]


def _disown(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF[0]


def _unlist(pdf: pikepdf.Pdf) -> None:
    names = pdf.Root.Names.EmbeddedFiles.Names
    del names[0]
    del names[0]


def _unrelate(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF[0]["/AFRelationship"]


def _damage(pdf: pikepdf.Pdf) -> None:
    """A file inside has other content than its checksum says, and as much of it."""
    pdf.Root.AF[0].EF.F.write(b"ID\n")


def _retitle(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "Another title"


PLANTED: Mapping[str, tuple[Plant, ...]] = {
    "parent-tree": (_swap_pages, _swap_contents, _take_twice, _swap_links, _unlink),
    "tag-parent": (_mistake_parent, _stand_twice, _orphan),
    "unique-id": (_repeat_id, _forget_id, _mistake_id),
    "untagged-content": (_paint_outside, _paint_unowned),
    "heading-levels": (_skip_level, _begin_low),
    "figure-alternative": (_lose_words, _empty_words),
    "table-heads": (_lose_heads,),
    "table-headers": (_name_nothing, _name_elsewhere),
    "tag-language": (_forget_language, _mistake_language, _mistake_figure, _forget_languages),
    "dangling-link": (_lead_nowhere, _lose_destination, _lose_page),
    "name-tree": (_repeat_name, _mix_names),
    "link-description": (_say_nothing,),
    "tab-order": (_lose_tabs,),
    "attachment": (_disown, _unlist, _unrelate, _damage),
    "metadata": (_retitle,),
}


@pytest.mark.parametrize(
    ("guard", "change"), [(guard, change) for guard, changes in PLANTED.items() for change in changes]
)
def test_a_planted_fault_is_caught_alone(guard: str, change: Plant, named: bytes, seen: Look) -> None:
    """A file that was changed in one thing is told by that thing's guard, and by no other."""
    assert seen(tampered(named, change)) == {guard}


def test_every_guard_of_the_inner_ties_has_a_planted_fault() -> None:
    """No guard of integrity is without a test that saw it catch something."""
    assert set(PLANTED) == TIES
