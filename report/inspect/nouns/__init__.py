"""What a finished page holds, as plain nouns: runs of text, drawn shapes, lines, blocks, pages.

Lengths are points; `x` runs from the left edge of the page, `y` from its upper edge downwards.
Pages count from 1, as they are printed.
"""

from __future__ import annotations

from report.inspect.nouns.finished import Fault, Finished, Look
from report.inspect.nouns.page import Page
from report.inspect.nouns.paint import PATTERN, Box, Mark, Run, Shape
from report.inspect.nouns.sheet import (
    BOTTOM,
    HEIGHT,
    LEFT,
    PAPER,
    RIGHT,
    SCALE,
    STEP,
    TOLERANCE,
    TOP,
    WIDTH,
)
from report.inspect.nouns.text import Block, Line, Paragraph, bare, shown

__all__ = [
    "BOTTOM",
    "HEIGHT",
    "LEFT",
    "PAPER",
    "PATTERN",
    "RIGHT",
    "SCALE",
    "STEP",
    "TOLERANCE",
    "TOP",
    "WIDTH",
    "Block",
    "Box",
    "Fault",
    "Finished",
    "Line",
    "Look",
    "Mark",
    "Page",
    "Paragraph",
    "Run",
    "Shape",
    "bare",
    "shown",
]
