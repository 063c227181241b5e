"""Moments on stdin → a cycle at each, by one process that stays: what came of it, and what the process holds.

A line of JSON on stdout for each: the cycle, resident memory in bytes, open handles, and child processes.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

import psutil

from report import settings
from report.deliver import Timing
from report.pipeline import Manner, run_cycle
from report.pipeline.state import cycle_tree


def main(project: str) -> None:
    """Cycle after cycle, until there is no other moment."""
    process = psutil.Process()
    for line in sys.stdin:
        moment = datetime.fromisoformat(line.strip())
        holding = {
            "cycle": _cycle(Path(project), moment),
            "memory": process.memory_info().rss,
            "handles": process.num_fds(),
            "children": len(process.children(recursive=True)),
        }
        sys.stdout.write(f"{json.dumps(holding)}\n")
        sys.stdout.flush()


def _cycle(project: Path, moment: datetime) -> dict[str, object]:
    timing = Timing(lambda: moment, lambda seconds: None, lambda: False)
    return cycle_tree(run_cycle(settings.read(project), timing, manner=Manner(jobs=1)))


if __name__ == "__main__":
    main(*sys.argv[1:])
