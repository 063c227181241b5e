"""The repository → a wheel → an installation elsewhere, that builds a brief without the repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pypdfium2
import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
VERSIONS = ("bilingual", "ru", "en")


def run(*command: str | Path, folder: Path) -> str:
    """The standard output of a program, run where no variable leads back to the repository."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV_"))
    }
    result = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by the build system of this environment, without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder, folder=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts' folder of an environment with the wheel, and with the libraries of this one.

    The libraries come by a path file. Python does not read the path files of a folder that was
    added so: the repository's own editable installation stays out of reach.
    """
    folder = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(folder, symlinks=True, with_pip=False)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    python = folder / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python)
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, folder=folder)
    return folder / "bin"


def files(folder: Path) -> set[str]:
    """Every file below a folder, by its path from there."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_wheel_carries_templates_and_charts(wheel: Path) -> None:
    """The wheel holds the package, and all of templates/ and charts/ as its defaults."""
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"report/py.typed", "report/cli/__init__.py"} <= names
    for material in ("templates", "charts"):
        wanted = {f"report/defaults/{material}/{name}" for name in files(ROOT / material)}
        assert wanted
        assert {name for name in names if name.startswith(f"report/defaults/{material}/")} == wanted


def test_wheel_carries_no_facts(wheel: Path) -> None:
    """Neither this brief's data nor the tests travel in the wheel."""
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"report"}


def test_installed_elsewhere_it_is_itself(installed: Path, tmp_path: Path) -> None:
    """The installed program runs from its own environment, with its own defaults."""
    where = "import report.settings as s; print(s.__file__, s.default_folder('templates'), sep='\\n')"
    for path in run(installed / "python", "-c", where, folder=tmp_path).splitlines():
        assert Path(path).is_relative_to(installed.parent.resolve())


def test_installed_elsewhere_it_builds(installed: Path, tmp_path: Path) -> None:
    """The installed program builds a copy of the sample brief, in all language versions."""
    project = tmp_path / "project"
    shutil.copytree(ROOT / "tests" / "sample", project, ignore=shutil.ignore_patterns("out"))
    run(installed / "brief", "--project", project, "build", "--quiet", folder=tmp_path)
    made = project / "out" / "latest"
    assert {f"brief.{version}.pdf" for version in VERSIONS} <= files(made)
    for version in VERSIONS:
        with pypdfium2.PdfDocument(made / f"brief.{version}.pdf") as document:
            assert len(document) > 1
