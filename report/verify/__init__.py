"""A finished PDF, on its own → `Verification`: which edition it is, and whether all of it is still true.

The files inside are held against each other and against the code that is printed, the pages against
the files inside; then all of it, byte for byte, against the archive, where there is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from report.errors import ReportError
from report.localize import Voice
from report.model import PageText
from report.pdf import File, structure
from report.verify.enclosed import DOCUMENTS, FIGURES, NOTHING_INSIDE, Enclosed, code, enclosed, enclosures
from report.verify.figures import documents, figures
from report.verify.nouns import Check, Outcome, Verification, judged, unknown
from report.verify.pages import Printed, printed
from report.verify.wording import wordings

__all__ = ["Check", "Outcome", "Verification", "verify"]

Read = Callable[[bytes], Sequence[PageText]]

_CODE: Final = re.compile(r"[0-9A-F]{4}-[0-9A-F]{4}")
_BILINGUAL: Final = "bilingual"
_MOSTLY: Final = 0.5
"""Of the texts of a language: a version that speaks it prints all of them, another one some names."""


def verify(pdf: bytes, *, read: Read, catalogues: Sequence[Path]) -> Verification:
    """Look at a finished file from all sides; `read` reads its pages back.

    Raises:
        ArchiveError: the bytes are no PDF, or a damaged one.
    """
    file = File(pdf)
    inside = enclosed(file.attachments())
    pages = printed(read(pdf), structure.read(file).elements)
    voices = _voices(inside, pages, catalogues)
    checks = (
        enclosures(inside),
        code(inside, frozenset(filter(_CODE.fullmatch, pages.pieces))),
        _recomputed("figures", inside, voices, lambda voice: figures(inside.rows(FIGURES), pages, voice)),
        _recomputed(
            "documents", inside, voices, lambda voice: documents(inside.rows(DOCUMENTS), pages, voice)
        ),
        _recomputed("texts", inside, voices, lambda voice: _unsaid(inside, pages, voice)),
        _marked(pages),
    )
    spoken = [voice.language for voice in voices]
    return Verification(
        brief=str(inside.manifest.get("brief", "")),
        edition=0,
        state=str(inside.manifest.get("status", "")),
        version=_BILINGUAL if len(spoken) > 1 else "".join(spoken),
        checks=checks,
    )


def _voices(inside: Enclosed, pages: Printed, catalogues: Sequence[Path]) -> tuple[Voice, ...]:
    """Who speaks in the file: a language is one of its own where most of its texts stand on the pages."""
    if inside.brief is None:
        return ()
    languages = sorted(
        {language for words in inside.brief.vocabulary.countries.values() for language in words}
    )
    signs = inside.manifest.get("signs", {})
    voices = (Voice(language, catalogues=catalogues, signs=signs) for language in languages)
    return tuple(voice for voice in voices if _speaks(inside, pages, voice))


def _speaks(inside: Enclosed, pages: Printed, voice: Voice) -> bool:
    texts = wordings(inside.brief, voice, pages) if inside.brief else ()
    return sum(text.found for text in texts) > _MOSTLY * len(texts)


def _recomputed(
    name: str, inside: Enclosed, voices: Sequence[Voice], faults: Callable[[Voice], Iterator[str]]
) -> Check:
    """A check that says of each language of the file what its pages say otherwise."""
    if inside.brief is None:
        return unknown(
            name, NOTHING_INSIDE if not inside.files else "there are no facts inside to compare with"
        )
    if not voices:
        return Check(name, Outcome.FAILS, ("the pages say none of the facts inside, in no language",))
    try:
        found = tuple(fault for voice in voices for fault in faults(voice))
    except ReportError as error:
        return Check(name, Outcome.FAILS, (str(error),))
    spoken = ", ".join(voice.language for voice in voices)
    return judged(name, found, otherwise=f"as the files inside have them, in {spoken}")


def _unsaid(inside: Enclosed, pages: Printed, voice: Voice) -> Iterator[str]:
    texts = wordings(inside.brief, voice, pages) if inside.brief else ()
    return (f"{it.noun} ({voice.language}): {it.text!r} on no page" for it in texts if not it.found)


def _marked(pages: Printed) -> Check:
    """Words that belong to nothing were put there after the file was made."""
    faults = tuple(f"page {page} has words that belong to no part of the text" for page in pages.untagged)
    return judged("pages", faults, otherwise="all words belong to a part of the text")
