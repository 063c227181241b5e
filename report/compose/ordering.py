"""Claims → the order in which a table tells them: by topic, and within a topic the latest first."""

from __future__ import annotations

from collections.abc import Iterable

from report.compose.composition import Composition
from report.model import Claim


def by_topic(composition: Composition, claims: Iterable[Claim]) -> list[Claim]:
    """The claims in the order of the vocabulary's metrics, the latest first, else as in their table.

    Metrics that brief.toml lets one figure show together ([charts] together) are one topic: the old
    rate of a tax stays beside the new one.
    """
    metrics = list(composition.brief.vocabulary.metrics)
    groups = {metric: group for group in composition.settings.together for metric in group}

    def place(claim: Claim) -> tuple[int, int]:
        topic = groups.get(claim.metric, (claim.metric,))
        latest = claim.period.end or claim.period.start
        return min(metrics.index(metric) for metric in topic), -latest.year if latest else 0

    return sorted(claims, key=place)
