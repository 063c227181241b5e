"""A brief's settings and a command → what a unit file must know of the machine it is for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from report.errors import SettingsError
from report.settings import ScheduleSettings, Settings

_HOMES = ("/home", "/root", "/run/user")
_UNSPEAKABLE = re.compile(r"[\x00-\x1f\x7f\"\\$]")


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where a brief is made, by whom, by which program, and when.

    `program` is the command without the brief's folder; `signs_in` says that a mail server wants a
    password which no file of ours holds; `readable` are folders that the program reads.
    """

    brief: str
    folder: Path
    user: str
    program: tuple[str, ...]
    readable: tuple[Path, ...]
    signs_in: bool
    schedule: ScheduleSettings

    @property
    def command(self) -> tuple[str, ...]:
        """The program, and for which brief."""
        return (*self.program, "--project", str(self.folder))

    @property
    def is_at_home(self) -> bool:
        """Whether anything that is needed lies in somebody's home."""
        return any(path.is_relative_to(home) for path in (self.folder, *self.readable) for home in _HOMES)


def workplace_of(settings: Settings, program: tuple[str, ...], readable: tuple[Path, ...]) -> Workplace:
    """The workplace of the brief: the folder's owner works there.

    Raises:
        SettingsError: a path has a character that no unit file can name, or the owner has no name.
    """
    folder = settings.root.resolve()
    for text in (str(folder), *program):
        if _UNSPEAKABLE.search(text):
            raise SettingsError(f"{text!r} has a character that not every unit file can name")
    server = settings.mail.server if settings.mail else None
    return Workplace(
        brief=settings.id,
        folder=folder,
        user=_owner(folder),
        program=program,
        readable=readable,
        signs_in=bool(server and server.user and server.password_file is None),
        schedule=settings.schedule,
    )


def _owner(folder: Path) -> str:
    try:
        return folder.owner()
    except KeyError:
        raise SettingsError(f"{folder}: its owner has no name on this machine") from None
