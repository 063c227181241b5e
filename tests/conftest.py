"""What several rooms' tests need: judged briefs, and finished files made once for all workers."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pypdfium2
import pytest
from filelock import FileLock

from report import pipeline, settings
from report.cache import Cache
from report.localize import Voices
from report.model import Brief
from report.pipeline import Manner, Work
from report.pipeline.composing import voices_for
from report.pipeline.press import Press
from report.pipeline.progress import Progress, workers_of
from report.pipeline.side_by_side import Done, set_works
from report.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "tests" / "sample"
LAKE = ROOT / "tests" / "lake"


def pytest_configure() -> None:
    """Where the tests run in the background, Ctrl-C is ignored, and so it would be by all they start."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with tests that take long come first, so that no worker is left with one at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def own_settings() -> Settings:
    """The settings of this repository's own brief."""
    return settings.read(ROOT)


@pytest.fixture(scope="session")
def own_brief(own_settings: Settings) -> Brief:
    """This repository's own brief, judged."""
    return pipeline.judge(own_settings)


@pytest.fixture(scope="session")
def sample_brief() -> Brief:
    """The invented brief, judged."""
    return pipeline.judge(settings.read(SAMPLE))


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the invented brief that a test may change, without what somebody built of it."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "sample", ignore=shutil.ignore_patterns("out")))


def warm(project: Path) -> Path:
    """Give a copy of the invented brief what making `built_sample` has left in the cache; the copy.

    For tests of what is made, and not of the making: their pages are the same, and there at once.
    """
    shutil.copytree(SAMPLE / "out" / ".cache", project / "out" / ".cache")
    return project


@pytest.fixture
def warm_sample(sample: Path, built_sample: Path) -> Path:
    """A copy of the invented brief that a test may change, with a full cache."""
    return warm(sample)


@pytest.fixture(scope="session")
def both(own_settings: Settings) -> Voices:
    """Russian and English side by side."""
    return voices_of(own_settings, "ru", "en")


def voices_of(settings_: Settings, *languages: str) -> Voices:
    """Voices for some languages, with the house's catalogues."""
    return voices_for(settings_, languages)


def set_alone(works: Sequence[Work], cache: Cache, *, full: bool = False) -> list[Done]:
    """Language versions, made in no brief's folder and put out nowhere."""
    progress = Progress(lambda step: None)
    with workers_of(Manner(), progress) as workers:
        return set_works(works, Press(cache, workers), progress, full=full)


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """A function that builds a brief in all versions once, for all workers, and gives its folder."""
    base = tmp_path_factory.getbasetemp()
    # Workers have a folder each within the run's own; a single process has the run's own.
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def build(project: Path) -> Path:
        folder = shared / f"built-{project.name}"
        with FileLock(shared / f"{project.name}.lock"):
            if not folder.exists():
                made = settings.read(project)
                versions = pipeline.versions_of(made, "all")
                pipeline.build(made, versions, folder, watch=lambda step: None)
        return folder

    return build


@pytest.fixture(scope="session")
def built(once: Callable[[Path], Path]) -> Path:
    """The folder of this repository's own brief, built in all versions."""
    return once(ROOT)


@pytest.fixture(scope="session")
def built_sample(once: Callable[[Path], Path]) -> Path:
    """The folder of the invented brief, built in all versions."""
    return once(SAMPLE)


_LIGHTLY = """
import sys
from report.cli import app
try:
    app(sys.argv[1:])
except SystemExit:
    pass
heavy = {"weasyprint", "matplotlib", "babel", "pikepdf", "jinja2", "ruamel", "numpy", "pypdfium2",
         "uharfbuzz", "python_calamine", "filelock", "rich", "multiprocessing"}
sys.exit(" ".join(sorted(heavy & set(sys.modules))) or 0)
"""


def said_lightly(project: Path, *arguments: str) -> str:
    """What a command says that must load no library that takes time; it is an error if it does."""
    command = [sys.executable, "-c", _LIGHTLY, "--project", str(project), *arguments]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def pages_of(file: Path) -> Iterator[str]:
    """The text of each page, as an independent reader extracts it, hyphens at line ends undone."""
    with pypdfium2.PdfDocument(file) as document:
        for page in document:
            text = page.get_textpage().get_text_range()
            # pdfium marks a hyphen that the setting put in with U+FFFE, or leaves U+00AD.
            for hyphen in ("\ufffe", "\N{SOFT HYPHEN}", "\x02"):
                text = text.replace(f"{hyphen}\r\n", "").replace(hyphen, "")
            yield " ".join(text.split())
