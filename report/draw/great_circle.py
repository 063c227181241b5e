"""Two places → the shortest way between them, and its points in millimetres on a sheet.

Longitudes run on beyond 180 degrees, so that a way over the Pacific stays one line.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from report.model import Place

Point = tuple[float, float]
_STEPS = 60
_STRAIGHT = 1e-6
_NEVER_POLAR = 75.0
"""Degrees of latitude beyond which an equirectangular frame would be stretched out of all proportion."""


def arc(start: Place, end: Place) -> list[Point]:
    """Points of the great circle in degrees (spherical linear interpolation of the two directions).

    Places at one spot, or opposite each other on the globe, are joined by a straight line.
    """
    first, last = _direction(start), _direction(end)
    angle = math.acos(max(-1.0, min(1.0, sum(a * b for a, b in zip(first, last, strict=True)))))
    if math.sin(angle) < _STRAIGHT:
        return [(start.longitude, start.latitude), (end.longitude, end.latitude)]
    points: list[Point] = []
    for step in range(_STEPS, -1, -1):
        part = step / _STEPS
        near, far = math.sin((1 - part) * angle) / math.sin(angle), math.sin(part * angle) / math.sin(angle)
        x, y, z = (near * a + far * b for a, b in zip(first, last, strict=True))
        before = points[-1][0] if points else end.longitude
        longitude = math.degrees(math.atan2(y, x))
        points.append((longitude + 360 * round((before - longitude) / 360), math.degrees(math.asin(z))))
    return points[::-1]


def _direction(place: Place) -> tuple[float, float, float]:
    longitude, latitude = math.radians(place.longitude), math.radians(place.latitude)
    return (
        math.cos(latitude) * math.cos(longitude),
        math.cos(latitude) * math.sin(longitude),
        math.sin(latitude),
    )


@dataclass(frozen=True, slots=True)
class Frame:
    """Degrees to millimetres, north up: equirectangular, true to scale at the middle latitude."""

    west: float
    north: float
    scale: float
    stretch: float
    left: float
    top: float

    def at(self, point: Point) -> Point:
        """Where a point (longitude, latitude) stands on the sheet."""
        longitude, latitude = point
        return (
            self.left + (longitude - self.west) * self.scale,
            self.top + (self.north - latitude) * self.scale * self.stretch,
        )


def frame(points: Sequence[Point], *, size: Point, margin: Point) -> Frame:
    """The frame that holds all points in the middle of a sheet of `size`, with a margin for names."""
    longitudes, latitudes = [x for x, _ in points], [y for _, y in points]
    west, east, south, north = min(longitudes), max(longitudes), min(latitudes), max(latitudes)
    middle = max(-_NEVER_POLAR, min(_NEVER_POLAR, (south + north) / 2))
    stretch = 1 / math.cos(math.radians(middle))
    scale = min(
        (size[0] - 2 * margin[0]) / max(east - west, 1),
        (size[1] - 2 * margin[1]) / max((north - south) * stretch, 1),
    )
    left = (size[0] - (east - west) * scale) / 2
    top = (size[1] - (north - south) * stretch * scale) / 2
    return Frame(west, north, scale, stretch, left, top)
