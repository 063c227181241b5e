"""`brief doctor`: what this machine has and lacks, and how the brief's archive is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from report.cli.program import settings_of, told
from report.errors import ReportError, SettingsError

if TYPE_CHECKING:
    from report.settings import Settings


def doctor(context: typer.Context) -> None:
    """Say what this machine lacks for building a brief, and what is wrong with its archive, and the cure."""
    from report import pipeline
    from report.doctor import examine
    from report.settings import SETTINGS_FILE

    folder: Path = context.obj
    settings: Settings | None = None
    broken: SettingsError | None = None
    with told():
        try:
            settings = settings_of(context) if (folder / SETTINGS_FILE).exists() else None
        except SettingsError as error:
            broken = error  # the machine's needs are told first: they may be why somebody asks
        needs = examine(settings, folder / "out", pipeline.archive_of(settings) if settings else None)
        for need in needs:
            typer.echo(f"{'ok  ' if need.met else 'LACK'}  {need.name}: {need.detail}")
            if not need.met:
                typer.echo(f"      {need.cure}")
        if broken is not None:
            raise broken
        if not all(need.met for need in needs):
            raise typer.Exit(ReportError.exit_code)
