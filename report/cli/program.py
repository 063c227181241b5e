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


@contextmanager
def told(*, as_json: bool = False) -> Iterator[None]:
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
