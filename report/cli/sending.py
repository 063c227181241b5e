"""`brief send`, `deliveries`: bring an edition to everybody, once, and say who has it."""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Final

import typer

from report.cli.options import Json
from report.cli.program import now, settings_of, told
from report.cli.telling import counted, watching
from report.errors import DeliveryError, SettingsError

if TYPE_CHECKING:
    from report.model import Attempt, Delivery
    from report.pipeline.addressing import Order
    from report.pipeline.readying import Ready
    from report.pipeline.sending import Sent
    from report.settings import Settings

_ANSWERS: Final = ("accepted", "resend")
_SLICE_SECONDS: Final = 0.2


@dataclass(slots=True)
class Stop:
    """Whether somebody has asked the command to end (SIGINT or SIGTERM)."""

    asked: bool = False

    def wait(self, seconds: float) -> None:
        """Sleep, and wake up soon after the end was asked for."""
        end = time.monotonic() + seconds
        while not self.asked and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, _SLICE_SECONDS))


def send(
    context: typer.Context,
    edition: Annotated[
        int | None, typer.Option(min=1, help="The number of an edition.", show_default="the newest released")
    ] = None,
    group: Annotated[str, typer.Option(help="Only to this group.", show_default=False)] = "",
    to: Annotated[str, typer.Option(metavar="ID", help="Only to this recipient.", show_default=False)] = "",
    correct: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="EDITION",
            help="Tell whoever accepted this edition what was wrong in it.",
            show_default=False,
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write the messages to out/mail/, and send nothing.")
    ] = False,
    test: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Send a trial to this address only.", show_default=False)
    ] = "",
    resolve: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="ID accepted|resend", help="Say what became of a delivery.", show_default=False),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Send a released edition once to each recipient who does not have it."""
    from report.pipeline.addressing import Order

    with told():
        settings = settings_of(context)
        if resolve:
            _resolve(settings, Order(edition, to=resolve[0]), resolve[1])
            return
        if not (edition or dry_run or test):
            _release(settings)
        with stopping() as stop:
            order = Order(edition, group, to, correct)
            ready = _ready(settings, order, stop, trial=dry_run or bool(test))
            if dry_run:
                _show(ready)
            elif test:
                _try(ready, test)
            else:
                _send(ready, asked=yes)


def deliveries(
    context: typer.Context,
    edition: Annotated[
        int | None, typer.Option(min=1, help="The number of an edition.", show_default="all")
    ] = None,
    json_: Json = False,
) -> None:
    """List who has which edition, when it was accepted or why it was not, and how often it was tried."""
    from report.pipeline.deliveries import attempts_of, deliveries_of

    with told():
        settings = settings_of(context)
        found = deliveries_of(settings, edition)
        if json_:
            tries = attempts_of(settings, found)
            trees = [_delivery_json(*pair) for pair in zip(found, tries, strict=True)]
            typer.echo(json.dumps(trees, ensure_ascii=False, indent=2, default=_as_text))
        else:
            _print_table(found)


def _delivery_json(row: Delivery, tries: Sequence[Attempt]) -> dict[str, object]:
    told_ = [
        {"number": it.number, "ended": it.ended, "status": it.receipt.status, "answer": it.receipt.answer}
        for it in tries
    ]
    return {**asdict(row), "tries": told_}


def _as_text(moment: datetime) -> str:
    return moment.isoformat()


@contextmanager
def stopping() -> Iterator[Stop]:
    """The first signal lets the message under way be finished; the second ends the process at once."""
    stop = Stop()

    def ask(number: int, frame: object) -> None:
        stop.asked = True
        signal.signal(number, signal.SIG_DFL)

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _resolve(settings: Settings, order: Order, answer: str) -> None:
    from report.pipeline.sending import resolve

    if answer not in _ANSWERS:
        raise SettingsError(f"--resolve {order.to} {answer}: say {' or '.join(_ANSWERS)}")
    row = resolve(settings, order, accepted=answer == "accepted", now=now())
    command = replace(order, to="", correct=row.corrects).command
    typer.echo(f"{order.to}: {'has it' if answer == 'accepted' else f'gets it with the next {command}'}.")


def _release(settings: Settings) -> None:
    """Where nobody has to release, the newest draft is released before anything is sent."""
    from report import pipeline

    with watching(quiet=False) as watch:
        edition = pipeline.release_newest(settings, now=now(), watch=watch, manner=pipeline.Manner())
    if edition:
        typer.echo(f"Edition {edition.number} was a draft, and is released now.", err=True)


def _ready(settings: Settings, order: Order, stop: Stop, *, trial: bool) -> Ready:
    """What is wrong with a trial is told to whoever tries, and to nobody else."""
    from report.deliver import Timing
    from report.pipeline.readying import make_ready, make_ready_or_tell

    timing = Timing(now, stop.wait, lambda: stop.asked)
    return (make_ready if trial else make_ready_or_tell)(settings, order, timing)


def _show(ready: Ready) -> None:
    from report.pipeline.readying import plan_of
    from report.pipeline.sending import write_messages

    files = write_messages(ready)
    _print_table(plan_of(ready))
    typer.echo(f"{counted(len(files), 'message')} in {files[0].parent}; nothing was sent.")


def _try(ready: Ready, address: str) -> None:
    from report.pipeline.sending import send_trial

    receipts = send_trial(ready, address)
    for receipt in receipts:
        typer.echo(f"{address} {receipt.status}: {receipt.answer}")
    if any(receipt.status != "accepted" for receipt in receipts):
        raise DeliveryError(f"{address} does not have the trial")


def _send(ready: Ready, *, asked: bool) -> None:
    from report.pipeline.readying import plan_of
    from report.pipeline.sending import refuse_embargoed, send_all

    refuse_embargoed(ready)

    open_ = [row for row in plan_of(ready) if row.status in {"planned", "deferred", "sending"}]
    _confirm(ready, len(open_), asked=asked)

    def watch(row: Delivery) -> None:
        typer.echo(f"{row.recipient} {row.status}: {row.answer}", err=True)

    sent = send_all(ready, watch)
    _print_table(sent.deliveries)
    _end(sent)


def _confirm(ready: Ready, number: int, *, asked: bool) -> None:
    """Without a terminal nobody can be asked, so that it must have been said."""
    if asked or not number:
        return
    question = f"Send edition {ready.edition.number} to {counted(number, 'recipient')}?"
    if not sys.stdin.isatty():
        raise SettingsError(f"{question} Without a terminal that takes --yes; nothing was sent")
    if not typer.confirm(question):
        raise typer.Exit


def _end(sent: Sent) -> None:
    """Say that everybody has it, or who does not, and why.

    Raises:
        DeliveryError: somebody does not.
    """
    all_ = counted(len(sent.deliveries), "recipient")
    if not sent.lacking:
        typer.echo(f"Edition {sent.edition}: {all_}, and each has it.")
        return
    who = "; ".join(
        f"{it.recipient} {it.status}{': ' if it.answer else ''}{it.answer}" for it in sent.lacking
    )
    reason = f"{sent.reason}; " if sent.reason else ""
    operator = f"; the operator was not told: {sent.untold}" if sent.untold else ""
    raise DeliveryError(
        f"edition {sent.edition}: {len(sent.lacking)} of {all_} without it: {reason}{who}{operator}"
    )


def _print_table(rows: Sequence[Delivery]) -> None:
    head = ("Edition", "Recipient", "Address", "Status", "Since", "Tries", "Answer")
    cells = [
        (
            str(it.edition),
            it.recipient,
            it.address,
            it.status,
            f"{it.changed.astimezone():%Y-%m-%d %H:%M}",
            str(it.attempts),
            it.answer,
        )
        for it in rows
    ]
    widths = [max(map(len, column)) for column in zip(head, *cells, strict=True)]
    for line in (head, *cells):
        typer.echo("  ".join(f"{cell:{width}}" for cell, width in zip(line, widths, strict=True)).rstrip())
