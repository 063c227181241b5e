"""A brief's folder → seconds of builds in one process that stays, one title changed before each.

`python -m bench.resident PROJECT RUNS` (in tests/) prints them as JSON. The command line's own door is
called, so that this is what preview and watch do: read, judge, set what changed, assemble, read back.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from bench.editing import change_title
from report.cli import app


def builds(project: Path, runs: int) -> list[tuple[float, float]]:
    """Seconds of `runs` builds, by the clock and of this process; the first, which sets all, is left out."""
    arguments = ["--project", str(project), "build", "--language", "bilingual", "--quiet"]
    seconds = []
    for run in range(runs + 1):
        change_title(project, f"resident {run}")
        start, processor = time.perf_counter(), time.process_time()
        code = app(arguments, standalone_mode=False)
        seconds.append((time.perf_counter() - start, time.process_time() - processor))
        if code:
            raise SystemExit(code)
    return seconds[1:]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(builds(Path(sys.argv[1]), int(sys.argv[2]))))
