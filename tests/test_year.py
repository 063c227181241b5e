"""A year of a brief that keeps itself current: what a table worked out by hand says, and nothing else.

The clock is simulated and goes on only while the resident process waits; all else is real: the process's
loop, its calendar, cycles, archive and ledger, a bank's web server and a mail server.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Final

import pytest
from lakes import Bank, lake_in
from letters import OPERATOR, edition_of, subject_of
from mailserver import Post, post
from webserver import serving
from year import BERLIN, NEW_YORK, OFF, OFFICIALS, SCHEDULE, TABLE, YEAR, World, Zone

from report import settings
from report.calendars import OfficeCalendar
from report.deliver import Timing
from report.errors import SettingsError
from report.model import Cycle
from report.pipeline import Manner, archive_of, run_cycle
from report.pipeline.state import note_next_run, state_of
from report.schedule import Resident
from report.settings import Settings

pytestmark = pytest.mark.slow


# --- what the table says --------------------------------------------------------------------------------

_TIME: Final = r"(?P<at>\d\d-\d\d \d\d:\d\d)"
_HELD: Final = re.compile(rf"{_TIME} held until (?P<until>[-\d]+ \d\d:\d\d): (?P<why>.+)")
_EDITION: Final = re.compile(
    rf"{_TIME} edition (?P<number>\d+)(?: (?P<verdict>first|minor|significant))? to (?P<whom>.+)"
)
_OPERATOR: Final = re.compile(rf"{_TIME} operator: (?P<what>.+)")


WHOLE: Final = f"{YEAR + 1}-01-01 00:00"


@dataclass
class Told:
    """All that came of a year, by time: editions with verdicts, deliveries, word to the operator, waits."""

    editions: list[tuple[datetime, int, str]] = field(default_factory=list)
    deliveries: list[tuple[datetime, int, str]] = field(default_factory=list)
    operator: list[tuple[datetime, str]] = field(default_factory=list)
    held: list[tuple[datetime, datetime, str]] = field(default_factory=list)


def by_hand(zone: Zone, end: datetime) -> Told:
    """What the table says, as far as the year is lived."""
    told = Told()
    for sentence in (it for row in TABLE for it in row.then):
        _read(sentence, zone, told)
    kinds = ("editions", "deliveries", "operator", "held")
    return Told(*(sorted(it for it in getattr(told, kind) if it[0] < end) for kind in kinds))


def _read(sentence: str, zone: Zone, told: Told) -> None:
    if held := _HELD.fullmatch(sentence):
        told.held.append((zone.moment(held["at"]), zone.moment(held["until"]), held["why"]))
    elif word := _OPERATOR.fullmatch(sentence):
        told.operator.append((zone.moment(word["at"]), word["what"]))
    else:
        edition = _EDITION.fullmatch(sentence)
        assert edition, sentence
        at, number = zone.moment(edition["at"]), int(edition["number"])
        if edition["verdict"]:
            told.editions.append((at, number, edition["verdict"]))
        told.deliveries += [(at, number, who) for who in _whom(edition["whom"])]


def _whom(text: str) -> Sequence[str]:
    return {"nobody": (), "all": OFFICIALS}.get(text, text.split(", "))


# --- the simulation -------------------------------------------------------------------------------------


@dataclass
class Clock:
    """Goes on only while somebody waits; what happens meanwhile happens in its order, at its time."""

    time: datetime
    end: datetime
    deeds: list[tuple[datetime, partial[object]]]

    def now(self) -> datetime:
        """The simulated time."""
        return self.time

    def wait_until(self, moment: datetime) -> bool:
        """Let time go on; whether the end came first."""
        while self.deeds and self.deeds[0][0] <= min(moment, self.end):
            _, deed = self.deeds.pop(0)
            deed()
        self.time = max(self.time, min(moment, self.end))
        return moment >= self.end

    def wait(self, seconds: float) -> None:
        """Let so many seconds pass."""
        self.wait_until(self.time + timedelta(seconds=seconds))


@dataclass
class Process:
    """A resident process on the simulated clock, as `brief schedule` is one on the machine's."""

    project: Path
    clock: Clock
    settings: Settings
    cycles: list[Cycle] = field(default_factory=list)
    fault: SettingsError | None = None
    calendar: OfficeCalendar = field(init=False)

    def __post_init__(self) -> None:
        self.calendar = OfficeCalendar(self.settings.schedule)

    def run(self) -> None:
        """Serve until the clock's end."""
        last = state_of(self.settings).last
        since = last.began if last else self.clock.now()
        Resident(self.office, self.cycle, self.note, self.clock, Random(0)).serve(since)  # noqa: S311

    def office(self) -> OfficeCalendar:
        """The calendar of brief.toml as it is, or as it was while it was good."""
        try:
            self.settings, self.fault = settings.read(self.project), None
        except SettingsError as error:
            self.fault = error
        return self.calendar

    def cycle(self) -> datetime | None:
        """One cycle."""
        timing = Timing(self.clock.now, self.clock.wait, lambda: False)
        self.cycles.append(run_cycle(self.settings, timing, manner=Manner(jobs=1), fault=self.fault))
        return self.cycles[-1].again

    def note(self, moment: datetime) -> None:
        """When the next one begins."""
        note_next_run(self.settings, moment)


def live(project: Path, clock: Clock, spells: Sequence[tuple[datetime, datetime]]) -> list[Cycle]:
    """What a process does that runs for some spells, each from when until when, and is off between them."""
    cycles: list[Cycle] = []
    for begin, end in spells:
        clock.end = begin
        clock.wait_until(begin)
        clock.end = end
        process = Process(project, clock, settings.read(project))
        process.run()
        cycles += process.cycles
    return cycles


# --- the law --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "until"),
    [
        pytest.param(BERLIN, "03-29 00:00", id="a quarter, to the day after clocks went forward"),
        pytest.param(BERLIN, WHOLE, id="all of it", marks=pytest.mark.endurance),
        pytest.param(NEW_YORK, WHOLE, id="where clocks change on other days", marks=pytest.mark.endurance),
    ],
)
def test_a_year_is_as_its_table_says(zone: Zone, until: str, tmp_path: Path) -> None:
    """Editions, deliveries, words to the operator and waits come at their times, and no other comes."""
    begin, end = zone.moment("01-01 00:00"), zone.moment(until)
    kept_at: list[datetime] = []

    def say(step: str, address: str) -> str:
        if step == "KEPT":
            kept_at.append(clock.time)
        return world.answer(step, address)

    with post(say) as box, serving() as site:
        world = World(zone, lake_in(tmp_path / "lake", port=box.port), Bank(site))
        world.lake.settle(SCHEDULE.format(zone=zone.name))
        world.lake.reset("[mail]", '[mail]\nexpires_after = "10 days"')
        world.bank.publish("2032-03-29", "150.10")
        deeds = [(zone.moment(row.at), partial(row.deed, world)) for row in TABLE]
        clock = Clock(begin, begin, deeds)
        off, on = map(zone.moment, OFF)
        spells = [(begin, min(off, end)), (on, end)]
        cycles = live(world.lake.project, clock, [spell for spell in spells if spell[0] < end])
    told = by_hand(zone, end)
    assert editions_of(world.lake.project) == told.editions
    assert deliveries_in(box, kept_at) == told.deliveries
    assert operator_in(box, kept_at) == told.operator
    waits = waits_of(cycles)
    assert [wait[:2] for wait in waits] == [wait[:2] for wait in told.held]
    assert [why for (*_, why), (*_, said) in zip(told.held, waits, strict=True) if why not in said] == []


# --- what came of it ------------------------------------------------------------------------------------


def minute(moment: datetime) -> datetime:
    """A time as the table has it: a cycle may wait for a source for some seconds."""
    return moment.replace(second=0, microsecond=0)


def editions_of(project: Path) -> list[tuple[datetime, int, str]]:
    """All editions of the archive, with their times and verdicts."""
    archive = archive_of(settings.read(project))
    editions = [archive.edition(number) for number in archive.numbers]
    return [
        (it.built, it.number, it.origin.verdict.significance if it.origin.verdict else "first")
        for it in editions
    ]


def deliveries_in(box: Post, times: Sequence[datetime]) -> list[tuple[datetime, int, str]]:
    """What the server took for officials: when, which edition, and whose it is."""
    found = [(minute(at), edition_of(it), who) for at, (who, it) in zip(times, box.kept, strict=True)]
    return sorted((at, edition, who.partition("@")[0]) for at, edition, who in found if edition)


def operator_in(box: Post, times: Sequence[datetime]) -> list[tuple[datetime, str]]:
    """What the server took for the operator: when, and what about."""
    found = zip(times, box.kept, strict=True)
    return [(minute(at), subject_of(it).partition(": ")[2]) for at, (who, it) in found if who == OPERATOR]


def waits_of(cycles: Sequence[Cycle]) -> list[tuple[datetime, datetime, str]]:
    """When something was first held until when, and why."""
    waits = [(it.began, it.again, it.holding) for it in cycles if it.holding and it.again]
    return [
        wait for before, wait in pairwise([None, *waits]) if wait and (not before or before[1] != wait[1])
    ]
