"""`brief run`: one cycle, from the sources to everybody's mailbox; safe to start every minute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from report.cli.building import Jobs
from report.cli.editions import as_json
from report.cli.logs import LogFormat, Logs, write_logs
from report.cli.options import Json
from report.cli.program import now, settings_of, told
from report.cli.sending import stopping
from report.cli.telling import counted

if TYPE_CHECKING:
    from report.model import Cycle

NoSend = Annotated[
    bool, typer.Option("--no-send", help="Release and send nothing, and tell the operator nothing.")
]


def run(
    context: typer.Context,
    json_: Json = False,
    no_send: NoSend = False,
    jobs: Jobs = 0,
    log_format: Logs = LogFormat.TEXT,
) -> None:
    """Look for news once: pull, check, build if it matters, deliver; 10 if there is a new edition."""
    from report import pipeline
    from report.deliver import Timing
    from report.pipeline.state import cycle_tree

    write_logs(log_format)
    with told(), stopping() as stop:
        timing = Timing(now, stop.wait, lambda: stop.asked)
        manner = pipeline.Manner(jobs=jobs)
        cycle = pipeline.run_cycle(settings_of(context), timing, manner=manner, sending=not no_send)
        typer.echo(as_json(cycle_tree(cycle)) if json_ else in_a_line(cycle))
        raise typer.Exit(cycle.exit_code)


def in_a_line(cycle: Cycle) -> str:
    """What came of a cycle."""
    made = f"edition {cycle.edition}" if cycle.edition else ""
    delivered = ", ".join(
        f"{counted(it, 'delivery', 'deliveries')} {name}" for name, it in cycle.delivered.items()
    )
    failed = "; ".join(f"at {it.step}: {it.message}" for it in cycle.failures)
    said = "; ".join(filter(None, (made, delivered, failed, cycle.holding)))
    again = f" (again {cycle.again:%Y-%m-%d %H:%M %z})" if cycle.again else ""
    return f"{str(cycle.outcome).capitalize()}{': ' if said else ''}{said}{again}"
