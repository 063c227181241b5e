"""Nobody is sent an edition before its embargo has passed, whoever sends; and drafts are never sent."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from conftest import pages_of
from cycling import TUESDAY, Desk, desk_with
from released import MAIL, add_edition, address_all, project_in
from smallbrief import small_brief_in
from typer.testing import CliRunner, Result

from report import pipeline, settings
from report.cli import app
from report.errors import SettingsError
from report.model import CycleOutcome, Release, Status

HOUR = timedelta(hours=1)
FAR = datetime(2099, 1, 12, 9, 0, tzinfo=UTC)


def shelf(folder: Path, port: int) -> Path:
    """The invented brief with one recipient, and nothing in its archive."""
    project = project_in(folder, port=port)
    address_all(project, [{"id": "minister"}])
    return project


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk without an edition yet."""
    with desk_with(partial(shelf, tmp_path / "brief")) as made:
        yield made


def release(desk: Desk, at: datetime, embargo: datetime | None) -> None:
    """Put edition 1 on the shelf, released under an embargo."""
    draft = add_edition(desk.project, at, released=False)
    pdfs = {file.name: (draft.folder / file.name).read_bytes() for file in draft.files}
    archive = pipeline.archive_of(settings.read(desk.project))
    with archive.alone():
        archive.release(draft, Release("Head of press", at, draft.files, embargo), pdfs)


def brief(desk: Desk, *arguments: str) -> Result:
    """Run the command on the brief."""
    return CliRunner().invoke(app, ["--project", str(desk.project), *arguments], catch_exceptions=False)


def test_it_stands_in_the_record_of_the_release(desk: Desk) -> None:
    """It is read back as it was; an older reader refuses such a record, and one without it is as before."""
    release(desk, TUESDAY, FAR)
    (edition,) = desk.editions
    assert edition.release
    assert (edition.release.embargo, edition.release.since) == (FAR, FAR)
    assert json.loads((edition.folder / "released" / "release.json").read_bytes())["schema"] == 2
    release(desk, TUESDAY, None)
    newest = desk.editions[-1]
    assert newest.release
    assert (newest.release.embargo, newest.release.since) == (None, TUESDAY)
    assert json.loads((newest.folder / "released" / "release.json").read_bytes())["schema"] == 1


def test_sending_before_it_is_refused(desk: Desk) -> None:
    """Exit code 5, with the time; looking at the messages and trying them is allowed."""
    release(desk, TUESDAY, FAR)
    refused = brief(desk, "send", "--yes")
    assert (refused.exit_code, desk.server.calls) == (5, 0)
    assert refused.stderr == (
        "brief: edition 1 is under embargo until 2099-01-12 09:00 +0000; nothing was sent\n"
    )
    assert brief(desk, "send", "--dry-run").exit_code == 0
    assert brief(desk, "send", "--test", "me@example.org").exit_code == 0
    assert desk.sent() == Counter(["me@example.org"])


def test_a_cycle_holds_until_it_has_passed(desk: Desk) -> None:
    """Then the edition goes, however long ago it was released: its time counts from the embargo."""
    desk.settings('expires_after = "2 hours"')
    release(desk, TUESDAY, TUESDAY + 30 * HOUR)
    held = desk.cycle()
    assert (held.outcome, held.again, held.exit_code) == (CycleOutcome.HELD, TUESDAY + 30 * HOUR, 0)
    assert held.holding == "edition 1 is under embargo until 2026-07-22 15:00 +0000"
    assert desk.cycle(29 * HOUR).outcome is CycleOutcome.HELD
    assert desk.cycle(2 * HOUR).delivered == {Status.ACCEPTED: 1}
    assert desk.sent() == Counter(["minister@example.org"])


def test_one_that_ends_at_rest_waits_for_work(desk: Desk) -> None:
    """The next cycle that has something to do is at the first hour at which something may be sent."""
    desk.change(
        "brief.toml", "[[sections]]", '[schedule]\nzone = "UTC"\nquiet = "19:00-07:00"\n\n[[sections]]'
    )
    release(desk, TUESDAY, TUESDAY + 12 * HOUR)
    assert desk.cycle().again == TUESDAY + 22 * HOUR


@pytest.mark.parametrize("text", ["2026-01-12T09:00:00", "tomorrow", "2026-01-12"])
def test_a_time_without_its_offset_is_refused(desk: Desk, text: str) -> None:
    """On the command line and in brief.toml alike: nobody knows which morning is meant."""
    result = brief(desk, "release", "1", "--embargo", text)
    assert result.exit_code == 2
    assert f"--embargo: {text!r} is no time with its offset" in result.stderr
    desk.settings(f"embargo = {text if text[0] == '2' else repr(text)}")
    with pytest.raises(SettingsError, match=r"mail\.embargo: must be a time with its offset"):
        settings.read(desk.project)


def automatic(folder: Path, port: int) -> Path:
    """A small brief that releases by itself."""
    project = small_brief_in(folder)
    file = project / "brief.toml"
    head, _, sections = file.read_text(encoding="utf-8").partition("[[sections]]")
    mail = MAIL.format(port=port).replace(', ru = "Отдел примеров"', "")
    file.write_text(f'{head}{mail}release = "automatic"\n\n[[sections]]{sections}', encoding="utf-8")
    address_all(project, [{"id": "minister", "version": "en"}])
    return project


@pytest.mark.slow
def test_whoever_sends_by_themselves_releases_first(tmp_path: Path) -> None:
    """`brief send` releases the newest draft, by "automatic" and under the embargo of brief.toml."""
    with desk_with(partial(automatic, tmp_path / "brief")) as desk:
        assert brief(desk, "build", "--quiet").exit_code == 0
        desk.settings("embargo = 2099-01-12T09:00:00Z")
        refused = brief(desk, "send", "--yes")
        assert (refused.exit_code, desk.server.calls) == (5, 0)
        (edition,) = desk.editions
        assert edition.release
        assert (edition.release.by, edition.release.embargo) == ("automatic", FAR)
        assert not any("DRAFT" in page for page in pages_of(edition.folder / "released" / "brief.en.pdf"))
        assert "under embargo until 2099-01-12 09:00 +0000" in brief(desk, "editions").stdout


@pytest.mark.slow
def test_a_person_releases_under_an_embargo(tmp_path: Path) -> None:
    """`brief release N --embargo TIME`."""
    with desk_with(partial(automatic, tmp_path / "brief")) as desk:
        brief(desk, "build", "--quiet")
        result = brief(desk, "release", "1", "--by", "Head of press", "--embargo", "2099-01-12T18:00+09:00")
        assert result.exit_code == 0
        (edition,) = desk.editions
        assert edition.release
        assert edition.release.embargo == FAR
