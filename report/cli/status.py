"""`brief status`: how a brief stands, what is outstanding, and whether it keeps itself current."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import typer

from report.cli.editions import as_json, print_since, said, since_json
from report.cli.options import Json
from report.cli.program import now, settings_of, told
from report.cli.pulling import pulled_json
from report.cli.telling import edition_json

if TYPE_CHECKING:
    from report.model import Delivery
    from report.pipeline import Status


def status(context: typer.Context, json_: Json = False) -> None:
    """Say which edition is the newest, what has changed since, and what is outstanding."""
    from report import pipeline

    with told(as_json=json_):
        found = pipeline.status_of(settings_of(context), now())
        if json_:
            typer.echo(as_json(_status_json(found)))
            return
        typer.echo(f"Edition {said(found.newest)}" if found.newest else "No edition yet")
        if found.since:
            print_since(found.since)
        if found.sent:
            typer.echo(_delivered(found.sent.number, found.deliveries))
        for line in found.damaged:
            typer.echo(f"Damaged: {line}")
        for line in found.outstanding:
            typer.echo(f"Outstanding: {line}")
        for line in _health(found):
            typer.echo(line)


def _delivered(edition: int, rows: Sequence[Delivery]) -> str:
    """How many have the newest edition that may be sent."""
    accepted = [row.changed for row in rows if row.status == "accepted"]
    last = f", the last since {max(accepted).astimezone():%Y-%m-%d %H:%M}" if accepted else ""
    return f"Edition {edition}: {len(accepted)} of {len(rows)} have it{last}"


def _health(found: Status) -> Iterator[str]:
    """How it keeps itself current, as far as it does."""
    state = found.state
    if state.last:
        succeeded = f", the last without a fault {state.succeeded:%Y-%m-%d %H:%M}" if state.succeeded else ""
        yield f"Last run {state.last.ended:%Y-%m-%d %H:%M}: {state.last.outcome}{succeeded}"
    if state.next_run:
        yield f"Next run {state.next_run:%Y-%m-%d %H:%M}"
    for trouble in state.troubles:
        if trouble.recovered is None:
            yield f"Failing since {trouble.since:%Y-%m-%d %H:%M} at {trouble.step}: {trouble.message}"
    for copy in found.copies:
        stands = f"current on {copy.at:%Y-%m-%d %H:%M}" if copy.at else "never fetched"
        yield f"{copy.file} from {copy.name}: {stands}{'' if copy.staleness == 'fresh' else ', too old'}"


def _status_json(found: Status) -> dict[str, object]:
    from report.pipeline.state import cycle_tree

    state = found.state
    return {
        "edition": edition_json(found.newest) if found.newest else None,
        "since": since_json(found.since) if found.since else None,
        "outstanding": list(found.outstanding),
        "damaged": list(found.damaged),
        "delivered": {
            "edition": found.sent.number if found.sent else None,
            "accepted": sum(it.status == "accepted" for it in found.deliveries),
            "recipients": len(found.deliveries),
        },
        "deliveries": [
            {"edition": it.edition, "recipient": it.recipient, "status": it.status, "answer": it.answer}
            for it in found.undelivered
        ],
        "last_run": cycle_tree(state.last) if state.last else None,
        "last_success": state.succeeded.isoformat() if state.succeeded else None,
        "next_run": state.next_run.isoformat() if state.next_run else None,
        "failing": [
            {"step": it.step, "since": it.since.isoformat(), "message": it.message}
            for it in state.troubles
            if it.recovered is None
        ],
        "data": [pulled_json(copy) for copy in found.copies],
    }
