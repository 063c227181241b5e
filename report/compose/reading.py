"""How to read the brief as a view: abbreviations, grades of evidence, qualifiers, signs, conversion."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from report.compose.composition import Composition
from report.compose.forms import evidence_word, typeset
from report.compose.wording import texts
from report.model import Evidence, Term, Words
from report.settings import SectionSettings


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """An abbreviation and what it stands for."""

    short: Words
    long: Words


@dataclass(frozen=True, slots=True)
class Reading:
    """Abbreviations, grades of evidence, qualifiers, amounts and their conversion."""

    abbreviations: tuple[Abbreviation, ...]
    notes: tuple[tuple[Words, Words], ...]


def reading(composition: Composition, section: SectionSettings) -> Reading:
    """Abbreviations that this version prints, by their first form, then the rules of reading."""
    # Each language's texts are gathered once: there are hundreds of terms to look for.
    printed = {
        language: "\n".join(texts(composition.brief, language)) for language in composition.version.languages
    }
    terms = [term for term in composition.brief.glossary.values() if term.abbreviation]
    entries = [_abbreviation(composition, term, printed) for term in terms]
    shown = [entry for entry in entries if entry.short]
    return Reading(
        tuple(sorted(shown, key=lambda entry: next(iter(entry.short.values())))),
        _reading_notes(composition),
    )


def _abbreviation(composition: Composition, term: Term, printed: Mapping[str, str]) -> Abbreviation:
    """The short forms that the version prints, each with what it stands for; none where it prints none."""
    forms = composition.voices.only(term.abbreviation)
    short = {language: form for language, form in forms.items() if _is_in(printed[language], form)}
    long = typeset(composition, term.expansion or term.name)
    return Abbreviation(short, {language: long[language] for language in short})


def _is_in(text: str, form: str) -> bool:
    """Whether the short form is a word of its own; most are not there at all, which is told sooner."""
    return form in text and re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text) is not None


def _reading_notes(composition: Composition) -> tuple[tuple[Words, Words], ...]:
    voices = composition.voices
    say = voices.say
    return (
        *_grades(composition),
        (
            say("more than, about, up to"),
            say("qualifiers as the source words them; a number without one stands as the source gives it"),
        ),
        (
            say("about, before a rounded amount"),
            say(
                "an exact amount keeps at most three decimals, an approximate one at most four digits; "
                "an exact amount that is rounded says “about”"
            ),
        ),
        (say("mn, bn, tn"), say("million, billion (a thousand million), trillion (a million million)")),
        *_signs(composition),
        (
            say("working title"),
            say("the title is ours, because the source gives the subject and not the title"),
        ),
        (
            say("planned; not confirmed"),
            say("the planned date had passed when the data were closed, and no source confirms it"),
        ),
        (say("not published"), say("no source states it; nothing is put in its place")),
        *_conversion_note(composition),
        *_codes(composition),
    )


def _grades(composition: Composition) -> tuple[tuple[Words, Words], ...]:
    voices = composition.voices
    say = voices.say
    return (
        (
            evidence_word(voices, Evidence.LISTED),
            say("named in a release, text, or list of a party itself, or in a full copy of one"),
        ),
        (
            evidence_word(voices, Evidence.REPORTED),
            say("named by the press, in a digest, or on a secondary page"),
        ),
        (
            evidence_word(voices, Evidence.INFERRED),
            say("parties and subject are known, the document itself is not described"),
        ),
    )


def _signs(composition: Composition) -> tuple[tuple[Words, Words], ...]:
    """Each sign with the currency it stands for, in this brief."""
    voices = composition.voices

    def note(code: str) -> tuple[Words, Words]:
        return voices.each(lambda voice: voice.sign(code)), voices.each(lambda voice: voice.currency(code))

    return tuple(note(code) for code in composition.brief.currencies)


def _codes(composition: Composition) -> tuple[tuple[Words, Words], ...]:
    """Each code (ISO 639) of a source's language, with the language's name."""
    voices = composition.voices
    codes = sorted({source.language for source in composition.brief.sources.values() if source.language})
    if not codes:
        return ()
    return (
        (
            voices.say("letters in brackets behind a source"),
            voices.each(lambda voice: "; ".join(f"{code} {voice.language_name(code)}" for code in codes)),
        ),
    )


def _conversion_note(composition: Composition) -> tuple[tuple[Words, Words], ...]:
    rate = composition.brief.reference_rate
    if rate is None:
        return ()
    voices = composition.voices
    words = voices.say(
        "amounts announced at the event are converted at {rate}, the rate of {date}, and rounded",
        rate=voices.each(lambda voice: voice.rate(rate)),
        date=voices.each(lambda voice: voice.date(rate.date)),
    )
    return ((voices.say("conversion"), words),)
