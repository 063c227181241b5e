"""What the manifest says of the edition → whether the head and foot of every page say the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report.localize import Voice
from report.model import PartialDate
from report.verify.enclosed import Enclosed
from report.verify.nouns import Check, judged, unknown
from report.verify.pages import Printed, solid


def furniture(inside: Enclosed, pages: Printed, voices: Sequence[Voice]) -> Check:
    """Whether each page but the cover names the edition that the manifest names, and says how it stands."""
    if not inside.manifest or not voices:
        return unknown("edition", "there is nothing inside that says which edition it should be")
    faults = tuple(fault for voice in voices for fault in _faults(inside, pages, voice))
    number, status = inside.manifest["edition"], inside.manifest["status"]
    named = f"edition {number}, {status}" if number is not None else "a proof, and no edition"
    return judged("edition", faults, otherwise=f"{named}, in the file and on every page")


def _faults(inside: Enclosed, pages: Printed, voice: Voice) -> Iterator[str]:
    state, draft = solid(_state(inside, voice)), solid(voice.say("DRAFT"))
    drafted = inside.manifest["status"] == "draft"
    for number, said in enumerate(pages.furniture[1:], 2):
        if state not in said:
            yield f"page {number} ({voice.language}) does not say {_state(inside, voice)!r} at its foot"
        if (draft in said) is not drafted:
            yield f"page {number} ({voice.language}) says {'nothing of' if drafted else 'that it is'} a draft"


def _state(inside: Enclosed, voice: Voice) -> str:
    """As the foot has it."""
    date = voice.date(PartialDate(*map(int, str(inside.manifest["as_of"]).split("-"))))
    number = inside.manifest["edition"]
    if number is None:
        return voice.say("Data as of {date}", date=date)
    return voice.say("Edition {number}. Data as of {date}", number=number, date=date)
