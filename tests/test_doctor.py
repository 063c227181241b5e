"""The doctor: each need is looked at as the build will need it, and each lack has its cure."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import matplotlib
import pytest
from shelves import archive_in

from report import doctor, faces, settings
from report.archive import Archive
from report.doctor.archive import archive

ROOT = Path(__file__).resolve().parent.parent
STYLES = ("", " Italic", " Bold", " Bold Italic")
FONTS_ONLY_IN = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{}</dir><cachedir>{}</cachedir></fontconfig>"""


def brief_in(folder: Path) -> settings.Settings:
    """The settings of this repository's brief, as if it stood in `folder`."""
    return replace(settings.read(ROOT), root=folder)


def write(path: Path, text: str) -> None:
    """A file, with the folders above it."""
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")


def test_this_machine_can_build(tmp_path: Path) -> None:
    """A machine that set-up has prepared lacks nothing, and needs no cure."""
    needs = doctor.examine(settings.read(ROOT), tmp_path / "out")
    assert [need for need in needs if not need.met or need.cure] == []
    assert not (tmp_path / "out").exists()


def test_every_need_has_its_line(tmp_path: Path) -> None:
    """Python, the libraries, each face, each catalogue and write access are needs of their own."""
    names = [need.name for need in doctor.examine(None, tmp_path)]
    assert names == [
        "Python",
        "Pango",
        "PangoFT2",
        "HarfBuzz-Subset",
        *(f"PT {family}{style}" for family in ("Serif", "Sans") for style in STYLES),
        "Catalogue en",
        "Catalogue ru",
        "Write access",
    ]


def test_library_is_the_one_that_the_engine_loads() -> None:
    """Pango's version is the one that WeasyPrint finds itself linked to."""
    from weasyprint.text.ffi import harfbuzz_subset, pango

    found = {need.name: need.detail.split(",")[0] for need in map(doctor.library, doctor.LIBRARIES)}
    major, minor, micro = map(int, found["Pango"].split("."))
    assert major * 10_000 + minor * 100 + micro == pango.pango_version()
    assert harfbuzz_subset is not None


def test_library_that_is_not_there() -> None:
    """A library that no file and no search gives is not met, and says how to get it."""
    wanted = replace(doctor.LIBRARIES[0], files=("libnonesuch.so.0",), stem="nonesuch")
    need = doctor.library(wanted)
    assert not need.met
    assert "pango" in need.cure.lower()


def test_library_that_is_too_old() -> None:
    """A library below the oldest that will do is not met, and its version is told."""
    need = doctor.library(replace(doctor.LIBRARIES[0], oldest=(999, 0, 0)))
    assert not need.met
    assert need.detail.endswith("at least 999.0.0")
    assert need.cure


@pytest.mark.parametrize("place", ["file", "file/below"], ids=["a file", "below a file"])
def test_output_that_cannot_be_written(place: str, tmp_path: Path) -> None:
    """Where a file stands in the way of out/, write access is not met."""
    (tmp_path / "file").write_bytes(b"")
    need = doctor.write_access(tmp_path / place)
    assert not need.met
    assert str(tmp_path / "file") in need.cure


def test_catalogue_that_is_missing(tmp_path: Path) -> None:
    """A language of the brief without a catalogue is not met, and the others are still looked at."""
    brief = replace(brief_in(tmp_path), languages=("ru", "ky"))
    assert [(need.name, need.met) for need in doctor.catalogues(brief)] == [
        ("Catalogue ru", True),
        ("Catalogue ky", False),
    ]


def test_catalogue_that_is_no_catalogue(tmp_path: Path) -> None:
    """A brief's own catalogue that gettext cannot read is not met, and its file is named."""
    broken = tmp_path / "templates/locale/ru/LC_MESSAGES/brief.po"
    write(broken, 'msgid "one\n')
    russian = next(need for need in doctor.catalogues(brief_in(tmp_path)) if need.name == "Catalogue ru")
    assert not russian.met
    assert str(broken) in russian.detail


def test_catalogue_that_lacks_a_message(tmp_path: Path) -> None:
    """A message of a brief's own template that no Russian catalogue has is told."""
    write(tmp_path / "templates/cover.html", "{{ _('A wording that nobody has written') }}")
    needs = {need.name: need for need in doctor.catalogues(brief_in(tmp_path))}
    assert "A wording that nobody has written" in needs["Catalogue ru"].detail
    assert needs["Catalogue en"].met


def test_template_that_cannot_be_read(tmp_path: Path) -> None:
    """A brief's own template that is no template makes one need that names it, not a traceback."""
    write(tmp_path / "templates/cover.html", "{% if %}")
    (need,) = doctor.catalogues(brief_in(tmp_path))
    assert not need.met
    assert "cover.html" in need.detail


@pytest.mark.parametrize("folder", ["no fonts", "other fonts"])
def test_faces_that_are_missing(folder: str, tmp_path: Path) -> None:
    """On a machine without our fonts, each face is a line with its cure, and the command ends with 1."""
    fonts = tmp_path / folder
    fonts.mkdir()
    if folder == "other fonts":
        shutil.copy(Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSans.ttf", fonts)
    (tmp_path / "fonts.conf").write_text(FONTS_ONLY_IN.format(fonts, tmp_path / "cache"), encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "report", "--project", tmp_path, "doctor"],
        cwd=ROOT,
        env=os.environ | {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1, result.stderr
    lines = [line.strip() for line in result.stdout.splitlines()]
    lacking = {line.split(":")[0]: cure for line, cure in pairwise(lines) if line.startswith("LACK  PT")}
    assert list(lacking) == [f"LACK  {face.name}" for face in faces.FACES]
    assert all("PT" in cure or "paratype" in cure for cure in lacking.values())


# --- a brief's archive -------------------------------------------------------------------------------


def an_archive(out: Path, *numbers: int) -> Archive:
    """An archive with editions of these numbers."""
    return archive_in(out, {number: f"edition {number}".encode() for number in numbers})


def lacks(kept: Archive) -> dict[str, str]:
    """What the doctor finds wrong with an archive, each with a cure."""
    wrong = [need for need in archive(kept) if not need.met]
    assert all(need.cure for need in wrong)
    return {need.name: need.detail for need in wrong}


def test_archive_that_is_whole(tmp_path: Path) -> None:
    """Three editions without a fault are one line; a brief without an archive has none."""
    assert list(archive(an_archive(tmp_path / "none"))) == []
    (found,) = archive(an_archive(tmp_path / "out", 1, 2, 3))
    assert found.met
    assert found.detail.startswith("3 editions")


def test_edition_that_is_damaged(tmp_path: Path) -> None:
    """A missing file, a changed one and a manifest that was cut off are each told by their names."""
    kept = an_archive(tmp_path / "out", 1, 2, 3, 4)
    (kept.folder_of(1) / "brief.en.pdf").unlink()
    (kept.folder_of(2) / "brief.en.pdf").write_bytes(b"edition two")
    manifest = kept.folder_of(3) / "manifest.json"
    manifest.write_bytes(manifest.read_bytes()[:40])
    found = lacks(kept)
    assert found.keys() == {"Edition 1", "Edition 2", "Edition 3"}
    assert "brief.en.pdf: No such file" in found["Edition 1"]
    assert "brief.en.pdf: not as it was made" in found["Edition 2"]
    assert "manifest.json: damaged" in found["Edition 3"]


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("name", None),
        ("name", "brief\0.pdf"),
        ("name", "b" * 400),
        ("name", "\ud800"),
        ("size", "large"),
        ("sha256", None),
    ],
)
def test_manifest_that_somebody_edited(member: str, value: object, tmp_path: Path) -> None:
    """What can be no file's name, size or digest is damage that is told, and the edition before counts."""
    kept = an_archive(tmp_path / "out", 1, 2)
    manifest = kept.folder_of(2) / "manifest.json"
    tree = json.loads(manifest.read_bytes())
    tree["files"][0][member] = value
    manifest.write_text(json.dumps(tree), encoding="utf-8")
    assert "Edition 2" in lacks(kept)
    newest = kept.newest()
    assert newest is not None
    assert newest.number == 1


def test_time_without_a_zone(tmp_path: Path) -> None:
    """A moment that nobody can compare with another is damage, too."""
    kept = an_archive(tmp_path / "out", 1)
    manifest = kept.folder_of(1) / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b"+00:00", b""))
    assert "has no time zone" in lacks(kept)["Edition 1"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
@pytest.mark.parametrize("place", ["", "0002", "0002/released"])
def test_folder_that_may_not_be_read(place: str, tmp_path: Path) -> None:
    """The folder of all editions, that of one, or its released files: it is told, and nothing raises."""
    kept = an_archive(tmp_path / "out", 1, 2)
    folder = kept.folder / place
    folder.mkdir(exist_ok=True)
    folder.chmod(0)
    try:
        assert "Permission denied" in next(iter(lacks(kept).values()))
    finally:
        folder.chmod(0o700)


def test_number_that_is_missing(tmp_path: Path) -> None:
    """An edition that somebody took away is missed, the last one by the link that led to it."""
    kept = an_archive(tmp_path / "out", 1, 2, 3)
    shutil.rmtree(kept.folder_of(2))
    assert "missing" in lacks(kept)["Edition 2"]
    shutil.rmtree(kept.folder_of(3))
    assert lacks(kept).keys() == {"Edition 2", "Edition 3", "Latest"}


def test_edition_that_is_another(tmp_path: Path) -> None:
    """A folder that was given another number is told: its manifest knows better."""
    kept = an_archive(tmp_path / "out", 1, 2)
    shutil.copytree(kept.folder_of(1), kept.folder_of(3))
    assert "of edition 1" in lacks(kept)["Edition 3"]


@pytest.mark.parametrize("state", ["dangling", "missing", "older", "a folder"])
def test_latest_that_leads_astray(state: str, tmp_path: Path) -> None:
    """`latest` must be a link to the newest whole edition."""
    kept = an_archive(tmp_path / "out", 1, 2)
    kept.latest.unlink()
    if state == "dangling":
        kept.latest.symlink_to("editions/older")
    elif state == "older":
        kept.latest.symlink_to("editions/0001")
    elif state == "a folder":
        kept.latest.mkdir()
    assert lacks(kept).keys() == {"Latest"}


def test_lock_of_a_process_that_has_ended(tmp_path: Path) -> None:
    """A note that a killed build left is told, and that it is in nobody's way."""
    kept = an_archive(tmp_path / "out", 1)
    killed = subprocess.run(
        [sys.executable, "-c", HOLD_AND_DIE, kept.folder, kept.latest], cwd=ROOT, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    *_, lock = archive(kept)
    assert lock.met
    assert "has ended" in lock.detail
    with kept.alone(patience=0):
        *_, lock = archive(kept)
        assert "at work" in lock.detail


HOLD_AND_DIE = """
import os, signal, sys
from pathlib import Path
from report.archive import Archive
with Archive(Path(sys.argv[1]), Path(sys.argv[2])).alone():
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_damaged_archive_is_told_by_the_command(sample: Path) -> None:
    """`brief doctor` tells the fault and its cure, and ends with 1."""
    kept = an_archive(sample / "out", 1)
    (kept.folder_of(1) / "brief.en.pdf").write_bytes(b"")
    result = subprocess.run(
        [sys.executable, "-m", "report", "--project", sample, "doctor"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1, result.stderr
    assert "not as it was made" in result.stdout
    assert "put edition 1 back from a copy" in result.stdout
