"""A brief's settings → what the ledger knows of its deliveries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from report.model import Attempt, Delivery, Status
from report.settings import Settings

LEDGER = "deliveries.sqlite"
"""The ledger of deliveries within a brief's out/."""
OPEN: Final = (Status.PLANNED, Status.SENDING, Status.DEFERRED)
"""How a delivery stands that somebody still has to bring to its end, or has begun to."""


def deliveries_of(settings: Settings, edition: int | None = None) -> tuple[Delivery, ...]:
    """What the ledger says of an edition, or of all; nothing where nothing was ever sent.

    Raises:
        ArchiveError: the ledger is damaged.
    """
    path = settings.out / LEDGER
    if not path.exists():
        return ()
    from report.ledger import Ledger

    with Ledger(path) as ledger:
        return ledger.deliveries(edition)


def attempts_of(settings: Settings, deliveries: Sequence[Delivery]) -> tuple[tuple[Attempt, ...], ...]:
    """Every try of each delivery, the first one first.

    Raises:
        ArchiveError: the ledger is damaged.
    """
    if not deliveries:
        return ()
    from report.ledger import Ledger

    with Ledger(settings.out / LEDGER) as ledger:
        return tuple(ledger.attempts(it.edition, it.recipient) for it in deliveries)
