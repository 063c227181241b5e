"""A remote source → its document, and what the document says as rows of one of our tables.

The only room that fetches. What comes from outside is believed by nobody here: its size, its type and its
form are bounded and looked at, and whatever does not fit is a `PullError` in one line.
"""

from __future__ import annotations

from report.pull.banks import Leg, Quotations, read_quotations
from report.pull.crossing import Quoted, quoted
from report.pull.fetching import Answer, Pause, fetch
from report.pull.tables import Rows, from_json, mapped, write_rows

__all__ = [
    "Answer",
    "Leg",
    "Pause",
    "Quotations",
    "Quoted",
    "Rows",
    "fetch",
    "from_json",
    "mapped",
    "quoted",
    "read_quotations",
    "write_rows",
]
