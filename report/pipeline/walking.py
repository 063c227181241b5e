"""The steps of a cycle in their order: pull, check, build, release, deliver.

Each stands by itself: one that fails is told, and the next goes on with what is there.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from report.calendars import OfficeCalendar
from report.errors import PullError
from report.model import CycleFailure, CycleStep, Pulled, PullOutcome, Significance
from report.pipeline.issuing import issue
from report.pipeline.journal import Journal
from report.pipeline.nouns import Manner, Step
from report.pipeline.outlook import Outlook, outlook
from report.pipeline.state import changed, state_of
from report.settings import Settings


@dataclass(slots=True)
class Walk:
    """A walk down the corridor with good settings; `found` is what a build would be about."""

    settings: Settings
    manner: Manner
    calendar: OfficeCalendar
    journal: Journal
    found: Outlook | None = None

    @property
    def now(self) -> datetime:
        """The time, at this step."""
        return self.journal.timing.now()

    def go(self, *, sending: bool) -> None:
        """Step after step, until the run shall stop."""
        steps = {CycleStep.PULL: self.pull, CycleStep.CHECK: self.check, CycleStep.BUILD: self.build}
        if self.settings.mail and sending:
            steps |= {CycleStep.RELEASE: self.release, CycleStep.DELIVER: self.deliver}
        for step, walk in steps.items():
            if self.journal.timing.stopped():
                return
            with self.journal.step(step):
                walk()

    def pull(self) -> None:
        """Fetch what is due; a source that fails takes nothing from others, nor from the last good data."""
        if not self.settings.pulls:
            return
        from report.pipeline.pulling import pull

        pulls = pull(self.settings, now=self.now, pause=self.journal.timing.wait)
        self.journal.pulls = pulls
        for it in pulls:
            said = f"{it.name}: {it.outcome}{': ' if it.reason else ''}{it.reason}"
            self.journal.log(logging.INFO, said, pull=it.name, outcome=it.outcome.value)
        self.journal.failures += [_failure(it) for it in pulls if it.failed]

    def check(self) -> None:
        """Judge the facts, and find out what is new in them."""
        known = state_of(self.settings).waiting
        self.found = found = outlook(self.settings, known, manner=self.manner, now=self.now)
        changed(self.settings, lambda state: replace(state, waiting=found.waiting))
        self.journal.log(logging.INFO, found.told)

    def build(self) -> None:
        """Make the next edition, where the changes matter and it may be issued now."""
        if self.found is None:
            self.journal.open.add(CycleStep.BUILD)
        elif not self.found.idle and not self._has_to_wait(self.found):
            self._issue()

    def release(self) -> None:
        """Release the newest draft, where nobody has to."""
        from report.pipeline.releasing import release_newest, to_release

        draft = to_release(self.settings)
        if draft is None or self._is_refused(
            CycleStep.RELEASE, f"edition {draft.number} waits to be released"
        ):
            return
        release_newest(self.settings, now=self.now, watch=_unwatched, manner=self.manner)
        self.journal.log(logging.INFO, f"edition {draft.number} is released", edition=draft.number)

    def deliver(self) -> None:
        """Bring what is released to whoever does not have it, and may be sent it now."""
        from report.pipeline.bringing import Courier

        Courier(self.settings, self.calendar, self.journal).bring()

    # --- whether something must wait -------------------------------------------------------------------

    def _has_to_wait(self, found: Outlook) -> bool:
        """Whether no edition may be made now; that there is nothing to make can be found at any time."""
        waiting = found.waiting
        if found.newest and waiting is None:
            return False
        if waiting and waiting.significance is Significance.MINOR:
            slot = self.calendar.minor_slot(waiting.since)
            if self.now < slot:
                why = f"{found.told} wait for {slot:%Y-%m-%d %H:%M %z}"
                self.journal.hold(CycleStep.BUILD, why, slot)
                return True
        return self._is_refused(CycleStep.BUILD, found.told)

    def _is_refused(self, step: CycleStep, what: str) -> bool:
        now = self.now
        refusal = self.calendar.refusal(now)
        if refusal:
            self.journal.hold(step, f"{what}: {refusal}", self.calendar.next_allowed(now))
        return bool(refusal)

    # --- what a step does ------------------------------------------------------------------------------

    def _issue(self) -> None:
        issued = issue(self.settings, now=self.now, watch=_unwatched, manner=self.manner)
        for line in issued.damaged:
            self.journal.log(logging.WARNING, line)
        if issued.made:
            number = issued.edition.number
            self.journal.made = issued.edition
            self.journal.log(logging.INFO, f"edition {number} is made", edition=number)
            changed(self.settings, lambda state: replace(state, waiting=None))


def _failure(pulled: Pulled) -> CycleFailure:
    failed = pulled.outcome is PullOutcome.FAILED
    why = pulled.reason if failed else f"{pulled.file} is too old"
    about = f"{pulled.name} {pulled.outcome if failed else 'stale'}"
    return CycleFailure(CycleStep.PULL, f"{pulled.name}: {why}", PullError.exit_code, (about,))


def _unwatched(step: Step) -> None:
    """Nobody looks at a cycle's progress: its log says what came of it."""
