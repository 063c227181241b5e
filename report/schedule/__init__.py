"""An office calendar and a clock → cycles at their times; their plan; files for systemd and cron."""

from __future__ import annotations

from report.schedule.cron import crontab
from report.schedule.planning import PlannedDay, plan
from report.schedule.resident import Clock, Resident
from report.schedule.systemd import resident_units, timer_units
from report.schedule.workplace import Workplace, workplace_of

__all__ = [
    "Clock",
    "PlannedDay",
    "Resident",
    "Workplace",
    "crontab",
    "plan",
    "resident_units",
    "timer_units",
    "workplace_of",
]
