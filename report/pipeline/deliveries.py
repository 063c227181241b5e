"""A brief's settings → what the ledger knows of its deliveries."""

from __future__ import annotations

from report.model import Delivery
from report.settings import Settings

LEDGER = "deliveries.sqlite"
"""The ledger of deliveries within a brief's out/."""


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
