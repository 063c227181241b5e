"""The colours of all figures, alike with those of the page (templates/paper.css, docs/pages.md)."""

from __future__ import annotations

from itertools import pairwise

BLUE = "#14365C"
MIDDLE = "#58759A"
LIGHT = "#A9BACD"
TINT = "#DCE3EC"
LINE = "#B4BFCA"
GREY = "#5B6670"
INK = "#1A1A1A"
WHITE = "#FFFFFF"
VERMILION = "#B5382A"

STEPS = (WHITE, LIGHT, MIDDLE, BLUE)
"""The steps of the one blue by which a table grows darker."""

BESIDE: tuple[tuple[str, str], ...] = (
    *pairwise(STEPS),
    (BLUE, TINT),
    (BLUE, VERMILION),
    (VERMILION, WHITE),
    (GREY, WHITE),
    (BLUE, WHITE),
)
"""Pairs of colours that meet in some figure and must be told apart, also by the colour-blind and in grey."""
