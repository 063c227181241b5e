"""Workers: everything is done, side by side, and whatever happens to one is one error that names its task."""

from __future__ import annotations

import gc
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from conftest import ROOT

from report.errors import RenderError
from report.workers import LIFE, Task, Workers, processors


def done(workers: Workers, *tasks: Task) -> list[object]:
    """What the tasks gave, in the order in which they were done."""
    results: list[object] = []
    for task in tasks:
        workers.submit(task, results.append)
    while workers.busy:
        workers.hear(patient=True)
    return results


def square(number: int) -> int:
    """A task's work."""
    return number * number


def identity() -> tuple[int, bool]:
    """Which process is at work, and whether its garbage collector is on."""
    return os.getpid(), gc.isenabled()


def nap() -> int:
    """Work that takes so long that another one could begin; which process is at it."""
    time.sleep(0.2)
    return os.getpid()


KNOWN: list[str] = []


def learn() -> None:
    """What a worker is forked with, or not."""
    KNOWN.append("learned")


def knowledge() -> int:
    """How often this process, or the one that it was forked from, has learned."""
    return len(KNOWN)


def fail(message: str) -> None:
    """Work that the user can be told about."""
    raise RenderError(message)


def stumble() -> None:
    """Work with a bug."""
    raise ZeroDivisionError("a bug")


def leave(code: int) -> None:
    """A worker that ends in the middle of its work."""
    os._exit(code)


def be_killed() -> None:
    """A worker that the system kills."""
    os.kill(os.getpid(), signal.SIGKILL)


def hang() -> None:
    """Work that never ends."""
    while True:
        time.sleep(60)


def devour() -> None:
    """Work that asks for more memory than it may have."""
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    bytearray(1 << 34)


@pytest.mark.parametrize("number", [1, 2, 5])
def test_everything_is_done(number: int) -> None:
    """However many workers there are, every task gives its result once."""
    with Workers(number) as workers:
        results = done(workers, *(Task(str(n), square, (n,)) for n in range(20)))
    assert sorted(map(str, results)) == sorted(str(n * n) for n in range(20))


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_both_ways_of_starting(method: Literal["fork", "spawn"]) -> None:
    """Where there is no fork, workers start from nothing and do the same."""
    with Workers(1, method=method) as workers:
        assert done(workers, Task("a", square, (7,))) == [49]


def test_the_largest_waits_least() -> None:
    """Of the tasks that wait, the largest is done first."""
    with Workers(1) as workers:
        sizes = (5, 1, 9, 7, 3)
        assert done(workers, *(Task(str(n), square, (n,), size=n) for n in sizes)) == [25, 81, 49, 9, 1]


def test_a_worker_is_renewed_when_its_life_is_spent() -> None:
    """A worker does as many tasks as its life has room for, with the collector off; then comes another."""
    with Workers(1) as workers:
        results = done(workers, *(Task(str(n), identity) for n in range(LIFE + 1)))
        heavy = done(workers, Task("heavy", identity, weight=LIFE), Task("next", identity))
    processes = [result[0] for result in results if isinstance(result, tuple)]
    assert len(set(processes[:LIFE])) == 1
    assert processes[LIFE] != processes[0]
    assert len(set(heavy)) == 2
    assert not any(result[1] for result in results if isinstance(result, tuple))


def test_another_worker_is_hired_only_for_what_is_worth_it() -> None:
    """Small tasks wait for the one that is there; where much waits, there are as many as may be."""
    with Workers(2, worth=10) as workers:
        small = done(workers, *(Task(str(n), identity, size=1, weight=0) for n in range(5)))
        large = done(workers, *(Task(str(n), nap, size=10, weight=0) for n in range(5)))
    assert len(set(small)) == 1
    assert len(set(large)) == 2


def test_what_workers_need_is_loaded_before_the_second() -> None:
    """The first loads for itself; from the second on, whoever forks them has loaded it for all."""
    with Workers(1) as workers:
        results = done(workers, *(Task(str(n), knowledge, load=learn) for n in range(2 * LIFE)))
    assert results == [0] * LIFE + [1] * LIFE
    KNOWN.clear()


def test_a_result_may_ask_for_more() -> None:
    """Who goes on with a result can have further tasks done."""
    results: list[object] = []
    with Workers(2) as workers:
        workers.submit(
            Task("first", square, (3,)),
            lambda result: workers.submit(Task("second", square, (int(str(result)),)), results.append),
        )
        while workers.busy:
            workers.hear(patient=True)
    assert results == [81]


@pytest.mark.parametrize(
    ("work", "arguments", "told"),
    [
        (fail, ("section x: a complaint",), "section x: a complaint"),
        (leave, (3,), "register: its worker ended with code 3"),
        (leave, (0,), "register: its worker ended with code 0"),
        (be_killed, (), "register: its worker was ended by SIGKILL; perhaps memory ran out"),
        (hang, (), "register: not done after 0.3 s; --timeout allows more"),
        (devour, (), "register: out of memory"),
    ],
)
def test_what_happens_to_a_worker_is_one_error(
    work: Callable[..., None], arguments: tuple[object, ...], told: str
) -> None:
    """A task that fails, hangs, or takes its worker with it is an error of one line that names it."""
    with Workers(2, timeout=0.3) as workers, pytest.raises(RenderError, match=told) as caught:
        done(workers, Task("another", square, (2,)), Task("register", work, arguments))
    assert "\n" not in str(caught.value)


def test_a_bug_keeps_its_traceback() -> None:
    """What is nobody's fault but ours is raised as it is, with the lines it came from."""
    with Workers(1) as workers, pytest.raises(ZeroDivisionError, match="a bug") as caught:
        done(workers, Task("a", stumble))
    assert "in stumble" in "".join(caught.value.__notes__)


def alive(process: int) -> bool:
    """Whether a process still is at work, and not only remembered by the system."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


PARENT = """
import multiprocessing, sys
sys.path.insert(0, "tests")
from test_workers import hang
from report.workers import Task, Workers
with Workers(3) as workers:
    for name in "abc":
        workers.submit(Task(name, hang), lambda result: None)
    print(*(child.pid for child in multiprocessing.active_children()), flush=True)
    while workers.busy:
        workers.hear(patient=True)
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="asks the system about processes through /proc")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_its_parent(ending: signal.Signals) -> None:
    """However the parent ends, even by SIGKILL, its workers end with it."""
    command = [sys.executable, "-c", PARENT]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as parent:
        assert parent.stdout is not None
        workers = [int(number) for number in parent.stdout.readline().split()]
        assert len(workers) == 3
        assert all(map(alive, workers))
        parent.send_signal(ending)
        parent.wait(timeout=60)
    for _ in range(500):
        if not any(map(alive, workers)):
            break
        time.sleep(0.02)
    assert not any(map(alive, workers))


def test_leaving_ends_workers_at_once() -> None:
    """Whoever leaves in the middle, by an error, waits for nobody and leaves nobody behind."""
    processes: list[int] = []

    def interrupted() -> None:
        with Workers(2) as workers:
            workers.submit(Task("a", hang), lambda result: None)
            processes.extend(child.pid or 0 for child in multiprocessing.active_children())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert processes
    assert not any(map(alive, processes))


def test_processors_are_those_we_may_use() -> None:
    """A process that may use one processor counts one, whatever the machine has."""
    if not hasattr(os, "sched_setaffinity"):
        pytest.skip("the system does not bind processes to processors")
    before = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(before)})
        assert processors() == 1
    finally:
        os.sched_setaffinity(0, before)
    assert processors() == len(before)
