"""A workplace → lines for crontab(1)."""

from __future__ import annotations

import shlex

from report.calendars import fields_of, zone_of
from report.errors import SettingsError
from report.schedule.workplace import Workplace

_FIELDS = 5


def crontab(place: Workplace) -> str:
    """A crontab of the user who owns the brief.

    Raises:
        SettingsError: cron has no words for an expression, or goes by other clocks: the machine's.
    """
    schedule = place.schedule
    if schedule.zone and schedule.zone != (zone := str(zone_of(""))):
        raise SettingsError(
            f"[schedule] zone is {schedule.zone!r}, and cron goes by the machine's, {zone!r}; "
            "a timer can go by another: --print systemd"
        )
    command = " ".join(map(shlex.quote, (*place.command, "run"))).replace("%", r"\%")
    lines = [f"{_expression(text)} {command}" for text in schedule.cron]
    return "\n".join(
        (
            f"# One cycle of the brief {place.brief}, for the crontab of {place.user}: `crontab -e`.",
            "# Choose one: this, the timer of systemd, or the process that stays.",
            "# 10 says that there is a new edition; what has gone wrong is mailed by cron.",
            *lines,
            "",
        )
    )


def _expression(text: str) -> str:
    if len(text.split()) == _FIELDS and fields_of(text).plain:
        return text
    raise SettingsError(
        f"[schedule] cron: {text!r} has seconds, or counts days as crontab(5) cannot say it; "
        "the process that stays has: --print systemd-resident"
    )
