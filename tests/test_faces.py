"""The pages' faces are a closed list, found through fontconfig, and a missing one has a cure."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from matplotlib.ft2font import FT2Font

from report import faces
from report.errors import RenderError
from report.faces import FACES, Face, face_called, face_file


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.name)
def test_a_face_is_the_file_of_its_family_and_style(face: Face) -> None:
    """FreeType finds in each file the family and the style that was asked for."""
    font = FT2Font(str(face.file))
    style = (" Bold" * face.bold + " Italic" * face.italic).strip() or "Regular"
    assert (font.family_name, font.style_name) == (face.family, style)


def test_the_list_is_closed() -> None:
    """There are eight faces in eight files, and no other can be asked for."""
    assert len(set(faces.files())) == len(FACES) == 8
    with pytest.raises(RenderError, match="DejaVu Sans is not a face that pages are set in"):
        face_file("DejaVu Sans")


def test_a_face_is_known_by_the_names_that_a_pdf_gives_it() -> None:
    """The engine writes hyphens for the spaces of a face's name; relatives of a family are not ours."""
    assert face_called("PT-Serif-Bold-Italic") == Face("PT Serif", bold=True, italic=True)
    assert face_called("PT Sans") == Face("PT Sans")
    assert face_called("PT-Sans-Narrow") is None
    assert face_called("DejaVu-Sans") is None


def test_the_fingerprint_and_the_description_name_what_is_installed() -> None:
    """The key of a page is made of the fonts' bytes; the colophon names families and versions."""
    assert len(faces.fingerprint()) == 64
    assert faces.description().startswith("PT Serif 1.")
    assert ", PT Sans 2." in faces.description()


def test_a_missing_family_is_told_with_its_cure(tmp_path: Path) -> None:
    """Where fontconfig knows other fonts only, both families are missing, and the error says what to do."""
    dejavu = next(Path("/").glob("usr/share/fonts/**/DejaVuSans.ttf"), None)
    if dejavu is None:
        pytest.skip("no other font is installed here")
    configuration = tmp_path / "fonts.conf"
    configuration.write_text(
        f"<fontconfig><dir>{dejavu.parent}</dir><cachedir>{tmp_path}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    program = (
        "from report import faces\nprint(faces.missing_families())\n"
        "try: faces.face_file('PT Serif', bold=True)\nexcept faces.RenderError as error: print(error)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program],
        env={"FONTCONFIG_FILE": str(configuration), "PATH": "/usr/bin:/bin:/opt/homebrew/bin"},
        cwd=Path(faces.__file__).parents[1],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    missing, error = answer.stdout.splitlines()
    assert missing == "('PT Serif', 'PT Sans')"
    assert error.startswith("the font PT Serif Bold is missing: install the fonts")
    assert "fonts-paratype" in error
