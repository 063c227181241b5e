"""The list of sources as a view."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from report.compose.composition import Composition
from report.compose.forms import typeset
from report.compose.revisions import change_of
from report.model import Source, Subject, Words
from report.settings import SectionSettings

_READABLE = re.compile(r"[!-~\u0400-\u04FF]+")
"""What our faces can show of an address that is written out (RFC 3987): ASCII and Cyrillic, no spaces."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source as Annex D prints it; `language` is the ISO 639-1 code of the source.

    `shown` is the address as it is read: Cyrillic letters stand as such, and not as percent signs.
    """

    number: int
    anchor: str
    publisher: str
    title: Words
    url: str
    shown: str
    published: Words
    language: str
    change: Words


@dataclass(frozen=True, slots=True)
class Sources:
    """All sources by number."""

    lines: tuple[SourceLine, ...]


def sources(composition: Composition, section: SectionSettings) -> Sources:
    """All sources in the order of their numbers."""
    ordered = sorted(composition.brief.sources.values(), key=lambda source: source.number)
    return Sources(tuple(_source_line(composition, source) for source in ordered))


def _closed(name: str) -> str:
    """A name with a full stop behind it, unless it is empty or ends with one."""
    return name if not name or name.endswith(".") else f"{name}."


def _source_line(composition: Composition, source: Source) -> SourceLine:
    day = source.published
    return SourceLine(
        number=source.number,
        anchor=f"source-{source.number}",
        publisher=_closed(source.publisher),
        title=typeset(composition, source.title),
        url=source.url,
        shown=_readable(source.url),
        published=composition.voices.each(lambda voice: voice.date(day, "short")) if day else {},
        language=source.language,
        change=change_of(composition, Subject.SOURCE, source.id),
    )


def _readable(url: str) -> str:
    """An address with its letters written out, where all of them can be shown."""
    written = unquote(url)
    return written if _READABLE.fullmatch(written) else url
