"""`brief check` and `brief inspect`: the facts judged, and finished pages read back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from report.cli.options import Json
from report.cli.program import settings_of, told
from report.cli.telling import counted, findings_json
from report.errors import RenderError


def check(
    context: typer.Context,
    strict: Annotated[bool, typer.Option("--strict", help="Treat warnings as errors.")] = False,
    json_: Json = False,
) -> None:
    """Judge the facts, the prose, the settings and recipients.csv; report every finding at once."""
    from report import pipeline

    with told(as_json=json_):
        brief = pipeline.judge_all(settings_of(context), strict=strict)
        if json_:
            typer.echo(findings_json(brief.findings))
            return
        for finding in brief.findings:
            typer.echo(f"{finding.severity}: {finding}", err=True)
        warnings = sum(finding.severity == "warning" for finding in brief.findings)
        facts = len(brief.documents) + len(brief.claims) + len(brief.events) + len(brief.proposals)
        typer.echo(f"No errors, {counted(warnings, 'warning')}, {facts} facts.")


def inspect(
    context: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(help="Finished files; those of out/latest if none is named.")
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Read every page, and not only what was not read before.")
    ] = False,
    json_: Json = False,
) -> None:
    """Read finished pages back and measure them by the design's rules; 4 if there is a finding."""
    from report import pipeline

    with told(as_json=json_):
        settings = settings_of(context)
        chosen = files or [settings.out / pipeline.LATEST / it.file for it in settings.versions]
        findings = pipeline.inspect_files(settings, chosen, full=full)
        if json_:
            typer.echo(findings_json(findings))
        else:
            for finding in findings:
                typer.echo(f"{finding.rule}: {finding}")
            typer.echo(f"{counted(len(findings), 'finding')} in {counted(len(chosen), 'file')}.")
        if findings:
            raise typer.Exit(RenderError.exit_code)
