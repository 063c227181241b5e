"""`Brief` → the part of it that one kind of chart draws from, so that nothing else can change a figure.

The drawing is given this part and no more: what it cannot see needs no place in the figure's key, and
a document's changed title redraws nothing. Loads no matplotlib.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from report.errors import Location
from report.model import Brief, Vocabulary

SEEN: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        kind: frozenset({"countries", "vocabulary", *facts})
        for kind, facts in {
            "bars": {"documents"},
            "claim_bars": {"claims"},
            "dot_plot": {"claims"},
            "heat_table": {"documents"},
            "named_bars": {"claims", "documents"},
            "partners": {"documents"},
            "route_map": {"places"},
            "small_multiples": {"claims"},
            "timeline": {"events"},
        }.items()
    }
)
"""Of each kind of chart, the parts of a brief that it draws from; the names of things, every kind."""

_NOWHERE: Final = Location("")


def drawable(brief: Brief) -> Brief:
    """The brief without what no kind of chart draws: documents' titles, notes, prose, places in files."""
    return replace(
        brief,
        countries={
            code: replace(country, blocks=(), leader=replace(country.leader, location=_NOWHERE))
            for code, country in brief.countries.items()
        },
        documents={
            key: replace(document, title={}, note={}, location=_NOWHERE)
            for key, document in brief.documents.items()
        },
        claims={key: replace(claim, note={}, location=_NOWHERE) for key, claim in brief.claims.items()},
        events={key: replace(event, location=_NOWHERE) for key, event in brief.events.items()},
        places={key: replace(place, location=_NOWHERE) for key, place in brief.places.items()},
    )


_NOTHING: Final = Brief(
    countries={},
    documents={},
    claims={},
    events={},
    proposals={},
    rates=(),
    places={},
    glossary={},
    sources={},
    vocabulary=Vocabulary(countries={}, metrics={}, sectors={}, themes={}, kinds={}, levels={}),
    prose={},
    charts={},
)


def view(kind: str, brief: Brief) -> Brief:
    """What a kind of chart sees of a brief, where `brief` is `drawable`; all else is empty."""
    return replace(_NOTHING, **{name: getattr(brief, name) for name in SEEN[kind]})
