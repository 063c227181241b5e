"""The content and a finished PDF → the share of the content's words that the PDF holds.

A passage that is found whole, spaces and hyphens apart, counts with all its words; of any other, the
words that stand anywhere in the file. Read by Poppler, which none of the rivals is made of.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

_WORD = re.compile(r"\w+")
_HYPHEN = re.compile(r"[-\u00ad\u2010\u2011\ufffe]")
_BREAK = re.compile(r"[-\u00ad\u2010\u2011\ufffe]\s*\n\s*")
_NO_WORD = re.compile(r"\W+")


def share(passages: Iterable[str], pdf: Path) -> float:
    """The share of the passages' words found, 0 to 1."""
    text = _text(pdf)
    run_together = _NO_WORD.sub("", text)
    words = set(_WORD.findall(_HYPHEN.sub("", _BREAK.sub("", text))))
    found = total = 0
    for passage in passages:
        own = _WORD.findall(_HYPHEN.sub("", passage))
        total += len(own)
        whole = _NO_WORD.sub("", passage) in run_together
        found += len(own) if whole else sum(word in words for word in own)
    return found / total


def pages(pdf: Path) -> int:
    """How many pages a PDF has."""
    told = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True)  # noqa: S607
    return int(next(line for line in told.stdout.splitlines() if line.startswith("Pages:")).split()[1])


def drawn(svg: str) -> list[str]:
    """The words of a drawing, line by line."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - drawn by ourselves a moment ago
    return ["".join(text.itertext()).strip() for text in root.iter("{http://www.w3.org/2000/svg}text")]


def _text(pdf: Path) -> str:
    """All text in the order of the content, a line a line."""
    command = ["pdftotext", "-raw", "-enc", "UTF-8", str(pdf), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
