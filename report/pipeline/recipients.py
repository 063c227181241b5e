"""A brief's recipients.csv → everybody who may get its editions, judged."""

from __future__ import annotations

from report.model import MailingList
from report.settings import Settings


def judge_recipients(settings: Settings, *, strict: bool = False) -> MailingList:
    """Load and check the recipients, active or not.

    Raises:
        DataError: with every error (or, strict, every warning too).
    """
    from report.check import check_recipients
    from report.load import load_recipients

    return check_recipients(load_recipients(settings), settings, strict=strict)
