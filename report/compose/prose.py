"""A section of prose as a view."""

from __future__ import annotations

from dataclasses import dataclass

from report.compose.composition import Composition
from report.compose.forms import FigureForm, Passages, figure_forms, passages
from report.settings import SectionSettings


@dataclass(frozen=True, slots=True)
class Prose:
    """A section of prose with its figures."""

    blocks: tuple[Passages, ...]
    figures: tuple[FigureForm, ...]


def prose(composition: Composition, section: SectionSettings) -> Prose:
    """Prose as it stands in the section's file."""
    return Prose(
        blocks=passages(composition, section.prose, composition.brief.prose[section.prose]),
        figures=figure_forms(composition, section.id, section.number),
    )
