"""Two `Brief`s → `Changes`, whether they matter, and which cells caused them; `Changes` as a file.

What is compared is what may be printed, by stable id; see `compare`.
"""

from __future__ import annotations

from report.compare.causes import causes
from report.compare.comparing import compare
from report.compare.weighing import weigh
from report.compare.writing import read, write

__all__ = ["causes", "compare", "read", "weigh", "write"]
