"""`Brief` + figures + `Voices` → `Section`s: the templates filled, HTML of one section each.

A section's HTML is its whole meaning: style sheet and drawings are inside, and nothing depends on
another section, but for the contents, which print page numbers. `cut` says beforehand which sections
an issue has, and `parted` those of any. Fails with `RenderError` where a template asks for what its view
has not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from report.compose import (
    changes,
    claims,
    country,
    front,
    investment,
    proposals,
    prose,
    reading,
    register,
    sources,
)
from report.compose.composition import Composition, Imprint
from report.compose.cutting import cut, parted
from report.compose.titles import heading, running_title, title_line
from report.model import Density, Section
from report.settings import SectionSettings

__all__ = ["VIEWS", "Composition", "Imprint", "compose", "cut", "parted"]

View = Callable[[Composition, SectionSettings], object]

VIEWS: Mapping[str, View] = {
    "cover": front.cover,
    "summary": front.summary,
    "contents": front.contents,
    "changes": changes.changes,
    "prose": prose.prose,
    "proposals": proposals.proposals,
    "investment": investment.investment,
    "country": country.country,
    "register": register.register,
    "counts": claims.counts,
    "figures": claims.figures,
    "sources": sources.sources,
    "reading": reading.reading,
    "colophon": front.colophon,
}
"""What each kind of section shows; its template has the kind's name."""


def compose(
    composition: Composition, section: SectionSettings, *, density: Density = Density.REGULAR
) -> Section:
    """One section as complete HTML, with more or less air.

    Raises:
        RenderError: a template is missing or asks for something its view does not give.
    """
    title = heading(composition, section)
    html = composition.templates.fill(
        f"{section.kind}.html",
        VIEWS[section.kind](composition, section),
        section=section,
        title=title,
        title_line=title_line(composition, section),
        label=_label(section.number, " · ".join(dict.fromkeys(title.values()))),
        languages=composition.version.languages,
        density=density.value,
        style=composition.templates.source("paper.css"),
    )
    return Section(
        id=section.id,
        kind=section.kind,
        number=section.number,
        title=running_title(composition, section),
        html=html,
        continues=section.continues,
    )


def _label(number: str, title: str) -> str:
    """The section's line in the outline."""
    return f"{number}. {title}" if number else title
