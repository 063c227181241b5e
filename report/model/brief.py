"""The whole brief: everything that is known, and the questions that rooms ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from report.errors import Finding
from report.model.facts import (
    Claim,
    Document,
    Event,
    EventKind,
    Place,
    Proposal,
    Rate,
    Scope,
    Source,
    Term,
    Use,
)
from report.model.quantities import Money, PartialDate, Period
from report.model.texts import Block, ChartSpec, Country
from report.model.words import Words


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The brief's own words: each vocabulary maps a word to its label in every language."""

    countries: Mapping[str, Words]
    metrics: Mapping[str, Words]
    sectors: Mapping[str, Words]
    themes: Mapping[str, Words]
    kinds: Mapping[str, Words]
    levels: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything that is known, judged and typed. Mappings keep the order of their files.

    `daily_rates` are the newest rates of exchange. They are printed and convert nothing; they are no part of
    what the brief means, so that a new one makes no edition.
    """

    countries: Mapping[str, Country]
    documents: Mapping[str, Document]
    claims: Mapping[str, Claim]
    events: Mapping[str, Event]
    proposals: Mapping[str, Proposal]
    rates: tuple[Rate, ...]
    places: Mapping[str, Place]
    glossary: Mapping[str, Term]
    sources: Mapping[str, Source]
    vocabulary: Vocabulary
    prose: Mapping[str, tuple[Block, ...]]
    charts: Mapping[str, ChartSpec]
    daily_rates: tuple[Rate, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def newest_rates(self) -> tuple[Rate, ...]:
        """Of the daily rates of each source, those of its newest day, in their order."""
        newest: dict[tuple[str, ...], PartialDate] = {}
        for rate in self.daily_rates:
            newest[rate.sources] = max(rate.date, newest.get(rate.sources, rate.date))
        return tuple(rate for rate in self.daily_rates if rate.date == newest[rate.sources])

    @property
    def reference_rate(self) -> Rate | None:
        """The one rate by which amounts of the event are converted, where the brief has one."""
        return next((rate for rate in self.rates if rate.reference), None)

    @property
    def currencies(self) -> tuple[str, ...]:
        """The ISO 4217 codes of all amounts of the brief, sorted."""
        amounts = [claim.value for claim in self.claims.values()]
        amounts += [document.amount for document in self.documents.values() if document.amount]
        return tuple(sorted({amount.currency for amount in amounts if isinstance(amount, Money)}))

    def headline(self, country: str, metric: str) -> Claim | None:
        """The one claim to show for a country's metric: the preferred one, else the most recent.

        Claims that are held, kept for the annex, or contradict a preferred one are not considered.
        """
        candidates = [
            claim
            for claim in self.claims.values()
            if (claim.country, claim.metric) == (country, metric)
            and claim.use in (Use.KEY, Use.TABLE)
            and not claim.contradicts
        ]
        latest = PartialDate(0)
        return max(candidates, key=lambda claim: (claim.preferred, claim.period.end or latest), default=None)

    def named_documents(self, country: str = "") -> tuple[Document, ...]:
        """Documents counted against the announced ones: all but `related`; of one country if given."""
        return tuple(
            document
            for document in self.documents.values()
            if document.scope is not Scope.RELATED and country in ("", document.country)
        )

    def related_documents(self, country: str = "") -> tuple[Document, ...]:
        """Documents of scope `related`; of one country if given."""
        return tuple(
            document
            for document in self.documents.values()
            if document.scope is Scope.RELATED and country in ("", document.country)
        )

    def timeline(self, chief: str) -> tuple[Event, ...]:
        """The events around the event `chief`, in order of time, those without a date last.

        They are the events of its country, and what anybody proposed; of its own day it stands alone.
        None where there is no such event.
        """
        event = self.events.get(chief)
        if event is None:
            return ()
        around = [
            other
            for other in self.events.values()
            if (other.country == event.country or other.kind is EventKind.PROPOSED)
            and (other.id == chief or other.date is None or other.date != event.date)
        ]
        return tuple(sorted(around, key=lambda it: (it.date is None, it.date or PartialDate(0))))

    def yearly(self, metric: str, year: int) -> Mapping[str, Claim]:
        """The one claim to show for a metric and a whole year, by country with a section of its own.

        Claims that are held or contradict a preferred one are not considered; where they are in
        several units or currencies there are none, because they cannot stand together.
        """
        whole = Period(PartialDate(year), PartialDate(year))
        found: dict[str, Claim] = {}
        for claim in self.claims.values():
            fits = (claim.metric, claim.period) == (metric, whole) and claim.country in self.countries
            shown = fits and claim.use is not Use.HELD and not claim.contradicts
            if shown and (claim.preferred or claim.country not in found):
                found[claim.country] = claim
        units = {it.value.currency if isinstance(it.value, Money) else it.value.unit for it in found.values()}
        return found if len(units) == 1 else {}
