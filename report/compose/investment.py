"""Money that was announced, as a view: the target, prose, and amounts by kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from report.compose.composition import Composition
from report.compose.forms import (
    ClaimGroup,
    ClaimRow,
    FigureForm,
    Passages,
    claim_row,
    claim_rows,
    figure_forms,
    marks,
    passages,
)
from report.compose.revisions import change_in
from report.model import Claim, Money, Use, Words
from report.settings import SectionSettings

_INVESTMENT = frozenset(
    {
        "cumulative_investment",
        "investment_over_period",
        "fdi_inflow",
        "project_portfolio",
        "project_portfolio_new",
        "documents_value",
        "project_investment",
        "jica_portfolio",
        "jica_pipeline",
        "jbic_portfolio",
        "jbic_pipeline",
    }
)
"""Measures of money put, planned or pledged; trade, output and aid are not investment."""


@dataclass(frozen=True, slots=True)
class Investment:
    """The target as numerals, then prose, figures, and amounts by kind, never summed."""

    panel: tuple[ClaimRow, ...]
    converted: ClaimRow | None
    blocks: tuple[Passages, ...]
    figures: tuple[FigureForm, ...]
    kinds: tuple[ClaimGroup, ...]


def investment(composition: Composition, section: SectionSettings) -> Investment:
    """The panel of brief.toml; its first amount is also converted at the reference rate."""
    brief = composition.brief
    panel = [brief.claims[name] for name in section.panel]
    return Investment(
        panel=claim_rows(composition, panel),
        converted=_converted(composition, panel),
        blocks=passages(composition, section.prose, brief.prose.get(section.prose, ())),
        figures=figure_forms(composition, section.id, section.number),
        kinds=_kinds(composition, {claim.id for claim in panel}),
    )


def _converted(composition: Composition, panel: Sequence[Claim]) -> ClaimRow | None:
    """The panel's first amount in the rate's other currency, with the rate and its date as the note."""
    rate = composition.brief.reference_rate
    first = next((claim for claim in panel if isinstance(claim.value, Money)), None)
    if rate is None or first is None or not isinstance(first.value, Money):
        return None
    if first.value.currency not in (rate.base, rate.quote):
        return None
    voices = composition.voices
    money = rate.convert(first.value)
    row = claim_row(composition, first)
    return ClaimRow(
        label=voices.say("The same amount, converted"),
        qualifier=voices.each(lambda voice: voice.shown_qualifier(money)),
        amount=voices.each(lambda voice: voice.bare(money, "short")),
        value=voices.each(lambda voice: voice.value(money, "short")),
        period=row.period,
        note=_rate(composition),
        marks=marks(composition.brief, (*first.sources, *rate.sources)),
        change={**change_in(composition, _rate), **row.change},
    )


def _rate(composition: Composition) -> Words:
    """At which rate, and of which day, an amount is converted."""
    rate, voices = composition.brief.reference_rate, composition.voices
    if rate is None:
        return {}
    return voices.say(
        "Converted at {rate} ({date}) and rounded",
        rate=voices.each(lambda voice: voice.rate(rate)),
        date=voices.each(lambda voice: voice.date(rate.date)),
    )


def _kinds(composition: Composition, shown: set[str]) -> tuple[ClaimGroup, ...]:
    """Amounts of the countries by metric, for the kinds of money the vocabulary has, in its order."""
    brief, voices = composition.brief, composition.voices
    groups = []
    for metric, label in brief.vocabulary.metrics.items():
        claims = [
            claim
            for claim in brief.claims.values()
            if claim.metric == metric
            and isinstance(claim.value, Money)
            and claim.country in brief.countries
            and claim.use in (Use.KEY, Use.TABLE)
            and claim.id not in shown
            and metric in _INVESTMENT
        ]
        if claims:
            groups.append(ClaimGroup(voices.only(label), claim_rows(composition, claims, apart=True)))
    return tuple(groups)
