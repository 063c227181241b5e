"""What every command needs: the brief's settings, the time, and an end for whatever a user can cause.

Every such error ends here as one line and its exit code; anything else is a bug and shows its
traceback.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import FrameType
from typing import TYPE_CHECKING, Final

import typer

from report.cli.telling import findings_json
from report.errors import DataError, ReportError

if TYPE_CHECKING:
    from report.settings import Settings

INTERRUPTED: Final = 128 + signal.SIGINT
TERMINATED: Final = 128 + signal.SIGTERM
"""As a shell expects them."""


class _Terminated(BaseException):
    """Somebody asked the process to end (SIGTERM); like Ctrl-C, it ends what was begun."""


def heed_termination() -> None:
    """Have SIGTERM end a command as Ctrl-C does."""
    signal.signal(signal.SIGTERM, _terminate)


def _terminate(number: int, frame: FrameType | None) -> None:
    raise _Terminated


def now() -> datetime:
    """The time, in the zone of whoever asks. The only clock there is."""
    return datetime.now(UTC).astimezone().replace(microsecond=0)


def settings_of(context: typer.Context) -> Settings:
    """The settings of the brief that the command line names."""
    from report import settings

    return settings.read(context.obj)


def error_lines(error: ReportError) -> tuple[str, ...]:
    """What is told of an error: each finding, then the error itself, and its notes."""
    findings = error.findings if isinstance(error, DataError) else ()
    notes = (f"brief: {note}" for note in getattr(error, "__notes__", ()))
    return (*(f"{finding.severity}: {finding}" for finding in findings), f"brief: {error}", *notes)


@contextmanager
def told(*, as_json: bool = False, left: str = "nothing was changed") -> Iterator[None]:
    """Whatever a user can cause becomes its lines and its exit code; `left` is told to who ends us."""
    try:
        yield
    except ReportError as error:
        if as_json and isinstance(error, DataError):
            typer.echo(findings_json(error.findings))
        else:
            typer.echo("\n".join(error_lines(error)), err=True)
        raise typer.Exit(error.exit_code) from None
    except (KeyboardInterrupt, _Terminated) as error:
        interrupted = isinstance(error, KeyboardInterrupt)
        typer.echo(f"brief: {'interrupted' if interrupted else 'terminated'}; {left}", err=True)
        raise typer.Exit(INTERRUPTED if interrupted else TERMINATED) from None
