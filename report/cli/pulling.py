"""`brief pull`: remote sources asked, and what became of each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

import typer

from report.cli.options import Json
from report.cli.program import now, settings_of, told
from report.cli.telling import counted
from report.errors import PullError
from report.model import Pulled, Staleness

_HEAD = ("Name", "Outcome", "Age", "File", "Reason")


def pull(
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]…", help="Sources, by their names in brief.toml; all that are due."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be fetched, and write nothing.")
    ] = False,
    json_: Json = False,
) -> None:
    """Fetch what brief.toml names under [[pull]]; 7 if a source failed, and its last good copy stands."""
    from report.pipeline.pulling import pull as pull_all

    with told():
        pulls = pull_all(settings_of(context), names or (), now=now(), dry=dry_run)
        if json_:
            typer.echo(pulls_json(pulls))
        else:
            _print(pulls)
        failed = [it for it in pulls if it.failed]
        if failed:
            which = ", ".join(it.name for it in failed)
            raise PullError(f"{counted(len(failed), 'source')} of {len(pulls)} failed: {which}")


def pulls_json(pulls: Sequence[Pulled]) -> str:
    """What became of sources as a list of objects; ages in whole seconds."""
    return json.dumps([pulled_json(pulled) for pulled in pulls], ensure_ascii=False, indent=2)


def pulled_json(pulled: Pulled) -> dict[str, object]:
    """What became of a source as plain values."""
    return {
        "name": pulled.name,
        "outcome": pulled.outcome,
        "file": pulled.file,
        "address": pulled.address,
        "at": pulled.at.isoformat() if pulled.at else None,
        "age_seconds": int(pulled.age.total_seconds()) if pulled.age is not None else None,
        "staleness": pulled.staleness,
        "reason": pulled.reason,
    }


def _print(pulls: Sequence[Pulled]) -> None:
    if not pulls:
        typer.echo("brief.toml names no [[pull]].")
        return
    lines = [(it.name, str(it.outcome), _age(it), it.file, it.reason) for it in pulls]
    widths = [max(map(len, column)) for column in zip(_HEAD, *lines, strict=True)]
    for line in (_HEAD, *lines):
        cells = (f"{cell:{width}}" for cell, width in zip(line, widths, strict=True))
        typer.echo("  ".join(cells).rstrip())


def _age(pulled: Pulled) -> str:
    """How old the copy that stands is, in its largest whole unit, and whether that is too old."""
    if pulled.age is None:
        return "-"
    units = (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1)))
    said = next((counted(n, unit) for unit, length in units if (n := pulled.age // length)), "new")
    stale = {Staleness.WARNING: " (old)", Staleness.ERROR: " (too old)", Staleness.FRESH: ""}
    return said + stale[pulled.staleness]
