"""Commands: parse, call, print, exit. The only place that prints, and the only one that asks the time.

Every error a user can cause ends here as one line and its exit code; anything else is a bug and
shows its traceback.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from report.errors import DataError, Finding, RenderError, ReportError, SettingsError

if TYPE_CHECKING:
    from report.model import Made
    from report.pipeline import Built, Step, Watch
    from report.settings import Settings

INTERRUPTED: Final = 130
"""128 + SIGINT, as a shell expects it."""

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
) -> None:
    """Build the brief: every language version into out/latest, or a proof."""
    from report import pipeline

    with _told(as_json=json_):
        settings = _settings(context)
        versions = pipeline.versions_of(settings, language or "all")
        proof = language or out is not None
        folder = out or settings.out / (pipeline.PROOF if proof else pipeline.LATEST)
        start = time.monotonic()
        with _watching(quiet=quiet or json_) as watch:
            built = pipeline.build(settings, versions, folder, watch=watch)
        seconds = time.monotonic() - start
        if json_:
            typer.echo(_built_json(built, seconds))
        elif not quiet:
            _print_made(built.files, seconds)
            _print_findings(built, settings.waived)
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
            typer.echo(_findings_json(findings))
        else:
            for finding in findings:
                typer.echo(f"{finding.rule}: {finding}")
            typer.echo(f"{_counted(len(findings), 'finding')} in {_counted(len(chosen), 'file')}.")
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
            typer.echo(_findings_json(brief.findings))
            return
        for finding in brief.findings:
            typer.echo(f"{finding.severity}: {finding}", err=True)
        warnings = sum(finding.severity == "warning" for finding in brief.findings)
        facts = len(brief.documents) + len(brief.claims) + len(brief.events) + len(brief.proposals)
        typer.echo(f"No errors, {_counted(warnings, 'warning')}, {facts} facts.")


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


def run() -> None:
    """The program's entry point."""
    app()


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
            typer.echo(_findings_json(error.findings))
        else:
            for finding in error.findings:
                typer.echo(f"{finding.severity}: {finding}", err=True)
            typer.echo(f"brief: {error}", err=True)
        raise typer.Exit(error.exit_code) from None
    except ReportError as error:
        typer.echo(f"brief: {error}", err=True)
        raise typer.Exit(error.exit_code) from None
    except KeyboardInterrupt:
        typer.echo("brief: interrupted; nothing was changed", err=True)
        raise typer.Exit(INTERRUPTED) from None


def _findings_json(findings: Iterable[Finding]) -> str:
    return json.dumps([finding.as_json() for finding in findings], ensure_ascii=False, indent=2)


@contextmanager
def _watching(*, quiet: bool) -> Iterator[Watch]:
    """A progress bar on a terminal, plain lines elsewhere, nothing when quiet."""
    if quiet:
        yield lambda step: None
    elif sys.stderr.isatty():
        with _bar() as watch:
            yield watch
    else:
        yield lambda step: typer.echo(_line(step), err=True)


def _line(step: Step) -> str:
    """A step as a plain line: how many sections are set, of how many, and what is under way."""
    return f"[{min(step.done + 1, step.total)}/{step.total}] {step.room} {step.what}"


@contextmanager
def _bar() -> Iterator[Watch]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("load")

        def watch(step: Step) -> None:
            progress.update(
                task, description=f"{step.room} {step.what}", completed=step.done, total=step.total
            )

        yield watch


def _print_made(made: Sequence[Made], seconds: float) -> None:
    """A table of the files, their pages and sizes."""
    lines = [(str(file.path), f"{file.pages}", f"{file.size / 1000:,.0f} kB") for file in made]
    widths = [
        max(len(cell) for cell in column) for column in zip(("File", "Pages", "Size"), *lines, strict=True)
    ]
    for file, pages, size in (("File", "Pages", "Size"), *lines):
        typer.echo(f"{file:{widths[0]}}  {pages:>{widths[1]}}  {size:>{widths[2]}}")
    typer.echo(f"{seconds:.1f} s")


def _print_findings(built: Built, waived: Mapping[str, str]) -> None:
    """How many findings each guard has, and the waivers with their reasons."""
    counts = Counter(finding.rule for finding in built.findings)
    if counts:
        said = ", ".join(f"{rule} {count}" for rule, count in counts.items())
        typer.echo(
            f"{_counted(len(built.findings), 'finding')} on the pages ({said}); `brief inspect` tells where."
        )
    for name, count in built.waivers.items():
        typer.echo(f"Waived: {name} ({count}), because {waived[name]}")


def _built_json(built: Built, seconds: float) -> str:
    files = [
        {"file": str(file.path), "version": file.version, "pages": file.pages, "bytes": file.size}
        for file in built.files
    ]
    findings = [finding.as_json() for finding in built.findings]
    report = {
        "files": files,
        "findings": findings,
        "waivers": dict(built.waivers),
        "seconds": round(seconds, 2),
    }
    return json.dumps(report, ensure_ascii=False, indent=2)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
