"""The settings that hold now and the machine's clock → cycles at their times, each told, until a signal."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from datetime import datetime
from random import SystemRandom
from typing import TYPE_CHECKING, Final

import typer

from report.cli.program import error_lines, now, settings_of
from report.cli.running import in_a_line
from report.cli.sending import Stop, stopping
from report.errors import ReportError, SettingsError

if TYPE_CHECKING:
    from report.calendars import OfficeCalendar
    from report.pipeline import Manner
    from report.settings import Settings

_LOG: Final = logging.getLogger(__name__)
_SLICE_SECONDS: Final = 30.0
"""So often a wait looks at the clock again: it may have been set, or the machine may have slept."""


def stay(context: typer.Context, manner: Manner, *, as_json: bool) -> None:
    """Run cycles at their times until SIGINT or SIGTERM; the one under way is finished.

    Raises:
        SettingsError: brief.toml is wrong from the beginning.
    """
    from report.pipeline.state import note_next_run
    from report.schedule import Resident

    with stopping() as stop:
        desk = _Desk(context, stop, manner, as_json)
        clock = _Clock(stop)
        Resident(desk.office, desk.cycle, desk.note, clock, SystemRandom()).serve(desk.since())
        note_next_run(desk.settings, None)


@dataclass(frozen=True, slots=True)
class _Clock:
    """The machine's clock, and a wait that ends when the end is asked for."""

    stop: Stop

    def now(self) -> datetime:
        return now()

    def wait_until(self, moment: datetime) -> bool:
        while not self.stop.asked and (left := (moment - now()).total_seconds()) > 0:
            self.stop.wait(min(left, _SLICE_SECONDS))
        return self.stop.asked


@dataclass(slots=True)
class _Desk:
    """The last good settings, their calendar, and what is wrong with brief.toml now."""

    context: typer.Context
    stop: Stop
    manner: Manner
    as_json: bool
    settings: Settings = field(init=False)
    calendar: OfficeCalendar = field(init=False)
    fault: SettingsError | None = None

    def __post_init__(self) -> None:
        from report.calendars import OfficeCalendar

        self.settings = settings_of(self.context)
        self.calendar = OfficeCalendar(self.settings.schedule)

    def since(self) -> datetime:
        """When the last cycle began, whoever ran it; now, where nobody knows."""
        from report.pipeline.state import state_of

        try:
            last = state_of(self.settings).last
        except ReportError as error:
            _tell_error(error)
            return now()
        return last.began if last else now()

    def office(self) -> OfficeCalendar:
        """The calendar of brief.toml as it is now; the last good one, where that is wrong."""
        from report.calendars import OfficeCalendar

        try:
            settings = settings_of(self.context)
            if settings.schedule != self.calendar.schedule:
                self.calendar = OfficeCalendar(settings.schedule)
            self.settings, self.fault = settings, None
        except SettingsError as error:
            self.fault = error
        return self.calendar

    def cycle(self) -> datetime | None:
        """One cycle; what hinders it is told, and tried again at the next time."""
        from report.deliver import Timing
        from report.pipeline import run_cycle
        from report.pipeline.state import cycle_tree

        timing = Timing(now, self.stop.wait, lambda: self.stop.asked)
        try:
            done = run_cycle(self.settings, timing, manner=self.manner, fault=self.fault)
        except ReportError as error:
            _tell_error(error)
            return None
        typer.echo(json.dumps(cycle_tree(done), ensure_ascii=False) if self.as_json else in_a_line(done))
        return done.again

    def note(self, moment: datetime) -> None:
        """Write down when the next cycle begins; where that cannot be done, say so."""
        from report.pipeline.state import note_next_run

        try:
            note_next_run(self.settings, moment)
        except ReportError as error:
            _tell_error(error)


def _tell_error(error: ReportError) -> None:
    for line in error_lines(error):
        _LOG.error("%s", line)
