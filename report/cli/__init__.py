"""Commands: parse, call, print, exit. The only place that prints, and the only one that asks the time.

Every error a user can cause ends here as one line and its exit code; anything else is a bug and
shows its traceback.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Final

import typer

from report.cli.telling import (
    built_json,
    counted,
    findings_json,
    print_findings,
    print_made,
    print_spared,
    watching,
)
from report.errors import DataError, RenderError, ReportError, SettingsError
from report.workers import TIMEOUT_SECONDS

if TYPE_CHECKING:
    from report.settings import Settings

INTERRUPTED: Final = 128 + signal.SIGINT
TERMINATED: Final = 128 + signal.SIGTERM
"""As a shell expects them."""

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


@app.command()
def build(
    context: typer.Context,
    language: Annotated[
        str,
        typer.Option(
            help="A proof of one language version (bilingual, ru, en), or of all.", show_default=False
        ),
    ] = "",
    out: Annotated[Path | None, typer.Option(help="A proof in this folder instead of out/proof.")] = None,
    open_: Annotated[bool, typer.Option("--open", help="Show the first file when it is done.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
    jobs: Annotated[
        int,
        typer.Option(min=0, help="Processes that set sections; 0 is one a processor.", show_default=False),
    ] = 0,
    timeout: Annotated[
        float, typer.Option(min=0.001, help="Seconds that one section may take.", show_default="600")
    ] = TIMEOUT_SECONDS,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Use and keep nothing of other builds.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Build although nothing has changed.")] = False,
    validate: Annotated[
        bool, typer.Option("--validate", help="Have an independent validator look at the files too.")
    ] = False,
    full: Annotated[
        bool, typer.Option("--full", help="Read every page back, and not only those that are new.")
    ] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say why each section was set.")] = False,
) -> None:
    """Build the brief: every language version into out/latest, or a proof."""
    from report import pipeline

    manner = pipeline.Manner(
        jobs=jobs, timeout=timeout, cached=not no_cache, forced=force, validated=validate, full=full
    )
    with _told(as_json=json_):
        settings = _settings(context)
        versions = pipeline.versions_of(settings, language or "all")
        proof = language or out is not None
        folder = out or settings.out / (pipeline.PROOF if proof else pipeline.LATEST)
        start = time.monotonic()
        with watching(quiet=quiet or json_) as watch:
            built = pipeline.build(settings, versions, folder, watch=watch, manner=manner)
        seconds = time.monotonic() - start
        if json_:
            typer.echo(built_json(built, seconds))
        elif not quiet:
            print_made(built.files, seconds)
            print_spared(built, explain=explain)
            print_findings(built, settings.waived)
        if open_:
            typer.launch(str(built.files[0].path))


@app.command()
def inspect(
    context: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(help="Finished files; those of out/latest if none is named.")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Read finished pages back and measure them by the design's rules; 4 if there is a finding."""
    from report import pipeline

    with _told(as_json=json_):
        settings = _settings(context)
        chosen = files or [
            settings.out / pipeline.LATEST / f"brief.{version.name}.pdf" for version in settings.versions
        ]
        findings = pipeline.inspect_files(settings, chosen)
        if json_:
            typer.echo(findings_json(findings))
        else:
            for finding in findings:
                typer.echo(f"{finding.rule}: {finding}")
            typer.echo(f"{counted(len(findings), 'finding')} in {counted(len(chosen), 'file')}.")
        if findings:
            raise typer.Exit(RenderError.exit_code)


@app.command()
def check(
    context: typer.Context,
    strict: Annotated[bool, typer.Option("--strict", help="Treat warnings as errors.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Judge the facts, the prose and the settings; report every finding at once."""
    from report import pipeline

    with _told(as_json=json_):
        brief = pipeline.judge(_settings(context), strict=strict)
        if json_:
            typer.echo(findings_json(brief.findings))
            return
        for finding in brief.findings:
            typer.echo(f"{finding.severity}: {finding}", err=True)
        warnings = sum(finding.severity == "warning" for finding in brief.findings)
        facts = len(brief.documents) + len(brief.claims) + len(brief.events) + len(brief.proposals)
        typer.echo(f"No errors, {counted(warnings, 'warning')}, {facts} facts.")


@app.command()
def cache(
    context: typer.Context,
    info: Annotated[bool, typer.Option("--info", help="Say how much the cache holds.")] = False,
    clear: Annotated[bool, typer.Option("--clear", help="Remove everything from the cache.")] = False,
) -> None:
    """Look after what builds keep for each other in out/.cache; without it everything is made anew."""
    from report import pipeline

    with _told(as_json=False):
        if info == clear:
            raise SettingsError("brief cache: say either --info or --clear")
        with pipeline.cache_of(_settings(context), pipeline.Manner()) as kept:
            usage = kept.clear() if clear else kept.usage()
        held = f"{counted(usage.entries, 'entry', 'entries')}, {usage.size / 1e6:,.1f} MB"
        typer.echo(f"{held} removed." if clear else f"{held} of at most {kept.limit / 1e6:,.0f} MB.")


@app.command()
def doctor(context: typer.Context) -> None:
    """Say what this machine has and lacks for building a brief, and the cure."""
    from report.doctor import examine
    from report.settings import SETTINGS_FILE

    folder: Path = context.obj
    settings: Settings | None = None
    broken: SettingsError | None = None
    with _told(as_json=False):
        try:
            settings = _settings(context) if (folder / SETTINGS_FILE).exists() else None
        except SettingsError as error:
            broken = error  # the machine's needs are told first: they may be why somebody asks
        needs = examine(settings, folder / "out")
        for need in needs:
            typer.echo(f"{'ok  ' if need.met else 'LACK'}  {need.name}: {need.detail}")
            if not need.met:
                typer.echo(f"      {need.cure}")
        if broken is not None:
            raise broken
        if not all(need.met for need in needs):
            raise typer.Exit(ReportError.exit_code)


class _Terminated(BaseException):
    """Somebody asked the process to end (SIGTERM); like Ctrl-C, it ends what was begun."""


def run() -> None:
    """The program's entry point."""
    signal.signal(signal.SIGTERM, _terminate)
    app()


def _terminate(number: int, frame: FrameType | None) -> None:
    raise _Terminated


def _settings(context: typer.Context) -> Settings:
    from report import settings

    return settings.read(context.obj)


@contextmanager
def _told(*, as_json: bool) -> Iterator[None]:
    """Whatever a user can cause becomes its lines and its exit code."""
    try:
        yield
    except DataError as error:
        if as_json:
            typer.echo(findings_json(error.findings))
        else:
            for finding in error.findings:
                typer.echo(f"{finding.severity}: {finding}", err=True)
            typer.echo(f"brief: {error}", err=True)
        raise typer.Exit(error.exit_code) from None
    except ReportError as error:
        typer.echo(f"brief: {error}", err=True)
        raise typer.Exit(error.exit_code) from None
    except (KeyboardInterrupt, _Terminated) as error:
        interrupted = isinstance(error, KeyboardInterrupt)
        typer.echo(f"brief: {'interrupted' if interrupted else 'terminated'}; nothing was changed", err=True)
        raise typer.Exit(INTERRUPTED if interrupted else TERMINATED) from None
