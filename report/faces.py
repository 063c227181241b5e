"""A family's name → the font files that the pages are set in: a closed list of eight faces.

PT Serif and PT Sans were drawn for Russian and English together (docs/pages.md). The files are found
through fontconfig, which the typesetting engine asks too; any other face in a page is a fault.
"""

from __future__ import annotations

import hashlib
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from report.errors import RenderError

FAMILIES = ("PT Serif", "PT Sans")
CURE = "install the fonts PT Serif and PT Sans (Debian, Ubuntu: fonts-paratype); `brief doctor` says how"

# fontconfig's own scales (fontconfig.h): FC_WEIGHT_REGULAR, FC_WEIGHT_BOLD; any slant above 0 leans.
_REGULAR, _BOLD = 80.0, 200.0
_FORMAT = "%{file}\n%{family}\n%{weight}\n%{slant}\n%{fontversion}\n"


@dataclass(frozen=True, slots=True)
class Face:
    """One face of a family: `PT Serif`, bold or not, italic or not."""

    family: str
    bold: bool = False
    italic: bool = False

    @property
    def name(self) -> str:
        """The face as fontconfig and Pango describe it, such as `PT Serif Bold Italic`."""
        return self.family + " Bold" * self.bold + " Italic" * self.italic

    @property
    def file(self) -> Path:
        """The face's font file.

        Raises:
            RenderError: it is not installed.
        """
        return face_file(self.family, bold=self.bold, italic=self.italic)


FACES = tuple(
    Face(family, bold, italic) for family in FAMILIES for bold in (False, True) for italic in (False, True)
)
"""Every face a page may be set in."""


@dataclass(frozen=True, slots=True)
class _Match:
    """What fontconfig offers for a face; `version` is the font's own revision."""

    file: Path
    families: frozenset[str]
    bold: bool
    italic: bool
    version: str


def face_called(name: str) -> Face | None:
    """The face of a description such as `PT Serif Bold` or `PT-Serif-Bold`; None if it is not ours."""
    return next((face for face in FACES if face.name == name.replace("-", " ")), None)


def face_file(family: str, *, bold: bool = False, italic: bool = False) -> Path:
    """The font file of a face.

    Raises:
        RenderError: the face is not on the list or not installed; the message holds the cure.
    """
    face = Face(family, bold, italic)
    if face not in FACES:
        raise RenderError(f"{face.name} is not a face that pages are set in: {', '.join(FAMILIES)}")
    if not _installed(face):
        raise RenderError(f"the font {face.name} is missing: {CURE}")
    return _match(face).file


def files() -> tuple[Path, ...]:
    """The font files of all faces, in the order of `FACES`.

    Raises:
        RenderError: one is not installed.
    """
    return tuple(face.file for face in FACES)


def missing_families() -> tuple[str, ...]:
    """The families of which a face is not installed.

    Raises:
        RenderError: fontconfig cannot be asked.
    """
    missing = {face.family for face in FACES if not _installed(face)}
    return tuple(family for family in FAMILIES if family in missing)


@cache
def fingerprint() -> str:
    """The SHA-256 of all font files, in hexadecimal: part of the key of every set page.

    Raises:
        RenderError: a face is not installed.
    """
    digest = hashlib.sha256()
    for file in files():
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def description() -> str:
    """Families and their versions as a colophon prints them: `PT Serif 1.002, PT Sans 2.005`.

    Raises:
        RenderError: fontconfig cannot be asked.
    """
    return ", ".join(f"{family} {_match(Face(family)).version}" for family in FAMILIES)


def _installed(face: Face) -> bool:
    """Whether fontconfig's best match is the face itself and not a substitute for it."""
    match = _match(face)
    return face.family in match.families and (match.bold, match.italic) == (face.bold, face.italic)


@cache
def _match(face: Face) -> _Match:
    pattern = face.family + ":bold" * face.bold + ":italic" * face.italic
    try:
        found = subprocess.run(  # noqa: S603 - the pattern is made of our own closed list
            ["fc-match", f"--format={_FORMAT}", pattern],  # noqa: S607 - wherever fontconfig is installed
            capture_output=True,
            check=True,
            encoding="utf-8",
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise RenderError(f"fontconfig's fc-match cannot be run ({error}): install fontconfig") from error
    if not found.stdout:
        # With no font at all fc-match prints nothing and ends with 0: nothing matches.
        return _Match(Path(), frozenset(), bold=False, italic=False, version="")
    file, families, weight, slant, version = found.stdout.splitlines()
    return _Match(
        file=Path(file),
        families=frozenset(families.split(",")),
        bold=float(weight) >= (_REGULAR + _BOLD) / 2,
        italic=float(slant) > 0,
        version=f"{int(version) / 65536:.3f}",  # a 16.16 fixed number (OpenType, table head)
    )
