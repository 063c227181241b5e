"""The annexes of claims as views: who announced how many and what contradicts what; further figures."""

from __future__ import annotations

from dataclasses import dataclass

from report.compose.composition import Composition
from report.compose.forms import (
    ClaimGroup,
    FigureForm,
    claim_row,
    claim_rows,
    figure_forms,
)
from report.facts import public
from report.model import Claim, Use
from report.settings import SectionSettings


@dataclass(frozen=True, slots=True)
class Counts:
    """Who announced how many, and what contradicts what.

    A group of contradictions begins with the claim that is used.
    """

    announced: tuple[ClaimGroup, ...]
    contradictions: tuple[ClaimGroup, ...]


@dataclass(frozen=True, slots=True)
class FurtherFigures:
    """Claims of use `annex`, by country."""

    groups: tuple[ClaimGroup, ...]
    figures: tuple[FigureForm, ...]


def counts(composition: Composition, section: SectionSettings) -> Counts:
    """Announced counts by country, then every group of claims that contradict each other."""
    brief = composition.brief
    announced = [
        claim
        for claim in brief.claims.values()
        if claim.metric == "documents_announced" and claim.use is not Use.HELD
    ]
    return Counts(_by_country(composition, announced), _contradictions(composition))


def _by_country(composition: Composition, claims: list[Claim]) -> tuple[ClaimGroup, ...]:
    groups = []
    for code, label in composition.brief.vocabulary.countries.items():
        rows = claim_rows(composition, (claim for claim in claims if claim.country == code))
        if rows:
            groups.append(ClaimGroup(composition.voices.only(label), rows))
    return tuple(groups)


def _contradictions(composition: Composition) -> tuple[ClaimGroup, ...]:
    brief = public(composition.brief)
    found = []
    for preferred in brief.claims.values():
        others = [claim for claim in brief.claims.values() if claim.contradicts == preferred.id]
        if others:
            country = brief.vocabulary.countries[preferred.country]
            metric = brief.vocabulary.metrics[preferred.metric]
            title = composition.voices.say("{country}: {metric}", country=country, metric=metric)
            rows = (claim_row(composition, preferred, used=True), *claim_rows(composition, others))
            found.append(ClaimGroup(title, rows))
    return tuple(found)


def figures(composition: Composition, section: SectionSettings) -> FurtherFigures:
    """Claims kept for the annex, and every shown claim that belongs to no country's section."""
    brief = composition.brief
    elsewhere = {
        claim.id
        for claim in brief.claims.values()
        if claim.use is Use.TABLE and claim.country not in brief.countries
    }
    chosen = [claim for claim in brief.claims.values() if claim.use is Use.ANNEX or claim.id in elsewhere]
    return FurtherFigures(
        groups=_by_country(composition, chosen),
        figures=figure_forms(composition, section.id, section.number),
    )
