"""brief.toml → `Settings`; its one reader.

Everything wrong with brief.toml is told at once, in one `SettingsError`.
"""

from __future__ import annotations

from report.settings.mail import MailSettings, Security, Server, TimeLimits, read_password
from report.settings.nouns import RegisterPart, SectionSettings, Settings, default_folder
from report.settings.pull import (
    Bank,
    Mapped,
    PullKind,
    PullLimits,
    PullSettings,
    TableFormat,
    host_of,
    refusal,
)
from report.settings.reading import SETTINGS_FILE, read
from report.settings.schedule import Misfire, QuietHours, ScheduleSettings
from report.settings.significance import SignificanceSettings, Threshold

__all__ = [
    "SETTINGS_FILE",
    "Bank",
    "MailSettings",
    "Mapped",
    "Misfire",
    "PullKind",
    "PullLimits",
    "PullSettings",
    "QuietHours",
    "RegisterPart",
    "ScheduleSettings",
    "SectionSettings",
    "Security",
    "Server",
    "Settings",
    "SignificanceSettings",
    "TableFormat",
    "Threshold",
    "TimeLimits",
    "default_folder",
    "host_of",
    "read",
    "read_password",
    "refusal",
]
