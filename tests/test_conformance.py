"""The finished files conform to both standards, in the eyes of readers that had no part in making them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from report import pipeline, settings
from report.assemble import assemble
from report.conformance import validate
from report.errors import RenderError, SettingsError
from report.inspect import integrity, measure
from report.model import Brief, Furniture, Metadata, Section
from report.render import render
from report.settings import Settings

VERSIONS = ("bilingual", "ru", "en")
STYLE = """@page { size: A4; margin: 24mm 21mm 22mm } html { font: 10pt/14pt "PT Serif" }"""
COVER = '<h1 id="cover">Токийский саммит</h1>'
TRADE = """<div id="trade"><h1>Торговля</h1><h2>Товары</h2><p>Пять лидеров. <a href="sec:cover">Начало</a></p>
<table><thead><tr><th scope="col">Страна</th></tr></thead><tbody><tr><td>Казахстан</td></tr></tbody></table>
<svg xmlns="http://www.w3.org/2000/svg" width="40mm" height="20mm"><title>Число</title>
<rect width="90" height="40"/></svg></div>"""
SECTIONS = ("cover", "trade")


@pytest.fixture(scope="module")
def small() -> bytes:
    """A cover and a section, assembled."""
    sections = [
        Section(
            name,
            "cover" if name == "cover" else "prose",
            "",
            {"ru": name},
            f'<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"><title>{name}</title>'
            f"<style>{STYLE}</style></head><body>{body}</body></html>",
        )
        for name, body in zip(SECTIONS, (COVER, TRADE), strict=True)
    ]
    return assemble(
        sections,
        [render(section) for section in sections],
        furniture=Furniture("Саммит", "Данные на 21 июля 2026 г."),
        metadata=Metadata("Саммит", "Пресс-служба", "Итоги", "ru"),
    )


def tampered(pdf: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """The file with something changed in it."""
    target = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        change(opened)
        opened.save(target)
    return target.getvalue()


def first(pdf: pikepdf.Pdf, kind: str) -> pikepdf.Dictionary:
    """The file's first structure element of a kind."""
    every = (each for each in pdf.objects if isinstance(each, pikepdf.Dictionary))
    return next(each for each in every if each.get("/Type") == "/StructElem" and str(each.S) == f"/{kind}")


# --- the finished files -------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", VERSIONS)
def test_each_version_conforms_to_both_standards(name: str, built: Path, own_settings: Settings) -> None:
    """An independent validator has nothing against any language version."""
    file = built / f"brief.{name}.pdf"
    sections = [section.id for section in own_settings.sections]
    assert [str(it) for it in validate(file.read_bytes(), name=file.name, sections=sections)] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", VERSIONS)
def test_the_inner_ties_of_each_version_hold(
    name: str, built: Path, own_brief: Brief, own_settings: Settings
) -> None:
    """What validators miss is right too: every guard of integrity passes every version."""
    (version,) = pipeline.versions_of(own_settings, name)
    ties = {guard.replace("_", "-") for guard in integrity.__all__}
    found = measure((built / f"brief.{name}.pdf").read_bytes(), own_brief, own_settings, version)
    assert [str(finding) for finding in found if finding.rule in ties] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", VERSIONS)
def test_independent_readers_open_each_version(name: str, built: Path) -> None:
    """No damage to qpdf; PDFium and Poppler count the same pages and see the tags."""
    file = built / f"brief.{name}.pdf"
    assert "No syntax or stream encoding errors" in said_of(file, "qpdf", "--check")
    facts = dict(re.findall(r"^(Pages|Tagged): +(\w+)$", said_of(file, "pdfinfo"), re.MULTILINE))
    with pypdfium2.PdfDocument(file) as document:
        assert facts == {"Pages": str(len(document)), "Tagged": "yes"}


def said_of(file: Path, *command: str) -> str:
    """What an installed program says of a file without a complaint."""
    done = subprocess.run([*command, file], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout


# --- what the validator finds -------------------------------------------------------------------------


def test_a_sound_file_conforms(small: bytes) -> None:
    """A small file as we make it has no fault, so that each fault below is the planted one."""
    assert validate(small, name="small.pdf", sections=SECTIONS) == ()


def _lose_words(pdf: pikepdf.Pdf) -> None:
    del first(pdf, "Figure").Alt


def _skip_level(pdf: pikepdf.Pdf) -> None:
    first(pdf, "H2").S = pikepdf.Name.H3


def _lose_contents(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1].Annots[0]["/Contents"]


def _lose_tabs(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1]["/Tabs"]


def _mistype_language(pdf: pikepdf.Pdf) -> None:
    first(pdf, "P").Lang = pikepdf.String("по-русски")


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (_lose_words, "figure-alternative-text"),
        (_skip_level, "heading-nesting"),
        (_lose_contents, "link-contents"),
        (_lose_tabs, "page-tabs"),
        (_mistype_language, "lang"),
    ],
)
def test_a_fault_is_told_with_its_page_and_section(
    change: Callable[[pikepdf.Pdf], None], rule: str, small: bytes
) -> None:
    """The validator's fault is a finding that names the rule, the standard, the page and the section."""
    faults = validate(tampered(small, change), name="small.pdf", sections=SECTIONS)
    assert {str(fault.location) for fault in faults if rule in fault.rule} == {"small.pdf:2 trade"}
    assert {fault.severity for fault in faults} == {"error"}


def test_a_fault_of_the_whole_file_has_no_page(small: bytes) -> None:
    """Metadata that claim nothing are a fault of the file, of both standards."""

    def forget(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.Metadata

    faults = validate(tampered(small, forget), name="small.pdf", sections=SECTIONS)
    assert {fault.expected for fault in faults} == {"PDF/UA-1", "PDF/A-3a"}
    assert {str(fault.location) for fault in faults} == {"small.pdf"}


def test_what_is_no_pdf_is_refused_in_one_line() -> None:
    """The validator's own error becomes ours, with the file's name."""
    with pytest.raises(RenderError, match=r"^small\.pdf: the validator cannot read it: .+$"):
        validate(b"nothing", name="small.pdf", sections=SECTIONS)


def validated(project: Path, folder: Path) -> pipeline.Built:
    """A brief's Russian version, built as `brief build --validate` builds it."""
    read = settings.read(project)
    versions = pipeline.versions_of(read, "ru")
    manner = pipeline.Manner(validated=True)
    return pipeline.build(read, versions, folder, watch=lambda step: None, manner=manner)


@pytest.mark.slow
def test_a_build_that_is_validated_makes_its_files(sample: Path, tmp_path: Path) -> None:
    """The validator has nothing against a brief of another's data, and the file is put in place."""
    (made,) = validated(sample, tmp_path / "proof").files
    assert validate(made.path.read_bytes(), name=made.path.name, sections=()) == ()


def test_a_validator_that_is_missing_is_told_with_its_cure(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the extra the option says what to install, before the work."""
    monkeypatch.setitem(sys.modules, "page", None)  # so Python marks a module that cannot be imported
    with pytest.raises(SettingsError, match=r"pip install 'printable-brief\[validate\]'"):
        validated(sample, tmp_path / "proof")
    assert not (tmp_path / "proof").exists()
