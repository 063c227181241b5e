"""What operators paint: runs of text and shapes, each in its box."""

from __future__ import annotations

from dataclasses import dataclass

PATTERN = "pattern"
"""Stands where a shape is filled with a pattern and with no single colour."""


@dataclass(frozen=True, slots=True)
class Box:
    """What ink covers: left, top, right and bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Box) -> tuple[float, float]:
        """How wide and how high two boxes cover each other; not positive where they do not."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide, high

    def united(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the box."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Mark:
    """What an operator stands in: marked content of a number, an artifact, or neither (ISO 32000-1, 14.6)."""

    content: int | None = None
    artifact: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Text that one operator shows: one face, size and colour, from `x` on the baseline `y`.

    `order` counts what a page paints; `drawn` is text of a figure, `furniture` of head or foot.
    """

    text: str
    face: str
    size: float
    colour: str
    x: float
    y: float
    box: Box
    order: int
    drawn: bool = False
    furniture: bool = False
    mark: Mark = Mark()

    @property
    def bold(self) -> bool:
        """Whether the face is a bold one."""
        return "Bold" in self.face

    @property
    def serif(self) -> bool:
        """Whether it is set in the face of prose."""
        return "Serif" in self.face


@dataclass(frozen=True, slots=True)
class Shape:
    """A path, or a picture (both colours empty): what it fills and strokes with, and its corners."""

    box: Box
    fill: str
    stroke: str
    order: int
    corners: tuple[tuple[float, float], ...] = ()
    mark: Mark = Mark()

    def spans(self, x: float) -> bool:
        """Whether the shape stands above or below a place of a line."""
        return self.box.left <= x <= self.box.right

    @property
    def edges(self) -> tuple[float, float]:
        """Its upper and its lower edge."""
        return self.box.top, self.box.bottom

    def holds(self, point: tuple[float, float]) -> bool:
        """Whether a point is within the filled path (by the even-odd rule, curves taken for straight)."""
        x, y = point
        box = self.box
        if not (box.left <= x <= box.right and box.top <= y <= box.bottom):
            return False
        sides = zip(self.corners, [*self.corners[1:], *self.corners[:1]], strict=True)
        crossed = (
            (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax for (ax, ay), (bx, by) in sides
        )
        return sum(crossed) % 2 == 1
