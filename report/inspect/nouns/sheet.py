"""The sheet and its measures, in points (docs/pages.md, "Sheet")."""

from __future__ import annotations

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
LEFT, RIGHT = 21 * MM, 189 * MM
TOP, BOTTOM = 24 * MM, 275 * MM
"""The sheet and its type area, 168 × 251 mm (docs/pages.md)."""

STEP = 3.5
"""The rhythm: every step from line to line is a multiple of it."""

SCALE = (7.5, 8.0, 10.0, 12.0, 16.0, 24.0, 36.0)
"""The closed type scale."""

TOLERANCE = 0.05
"""Of sizes: what rounding to the hundredths of a point may change."""

PAPER = "#FFFFFF"
