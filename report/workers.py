"""Tasks → what they give, made side by side by processes of this machine.

A worker is forked with everything that is loaded by then, works without the garbage collector, and is
renewed after a few tasks (measured: quicker, and half the memory). A task that fails, hangs, or takes
its worker with it is one error that names it, and no worker outlives the process that it works for.
"""

from __future__ import annotations

import gc
import heapq
import itertools
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Final, Literal, Protocol, Self

from report.errors import RenderError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess, SpawnProcess

LIFE: Final = 4
"""A worker is renewed when the weights of its tasks come to this."""

TIMEOUT_SECONDS: Final = 600.0
"""So long may one task take, where nothing else is said."""

Method = Literal["fork", "spawn"]
METHOD: Final[Method] = "fork" if sys.platform == "linux" else "spawn"
"""How workers are started: elsewhere the system's own libraries do not bear a fork."""

Then = Callable[[object], None]


@dataclass(frozen=True, slots=True)
class Task:
    """A piece of work: `work` is called with `arguments` in a worker. `name` is told when it fails.

    Of all tasks that wait, the one of the greatest `size` is done first. `weight` is how much of a
    worker's life it takes: one that loads much takes all of it. `load` loads what the work needs: whoever
    forks more than one worker for such tasks loads it once for all of them. What goes in and out must be
    picklable, and small: large results are left in files.
    """

    name: str
    work: Callable[..., object]
    arguments: tuple[object, ...] = ()
    size: int = 0
    weight: int = 1
    load: Callable[[], None] | None = None


class Executor(Protocol):
    """Where tasks are done: on this machine, or elsewhere by somebody who offers the same."""

    def submit(self, task: Task, then: Then) -> None:
        """Have a task done some time; `then` is called with what it gave, by `hear`."""

    @property
    def busy(self) -> bool:
        """Whether any task is not done yet."""

    def hear(self, *, patient: bool) -> None:
        """Go on with the tasks that are done; `patient` waits for one.

        Raises:
            RenderError: a task hung, ran out of memory, or lost its worker.
            Exception: whatever a task raised.
        """


@dataclass(slots=True)
class _Worker:
    """A process, the line to it, and what it is doing."""

    process: ForkProcess | SpawnProcess
    line: Connection
    life: int = LIFE
    task: Task | None = None
    then: Then | None = None


@dataclass(slots=True)
class Workers:
    """An executor of `number` processes; `timeout` is in seconds, for one task.

    `begun` is called with each task that is given to a worker. Another worker than the first is hired
    where the sizes of the tasks that wait come to `worth`: for less, it would be there too late. Leave it
    by `with`: that ends all workers at once, whatever they are doing.
    """

    number: int
    timeout: float = TIMEOUT_SECONDS
    begun: Callable[[Task], None] = lambda task: None
    method: Method = METHOD
    worth: int = 0
    _hired: int = 0
    _workers: list[_Worker] = field(default_factory=list)
    _queue: list[tuple[int, int, Task, Then]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=itertools.count)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while self._workers:
            _end(self._workers.pop())

    def submit(self, task: Task, then: Then) -> None:
        """Have a task done some time; `then` is called with what it gave, by `hear`."""
        heapq.heappush(self._queue, (-task.size, next(self._order), task, then))
        self._deal()

    @property
    def busy(self) -> bool:
        """Whether any task is not done yet."""
        return bool(self._queue) or any(worker.task for worker in self._workers)

    def hear(self, *, patient: bool) -> None:
        """Go on with the tasks that are done; `patient` waits for one.

        Raises:
            RenderError: a task hung, ran out of memory, or lost its worker.
            Exception: whatever a task raised.
        """
        from multiprocessing.connection import wait  # brings sockets: only who works needs it

        lines = {worker.line: worker for worker in self._workers if worker.task}
        for line in wait(list(lines), None if patient else 0):
            worker = lines[line]  # type: ignore[index]  # we gave nothing but lines
            result, then = self._result(worker)
            self._deal()  # before going on with the result, so that nobody is idle meanwhile
            then(result)

    def _deal(self) -> None:
        """Give waiting tasks to workers that have none, and to new ones while there may be more."""
        while self._queue:
            idle = next((worker for worker in self._workers if not worker.task), None)
            room = self._has_room()
            if idle is None and not room:
                return
            *_, task, then = heapq.heappop(self._queue)
            fresh = room and task.weight >= LIFE  # what is loaded already is left to others
            self._give(self._hire(task) if fresh or idle is None else idle, task, then)

    def _has_room(self) -> bool:
        """Whether another worker may be hired, and is worth it."""
        waiting = sum(task.size for *_, task, _ in self._queue)
        return len(self._workers) < self.number and (not self._workers or waiting >= self.worth)

    def _hire(self, task: Task) -> _Worker:
        if task.load and self._hired and self.method == "fork":
            task.load()
        self._hired += 1
        from multiprocessing import Pipe

        ours, theirs = Pipe()
        process = process_of(_serve, theirs, self.timeout, method=self.method)
        with uninterrupted():  # whoever is forked must be known before anybody asks us to end
            process.start()
            worker = _Worker(process, ours)
            self._workers.append(worker)
        theirs.close()  # now it is the worker's alone: when it dies, the line ends
        return worker

    def _give(self, worker: _Worker, task: Task, then: Then) -> None:
        worker.task, worker.then = task, then
        worker.life -= task.weight
        self.begun(task)
        try:
            worker.line.send(task)
        except BrokenPipeError:
            raise _lost(worker, task, self.timeout) from None

    def _result(self, worker: _Worker) -> tuple[object, Then]:
        task, then = worker.task, worker.then
        assert task is not None  # noqa: S101 - only workers with a task are asked
        assert then is not None  # noqa: S101 - the same
        try:
            result, error = worker.line.recv()
        except (EOFError, ConnectionResetError):
            raise _lost(worker, task, self.timeout) from None
        worker.task = worker.then = None
        if error is not None:
            raise error
        if worker.life <= 0:
            self._workers.remove(worker)
            _end(worker)
        return result, then


def processors() -> int:
    """How many processors this process may use: those that its affinity allows, where the system tells."""
    if sys.version_info >= (3, 13):
        return os.process_cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _lost(worker: _Worker, task: Task, timeout: float) -> RenderError:
    """Why a worker is no more, in one line."""
    worker.process.join()
    code = worker.process.exitcode or 0
    if code == -signal.SIGALRM:
        return RenderError(f"{task.name}: not done after {timeout:g} s; --timeout allows more")
    if code >= 0:
        return RenderError(f"{task.name}: its worker ended with code {code}")
    reason = "; perhaps memory ran out, which --jobs 1 may help" if code == -signal.SIGKILL else ""
    return RenderError(f"{task.name}: its worker was ended by {signal.Signals(-code).name}{reason}")


def _end(worker: _Worker) -> None:
    """End a worker, whatever it is doing: what it leaves in files is written in one step."""
    worker.process.kill()
    worker.process.join()
    worker.process.close()
    worker.line.close()


def process_of(
    work: Callable[..., None], *arguments: object, method: Method = METHOD
) -> ForkProcess | SpawnProcess:
    """A process for a work that calls `follow_parent` first; it is to be started `uninterrupted`."""
    from multiprocessing import get_context

    fork = method == "fork"
    context = get_context("fork") if fork else get_context("spawn")
    return context.Process(target=work, args=arguments, daemon=True)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Keep back what would end us; a process started meanwhile begins in the same state."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_ENDING: Final = frozenset({signal.SIGINT, signal.SIGTERM})


# --- in the worker -----------------------------------------------------------------------------------


def follow_parent() -> None:
    """In a process that was started `uninterrupted`: Ctrl-C is the parent's to answer; we end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _serve(line: Connection, timeout: float) -> None:
    """Do task after task until somebody ends us."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    follow_parent()
    gc.disable()
    while True:
        task = line.recv()
        # The system's own timer ends us even in the middle of a library's C code.
        signal.setitimer(signal.ITIMER_REAL, timeout)
        outcome = _outcome(task)
        signal.setitimer(signal.ITIMER_REAL, 0)
        line.send(outcome)


def _outcome(task: Task) -> tuple[object, Exception | None]:
    """What the task gave, or what it raised."""
    try:
        return task.work(*task.arguments), None
    except MemoryError:
        return None, RenderError(f"{task.name}: out of memory; --jobs 1 leaves more for each")
    except Exception as error:  # noqa: BLE001 - it is raised again by the parent
        error.add_note("".join(traceback.format_exception(error)))
        return None, error


def _end_with_parent() -> None:
    """Wait for the parent's end, however it comes, and follow it."""
    from multiprocessing import parent_process

    parent = parent_process()
    assert parent is not None  # noqa: S101 - we are a worker
    parent.join()
    os._exit(1)
