"""`brief build`: the next edition, or a proof; and `brief cache`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from report.cli.options import Json, Quiet
from report.cli.program import now, settings_of, told
from report.cli.telling import (
    built_json,
    counted,
    print_built,
    watching,
)
from report.errors import SettingsError
from report.workers import TIMEOUT_SECONDS

Language = Annotated[
    str,
    typer.Option(help="A proof of one language version (bilingual, ru, en), or of all.", show_default=False),
]
Out = Annotated[Path | None, typer.Option(help="A proof in this folder instead of out/proof.")]
Open = Annotated[bool, typer.Option("--open", help="Show the first file when it is done.")]
Jobs = Annotated[
    int, typer.Option(min=0, help="Processes that set sections; 0 is one a processor.", show_default=False)
]
Timeout = Annotated[
    float, typer.Option(min=0.001, help="Seconds that one section may take.", show_default="600")
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Use and keep nothing of other builds.")]
Force = Annotated[bool, typer.Option("--force", help="Build although the facts have not changed.")]
Validate = Annotated[
    bool, typer.Option("--validate", help="Have an independent validator look at the files too.")
]
Full = Annotated[bool, typer.Option("--full", help="Read every page back, and not only those that are new.")]
Explain = Annotated[bool, typer.Option("--explain", help="Say why each section was set.")]


def build(
    context: typer.Context,
    language: Language = "",
    out: Out = None,
    open_: Open = False,
    quiet: Quiet = False,
    json_: Json = False,
    jobs: Jobs = 0,
    timeout: Timeout = TIMEOUT_SECONDS,
    no_cache: NoCache = False,
    force: Force = False,
    validate: Validate = False,
    full: Full = False,
    explain: Explain = False,
) -> None:
    """Make the next edition, in every language version, if the facts have changed; or a proof."""
    from report import pipeline

    manner = pipeline.Manner(
        jobs=jobs, timeout=timeout, cached=not no_cache, forced=force, validated=validate, full=full
    )
    with told(as_json=json_):
        settings = settings_of(context)
        start = time.monotonic()
        with watching(quiet=quiet or json_) as watch:
            if language or out:
                versions = pipeline.versions_of(settings, language or "all")
                folder = out or settings.out / pipeline.PROOF
                built, issued = pipeline.build(settings, versions, folder, watch=watch, manner=manner), None
            else:
                issued = pipeline.issue(settings, now=now(), watch=watch, manner=manner)
                built = issued.built
        seconds = time.monotonic() - start
        if json_:
            typer.echo(built_json(built, seconds, issued))
        elif not quiet:
            print_built(built, issued, seconds=seconds, explain=explain, waived=settings.waived)
        if open_:
            typer.launch(str(built.files[0].path))


def cache(
    context: typer.Context,
    info: Annotated[bool, typer.Option("--info", help="Say how much the cache holds.")] = False,
    clear: Annotated[bool, typer.Option("--clear", help="Remove everything from the cache.")] = False,
) -> None:
    """Look after what builds keep for each other in out/.cache; without it everything is made anew."""
    from report import pipeline

    with told(left="what is left in the cache is whole"):
        if info == clear:
            raise SettingsError("brief cache: say either --info or --clear")
        with pipeline.cache_of(settings_of(context), pipeline.Manner()) as kept:
            usage = kept.clear() if clear else kept.usage()
        held = f"{counted(usage.entries, 'entry', 'entries')}, {usage.size / 1e6:,.1f} MB"
        typer.echo(f"{held} removed." if clear else f"{held} of at most {kept.limit / 1e6:,.0f} MB.")
