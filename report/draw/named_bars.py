"""Named against announced documents by country: a dark bar on a light one.

A country whose count nobody announced has a dark bar only, and says so in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from report.draw.canvas import (
    BLUE,
    GAP,
    GREY,
    LABELS,
    PLAIN,
    ROW,
    TINT,
    WHITE,
    WIDTH,
    Canvas,
    Drawing,
    Lettering,
    joined,
    width_of,
)
from report.localize import Voices
from report.model import Brief, ChartSpec, Claim, Count, Qualifier, Unit, Words


@dataclass(frozen=True, slots=True)
class _Line:
    country: str
    label: Words
    named: int
    announced: Claim | None


def draw(spec: ChartSpec, brief: Brief, voices: Voices) -> Drawing:
    """Draw the bars; option `metric` names the claims that announce counts.

    Fields: `named`, `announced` (of the whole brief), `share` in percent.
    """
    lines = sorted(_lines(spec, brief), key=lambda line: (-_length(line), line.country))
    scale = (WIDTH - LABELS - 34) / max(max((_length(line) for line in lines), default=1), 1)
    canvas = Canvas(height=len(lines) * ROW + 1)
    canvas.line([(LABELS, 0), (LABELS, len(lines) * ROW + 1)], colour=GREY)
    for position, line in enumerate(lines):
        _row(canvas, line, voices, middle=position * ROW + ROW / 2 + 0.5, scale=scale)
    return Drawing(
        svg=canvas.svg(),
        fields=_fields(spec, brief, voices),
        reading=tuple(_sentence(line, voices) for line in lines),
        sources=tuple(source for line in lines if line.announced for source in line.announced.sources),
    )


def _lines(spec: ChartSpec, brief: Brief) -> list[_Line]:
    metric = str(spec.options["metric"])
    lines = []
    for country in brief.countries.values():
        claim = brief.headline(country.code, metric)
        lines.append(_Line(country.code, country.name, len(brief.named_documents(country.code)), claim))
    return lines


def _announced(line: _Line) -> Decimal:
    value = line.announced.value if line.announced else None
    return value.number if isinstance(value, Count) else Decimal(0)


def _length(line: _Line) -> float:
    return float(max(_announced(line), Decimal(line.named)))


def _row(canvas: Canvas, line: _Line, voices: Voices, *, middle: float, scale: float) -> None:
    canvas.label(middle, voices.only(line.label))
    end = LABELS + line.named * scale
    if line.announced is None:
        words, lettering = voices.say("no count announced"), Lettering(colour=GREY, italic=True)
    else:
        claim = line.announced
        open_end = claim.value.qualifier is Qualifier.MORE_THAN
        length = float(_announced(line)) * scale
        canvas.bar(LABELS, middle, length, colour=TINT, open_end=open_end)
        end = max(end, LABELS + length + (GAP if open_end else 0))
        words, lettering = voices.each(lambda voice: voice.value(claim.value, "short")), PLAIN
    canvas.bar(LABELS, middle, line.named * scale, colour=BLUE)
    end = max(end, _number(canvas, line.named, middle=middle, right=LABELS + line.named * scale))
    canvas.text(end + GAP, middle, joined(words), lettering)


def _number(canvas: Canvas, named: int, *, middle: float, right: float) -> float:
    """Write the number inside its bar, or behind it where the bar is too short; where it ends."""
    width = width_of(str(named), bold=True)
    if right - LABELS > width + 2:
        canvas.text(right - 1, middle, str(named), Lettering("right", WHITE, bold=True))
        return right
    canvas.text(right + 1, middle, str(named), Lettering(colour=BLUE, bold=True))
    return right + width + 2


def _fields(spec: ChartSpec, brief: Brief, voices: Voices) -> dict[str, Words]:
    named = Count(Decimal(len(brief.named_documents())), Unit.DOCUMENTS)
    total = brief.claims.get(str(spec.options.get("announced", "")))
    fields = {"named": voices.each(lambda voice: voice.value(named))}
    if total is not None and isinstance(total.value, Count):
        value = total.value
        share = Count((100 * named.number / value.number).quantize(Decimal(1)), Unit.PERCENT)
        fields["announced"] = voices.each(lambda voice: voice.bare(value, "short"))
        fields["share"] = voices.each(lambda voice: voice.bare(share))
    return fields


def _sentence(line: _Line, voices: Voices) -> Words:
    named = voices.each(lambda voice: voice.value(Count(Decimal(line.named), Unit.DOCUMENTS)))
    if line.announced is None:
        return voices.say("{country}: {named} named, no count announced.", country=line.label, named=named)
    claim = line.announced
    announced = voices.each(lambda voice: voice.value(claim.value, "short"))
    return voices.say(
        "{country}: {named} named, {announced} announced.",
        country=line.label,
        named=named,
        announced=announced,
    )
