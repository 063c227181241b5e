"""A figure's spec + `Brief` → how many marks it would draw, and whether that makes a figure.

Fewer than three marks are numerals, not a chart (docs/pages.md, "Figures"); kinds whose spec lists
their marks have an upper bound, because no figure is higher than 70 mm.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from report.model import Brief, ChartSpec, Money, Scope

_LEAST = 3
_LEAST_OF: Mapping[str, int] = MappingProxyType({"route_map": 2})
"""A map of one way, from one place to the other, is a map."""
_MOST_OF: Mapping[str, int] = MappingProxyType({"small_multiples": 6, "dot_plot": 12})


def judge_marks(spec: ChartSpec, brief: Brief) -> tuple[str, str] | None:
    """What is found and expected where the number of marks makes no figure; None where it does."""
    number = MARKS[spec.kind](brief, spec.options)
    least, most = _LEAST_OF.get(spec.kind, _LEAST), _MOST_OF.get(spec.kind)
    if number >= least and (most is None or number <= most):
        return None
    noun = "mark" if number == 1 else "marks"
    return f"{number} {noun} to draw", f"{least} or more" if most is None else f"{least} to {most}"


def _bars(brief: Brief, options: Mapping[str, object]) -> int:
    scope, currency = Scope(str(options["scope"])), options["currency"]
    amounts = [document.amount for document in brief.documents.values() if document.scope is scope]
    return sum(amount is not None and amount.currency == currency for amount in amounts)


def _claim_bars(brief: Brief, options: Mapping[str, object]) -> int:
    return len(brief.yearly(str(options["metric"]), int(str(options["year"]))))


def _dot_plot(brief: Brief, options: Mapping[str, object]) -> int:
    pairs = options["pairs"]
    values = [brief.claims[name].value for pair in pairs for name in pair] if isinstance(pairs, list) else []
    units = {value.currency if isinstance(value, Money) else value.unit for value in values}
    return len(values) if len(units) == 1 else 0


def _heat_table(brief: Brief, options: Mapping[str, object]) -> int:
    return len({document.sector for document in brief.named_documents()})


def _named_bars(brief: Brief, options: Mapping[str, object]) -> int:
    return len({*brief.countries, *(document.country for document in brief.named_documents())})


def _partners(brief: Brief, options: Mapping[str, object]) -> int:
    levels = options["levels"]
    documents = brief.named_documents(str(options["country"]))
    return sum(
        isinstance(levels, list) and document.level in levels and bool(document.parties_jp)
        for document in documents
    )


def _route_map(brief: Brief, options: Mapping[str, object]) -> int:
    return len(brief.places)


def _small_multiples(brief: Brief, options: Mapping[str, object]) -> int:
    names = options["claims"]
    values = [brief.claims[name].value for name in names] if isinstance(names, list) else []
    currencies = {value.currency if isinstance(value, Money) else "" for value in values}
    return len(values) if len(currencies) == 1 and "" not in currencies else 0


def _timeline(brief: Brief, options: Mapping[str, object]) -> int:
    events = brief.timeline(str(options["event"]))
    chief = brief.events[str(options["event"])]
    return len(events) if chief.date else 0


MARKS: Mapping[str, Callable[[Brief, Mapping[str, object]], int]] = MappingProxyType(
    {
        "bars": _bars,
        "claim_bars": _claim_bars,
        "dot_plot": _dot_plot,
        "heat_table": _heat_table,
        "named_bars": _named_bars,
        "partners": _partners,
        "route_map": _route_map,
        "small_multiples": _small_multiples,
        "timeline": _timeline,
    }
)
"""For each kind, how many marks it would draw; 0 where they cannot stand together."""
