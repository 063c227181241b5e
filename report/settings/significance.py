"""[significance] of brief.toml → which changes matter.

A rule about kinds names a subject, a kind, or both: `document`, `removed`, `document removed`. A
threshold is how far a figure must move: `"5%"` of what it was, or a number in the figure's own unit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from report.model import ChangeKind, Difference, Subject
from report.settings.tables import Table, near

_SHARE = re.compile(r"(\d+(?:\.\d+)?)%")
_ALWAYS = ("document added", "document removed", "figure added", "figure removed", "rate re-valued")
_NEVER = ("re-sourced",)


@dataclass(frozen=True, slots=True)
class Threshold:
    """How far a figure must move, up or down, to matter: a share of what it was, or an amount."""

    amount: Decimal
    relative: bool

    def reached(self, difference: Difference) -> bool:
        """Whether a number moved so far; from nothing to something is further than any share."""
        if not self.relative:
            return abs(difference.absolute) >= self.amount
        if difference.relative is None:
            return bool(difference.absolute) or not self.amount
        return abs(difference.relative) * 100 >= self.amount

    def __str__(self) -> str:
        return f"{self.amount:f}{'%' if self.relative else ''}"


@dataclass(frozen=True, slots=True)
class SignificanceSettings:
    """Kinds of change that always matter, kinds that never do, and thresholds of figures by metric."""

    always: tuple[str, ...] = _ALWAYS
    never: tuple[str, ...] = _NEVER
    threshold: Threshold = Threshold(Decimal(1), relative=True)
    metrics: Mapping[str, Threshold] = field(default_factory=dict)


def read_significance(table: Table) -> SignificanceSettings:
    """The rules of the table; what it leaves out is ours."""
    metrics = table.table("metrics")
    significance = SignificanceSettings(
        always=_rules(table, "always", _ALWAYS),
        never=_rules(table, "never", _NEVER),
        threshold=_threshold(table, "threshold", "1%"),
        metrics={metric: _threshold(metrics, metric, "") for metric in metrics.keys()},  # noqa: SIM118
    )
    for rule in sorted(set(significance.always) & set(significance.never)):
        table.fault("never", f"{rule!r} also stands in 'always'")
    table.close()
    return significance


def _rules(table: Table, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
    rules = table.texts(key, default)
    known = [*Subject, *ChangeKind, *(f"{subject} {kind}" for subject in Subject for kind in ChangeKind)]
    for rule in rules:
        if rule not in known:
            table.fault(key, f"{rule!r} is no subject, no kind of change, nor both{near(rule, known)}")
    return rules


def _threshold(table: Table, key: str, default: str) -> Threshold:
    value = table.take(key, default)
    share = _SHARE.fullmatch(value) if isinstance(value, str) else None
    if share:
        return Threshold(Decimal(share[1]), relative=True)
    if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
        return Threshold(Decimal(str(value)), relative=False)
    table.fault(key, f"{value!r} is neither a share such as '5%' nor a number from 0")
    return Threshold(Decimal(0), relative=False)
