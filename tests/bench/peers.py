"""A brief's folder → a PDF by one rival, from data to file in one process, as its own user would.

`python -m bench.peers NAME PROJECT FOLDER` (in tests/) writes FOLDER/brief.pdf and prints what it took
as JSON. An expert's way for each: fonts named and not searched for, drawings in the format that the
rival likes best, two runs for LaTeX's page numbers, one page of HTML for those that print HTML.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TextIO
from unittest.mock import patch

from bench.content import Content, content_of, named
from report.model import Figure

HERE = Path(__file__).resolve().parent
PDF = "brief.pdf"
CONTENT = "content.json"
PAGE = "brief.html"


def typst(project: Path, folder: Path) -> Mapping[str, float]:
    """Typst: the content as JSON, a template, drawings as SVG, tags as PDF/UA-1."""
    export = _svg_in(folder)
    content = content_of(project, export)
    start = time.perf_counter()
    neutral = content.neutral()
    detour = content.detour + time.perf_counter() - start
    (folder / CONTENT).write_text(json.dumps(neutral, ensure_ascii=False), encoding="utf-8")
    template = shutil.copy(HERE / "brief.typ", folder)
    return {"detour": detour, "setting": _seconds(lambda: _compile(Path(template), folder / PDF))}


def _compile(template: Path, pdf: Path) -> None:
    import typst as engine

    from report import faces

    fonts = sorted({str(file.parent) for file in faces.files()})
    engine.compile(
        str(template),
        output=str(pdf),
        font_paths=fonts,
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )


def xelatex(project: Path, folder: Path) -> Mapping[str, float]:
    """XeLaTeX, two runs: the content as source in a document's forms, drawings as PDF."""
    from bench.latex import source

    with _drawn_as_pdf(folder):
        content = content_of(project, named)
    start = time.perf_counter()
    neutral = content.neutral()
    detour = content.detour + time.perf_counter() - start
    (folder / "words.tex").write_text(source(neutral), encoding="utf-8")
    shutil.copy(HERE / "brief.tex", folder)
    command = ["xelatex", "-interaction=batchmode", "-halt-on-error", "brief.tex"]

    def run() -> None:
        for first in (True, False):
            _run([*command[:1], *(["-no-pdf"] if first else []), *command[1:]], folder)

    return {"detour": detour, "setting": _seconds(run)}


@contextmanager
def _drawn_as_pdf(folder: Path) -> Iterator[None]:
    """While this lasts our drawings go to PDF files named by their figure, as LaTeX wants them."""
    from matplotlib import rc_context, rcParams
    from matplotlib.figure import Figure as Sheet

    save = Sheet.savefig

    def save_pdf(sheet: Sheet, buffer: TextIO, **_: object) -> None:
        # The canvas salts each drawing with its figure's id: the only name it has here.
        save(sheet, folder / f"{rcParams['svg.hashsalt']}.pdf", format="pdf", metadata={"CreationDate": None})
        buffer.write("<svg/>")

    with rc_context({"pdf.fonttype": 42}), patch.object(Sheet, "savefig", save_pdf):
        yield


def chromium(project: Path, folder: Path) -> Mapping[str, float]:
    """Chromium's print: one page of HTML, tagged."""
    page, content = _page(project, folder)
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions"]
    pages = ["--no-pdf-header-footer", f"--print-to-pdf={folder / PDF}"]
    profile = f"--user-data-dir={folder / 'profile'}"
    command = ["chromium", *options, profile, *pages, page.as_uri()]
    return {"detour": 0.0, "setting": _seconds(lambda: _run(command, folder)), "filling": content.detour}


def weasyprint(project: Path, folder: Path) -> Mapping[str, float]:
    """WeasyPrint in one run: one page of HTML, the tags of PDF/UA-1."""
    page, content = _page(project, folder)

    def run() -> None:
        from weasyprint import HTML

        HTML(filename=page).write_pdf(folder / PDF, pdf_variant="pdf/ua-1")

    return {"detour": 0.0, "setting": _seconds(run), "filling": content.detour}


def charts(project: Path, folder: Path) -> Mapping[str, float]:
    """Only the drawings, one after the other, as every rival's preparation makes them."""
    from bench.content import drawings_of

    return {"detour": 0.0, "setting": _seconds(lambda: drawings_of(project))}


def _page(project: Path, folder: Path) -> tuple[Path, Content]:
    from bench.onepage import page_of

    content = content_of(project, lambda figure: figure)
    page = folder / PAGE
    page.write_text(page_of(content), encoding="utf-8")
    return page, content


def _svg_in(folder: Path) -> Callable[[Figure], Figure]:
    """Writes each drawing as a file, and leaves its name in the page."""

    def export(figure: Figure) -> Figure:
        (folder / f"{figure.id}.svg").write_text(figure.svg, encoding="utf-8")
        return replace(figure, svg=figure.id)

    return export


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


PEERS: Mapping[str, Callable[[Path, Path], Mapping[str, float]]] = {
    "typst": typst,
    "chromium": chromium,
    "xelatex": xelatex,
    "weasyprint": weasyprint,
    "charts": charts,
}


def main(name: str, project: str, folder: str) -> None:
    """Set a brief with one rival, and print the seconds of its parts."""
    sys.stdout.write(json.dumps(PEERS[name](Path(project), Path(folder))))


if __name__ == "__main__":
    main(*sys.argv[1:])
