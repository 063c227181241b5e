"""PDF bytes + `Brief` → findings: the finished pages are read back, and measured by the design's rules.

Nothing is asked of the templates: what stands on paper counts. Each guard has a name, and a brief
may waive one with a reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from report.errors import Finding, Location, SettingsError, Severity
from report.inspect import colour, completeness, flow, integrity, language, layout, lettering, lines, reading
from report.inspect.nouns import Fault, Finished, Look, Page
from report.model import Brief, Version
from report.pdf import File, catalogue, structure
from report.pdf.catalogue import Catalogue
from report.settings import Settings

__all__ = ["GUARDS", "inspect", "measure", "unwaived", "waivers_used"]


@dataclass(frozen=True, slots=True)
class Guard:
    """What a guard looks at, and in one line why it does.

    A `grave` fault makes the paper untrue or unreadable and stops a build; any other is a warning.
    """

    look: Look
    why: str
    grave: bool = False


GUARDS: Mapping[str, Guard] = MappingProxyType(
    {
        "type-scale": Guard(lettering.type_scale, "a closed scale of sizes keeps pages calm and alike"),
        "smallest-type": Guard(lettering.smallest_type, "smaller type is not read on paper"),
        "sizes-on-page": Guard(lettering.sizes_on_page, "more sizes than that tell no ranks apart"),
        "rhythm": Guard(lettering.rhythm, "columns side by side stand on common baselines"),
        "foreign-face": Guard(
            lettering.foreign_face, "a fallback face shows that a character is missing", grave=True
        ),
        "unembedded-face": Guard(
            lettering.unembedded_face, "another computer would set another face", grave=True
        ),
        "missing-glyph": Guard(lettering.missing_glyph, "the reader would see an empty box", grave=True),
        "sheet": Guard(layout.sheet, "the brief is printed on A4", grave=True),
        "folio": Guard(layout.folio, "a page that falls out must find its place", grave=True),
        "trim-box": Guard(layout.trim_box, "the printer would cut it off", grave=True),
        "type-area": Guard(layout.type_area, "margins are for hands and for binding"),
        "overlap": Guard(layout.overlap, "overprinted words cannot be read", grave=True),
        "left-edges": Guard(layout.left_edges, "each further edge is one more thing to follow"),
        "heading-alone": Guard(flow.heading_alone, "a heading belongs to what it heads"),
        "single-line": Guard(flow.single_line, "a line alone is lost to its paragraph"),
        "split-entry": Guard(flow.split_entry, "an entry is looked up and read in one place"),
        "figure-apart": Guard(flow.figure_apart, "a figure without its caption says nothing"),
        "figure-scale": Guard(flow.figure_scale, "figures are drawn 1:1, with the text of tables"),
        "page-fill": Guard(flow.page_fill, "an empty page looks like a fault"),
        "section-end": Guard(flow.section_end, "an almost empty last page wants a tighter section"),
        "pair-heights": Guard(flow.pair_heights, "the languages are read side by side"),
        "palette": Guard(colour.palette, "few colours, each with a meaning"),
        "vermilion": Guard(colour.vermilion, "vermilion is for what must not be missed"),
        "contrast": Guard(colour.weak_contrast, "text is read on a grey printer's paper too"),
        "long-paragraph": Guard(language.long_paragraph, "a reader with four minutes skips it"),
        "long-sentence": Guard(language.long_sentence, "a sentence is read in one breath"),
        "banned-word": Guard(language.banned_word, "a brief tells and does not praise"),
        "missing-document": Guard(completeness.missing_document, "the register is whole", grave=True),
        "missing-claim": Guard(
            completeness.missing_claim, "every number that is not held is printed", grave=True
        ),
        "missing-proposal": Guard(
            completeness.missing_proposal, "every position is given in full", grave=True
        ),
        "missing-source": Guard(completeness.missing_source, "every mark leads to its source", grave=True),
        "parent-tree": Guard(
            integrity.parent_tree, "a reader that listens would hear other words", grave=True
        ),
        "tag-parent": Guard(integrity.tag_parent, "readers walk the tree both ways", grave=True),
        "unique-id": Guard(integrity.unique_id, "an id leads to one element", grave=True),
        "untagged-content": Guard(
            integrity.untagged_content, "a reader that listens would miss it", grave=True
        ),
        "heading-levels": Guard(
            integrity.heading_levels, "who jumps from heading to heading looks for the level between"
        ),
        "figure-alternative": Guard(
            integrity.figure_alternative, "the figure is nothing to who cannot see it", grave=True
        ),
        "table-heads": Guard(integrity.table_heads, "a value without its head means nothing"),
        "table-headers": Guard(
            integrity.table_headers, "a value would be read under another head", grave=True
        ),
        "tag-language": Guard(integrity.tag_language, "a voice reads by the rules of one language"),
        "dangling-link": Guard(integrity.dangling_link, "a link leads somewhere", grave=True),
        "name-tree": Guard(integrity.name_tree, "readers would find different things", grave=True),
        "link-description": Guard(
            integrity.link_description, "who cannot see the page is told where it leads", grave=True
        ),
        "tab-order": Guard(integrity.tab_order, "the keyboard follows the reading", grave=True),
        "attachment": Guard(integrity.attachment, "what is inside can be found and trusted", grave=True),
        "metadata": Guard(integrity.metadata, "two readers would show two titles", grave=True),
    }
)
"""Every guard by its name, as findings and waivers call it."""


def inspect(
    pdf: bytes,
    brief: Brief,
    settings: Settings,
    version: Version,
    *,
    waived: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Finding, ...]:
    """Every fault of a finished file; `waived` gives guards that are not heard, each with its reason.

    A finding's location is the file, the page's printed number as its row, and the section's id as
    its column.

    Raises:
        SettingsError: a waived guard is not known, or has no reason.
        ArchiveError: the bytes are no PDF, or a damaged one.
    """
    return unwaived(measure(pdf, brief, settings, version), waived)


def measure(pdf: bytes, brief: Brief, settings: Settings, version: Version) -> tuple[Finding, ...]:
    """Every fault of a finished file, guard by guard in the order of `GUARDS`, waived or not."""
    finished = _finished(pdf, brief, settings, version)
    return tuple(
        _finding(finished, name, guard, fault)
        for name, guard in GUARDS.items()
        for fault in guard.look(finished)
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


def _finished(pdf: bytes, brief: Brief, settings: Settings, version: Version) -> Finished:
    contents = reading.read(pdf)
    file = File(pdf)
    listed = catalogue.read(file)
    destinations = {name: place for name, place in listed.destinations if place is not None}
    pages = tuple(_sectioned([lines.gathered(page) for page in contents.pages], settings, listed))
    return Finished(
        name=f"brief.{version.name}.pdf",
        pages=pages,
        paragraphs=lines.paragraphs(pages),
        destinations=destinations,
        fonts=contents.fonts,
        glyphs=tuple((page + 1, name, glyph) for page, name, glyph in file.meaningless_glyphs()),
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
