"""A figure's label → how it is called away from its country's section."""

from __future__ import annotations

from report.localize.voices import Voices
from report.model import Brief, Claim, Country, Words


def label_apart(claim: Claim, brief: Brief, voices: Voices) -> Words:
    """The claim's label, with its country before it where the label does not name the country itself."""
    country = brief.countries.get(claim.country)
    label = voices.typeset(voices.only(claim.label))
    if country is None or _is_named(brief, country, claim.label):
        return label
    return voices.typeset(voices.say("{country}: {metric}", country=country.name, metric=label))


def _is_named(brief: Brief, country: Country, label: Words) -> bool:
    """Whether the label names the country in each language, in any form that the glossary has."""
    forms = [form for term in brief.glossary.values() if term.name == country.name for form in term.forms]
    spellings = [*country.name.values(), *forms]
    return all(any(spelling in text for spelling in spellings) for text in label.values())
