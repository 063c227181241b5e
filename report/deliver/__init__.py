"""An edition and its recipients → messages, sent once to each, and how each delivery stands."""

from __future__ import annotations

from report.deliver.failures import Failure, told
from report.deliver.mailing import Attachment, Mailing
from report.deliver.messages import composer
from report.deliver.pauses import LONGEST_PAUSE, Timing
from report.deliver.sending import Compose, Run, Watch, hand_in, send
from report.deliver.session import Rejected, Unreachable
from report.deliver.trial import write_trial
from report.deliver.troubles import News, told_of

__all__ = [
    "LONGEST_PAUSE",
    "Attachment",
    "Compose",
    "Failure",
    "Mailing",
    "News",
    "Rejected",
    "Run",
    "Timing",
    "Unreachable",
    "Watch",
    "composer",
    "hand_in",
    "send",
    "told",
    "told_of",
    "write_trial",
]
