"""The process that stays, the plan of some days, and the files for systemd and cron."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from report import settings
from report.calendars import OfficeCalendar
from report.cli import app
from report.errors import SettingsError
from report.pipeline.state import state_of
from report.schedule import Resident, Workplace, crontab, plan, resident_units, timer_units, workplace_of
from report.settings import Misfire, QuietHours, ScheduleSettings

TOKYO, BERLIN, NEW_YORK = (ZoneInfo(name) for name in ("Asia/Tokyo", "Europe/Berlin", "America/New_York"))
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(slots=True)
class Simulated:
    """A clock that goes on only while it is waited for, and asks for the end at its own."""

    time: datetime
    end: datetime
    asleep: dict[datetime, datetime] = field(default_factory=dict)
    """Between these moments the machine sleeps, and whoever waits wakes up late."""

    def now(self) -> datetime:
        """The simulated time."""
        return self.time

    def wait_until(self, moment: datetime) -> bool:
        """Let time go on to a moment, past all sleep that it lies in."""
        if moment >= self.end:
            return True
        self.time = max(self.time, moment)
        for begin, end in self.asleep.items():
            if begin <= self.time < end:
                self.time = end
        return False


@dataclass(slots=True)
class Simulation:
    """A resident process on a simulated clock, and when its cycles began."""

    clock: Simulated
    schedule: ScheduleSettings
    lasting: Callable[[datetime], timedelta] = lambda moment: timedelta()
    asking: Callable[[datetime], datetime | None] = lambda moment: None
    begun: list[datetime] = field(default_factory=list)
    noted: list[datetime] = field(default_factory=list)

    def run(self, since: datetime | None = None, *, chance: int = 0) -> list[str]:
        """Serve until the clock's end; when cycles began, as the schedule's clocks show it."""
        calendar = OfficeCalendar(self.schedule)
        self.resident(lambda: calendar, chance).serve(since or self.clock.now())
        return [f"{it.astimezone(calendar.zone):%m-%d %H:%M:%S}" for it in self.begun]

    def resident(self, office: Callable[[], OfficeCalendar], chance: int = 0) -> Resident:
        """The process, of which every part but the clock and the cycles is real."""
        return Resident(office, self._cycle, self.noted.append, self.clock, Random(chance))  # noqa: S311

    def _cycle(self) -> datetime | None:
        moment = self.clock.now()
        self.begun.append(moment)
        self.clock.time += self.lasting(moment)
        return self.asking(moment)


def simulation(schedule: ScheduleSettings, begin: datetime, lasting: timedelta) -> Simulation:
    """A simulation of so long."""
    return Simulation(Simulated(begin, begin + lasting), schedule)


EVERY_TEN = ScheduleSettings(cron=("*/10 * * * *",), zone="Asia/Tokyo")
MORNING = datetime(2026, 6, 10, 8, 55, tzinfo=TOKYO)


def test_cycles_begin_at_their_times() -> None:
    """Each tick begins one cycle, and what is noted is when the next begins."""
    done = simulation(EVERY_TEN, MORNING, 31 * MINUTE)
    assert done.run() == ["06-10 09:00:00", "06-10 09:10:00", "06-10 09:20:00"]
    assert done.noted[:-1] == done.begun
    assert f"{done.noted[-1]:%H:%M}" == "09:30"


def test_downtime_is_caught_up_once() -> None:
    """After a week of downtime one cycle begins at once, and the next at its time."""
    done = simulation(EVERY_TEN, MORNING, 10 * MINUTE)
    assert done.run(since=MORNING - 7 * DAY) == ["06-10 08:55:00", "06-10 09:00:00"]


def test_downtime_is_left_out_where_it_is_said() -> None:
    """With misfire = "skip" nothing that was missed is done, but what is late within its grace is."""
    skip = replace(EVERY_TEN, misfire=Misfire.SKIP, grace=5 * MINUTE)
    assert simulation(skip, MORNING, 10 * MINUTE).run(since=MORNING - 7 * DAY) == ["06-10 09:00:00"]
    late = simulation(skip, MORNING - 2 * MINUTE, 10 * MINUTE).run(since=MORNING - 10 * MINUTE)
    assert late == ["06-10 08:53:00", "06-10 09:00:00"]


@pytest.mark.parametrize(
    ("misfire", "expected"),
    [
        (Misfire.ONCE, ["06-10 09:00:00", "06-10 11:25:00", "06-10 11:30:00"]),
        (Misfire.SKIP, ["06-10 09:00:00", "06-10 11:30:00"]),
    ],
)
def test_a_machine_that_slept(misfire: Misfire, expected: list[str]) -> None:
    """What was missed while the machine slept is one misfire, however many ticks it were."""
    done = simulation(replace(EVERY_TEN, misfire=misfire), MORNING, 160 * MINUTE)
    done.clock.asleep[MORNING + 6 * MINUTE] = MORNING + 150 * MINUTE
    assert done.run() == expected


@pytest.mark.parametrize(
    ("misfire", "expected"),
    [
        (Misfire.ONCE, ["06-10 09:00:00", "06-10 09:25:00", "06-10 09:50:00", "06-10 10:15:00"]),
        (Misfire.SKIP, ["06-10 09:00:00", "06-10 09:30:00", "06-10 10:00:00"]),
    ],
)
def test_a_cycle_longer_than_its_interval(misfire: Misfire, expected: list[str]) -> None:
    """Ticks that come during a cycle are caught up together, or left out; no two cycles run at once."""
    done = simulation(replace(EVERY_TEN, misfire=misfire), MORNING, 85 * MINUTE)
    done.lasting = lambda moment: 25 * MINUTE
    assert done.run() == expected


def test_a_cycle_may_ask_for_the_next() -> None:
    """A cycle that has something to do before the next tick gets its time; the ticks stay as they are."""
    daily = ScheduleSettings(cron=("0 9 * * *",), zone="Asia/Tokyo")
    done = simulation(daily, MORNING, 2 * DAY)
    done.asking = lambda moment: moment + 3 * HOUR if len(done.begun) == 1 else None
    assert done.run() == ["06-10 09:00:00", "06-10 12:00:00", "06-11 09:00:00"]


def test_a_cycle_that_asks_for_the_past_gets_a_respite() -> None:
    """A cycle that always has something to do at once does not keep the processor busy."""
    done = simulation(EVERY_TEN, MORNING, 5 * MINUTE + timedelta(seconds=3))
    done.asking = lambda moment: moment - HOUR
    assert done.run() == ["06-10 09:00:00", "06-10 09:00:01", "06-10 09:00:02"]


def test_what_was_asked_for_is_no_misfire() -> None:
    """A cycle that another asked for is not left out, however late."""
    done = simulation(replace(EVERY_TEN, misfire=Misfire.SKIP), MORNING, 40 * MINUTE)
    done.lasting = lambda moment: 4 * MINUTE if len(done.begun) == 1 else timedelta()
    done.asking = lambda moment: moment + MINUTE if len(done.begun) == 1 else None
    assert done.run()[:2] == ["06-10 09:00:00", "06-10 09:04:01"]


def test_jitter_puts_off_and_never_ahead() -> None:
    """Cycles begin up to the jitter late, by chance that can be repeated, and each tick still begins one."""
    jittered = replace(EVERY_TEN, jitter=timedelta(seconds=90))
    runs = [simulation(jittered, MORNING, DAY).run(chance=chance) for chance in (1, 1, 2)]
    assert runs[0] == runs[1] != runs[2]
    seconds = [60 * int(it[-5:-3]) % 600 + int(it[-2:]) for it in runs[0]]
    assert len(runs[0]) == 144
    assert max(seconds) <= 90
    assert len(set(seconds)) > 30


def test_a_clock_set_back_keeps_nobody_waiting() -> None:
    """Where the last cycle seems to be of next year, the next one is at the next tick all the same."""
    assert simulation(EVERY_TEN, MORNING, 10 * MINUTE).run(since=MORNING + 365 * DAY) == ["06-10 09:00:00"]


def test_another_calendar_holds_from_the_next_wait() -> None:
    """Who changes brief.toml need not start the process again."""
    done = simulation(EVERY_TEN, MORNING, 70 * MINUTE)
    hourly = replace(EVERY_TEN, cron=("0 * * * *",))
    done.resident(lambda: OfficeCalendar(hourly if done.begun else EVERY_TEN)).serve(MORNING)
    assert [f"{it:%H:%M}" for it in done.begun] == ["09:00", "10:00"]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
def test_a_year_has_one_cycle_a_day(zone: str) -> None:
    """In a year with both changes of the clocks each day has one cycle, at 02:30 or at the end of the gap."""
    begin = datetime(2026, 1, 1, tzinfo=ZoneInfo(zone))
    done = simulation(ScheduleSettings(cron=("30 2 * * *",), zone=zone), begin, 365 * DAY)
    times = done.run()
    gap = {"Europe/Berlin": "03-29", "America/New_York": "03-08"}[zone]
    assert len(times) == len({it[:5] for it in times}) == 365
    assert [it for it in times if not it.endswith("02:30:00")] == [f"{gap} 03:00:00"]


def test_a_simulated_year_of_an_office() -> None:
    """Every change of a year is issued at the first allowed moment, once; a table made by hand says when.

    The office is in Tokyo and works when Japan and Kazakhstan do; it was down in the third week of May.
    """
    schedule = ScheduleSettings(
        cron=("0 9 * * *",), zone="Asia/Tokyo", countries=("JP", "KZ"), quiet=QuietHours(time(19), time(7))
    )
    by_hand = {
        "2026-01-05 10:00": "01-06 09:00",  # Monday; seen on the next morning
        "2026-01-06 10:00": "01-08 07:00",  # 7th: Orthodox Christmas in KZ
        "2026-01-09 12:00": "01-13 07:00",  # weekend, 12th: Coming of Age Day in JP
        "2026-03-19 20:00": "03-26 07:00",  # 20th: equinox; weekend; 23rd to 25th: Nowruz
        "2026-04-28 23:00": "04-30 07:00",  # 29th: Showa Day
        "2026-04-30 10:00": "05-08 07:00",  # 1st KZ; weekend; 4th to 6th JP; 7th KZ
        "2026-05-19 10:00": "05-25 07:00",  # down until the 25th begins, and then it is night
        "2026-05-26 10:00": "05-28 07:00",  # 27th: Eid al-Adha in KZ, as far as is known
        "2026-09-18 10:00": "09-24 07:00",  # weekend; 21st to 23rd JP
        "2026-12-31 12:00": "",  # the simulation ends before
    }
    done = simulation(schedule, datetime(2026, 1, 1, tzinfo=TOKYO), 365 * DAY)
    done.clock.asleep[datetime(2026, 5, 18, tzinfo=TOKYO)] = datetime(2026, 5, 25, tzinfo=TOKYO)
    changes = [datetime.fromisoformat(f"{it}+09:00") for it in by_hand]
    issued: dict[datetime, datetime] = {}
    calendar = OfficeCalendar(schedule)

    def ask(moment: datetime) -> datetime | None:
        new = [change for change in changes if change <= moment and change not in issued]
        if not new:
            return None
        if calendar.refusal(moment):
            return calendar.next_allowed(moment)
        issued.update(dict.fromkeys(new, moment))
        return None

    done.asking = ask
    done.run()
    found = {
        f"{change:%Y-%m-%d %H:%M}": f"{issued[change]:%m-%d %H:%M}" if change in issued else ""
        for change in changes
    }
    assert found == by_hand
    assert all(calendar.refusal(moment) == "" for moment in issued.values())


OFFICE = ScheduleSettings(
    cron=("0 6,9 * * *",),
    zone="Asia/Tokyo",
    countries=("JP", "KZ"),
    days_off=(date(2030, 4, 9),),
    quiet=QuietHours(time(19), time(7)),
)


def test_the_plan_says_why_a_day_is_skipped() -> None:
    """Each day of the plan has its cycles, those that only look for news, and every reason to rest."""
    days = plan(OfficeCalendar(OFFICE), datetime(2030, 4, 8, 8, tzinfo=TOKYO), 7)
    hours = [([it.hour for it in day.issuing], [it.hour for it in day.looking]) for day in days]
    assert [day.day for day in days] == [date(2030, 4, 8) + number * DAY for number in range(7)]
    assert hours == [([9], []), ([], [6, 9]), *[([9], [6])] * 3, ([], [6, 9]), ([], [6, 9])]
    assert [" and ".join(map(str, day.off)) for day in days] == [
        "",
        "named in days_off",
        "",
        "",
        "",
        "weekend in JP and Eid al-Adha (estimated) in KZ",
        "weekend in JP and weekend in KZ",
    ]
    assert [any(off.estimated for off in day.off) for day in days] == [False] * 5 + [True, False]


def test_the_plan_names_the_slots_for_minor_changes() -> None:
    """The slot of a Monday that is a holiday stands on the day that it is moved to."""
    days = plan(OfficeCalendar(OFFICE), datetime(2026, 9, 14, 8, tzinfo=TOKYO), 14)
    slots = {f"{day.day:%m-%d}": f"{day.minor:%H:%M}" for day in days if day.minor}
    assert slots == {"09-14": "09:00", "09-24": "07:00"}


@pytest.fixture
def place(sample: Path) -> Workplace:
    """The workplace of the invented brief, with a program that is there, in folders that need quoting."""
    folder = sample.rename(sample.with_name("a brief, 100%"))
    program = folder / "a program"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    return workplace_of(settings.read(folder), (str(program),), ())


@pytest.fixture
def analyze() -> Callable[..., str]:
    """A function that asks systemd-analyze; what it complains of is an error."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not here: a system without systemd")

    def ask(*arguments: object) -> str:
        command = ["systemd-analyze", *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
        return done.stdout

    return ask


def put(units: dict[str, str], folder: Path) -> list[Path]:
    """Write unit files."""
    files = [folder / name for name in units]
    for file, content in zip(files, units.values(), strict=True):
        file.write_text(content, encoding="utf-8")
    return files


def test_systemd_takes_the_units(place: Workplace, analyze: Callable[..., str], tmp_path: Path) -> None:
    """No fault is found with timer, service and the process that stays, whatever the folder is called."""
    place = replace(place, schedule=OFFICE, signs_in=True)
    files = put({**timer_units(place), **resident_units(place)}, tmp_path)
    assert [file.name for file in files] == ["brief.service", "brief.timer", "brief-resident.service"]
    analyze("verify", "--man=no", *files)


def test_systemd_finds_the_service_safe(
    place: Workplace, analyze: Callable[..., str], tmp_path: Path
) -> None:
    """What the service may do exposes the machine to 2.0 of 10 at most, as systemd counts."""
    for file in put({**timer_units(place), **resident_units(place)}, tmp_path):
        if file.suffix == ".service":
            analyze("security", "--offline=yes", "--threshold=20", file)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("0 9 * * *", ["*-*-* 09:00:00"]),
        ("*/20 9-11 * * MON-FRI", ["Mon,Tue,Wed,Thu,Fri *-*-* 09..11:00,20,40:00"]),
        ("*/5 30 2 1 1,7 *", ["*-01,07-01 02:30:00,05,10,15,20,25,30,35,40,45,50,55"]),
        ("0 9 1,15 * SUN", ["*-*-01,15 09:00:00", "Sun *-*-* 09:00:00"]),
    ],
)
def test_cron_is_said_as_on_calendar(
    place: Workplace, analyze: Callable[..., str], expression: str, expected: list[str]
) -> None:
    """Timer and calendar agree when cycles begin, with seconds, and where a day may match in two ways."""
    schedule = ScheduleSettings(cron=(expression,), zone="Asia/Tokyo")
    timer = timer_units(replace(place, schedule=schedule))["brief.timer"]
    said = [line.removeprefix("OnCalendar=") for line in timer.splitlines() if line.startswith("OnCalendar=")]
    assert said == [f"{it} Asia/Tokyo" for it in expected]
    base = datetime(2026, 2, 27, 3, tzinfo=TOKYO)
    elapsed = {moment for it in said for moment in elapses(analyze, it, base)}
    ticks = OfficeCalendar(schedule).ticks(base)
    assert sorted(elapsed)[:5] == [next(ticks) for _ in range(5)]


def elapses(analyze: Callable[..., str], calendar: str, base: datetime) -> list[datetime]:
    """When systemd says that an expression elapses next, five times."""
    told = analyze(
        "calendar", "--iterations=5", f"--base-time={base.astimezone(UTC):%Y-%m-%d %H:%M:%S UTC}", calendar
    )
    lines = [line.split("in UTC:")[1] for line in told.splitlines() if "in UTC:" in line]
    if not lines:  # where the machine goes by UTC there is no second line for it
        lines = [line.split(":", 1)[1] for line in told.splitlines() if "elapse:" in line or "Iter" in line]
    return [datetime.strptime(it.strip(), "%a %Y-%m-%d %H:%M:%S %Z").replace(tzinfo=UTC) for it in lines]


def test_a_timer_follows_the_settings(place: Workplace) -> None:
    """What is missed is caught up only where it shall be, jitter is kept, and a password is handed over."""
    skip = replace(OFFICE, misfire=Misfire.SKIP, jitter=timedelta(seconds=90))
    caught_up, left_out = (timer_units(replace(place, schedule=it)) for it in (OFFICE, skip))
    assert "Persistent=true" in caught_up["brief.timer"]
    assert {"Persistent=false", "RandomizedDelaySec=90s"} <= set(left_out["brief.timer"].splitlines())
    signing = timer_units(replace(place, signs_in=True))["brief.service"]
    assert "LoadCredential=mail-password:/etc/brief/mail-password\n" in signing
    assert "LoadCredential" not in caught_up["brief.service"]


@pytest.mark.parametrize("expression", ["0 9 L * *", "0 9 * * MON#2", "0 9 LW * *"])
def test_what_a_timer_cannot_say_is_refused(place: Workplace, expression: str) -> None:
    """An expression that OnCalendar has no words for is named, with what can do it."""
    odd = replace(place, schedule=ScheduleSettings(cron=(expression,)))
    for make in (timer_units, crontab):
        with pytest.raises(SettingsError, match=r"\[schedule\] cron: .*systemd-resident"):
            make(odd)


def test_a_crontab_is_taken_by_a_shell(place: Workplace) -> None:
    """The line of cron has the expression, and a command that a shell takes as it was meant."""
    (line,) = [it for it in crontab(place).splitlines() if not it.startswith("#")]
    command = line.removeprefix("0 9 * * * ").replace("\\%", "%")
    told = subprocess.run(
        ["/bin/sh", "-c", f'for word in {command}; do echo "$word"; done'],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert told.splitlines() == [*place.command, "run"]


def test_cron_cannot_go_by_other_clocks(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Since cron goes by the machine's clocks another zone is refused; and it knows no seconds."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    with pytest.raises(SettingsError, match="goes by the machine's, 'Europe/Berlin'"):
        crontab(replace(place, schedule=OFFICE))
    with pytest.raises(SettingsError, match="has seconds"):
        crontab(replace(place, schedule=ScheduleSettings(cron=("*/10 0 9 * * *",))))


def test_a_name_that_no_unit_can_have_is_refused(sample: Path) -> None:
    """A folder with a line break in its name is refused in one line."""
    folder = sample.rename(sample.with_name("two\nlines"))
    with pytest.raises(SettingsError, match="not every unit file can name"):
        workplace_of(settings.read(folder), ("/usr/bin/true",), ())


def brief(project: Path, *arguments: object) -> tuple[int, str, str]:
    """Run the command on a brief: exit code, standard output and standard error."""
    done = CliRunner().invoke(app, ["--project", str(project), *map(str, arguments)], catch_exceptions=False)
    return done.exit_code, done.stdout, done.stderr


def scheduled(project: Path, table: str) -> Path:
    """The brief with another table [schedule]."""
    file = project / "brief.toml"
    before = file.read_text(encoding="utf-8").partition("\n[schedule]\n")[0]
    new = file.with_suffix(".new")
    new.write_text(f"{before}\n[schedule]\n{table}", encoding="utf-8")
    new.replace(file)
    return project


def test_the_command_tells_the_plan(sample: Path) -> None:
    """--plan names every day and its reasons to rest; as JSON, with each cycle's moment."""
    scheduled(sample, 'cron = "0 9 * * *"\nzone = "Asia/Tokyo"\ncountries = ["JP", "KZ"]')
    code, out, err = brief(sample, "schedule", "--plan", "366d")
    lines = out.splitlines()
    assert (code, err, lines[0]) == (0, "", "Times of Asia/Tokyo")
    assert any("nothing is issued: New Year's Day in JP, KZ" in line for line in lines)
    assert any(
        line.endswith("nothing is issued: weekend in JP, KZ; only looking for news 09:00") for line in lines
    )
    assert any("minor changes 09:00" in line for line in lines)
    assert lines[-1].startswith("estimated: ")
    code, out, _ = brief(sample, "schedule", "--plan", "366d", "--json")
    days = json.loads(out)
    assert [day["day"] for day in days] == [line[:10] for line in lines[1:-1]]
    assert any(off["estimated"] and off["country"] == "KZ" for day in days for off in day["off"])


@pytest.mark.parametrize("plan_", ["soon", "0d", "14", "1000d"])
def test_a_plan_without_end_is_refused(sample: Path, plan_: str) -> None:
    """--plan wants a number of days, up to 999."""
    code, _, err = brief(sample, "schedule", "--plan", plan_)
    assert (code, err) == (2, f"brief: --plan {plan_}: say for how many days, such as 14d\n")


def test_the_command_writes_unit_files(sample: Path, tmp_path: Path) -> None:
    """--print shows the files with their names; with --out they are written, and named."""
    code, out, _ = brief(sample, "schedule", "--print", "systemd")
    assert code == 0
    assert [line for line in out.splitlines() if line.startswith("# ---")] == [
        "# --- brief.service ---",
        "# --- brief.timer ---",
    ]
    code, out, _ = brief(sample, "schedule", "--print", "systemd", "--out", tmp_path / "units")
    assert out.splitlines() == [str(tmp_path / "units" / name) for name in ("brief.service", "brief.timer")]
    service = (tmp_path / "units" / "brief.service").read_text(encoding="utf-8")
    assert f"--project {sample.resolve()} run\n" in service
    assert brief(sample, "schedule", "--out", tmp_path)[0] == 2


def test_the_command_prints_a_crontab(sample: Path) -> None:
    """--print cron is a crontab and nothing else."""
    code, out, _ = brief(sample, "schedule", "--print", "cron")
    (line,) = [it for it in out.splitlines() if not it.startswith("#")]
    assert (code, line.startswith("0 9 * * * ")) == (0, True)


def test_the_page_shows_every_key(sample: Path) -> None:
    """The table of docs/every-morning.md is read without a fault, and has every key that there is."""
    page = (Path(__file__).parent.parent / "docs" / "every-morning.md").read_text(encoding="utf-8")
    (table,) = re.findall(r"^```toml\n\[schedule\]\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    schedule = settings.read(scheduled(sample, table)).schedule
    assert schedule.countries == ("JP", "KZ")
    assert re.findall(r"^(\w+) = ", table, re.MULTILINE) == [it.name for it in fields(ScheduleSettings)]


REST = 'cron = "* * * * * *"\nzone = "UTC"\ndays_off = [{}]'


@pytest.fixture
def resting(sample: Path) -> Path:
    """A brief whose cycles come each second, and hold: these days are off."""
    days = (f"{datetime.now(UTC).date() + number * DAY}" for number in (-1, 0, 1, 2))
    return scheduled(sample, REST.format(", ".join(days)))


@pytest.fixture
def staying(resting: Path) -> Iterator[subprocess.Popen[str]]:
    """The process that stays, for that brief."""
    command = [sys.executable, "-m", "report", "--project", str(resting), "schedule", "--json"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        yield process
        process.kill()


def until(process: subprocess.Popen[str], outcome: str) -> dict[str, Any]:
    """The first cycle from now on that comes to an outcome."""
    assert process.stdout
    for line in process.stdout:
        cycle: dict[str, Any] = json.loads(line)
        if cycle["outcome"] == outcome:
            return cycle
    raise AssertionError("the process has ended")


def test_the_process_stays_until_it_is_asked_to_end(staying: subprocess.Popen[str], resting: Path) -> None:
    """Cycles come and are noted, a fault in brief.toml is outlived, and SIGTERM is a good end."""
    until(staying, "held")
    assert state_of(settings.read(resting)).next_run
    good = (resting / "brief.toml").read_text(encoding="utf-8")
    scheduled(resting, 'zone = "Mars"')
    (failure,) = until(staying, "failed")["failures"]
    assert "'Mars' is no time zone" in failure["message"]
    scheduled(resting, good.partition("\n[schedule]\n")[2])
    until(staying, "held")
    staying.send_signal(signal.SIGTERM)
    _, err = staying.communicate()
    assert staying.returncode == 0, err
    state = state_of(settings.read(resting))
    assert state.next_run is None
    assert state.last
    assert state.last.outcome == "held"
