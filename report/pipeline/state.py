"""out/state.json: what a cycle leaves for the next, and for whoever asks how the brief is.

Whoever changes it reads it first, and nobody else changes it meanwhile; the file is replaced in one step.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any, Final

from report.errors import ArchiveError
from report.model import (
    Cycle,
    CycleFailure,
    CycleOutcome,
    CycleState,
    CycleStep,
    Pulled,
    PullOutcome,
    Significance,
    Staleness,
    Status,
    Trouble,
    Waiting,
)
from report.settings import Settings

STATE: Final = "state.json"
"""The file within a brief's out/."""
SCHEMA: Final = 1
"""The version of the file: it grows when an old reader would misread a new file."""

_RUN: Final = "run"
_CHANGE: Final = "state"

Change = Callable[[CycleState], CycleState]


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Be the only cycle of this brief, on whatever machine; the system lets go when the process ends.

    Raises:
        BusyError: another cycle is under way, and is named.
        ArchiveError: out/ cannot be written.
    """
    from report.archive.locking import lock
    from report.archive.writing import told

    with told(settings.out):
        settings.out.mkdir(parents=True, exist_ok=True)
    with lock(settings.out, _RUN, what=str(settings.out), patience=0.0):
        yield


def state_of(settings: Settings) -> CycleState:
    """What the cycles so far have left; nothing where there was none.

    Raises:
        ArchiveError: the file is damaged, or cannot be read.
    """
    file = settings.out / STATE
    try:
        tree = json.loads(file.read_bytes())
        if tree["schema"] == SCHEMA:
            return _state(tree)
    except FileNotFoundError:
        return CycleState()
    except OSError as error:
        raise ArchiveError(f"{file}: {error.strerror}") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ArchiveError(f"{file}: damaged, or none of ours ({error!r})") from error
    raise ArchiveError(f"{file}: schema {tree['schema']!r}; this program reads {SCHEMA}")


def changed(settings: Settings, change: Change, *, anew: bool = False) -> CycleState:
    """Change the state, and give it as it is then; `anew` forgets what the file says, such as a damaged one.

    Raises:
        ArchiveError: it is damaged, or cannot be written.
    """
    from report.archive import PATIENCE_SECONDS, publish
    from report.archive.locking import lock

    with lock(settings.out, _CHANGE, what=str(settings.out / STATE), patience=PATIENCE_SECONDS):
        before = CycleState() if anew else state_of(settings)
        after = change(before)
        if after != before or anew:
            publish({STATE: _as_json({"schema": SCHEMA, **_plain(asdict(after))})}, settings.out)
        return after


def note_next_run(settings: Settings, moment: datetime | None) -> None:
    """Write down when the next cycle will begin; None where nobody waits for one any more.

    Raises:
        ArchiveError: the state is damaged, or cannot be written.
    """
    changed(settings, lambda state: replace(state, next_run=moment))


def cycle_tree(cycle: Cycle) -> dict[str, Any]:
    """A cycle as plain values, as the state and `brief run --json` have it."""
    tree: dict[str, Any] = _plain(asdict(cycle))
    return {**tree, "exit_code": cycle.exit_code}


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a noun is made of
    """Moments as ISO 8601, lengths of time in seconds, all else as JSON has it."""
    match value:
        case dict():
            return {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case datetime():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case _:
            return value


def _as_json(tree: Mapping[str, object]) -> bytes:
    return f"{json.dumps(tree, ensure_ascii=False, indent=2)}\n".encode()


def _state(tree: dict[str, Any]) -> CycleState:
    return CycleState(
        last=_cycle(tree["last"]) if tree["last"] else None,
        succeeded=_moment(tree["succeeded"]),
        next_run=_moment(tree["next_run"]),
        waiting=_waiting(tree["waiting"]) if tree["waiting"] else None,
        troubles=tuple(map(_trouble, tree["troubles"])),
    )


def _cycle(tree: dict[str, Any]) -> Cycle:
    return Cycle(
        id=tree["id"],
        began=datetime.fromisoformat(tree["began"]),
        ended=datetime.fromisoformat(tree["ended"]),
        outcome=CycleOutcome(tree["outcome"]),
        edition=tree["edition"],
        delivered={Status(status): number for status, number in tree["delivered"].items()},
        failures=tuple(map(_failure, tree["failures"])),
        holding=tree["holding"],
        again=_moment(tree["again"]),
        pulls=tuple(map(_pulled, tree["pulls"])),
    )


def _failure(tree: dict[str, Any]) -> CycleFailure:
    return CycleFailure(
        CycleStep(tree["step"]), tree["message"], int(tree["exit_code"]), tuple(tree["about"])
    )


def _pulled(tree: dict[str, Any]) -> Pulled:
    known = {
        "outcome": PullOutcome(tree["outcome"]),
        "staleness": Staleness(tree["staleness"]),
        "at": _moment(tree["at"]),
        "age": None if tree["age"] is None else timedelta(seconds=tree["age"]),
    }
    return Pulled(**{**tree, **known})


def _waiting(tree: dict[str, Any]) -> Waiting:
    since, significance = datetime.fromisoformat(tree["since"]), Significance(tree["significance"])
    return Waiting(**{**tree, "since": since, "significance": significance})


def _trouble(tree: dict[str, Any]) -> Trouble:
    return Trouble(
        step=CycleStep(tree["step"]),
        since=datetime.fromisoformat(tree["since"]),
        message=tree["message"],
        told=tuple(tree["told"]),
        recovered=_moment(tree["recovered"]),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
