"""brief.toml is read whole, and everything wrong with it is told at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from report.errors import SettingsError
from report.model import PartialDate
from report.settings import read

ROOT = Path(__file__).parent.parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a copy of this repository's own brief.toml."""
    shutil.copy(ROOT / "brief.toml", tmp_path)
    return tmp_path


def change(folder: Path, old: str, new: str) -> str:
    """Replace one place in brief.toml and give the message that reading it raises."""
    path = folder / "brief.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read(folder)
    return str(caught.value)


def test_own_settings_are_read(folder: Path) -> None:
    """The first brief's settings give its versions in the order of the columns."""
    settings = read(folder)
    assert [version.name for version in settings.versions] == ["bilingual", "ru", "en"]
    assert settings.versions[0].languages == ("ru", "en")
    assert settings.as_of == PartialDate(2026, 7, 21)


def test_no_settings_is_told(tmp_path: Path) -> None:
    """A folder without brief.toml is not a brief, and the message says what one is."""
    with pytest.raises(SettingsError, match=r"a brief is a folder with a brief\.toml"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('place = "pl-tokyo"', 'plase = "pl-tokyo"', "brief.plase: unknown key; did you mean 'place'?"),
        ("as_of = 2026-07-21", 'as_of = "21.07.2026"', "brief.as_of: must be a day such as 2025-12-20"),
        ('languages = ["ru", "en"]', 'languages = "ru"', "brief.languages: must be a list of texts"),
        ('kind = "cover"', 'kind = "covre"', "sections[1].kind: 'covre' is not one of"),
        ('number = "2"', 'number = "1"', "sections: number '1' stands more than once"),
        ('country = "KZ"', "", "sections[8].country: missing; a section of kind 'country' needs it"),
        ('kind = "sources"', 'kind = "colophon"', "sections: none is of kind 'sources'"),
        ('event = "ev-summit"', "", "brief.event: missing"),
        ('id = "outcomes"', 'id = "Итоги"', "must be lower-case ASCII letters"),
        ("[brief]", "[brief", "at line"),
    ],
)
def test_faults_are_named(folder: Path, old: str, new: str, told: str) -> None:
    """Each fault is told with the name of its key."""
    assert told in change(folder, old, new)


def test_all_faults_at_once(folder: Path) -> None:
    """Two faults give two lines in one error."""
    path = folder / "brief.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("2026-07-21", '"2026-07-21"', 1).replace('kind = "cover"', 'kind = "x"'),
        encoding="utf-8",
    )
    with pytest.raises(SettingsError) as caught:
        read(folder)
    assert len(str(caught.value).splitlines()) == 2


def test_own_templates_come_first(folder: Path) -> None:
    """A brief's own templates and charts are looked into before ours."""
    (folder / "templates").mkdir()
    settings = read(folder)
    assert settings.template_folders[0] == folder / "templates"
    assert (settings.template_folders[1] / "base.html").is_file()
    assert (settings.chart_folders[0] / "cover.toml").is_file()
