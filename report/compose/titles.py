"""What sections are called: in their heading, in the running head and in the contents."""

from __future__ import annotations

from report.compose.composition import Composition
from report.compose.forms import typeset
from report.model import Issue, Replaced, Words
from report.settings import SectionSettings


def heading(composition: Composition, section: SectionSettings) -> Words:
    """The section's title without its number: the brief's own, else its country, else the kind's."""
    if section.title:
        return typeset(composition, section.title)
    if section.kind == "country":
        return typeset(composition, composition.brief.countries[section.country].name)
    return _titles(composition, annex=section.is_annex)[section.kind]


def running_title(composition: Composition, section: SectionSettings) -> Words:
    """What the running head says: an annex by its letter, every other section by its title."""
    if section.is_annex:
        return composition.voices.say("Annex {letter}", letter=section.number)
    return heading(composition, section)


def title_line(composition: Composition, section: SectionSettings) -> Words:
    """What stands below the title: of changes, since which edition; of everything else nothing."""
    before = composition.replaced
    if section.kind != "changes" or before is None:
        return {}
    date = day(composition, before)
    return composition.voices.say("since edition {number} of {date}", number=before.number, date=date)


def edition(composition: Composition) -> Words:
    """The edition's number and day; nothing in a proof."""
    return _dated(composition, composition.issue) if composition.issue else {}


def replaced(composition: Composition) -> Words:
    """The edition that this one replaces; nothing in the first one, nor in a proof."""
    return _dated(composition, composition.replaced) if composition.replaced else {}


def _dated(composition: Composition, issue: Issue | Replaced) -> Words:
    date = day(composition, issue)
    return composition.voices.say("Edition {number} of {date}", number=issue.number, date=date)


def day(composition: Composition, issue: Issue | Replaced) -> Words:
    """The day an edition was made."""
    return composition.voices.each(lambda voice: voice.date(issue.day))


def _titles(composition: Composition, *, annex: bool) -> dict[str, Words]:
    say = composition.voices.say
    return {
        "cover": typeset(composition, composition.settings.short_title),
        "summary": say("Summary"),
        "contents": say("Contents"),
        "changes": say("All changes") if annex else say("What changed"),
        "prose": say("Outcomes"),
        "proposals": say("Who proposed what"),
        "investment": say("Investment overview"),
        "register": say("Register of documents"),
        "counts": say("Counts and contradictions"),
        "figures": say("Further figures"),
        "sources": say("Sources"),
        "reading": say("Abbreviations and how to read"),
        "colophon": say("About this brief"),
    }
