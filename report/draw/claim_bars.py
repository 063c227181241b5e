"""Claims of one metric and one year as horizontal bars, one a country, sorted by value.

A country without a claim keeps its row, and the row says so in words.
"""

from __future__ import annotations

from report.draw.bar_rows import BarRow, bar_rows
from report.draw.canvas import Drawing
from report.draw.claims import said, size_of
from report.errors import RenderError
from report.localize import Voices
from report.model import Brief, ChartSpec, Claim, Country, Qualifier


def draw(spec: ChartSpec, brief: Brief, voices: Voices) -> Drawing:
    """Draw the bars; options `metric` and `year` choose the claims.

    Fields: `largest` (country), `largest_value`, `smallest`, `smallest_value`, `count` of claims, `year`.

    Raises:
        RenderError: no country has such a claim, or they are in several currencies or units.
    """
    metric, year = str(spec.options["metric"]), int(str(spec.options["year"]))
    claims = brief.yearly(metric, year)
    if not claims:
        raise RenderError(f"{spec.location}: no country has {metric!r} of {year} in one unit with the others")
    known = sorted(claims.values(), key=lambda claim: (-size_of(claim), claim.country))
    missing = [country for country in brief.countries.values() if country.code not in claims]
    countries = [brief.countries[claim.country] for claim in known] + missing
    rows = [_row(country, claims.get(country.code), voices) for country in countries]
    return Drawing(
        svg=bar_rows(rows, voices).svg(),
        fields={
            "largest": voices.only(brief.countries[known[0].country].name),
            "largest_value": said(known[0], voices),
            "smallest": voices.only(brief.countries[known[-1].country].name),
            "smallest_value": said(known[-1], voices),
            "count": voices.number(len(known)),
            "year": voices.plain(str(year)),
        },
        reading=tuple(voices.say("{label}: {value}.", label=row.label, value=row.words) for row in rows),
        sources=tuple(source for claim in known for source in claim.sources),
    )


def _row(country: Country, claim: Claim | None, voices: Voices) -> BarRow:
    label = voices.only(country.name)
    if claim is None:
        return BarRow(label, None, voices.say("not published"))
    open_end = claim.value.qualifier is Qualifier.MORE_THAN
    return BarRow(label, size_of(claim), said(claim, voices), open_end=open_end)
