"""Files → digests: what a brief and this program are made of, as their bytes stand on disk."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from report import faces
from report.cache import key_of
from report.folders import files_in
from report.settings import SETTINGS_FILE, Settings, default_folder

PACKAGE: Final = Path(__file__).resolve().parent.parent
THE_LIBRARIES: Final = "the libraries"
_OURS: Final = ("templates", "charts")
_LISTED: Final = 3


def digest_of(files: Iterable[Path]) -> str:
    """The digest of files' names and contents, in their order; of one that cannot be read, why not."""
    return key_of(*(part for file in files for part in (file.name, _content(file))))


def _content(file: Path) -> bytes:
    """A file that cannot be read, or is gone since it was listed, is judged by who reads it for its facts."""
    try:
        return file.read_bytes()
    except OSError as error:
        return f"unreadable: {error.strerror}".encode()


@cache
def code_of(*names: str) -> str:
    """The digest of parts of this program: modules and packages by their names in report/, "" is all.

    Taken once: whatever stands in the files later, a process that stays goes on with what it loaded.
    """
    places = [PACKAGE / name for name in names]
    found = [file for place in places for file in ([place] if place.is_file() else files_in(place))]
    return digest_of(file for file in found if file.suffix == ".py")


def inputs_of(settings: Settings) -> Mapping[str, str]:
    """Everything that a build of this brief depends on, as digests by name: its files by their paths.

    Raises:
        RenderError: a font is not installed.
    """
    own = [settings.root / SETTINGS_FILE, *files_in(settings.data)]
    own += layout_of(settings)
    return {
        **{_name(file, settings.root): digest_of([file]) for file in own},
        "the fonts": faces.fingerprint(),
        "the program": code_of(""),
        THE_LIBRARIES: key_of(sys.version, *_libraries()),
    }


def layout_of(settings: Settings) -> tuple[Path, ...]:
    """The templates and charts that pages are made of."""
    charts = (file for folder in settings.chart_folders for file in files_in(folder))
    return (*templates_of(settings), *charts)


def templates_of(settings: Settings) -> tuple[Path, ...]:
    """The templates that pages are made of; those of mail change no page."""
    found = ((folder, file) for folder in settings.template_folders for file in files_in(folder))
    return tuple(file for folder, file in found if folder / "mail" not in file.parents)


def differing(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """The names whose digests are not the same in both, those of `after` first."""
    names = dict.fromkeys((*after, *before))
    return tuple(name for name in names if before.get(name) != after.get(name))


def listed(names: Sequence[str]) -> str:
    """Some of the names, and how many more there are."""
    more = len(names) - _LISTED
    return ", ".join(names[:_LISTED]) + (f" and {more} more" if more > 0 else "")


def _name(file: Path, root: Path) -> str:
    """A file's path from the brief's folder; of ours, which may stand anywhere, from the program's."""
    if file.is_relative_to(root):
        return file.relative_to(root).as_posix()
    (folder,) = (it for it in map(default_folder, _OURS) if file.is_relative_to(it))
    return f"the program's {file.relative_to(folder.parent).as_posix()}"


@cache
def _libraries() -> tuple[str, ...]:
    """Every library that can be imported, with its version, as its folder of metadata is called (PEP 376)."""
    folders = [Path(entry) for entry in sys.path]
    found = [name.name for folder in folders if folder.is_dir() for name in folder.glob("*-info")]
    return tuple(sorted(found))
