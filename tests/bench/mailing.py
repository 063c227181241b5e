"""Editions sent to many: seconds, and memory that must not grow with the number of recipients."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from mailserver import Manner, post
from released import add_edition, address_all, project_in

from bench.measure import BenchError
from bench.works import Bench

ATTACHMENT = 1_000_000
NUMBERS = (50, 500)
LIMIT = 1.2


def work_of(number: int) -> str:
    """What a run to so many recipients is called."""
    return f"mailing {number}"


def mailing(bench: Bench) -> None:
    """An edition with an attachment of 1 MB, to fewer and to more, over the loopback line."""
    for _ in range(bench.runs):
        for number in NUMBERS:
            _send(bench, number)


def _send(bench: Bench, number: int) -> None:
    with post(manner=Manner(keeps=False)) as server:
        project = project_in(bench.emptied("mailing"), port=server.port)
        address_all(project, ({"id": f"o-{place}"} for place in range(number)))
        add_edition(project, datetime.now(UTC), size=ATTACHMENT)
        command = [sys.executable, "-m", "report", "--project", str(project), "send", "--yes"]
        bench.watch(work_of(number), command)
        if len(server.kept) != number:
            raise BenchError(f"{len(server.kept)} of {number} messages arrived")
