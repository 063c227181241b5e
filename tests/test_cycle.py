"""A cycle makes what is new, brings it to everybody once, and tells the operator of a fault once."""

from __future__ import annotations

import json
import logging
import shutil
import signal
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import jsonschema
import pytest
from conftest import pages_of
from cycling import OPERATOR, TUESDAY, Desk, desk_with
from mailserver import free_port, post
from released import MAIL, add_edition, address_all, project_in
from smallbrief import small_brief_in
from typer.testing import CliRunner

from report import pipeline, settings
from report.cli import app
from report.deliver import Timing
from report.errors import SettingsError
from report.model import CycleOutcome, CycleStep, Status
from report.pipeline.state import alone, cycle_tree, note_next_run, state_of

PEOPLE = ("minister", "deputy", "adviser")
EVERYBODY = Counter(f"{name}@example.org" for name in PEOPLE)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ROOT = Path(__file__).resolve().parent.parent


# --- a brief with an edition that was released, so that nothing has to be made ----------------------------


def shelf(folder: Path, port: int) -> Path:
    """The invented brief with edition 1 released an hour ago, and three recipients."""
    project = project_in(folder, port=port)
    address_all(project, ({"id": name} for name in PEOPLE))
    add_edition(project, TUESDAY - HOUR)
    return project


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk on a Tuesday morning, whose edition 1 waits to be sent."""
    with desk_with(partial(shelf, tmp_path / "brief")) as made:
        yield made


def test_what_is_released_goes_out_once(desk: Desk) -> None:
    """Each has one message after the first cycle; a minute later there is nothing to do."""
    first, second = desk.cycle(), desk.cycle(MINUTE)
    assert (first.outcome, first.delivered, first.exit_code) == (
        CycleOutcome.NOTHING_NEW,
        {Status.ACCEPTED: 3},
        0,
    )
    assert (second.outcome, second.delivered, second.again) == (CycleOutcome.NOTHING_NEW, {}, None)
    assert desk.sent() == EVERYBODY
    assert desk.words() == []


def test_a_fault_is_told_once_and_so_is_its_end(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """Three cycles with wrong data make one mail and one error in the log; the first good one, another."""
    caplog.set_level(logging.INFO, "report")
    desk.change("data/figures.csv", ",630000000000,", ",six hundred,")
    failed = [desk.cycle(MINUTE) for _ in range(3)]
    assert {cycle.outcome for cycle in failed} == {CycleOutcome.FAILED}
    assert {cycle.exit_code for cycle in failed} == {3}
    desk.change("data/figures.csv", ",six hundred,", ",630000000000,")
    good = [desk.cycle(MINUTE) for _ in range(2)]
    assert {cycle.outcome for cycle in good} == {CycleOutcome.NOTHING_NEW}
    told, recovered = desk.words()
    assert "a run failed" in told.splitlines()[0]
    assert "сбой при очередном запуске" in told.splitlines()[0]
    assert (
        "- checking the data (since 2026-07-21 09:01 +0000): 1 error in the data; data/figures.csv:2" in told
    )
    assert "it works again" in recovered.splitlines()[0]
    assert "checking the data" in recovered
    errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert [record.getMessage().split(":")[0] for record in errors] == ["failed at check"]
    assert desk.sent() == EVERYBODY, "wrong data keeps nobody from what is released"


def test_another_fault_of_the_same_step_is_told(desk: Desk) -> None:
    """The operator hears of each fault, and that all is well when none is left."""
    for before, after in ((",630000000000,", ",six hundred,"), (",six hundred,", ",seven hundred,")):
        desk.change("data/figures.csv", before, after)
        desk.cycle(MINUTE)
    assert ["hundred" in word for word in desk.words()] == [True, True]


def test_what_a_server_defers_is_left_to_a_later_cycle(desk: Desk) -> None:
    """The cycle does not wait; the next before it is due tries nothing, and the one after it delivers."""
    desk.replies[("RCPT", "deputy@example.org")] = "450 later"
    first = desk.cycle()
    assert (first.outcome, first.delivered) == (
        CycleOutcome.NOTHING_NEW,
        {Status.ACCEPTED: 2, Status.DEFERRED: 1},
    )
    assert first.again == TUESDAY + timedelta(seconds=1), "first_pause of its settings"
    assert desk.waits == []
    assert desk.cycle().delivered == {}
    desk.replies.clear()
    last = desk.cycle(timedelta(seconds=1))
    assert (last.delivered, last.again) == ({Status.ACCEPTED: 1}, None)
    assert desk.sent() == EVERYBODY
    assert desk.words() == []


def test_while_nothing_can_be_sent_pauses_grow(desk: Desk) -> None:
    """A server that takes nothing is asked again after as long as that has lasted, and after half an hour."""
    desk.replies[("MAIL", "brief@example.org")] = "550 daily limit"
    first = desk.cycle()
    assert first.again == TUESDAY + timedelta(seconds=1), "first_pause of its settings"
    assert desk.cycle(MINUTE).again == TUESDAY + 2 * MINUTE
    assert desk.cycle(HOUR).again == TUESDAY + MINUTE + HOUR + timedelta(minutes=30)
    desk.replies.clear()
    assert desk.cycle(HOUR).exit_code == 0
    assert desk.sent() == EVERYBODY


def test_what_is_deferred_too_long_is_told_and_tried_on(desk: Desk) -> None:
    """After `retry_for` the operator hears of it, once; it is tried until it is accepted or too late."""
    desk.replies[("RCPT", "deputy@example.org")] = "450 later"
    codes = [desk.cycle(MINUTE).exit_code for _ in range(3)]
    assert codes == [0, 5, 5]
    (word,) = desk.words()
    assert "edition 1: deputy deferred: 450 later" in word
    desk.replies.clear()
    assert desk.cycle(HOUR).exit_code == 0
    assert "it works again" in desk.words()[1]
    assert desk.sent() == EVERYBODY


def test_who_is_refused_is_told_once(desk: Desk) -> None:
    """Nobody is tried again that was refused for good; when a person has seen to it, all is well again."""
    desk.replies[("RCPT", "deputy@example.org")] = "550 no such user"
    assert [desk.cycle(MINUTE).exit_code for _ in range(3)] == [5, 0, 0]
    (word,) = desk.words()
    assert "edition 1: deputy refused: 550 no such user" in word
    desk.replies.clear()
    command = ["--project", str(desk.project), "send", "--resolve", "deputy", "resend"]
    assert CliRunner().invoke(app, command).exit_code == 0
    assert desk.cycle(MINUTE).delivered == {Status.ACCEPTED: 1}
    assert desk.sent() == EVERYBODY
    assert "it works again" in desk.words()[1]


def test_when_mail_itself_fails_it_is_told_when_it_works(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    """Until then it stands in the log and in the state; nothing is lost, and nobody has it twice."""
    port = free_port()
    desk.change("brief.toml", f"port = {desk.server.port}", f"port = {port}")
    for pause in (timedelta(seconds=1), MINUTE):
        failed = desk.cycle(MINUTE)
        assert (failed.exit_code, failed.again) == (5, desk.time + pause)
    (trouble,) = state_of(settings.read(desk.project)).troubles
    assert (trouble.step, trouble.told) == (CycleStep.DELIVER, ())
    assert "the operator was not told" in caplog.text
    with post(port=port) as server:
        assert desk.cycle(MINUTE).delivered == {Status.ACCEPTED: 3}
        desk.cycle(MINUTE)
    assert Counter(server.addresses()) == EVERYBODY + Counter([OPERATOR])
    assert state_of(settings.read(desk.project)).troubles == ()


def test_an_edition_that_was_begun_is_finished_before_the_next(desk: Desk) -> None:
    """Whoever lacks the edition before gets it first; who is new gets the newest alone."""
    desk.replies[("RCPT", "deputy@example.org")] = "450 later"
    desk.cycle()
    desk.matter()
    add_edition(desk.project, desk.time)
    address_all(desk.project, ({"id": name} for name in (*PEOPLE, "newcomer")))
    desk.replies.clear()
    desk.cycle(MINUTE)
    assert desk.sent() == EVERYBODY + EVERYBODY + Counter(["newcomer@example.org"])
    assert desk.server.addresses()[2] == "deputy@example.org"


def test_who_comes_too_late_gets_the_next_edition(desk: Desk) -> None:
    """A recipient added when the edition has long expired is no fault."""
    desk.cycle()
    address_all(desk.project, ({"id": name} for name in (*PEOPLE, "newcomer")))
    late = desk.cycle(10 * DAY)
    assert (late.outcome, late.delivered) == (CycleOutcome.NOTHING_NEW, {})


def test_nothing_is_sent_at_rest(desk: Desk) -> None:
    """On a day off and in quiet hours it waits, says why and until when; then it goes, however late."""
    desk.change(
        "brief.toml",
        "[[sections]]",
        '[schedule]\nzone = "Asia/Tokyo"\ncountries = ["JP"]\nquiet = "19:00-07:00"\n'
        "days_off = [2026-07-22, 2026-07-23]\n\n[[sections]]",
    )
    desk.time = datetime(2026, 7, 21, 12, 0, tzinfo=UTC)  # nine in the evening there
    held = desk.cycle()
    assert (held.outcome, held.exit_code) == (CycleOutcome.HELD, 0)
    assert "edition 1 waits to be sent: quiet hours until 07:00" in held.holding
    assert held.again == datetime(2026, 7, 23, 22, 0, tzinfo=UTC)
    assert desk.cycle(DAY).outcome is CycleOutcome.HELD
    assert desk.sent() == Counter()
    desk.time = held.again + 3 * MINUTE
    assert desk.cycle().delivered == {Status.ACCEPTED: 3}


def test_no_send_sends_nothing_at_all(desk: Desk) -> None:
    """Neither editions nor word to the operator, who hears of it from the next cycle that may send."""
    desk.change("data/figures.csv", ",630000000000,", ",six hundred,")
    assert desk.cycle(sending=False).exit_code == 3
    assert desk.server.kept == []
    desk.cycle(MINUTE)
    assert len(desk.words()) == 1


def test_without_mail_faults_are_in_the_log_alone(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """A brief that sends nothing has nobody to tell; the log does, once."""
    desk.change("brief.toml", "[mail]", "[mail]\n# gone")
    text = (desk.project / "brief.toml").read_text(encoding="utf-8")
    head, _, rest = text.partition("[mail]")
    (desk.project / "brief.toml").write_text(f"{head}[[{rest.partition('[[')[2]}", encoding="utf-8")
    desk.change("data/figures.csv", ",630000000000,", ",six hundred,")
    for _ in range(2):
        assert desk.cycle(MINUTE).exit_code == 3
    assert caplog.text.count("ERROR") == 1
    assert desk.server.calls == 0


def test_a_source_that_fails_keeps_nothing_back(desk: Desk) -> None:
    """The last good data stands, what is released goes out, and the operator hears of the source once."""
    desk.change("brief.toml", "[[sections]]", f"{SOURCE.format(port=free_port())}\n[[sections]]")
    for _ in range(2):
        cycle = desk.cycle(MINUTE)
        assert (cycle.outcome, cycle.exit_code) == (CycleOutcome.FAILED, 7)
        assert [(it.step, it.about) for it in cycle.failures] == [(CycleStep.PULL, ("lakes failed",))]
    assert desk.sent() == EVERYBODY
    assert ["fetching from the sources" in word for word in desk.words()] == [True]


SOURCE = """[[pull]]
name = "lakes"
kind = "table"
format = "csv"
url = "http://127.0.0.1:{port}/figures.csv"
into = "figures.csv"
columns = {{ id = "id" }}
"""


def test_another_cycle_at_work_is_no_failure(desk: Desk) -> None:
    """Whoever comes second does nothing, says who is at work, and ends with 0."""
    with alone(settings.read(desk.project)):
        second = desk.cycle()
    assert (second.outcome, second.exit_code) == (CycleOutcome.BUSY, 0)
    assert "process" in second.holding
    assert desk.server.calls == 0


def test_a_damaged_state_is_told_and_begun_anew(desk: Desk) -> None:
    """Nothing depends on it but what was told: the cycle goes on, and the next is well again."""
    desk.cycle()
    (desk.project / "out" / "state.json").write_text("{", encoding="utf-8")
    assert [desk.cycle(MINUTE).exit_code for _ in range(2)] == [6, 0]
    assert ["reading what earlier runs left" in word for word in desk.words()] == [True, True]


def test_broken_settings_are_told_by_the_last_good_ones(desk: Desk) -> None:
    """A resident process whose brief.toml was spoiled does nothing but say so."""
    timing = Timing(lambda: desk.time, desk.waits.append, lambda: False)
    good, fault = settings.read(desk.project), SettingsError("brief.toml: brief.title: missing")
    for _ in range(2):
        assert pipeline.run_cycle(good, timing, fault=fault).exit_code == 2
    (word,) = desk.words()
    assert "reading brief.toml" in word
    assert desk.sent() == Counter()


def test_asked_to_stop_it_ends_after_the_step(desk: Desk) -> None:
    """What was not begun is left to the next cycle."""
    desk.stop = True
    assert desk.cycle().outcome is CycleOutcome.NOTHING_NEW
    assert desk.sent() == Counter()
    desk.stop = False
    desk.cycle(MINUTE)
    assert desk.sent() == EVERYBODY


def test_the_next_run_is_written_down_beside_the_rest(desk: Desk) -> None:
    """A resident process notes it; a cycle leaves it as it is."""
    read = settings.read(desk.project)
    desk.cycle()
    note_next_run(read, TUESDAY + HOUR)
    desk.cycle(MINUTE)
    state = state_of(read)
    assert (state.next_run, state.succeeded) == (TUESDAY + HOUR, TUESDAY + MINUTE)
    note_next_run(read, None)
    assert state_of(read).next_run is None


def test_the_state_is_read_back_as_it_was(desk: Desk) -> None:
    """Whatever a cycle may hold."""
    desk.change("brief.toml", "[[sections]]", f"{SOURCE.format(port=free_port())}\n[[sections]]")
    desk.replies[("RCPT", "deputy@example.org")] = "450 later"
    desk.change("data/figures.csv", ",630000000000,", ",six hundred,")
    cycle = desk.cycle()
    assert cycle.again
    assert len(cycle.failures) == 2
    assert state_of(settings.read(desk.project)).last == cycle


def test_status_tells_health(desk: Desk) -> None:
    """Last success, next run, what fails, the age of data, and who lacks what, even where data is wrong."""
    desk.replies[("RCPT", "deputy@example.org")] = "450 later"
    desk.cycle()
    desk.change("data/figures.csv", ",630000000000,", ",six hundred,")
    desk.change("brief.toml", "[[sections]]", f"{SOURCE.format(port=free_port())}\n[[sections]]")
    desk.cycle()
    note_next_run(settings.read(desk.project), TUESDAY + HOUR)
    command = ["--project", str(desk.project), "status"]
    told = json.loads(CliRunner().invoke(app, [*command, "--json"], catch_exceptions=False).stdout)
    assert (told["edition"]["number"], told["since"]) == (1, None)
    assert told["last_success"] == TUESDAY.isoformat()
    assert told["next_run"] == (TUESDAY + HOUR).isoformat()
    assert told["last_run"]["outcome"] == "failed"
    assert [it["step"] for it in told["failing"]] == ["pull", "check"]
    assert [(it["recipient"], it["status"]) for it in told["deliveries"]] == [("deputy", "deferred")]
    assert [(it["name"], it["at"]) for it in told["data"]] == [("lakes", None)]
    lines = CliRunner().invoke(app, command, catch_exceptions=False).stdout.splitlines()
    assert "Last run 2026-07-21 09:00: failed, the last without a fault 2026-07-21 09:00" in lines
    assert "Outstanding: brief check: 1 error in the data" in lines


def test_the_report_keeps_to_its_schema(desk: Desk) -> None:
    """`brief run --json`, with faults, deliveries and sources, is as docs/run.schema.json says."""
    schema = json.loads((ROOT / "docs" / "run.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    desk.replies[("RCPT", "deputy@example.org")] = "450 later"
    desk.change("data/figures.csv", ",630000000000,", ",six hundred,")
    desk.change("brief.toml", "[[sections]]", f"{SOURCE.format(port=free_port())}\n[[sections]]")
    cycle = desk.cycle()
    assert (len(cycle.failures), len(cycle.pulls), len(cycle.delivered)) == (2, 1, 2)
    assert cycle.again
    jsonschema.validate(cycle_tree(cycle), schema)


def test_a_run_tells_people_and_programs(desk: Desk) -> None:
    """One JSON report on stdout; lines of the log on stderr, each with the id of the cycle."""
    desk.change("data/figures.csv", ",630000000000,", ",six hundred,")
    command = ["--project", str(desk.project), "run"]
    result = CliRunner().invoke(app, [*command, "--json", "--log-format", "json"], catch_exceptions=False)
    tree = json.loads(result.stdout)
    assert (result.exit_code, tree["exit_code"], tree["outcome"]) == (3, 3, "failed")
    lines = [json.loads(line) for line in result.stderr.splitlines()]
    assert {line["cycle"] for line in lines} == {tree["id"]}
    assert [line["step"] for line in lines if line["level"] == "error"] == ["check"]
    text = CliRunner().invoke(app, command, catch_exceptions=False)
    assert text.stdout.startswith("Failed: at check: 1 error in the data; data/figures.csv:2")
    assert all(": " in line for line in text.stderr.splitlines())


# --- a brief that is built -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small brief whose edition 1 a cycle has made, and nobody has released."""
    project = small_brief_in(tmp_path_factory.mktemp("pattern") / "brief")
    timing = Timing(lambda: TUESDAY - DAY, lambda seconds: None, lambda: False)
    first = pipeline.run_cycle(settings.read(project), timing)
    assert (first.outcome, first.edition, first.exit_code) == (CycleOutcome.NEW_EDITION, 1, 10)
    return project


def copied(pattern: Path, folder: Path, port: int) -> Path:
    """The same, which releases by itself and sends to three."""
    project = Path(shutil.copytree(pattern, folder, symlinks=True))
    file = project / "brief.toml"
    head, _, sections = file.read_text(encoding="utf-8").partition("[[sections]]")
    mail = MAIL.format(port=port).replace(', ru = "Отдел примеров"', "")
    schedule = '[schedule]\nzone = "Asia/Tokyo"\ncountries = ["JP"]\n'
    extra = 'release = "automatic"\nparallel = 1\n'
    file.write_text(f"{head}{mail}{extra}{schedule}\n[[sections]]{sections}", encoding="utf-8")
    address_all(project, ({"id": name, "version": "en"} for name in PEOPLE))
    return project


@pytest.fixture
def office(pattern: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk whose edition 1 is a draft."""
    with desk_with(partial(copied, pattern, tmp_path / "brief")) as made:
        yield made


@pytest.mark.slow
def test_news_wait_for_a_working_day_and_then_reach_everybody_once(office: Desk) -> None:
    """Made, released without the mark of a draft, and sent, all in one cycle; and nothing after that."""
    office.time = datetime(2026, 7, 20, 3, 0, tzinfo=UTC)  # Marine Day in Japan
    office.matter()
    held = office.cycle()
    assert held.outcome is CycleOutcome.HELD
    assert "significant changes since edition 1: 2026-07-20 is a day off: Marine Day in JP" in held.holding
    assert held.again == datetime(2026, 7, 20, 15, 0, tzinfo=UTC)
    assert (len(office.editions), office.server.calls) == (1, 0)
    office.time = held.again
    made, after = office.cycle(), office.cycle(MINUTE)
    assert (made.outcome, made.edition, made.exit_code) == (CycleOutcome.NEW_EDITION, 2, 10)
    assert made.delivered == {Status.ACCEPTED: 3}
    assert (after.outcome, after.delivered) == (CycleOutcome.NOTHING_NEW, {})
    assert office.sent() == EVERYBODY
    newest = office.editions[-1]
    assert newest.release is not None
    assert (newest.release.by, newest.number) == ("automatic", 2)
    pages = list(pages_of(newest.folder / "released" / "brief.en.pdf"))
    assert not any("DRAFT" in page for page in pages)


@pytest.mark.slow
def test_minor_changes_are_gathered_until_their_slot(office: Desk) -> None:
    """They wait since the first of them; one that is taken back waits for nothing."""
    office.cycle()
    before, after = "Clean water of the three lakes.", "Clean water in the three lakes."
    office.change("data/outcomes.yaml", before, after)
    slot = datetime(2026, 7, 27, 0, 0, tzinfo=UTC)  # Monday at nine in Tokyo
    held = office.cycle(HOUR)
    assert (held.outcome, held.again) == (CycleOutcome.HELD, slot)
    office.change("data/outcomes.yaml", after, before)
    assert office.cycle(HOUR).outcome is CycleOutcome.NOTHING_NEW
    office.change("data/outcomes.yaml", before, after)
    assert office.cycle(HOUR).again == slot
    office.time = slot - MINUTE
    assert office.cycle().outcome is CycleOutcome.HELD
    assert office.cycle(MINUTE).edition == 2
    assert office.sent() == EVERYBODY + EVERYBODY


@pytest.mark.slow
def test_another_design_is_no_news(office: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """No edition is made of it, and the log says so."""
    caplog.set_level(logging.INFO, "report")
    office.cycle()
    office.change("brief.toml", 'contact = "samples@example.org"', 'contact = "desk@example.org"')
    assert [office.cycle(MINUTE).outcome for _ in range(2)] == [CycleOutcome.NOTHING_NEW] * 2
    assert "only the design has changed since edition 1 (brief.toml): no new edition" in caplog.text
    assert len(office.editions) == 1


@pytest.mark.slow
def test_a_draft_that_nobody_saw_may_be_released_in_another_design(office: Desk) -> None:
    """The program was changed between build and release: what the edition says goes out all the same."""
    office.change("brief.toml", 'contact = "samples@example.org"', 'contact = "desk@example.org"')
    assert office.cycle().delivered == {Status.ACCEPTED: 3}
    assert [it.number for it in office.editions] == [1]


@pytest.mark.slow
def test_two_machines_at_once_make_one_edition(office: Desk) -> None:
    """Of two runs that start together one does it all; everybody has one message."""
    no_rest(office)
    office.matter()
    with office.run() as one, office.run() as other:
        told = [process.communicate() for process in (one, other)]
    codes = sorted((one.returncode, other.returncode))
    assert codes in ([0, 10], [0, 0, 10]), told
    assert [it.number for it in office.editions] == [1, 2]
    assert office.sent() == EVERYBODY


def no_rest(office: Desk) -> None:
    """What runs by the clock on the wall may issue at any time, and has sent edition 1 today."""
    office.change("brief.toml", 'countries = ["JP"]', "")


@pytest.mark.slow
def test_a_run_killed_at_any_step_is_taken_up_by_the_next(office: Desk) -> None:
    """Killed as it builds, as it releases, and as it sends: one edition, and nobody has it twice."""
    no_rest(office)
    office.matter()
    for moment in ("significant changes since edition 1", "edition 2 is made", "minister accepted"):
        with office.run() as process:
            assert process.stderr is not None
            assert any(moment in line for line in process.stderr)
            process.send_signal(signal.SIGKILL)
    with office.run() as process:
        process.communicate()
    assert [(it.number, it.release is not None) for it in office.editions] == [(1, False), (2, True)]
    rows = {
        it.recipient: it.status
        for it in pipeline.status_of(settings.read(office.project), office.time).undelivered
    }
    assert set(rows.values()) <= {Status.UNKNOWN}
    assert office.sent() <= EVERYBODY
    assert EVERYBODY - office.sent() <= Counter(f"{name}@example.org" for name in rows)
