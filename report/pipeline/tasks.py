"""What workers do: draw figures, set a section, bind a version. Each keeps what it made in the cache.

A worker is given plain nouns and keys, and leaves bytes under the keys: so it may as well be a process
of another machine that sees the same folder.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from report.cache import Cache, key_of
from report.model import Brief, ChartSpec, Figure, Fragment, Furniture, Metadata, Section, Version
from report.pipeline.composing import Work, voices_for
from report.pipeline.nouns import Bound, finding_from
from report.settings import Settings


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure to be drawn, from as much of the facts as its kind sees."""

    spec: ChartSpec
    brief: Brief


def draw_figures(cache: Cache, wanted: Mapping[str, Drawing], settings: Settings, version: Version) -> None:
    """Draw figures and keep each under its key."""
    from report.draw import draw

    voices, style_file = voices_for(settings, version.languages), settings.style_file
    for key, drawing in wanted.items():
        figure = draw(drawing.spec, drawing.brief, voices, style_file=style_file)
        cache.put(key, json.dumps(asdict(figure), ensure_ascii=False).encode())


def figure_from(kept: bytes) -> Figure:
    """The figure as `draw_figures` keeps it."""
    members = json.loads(kept)
    return Figure(**{**members, "sources": tuple(members["sources"])})


def set_section(cache: Cache, key: str, section: Section, folder: Path) -> None:
    """Set a section and keep it under its key, with its pages and its fill."""
    from report.render import render

    fragment = render(section, base=folder)
    cache.put(key, f"{fragment.pages} {fragment.fill}\n".encode() + fragment.pdf)


def load_engine() -> None:
    """Load what sets sections. Where it cannot be loaded, setting the first section says why."""
    with suppress(OSError):
        from report.render import engine  # for this process, and workers that are forked from it

        engine.load_hyphenation()


def load_all() -> None:
    """Load what sets sections, and then what binds and reads back what was set."""
    load_engine()
    import report.assemble
    import report.enclose
    import report.pipeline.reading_back  # noqa: F401 - loaded while the first section is composed


def fragment_from(section: Section, kept: bytes) -> Fragment:
    """The fragment of a section as `set_section` keeps it."""
    head, _, pdf = kept.partition(b"\n")
    pages, fill = head.split()
    return Fragment(section.id, pdf, int(pages), float(fill))


@dataclass(frozen=True, slots=True)
class Parts:
    """What a version is bound of: its sections (without their HTML), the keys of what was set, and heads.

    `full` has every page read back, and not only those that are new.
    """

    sections: Sequence[Section]
    keys: Sequence[str]
    furniture: Furniture
    metadata: Metadata
    versions: Mapping[str, str]
    full: bool


def bind_version(cache: Cache, key: str, work: Work, parts: Parts) -> None:
    """Assemble a version, read its pages back, and keep it under its key, with its findings."""
    from report.assemble import assemble
    from report.enclose import enclose
    from report.pipeline.files import code_of
    from report.pipeline.reading_back import Reader, stretches

    kept = {part: cache.get(part) for part in parts.keys}
    fragments = [
        fragment_from(section, kept[part] or b"")
        for section, part in zip(parts.sections, parts.keys, strict=True)
    ]
    pdf = assemble(
        parts.sections,
        fragments,
        furniture=parts.furniture,
        metadata=parts.metadata,
        enclosures=enclose(
            work.brief, work.settings, work.voices(), versions=parts.versions, issue=work.issue
        ),
    )
    lengths = [fragment.pages for fragment in fragments]
    means = key_of(code_of("inspect", "pdf", "assemble"), parts.furniture.draft)
    findings = Reader(cache, work, parts.full, means).findings(pdf, list(stretches(parts.keys, lengths)))
    head = {
        "pages": sum(lengths),
        "findings": [finding.as_json() for finding in findings],
    }
    cache.put(key, json.dumps(head, ensure_ascii=False).encode() + b"\n" + pdf)


def bound_from(version: Version, kept: bytes) -> Bound:
    """The version as `bind_version` keeps it."""
    head, _, pdf = kept.partition(b"\n")
    members = json.loads(head)
    return Bound(version, pdf, members["pages"], tuple(map(finding_from, members["findings"])))
