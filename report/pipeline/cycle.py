"""A brief's settings and the time → one cycle: pull, check, compare, build, release, deliver, report."""

from __future__ import annotations

from report.deliver import Timing
from report.errors import SettingsError
from report.model import Cycle
from report.pipeline.nouns import Manner
from report.settings import Settings


def run_cycle(
    settings: Settings,
    timing: Timing,
    *,
    manner: Manner = Manner(),  # noqa: B008 - frozen
    sending: bool = True,
    fault: SettingsError | None = None,
) -> Cycle:
    """Walk down the corridor once; what is done already is not done again.

    Another cycle at work on this brief is an outcome, and no failure. `sending` is False where nothing
    shall be released, sent, or told to the operator. `fault` is what is wrong with brief.toml now, where
    `settings` are the last good ones: then it is told, and nothing is done.

    Raises:
        ArchiveError: out/ cannot be written.
    """
    raise NotImplementedError
