"""Templates are filled from views, and nothing else gets through."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from report.errors import RenderError
from report.pages import Pages, distinct, spoken


@dataclass(frozen=True)
class View:
    """A view of one text."""

    text: str


def pages(folder: Path, template: str) -> Pages:
    """Pages with one template, `page.html`."""
    (folder / "page.html").write_text(template, encoding="utf-8")
    return Pages([folder], lambda message: {"en": message})


def test_text_is_never_interpreted(tmp_path: Path) -> None:
    """Mark-up in the data is printed as text."""
    filled = pages(tmp_path, "<p>{{ text }}</p>").fill("page.html", View("<b>&</b>"))
    assert filled == "<p>&lt;b&gt;&amp;&lt;/b&gt;</p>"


def test_an_unknown_name_is_an_error(tmp_path: Path) -> None:
    """A template that asks for what its view has not fails and is named."""
    with pytest.raises(RenderError, match=r"page\.html.*'tekst' is undefined"):
        pages(tmp_path, "{{ tekst }}").fill("page.html", View("x"))


def test_a_broken_template_is_named_with_its_line(tmp_path: Path) -> None:
    """A mistake in a template is told with file and line."""
    with pytest.raises(RenderError, match=r"templates/page\.html:2"):
        pages(tmp_path, "ok\n{% if %}").fill("page.html", View("x"))


def test_a_template_cannot_reach_python(tmp_path: Path) -> None:
    """The sandbox keeps a template from the interpreter's insides."""
    with pytest.raises(RenderError):
        pages(tmp_path, "{{ text.__class__.__mro__[1].__subclasses__() }}").fill("page.html", View("x"))


def test_own_folder_comes_first(tmp_path: Path) -> None:
    """A brief's template replaces ours of the same name."""
    own, ours = tmp_path / "own", tmp_path / "ours"
    for folder, word in ((own, "own"), (ours, "ours")):
        folder.mkdir()
        (folder / "page.html").write_text(word, encoding="utf-8")
    assert Pages([own, ours], lambda message: {}).fill("page.html", View("x")) == "own"


def test_messages_come_in_every_language(tmp_path: Path) -> None:
    """`_` gives an interface message as words of the version's languages."""
    assert pages(tmp_path, "{{ _('Sources')['en'] }}").fill("page.html", View("x")) == "Sources"


@pytest.mark.parametrize(
    ("text", "language", "voice"),
    [
        ("JBIC", "ru", "en"),
        ("Казахстанская правда", "en", "ru"),
        ("Банк JBIC", "ru", "ru"),
        ("2025", "ru", "ru"),
    ],
)
def test_a_name_in_another_alphabet_is_read_in_its_own_language(text: str, language: str, voice: str) -> None:
    """A voice that knows one alphabet spells the other letter by letter."""
    assert spoken(text, language) == voice
    assert distinct({language: text}) == [(voice, text)]
