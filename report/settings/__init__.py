"""brief.toml → `Settings`; its one reader.

Everything wrong with brief.toml is told at once, in one `SettingsError`.
"""

from __future__ import annotations

from report.settings.nouns import RegisterPart, SectionSettings, Settings, default_folder
from report.settings.reading import SETTINGS_FILE, read
from report.settings.significance import SignificanceSettings, Threshold

__all__ = [
    "SETTINGS_FILE",
    "RegisterPart",
    "SectionSettings",
    "Settings",
    "SignificanceSettings",
    "Threshold",
    "default_folder",
    "read",
]
