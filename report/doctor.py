"""This machine → `Need`s: what a build needs, whether it is there, and the cure for what is not.

Looks and does not mend. Nothing here raises: a need that cannot be looked at is not met.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import platform
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from report import faces
from report.errors import RenderError, SettingsError
from report.settings import Settings, default_folder

if TYPE_CHECKING:
    from report.localize.messages import Messages

OLDEST_PYTHON = (3, 11)


_Message = tuple[str | Sequence[str], str]


@dataclass(frozen=True, slots=True)
class Need:
    """One thing a build needs: whether it is `met`, what was found, and the `cure` where it is not."""

    name: str
    met: bool
    detail: str
    cure: str = ""


@dataclass(frozen=True, slots=True)
class Library:
    """A shared library: its files' names on each platform, and its function that tells its version.

    `stem` is what the system's own search completes to a file. `cure` is a key of the cures.
    """

    name: str
    files: tuple[str, ...]
    stem: str
    version: str
    oldest: tuple[int, ...]
    cure: str


# The files' names are those that WeasyPrint tries (weasyprint/text/ffi.py). It is not asked itself:
# where Pango is missing, it cannot be imported. Pango's version is its documentation's condition;
# below HarfBuzz 4.1 it leaves the subset library aside and embeds fonts the slow way.
LIBRARIES = (
    Library(
        name="Pango",
        files=("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
        stem="pango-1.0",
        version="pango_version_string",
        oldest=(1, 44, 0),
        cure="pango",
    ),
    Library(
        name="PangoFT2",
        files=("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
        stem="pangoft2-1.0",
        version="pango_version_string",
        oldest=(1, 44, 0),
        cure="pango",
    ),
    Library(
        name="HarfBuzz-Subset",
        files=("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"),
        stem="harfbuzz-subset",
        version="hb_version_string",
        oldest=(4, 1, 0),
        cure="harfbuzz",
    ),
)

_CURES = {
    "debian": {
        "python": "sudo apt-get install python3 python3-venv",
        "pango": "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0",
        "harfbuzz": "sudo apt-get install libharfbuzz-subset0",
        "fonts": "sudo apt-get install fonts-paratype",
    },
    "fedora": {
        "python": "sudo dnf install python3",
        "pango": "sudo dnf install pango",
        "harfbuzz": "sudo dnf install harfbuzz",
        "fonts": "sudo dnf install paratype-pt-sans-fonts paratype-pt-serif-fonts",
    },
    "macos": {
        "python": "brew install python",
        "pango": "brew install pango; if it is there: export DYLD_FALLBACK_LIBRARY_PATH=$(brew --prefix)/lib",
        "harfbuzz": "brew install harfbuzz",
        "fonts": "brew install --cask font-pt-serif font-pt-sans",
    },
    "other": {
        "python": "install Python 3.11 or newer",
        "pango": "install Pango 1.44 or newer, with its FreeType part",
        "harfbuzz": "install HarfBuzz 4.1 or newer, with its subset library",
        "fonts": "install the fonts PT Serif and PT Sans for all users",
    },
}


def examine(settings: Settings | None, out: Path) -> tuple[Need, ...]:
    """Every need of a build, in the order in which they are best cured.

    `settings` say whose languages and catalogues are looked at; without a brief they are the
    package's own. `out` is the folder that finished files shall appear in; it is not made.
    """
    return (
        _python(),
        *map(library, LIBRARIES),
        *map(face, faces.FACES),
        *catalogues(settings),
        write_access(out),
    )


def library(wanted: Library) -> Need:
    """Whether a shared library can be loaded as WeasyPrint loads it, and is new enough."""
    loaded = _load(wanted)
    if loaded is None:
        return _need(wanted.name, False, "cannot be loaded", _cure(wanted.cure))
    ask = getattr(loaded, wanted.version)
    ask.restype = ctypes.c_char_p
    version = ask().decode("ascii")
    met = tuple(int(part) for part in version.split(".")) >= wanted.oldest
    return _need(wanted.name, met, f"{version}, at least {_dotted(wanted.oldest)}", _cure(wanted.cure))


def face(wanted: faces.Face) -> Need:
    """Whether a font face is installed, and not only a substitute for it."""
    try:
        return _need(wanted.name, True, str(wanted.file), "")
    except RenderError as error:
        return _need(wanted.name, False, str(error).removesuffix(f": {faces.CURE}"), _cure("fonts"))


def catalogues(settings: Settings | None) -> tuple[Need, ...]:
    """Whether each language has a wording for everything that code and templates say."""
    # Babel is loaded here, and not with the module: nothing else of the doctor needs it.
    from report.localize.catalogues import Sources, extract, languages, ours

    templates = settings.template_folders if settings else (default_folder("templates"),)
    try:
        said = {
            (message.id, message.context or ""): None
            for folder in templates
            for message in extract(Sources(ours().code, folder))
            if message.id
        }
    except SettingsError as error:
        return (_need("Catalogues", False, str(error), "mend the template, or take it out of templates/"),)
    folders = [folder / "locale" for folder in templates]
    wanted = settings.languages if settings else languages(ours())
    return tuple(_catalogue(language, folders, tuple(said)) for language in wanted)


def write_access(out: Path) -> Need:
    """Whether files can be made in `out`, or in the folder in which it would be made.

    Tried, not read from permissions: those know nothing of full disks and read-only mounts.
    """
    folder = next(path for path in (out, *out.absolute().parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"%PDF")
            file.flush()
    except OSError as error:
        cure = f"make {folder} a folder that you may write to, or name another with --out"
        return _need("Write access", False, f"{folder}: {error.strerror}", cure)
    return _need("Write access", True, str(out), "")


def _python() -> Need:
    met = sys.version_info[:2] >= OLDEST_PYTHON
    detail = f"{platform.python_version()}, at least {_dotted(OLDEST_PYTHON)}"
    return _need("Python", met, detail, _cure("python"))


def _catalogue(language: str, folders: Sequence[Path], said: Sequence[_Message]) -> Need:
    from report.localize import Voice

    name = f"Catalogue {language}"
    try:
        messages = Voice(language, catalogues=folders).messages
    except SettingsError as error:
        cure = f"write or mend {language}/LC_MESSAGES/brief.po below {folders[0]}"
        return _need(name, False, str(error), cure)
    faults = [fault for message in said if (fault := _fault(messages, *message))]
    detail = f"{len(said)} messages" + (f", {len(faults)} without a wording: {faults[0]}" if faults else "")
    return _need(name, not faults, detail, "make messages, then fill in what is empty or marked as fuzzy")


def _fault(messages: Messages, identity: str | Sequence[str], context: str) -> str:
    """What is wrong with the wording of one message, or nothing."""
    from report.localize.messages import Forms

    try:
        if isinstance(identity, str):
            messages.find(identity, context)
        else:
            messages.find_plural(Forms(*identity), Decimal(1))
    except SettingsError as error:
        return str(error)
    return ""


def _load(wanted: Library) -> ctypes.CDLL | None:
    """By a file's name first: the system's own search starts other programs, and takes its time."""
    for name in wanted.files:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    found = ctypes.util.find_library(wanted.stem)
    return ctypes.CDLL(found) if found else None


def _need(name: str, met: bool, detail: str, cure: str) -> Need:
    return Need(name, met, detail, "" if met else cure)


def _cure(what: str) -> str:
    return _CURES[_system()][what]


def _system() -> str:
    """Which cures fit: by the kernel, and on Linux by os-release (freedesktop.org)."""
    if platform.system() == "Darwin":
        return "macos"
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return "other"
    family = {release.get("ID", ""), *release.get("ID_LIKE", "").split()}
    if family & {"debian", "ubuntu"}:
        return "debian"
    return "fedora" if family & {"fedora", "rhel"} else "other"


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))
