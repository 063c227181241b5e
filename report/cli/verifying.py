"""`brief verify`: a finished file, asked to prove itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from report.cli.options import Json
from report.cli.program import settings_of, told
from report.errors import ArchiveError, ReportError

if TYPE_CHECKING:
    from report.verify import Verification


def verify(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A finished PDF, from the archive or from anywhere else.")],
    json_: Json = False,
) -> None:
    """Say which edition a file is, and whether all of it is still true; 6 if it is not.

    Without a brief in the folder the file is held against itself alone.
    """
    from report import pipeline
    from report.settings import SETTINGS_FILE

    with told(as_json=json_):
        folder: Path = context.obj
        settings = settings_of(context) if (folder / SETTINGS_FILE).exists() else None
        verification = pipeline.verify_file(settings, file)
        if json_:
            typer.echo(json.dumps(verification.as_json(), ensure_ascii=False, indent=2))
        else:
            _print(file, verification)
        code = {"fails": ArchiveError.exit_code, "unknown": ReportError.exit_code}.get(
            verification.outcome, 0
        )
        raise typer.Exit(code)


def _print(file: Path, verification: Verification) -> None:
    """What the file is, then a line for each thing found."""
    edition = f"edition {verification.edition}" if verification.edition else "no edition"
    known = (verification.brief, verification.version, edition, verification.state)
    typer.echo(f"{file.name}: {', '.join(filter(None, known))}")
    for check in verification.checks:
        typer.echo(str(check))
