"""`Changes` + the rules of brief.toml → a `Verdict`: whether they matter, and which rules said so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from report.model import Brief, Change, ChangeKind, Changes, Reason, Significance, Subject, Verdict
from report.settings import SignificanceSettings

_LEVELS: Final = tuple(Significance)


def weigh(changes: Changes, later: Brief, rules: SignificanceSettings) -> Verdict:
    """The significance of all changes is that of the gravest; the reasons are the rules that gave it.

    A rule that names subject and kind goes before one that names either; of two such, `always` goes
    before `never`. A figure re-valued that no such rule names is held against its metric's threshold;
    in another unit or currency it always matters. Whatever is left is minor.
    """
    found: defaultdict[Significance, defaultdict[str, dict[str, None]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    for change in changes.entries:
        significance, rule = _weighed(change, later, rules)
        found[significance][rule][f"{change.subject} {change.id}"] = None
    gravest = max(found, key=_LEVELS.index, default=Significance.NONE)
    reasons = found[gravest].items()
    return Verdict(gravest, tuple(Reason(rule, tuple(subjects)) for rule, subjects in reasons))


def _weighed(change: Change, later: Brief, rules: SignificanceSettings) -> tuple[Significance, str]:
    """How grave one change is, and the rule that says so."""
    named = next(_named(change, rules), None)
    if named is not None:
        return named
    if change.subject is Subject.FIGURE and change.kind is ChangeKind.RE_VALUED:
        return _figure(change, later.claims[change.id].metric, rules)
    return Significance.MINOR, "named by no rule"


def _named(change: Change, rules: SignificanceSettings) -> Iterator[tuple[Significance, str]]:
    """What the rules that name the change say, the closest first."""
    for names in ((f"{change.subject} {change.kind}",), (change.subject, change.kind)):
        yield from ((Significance.SIGNIFICANT, f"always {name}") for name in names if name in rules.always)
        yield from ((Significance.NONE, f"never {name}") for name in names if name in rules.never)


def _figure(change: Change, metric: str, rules: SignificanceSettings) -> tuple[Significance, str]:
    difference = change.difference
    if difference is None:
        return Significance.SIGNIFICANT, "figure in another unit or currency"
    threshold = rules.metrics.get(metric, rules.threshold)
    name = f"metric {metric}" if metric in rules.metrics else "threshold of figures"
    if threshold.reached(difference):
        return Significance.SIGNIFICANT, f"{name}: {threshold} or more"
    return Significance.MINOR, f"{name}: less than {threshold}"
