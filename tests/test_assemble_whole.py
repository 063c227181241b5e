"""The assembled file as a whole: two standards at once, one tag tree, what goes on, what is inside."""

from __future__ import annotations

import base64
import hashlib
import subprocess
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import page as validator
import pikepdf
import pypdf
import pypdfium2
import pytest
from test_assemble import FURNITURE, METADATA, SECTIONS, section
from test_render import png

from report.assemble import assemble, contents_pages
from report.errors import RenderError
from report.model import Enclosure, Fragment, PartialDate, Relationship, Section
from report.pdf import File
from report.render import render

HEAD = "<thead><tr><th>Номер</th><th>Документ</th></tr></thead>"
ROW = "<tr><td>{0}</td><td>Меморандум {0}</td></tr>"
LEGEND = "<table><tbody><tr><td>Легенда</td></tr></tbody></table><p>Все документы</p>"


def register(name: str, rows: range, *, continues: str = "") -> Section:
    """A part of a register; the first one has its headings, the others a head that is repeated."""
    head = HEAD.replace("<thead>", '<thead aria-hidden="true">') if continues else HEAD
    body = f"<table>{head}<tbody>{''.join(map(ROW.format, rows))}</tbody></table>"
    part = section(name, body if continues else f"<h1>Реестр</h1>{LEGEND}{body}", ru="Реестр")
    return replace(part, continues=continues)


ENCLOSURES = (
    Enclosure("documents.csv", "text/csv", "Документы · Documents", Relationship.DATA, b"id\r\nkz-01\r\n"),
    Enclosure("facts.json", "application/json", "Факты · Facts", Relationship.SOURCE, b'{"schema": 1}\n'),
)
"""What stands inside, not in the order of names."""


@pytest.fixture(scope="module")
def fragments() -> list[Fragment]:
    """The small brief, set."""
    return [render(part) for part in SECTIONS]


@pytest.fixture(scope="module")
def whole(fragments: list[Fragment]) -> bytes:
    """The small brief with two files inside."""
    dated = replace(METADATA, as_of=PartialDate(2026, 7, 21))
    return assemble(SECTIONS, fragments, furniture=FURNITURE, metadata=dated, enclosures=ENCLOSURES)


def faults(pdf: bytes) -> list[str]:
    """What an independent validator has against a file, by both standards."""
    reports = [validator.validate_pdf_bytes(pdf, profile=profile) for profile in ("ua1", "3a")]
    return [f"{failure.rule_id}: {failure.message}" for report in reports for failure in report.failures]


def checked(pdf: bytes, folder: Path) -> str:
    """What qpdf says when it has read every object and stream; it ends with 0 where all is well."""
    (file := folder / "checked.pdf").write_bytes(pdf)
    return subprocess.run(
        ["qpdf", "--check", str(file)],  # noqa: S607 - wherever it is installed
        capture_output=True,
        check=True,
        encoding="utf-8",
    ).stdout


def below(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """A structure element and all below it, in reading order."""
    yield element
    for kid in element.K:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            assert kid.P.objgen == element.objgen
            yield from below(kid)


def is_reference(kid: pikepdf.Object | int) -> bool:
    """Whether what stands below an element is a reference to an annotation."""
    return isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid


def tree_of(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """The one Document of a file."""
    (document,) = pdf.Root.StructTreeRoot.K
    assert document.S == "/Document"
    return document


def kinds(element: pikepdf.Object) -> list[str]:
    """The kinds of all elements below one, in reading order."""
    return [str(found.S).removeprefix("/") for found in below(element)]


# --- two standards at once --------------------------------------------------------------------------


def test_the_file_keeps_two_standards_at_once(whole: bytes, tmp_path: Path) -> None:
    """It is PDF/UA-1 and PDF/A-3a to a validator that had no part in it, and qpdf reads all of it."""
    assert faults(whole) == []
    assert "No syntax or stream encoding errors found" in checked(whole, tmp_path)
    xmp: Any = pypdf.PdfReader(BytesIO(whole)).xmp_metadata
    assert (xmp.pdfaid_part, xmp.pdfaid_conformance) == ("3", "A")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in whole  # plain in the file: no filter hides it


def test_colours_are_declared_and_readers_told_that_there_are_tags(whole: bytes) -> None:
    """The catalogue names sRGB with its profile, marks the file as tagged, and every page keeps tag order."""
    with pikepdf.open(BytesIO(whole)) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1"
        assert intent.DestOutputProfile.N == 3
        assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"
        assert pdf.Root.MarkInfo.Marked
        assert {str(leaf.Tabs) for leaf in pdf.pages} == {"/S"}


def test_a_picture_s_samples_are_left_as_they_are() -> None:
    """The engine asks readers to smooth pictures, which PDF/A forbids, transparent ones included."""
    picture = base64.b64encode(png()).decode("ascii")
    part = section("a", f'<h1>Точка</h1><p><img alt="Точка" src="data:image/png;base64,{picture}"></p>')
    fragment = render(part)
    data = assemble([part], [fragment], furniture=FURNITURE, metadata=METADATA)
    asked = []
    for file in (fragment.pdf, data):
        with pikepdf.open(BytesIO(file)) as pdf:
            asked += ["/Interpolate" in image for image in pdf.pages[0].get_images().values()]
    assert asked == [True, False]
    assert faults(data) == []


def ending_in_cr(number: int) -> bytes:
    """Data whose deflated form ends in CR: the last byte is the sum of all, and one (RFC 1950, 2.2)."""
    text = hashlib.sha256(bytes([number])).hexdigest().encode("ascii")
    data = text + bytes([(0x0D - 1 - sum(text) - 0x0A) % 256, 0x0A])
    assert zlib.compress(data)[-1:] == b"\r"
    return data


def test_thirty_two_files_of_differing_content_keep_both_standards(
    fragments: list[Fragment], tmp_path: Path
) -> None:
    """Each has a stream that ends in CR, of which a reader could take one byte too few."""
    data = b""
    for number in range(32):
        content = ending_in_cr(number)
        data = assemble(
            SECTIONS,
            fragments,
            furniture=replace(FURNITURE, foot=f"Данные {number}"),
            metadata=replace(METADATA, title=f"Саммит {number}"),
            enclosures=[Enclosure("n.bin", "application/octet-stream", "n", Relationship.DATA, content)],
        )
        assert b"\r\r\nendstream" in data
        assert faults(data) == []
        assert pypdf.PdfReader(BytesIO(data), strict=True).attachments == {"n.bin": [content]}
    assert "No syntax or stream encoding errors found" in checked(data, tmp_path)


# --- one tag tree -----------------------------------------------------------------------------------


def test_each_section_is_a_sect_with_its_title_and_language(whole: bytes) -> None:
    """There is one Document, and below it the sections in their order."""
    with pikepdf.open(BytesIO(whole)) as pdf:
        document = tree_of(pdf)
        sects = [(str(sect.S), str(sect.T), str(sect.Lang)) for sect in document.K]
        assert sects == [
            ("/Sect", "Обложка · Cover", "ru"),
            ("/Sect", "Торговля · Trade", "ru"),
            ("/Sect", "Энергетика · Energy", "ru"),
        ]
        assert [kinds(sect)[1] for sect in document.K] == ["H1", "H1", "H1"]
        assert kinds(document).count("Document") == 1


def test_the_parent_tree_leads_from_pages_and_links_to_their_elements(whole: bytes) -> None:
    """Numbers are unique and rise; a page's array and a link's element belong to that page or link."""
    with pikepdf.open(BytesIO(whole)) as pdf:
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        keys = [int(numbers[place]) for place in range(0, len(numbers), 2)]
        assert keys == list(range(pdf.Root.StructTreeRoot.ParentTreeNextKey))
        owners = {int(numbers[place]): numbers[place + 1] for place in range(0, len(numbers), 2)}
        alive = {element.objgen for element in below(tree_of(pdf))}
        for leaf in pdf.pages:
            assert {owner.objgen for owner in owners[int(leaf.StructParents)] if owner} <= alive
            for link in leaf.get("/Annots", []):
                element = owners[int(link.StructParent)]
                assert element.objgen in alive
                assert link.objgen in {kid.Obj.objgen for kid in element.K if is_reference(kid)}


def test_a_tagged_reader_gives_the_text_in_order(whole: bytes, tmp_path: Path) -> None:
    """Poppler, which follows the tags, reads section by section, with languages' own words."""
    (file := tmp_path / "whole.pdf").write_bytes(whole)
    said = subprocess.run(
        ["pdfinfo", "-struct-text", str(file)],  # noqa: S607 - wherever it is installed
        capture_output=True,
        check=True,
    )
    assert said.stderr == b""
    text = said.stdout.decode("utf-8", "replace")  # it gives titles of sections as they are, in UTF-16
    places = [text.index(words) for words in ("Токийский саммит", "Торговля", "Kazakhstan", "Нефть")]
    assert places == sorted(places)
    assert FURNITURE.foot not in text


def test_a_section_without_tags_is_refused() -> None:
    """What has no tag tree cannot be told to anybody who does not see it."""
    part = section("bare", "<h1>Голое</h1>")
    with pikepdf.open(BytesIO(render(part).pdf)) as pdf:
        del pdf.Root.StructTreeRoot
        pdf.save(bare := BytesIO())
    fragment = Fragment("bare", bare.getvalue(), 1)
    with pytest.raises(ValueError, match="bare is not tagged"):
        assemble([part], [fragment], furniture=FURNITURE, metadata=METADATA)


# --- what goes on -----------------------------------------------------------------------------------


PARTS = (
    register("register", range(60)),
    register("register-2", range(60, 120), continues="register"),
    register("register-3", range(120, 180), continues="register"),
    section("after", "<h1>Потом</h1>", ru="Потом"),
)


@pytest.fixture(scope="module")
def long() -> bytes:
    """A register in three parts, and a section after it."""
    set_ = [render(part) for part in PARTS]
    return assemble(PARTS, set_, furniture=FURNITURE, metadata=METADATA)


def test_a_register_in_parts_is_one_table(long: bytes) -> None:
    """One Sect, one Table with one THead and all rows in order; the legend before it stays its own."""
    with pikepdf.open(BytesIO(long)) as pdf:
        first, after = tree_of(pdf).K
        assert (str(first.T), str(after.T)) == ("Реестр", "Потом")
        legend, table = (element for element in below(first) if element.S == "/Table")
        assert kinds(legend).count("TR") == 1
        assert [kind for kind in kinds(table) if kind in ("THead", "TBody")] == ["THead", "TBody"]
        assert kinds(table).count("TR") == 181
        assert kinds(first).count("TH") == 2
    text = "".join(leaf.get_textpage().get_text_bounded() for leaf in pypdfium2.PdfDocument(long))
    assert all(f"Меморандум {number}" in text for number in range(180))
    assert faults(long) == []


def test_a_register_in_parts_has_one_line_in_outline_and_contents(long: bytes) -> None:
    """Its parts can be linked to, and are listed nowhere."""
    lines = [line.title for line in File(long).outline()]
    assert lines == ["Реестр", "Потом"]
    fragments = [render(part) for part in PARTS]
    assert list(contents_pages(PARTS, fragments)) == ["register", "after"]
    assert {"register", "register-2", "register-3", "after"} == set(File(long).destinations())


def test_headings_of_what_goes_on_stand_below_the_section_s_line() -> None:
    """A country's documents that begin in a later part are found in the outline all the same."""
    parts = (
        section("a", "<h1>Реестр</h1><h2>Казахстан</h2>"),
        replace(section("b", "<h2>Узбекистан</h2>"), continues="a"),
    )
    data = assemble(parts, [render(part) for part in parts], furniture=FURNITURE, metadata=METADATA)
    (line,) = File(data).outline()
    assert [(child.title, child.position.page) for child in line.children] == [
        ("Казахстан", 0),
        ("Узбекистан", 1),
    ]


@pytest.mark.parametrize("order", [(1, 0), (0, 3, 1)])
def test_what_goes_on_follows_what_it_continues(order: tuple[int, ...]) -> None:
    """A part before its beginning, or after something else, is a fault in the brief's own order."""
    parts = [PARTS[position] for position in order]
    with pytest.raises(RenderError, match="section register-2 continues register, and does not follow it"):
        assemble(parts, [render(part) for part in parts], furniture=FURNITURE, metadata=METADATA)


# --- what is inside ---------------------------------------------------------------------------------


def test_files_inside_are_listed_and_taken_out_whole(whole: bytes, tmp_path: Path) -> None:
    """Poppler lists them by name and gives back each byte."""
    (file := tmp_path / "whole.pdf").write_bytes(whole)
    listed = subprocess.run(
        ["pdfdetach", "-list", str(file)],  # noqa: S607 - wherever it is installed
        capture_output=True,
        check=True,
        encoding="utf-8",
    ).stdout
    assert [line.split()[-1] for line in listed.splitlines()[1:]] == ["documents.csv", "facts.json"]
    subprocess.run(
        ["pdfdetach", "-saveall", "-o", str(tmp_path), str(file)],  # noqa: S607 - the same
        check=True,
    )
    assert all((tmp_path / it.name).read_bytes() == it.content for it in ENCLOSURES)


def test_files_inside_belong_to_the_document_and_are_dated_as_its_data(whole: bytes) -> None:
    """Each is an associated file with its relationship; its date is the data's, not a clock's."""
    with pikepdf.open(BytesIO(whole)) as pdf:
        found = {str(it.UF): (str(it.AFRelationship), str(it.EF.F.Params.ModDate)) for it in pdf.Root.AF}
        assert found == {
            "documents.csv": ("/Data", "D:20260721"),
            "facts.json": ("/Source", "D:20260721"),
        }


def test_a_brief_without_files_inside_says_nothing_of_them(fragments: list[Fragment]) -> None:
    """Some mail gateways hold back a PDF that merely has the list."""
    data = assemble(SECTIONS, fragments, furniture=FURNITURE, metadata=METADATA)
    with pikepdf.open(BytesIO(data)) as pdf:
        assert "/AF" not in pdf.Root
        assert "/EmbeddedFiles" not in pdf.Root.Names
