"""A label away from its country's section → the same label after the name of its country."""

from __future__ import annotations

from collections.abc import Iterator

from report.localize.voices import Voices
from report.model import Brief, Claim, Country, Words


def label_apart(claim: Claim, brief: Brief, *, voices: Voices) -> Words:
    """The claim's label, with its country before it where the label does not name the country itself."""
    country = brief.countries.get(claim.country)
    if country is None or _is_named(brief, country, claim.label):
        return voices.typeset(voices.only(claim.label))
    return voices.typeset(after_country(country.name, claim.label, brief=brief, voices=voices))


def after_country(country: Words, label: Words, *, brief: Brief, voices: Voices) -> Words:
    """The label behind a country's name and a colon: in lower case, unless it begins with a name."""
    metric = {language: _lowered(brief, text) for language, text in label.items()}
    return voices.say("{country}: {metric}", country=country, metric=metric)


def _lowered(brief: Brief, text: str) -> str:
    """The text with a small first letter; names, their adjectives, and abbreviations keep their capital."""
    first = text.split(" ", 1)[0]
    kept = first[1:] != first[1:].lower() or text.startswith(tuple(_spellings(brief)))
    return text if kept or _is_of_a_place(brief, first) else text[:1].lower() + text[1:]


def _is_of_a_place(brief: Brief, word: str) -> bool:
    """Whether a word is a place's name with letters added or left out, as in Japanese, Uzbek, Kazakh."""
    places = (name for term in brief.glossary.values() if term.kind == "place" for name in term.name.values())
    return any(place.startswith(word) or word.startswith(place) for place in places)


def _spellings(brief: Brief) -> Iterator[str]:
    """Every spelling of every name that the glossary has."""
    for term in brief.glossary.values():
        yield from (*term.name.values(), *term.forms)


def _is_named(brief: Brief, country: Country, label: Words) -> bool:
    """Whether the label names the country in each language, in any form that the glossary has."""
    forms = [form for term in brief.glossary.values() if term.name == country.name for form in term.forms]
    spellings = [*country.name.values(), *forms]
    return all(any(spelling in text for spelling in spellings) for text in label.values())
