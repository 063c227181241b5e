"""A section becomes a PDF, or an error that names it and says everything that is wrong with it."""

from __future__ import annotations

import base64
import socket
import struct
import zlib
from pathlib import Path

import pypdfium2
import pytest

from report.errors import RenderError
from report.model import Section
from report.pdf import File
from report.render import render, render_bytes

STYLE = """@page { size: A4; margin: 24mm 21mm 22mm }
html { font: 10pt/14pt "PT Serif" } body { margin: 0; hyphens: auto; hyphenate-character: "\\2011" }
table { font-family: "PT Sans" }"""


def html(body: str) -> str:
    """A complete page of `body`."""
    return (
        f'<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"><title>Проба</title>'
        f"<style>{STYLE}</style></head><body>{body}</body></html>"
    )


def section(body: str) -> Section:
    """A section of `body`, called `trade`."""
    return Section("trade", "prose", "1", {"ru": "Торговля", "en": "Trade"}, html(body))


def complaints(body: str, base: Path | None = None) -> list[str]:
    """What is said against a section of `body`, line by line."""
    with pytest.raises(RenderError) as caught:
        render(section(body), base=base)
    return str(caught.value).splitlines()


def png(colour: bytes = b"\x14\x36\x5c") -> bytes:
    """A picture of one dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\x00" + colour)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_a_section_becomes_a_fragment() -> None:
    """A fragment has the section's id, its pages counted, and its words in both languages."""
    fragment = render(section('<p>Торговля</p><p lang="en" style="break-before: page">Trade</p>'))
    document = pypdfium2.PdfDocument(fragment.pdf)
    assert (fragment.section, fragment.pages, len(document)) == ("trade", 2, 2)
    assert [page.get_textpage().get_text_bounded() for page in document] == ["Торговля", "Trade"]


def test_the_same_bytes_are_set_to_the_same_bytes() -> None:
    """Setting is a function: nothing dated or counted enters the fragment."""
    page = html('<h1 id="a">Торговля</h1><p>office</p>').encode()
    assert render_bytes(page) == render_bytes(page)


def test_a_drawing_in_the_page_may_be_given_as_data() -> None:
    """An SVG in a data: address is set with its words."""
    text = '<text y="20" font-family="PT Sans">Рисунок</text>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30">{text}</svg>'
    address = base64.b64encode(svg.encode()).decode()
    fragment = render(section(f'<img src="data:image/svg+xml;base64,{address}" alt="Рисунок">'))
    assert {font.name for font in File(fragment.pdf).fonts()} == {"PT-Sans"}


def test_a_link_to_another_section_passes() -> None:
    """`sec:ID` stays as an address for assembly to resolve."""
    fragment = render(section('<p id="here"><a href="sec:there">там</a> <a href="#here">здесь</a></p>'))
    links = [(link.kind, link.target) for link in File(fragment.pdf).links()]
    assert links == [("uri", "sec:there"), ("name", "here")]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<p>вправо →</p>", "'→' (U+2192) set in"),
        ("<p>\U0010fffd</p>", "U+10FFFD"),
        ('<img src="http://example.org/x.png">', "'http://example.org/x.png' is refused"),
        ('<img src="https://example.org/x.png">', "'https://example.org/x.png' is refused"),
        ('<img src="file:///etc/passwd">', "'file:///etc/passwd' is refused"),
        ('<link rel="stylesheet" href="file:///etc/passwd">', "'file:///etc/passwd' is refused"),
        ('<img src="../../../../etc/passwd">', "etc/passwd' is refused"),
        ('<img src="%2e%2e/%2e%2e/%2e%2e/etc/passwd">', "etc/passwd' is refused"),
        ('<div style="background: url(ftp://example.org/x)">x</div>', "'ftp://example.org/x' is refused"),
        ('<svg width="9" height="9"><image href="http://example.org/y.png"/></svg>', "y.png' is refused"),
        ('<a href="#nowhere">там</a>', "No anchor #nowhere"),
        ('<p id="a">раз</p><p id="a">два</p>', "Anchor defined twice: 'a'"),
        ('<a href="javascript:alert(1)">там</a>', "a link to 'javascript:alert(1)'"),
        ('<a href="file:///etc/passwd">там</a>', "a link to 'file:///etc/passwd'"),
        ('<a href="other.html">там</a>', "other.html'"),
        ('<div style="display: flex"><a href="sec:x">там</a></div>', "the link to 'sec:x' is lost"),
        ('<p style="colour: red">x</p>', "colour: red"),
        ('<p style="font-family: Nonesuch">x</p>', "'x' (U+0078) set in"),
        ("<p>торгово\u2011экономический</p>", "U+2011 in"),
    ],
)
def test_what_is_wrong_is_told_with_the_section(body: str, said: str) -> None:
    """Every complaint names the section and the fault."""
    found = complaints(body)
    assert all(line.startswith("section trade: ") for line in found)
    assert any(said in line for line in found), found


def test_all_complaints_come_at_once() -> None:
    """One build tells every fault of a section, each once."""
    found = complaints('<p>→ ■</p><img src="http://example.org/x.png"><a href="#nowhere">там</a>')
    assert len(found) == len(set(found))
    for said in ("U+2192", "U+25A0", "x.png' is refused", "#nowhere"):
        assert any(said in line for line in found)


def test_nothing_is_asked_of_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """No connection is opened, not even to look up a name."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert complaints('<img src="http://example.org/x.png">')


def test_files_of_the_templates_are_read_and_no_others(tmp_path: Path) -> None:
    """A relative address is a file of the given folder; a link that leads out of it is refused."""
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "dot.png").write_bytes(png())
    (tmp_path / "secret.png").write_bytes(png())
    (folder / "out.png").symlink_to(tmp_path / "secret.png")
    page = '<img src="{}" alt="точка" style="width: 9mm">'
    assert render(section(page.format("dot.png")), base=folder).pages == 1
    assert any("refused" in line for line in complaints(page.format("out.png"), base=folder))
    assert any("refused" in line for line in complaints(page.format("dot.png")))


def test_where_a_brief_lies_does_not_change_its_pages(tmp_path: Path) -> None:
    """The path of a picture's file does not reach the fragment."""
    fragments = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "dot.png").write_bytes(png())
        fragments.append(render(section('<img src="dot.png" alt="точка">'), base=folder))
    assert fragments[0] == fragments[1]


def test_words_are_broken_as_their_language_breaks_them() -> None:
    """Russian and English are hyphenated by their own rules, with the face's own hyphen."""
    fragment = render(
        section('<p style="width: 24mm">достопримечательности <i lang="en">internationalization')
    )
    text = pypdfium2.PdfDocument(fragment.pdf)[0].get_textpage().get_text_bounded()
    assert len(text.splitlines()) > 2
    assert {font.name for font in File(fragment.pdf).fonts()} == {"PT-Serif", "PT-Serif-Italic"}
