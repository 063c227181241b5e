"""What is owed to whom → deliveries tried, once each; what must wait is told, with its time."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from report.calendars import OfficeCalendar
from report.deliver import LONGEST_PAUSE
from report.model import CycleStep
from report.pipeline.addressing import Order
from report.pipeline.journal import Journal
from report.pipeline.mailing import mail_settings
from report.pipeline.owing import Debts, Owed, debts, faults_of
from report.pipeline.state import state_of
from report.settings import MailSettings, Settings


@dataclass(frozen=True, slots=True)
class Courier:
    """Who brings editions within a cycle: of which brief, at which hours, and where it is written down."""

    settings: Settings
    calendar: OfficeCalendar
    journal: Journal

    def bring(self) -> None:
        """Every edition that is owed, the earliest first; what a server puts off is left to a later cycle.

        Raises:
            ReportError: nothing more can be sent now.
        """
        from report.load import has_recipients

        if not has_recipients(self.settings):
            self.journal.log(logging.INFO, "no recipients.csv: nothing is sent")
            return
        for owed in self._debts().owed:
            if self._may_be_sent(owed):
                self._send(owed)
        left = self._debts()
        if not left.settled:
            self.journal.open.add(CycleStep.DELIVER)

    def _may_be_sent(self, owed: Owed) -> bool:
        """Whether it is time; if not, when it will be is written down."""
        now, step = self.journal.timing.now(), CycleStep.DELIVER
        number, release = owed.edition.number, owed.edition.release
        refusal = self.calendar.refusal(now)
        if release and release.embargo and now < release.embargo:
            why = f"edition {number} is under embargo until {release.embargo:%Y-%m-%d %H:%M %z}"
            self.journal.hold(step, why, owed.since)
        elif refusal:
            why = f"edition {number} waits to be sent: {refusal}"
            self.journal.hold(step, why, self.calendar.next_allowed(now))
        elif now < owed.due:
            self.journal.again.append(owed.due)
        else:
            return not self.journal.timing.stopped()
        return False

    def _send(self, owed: Owed) -> None:
        from report.pipeline.readying import make_ready
        from report.pipeline.sending import send_what_is_open

        mail, timing = mail_settings(self.settings), self.journal.timing
        ready = make_ready(self.settings, Order(owed.edition.number), timing)
        once = replace(
            ready,
            recipients={id_: ready.recipients[id_] for id_ in owed.recipients},
            since=owed.since,
            mail=replace(mail, retry_for=timedelta(0)),  # pauses are the next cycle's business
        )
        sent = send_what_is_open(once, self.journal.delivered)
        self.journal.failures += faults_of(self.settings, mail, owed, sent.reason, now=timing.now())
        left = [it for it in self._debts().owed if it.edition.number == owed.edition.number]
        self.journal.again += [max(it.due, timing.now() + self._pause(mail)) for it in left]

    def _pause(self, mail: MailSettings) -> timedelta:
        """How long to wait for another try: as long again as nothing could be sent, so that pauses grow."""
        now, troubles = self.journal.timing.now(), state_of(self.settings).troubles
        lasted = [now - it.since for it in troubles if it.step is CycleStep.DELIVER and not it.recovered]
        return max(mail.first_pause, *(min(it, LONGEST_PAUSE) for it in lasted), timedelta())

    def _debts(self) -> Debts:
        now: datetime = self.journal.timing.now()
        return debts(self.settings, mail_settings(self.settings), self.calendar.next_allowed, now=now)
