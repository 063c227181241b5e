"""Results → lines on the terminal, or JSON for other programs."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

import typer

from report.errors import Finding
from report.model import Significance

if TYPE_CHECKING:
    from report.model import Edition, Made, Release, Verdict
    from report.pipeline import Built, Issued, Step, Watch

_SHOWN: Final = 3
"""So many rules are told of a verdict."""


def findings_json(findings: Iterable[Finding]) -> str:
    """Findings as a list of objects, each with its place."""
    return json.dumps([finding.as_json() for finding in findings], ensure_ascii=False, indent=2)


@contextmanager
def watching(*, quiet: bool) -> Iterator[Watch]:
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
    # Without a thread that refreshes the bar: a process with threads cannot be forked safely.
    console = Console(stderr=True)
    with Progress(
        *columns, TimeElapsedColumn(), console=console, transient=True, auto_refresh=False
    ) as progress:
        task = progress.add_task("load")

        def watch(step: Step) -> None:
            progress.update(
                task,
                description=f"{step.room} {step.what}",
                completed=step.done,
                total=step.total,
                refresh=True,
            )

        yield watch


def print_built(
    built: Built, issued: Issued | None, *, seconds: float, explain: bool, waived: Mapping[str, str]
) -> None:
    """What a build made, and what it did not need to make; of an edition, whether it is a new one."""
    if issued is None or issued.made:
        print_made(built.files, seconds)
        _print_spared(built, explain=explain)
        print_findings(built, waived)
    if issued is not None:
        _print_issued(issued)


def print_made(made: Sequence[Made], seconds: float) -> None:
    """A table of the files, their pages and sizes."""
    lines = [(str(file.path), f"{file.pages}", f"{file.size / 1000:,.0f} kB") for file in made]
    widths = [
        max(len(cell) for cell in column) for column in zip(("File", "Pages", "Size"), *lines, strict=True)
    ]
    for file, pages, size in (("File", "Pages", "Size"), *lines):
        typer.echo(f"{file:{widths[0]}}  {pages:>{widths[1]}}  {size:>{widths[2]}}")
    typer.echo(f"{seconds:.1f} s")


def _print_spared(built: Built, *, explain: bool) -> None:
    """How much did not need to be set again, and why the rest did."""
    new = len(built.reasons)
    typer.echo(f"{new} of {counted(built.sections, 'section')} set, {built.sections - new} unchanged")
    if built.damaged:
        typer.echo(f"{counted(built.damaged, 'entry', 'entries')} of the cache damaged, and made anew")
    if explain and built.changed:
        typer.echo(f"Changed: {', '.join(built.changed)}")
    for reason in built.reasons if explain else ():
        typer.echo(f"{reason.version}: {reason.section}: {reason.cause}")


def print_findings(built: Built, waived: Mapping[str, str]) -> None:
    """How many findings each guard has, and the waivers with their reasons."""
    counts = Counter(finding.rule for finding in built.findings)
    if counts:
        said = ", ".join(f"{rule} {count}" for rule, count in counts.items())
        typer.echo(
            f"{counted(len(built.findings), 'finding')} on the pages ({said}); `brief inspect` tells where."
        )
    for name, count in built.waivers.items():
        typer.echo(f"Waived: {name} ({count}), because {waived[name]}")


def _print_issued(issued: Issued) -> None:
    """Whether there is a new edition, and why."""
    from report.pipeline.files import listed

    edition = issued.edition
    for line in issued.damaged:
        typer.echo(f"warning: {line}; `brief doctor` says what can be done", err=True)
    if issued.made:
        typer.echo(f"Edition {edition.number}, {significance(edition)}")
        print_reasons(edition.origin.verdict)
    elif issued.changed:
        typer.echo(
            f"Only the design has changed since edition {edition.number} ({listed(issued.changed)}): "
            "no new edition; --force makes one"
        )
    else:
        typer.echo(f"Nothing to do: edition {edition.number} ({edition.folder}) says all of this")


def print_reasons(verdict: Verdict | None) -> None:
    """The first rules that decided, and the first subjects that each decided on."""
    from report.pipeline.files import listed

    for reason in verdict.reasons[:_SHOWN] if verdict else ():
        typer.echo(f"  {reason.rule}: {listed(reason.subjects)}")


def significance(edition: Edition) -> str:
    """Whether what is new in an edition matters, in a word."""
    verdict = edition.origin.verdict
    if verdict is None:
        return "the first"
    return "without news" if verdict.significance is Significance.NONE else str(verdict.significance)


def verdict_json(verdict: Verdict | None) -> Mapping[str, object]:
    """A verdict as plain values; the first edition has none."""
    return {
        "significance": verdict.significance if verdict else None,
        "reasons": [asdict(reason) for reason in verdict.reasons] if verdict else [],
    }


def edition_json(edition: Edition) -> Mapping[str, object]:
    """An edition as plain values."""
    release = edition.release
    return {
        "number": edition.number,
        "previous": edition.previous,
        "built": edition.built.isoformat(),
        "state": edition.state,
        "released": _release_json(release) if release else None,
        "fingerprint": edition.fingerprint,
        "folder": str(edition.folder),
        "files": [asdict(file) for file in edition.files],
        "verdict": verdict_json(edition.origin.verdict),
        "causes": [asdict(cause) for cause in edition.origin.causes],
    }


def _release_json(release: Release) -> Mapping[str, object]:
    embargo = release.embargo.isoformat() if release.embargo else None
    return {"by": release.by, "at": release.at.isoformat(), "embargo": embargo}


def built_json(built: Built, seconds: float, issued: Issued | None = None) -> str:
    """What a build made, in how many seconds, what it found and what it did not need to do."""
    files = [
        {"file": str(file.path), "version": file.version, "pages": file.pages, "bytes": file.size}
        for file in built.files
    ]
    findings = [finding.as_json() for finding in built.findings]
    report = {
        "files": files,
        "findings": findings,
        "waivers": dict(built.waivers),
        "sections": {"set": len(built.reasons), "unchanged": built.sections - len(built.reasons)},
        "reasons": [asdict(reason) for reason in built.reasons],
        "changed": list(built.changed),
        "seconds": round(seconds, 2),
        "outcome": issued.outcome if issued else "proof",
        "edition": edition_json(issued.edition) if issued else None,
        "damaged": list(issued.damaged) if issued else [],
    }
    return json.dumps(report, ensure_ascii=False, indent=2)


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun in the right form."""
    return f"{number} {noun}" if number == 1 else f"{number} {plural or noun + 's'}"
