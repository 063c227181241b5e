"""All that composing takes, as one noun."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from report.localize import Voices
from report.model import Brief, Figure, Issue, Metadata, Replaced, Version
from report.pages import Pages
from report.settings import Settings


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the file says about its own making: fingerprint of the facts, and the versions that set it."""

    fingerprint: str
    program: str
    engine: str
    fonts: str
    metadata: Metadata


@dataclass(frozen=True, slots=True)
class Composition:
    """All that composing takes: the facts, who speaks, and what is drawn.

    `pages` gives the printed page number of each section; it is empty until all others are set.
    `issue` is None in a proof, which is no edition.
    """

    brief: Brief
    settings: Settings
    version: Version
    voices: Voices
    figures: Mapping[str, Figure]
    charts_of: Mapping[str, tuple[str, ...]]
    imprint: Imprint
    pages: Mapping[str, int]
    templates: Pages
    issue: Issue | None = None

    @property
    def draft(self) -> bool:
        """Whether the pages say that nobody has released them."""
        return self.issue is None or self.issue.draft

    @property
    def replaced(self) -> Replaced | None:
        """The edition before, where there is one."""
        return self.issue.replaces if self.issue else None
