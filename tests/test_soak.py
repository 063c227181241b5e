"""Hundreds of cycles by one process, with edits and faults by chance: each right, and nothing that grows.

What each cycle must come to is said by a model of a few lines, which knows the rules and none of the program.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest
from conftest import ROOT
from lakes import Bank, Lake, lake_in
from letters import MailSystem
from webserver import serving

from report import settings
from report.pipeline import archive_of

pytestmark = pytest.mark.slow

OFFICIALS: Final = ("minister", "analyst", "editor")
BEGIN: Final = datetime(2032, 3, 1, 8, 0, tzinfo=UTC)
"""A Monday."""
SCHEDULE: Final = """
[schedule]
zone = "UTC"
quiet = "19:00-07:00"
minor = "0 9 * * MON"
"""
SETTLED: Final = 30
"""So many cycles a process may take to load all that it needs."""
GROWTH: Final = 1.05
MANY: Final = 8
"""So many documents come at most."""


# --- the model ------------------------------------------------------------------------------------------


@dataclass
class Facts:
    """What the data say: title and source of each document, and how many inhabitants."""

    documents: dict[str, tuple[str, str]]
    people: int


@dataclass
class Model:
    """What is so, and what a cycle makes of it.

    `printed` is what the newest edition says; `since` is when changes were seen first that are news, of the
    gravity `seen`. `owed` are editions that nobody has yet; `slip` is a fault in the data, and `rate` a rate
    that was not fetched yet.
    """

    facts: Facts
    printed: Facts | None = None
    since: datetime | None = None
    owed: int = 0
    slip: bool = False
    rate: bool = True
    bank: bool = True
    mail: bool = True
    verdicts: list[str] = field(default_factory=list)

    def cycle(self, now: datetime) -> Mapping[str, object]:
        """What a cycle at a moment must come to."""
        failed = set[str]()
        if not self.bank or (self.slip and self.rate):
            failed.add("pull")  # a new rate is judged together with the data as they are
        self.rate = self.rate and bool(failed)
        made, held = self._build(now, failed)
        delivered = self._deliver(now, failed)
        held |= bool(self.owed and quiet(now))
        outcomes = {"failed": failed, "new edition": made, "held": held, "nothing new": True}
        return {
            "outcome": next(outcome for outcome, it in outcomes.items() if it),
            "edition": len(self.verdicts) if made else None,
            "delivered": {"accepted": delivered} if delivered else {},
            "failed": sorted(failed),
        }

    def _build(self, now: datetime, failed: set[str]) -> tuple[bool, bool]:
        """Whether an edition is made, and whether one is held."""
        if self.slip:
            failed.add("check")
            return False, False
        verdict = self._verdict()
        news = verdict not in {"same", "none"}
        self.since = (self.since or now) if news else None
        if not news or self.since is None:
            return False, False
        if quiet(now) or (verdict == "minor" and now < slot(self.since)):
            return False, True
        self.printed, self.since = deepcopy(self.facts), None
        self.verdicts.append(verdict)
        self.owed += 1
        return True, False

    def _deliver(self, now: datetime, failed: set[str]) -> int:
        """How many messages are taken."""
        if not self.owed or quiet(now):
            return 0
        if not self.mail:
            failed.add("deliver")
            return 0
        delivered, self.owed = self.owed * len(OFFICIALS), 0
        return delivered

    def _verdict(self) -> str:
        """How grave what changed since the newest edition is."""
        before, after = self.printed, self.facts
        if before is None:
            return "first"
        if before.documents.keys() != after.documents.keys():
            return "significant"
        if abs(after.people - before.people) * 100 >= before.people:
            return "significant"
        titles = [{id_: title for id_, (title, _) in it.documents.items()} for it in (before, after)]
        if before.people != after.people or titles[0] != titles[1]:
            return "minor"
        return "same" if before == after else "none"


def quiet(now: datetime) -> bool:
    """Whether nothing is issued or sent."""
    return not time(7) <= now.time() < time(19)


def slot(since: datetime) -> datetime:
    """The first Monday at nine from a moment on."""
    monday = since - timedelta(days=since.weekday())
    nine = datetime.combine(monday.date(), time(9), UTC)
    return nine if nine >= since else nine + timedelta(days=7)


# --- chance ---------------------------------------------------------------------------------------------

Deed = Callable[["World"], None]


@dataclass
class World:
    """A brief with its bank and mail server, the model of it, and chance, which changes both alike."""

    lake: Lake
    bank: Bank
    mail: MailSystem
    model: Model
    chance: Random
    number: int = 0

    def live(self) -> None:
        """What happens between two cycles: faults come seldom, and soon go; edits come and go."""
        faults = {slip: self.model.slip, fail: not self.model.bank, leave: not self.model.mail}
        for fault, stands in faults.items():
            if self.chance.random() < (0.5 if stands else 0.05):
                self._do(fault)
        for edit in self.chance.choices(EDITS, k=self.chance.choice((0, 0, 1, 1, 2))):
            self._do(edit)

    def _do(self, deed: Deed) -> None:
        self.number += 1
        deed(self)

    def document(self) -> str:
        """Some document."""
        return self.chance.choice(list(self.model.facts.documents))


def come_or_go(world: World) -> None:
    """A document comes where there are few, and goes where there are many: the brief stays small."""
    documents = world.model.facts.documents
    if world.chance.random() < (len(documents) - 2) / MANY:
        id_ = world.chance.choice(list(documents)[2:])
        world.lake.remove("documents", id_)
        del documents[id_]
    else:
        id_, title = f"AA-{world.number + 100}", f"Document {world.number}"
        world.lake.add("documents", "AA-002", id_, title_en=title)
        documents[id_] = (title, documents["AA-002"][1])


def retitle(world: World) -> None:
    """A document gets another title."""
    id_, title = world.document(), f"Treaty {world.number}"
    world.lake.change("documents", id_, title_en=title)
    world.model.facts.documents[id_] = (title, world.model.facts.documents[id_][1])


def resource(world: World) -> None:
    """A document rests on the other source."""
    id_ = world.document()
    title, before = world.model.facts.documents[id_]
    after = {"aa-press": "lakes-report", "lakes-report": "aa-press"}[before]
    world.lake.change("documents", id_, source=after)
    world.model.facts.documents[id_] = (title, after)


def count(world: World) -> None:
    """Another number of inhabitants: a little, or much."""
    part = world.chance.choice((0.002, 0.004, 0.03, 0.08)) * world.chance.choice((1, -1))
    people = round(world.model.facts.people * (1 + part))
    world.lake.change("figures", "aa-population", value=str(people))
    world.model.facts.people = people


def resave(world: World) -> None:
    """Another program saves the documents."""
    world.lake.resave("documents")


def slip(world: World) -> None:
    """A day that no calendar has, or the end of it."""
    world.model.slip = not world.model.slip
    world.lake.change("events", "ev-summit", date="2031-06-31" if world.model.slip else "2031-06-14")


def fail(world: World) -> None:
    """The bank has a fault, or tells new rates."""
    world.model.bank = not world.model.bank
    if world.model.bank:
        day = datetime(2031, 1, 1, tzinfo=UTC) + timedelta(days=world.number)
        world.bank.publish(f"{day:%Y-%m-%d}", f"{150 + world.number / 100:.2f}")
        world.model.rate = True
    else:
        world.bank.fail()


def leave(world: World) -> None:
    """The mail server goes away, or comes back."""
    world.model.mail = not world.model.mail
    if world.model.mail:
        world.mail.up()
    else:
        world.mail.down()


EDITS: Final = (come_or_go, come_or_go, come_or_go, retitle, resource, count, resave)


# --- the run --------------------------------------------------------------------------------------------


@contextmanager
def world_in(folder: Path, seed: int) -> Iterator[World]:
    """A brief that sends, and nothing of it built."""
    mail = MailSystem()
    lake = lake_in(folder / "lake", port=mail.port)
    lake.address(OFFICIALS)
    documents = {row["id"]: (row["title_en"], row["source"]) for row in lake.rows("documents")}
    with serving() as site:
        bank = Bank(site)
        bank.publish("2031-01-01", "150.00")
        lake.settle(SCHEDULE, bank.table)
        lake.reset("[mail]", '[mail]\nexpires_after = "1000 days"')
        mail.up()
        try:
            yield World(lake, bank, mail, Model(Facts(documents, 3_200_000)), Random(seed))  # noqa: S311
        finally:
            mail.down()


@contextmanager
def staying(project: Path) -> Iterator[Callable[[datetime], Mapping[str, Any]]]:
    """A process that stays, and does a cycle at each moment that it is told."""
    command = [sys.executable, str(ROOT / "tests" / "stayer.py"), str(project)]
    pipe = subprocess.PIPE
    environment = {**os.environ, "MALLOC_ARENA_MAX": "1"}  # as the unit for the process that stays has it
    with subprocess.Popen(command, cwd=ROOT, env=environment, text=True, stdin=pipe, stdout=pipe) as process:

        def cycle(moment: datetime) -> Mapping[str, Any]:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(f"{moment.isoformat()}\n")
            process.stdin.flush()
            found: Mapping[str, Any] = json.loads(process.stdout.readline())
            return found

        try:
            yield cycle
        finally:
            process.kill()


def soak(folder: Path, *, seed: int, number: int) -> list[Mapping[str, Any]]:
    """So many cycles, each held against the model; what the process held after each."""
    held, now = [], BEGIN
    with world_in(folder, seed) as world, staying(world.lake.project) as cycle:
        for place in range(number):
            held.append(cycle(now))
            said = of_cycle(held[-1]["cycle"])
            assert said == world.model.cycle(now), f"cycle {place} at {now}, of seed {seed}"
            world.live()
            now += timedelta(minutes=world.chance.randint(20, 400))
        archive = archive_of(settings.read(world.lake.project))
        verdicts = [archive.edition(it).origin.verdict for it in archive.numbers]
        assert [it.significance if it else "first" for it in verdicts] == world.model.verdicts
        sent = archive.numbers[: len(archive.numbers) - world.model.owed]
        assert Counter(world.mail.taken()) == Counter((who, it) for it in sent for who in OFFICIALS)
    return held


def of_cycle(cycle: Mapping[str, Any]) -> Mapping[str, object]:
    """What the model says of a cycle, too."""
    failed = sorted({failure["step"] for failure in cycle["failures"]})
    return {**{name: cycle[name] for name in ("outcome", "edition", "delivered")}, "failed": failed}


# --- the law --------------------------------------------------------------------------------------------


def test_thirty_cycles_of_chance_are_right(tmp_path: Path) -> None:
    """Each comes to what the model says; no child is left after any, and no handle after the last."""
    leaves_nothing(soak(tmp_path, seed=3, number=SETTLED))


@pytest.mark.endurance
def test_three_hundred_cycles_of_chance_grow_nothing(tmp_path: Path) -> None:
    """The same, and the process takes no more memory than in its first thirty cycles, but for 5 %."""
    held = soak(tmp_path, seed=7, number=300)
    leaves_nothing(held)
    memory = [it["memory"] for it in held]
    assert max(memory[SETTLED:]) <= GROWTH * max(memory[:SETTLED])


def leaves_nothing(held: list[Mapping[str, Any]]) -> None:
    """Nothing that a cycle opened or began is there after it."""
    assert {it["children"] for it in held} == {0}
    assert held[-1]["handles"] <= min(it["handles"] for it in held[1:])
