"""An edition and its recipients → messages, sent once to each, and how each delivery stands."""

from __future__ import annotations

from report.deliver.pauses import Timing
from report.deliver.sending import Compose, Run, Watch, send
from report.deliver.session import Rejected, Unreachable

__all__ = ["Compose", "Rejected", "Run", "Timing", "Unreachable", "Watch", "send"]
