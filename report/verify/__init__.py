"""A finished PDF, on its own → `Verification`: which edition it is, and whether all of it is still true.

The files inside are held against each other and against the code that is printed, the pages against
the files inside; then all of it, byte for byte, against the archive, where there is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from report import __version__
from report.errors import ReportError
from report.localize import Voice
from report.pdf import File, structure
from report.verify.archived import Archived, Claimed, Read, identical, newest, twin
from report.verify.enclosed import DOCUMENTS, FIGURES, NOTHING_INSIDE, Enclosed, code, enclosed, enclosures
from report.verify.figures import documents, figures
from report.verify.furniture import furniture
from report.verify.nouns import Check, Outcome, Verification, judged, unknown
from report.verify.pages import Printed, printed
from report.verify.tables import tables
from report.verify.wording import wordings

__all__ = ["Archived", "Check", "Outcome", "Verification", "verify"]

_CODE: Final = re.compile(r"[0-9A-F]{4}-[0-9A-F]{4}")
_BILINGUAL: Final = "bilingual"
_MOSTLY: Final = 0.5
"""Of the texts of a language: a version that speaks it prints all of them, another one some names."""


def verify(
    pdf: bytes, *, read: Read, catalogues: Sequence[Path], archived: Archived | None = None
) -> Verification:
    """Look at a finished file from all sides; `read` reads its pages back.

    Without `archived` the file is held against itself alone, and what it is not held against is told.

    Raises:
        ArchiveError: the bytes are no PDF, or a damaged one.
    """
    file = File(pdf)
    inside = enclosed(file.attachments())
    pages = printed(read(pdf), structure.read(file).elements)
    voices = _voices(inside, pages, catalogues)
    spoken = [voice.language for voice in voices]
    claimed = Claimed(pdf, inside, _BILINGUAL if len(spoken) > 1 else "".join(spoken))
    recomputed = (tables(inside), *_pages(inside, pages, voices))
    same = twin(pdf, archived) if archived else None
    number = same.edition.number if same else claimed.edition
    brief = archived.brief if archived and same else str(inside.manifest.get("brief", ""))
    return Verification(
        brief=brief,
        edition=number,
        state=same.state if same else str(inside.manifest.get("status", "")),
        version=claimed.version,
        checks=(
            enclosures(inside),
            code(inside, frozenset(filter(_CODE.fullmatch, pages.pieces))),
            *(_excused(check, inside, proven=same is not None) for check in recomputed),
            identical(claimed, archived, read),
            newest(number, brief, archived),
        ),
    )


def _excused(check: Check, inside: Enclosed, *, proven: bool) -> Check:
    """Where the archive vouches for every byte, or another program set the pages, that is said with a fault.

    Another version of the program may word things otherwise; without an archive nobody can tell whether
    it was that, and the fault stays one.
    """
    if check.outcome is not Outcome.FAILS:
        return check
    if proven:
        why = "the archive vouches for the file; this program says otherwise than the one that set it"
        return Check(check.name, Outcome.NOTICE, (why, *check.found))
    ours = f"brief {__version__}"
    theirs = inside.manifest.get("versions", {}).get("program", ours)
    why = f"set by {theirs}, looked at by {ours}, which may word things otherwise"
    return check if theirs == ours else Check(check.name, check.outcome, (why, *check.found))


def _pages(inside: Enclosed, pages: Printed, voices: Sequence[Voice]) -> tuple[Check, ...]:
    """What the pages say, held against what is inside."""

    def recomputed(name: str, faults: Callable[[Voice], Iterable[str]]) -> Check:
        return _recomputed(name, inside, voices, faults)

    return (
        furniture(inside, pages, voices),
        recomputed("figures", lambda voice: figures(inside.rows(FIGURES), pages, voice)),
        recomputed("documents", lambda voice: documents(inside.rows(DOCUMENTS), pages, voice)),
        recomputed("texts", lambda voice: _unsaid(inside, pages, voice)),
        _marked(pages),
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
    name: str, inside: Enclosed, voices: Sequence[Voice], faults: Callable[[Voice], Iterable[str]]
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
    if not pages.pieces:
        return unknown("pages", "the file has no tag tree that says what belongs together")
    faults = tuple(f"page {page} has words that belong to no part of the text" for page in pages.untagged)
    return judged("pages", faults, otherwise="all words belong to a part of the text")
