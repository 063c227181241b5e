"""The places of the brief joined with the place of the event by great-circle arcs.

The drawing is data: longitudes and latitudes of places.csv in an equirectangular frame around them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from report.draw.canvas import Canvas, Drawing
from report.draw.great_circle import Frame, Point, arc, frame
from report.draw.lettering import Lettering, width_of
from report.draw.palette import BLUE, TINT, VERMILION, WHITE
from report.errors import RenderError
from report.localize import Voices
from report.model import Brief, ChartSpec, Place, Words

_SHEET_WIDTH = 210.0
_MARGIN = (34.0, 28.0)
_GRID = "#2F4F75"
_WORD = 1.3
"""Between the languages of a name, in millimetres."""
_HEIGHT = 3.2
_CLEAR = 2.0
"""From the edge of the drawing to the grid's first line, in millimetres: one at the very edge looks torn."""
_SMALL, _LARGE = 0.9, 1.9
_NEAR = (14.0, 2.5)
"""So near to another place's dot, across and down in millimetres, a name would be read as that place's."""


@dataclass(frozen=True, slots=True)
class _Box:
    """Where a name would stand, in millimetres."""

    left: float
    top: float
    right: float
    bottom: float

    def clear_of(self, other: _Box) -> bool:
        apart = self.right < other.left or other.right < self.left
        return apart or self.bottom < other.top or other.bottom < self.top

    def within(self, canvas: Canvas) -> bool:
        return (
            self.left > 1 and self.top > 1 and self.right < canvas.width - 1 and self.bottom < canvas.height
        )


def draw(spec: ChartSpec, brief: Brief, voices: Voices) -> Drawing:
    """Draw the map, `height` millimetres high over the whole width of the sheet, from option `hub`.

    Raises:
        RenderError: the hub is not among the places, or stands alone.
    """
    hub = brief.places.get(str(spec.options["hub"]))
    others = [place for place in brief.places.values() if hub is not None and place.id != hub.id]
    if hub is None or not others:
        raise RenderError(f"{spec.location}: the hub is not a place of places.csv, or the only one")
    canvas = Canvas(height=float(str(spec.options["height"])), width=_SHEET_WIDTH)
    canvas.cell(0, 0, canvas.width, canvas.height, colour=BLUE)
    ways = {place.id: arc(place, hub) for place in others}
    inside = frame(
        [point for way in ways.values() for point in way], size=(canvas.width, canvas.height), margin=_MARGIN
    )
    _graticule(canvas, inside)
    lines = {key: [inside.at(point) for point in way] for key, way in ways.items()}
    for line in lines.values():
        canvas.line(line, colour=TINT, width=1.1)
    dots = {key: line[0] for key, line in lines.items()}
    dots[hub.id] = next(iter(lines.values()))[-1]
    for place in others:
        canvas.dot(*dots[place.id], _SMALL, colour=WHITE)
    canvas.dot(*dots[hub.id], _LARGE, colour=VERMILION)
    _names(canvas, [hub, *sorted(others, key=lambda place: -place.latitude)], dots, lines, voices)
    reading = voices.say(
        "Map: great-circle arcs from {hub} to {places}.", hub=hub.name, places=_list(others, voices)
    )
    return Drawing(svg=canvas.svg(), fields={}, reading=(reading,), sources=())


def _list(places: list[Place], voices: Voices) -> Words:
    return voices.each(lambda voice: voice.join([place.name[voice.language] for place in places]))


def _graticule(canvas: Canvas, inside: Frame) -> None:
    for longitude in range(-540, 541, 10):
        x, _ = inside.at((longitude, 0))
        if _CLEAR < x < canvas.width - _CLEAR:
            canvas.line([(x, 0), (x, canvas.height)], colour=_GRID, width=0.4)
    for latitude in range(-80, 81, 5):
        _, y = inside.at((0, latitude))
        if _CLEAR < y < canvas.height - _CLEAR:
            canvas.line([(0, y), (canvas.width, y)], colour=_GRID, width=0.4)


def _names(
    canvas: Canvas,
    places: Sequence[Place],
    dots: dict[str, Point],
    lines: dict[str, list[Point]],
    voices: Voices,
) -> None:
    """Write each place's name beside its dot, where it covers least: arcs rather than names and dots."""
    arcs = [_around(point, 0.4) for line in lines.values() for point in line]
    taken = [_around(dot, 1.4) for dot in dots.values()]
    for place in places:
        words = list(dict.fromkeys(voices.only(place.name).values()))
        length = sum(_width(word, position) + _WORD for position, word in enumerate(words)) - _WORD
        box = min(
            _sides(dots[place.id], length),
            key=lambda box: (
                not box.within(canvas),
                sum(not box.clear_of(other) for other in taken),
                sum(not box.clear_of(_around(dot, *_NEAR)) for key, dot in dots.items() if key != place.id),
                sum(not box.clear_of(other) for other in arcs),
            ),
        )
        taken.append(box)
        left = box.left
        for position, word in enumerate(words):
            lettering = Lettering(colour=TINT if position else WHITE, bold=position == 0)
            canvas.text(left, (box.top + box.bottom) / 2, word, lettering)
            left += _width(word, position) + _WORD


def _width(word: str, position: int) -> float:
    return width_of(word, bold=position == 0)


def _around(point: Point, across: float, down: float | None = None) -> _Box:
    """The box that reaches so far from a point to both sides, and up and down the same or as said."""
    (x, y), down = point, across if down is None else down
    return _Box(x - across, y - down, x + across, y + down)


def _sides(dot: Point, length: float) -> Iterator[_Box]:
    """Where a name may stand: left and right of its dot, then below and above, nearer before farther."""
    x, y = dot
    near = _LARGE + 0.9
    for left, middle in (
        (x - near - length, y),
        (x + near, y),
        *((left, y + sign * down) for down in (3.8, 6.4) for sign in (1, -1) for left in _along(x, length)),
    ):
        yield _Box(left, middle - _HEIGHT / 2, left + length, middle + _HEIGHT / 2)


def _along(x: float, length: float) -> tuple[float, float, float]:
    """Left edges of a name that ends, is centred or begins at `x`."""
    return x - length + 2, x - length / 2, x - 2
