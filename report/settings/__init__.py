"""brief.toml → `Settings`; its one reader.

Everything wrong with brief.toml is told at once, in one `SettingsError`.
"""

from __future__ import annotations

from report.settings.mail import MailSettings, Security, Server, TimeLimits, read_password
from report.settings.nouns import RegisterPart, SectionSettings, Settings, default_folder
from report.settings.reading import SETTINGS_FILE, read
from report.settings.significance import SignificanceSettings, Threshold

__all__ = [
    "SETTINGS_FILE",
    "MailSettings",
    "RegisterPart",
    "SectionSettings",
    "Security",
    "Server",
    "Settings",
    "SignificanceSettings",
    "Threshold",
    "TimeLimits",
    "default_folder",
    "read",
    "read_password",
]
