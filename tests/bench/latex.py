"""Neutral content → LaTeX source, in the forms that brief.tex defines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bench.blocks import Block, Line, Run

_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "&": r"\&",
        "%": "\\%\\allowbreak{}",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "\N{NO-BREAK SPACE}": "~",
        "\N{NARROW NO-BREAK SPACE}": r"\,",
        "\N{THIN SPACE}": r"\,",
        "\N{WORD JOINER}": "",
        "/": "/\\allowbreak{}",
    }
)
_ALIGN = {"left": "L", "right": "R", "center": "C"}
_CELL_GAP = 2.0


def source(content: Mapping[str, Any]) -> str:
    """All sections as LaTeX, with what the page's head and foot say."""
    head, foot = (content[name].translate(_SPECIAL) for name in ("head", "foot"))
    title = content["title"].translate(_SPECIAL)
    lines = [
        f"\\newcommand\\shorttitle{{{head}}}\\newcommand\\state{{{foot}}}",
        f"\\hypersetup{{pdftitle={{{title}}},pdfauthor={{{content['author'].translate(_SPECIAL)}}}}}",
    ]
    for section in content["sections"]:
        lines += _section(section)
    return "\n".join(lines)


def _section(section: Mapping[str, Any]) -> Iterable[str]:
    if section["kind"] == "cover":
        yield from _cover(section["blocks"])
        return
    # The mark is set after the page break that a title makes, so that the old page keeps its own.
    title, *rest = section["blocks"]
    yield _block(title)
    yield f"\\markright{{{section['running'].translate(_SPECIAL)}}}"
    for block in rest:
        yield _block(block)


def _cover(blocks: Iterable[Block]) -> Iterable[str]:
    yield "\\thispagestyle{empty}\\newgeometry{margin=0mm}\\thispagestyle{empty}"
    for block in blocks:
        if block["kind"] == "figure":
            yield f"\\drawing{{{block['file']}}}{{210mm}}"
            yield "{\\color{vermilion}\\hspace{21mm}\\rule{52mm}{2mm}}\\par\\vspace{14mm}"
        else:
            inside = _block(block, breakable=False)
            yield f"\\hspace*{{21mm}}\\parbox{{168mm}}{{{inside}}}\\par\\vspace{{7mm}}"
    yield "\\restoregeometry"


def _block(block: Block, *, breakable: bool = True) -> str:
    if block["kind"] == "table":
        return _table(block, breakable=breakable)
    if block["kind"] == "figure":
        return _figure(block)
    first, *others = (_words(cell) for cell in block["cells"])
    return _passage(block, [_anchor(block["id"]) + first, *others])


def _passage(block: Block, cells: list[str]) -> str:
    kind = block["kind"]
    if kind == "heading":
        return _heading(block, cells)
    if kind in ("text", "note", "cover"):
        look = (
            "\\fontsize{24}{28}\\selectfont\\bfseries\\color{blue}" if kind == "cover" else "\\RaggedRight "
        )
        return f"{{{look}{cells[0]}\\par}}\\vspace{{7pt}}"
    name = {
        "title": "sectiontitle",
        "entry": "position" if block["position"] else "entry",
        "pair": "ruledpair" if block.get("ruled") else "pair",
    }[kind]
    return f"\\{name}{_arguments(cells)}"


def _heading(block: Block, cells: list[str]) -> str:
    size = "10" if block["level"] == 2 else "8"
    name = "subheading" if len(cells) > 1 else "onesubheading"
    notes = "".join(f"\\N{{{_words(note)}}}\\par\\nopagebreak " for note in block["notes"])
    return f"\\{name}{{{size}}}{_arguments(cells)}{notes}"


def _figure(block: Block) -> str:
    captions = "".join(f"{{\\sffamily {_words(caption)}\\par}}" for caption in block["captions"])
    notes = "".join(f"{_words(note)}\\par " for note in block["notes"])
    drawing = f"\\vspace{{7pt}}\\drawing{{{block['file']}}}{{168mm}}\\vspace{{7pt}}"
    return f"\\par\\vspace{{14pt}}\\parbox{{168mm}}{{{captions}{drawing}{notes}}}\\par\\vspace{{14pt}}"


def _table(block: Block, *, breakable: bool) -> str:
    gap = 0.0 if block["shape"] == "field" else _CELL_GAP
    columns = "".join(f"L{{{width - gap}mm}}@{{\\hspace{{{gap}mm}}}}" for width in block["widths"])
    environment = "longtable" if breakable else "tabular"
    place = "[l]" if breakable else ""
    rule = "" if block["shape"] in ("field", "cover-foot") else "\\thinrule "
    rows = [_row(block, row, gap) + " \\\\[3.5pt] " + rule for row in block["rows"]]
    head = "".join(_row(block, row, gap, bold=True) + " \\\\ \\thickrule " for row in block["head"])
    heads = f"\\thickrule {head}\\endhead " if head else ""
    body = "\n".join(rows)
    return f"{{\\tabletext\\begin{{{environment}}}{place}{{{columns}}}{heads}{body}\\end{{{environment}}}}}"


def _row(block: Block, row: Block, gap: float, *, bold: bool = False) -> str:
    cells = [_cell(block, row, index, gap, bold=bold) for index in range(len(row["cells"]))]
    if row["id"]:
        cells[0] = cells[0] if cells[0].startswith("\\multicolumn") else _anchor(row["id"]) + cells[0]
    return " & ".join(cells)


def _cell(block: Block, row: Block, index: int, gap: float, *, bold: bool) -> str:
    cell, width = row["cells"][index], block["widths"][index] - gap
    words = _words(cell["lines"])
    if block["shape"] == "contents" and index == len(row["cells"]) - 1:
        words = f"\\pageref{{{row['cells'][1]['lines'][0][0]['h']}}}"
    if bold or row["group"]:
        words = f"{{\\bfseries\\color{{blue}}{words}}}"
    if cell["filled"]:
        words = f"\\cellcolor{{blue}}{{\\color{{white}}{words}}}"
    if cell["span"] > 1:
        width = sum(block["widths"][index : index + cell["span"]])
    elif cell["align"] == "left":
        return words
    column = f"{_ALIGN[cell['align']]}{{{width}mm}}@{{\\hspace{{{gap}mm}}}}"
    return f"\\multicolumn{{{cell['span']}}}{{{column}}}{{{words}}}"


def _arguments(cells: Iterable[str]) -> str:
    return "".join(f"{{{cell}}}" for cell in cells)


def _anchor(name: str) -> str:
    return f"\\at{{{name}}}" if name else ""


def _words(lines: Iterable[Line]) -> str:
    return "\\newline ".join("".join(_run(run) for run in line) for line in lines)


def _run(run: Run) -> str:
    text = run["t"].translate(_SPECIAL)
    if "h" in run:
        text = f"\\hyperlink{{{run['h']}}}{{{text}}}"
    for name, command in (("k", "K"), ("b", "B"), ("s", "N"), ("g", "G")):
        if name in run and not (name == "g" and "s" in run):
            text = f"\\{command}{{{text}}}"
    return f"\\en{{{text}}}" if run.get("l") == "en" else text
