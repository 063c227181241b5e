"""This machine → what a build needs of it: Python, shared libraries, faces, and a folder to write to."""

from __future__ import annotations

import ctypes
import ctypes.util
import platform
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from report import faces
from report.doctor.needs import Need, need
from report.errors import RenderError

OLDEST_PYTHON = (3, 11)


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


def library(wanted: Library) -> Need:
    """Whether a shared library can be loaded as WeasyPrint loads it, and is new enough."""
    loaded = _load(wanted)
    if loaded is None:
        return need(wanted.name, False, "cannot be loaded", _cure(wanted.cure))
    ask = getattr(loaded, wanted.version)
    ask.restype = ctypes.c_char_p
    version = ask().decode("ascii")
    met = tuple(int(part) for part in version.split(".")) >= wanted.oldest
    return need(wanted.name, met, f"{version}, at least {_dotted(wanted.oldest)}", _cure(wanted.cure))


def face(wanted: faces.Face) -> Need:
    """Whether a font face is installed, and not only a substitute for it."""
    try:
        return need(wanted.name, True, str(wanted.file), "")
    except RenderError as error:
        return need(wanted.name, False, str(error).removesuffix(f": {faces.CURE}"), _cure("fonts"))


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
        return need("Write access", False, f"{folder}: {error.strerror}", cure)
    return need("Write access", True, str(out), "")


def python() -> Need:
    """Whether this Python is new enough."""
    met = sys.version_info[:2] >= OLDEST_PYTHON
    detail = f"{platform.python_version()}, at least {_dotted(OLDEST_PYTHON)}"
    return need("Python", met, detail, _cure("python"))


def _load(wanted: Library) -> ctypes.CDLL | None:
    """By a file's name first: the system's own search starts other programs, and takes its time."""
    for name in wanted.files:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    found = ctypes.util.find_library(wanted.stem)
    return ctypes.CDLL(found) if found else None


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
