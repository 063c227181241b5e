"""Claims and rates → what cannot be true of them together: contradictions, conversions, counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from report.check.dates import first_day, last_day
from report.errors import Finding, Location
from report.model import Brief, Claim, Count, Money, PartialDate, Period, Qualifier, Rate, Use
from report.rules import find
from report.settings import Settings

ANNOUNCED = "documents_announced"
"""The metric of claims that say how many documents there were."""
TOLERANCE_PERCENT = Decimal(6)
"""How far a restated amount may stand from its original: sources round, and convert on other days."""


def judge_claims(brief: Brief, settings: Settings, failed: frozenset[str]) -> Iterator[Finding]:
    """All rules for claims; groups that a failed row belongs to are left alone until it holds."""
    yield from _contradictions(brief.claims, failed)
    yield from _competing(brief.claims)
    yield from _conversions(brief)
    yield from _named_beyond_announced(brief, settings)


def _groups(claims: Mapping[str, Claim], *links: str) -> list[list[str]]:
    """The ids that hang together by the columns `links`, each group in the order of the table."""
    group_of = {key: key for key in claims}
    for claim in claims.values():
        for link in links:
            other = getattr(claim, link)
            if other:
                group_of.setdefault(other, other)
                old, new = group_of[claim.id], group_of[other]
                group_of = {key: new if group == old else group for key, group in group_of.items()}
    groups: dict[str, list[str]] = defaultdict(list)
    for key, group in group_of.items():
        groups[group].append(key)
    return list(groups.values())


def _contradictions(claims: Mapping[str, Claim], failed: frozenset[str]) -> Iterator[Finding]:
    """Exactly one claim of a contradicting group is preferred, and the others name that one."""
    for group in _groups(claims, "contradicts"):
        if len(group) == 1 or failed.intersection(group) or not claims.keys() >= set(group):
            continue
        preferred = [key for key in group if claims[key].preferred]
        if not preferred:
            named = next(claims[key].contradicts for key in group if claims[key].contradicts)
            place = _at(claims[named], "preferred")
            yield find("no-preferred-claim", place, f"no yes among {', '.join(group)}", "yes on one of them")
        for key in preferred[1:]:
            found = f"yes on {', '.join(preferred)}"
            yield find("two-preferred-claims", _at(claims[key], "preferred"), found, "yes on one of them")
        if len(preferred) == 1:
            yield from _astray([claims[key] for key in group], preferred[0])


def _astray(group: list[Claim], preferred: str) -> Iterator[Finding]:
    for claim in group:
        if claim.contradicts and claim.contradicts != preferred:
            place = _at(claim, "contradicts")
            expected = f"{preferred!r}, the preferred one"
            yield find("contradicts-unpreferred", place, repr(claim.contradicts), expected)


def _competing(claims: Mapping[str, Claim]) -> Iterator[Finding]:
    """Two headline numbers of one country, metric and period are one sum restated, or a contradiction."""
    group_of = {key: n for n, group in enumerate(_groups(claims, "contradicts", "converts")) for key in group}
    first: dict[tuple[str, str, Period], Claim] = {}
    for claim in claims.values():
        if claim.use is Use.KEY:
            other = first.setdefault((claim.country, claim.metric, claim.period), claim)
            if group_of[other.id] != group_of[claim.id]:
                found = f"key, as {other.id} of the same country, metric and period has"
                yield find(
                    "competing-headlines", _at(claim, "use"), found, "one key, or contradicts or converts"
                )


def _conversions(brief: Brief) -> Iterator[Finding]:
    """A restated amount agrees with its original at the reference rate, within the tolerance."""
    rate = brief.reference_rate
    for claim in brief.claims.values():
        original = _amount(brief, claim.converts)
        if original is None or not isinstance(claim.value, Money):
            continue
        stated = claim.value
        if stated.currency == original.currency:
            place, expected = _at(claim, "converts"), f"a currency other than {original.currency}"
            yield find(
                "same-currency-conversion", place, f"{claim.converts!r} in {stated.currency}", expected
            )
        elif rate is not None and {stated.currency, original.currency} == {rate.base, rate.quote}:
            yield from _disagreement(claim, stated, original, rate=rate)


def _disagreement(claim: Claim, stated: Money, original: Money, *, rate: Rate) -> Iterator[Finding]:
    factor = rate.rate if original.currency == rate.base else 1 / rate.rate
    converted = original.amount * factor
    off = abs(stated.amount - converted) / converted * 100 if converted else Decimal(0)
    if off > TOLERANCE_PERCENT:
        found = f"{_plain(stated.amount)} {stated.currency}, {off:.0f} % off"
        expected = (
            f"about {_plain(converted)}: {claim.converts} at {rate.rate} {rate.quote} to the {rate.base}"
        )
        yield find("wrong-conversion", _at(claim, "value"), found, expected)


def _amount(brief: Brief, key: str) -> Money | None:
    if key in brief.claims:
        value = brief.claims[key].value
        return value if isinstance(value, Money) else None
    return brief.documents[key].amount if key in brief.documents else None


def _plain(amount: Decimal) -> str:
    return f"{amount.quantize(Decimal(1)):,}".replace(",", "\N{NO-BREAK SPACE}")


def _named_beyond_announced(brief: Brief, settings: Settings) -> Iterator[Finding]:
    """No more documents are named than were announced, where that number is exact.

    A country's number is its preferred claim about the time of the event, or its only one; the
    number of the whole brief is the one that brief.toml names.
    """
    total = brief.claims.get(settings.announced)
    if total is not None:
        yield from _too_many(total, len(brief.named_documents()), "all countries")
    event = brief.events.get(settings.event)
    if event is None or event.date is None:
        return
    by_country: dict[str, list[Claim]] = defaultdict(list)
    for claim in brief.claims.values():
        if claim.metric == ANNOUNCED and not claim.contradicts and _overlaps(claim.period, event.date):
            by_country[claim.country].append(claim)
    for country, claims in by_country.items():
        if total is None or country != total.country:
            for claim in claims if len(claims) == 1 else [claim for claim in claims if claim.preferred]:
                yield from _too_many(claim, len(brief.named_documents(country)), country)


def _too_many(claim: Claim, named: int, whose: str) -> Iterator[Finding]:
    value = claim.value
    if isinstance(value, Count) and value.qualifier is Qualifier.EXACT and named > value.number:
        found = f"{value.number} announced, but documents names {named} of {whose}"
        yield find("too-many-named", _at(claim, "value"), found, f"{named} or more, or fewer documents")


def _overlaps(period: Period, day: PartialDate) -> bool:
    """Whether the period and the day have a day in common, as far as both are known."""
    starts = period.start is None or first_day(period.start) <= last_day(day)
    ends = period.end is None or last_day(period.end) >= first_day(day)
    return starts and ends


def judge_rates(brief: Brief, *, whole: bool) -> Iterator[Finding]:
    """Exactly one rate is the reference, if there are any.

    `whole` says that every row of the rates holds; otherwise the reference may be among the others.
    """
    references = [rate for rate in brief.rates if rate.reference]
    for rate in references[1:]:
        place = _column(rate.location, "reference")
        yield find(
            "two-reference-rates",
            place,
            "yes a second time",
            f"yes on one row; {references[0].location} has it",
        )
    if whole and brief.rates and not references:
        place = _column(brief.rates[0].location, "reference")
        yield find("no-reference-rate", place, "no yes in any row", "yes on the rate to convert by")


def judge_source_numbers(brief: Brief) -> Iterator[Finding]:
    """A printed number belongs to one source."""
    first: dict[int, str] = {}
    for source in brief.sources.values():
        if first.setdefault(source.number, source.id) != source.id:
            place = _column(source.location, "number")
            expected = f"a number of its own; {first[source.number]} has this one"
            yield find("duplicate-number", place, f"{source.number} a second time", expected)


def _at(claim: Claim, column: str) -> Location:
    return _column(claim.location, column)


def _column(place: Location, column: str) -> Location:
    return Location(place.file, place.row, column, place.sheet)
