"""`brief schedule`: a process that stays and runs cycles at their times; what it would do; unit files."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from report.cli.building import Jobs
from report.cli.logs import LogFormat, Logs, write_logs
from report.cli.options import Json
from report.cli.program import now, settings_of, told
from report.errors import ArchiveError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from report.schedule import PlannedDay
    from report.settings import Settings

_DAYS: Final = re.compile(r"([1-9]\d{0,2})d")
_SHOWN: Final = 4
"""So many times of a day are told one by one."""
_ESTIMATED: Final = (
    "estimated: of a lunar calendar, and may still be declared another day; "
    "[schedule] days_off and working_days go before it"
)


class Printed(StrEnum):
    """What a machine begins cycles by."""

    SYSTEMD = "systemd"
    SYSTEMD_RESIDENT = "systemd-resident"
    CRON = "cron"


def schedule(
    context: typer.Context,
    plan: Annotated[
        str, typer.Option(metavar="DAYS", help="Say what would run when, such as 14d.", show_default=False)
    ] = "",
    print_: Annotated[
        Printed | None, typer.Option("--print", help="Print files for systemd or cron.", show_default=False)
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write the files into this folder.", show_default=False)
    ] = None,
    json_: Json = False,
    jobs: Jobs = 0,
    log_format: Logs = LogFormat.TEXT,
) -> None:
    """Stay, and run a cycle at each time of [schedule] in brief.toml, until Ctrl-C or SIGTERM."""
    with told(as_json=json_, left="no longer scheduled"):
        settings = settings_of(context)
        if plan:
            _plan(settings, plan, as_json=json_)
        elif print_:
            _put(_units(settings, print_), out)
        elif out:
            raise SettingsError("--out goes with --print")
        else:
            _stay(context, jobs, log_format, as_json=json_)


def _stay(context: typer.Context, jobs: int, log_format: LogFormat, *, as_json: bool) -> None:
    from report import pipeline
    from report.cli.resident import stay

    write_logs(log_format)
    stay(context, pipeline.Manner(jobs=jobs), as_json=as_json)


def _plan(settings: Settings, text: str, *, as_json: bool) -> None:
    from report.calendars import OfficeCalendar
    from report.schedule import plan

    match = _DAYS.fullmatch(text)
    if not match:
        raise SettingsError(f"--plan {text}: say for how many days, such as 14d")
    calendar = OfficeCalendar(settings.schedule)
    days = plan(calendar, now(), int(match[1]))
    if as_json:
        typer.echo(json.dumps(list(map(_day_json, days)), ensure_ascii=False, indent=2, default=str))
    else:
        _print_days(days, str(calendar.zone))


def _day_json(day: PlannedDay) -> Mapping[str, object]:
    return {
        "day": day.day.isoformat(),
        "issuing": [moment.isoformat() for moment in day.issuing],
        "looking": [moment.isoformat() for moment in day.looking],
        "off": [asdict(reason) for reason in day.off],
        "minor": day.minor.isoformat() if day.minor else None,
    }


def _print_days(days: Sequence[PlannedDay], zone: str) -> None:
    typer.echo(f"Times of {zone}")
    for day in days:
        typer.echo(f"{day.day:%Y-%m-%d %a}  {'; '.join(_said(day))}")
    if any(reason.estimated for day in days for reason in day.off):
        typer.echo(_ESTIMATED)


def _said(day: PlannedDay) -> list[str]:
    """What happens on a day, and what does not."""
    from report.calendars import told as reasons

    parts = [f"cycles {_times(day.issuing)}"] if day.issuing else []
    if day.off:
        parts.append(f"nothing is issued: {reasons(day.off)}")
    if day.looking:
        when = "" if day.off else "in quiet hours "
        parts.append(f"{when}only looking for news {_times(day.looking)}")
    if day.minor:
        parts.append(f"minor changes {day.minor:%H:%M}")
    return parts or ["no cycle"]


def _times(moments: Sequence[datetime]) -> str:
    """Times one by one; of many, how many from when until when."""
    if len(moments) <= _SHOWN:
        return ", ".join(f"{moment:%H:%M}" for moment in moments)
    return f"{len(moments)} times from {moments[0]:%H:%M} to {moments[-1]:%H:%M}"


def _units(settings: Settings, printed: Printed) -> Mapping[str, str]:
    from report.schedule import crontab, resident_units, timer_units, workplace_of

    place = workplace_of(settings, _program(), _read())
    match printed:
        case Printed.SYSTEMD:
            return timer_units(place)
        case Printed.SYSTEMD_RESIDENT:
            return resident_units(place)
        case Printed.CRON:
            return {"crontab": crontab(place)}


def _program() -> tuple[str, ...]:
    """The command that runs this program, whatever environment it is started in."""
    installed = Path(sys.executable).with_name("brief")
    return (str(installed),) if installed.exists() else (sys.executable, "-m", "report")


def _read() -> tuple[Path, ...]:
    """The folders that this program and its Python are in."""
    return tuple(Path(place).resolve() for place in (sys.prefix, sys.base_prefix, Path(__file__).parent))


def _put(files: Mapping[str, str], folder: Path | None) -> None:
    """Print the files, each under its name where they are several; or write them.

    Raises:
        ArchiveError: they cannot be written.
    """
    for name, content in files.items():
        if folder is None:
            typer.echo(f"# --- {name} ---\n{content}" if len(files) > 1 else content, nl=False)
            continue
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(content, encoding="utf-8")
        except OSError as error:
            raise ArchiveError(f"{error.filename or folder}: {error.strerror}") from error
        typer.echo(str(folder / name))
