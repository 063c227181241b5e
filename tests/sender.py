"""A ledger, a port and a number of officials → edition 7 sent to them, by a process that a test may kill.

Prints a line when it begins to send, so that it is killed while it does.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

from officials import mail_to, message_to, recipients

from report.deliver import Run, Timing, send
from report.errors import ArchiveError
from report.ledger import Ledger


def main(path: str, port: str, number: str, size: str = "200") -> None:
    """Send as `brief send` does; whoever comes second gives way."""
    stop = Event()
    now = datetime.now(UTC)
    run = Run(
        edition=7,
        released=now - timedelta(minutes=1),
        recipients=recipients(int(number)),
        compose=lambda recipient, corrects: message_to(recipient, int(size)),
        watch=lambda delivery: None,
    )
    mail = replace(mail_to(int(port)), retry_for=timedelta(seconds=1))
    timing = Timing(lambda: datetime.now(UTC), stop.wait, stop.is_set)
    with Ledger(Path(path)) as ledger, suppress(ArchiveError):
        sys.stdout.write("begun\n")
        sys.stdout.flush()
        send(run, mail, "", ledger=ledger, timing=timing)


if __name__ == "__main__":
    main(*sys.argv[1:])
