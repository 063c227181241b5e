"""`ChartSpec` + `Brief` + `Voices` → `Figure`: the drawing, with its sentences filled from the numbers.

Each kind of chart is one module here with one function, entered in `KINDS`. Fails with
`RenderError` where the data leaves a chart nothing to draw.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from report.draw import (
    bars,
    claim_bars,
    dot_plot,
    heat_table,
    named_bars,
    partners,
    route_map,
    small_multiples,
    timeline,
)
from report.draw.canvas import Drawing, style
from report.errors import RenderError
from report.localize import Voices
from report.model import Brief, ChartSpec, Figure, Words

Draw = Callable[[ChartSpec, Brief, Voices], Drawing]

KINDS: Mapping[str, Draw] = {
    "bars": bars.draw,
    "claim_bars": claim_bars.draw,
    "dot_plot": dot_plot.draw,
    "heat_table": heat_table.draw,
    "named_bars": named_bars.draw,
    "partners": partners.draw,
    "route_map": route_map.draw,
    "small_multiples": small_multiples.draw,
    "timeline": timeline.draw,
}


def draw(spec: ChartSpec, brief: Brief, voices: Voices, *, style_file: Path) -> Figure:
    """Draw one figure as its spec says, with the words of `voices`.

    The sentences of the spec are filled with the drawing's own fields, so a changed number changes
    the title too. `style_file` is the matplotlib style sheet (charts/brief.mplstyle).

    Raises:
        RenderError: the spec asks for a field that its kind does not give, or there is no data.
    """
    with style(style_file, salt=spec.id):
        drawing = KINDS[spec.kind](spec, brief, voices)
    alternative = voices.each(
        lambda voice: " ".join(_begun(part[voice.language]) for part in drawing.reading)
    )
    return Figure(
        id=spec.id,
        svg=drawing.svg,
        title=_filled(spec, spec.title, drawing, voices),
        subtitle=_filled(spec, spec.subtitle, drawing, voices),
        note=_filled(spec, spec.note, drawing, voices),
        alternative=alternative,
        sources=tuple(dict.fromkeys(drawing.sources)),
    )


def _begun(sentence: str) -> str:
    """A sentence with a capital letter at its beginning."""
    return sentence[:1].upper() + sentence[1:]


def _filled(spec: ChartSpec, sentence: Words, drawing: Drawing, voices: Voices) -> Words:
    """A sentence of the spec with the drawing's fields in each language; nothing stays nothing."""

    def fill(language: str) -> str:
        fields = {name: words[language] for name, words in drawing.fields.items()}
        try:
            return sentence[language].format_map(fields)
        except (KeyError, IndexError, ValueError) as error:
            known = ", ".join(sorted(fields)) or "none"
            raise RenderError(
                f"{spec.location}: {sentence[language]!r} cannot be filled ({error}); its fields: {known}"
            ) from None

    if not sentence:
        return {}
    return voices.each(lambda voice: voice.typeset(fill(voice.language)))
