"""Claims in one currency as small panels with the same scale, one a claim, for what is never summed.

Each panel has a zero line of its own, so that unlike measures do not stand on one axis.
"""

from __future__ import annotations

from dataclasses import dataclass

from report.draw.canvas import BAR, TIP, WIDTH, Canvas, Drawing
from report.draw.claims import said
from report.draw.lettering import LEADING, Lettering, Line, lines_of
from report.draw.palette import BLUE, GREY
from report.errors import RenderError
from report.localize import Voices
from report.model import Brief, ChartSpec, Claim, Money, Qualifier, Words

_COLUMNS = 3
_GUTTER = 7.0
_EDGE = 0.4
"""Some letters reach a little to the left of where they begin."""
_WIDTH = (WIDTH - _EDGE - (_COLUMNS - 1) * _GUTTER) / _COLUMNS
_BASE = 1.0
"""How far the zero line reaches beyond the bar."""
_BELOW = 5.0
_VALUE = Lettering(bold=True, colour=BLUE)


@dataclass(frozen=True, slots=True)
class _Panel:
    claim: Claim
    money: Money
    label: tuple[Line, ...]
    value: tuple[Line, ...]

    @property
    def height(self) -> float:
        return (len(self.label) + len(self.value)) * LEADING + BAR + 2 * _BASE

    @property
    def open_end(self) -> bool:
        return self.money.qualifier is Qualifier.MORE_THAN


def draw(spec: ChartSpec, brief: Brief, voices: Voices) -> Drawing:
    """Draw the panels of option `claims`, in its order, three a row.

    Fields: `largest` (amount), `largest_label`, `count` of panels.

    Raises:
        RenderError: a claim is not an amount, or they are in several currencies.
    """
    claims = [brief.claims[str(name)] for name in _names(spec)]
    if len({claim.value.currency if isinstance(claim.value, Money) else "" for claim in claims}) != 1:
        raise RenderError(f"{spec.location}: the claims are not amounts in one currency")
    panels = [panel for claim in claims for panel in _panels(claim, voices)]
    largest = max(panels, key=lambda panel: panel.money.amount)
    return Drawing(
        svg=_canvas(panels, float(largest.money.amount)).svg(),
        fields={
            "largest": voices.each(lambda voice: voice.value(largest.money, "short")),
            "largest_label": voices.only(largest.claim.label),
            "count": voices.number(len(panels)),
        },
        reading=tuple(_sentence(panel, voices) for panel in panels),
        sources=tuple(source for claim in claims for source in claim.sources),
    )


def _names(spec: ChartSpec) -> list[object]:
    names = spec.options["claims"]
    return names if isinstance(names, list) else []


def _panels(claim: Claim, voices: Voices) -> list[_Panel]:
    if not isinstance(claim.value, Money):
        return []
    label = lines_of(voices.typeset(voices.only(claim.label)), _WIDTH)
    return [_Panel(claim, claim.value, label, lines_of(said(claim, voices), _WIDTH, _VALUE))]


def _canvas(panels: list[_Panel], largest: float) -> Canvas:
    """Rows of panels, each as high as its highest label asks for."""
    rows = [panels[start : start + _COLUMNS] for start in range(0, len(panels), _COLUMNS)]
    heights = [max(panel.height for panel in row) for row in rows]
    canvas = Canvas(height=sum(heights) + _BELOW * (len(rows) - 1) + 1)
    scale = (_WIDTH - TIP) / largest if largest else 0
    top = 0.5
    for row, height in zip(rows, heights, strict=True):
        for position, panel in enumerate(row):
            left = _EDGE + position * (_WIDTH + _GUTTER)
            _panel(canvas, panel, left=left, reach=(top, top + height), scale=scale)
        top += height + _BELOW
    return canvas


def _panel(canvas: Canvas, panel: _Panel, *, left: float, reach: tuple[float, float], scale: float) -> None:
    """The labels of a row begin in one line, and its values and bars stand in one line."""
    top, bottom = reach
    middle = bottom - _BASE - BAR / 2
    canvas.lines(left, top, panel.label)
    canvas.lines(left, bottom - 2 * _BASE - BAR - len(panel.value) * LEADING, panel.value)
    canvas.line([(left, middle - BAR / 2 - _BASE), (left, bottom)], colour=GREY)
    canvas.bar(left, middle, float(panel.money.amount) * scale, open_end=panel.open_end)


def _sentence(panel: _Panel, voices: Voices) -> Words:
    label = voices.only(panel.claim.label)
    return voices.say("{label}: {value}.", label=label, value=said(panel.claim, voices))
