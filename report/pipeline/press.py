"""Keys → what stands under them: from the cache, or made by a worker, and then somebody goes on with it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from report.cache import Cache
from report.errors import ArchiveError
from report.workers import Executor, Task

Kept = Mapping[str, bytes]
Made = Callable[[Kept, frozenset[str]], None]


@dataclass(slots=True)
class Press:
    """Has things made that are not in the cache, and meanwhile does the steps that wait to be done here."""

    cache: Cache
    workers: Executor
    _steps: deque[Callable[[], None]] = field(default_factory=deque)

    def later(self, step: Callable[[], None]) -> None:
        """Do a step here, when those before it are done; workers are heard between steps."""
        self._steps.append(step)

    def make(self, keys: Sequence[str], task: Callable[[Sequence[str]], Task], then: Made) -> None:
        """Have what is missing of `keys` made by the task that `task` gives for it; then go on.

        `then` is called with everything that stands under the keys, and which of them were made now.
        """
        kept = {key: content for key in keys if (content := self.cache.get(key)) is not None}
        missing = [key for key in keys if key not in kept]
        if not missing:
            then(kept, frozenset())
            return
        self.workers.submit(
            task(missing), lambda _: then({**kept, **self._made(missing)}, frozenset(missing))
        )

    def run(self) -> None:
        """Work until nothing waits any more.

        Raises:
            RenderError, ArchiveError: the first error of any task or step; nobody is waited for then.
        """
        while self._steps or self.workers.busy:
            if self.workers.busy:
                self.workers.hear(patient=not self._steps)
            if self._steps:
                self._steps.popleft()()

    def _made(self, keys: Sequence[str]) -> Kept:
        made = {key: self.cache.get(key) for key in keys}
        lost = [key for key, content in made.items() if content is None]
        if lost:
            raise ArchiveError(f"{self.cache.folder}: emptied while it was in use; build again")
        return {key: content for key, content in made.items() if content is not None}
