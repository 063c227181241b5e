"""Steps of a cycle that failed or passed → what the operator has not heard yet, and whether it was told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from report.model import CycleFailure, CycleStep, Trouble
from report.settings import Settings


@dataclass(frozen=True, slots=True)
class Reckoning:
    """All troubles after a cycle, and which of them the operator has to hear of; `about` is by step."""

    troubles: tuple[Trouble, ...]
    failing: tuple[Trouble, ...]
    recovered: tuple[Trouble, ...]
    about: dict[CycleStep, tuple[str, ...]]

    @property
    def news(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.failing or self.recovered)

    def heard(self) -> tuple[Trouble, ...]:
        """What is left to remember once the operator has heard all of it."""
        return tuple(
            replace(it, told=tuple(dict.fromkeys((*it.told, *self.about.get(it.step, ())))))
            for it in self.troubles
            if it.recovered is None
        )


def reckon(
    before: Sequence[Trouble],
    failures: Sequence[CycleFailure],
    passed: Collection[CycleStep],
    *,
    now: datetime,
) -> Reckoning:
    """Hold a cycle's failures against what the operator knows.

    A step that was not tried neither fails nor works again.
    """
    known = {trouble.step: trouble for trouble in before}
    about: dict[CycleStep, tuple[str, ...]] = {}
    for failure in failures:
        about[failure.step] = (*about.get(failure.step, ()), *failure.about)
    for step in about:
        message = "; ".join(it.message for it in failures if it.step is step)
        known[step] = replace(known.get(step, Trouble(step, now, "")), message=message, recovered=None)
    for step in set(known) & set(passed) - set(about):
        known[step] = replace(known[step], recovered=known[step].recovered or now)
    troubles = tuple(known.values())
    return Reckoning(
        troubles=troubles,
        failing=tuple(it for it in troubles if set(about.get(it.step, ())) - set(it.told)),
        recovered=tuple(it for it in troubles if it.recovered),
        about=about,
    )


def tell_news(settings: Settings, reckoning: Reckoning, *, cycle: str, now: datetime) -> str:
    """Mail the news to the operator; why they did not get there, empty where they did.

    Without [mail] there is nobody to mail to, and the log has told it.
    """
    mail = settings.mail
    if mail is None:
        return ""
    from report.deliver import News, told_of
    from report.pipeline.mailing import tell_operator

    news = News(cycle, reckoning.failing, reckoning.recovered)
    return tell_operator(settings, lambda voices: told_of(news, settings, mail, voices=voices, now=now))
