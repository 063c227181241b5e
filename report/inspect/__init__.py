"""PDF bytes + `Brief` → findings: the finished pages are read back, and measured by the design's rules.

Nothing is asked of the templates: what stands on paper counts. Each guard has a name, and a brief
may waive one with a reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from report.errors import Finding, Location, SettingsError, Severity
from report.inspect import lines, reading
from report.inspect.guards import GUARDS, IN_THE_FILE, ON_ALL_PAGES, Guard
from report.inspect.known import Known
from report.inspect.nouns import Fault, Finished, Page
from report.inspect.page_texts import texts
from report.model import Brief, Version
from report.pdf import File, catalogue, structure
from report.pdf.catalogue import Catalogue
from report.settings import Settings

__all__ = ["GUARDS", "Known", "measure", "texts", "unwaived", "waivers_used"]


def measure(
    pdf: bytes, brief: Brief, settings: Settings, version: Version, *, known: Known | None = None
) -> tuple[Finding, ...]:
    """Every fault of a finished file, guard by guard in the order of `GUARDS`, waived or not.

    A finding's location is the file, the page's printed number as its row, and the section's id as
    its column; `settings` have the sections that the file was set in.

    Where something is `known`, only its pages are looked at closely: nothing is told of what stands on
    another, nor of what can be judged of all together alone. The sums are always taken: of the words of
    every page, and of what the file lists.

    Raises:
        ArchiveError: the bytes are no PDF, or a damaged one.
    """
    finished = _finished(pdf, brief, settings, version, known=known)
    return tuple(
        _finding(finished, name, guard, fault)
        for name, guard in GUARDS.items()
        if known is None or name not in ON_ALL_PAGES
        for fault in guard.look(finished)
        if known is None or name in IN_THE_FILE or (fault.page and fault.page.number - 1 in known.pages)
    )


def unwaived(findings: Iterable[Finding], waived: Mapping[str, str]) -> tuple[Finding, ...]:
    """The findings of guards that are not waived.

    Raises:
        SettingsError: a waived guard is not known, or has no reason.
    """
    for name, reason in waived.items():
        if name not in GUARDS:
            raise SettingsError(f"waived guard {name!r} is not one of {', '.join(GUARDS)}")
        if not reason.strip():
            raise SettingsError(f"waived guard {name!r} needs a reason")
    return tuple(finding for finding in findings if finding.rule not in waived)


def waivers_used(findings: Iterable[Finding], waived: Mapping[str, str]) -> Mapping[str, int]:
    """How many findings each waiver silences; a waiver that silences none can go."""
    counts = Counter(finding.rule for finding in findings)
    return {name: counts[name] for name in waived}


def _finished(
    pdf: bytes, brief: Brief, settings: Settings, version: Version, *, known: Known | None
) -> Finished:
    """All that guards look at."""
    file = File(pdf)
    contents = reading.read(pdf, known.closely(), known.words(file)) if known else reading.read(pdf)
    listed = catalogue.read(file)
    destinations = {name: place for name, place in listed.destinations if place is not None}
    gathered = tuple(_sectioned([lines.gathered(page) for page in contents.pages], settings, listed))
    return Finished(
        name=version.file,
        pages=gathered,
        paragraphs=lines.paragraphs(gathered),
        destinations=destinations,
        fonts=contents.fonts,
        glyphs=tuple(
            (page + 1, name, glyph)
            for page, name, glyph in file.meaningless_glyphs(known.pages if known else None)
        ),
        structure=structure.read(file),
        catalogue=listed,
        brief=brief,
        settings=settings,
        version=version,
    )


def _sectioned(pages: Sequence[Page], settings: Settings, listed: Catalogue) -> Iterator[Page]:
    """The pages with the section that each belongs to: a section's own id leads to its first page."""
    kinds = {section.id: section.kind for section in settings.sections}
    owners = listed.owners(kinds)
    for page, owner, after in zip(pages, owners, [*owners[1:], None], strict=True):
        yield replace(page, section=owner, kind=kinds.get(owner, ""), last_of_section=after != owner)


def _finding(finished: Finished, name: str, guard: Guard, fault: Fault) -> Finding:
    row, column = (fault.page.number, fault.page.section) if fault.page else (0, "")
    severity: Severity = "error" if guard.grave else "warning"
    return Finding(
        severity, name, Location(finished.name, row, column), fault.found, fault.expected, guard.why
    )
