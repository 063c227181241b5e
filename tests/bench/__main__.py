"""The command line of the bench: `python -m bench` in tests/, or `make bench`."""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import signal
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from bench.mailing import mailing
from bench.measure import BenchError
from bench.results import NAMES, page_of
from bench.works import BUILDS, RIVALS, ROOT, SIZES, Bench

RESULTS = Path(__file__).resolve().parent / "RESULTS.md"

WORKS = {**BUILDS, "mailing": mailing}

_QUICK = frozenset({"cold", "resident", "watch"})
"""What takes minutes; the others take as long for one run."""

_NEEDED: Mapping[str, str] = {"chromium": "chromium", "xelatex": "xelatex"}


def main() -> None:
    """Run what was asked for in a temporary folder, and write the results."""
    asked = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # 128 + SIGTERM; the temporary folder is removed
    rivals = tuple(rival for rival in RIVALS if _present(rival))
    for absent in (rival for rival in RIVALS if rival not in rivals):
        _tell(f"{NAMES[absent]} is not installed, and left out")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        bench = Bench(
            folder=Path(folder),
            project=asked.project,
            runs=asked.runs,
            long_runs=asked.long_runs or asked.runs,
            warm=asked.warm_up,
            rivals=rivals,
            sizes=tuple(asked.sizes),
            tell=_tell,
        )
        try:
            for name in asked.only:
                WORKS[name](bench if name in _QUICK else replace(bench, runs=bench.long_runs))
        except BenchError as error:
            raise SystemExit(str(error)) from None
        page = page_of(bench)
    asked.out.write_text(page, encoding="utf-8") if asked.out else sys.stdout.write(page)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description="Measure ours beside what others would use.")
    parser.add_argument("--runs", type=int, default=5, help="runs of each after the warm-up (default 5)")
    parser.add_argument(
        "--long-runs", type=int, help=f"runs of all but {', '.join(sorted(_QUICK))} (default: as many)"
    )
    parser.add_argument(
        "--only", nargs="+", choices=tuple(WORKS), default=tuple(WORKS), help="only these works"
    )
    parser.add_argument("--project", type=Path, default=ROOT, help="the brief to build (default: ours)")
    parser.add_argument(
        "--warm-up", action=argparse.BooleanOptionalAction, default=True, help="before the runs"
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="documents of the long registers")
    parser.add_argument("--out", type=Path, help=f"where the results go (make bench: {RESULTS.name})")
    return parser.parse_args()


def _present(rival: str) -> bool:
    if rival in _NEEDED:
        return shutil.which(_NEEDED[rival]) is not None
    return importlib.util.find_spec(rival) is not None


def _tell(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    main()
