"""What the PDF room writes is read back byte by byte, or by readers that had no part in making it."""

from __future__ import annotations

import hashlib
import re
from io import BytesIO
from itertools import pairwise

import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from report.errors import RenderError
from report.pdf import Attachment, attaching, continuing, saving
from report.pdf.name_tree import name_tree

# --- streams ----------------------------------------------------------------------------------------

STREAM = re.compile(rb"\d+ 0 obj\n<<[^\n]*?/Length (\d+)[^\n]*>>\nstream\n")
KIND = re.compile(rb"/Type /(\w+)")


def endings(data: bytes) -> list[tuple[str, bytes, bytes]]:
    """Every stream's kind, its last byte, and what stands between it and `endstream`, by its Length."""
    found = []
    for head in STREAM.finditer(data):
        end = head.end() + int(head[1])
        kind = KIND.search(head[0])
        marker = data[end : data.index(b"endstream", end)]
        found.append((kind[1].decode("ascii") if kind else "content", data[end - 1 : end], marker))
    return found


def small(words: str) -> bytes:
    """A small file that says these words, on its page and of itself."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.pages[0].Contents = pdf.make_stream(words.encode("ascii"))
    pdf.docinfo["/Title"] = String(words)
    return saving.save(pdf)


def test_length_counts_to_the_marker_before_endstream_whatever_a_stream_ends_in() -> None:
    """Of many files some have a stream ending in CR, of each kind; its marker is CRLF, all others are LF."""
    hit = set()
    for number in range(2500):
        words = "%" + hashlib.shake_256(str(number).encode("ascii")).hexdigest(1 + number % 150)
        data = small(words)
        for kind, last, marker in endings(data):
            assert marker == (b"\r\n" if last == b"\r" else b"\n")
            hit |= {kind} if last == b"\r" else set()
        if b"\r\nendstream" in data:
            with pikepdf.open(BytesIO(data)) as pdf:
                assert pdf.check_pdf_syntax() == []
                assert pdf.pages[0].Contents.read_bytes() == words.encode("ascii")
            assert pypdf.PdfReader(BytesIO(data), strict=True).metadata.title == words  # type: ignore[union-attr]
    assert hit == {"ObjStm", "XRef", "content"}


def test_bytes_that_only_look_like_the_end_of_a_stream_stay() -> None:
    """What is inside a stream is never touched."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    inside = b"% \r\nendstream\nendobj"
    pdf.pages[0].contents_add(pikepdf.Stream(pdf, inside))
    target = BytesIO()
    pdf.save(target, compress_streams=False)
    assert saving.unambiguous(target.getvalue()) == target.getvalue()
    assert inside in target.getvalue()


# --- names and files inside -------------------------------------------------------------------------


def test_names_are_sorted_by_their_bytes() -> None:
    """A reader finds a name by halves; Cyrillic ones, which are UTF-16, stand after the others."""
    pdf = pikepdf.new()
    tree = name_tree(pdf, {name: Dictionary(Is=String(name)) for name in ("я", "b", "a-2", "ё", "a-10")})
    names = [bytes(name) for name in tree.Names[::2]]
    assert all(one < other for one, other in pairwise(names))
    assert all(tree.Names[place] == tree.Names[place + 1].Is for place in range(0, 10, 2))


def attachment(name: str = "facts.json", **changed: str) -> Attachment:
    """A file to put inside."""
    fields = {"media_type": "application/json", "description": "Факты · Facts", "relationship": "Data"}
    return Attachment(name=name, content=b"{}\n", **(fields | changed))


def test_a_file_inside_has_what_the_standard_asks() -> None:
    """Names, description, relationship, media type, size, checksum and date; nothing of the clock's."""
    pdf = pikepdf.new()
    attaching.attach(pdf, [attachment(modified="D:20260721"), attachment("a.csv", relationship="Source")])
    files = pdf.Root.AF
    assert [str(file.AFRelationship) for file in files] == ["/Data", "/Source"]
    assert [str(name) for name in list(pdf.Root.Names.EmbeddedFiles.Names)[::2]] == ["a.csv", "facts.json"]
    first = files[0]
    assert (str(first.F), str(first.UF), str(first.Desc)) == ("facts.json", "facts.json", "Факты · Facts")
    stream = first.EF.F
    assert stream.objgen == first.EF.UF.objgen
    assert str(stream.Subtype) == "/application/json"
    assert {key: str(value) for key, value in stream.Params.items() if key != "/CheckSum"} == {
        "/Size": "3",
        "/ModDate": "D:20260721",
    }
    assert set(files[1].EF.F.Params.keys()) == {"/Size", "/CheckSum"}


def test_two_files_inside_of_one_name_are_a_mistake() -> None:
    """The second would take the first one's place."""
    with pytest.raises(ValueError, match=r"two attachments are named 'facts\.json'"):
        attaching.attach(pikepdf.new(), [attachment(), attachment()])


# --- what goes on -----------------------------------------------------------------------------------

Tree = tuple[str, list["Tree"]] | str


def grown(pdf: pikepdf.Pdf, tree: Tree) -> pikepdf.Object:
    """A structure element of a kind with what is below it; a word alone has nothing below."""
    kind, below = (tree, []) if isinstance(tree, str) else tree
    element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{kind}"), K=Array()))
    for kid in (grown(pdf, branch) for branch in below):
        kid.P = element
        element.K.append(kid)
    return element


def told(element: pikepdf.Object) -> Tree:
    """The tree below an element, in which every kid knows its parent."""
    assert all(kid.P.objgen == element.objgen for kid in element.K)
    kind = str(element.S).removeprefix("/")
    return (kind, [told(kid) for kid in element.K]) if len(element.K) else kind


def gone_on(earlier: list[Tree], *later: list[Tree]) -> Tree:
    """A Sect after what stands in further parts has gone on in it."""
    pdf = pikepdf.new()
    sect = grown(pdf, ("Sect", earlier))
    for part in later:
        continuing.go_on("register-2", grown(pdf, ("Document", part)), sect)
    return told(sect)


def test_the_rows_of_a_table_go_on_in_the_first_one_s() -> None:
    """Rows follow rows, further groups follow groups, what stands after the table follows it."""
    rows: Tree = ("TBody", ["TR", "TR"])
    table: Tree = ("Table", ["THead", rows])
    later: list[list[Tree]] = [
        [("Table", [rows])],
        [("Table", [rows, ("TBody", ["TR"])]), "P"],
    ]
    assert gone_on(["H1", table], *later) == (
        "Sect",
        ["H1", ("Table", ["THead", ("TBody", ["TR"] * 6), ("TBody", ["TR"])]), "P"],
    )


def test_the_items_of_a_list_go_on_in_the_first_one_s() -> None:
    """A list within an item is whole, and stays with it."""
    items: Tree = ("L", [("LI", ["Lbl", ("LBody", [("L", ["LI"])])])])
    assert gone_on(["H1", items], [items, "H2", items]) == (
        "Sect",
        ["H1", ("L", [items[1][0]] * 2), "H2", items],
    )


def test_only_what_ends_one_part_and_begins_the_next_goes_on() -> None:
    """Tables with something between them are two, and so are a table and a list."""
    table: Tree = ("Table", [("TBody", ["TR"])])
    items: Tree = ("L", ["LI"])
    assert gone_on(["H1", table], ["P", table]) == ("Sect", ["H1", table, "P", table])
    assert gone_on(["H1", table, "P"], [table]) == ("Sect", ["H1", table, "P", table])
    assert gone_on([table], [items], [table]) == ("Sect", [table, items, table])
    assert gone_on(["H1", "P"], ["P"]) == ("Sect", ["H1", "P", "P"])


def test_a_table_that_goes_on_has_no_head_of_its_own() -> None:
    """A second head would stand in the middle of the rows."""
    with pytest.raises(RenderError, match="section register-2: a table that goes on has its own THead"):
        gone_on([("Table", [("TBody", ["TR"])])], [("Table", ["THead", ("TBody", ["TR"])])])
