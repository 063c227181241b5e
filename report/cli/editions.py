"""`brief editions`, `release`, `changes`, `status`: what the archive holds, and how the brief stands."""

from __future__ import annotations

import getpass
import json
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from report.cli.options import Json, Quiet
from report.cli.program import now, settings_of, told
from report.cli.telling import (
    built_json,
    edition_json,
    print_made,
    print_reasons,
    significance,
    verdict_json,
    watching,
)
from report.errors import SettingsError

if TYPE_CHECKING:
    from report.archive import Shelved
    from report.model import Change, Edition
    from report.pipeline import Since


def editions(context: typer.Context, json_: Json = False) -> None:
    """List all editions: when each was built, how it stands, and whether what was new in it matters."""
    from report import pipeline

    with told(as_json=json_):
        found = pipeline.archive_of(settings_of(context)).survey()
        if json_:
            typer.echo(as_json([_shelved_json(shelved) for shelved in found]))
        for shelved in () if json_ else found:
            typer.echo(_line(shelved))


def release(
    context: typer.Context,
    number: Annotated[int, typer.Argument(min=1, help="The number of the edition.", show_default=False)],
    by: Annotated[
        str, typer.Option(help="Whose decision it is.", show_default="the user of this system")
    ] = "",
    embargo: Annotated[
        str,
        typer.Option(
            metavar="TIME",
            help="Nobody is sent it before, such as 2026-01-12T09:00+09:00.",
            show_default=False,
        ),
    ] = "",
    quiet: Quiet = False,
    json_: Json = False,
) -> None:
    """Set an edition once more without the word DRAFT; only such files are ever sent."""
    from report import pipeline

    with told(as_json=json_):
        settings = settings_of(context)
        approval = pipeline.Approval(by or _user(), now(), _moment(embargo) if embargo else None)
        start = time.monotonic()
        with watching(quiet=quiet or json_) as watch:
            issued = pipeline.release(
                settings, number, approval=approval, watch=watch, manner=pipeline.Manner()
            )
        seconds = time.monotonic() - start
        if json_:
            typer.echo(built_json(issued.built, seconds, issued))
        elif not quiet:
            print_made(issued.built.files, seconds)
            typer.echo(f"Edition {said(issued.edition)}")


def changes(
    context: typer.Context,
    since: Annotated[
        int | None, typer.Option(min=1, help="The number of an edition.", show_default="the newest")
    ] = None,
    json_: Json = False,
) -> None:
    """Say what has changed in meaning since an edition, whether it matters, and in which cells it stands."""
    from report import pipeline

    with told(as_json=json_):
        found = pipeline.changes_since(settings_of(context), since)
        if json_:
            typer.echo(as_json(since_json(found)))
            return
        print_since(found)
        for cause in found.causes:
            typer.echo(str(cause))


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # until Python 3.13 the one, since then the other
        raise SettingsError("--by: this system does not know its user; say whose decision it is") from None


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise SettingsError(f"--embargo: {text!r} is no time with its offset such as 2026-01-12T09:00+09:00")
    return moment


def said(edition: Edition) -> str:
    """An edition in one line: its number, the time it was made, and how it stands."""
    release_ = edition.release
    stands = f"released {release_.at:%Y-%m-%d %H:%M} by {release_.by}" if release_ else "draft"
    until = (
        f", under embargo until {release_.embargo:%Y-%m-%d %H:%M %z}" if release_ and release_.embargo else ""
    )
    return f"{edition.number} of {edition.built:%Y-%m-%d %H:%M}, {stands}{until}"


def _line(shelved: Shelved) -> str:
    edition = shelved.edition
    line = [f"{said(edition)}, {significance(edition)}"] if edition else []
    return "; ".join([*line, *([shelved.damage] if shelved.faults else [])])


def print_since(since: Since) -> None:
    """What has changed in sentences, and the rules that say whether it matters."""
    if since.changes.empty:
        typer.echo(f"Nothing has changed since edition {since.edition.number}")
        return
    for headline in since.headlines:
        typer.echo(f"{headline}.")
    for figure in since.figures:
        typer.echo(f"  {figure}")
    typer.echo(f"Since edition {since.edition.number}, {since.verdict.significance}:")
    print_reasons(since.verdict)


def _shelved_json(shelved: Shelved) -> dict[str, object]:
    edition = edition_json(shelved.edition) if shelved.edition else {"number": shelved.number}
    return {**edition, "faults": list(shelved.faults)}


def since_json(since: Since) -> dict[str, object]:
    """The same as plain values, with every change."""
    from report import compare

    entries = json.loads(compare.write(since.changes))["entries"]
    return {
        "edition": since.edition.number,
        **verdict_json(since.verdict),
        "headlines": list(since.headlines),
        "causes": [asdict(cause) for cause in since.causes],
        "redesigned": since.redesigned,
        "changes": [
            {**entry, "difference": _difference_json(change)}
            for entry, change in zip(entries, since.changes.entries, strict=True)
        ],
    }


def _difference_json(change: Change) -> dict[str, str | None] | None:
    """By how much a number changed, the share as a fraction of what it was; None where it is no number."""
    found = change.difference
    if found is None:
        return None
    relative = None if found.relative is None else f"{found.relative:f}"
    return {"absolute": f"{found.absolute:f}", "relative": relative, "direction": found.direction}


def as_json(tree: Sequence[object] | dict[str, object]) -> str:
    """Plain values as JSON that people can read, too."""
    return json.dumps(tree, ensure_ascii=False, indent=2)
