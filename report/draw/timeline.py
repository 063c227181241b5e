"""Events around one, in order of time on one line, equally spaced and not to scale.

What happened is a full dot, what was planned or proposed a hollow one after a broken line, and says
so in words; events without a date come last. Labels stand by turns above and below the line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from report.draw.canvas import HIGHEST, WIDTH, Canvas, Drawing
from report.draw.lettering import Lettering, Line, in_one, lines_of
from report.draw.palette import BLUE, GREY, LINE, VERMILION
from report.errors import RenderError
from report.localize import Voices
from report.model import Brief, ChartSpec, Event, EventKind, Unit, Words

_MOST, _LEAST = 9, 3
"""So many labels stand clear of each other."""
_LEFT = 2.2
_LEADING = 3.2
_INSET = 1.6
"""Between a leader and its words."""
_CLEAR = 3.4
"""Between the line of time and the words."""
_DATE = Lettering(bold=True, colour=BLUE)
_STATE = Lettering(italic=True, colour=GREY, size=7.5)


@dataclass(frozen=True, slots=True)
class _Mark:
    event: Event
    chief: bool
    lines: tuple[Line, ...]

    @property
    def height(self) -> float:
        return len(self.lines) * _LEADING + _CLEAR


def draw(spec: ChartSpec, brief: Brief, voices: Voices) -> Drawing:
    """Draw the events around option `event`.

    Fields: `first` (year of the first event), `years` from it to the event, `ahead` (the number of
    events that are planned or proposed), `count` of events.

    Raises:
        RenderError: the event is not in the table, or has no date.
    """
    events = brief.timeline(str(spec.options["event"]))
    chief = brief.events.get(str(spec.options["event"]))
    if chief is None or chief.date is None or events[0].date is None:
        raise RenderError(f"{spec.location}: the event is not in events.csv, or has no date")
    ahead = [event for event in events if event.kind is not EventKind.PAST]
    marks = _fitting(events, chief, voices)
    rest = voices.say("{number} more, not drawn", number=len(events) - len(marks))
    canvas = _canvas(marks, rest if len(marks) < len(events) else {})
    return Drawing(
        svg=canvas.svg(),
        fields={
            "first": voices.plain(str(events[0].date.year)),
            "years": voices.counted(chief.date.year - events[0].date.year, Unit.YEARS),
            "ahead": voices.number(len(ahead)),
            "count": voices.number(len(events)),
        },
        reading=tuple(_sentence(event, voices) for event in events),
        sources=tuple(source for event in events for source in event.sources),
    )


def _fitting(events: Sequence[Event], chief: Event, voices: Voices) -> list[_Mark]:
    """As many marks as stand clear of each other on one sheet."""
    marks: list[_Mark] = []
    for number in range(_MOST, _LEAST - 1, -1):
        marks = _marks(_nearest(events, chief, number), chief, voices)
        rest = len(voices.languages) * _LEADING if len(marks) < len(events) else 0
        if sum(_sides(marks)) + 1 + rest <= HIGHEST:
            break
    return marks


def _nearest(events: Sequence[Event], chief: Event, number: int) -> list[Event]:
    """The first event, and of the others those nearest to the chief one, `number` in all."""
    here = events.index(chief)
    nearness = sorted(range(len(events)), key=lambda place: (place > 0, abs(place - here)))
    return [events[place] for place in sorted(nearness[:number])]


def _marks(events: Sequence[Event], chief: Event, voices: Voices) -> list[_Mark]:
    width = 2 * _step(events) - _INSET - 2
    return [_Mark(event, event is chief, _lines(event, event is chief, voices, width)) for event in events]


def _step(marks: Sequence[object]) -> float:
    """From mark to mark: the last one has as much room for its words as any other."""
    return (WIDTH - _LEFT) / (len(marks) + 1)


def _lines(event: Event, chief: bool, voices: Voices, width: float) -> tuple[Line, ...]:
    looks = replace(_DATE, colour=VERMILION) if chief else _DATE
    lines = list(in_one(_date(event, voices), width, looks))
    if event.kind is not EventKind.PAST:
        lines += in_one(_state(event, voices), width, _STATE)
    return (*lines, *lines_of(voices.typeset(voices.only(event.what)), width))


def _date(event: Event, voices: Voices) -> Words:
    date = event.date
    return voices.each(lambda voice: voice.date(date, "short")) if date else voices.say("date not disclosed")


def _state(event: Event, voices: Voices) -> Words:
    return voices.say("planned") if event.kind is EventKind.PLANNED else voices.say("proposed")


def _sides(marks: Sequence[_Mark]) -> tuple[float, float]:
    """How high the labels above and below the line are."""
    return max(mark.height for mark in marks[::2]), max((mark.height for mark in marks[1::2]), default=0)


def _canvas(marks: Sequence[_Mark], rest: Words) -> Canvas:
    above, below = _sides(marks)
    lines = lines_of(rest, WIDTH, _STATE)
    canvas = Canvas(height=above + below + 1 + len(lines) * _LEADING)
    canvas.lines(_LEFT, above + below + 1, lines, leading=_LEADING)
    places = [_LEFT + position * _step(marks) for position in range(len(marks))]
    turn = next(x for x, mark in zip(places, marks, strict=True) if mark.chief)
    canvas.line([(_LEFT, above), (turn, above)], colour=BLUE, width=1.2)
    canvas.line([(turn, above), (WIDTH, above)], colour=BLUE, width=1.2, dashed=True)
    for position, (x, mark) in enumerate(zip(places, marks, strict=True)):
        _draw(canvas, mark, x=x, line=above, up=position % 2 == 0)
    return canvas


def _draw(canvas: Canvas, mark: _Mark, *, x: float, line: float, up: bool) -> None:
    end = line - mark.height if up else line + mark.height
    canvas.line([(x, line), (x, end)], colour=VERMILION if mark.chief else LINE, width=0.7)
    canvas.lines(x + _INSET, end if up else line + _CLEAR, mark.lines, leading=_LEADING)
    if mark.event.kind is EventKind.PAST:
        canvas.dot(x, line, 2.2 if mark.chief else 1.4, colour=VERMILION if mark.chief else BLUE)
    else:
        canvas.ring(x, line, 1.4, colour=BLUE)


def _sentence(event: Event, voices: Voices) -> Words:
    date = _date(event, voices)
    if event.kind is EventKind.PAST:
        return voices.say("{date}: {event}.", date=date, event=event.what)
    return voices.say("{date}, {state}: {event}.", date=date, state=_state(event, voices), event=event.what)
