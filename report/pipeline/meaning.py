"""A brief's inputs → what they come to: the fingerprint of the facts, and the digest of the design.

What inputs came to is remembered by their digests, so that a build with nothing to do judges nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Final

from report.cache import Cache, key_of
from report.model import Brief, Edition
from report.pipeline.files import THE_LIBRARIES, code_of, digest_of, layout_of
from report.settings import Settings

NOT_DESIGN: Final = frozenset({"root", "significance", "waived", "mail", "schedule", "pulls"})
"""Settings that change no byte of a page: where the brief is, what matters in it, who gets it and when, and
where its data are fetched."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What inputs come to: the fingerprint of the facts, and the digest of all else that pages depend on."""

    fingerprint: str
    design: str

    def is_that_of(self, edition: Edition) -> bool:
        """Whether an edition says the same in the same way."""
        return self == Meaning(edition.fingerprint, edition.design)


def remembered(cache: Cache, inputs: Mapping[str, str]) -> Meaning | None:
    """What these inputs came to in an earlier build, or None."""
    kept = cache.get(_key(inputs))
    return Meaning(**json.loads(kept)) if kept else None


def remember(cache: Cache, inputs: Mapping[str, str], meaning: Meaning) -> None:
    """Keep what inputs came to."""
    cache.put(_key(inputs), json.dumps(asdict(meaning)).encode())


def meaning_of(brief: Brief, settings: Settings) -> Meaning:
    """What a judged brief comes to.

    Raises:
        RenderError: a font is not installed.
    """
    from report import facts

    return Meaning(facts.fingerprint(brief), design_of(settings))


def design_of(settings: Settings) -> str:
    """The digest of templates, charts, fonts, program, libraries, and of the settings that pages show.

    Raises:
        RenderError: a font is not installed.
    """
    from report import faces
    from report.pipeline.ingredients import canonical, libraries

    shown = {it.name: getattr(settings, it.name) for it in fields(settings) if it.name not in NOT_DESIGN}
    return key_of(
        "design",
        canonical(shown),
        digest_of(layout_of(settings)),
        faces.fingerprint(),
        code_of(""),
        *libraries(),
    )


def provenance(inputs: Mapping[str, str]) -> Mapping[str, str]:
    """The inputs of a build as an edition records them: of all libraries, only those that make pages."""
    from report.pipeline.ingredients import libraries

    return {**inputs, THE_LIBRARIES: key_of(*libraries())}


def _key(inputs: Mapping[str, str]) -> str:
    return key_of("meaning", *(part for item in inputs.items() for part in item))
