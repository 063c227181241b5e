"""A brief's settings and the time → one cycle: pull, check, compare, build, release, deliver, report."""

from __future__ import annotations

import logging
import os
from dataclasses import replace
from datetime import UTC

from report.calendars import OfficeCalendar
from report.deliver import Timing
from report.errors import BusyError, SettingsError
from report.model import Cycle, CycleState, CycleStep, Trouble
from report.pipeline.journal import Journal
from report.pipeline.nouns import Manner
from report.pipeline.state import alone, changed, cycle_tree, state_of
from report.pipeline.troubles import Reckoning, reckon, tell_news
from report.pipeline.walking import Walk
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
    `settings` are the last good ones: then it is told, and nothing is done. A run that is asked to stop
    ends after the step under way.

    Raises:
        ArchiveError: out/ cannot be written.
    """
    began = timing.now()
    journal = Journal(f"{began.astimezone(UTC):%Y%m%dT%H%M%SZ}-{os.getpid()}", began, timing)
    journal.log(logging.INFO, "begins")
    try:
        with alone(settings):
            before = _state(settings, journal)
            with journal.step(CycleStep.SETTINGS):
                if fault:
                    raise fault
                calendar = OfficeCalendar(settings.schedule)
                Walk(settings, manner, calendar, journal).go(sending=sending)
            return _report(settings, journal, before, sending=sending)
    except BusyError as error:
        journal.busy.append(str(error))
    return _ended(journal)


def _state(settings: Settings, journal: Journal) -> CycleState:
    """What earlier cycles have left; where that is damaged, nothing, and it is told."""
    state = CycleState()
    with journal.step(CycleStep.STATE):
        state = state_of(settings)
    return state if CycleStep.STATE in journal.passed else changed(settings, lambda it: it, anew=True)


def _report(settings: Settings, journal: Journal, before: CycleState, *, sending: bool) -> Cycle:
    """Tell the operator what they have not heard, and leave all of it to the next cycle."""
    now = journal.timing.now()
    reckoning = reckon(before.troubles, journal.failures, journal.passed, now=now)
    _log_news(journal, reckoning)
    troubles = _told(settings, journal, reckoning) if sending else reckoning.troubles
    cycle = _ended(journal)
    succeeded = before.succeeded if cycle.failures else cycle.ended
    changed(settings, lambda it: replace(it, last=cycle, succeeded=succeeded, troubles=troubles))
    return cycle


def _log_news(journal: Journal, reckoning: Reckoning) -> None:
    """A fault that is new is an error, one that lasts is not told as loud again."""
    new = {trouble.step for trouble in reckoning.failing}
    for failure in journal.failures:
        level = logging.ERROR if failure.step in new else logging.INFO
        journal.log(level, f"failed at {failure.step}: {failure.message}", step=failure.step.value)
    for trouble in reckoning.recovered:
        journal.log(logging.INFO, f"{trouble.step} works again", step=trouble.step.value)


def _told(settings: Settings, journal: Journal, reckoning: Reckoning) -> tuple[Trouble, ...]:
    """What is left to remember, and to tell once more where the operator could not be reached."""
    if not reckoning.news:
        return reckoning.troubles
    untold = tell_news(settings, reckoning, cycle=journal.id, now=journal.timing.now())
    if untold:
        journal.log(logging.ERROR, f"the operator was not told: {untold}")
        return reckoning.troubles
    return reckoning.heard()


def _ended(journal: Journal) -> Cycle:
    cycle = journal.result()
    journal.log(logging.INFO, f"ends: {cycle.outcome}", **cycle_tree(cycle))
    return cycle
