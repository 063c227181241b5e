"""The finished file → faults of what no page shows: tags, ids, links, names, attachments, metadata.

Validators hold a file against the form of ISO 14289 and ISO 19005, and pass one whose parts name
each other wrongly; these guards ask whether each thing leads to the very thing it means.
"""

from __future__ import annotations

from report.inspect.integrity.languages import tag_language
from report.inspect.integrity.listings import (
    attachment,
    dangling_link,
    link_description,
    metadata,
    name_tree,
    tab_order,
)
from report.inspect.integrity.meanings import figure_alternative, heading_levels, table_headers, table_heads
from report.inspect.integrity.tree import parent_tree, tag_parent, unique_id, untagged_content

__all__ = [
    "attachment",
    "dangling_link",
    "figure_alternative",
    "heading_levels",
    "link_description",
    "metadata",
    "name_tree",
    "parent_tree",
    "tab_order",
    "table_headers",
    "table_heads",
    "tag_language",
    "tag_parent",
    "unique_id",
    "untagged_content",
]
