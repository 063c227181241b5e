"""Every guard with its name, and in one line why it looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from report.inspect import colour, completeness, flow, integrity, language, layout, lettering
from report.inspect.nouns import Look


@dataclass(frozen=True, slots=True)
class Guard:
    """What a guard looks at, and in one line why it does.

    A `grave` fault makes the paper untrue or unreadable and stops a build; any other is a warning.
    """

    look: Look
    why: str
    grave: bool = False


ON_PAGES: Mapping[str, Guard] = MappingProxyType(
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
        "palette": Guard(colour.palette, "few colours, each with a meaning"),
        "vermilion": Guard(colour.vermilion, "vermilion is for what must not be missed"),
        "contrast": Guard(colour.weak_contrast, "text is read on a grey printer's paper too"),
        "long-paragraph": Guard(language.long_paragraph, "a reader with four minutes skips it"),
        "long-sentence": Guard(language.long_sentence, "a sentence is read in one breath"),
        "banned-word": Guard(language.banned_word, "a brief tells and does not praise"),
        "untagged-content": Guard(
            integrity.untagged_content, "a reader that listens would miss it", grave=True
        ),
        "tag-language": Guard(integrity.tag_language, "a voice reads by the rules of one language"),
    }
)
"""Guards that look at pages one by one, or at one and the next."""

ON_ALL_PAGES: Mapping[str, Guard] = MappingProxyType(
    {
        "pair-heights": Guard(flow.pair_heights, "the languages are read side by side"),
    }
)
"""Guards that take all pages together."""

IN_THE_FILE: Mapping[str, Guard] = MappingProxyType(
    {
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
"""Guards that hold the words of all pages, and what the file lists, against what they should be."""

GUARDS: Mapping[str, Guard] = MappingProxyType({**ON_PAGES, **ON_ALL_PAGES, **IN_THE_FILE})
"""Every guard by its name, as findings and waivers call it."""
