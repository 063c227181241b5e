"""Commands: parse, call, print, exit. The only place that prints, and the only one that asks the time.

Each command is a function of a module that is named for what its commands do; here they are put
together, in the order in which the help lists them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from report.cli import running
from report.cli.building import build, cache
from report.cli.editions import changes, editions, release
from report.cli.examining import doctor
from report.cli.judging import check, inspect
from report.cli.program import heed_termination
from report.cli.pulling import pull
from report.cli.scheduling import schedule
from report.cli.sending import deliveries, send
from report.cli.status import status
from report.cli.verifying import verify
from report.cli.watching import watch

app = typer.Typer(
    name="brief",
    help="Turn a folder of facts into a printable bilingual PDF brief.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: half the start-up time, and a screen reader meets no frames
)


def _version(asked: bool) -> None:
    if asked:
        from report import __version__

        typer.echo(f"brief {__version__}")
        raise typer.Exit


@app.callback()
def main(
    context: typer.Context,
    project: Annotated[
        Path,
        typer.Option(help="The folder of the brief: the one that holds brief.toml.", show_default="here"),
    ] = Path(),
    version: Annotated[
        bool, typer.Option("--version", help="Print the program's version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Turn a folder of facts into a printable bilingual PDF brief."""
    context.obj = project


for command in (
    pull,
    build,
    watch,
    running.run,
    schedule,
    release,
    send,
    deliveries,
    editions,
    changes,
    status,
    check,
    inspect,
    verify,
    cache,
    doctor,
):
    app.command()(command)


def run() -> None:
    """The program's entry point."""
    heed_termination()
    app()
