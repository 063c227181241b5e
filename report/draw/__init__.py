"""`ChartSpec` + `Brief` + `Voices` → `Figure`: one chart as SVG with real text, and its words.

The one door to matplotlib, which takes a second to load. What can do without it can be imported from
here without loading it: which part of a brief a figure is drawn from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.draw.views import SEEN, drawable, view

if TYPE_CHECKING:
    from report.draw.drawing import KINDS, draw

__all__ = ["KINDS", "SEEN", "draw", "drawable", "view"]


def __getattr__(name: str) -> object:
    """`draw` and `KINDS`, loaded at first use: they bring matplotlib."""
    if name in ("KINDS", "draw"):
        from report.draw import drawing

        return getattr(drawing, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
