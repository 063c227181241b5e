"""`Brief` → arrangement.json and back: what pages need and facts.json has not.

That is in which order the rows stand in their tables, the figures' specs, and the daily rates. Together
with facts.json it gives the same pages again, whatever has become of the brief's folder.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, Final, TypeVar, cast

from report import facts
from report.errors import Location
from report.model import Brief, ChartSpec, Rate, Vocabulary

FILE: Final = "arrangement.json"
SCHEMA: Final = 1
"""The version of the form: it grows when an old reader would misread a new file."""

N = TypeVar("N", Brief, Vocabulary)


def write(brief: Brief) -> bytes:
    """The order of a brief and its figures' specs as JSON in UTF-8; the order of keys means something."""
    public = facts.public(brief)
    tree = {
        "schema": SCHEMA,
        "order": _order(public),
        "vocabulary": _order(public.vocabulary),
        "charts": {key: _spec(spec) for key, spec in brief.charts.items()},
        "daily_rates": facts.plain(brief.daily_rates),
    }
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode()


def read(content: bytes, facts_json: bytes) -> Brief:
    """The facts of a facts.json, arranged as they were, with their figures' specs.

    Raises:
        ArchiveError: one of both is damaged, of another schema, or they do not belong together.
    """
    brief = facts.read(facts_json)
    with facts.reading(FILE):
        tree = facts.from_json(content, FILE, schema=SCHEMA)
        charts = {
            key: ChartSpec(**spec, location=Location(f"charts/{key}.toml"))
            for key, spec in tree["charts"].items()
        }
        vocabulary = _arranged(brief.vocabulary, tree["vocabulary"])
        arranged = _arranged(brief, tree["order"])
        return replace(arranged, vocabulary=vocabulary, charts=charts, daily_rates=_daily(tree))


def _daily(tree: Mapping[str, Any]) -> tuple[Rate, ...]:
    """The daily rates; an edition that was made before there were any has none."""
    return tuple(cast("Rate", facts.typed(Rate, rate)) for rate in tree.get("daily_rates", ()))


def _order(noun: Brief | Vocabulary) -> dict[str, list[str]]:
    """The keys of each mapping of a noun that facts.json has."""
    return {name: list(value) for name, value in facts.said(noun).items() if isinstance(value, Mapping)}


def _arranged(noun: N, order: Mapping[str, list[str]]) -> N:
    members: dict[str, Any] = {}
    for name, keys in order.items():
        values = getattr(noun, name)
        if set(keys) != set(values):
            raise ValueError(f"{name} has other keys")
        members[name] = {key: values[key] for key in keys}
    return replace(noun, **members)


def _spec(spec: ChartSpec) -> dict[str, object]:
    return {name: value for name, value in asdict(spec).items() if name != "location"}
