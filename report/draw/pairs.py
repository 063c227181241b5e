"""A spec's pairs of ids → claims before and after, with the part of their labels that tells them apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from report.draw.claims import said, size_of
from report.localize import Voices
from report.model import Brief, ChartSpec, Claim, Words


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims of one thing; `label` is what the labels of all pairs do not begin with alike."""

    before: Claim
    after: Claim
    label: Words

    @property
    def change(self) -> float:
        """By how much the value rises; below zero where it falls."""
        return size_of(self.after) - size_of(self.before)


def pairs_of(spec: ChartSpec, brief: Brief) -> list[Pair]:
    """The pairs of option `pairs`, in its order."""
    pairs = spec.options["pairs"]
    claims = [[brief.claims[name] for name in pair] for pair in pairs] if isinstance(pairs, list) else []
    labels = [after.label for _, after in claims]
    alike = {code: _alike([label[code].split(" ") for label in labels]) for code in labels[0]}
    return [
        Pair(before, after, {code: " ".join(text.split(" ")[alike[code] :]) for code, text in label.items()})
        for (before, after), label in zip(claims, labels, strict=True)
    ]


def changing(pairs: Sequence[Pair], voices: Voices) -> Words:
    """How many pairs change as the one that changes most does: "all 4 will fall", "3 will fall"."""
    largest = max(pairs, key=lambda pair: abs(pair.change))
    if largest.change < 0:
        number = sum(pair.change < 0 for pair in pairs)
        if number == len(pairs):
            return voices.say("all {number} will fall", number=number)
        return voices.say_plural("{number} will fall", "{number} will fall", number)
    number = sum(pair.change > 0 for pair in pairs)
    if number == len(pairs):
        return voices.say("all {number} will rise", number=number)
    return voices.say_plural("{number} will rise", "{number} will rise", number)


def sentence(pair: Pair, voices: Voices) -> Words:
    """The pair in words, under its whole label."""
    return voices.say(
        "{label}: before {before}, after {after}.",
        label=pair.after.label,
        before=said(pair.before, voices),
        after=said(pair.after, voices),
    )


def _alike(texts: list[list[str]]) -> int:
    """How many words all texts begin with alike, so that each keeps one at least."""
    shortest = min(len(text) for text in texts) - 1
    return min(shortest, len(list(takewhile(lambda words: len(set(words)) == 1, zip(*texts, strict=False)))))
