"""A workplace → unit files for systemd: a timer with a service of one cycle, or a process that stays.

The words are in units/; what they mean is in systemd.exec(5), systemd.timer(5) and systemd.time(7).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import resources
from itertools import groupby
from string import Template
from types import MappingProxyType
from typing import Final

from report.calendars import Fields, fields_of
from report.errors import SettingsError
from report.schedule.workplace import Workplace
from report.settings import Misfire

CREDENTIAL_FILE: Final = "/etc/brief/mail-password"
_WEEKDAYS: Final = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
_UNITS: Final = resources.files("report.schedule") / "units"
_ONE_CYCLE: Final = "one-cycle.service"
_RESIDENT: Final = "resident.service"
_RUN: Final = 3
"""So many numbers in a row are said by the first and the last."""


def timer_units(place: Workplace) -> Mapping[str, str]:
    """A timer and its service, by file name.

    Raises:
        SettingsError: an expression cannot be said as OnCalendar.
    """
    schedule = place.schedule
    timer = _filled(
        "brief.timer",
        brief=_literal(place.brief),
        calendars="\n".join(f"OnCalendar={line}" for line in _on_calendar(place)),
        persistent="false" if schedule.misfire is Misfire.SKIP else "true",
        jitter=f"{schedule.jitter.total_seconds():.0f}s",
    )
    return MappingProxyType({"brief.service": _service(place, _ONE_CYCLE, "run"), "brief.timer": timer})


def resident_units(place: Workplace) -> Mapping[str, str]:
    """The service of a process that stays, by file name."""
    return MappingProxyType({"brief-resident.service": _service(place, _RESIDENT, "schedule")})


def _service(place: Workplace, kind: str, command: str) -> str:
    """What is particular to a kind of service, and what both may do."""
    start = _filled(kind, brief=_literal(place.brief), command=_quoted((*place.command, command)))
    sandbox = _filled(
        "sandbox.service",
        folder=_quoted([str(place.folder)]),
        working_folder=_literal(str(place.folder)),
        user=_literal(place.user),
        homes="read-only" if place.is_at_home else "yes",
        credential=f"LoadCredential=mail-password:{CREDENTIAL_FILE}\n" if place.signs_in else "",
    )
    install = "\n[Install]\nWantedBy=multi-user.target\n" if kind == _RESIDENT else ""
    return start + sandbox + install


def _filled(name: str, **values: str) -> str:
    return Template((_UNITS / name).read_text(encoding="utf-8")).substitute(values)


def _on_calendar(place: Workplace) -> tuple[str, ...]:
    """The cron expressions as systemd.time(7) says them, in the schedule's zone."""
    zone = f" {place.schedule.zone}" if place.schedule.zone else ""
    return tuple(f"{line}{zone}" for text in place.schedule.cron for line in _said(text))


def _said(expression: str) -> tuple[str, ...]:
    """One line; two where a day may match by its number or by its weekday."""
    fields = fields_of(expression)
    if not fields.plain:
        raise SettingsError(
            f"[schedule] cron: {expression!r} counts days as OnCalendar of systemd cannot say it; "
            "the process that stays has: --print systemd-resident"
        )
    days, weekdays = _numbers(fields.days, 31), _named(fields.weekdays)
    if fields.either_day:
        return (_line(fields, days, ""), _line(fields, "*", weekdays))
    return (_line(fields, days, weekdays),)


def _line(fields: Fields, days: str, weekdays: str) -> str:
    clock = f"{_numbers(fields.hours, 24)}:{_numbers(fields.minutes, 60)}:{_numbers(fields.seconds, 60)}"
    return f"{weekdays} *-{_numbers(fields.months, 12)}-{days} {clock}".lstrip()


def _named(weekdays: Sequence[int]) -> str:
    """Weekdays as systemd calls them; nothing where it is all of them."""
    return "" if len(weekdays) == len(_WEEKDAYS) else ",".join(_WEEKDAYS[day] for day in weekdays)


def _numbers(numbers: Sequence[int], all_: int) -> str:
    """Numbers in a list, those in a row by the first and the last; `*` where it is all of them."""
    if len(numbers) == all_:
        return "*"
    rows = [
        [number for _, number in row]
        for _, row in groupby(enumerate(numbers), key=lambda item: item[1] - item[0])
    ]
    return ",".join(part for row in rows for part in _row(row))


def _row(row: Sequence[int]) -> Sequence[str]:
    return [f"{row[0]:02}..{row[-1]:02}"] if len(row) >= _RUN else [f"{number:02}" for number in row]


def _quoted(words: Sequence[str]) -> str:
    """Words of a command line as systemd.service(5) takes them."""
    return " ".join(f'"{_literal(word)}"' if set(word) & set(" ';") else _literal(word) for word in words)


def _literal(text: str) -> str:
    """Text without specifiers (systemd.unit(5))."""
    return text.replace("%", "%%")
