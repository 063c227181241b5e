"""`brief watch`: a proof that follows what is saved, made by a process that stays."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from report.cli.building import Open
from report.cli.options import Quiet
from report.cli.program import error_lines, settings_of, told
from report.cli.telling import counted, print_findings, print_made, watching
from report.errors import ReportError

if TYPE_CHECKING:
    from report.pipeline import Built
    from report.settings import Settings

Language = Annotated[
    str,
    typer.Option(help="The language version to keep at hand (ru, en), or all; bilingual if none is named."),
]


def watch(context: typer.Context, language: Language = "", open_: Open = False, quiet: Quiet = False) -> None:
    """Keep a proof in out/proof at hand: what each save changes is made anew, until Ctrl-C."""
    from report import watching as room

    with told(left="no longer watching"):
        settings = settings_of(context)  # a folder that is no brief is not watched
        if not quiet:
            typer.echo(f"Watching {settings.root.resolve()}; Ctrl-C ends it.")
        room.watch(settings.root, _Proof(context, language, open_, quiet).follow)


@dataclass(slots=True)
class _Proof:
    """The proof that is kept at hand; what of it was last told, and whether it was made at all."""

    context: typer.Context
    language: str
    opened: bool
    quiet: bool
    error: Sequence[str] = ()
    made: bool = False

    def follow(self, saved: Collection[str]) -> None:
        """Make the proof of what is there now, and tell what came of it: an error is told, and outlived."""
        start = time.monotonic()
        try:
            settings, built = self._build()
        except ReportError as error:
            self._fail(error_lines(error), anew=bool(saved))
            return
        self._tell(settings, built, time.monotonic() - start)
        if not self.made:
            self._get_ready(settings, built)

    def _build(self) -> tuple[Settings, Built]:
        from report import pipeline

        settings = settings_of(self.context)
        versions = pipeline.versions_of(settings, self.language or settings.versions[0].name)
        folder = settings.out / pipeline.PROOF
        with watching(quiet=self.quiet or self.made) as step:
            return settings, pipeline.build(settings, versions, folder, watch=step)

    def _fail(self, error: Sequence[str], *, anew: bool) -> None:
        """An error is told once after each save."""
        if anew or error != self.error:
            typer.echo("\n".join(error), err=True)
        self.error = error

    def _tell(self, settings: Settings, built: Built, seconds: float) -> None:
        from report.pipeline.files import listed

        mended, self.error = bool(self.error), ()
        if self.quiet or not (mended or built.reasons or built.changed or not self.made):
            return
        if not self.made:
            print_made(built.files, seconds)
        else:
            cause = listed(built.changed) or "as it was before"
            new = f"{len(built.reasons)} of {counted(built.sections, 'section')} set"
            typer.echo(f"{cause}: {new} · {seconds:.1f} s")
        print_findings(built, settings.waived)

    def _get_ready(self, settings: Settings, built: Built) -> None:
        """After the first proof: show it, and load what makes the next ones quick."""
        from report import pipeline

        self.made = True
        if self.opened:
            typer.launch(str(built.files[0].path))
        with suppress(ReportError):  # somebody has saved a fault meanwhile, which the next build tells
            pipeline.warm_up(settings, settings.versions[0])
