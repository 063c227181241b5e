"""Steps of a cycle that fail, or work again → what the operator is told of them, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from report.deliver.failures import OPERATOR, Word, to_operator
from report.localize import Voices
from report.model import CycleStep, Message, Trouble, Words
from report.pages import Pages
from report.settings import MailSettings, Settings


@dataclass(frozen=True, slots=True)
class News:
    """What the operator has not heard yet, and the cycle in which it came up."""

    cycle: str
    failing: tuple[Trouble, ...]
    recovered: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A step in words, since when it failed, and why."""

    step: Words
    since: Words
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """What the operator reads, in every language of the brief."""

    languages: tuple[str, ...]
    title: Words
    failing: tuple[Line, ...]
    recovered: tuple[Line, ...]
    advice: Words
    cycle: str


def told_of(news: News, settings: Settings, mail: MailSettings, *, voices: Voices, now: datetime) -> Message:
    """The message to the operator's address, plain text and without an attachment."""
    name = voices.only(settings.short_title)
    steps = _steps(voices)
    report = Report(
        languages=voices.languages,
        title=(
            voices.say("{title}: a run failed", title=name)
            if news.failing
            else voices.say("{title}: it works again", title=name)
        ),
        failing=tuple(_line(it, steps, voices) for it in news.failing),
        recovered=tuple(_line(it, steps, voices) for it in news.recovered),
        advice=voices.say("How the brief is, and what is outstanding: {command}", command="brief status"),
        cycle=news.cycle,
    )
    text = Pages(settings.template_folders, voices.say).fill("mail/troubles.txt", report)
    parts = (settings.id, news.cycle, OPERATOR, now.isoformat())
    return to_operator(Word(report.title, text, parts), mail, voices, now=now)


def _line(trouble: Trouble, steps: Mapping[CycleStep, Words], voices: Voices) -> Line:
    since = voices.say("since {time}", time=f"{trouble.since:%Y-%m-%d %H:%M %z}")
    return Line(steps[trouble.step], since, trouble.message)


def _steps(voices: Voices) -> Mapping[CycleStep, Words]:
    say = voices.say
    return {
        CycleStep.SETTINGS: say("reading brief.toml"),
        CycleStep.STATE: say("reading what earlier runs left"),
        CycleStep.PULL: say("fetching from the sources"),
        CycleStep.CHECK: say("checking the data"),
        CycleStep.BUILD: say("making the edition"),
        CycleStep.RELEASE: say("releasing the edition"),
        CycleStep.DELIVER: say("sending the edition"),
    }
