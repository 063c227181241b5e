"""What sections are called: in their heading, in the running head and in the contents."""

from __future__ import annotations

from report.compose.forms import Composition, typeset
from report.model import Words
from report.settings import SectionSettings


def heading(composition: Composition, section: SectionSettings) -> Words:
    """The section's title without its number: the brief's own, else its country, else the kind's."""
    if section.title:
        return typeset(composition, section.title)
    if section.kind == "country":
        return typeset(composition, composition.brief.countries[section.country].name)
    return _titles(composition)[section.kind]


def running_title(composition: Composition, section: SectionSettings) -> Words:
    """What the running head says: an annex by its letter, every other section by its title."""
    if section.number.isalpha():
        return composition.voices.say("Annex {letter}", letter=section.number)
    return heading(composition, section)


def _titles(composition: Composition) -> dict[str, Words]:
    say = composition.voices.say
    return {
        "cover": typeset(composition, composition.settings.short_title),
        "summary": say("Summary"),
        "contents": say("Contents"),
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
