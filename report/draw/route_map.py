"""The places of the brief joined with the place of the event by great-circle arcs.

The drawing is data: longitudes and latitudes of places.csv in an equirectangular frame around them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from report.draw.canvas import BLUE, LEADING, TINT, VERMILION, WHITE, Canvas, Drawing, Lettering, width_of
from report.errors import RenderError
from report.localize import Voices
from report.model import Brief, ChartSpec, Place, Words

_SHEET_WIDTH = 210.0
_GRID = "#2F4F75"
_WORD = 1.3
"""Between the languages of a name, in millimetres."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """Degrees to millimetres: the places stay inside the margins, north is up."""

    west: float
    north: float
    scale: float
    left: float
    top: float

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        stretch = 1 / math.cos(math.radians(40))
        return (
            self.left + (longitude - self.west) * self.scale,
            self.top + (self.north - latitude) * self.scale * stretch,
        )


def draw(spec: ChartSpec, brief: Brief, voices: Voices) -> Drawing:
    """Draw the map, `height` millimetres high over the whole width of the sheet, from option `hub`.

    Raises:
        RenderError: the hub is not among the places.
    """
    hub = brief.places.get(str(spec.options["hub"]))
    if hub is None:
        raise RenderError(f"{spec.location}: the hub is not a place of places.csv")
    others = [place for place in brief.places.values() if place.id != hub.id]
    canvas = Canvas(height=float(str(spec.options["height"])), width=_SHEET_WIDTH)
    canvas.cell(0, 0, canvas.width, canvas.height, colour=BLUE)
    arcs = {place.id: _arc(place, hub) for place in others}
    frame = _frame(canvas, [point for arc in arcs.values() for point in arc])
    _graticule(canvas, frame)
    for arc in arcs.values():
        canvas.line([frame.at(*point) for point in arc], colour=TINT, width=1.1)
    _names(canvas, others, frame, voices)
    x, y = frame.at(hub.longitude, hub.latitude)
    canvas.dot(x, y, 1.9, colour=VERMILION)
    for position, line in enumerate(_lines(hub, voices)):
        canvas.text(x + 3.2, y + position * LEADING, line, Lettering(colour=WHITE, bold=position == 0))
    reading = voices.say(
        "Map: great-circle arcs from {hub} to {places}.", hub=hub.name, places=_list(others, voices)
    )
    return Drawing(svg=canvas.svg(), fields={}, reading=(reading,), sources=())


def _list(places: list[Place], voices: Voices) -> Words:
    return voices.each(lambda voice: voice.join([place.name[voice.language] for place in places]))


def _lines(place: Place, voices: Voices) -> list[str]:
    return list(dict.fromkeys(voices.only(place.name).values()))


def _arc(start: Place, end: Place, steps: int = 60) -> list[tuple[float, float]]:
    """Points of the great circle in degrees (spherical linear interpolation of the two directions)."""
    first, last = _direction(start), _direction(end)
    angle = math.acos(max(-1.0, min(1.0, sum(a * b for a, b in zip(first, last, strict=True)))))
    points = []
    for step in range(steps + 1):
        part = step / steps
        near, far = math.sin((1 - part) * angle) / math.sin(angle), math.sin(part * angle) / math.sin(angle)
        x, y, z = (near * a + far * b for a, b in zip(first, last, strict=True))
        points.append((math.degrees(math.atan2(y, x)), math.degrees(math.asin(z))))
    return points


def _direction(place: Place) -> tuple[float, float, float]:
    longitude, latitude = math.radians(place.longitude), math.radians(place.latitude)
    return (
        math.cos(latitude) * math.cos(longitude),
        math.cos(latitude) * math.sin(longitude),
        math.sin(latitude),
    )


def _frame(canvas: Canvas, points: list[tuple[float, float]]) -> _Frame:
    """The frame that holds all points with room for names on both sides, centred in height."""
    longitudes, latitudes = [x for x, _ in points], [y for _, y in points]
    stretch = 1 / math.cos(math.radians(40))
    room = canvas.width - 34 - 28
    scale = min(
        room / max(max(longitudes) - min(longitudes), 1),
        (canvas.height - 56) / max((max(latitudes) - min(latitudes)) * stretch, 1),
    )
    height = (max(latitudes) - min(latitudes)) * stretch * scale
    return _Frame(min(longitudes), max(latitudes), scale, 34, (canvas.height - height) / 2)


def _graticule(canvas: Canvas, frame: _Frame) -> None:
    for longitude in range(-180, 181, 10):
        x, _ = frame.at(longitude, 0)
        if 0 < x < canvas.width:
            canvas.line([(x, 0), (x, canvas.height)], colour=_GRID, width=0.4)
    for latitude in range(-80, 81, 5):
        _, y = frame.at(0, latitude)
        if 0 < y < canvas.height:
            canvas.line([(0, y), (canvas.width, y)], colour=_GRID, width=0.4)


@dataclass(frozen=True, slots=True)
class _Box:
    """Where a name would stand, in millimetres."""

    left: float
    top: float
    right: float
    bottom: float

    def clear_of(self, other: _Box) -> bool:
        return (
            self.right < other.left
            or other.right < self.left
            or self.bottom < other.top
            or other.bottom < self.top
        )


def _names(canvas: Canvas, places: list[Place], frame: _Frame, voices: Voices) -> None:
    """Write each place's name beside its dot, on the first side where it covers no other name or dot."""
    dots = {place.id: frame.at(place.longitude, place.latitude) for place in places}
    taken = [_Box(x - 1.4, y - 1.4, x + 1.4, y + 1.4) for x, y in dots.values()]
    for place in sorted(places, key=lambda place: -place.latitude):
        x, y = dots[place.id]
        lines = _lines(place, voices)
        length = (
            sum(width_of(line, bold=position == 0) + _WORD for position, line in enumerate(lines)) - _WORD
        )
        left, middle = next(
            (
                (left, middle)
                for left, middle in _sides(x, y, length)
                if all(_box(left, middle, length).clear_of(box) for box in taken)
            ),
            _sides(x, y, length)[0],
        )
        taken.append(_box(left, middle, length))
        canvas.dot(x, y, 0.9, colour=WHITE)
        for position, line in enumerate(lines):
            canvas.text(left, middle, line, Lettering(colour=TINT if position else WHITE, bold=position == 0))
            left += width_of(line, bold=position == 0) + _WORD


def _sides(x: float, y: float, length: float) -> list[tuple[float, float]]:
    """Left edge and middle of a name left, below, above and right of its dot."""
    return [
        (x - 2 - length, y),
        (x - length + 2, y + 4),
        (x - length + 2, y - 4),
        (x - 2, y + 4),
        (x + 2, y - 4),
    ]


def _box(left: float, middle: float, length: float) -> _Box:
    return _Box(left, middle - 1.6, left + length, middle + 1.6)
