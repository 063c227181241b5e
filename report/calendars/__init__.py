"""`ScheduleSettings` → `OfficeCalendar`: when cycles begin, and when something may be issued and sent."""

from __future__ import annotations

from report.calendars.countries import DayOff
from report.calendars.expressions import Fields, fields_of
from report.calendars.moments import zone_of
from report.calendars.office import OfficeCalendar, told

__all__ = ["DayOff", "Fields", "OfficeCalendar", "fields_of", "told", "zone_of"]
