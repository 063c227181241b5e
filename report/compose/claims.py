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
from report.compose.ordering import by_topic
from report.facts import public
from report.localize.labels import after_country
from report.model import Claim, Use, Words
from report.settings import SectionSettings


@dataclass(frozen=True, slots=True)
class Counts:
    """Who announced how many, and what contradicts what.

    A group of contradictions begins with the preferred claim, which is used where it is printed elsewhere.
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
        own = [claim for claim in claims if claim.country == code]
        rows = claim_rows(composition, by_topic(composition, own))
        if rows:
            groups.append(ClaimGroup(composition.voices.only(label), rows))
    return tuple(groups)


def _contradictions(composition: Composition) -> tuple[ClaimGroup, ...]:
    brief = public(composition.brief)
    found = []
    for preferred in brief.claims.values():
        others = [claim for claim in brief.claims.values() if claim.contradicts == preferred.id]
        if others:
            used = claim_row(composition, preferred, used=preferred.use is not Use.ANNEX)
            rows = (used, *claim_rows(composition, others))
            found.append(ClaimGroup(_contradicted(composition, preferred), rows))
    return tuple(found)


def _contradicted(composition: Composition, claim: Claim) -> Words:
    """What is contradicted: whose, what, and of which time, as a measure may be disputed twice."""
    vocabulary, voices = composition.brief.vocabulary, composition.voices
    title = after_country(
        vocabulary.countries[claim.country],
        vocabulary.metrics[claim.metric],
        brief=composition.brief,
        voices=composition.voices,
    )
    period = voices.each(lambda voice: voice.period(claim.period))
    return voices.say("{title}, {period}", title=title, period=period)


def figures(composition: Composition, section: SectionSettings) -> FurtherFigures:
    """Claims kept for the annex, and every shown claim that belongs to no country's section."""
    brief = composition.brief
    chosen = [
        claim
        for claim in brief.claims.values()
        if claim.use is Use.ANNEX or (claim.use is Use.TABLE and claim.country not in brief.countries)
    ]
    return FurtherFigures(
        groups=_by_country(composition, chosen),
        figures=figure_forms(composition, section.id, section.number),
    )
