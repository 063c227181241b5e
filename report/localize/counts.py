"""A `Count` → its words: "more than 60 documents", «около 22 документов», "8th", "70%".

Grammar depends on the qualifier (1 документ, but более 1 документа), so every unit has a plural
message of its own for each qualifier, and translators need no code.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from report.localize.messages import Forms, Phrase
from report.localize.speech import Speech
from report.model import Count, Qualifier, Unit

_FORMS: Mapping[tuple[Unit, Qualifier], Forms] = MappingProxyType(
    {
        (Unit.DOCUMENTS, Qualifier.EXACT): Forms("{number} document", "{number} documents"),
        (Unit.DOCUMENTS, Qualifier.ABOUT): Forms("about {number} document", "about {number} documents"),
        (Unit.DOCUMENTS, Qualifier.MORE_THAN): Forms(
            "more than {number} document", "more than {number} documents"
        ),
        (Unit.DOCUMENTS, Qualifier.UP_TO): Forms("up to {number} document", "up to {number} documents"),
        (Unit.COMPANIES, Qualifier.EXACT): Forms("{number} company", "{number} companies"),
        (Unit.COMPANIES, Qualifier.ABOUT): Forms("about {number} company", "about {number} companies"),
        (Unit.COMPANIES, Qualifier.MORE_THAN): Forms(
            "more than {number} company", "more than {number} companies"
        ),
        (Unit.COMPANIES, Qualifier.UP_TO): Forms("up to {number} company", "up to {number} companies"),
        (Unit.PEOPLE, Qualifier.EXACT): Forms("{number} person", "{number} people"),
        (Unit.PEOPLE, Qualifier.ABOUT): Forms("about {number} person", "about {number} people"),
        (Unit.PEOPLE, Qualifier.MORE_THAN): Forms("more than {number} person", "more than {number} people"),
        (Unit.PEOPLE, Qualifier.UP_TO): Forms("up to {number} person", "up to {number} people"),
        (Unit.PROJECTS, Qualifier.EXACT): Forms("{number} project", "{number} projects"),
        (Unit.PROJECTS, Qualifier.ABOUT): Forms("about {number} project", "about {number} projects"),
        (Unit.PROJECTS, Qualifier.MORE_THAN): Forms(
            "more than {number} project", "more than {number} projects"
        ),
        (Unit.PROJECTS, Qualifier.UP_TO): Forms("up to {number} project", "up to {number} projects"),
        (Unit.YEARS, Qualifier.EXACT): Forms("{number} year", "{number} years"),
        (Unit.YEARS, Qualifier.ABOUT): Forms("about {number} year", "about {number} years"),
        (Unit.YEARS, Qualifier.MORE_THAN): Forms("more than {number} year", "more than {number} years"),
        (Unit.YEARS, Qualifier.UP_TO): Forms("up to {number} year", "up to {number} years"),
        (Unit.TONNES_PER_YEAR, Qualifier.EXACT): Forms(
            "{number} metric ton a year", "{number} metric tons a year"
        ),
        (Unit.TONNES_PER_YEAR, Qualifier.ABOUT): Forms(
            "about {number} metric ton a year", "about {number} metric tons a year"
        ),
        (Unit.TONNES_PER_YEAR, Qualifier.MORE_THAN): Forms(
            "more than {number} metric ton a year", "more than {number} metric tons a year"
        ),
        (Unit.TONNES_PER_YEAR, Qualifier.UP_TO): Forms(
            "up to {number} metric ton a year", "up to {number} metric tons a year"
        ),
    }
)

# English writes an ordinal by CLDR's ordinal categories, which gettext does not know.
_RANKS: Mapping[str, Phrase] = MappingProxyType(
    {
        "zero": Phrase("rank, ordinal category zero", "{number}th"),
        "one": Phrase("rank, ordinal category one", "{number}st"),
        "two": Phrase("rank, ordinal category two", "{number}nd"),
        "few": Phrase("rank, ordinal category few", "{number}rd"),
        "many": Phrase("rank, ordinal category many", "{number}th"),
        "other": Phrase("rank, ordinal category other", "{number}th"),
    }
)


# Numbers up to nine are words in prose (docs/pages.md); in Russian one and two have a gender.
_WORDS: Mapping[int, Phrase] = MappingProxyType(
    {
        1: Phrase("small number", "one"),
        2: Phrase("small number", "two"),
        3: Phrase("small number", "three"),
        4: Phrase("small number", "four"),
        5: Phrase("small number", "five"),
        6: Phrase("small number", "six"),
        7: Phrase("small number", "seven"),
        8: Phrase("small number", "eight"),
        9: Phrase("small number", "nine"),
    }
)
_WORDS_OF_COMPANIES: Mapping[int, Phrase] = MappingProxyType(
    {
        1: Phrase("small number, of companies", "one"),
        2: Phrase("small number, of companies", "two"),
    }
)
_IN_WORDS = frozenset({Unit.DOCUMENTS, Unit.COMPANIES, Unit.PEOPLE, Unit.PROJECTS, Unit.YEARS})


def in_words(speech: Speech, count: Count) -> str:
    """As `prose`, with an exact number of things from one to nine as a word."""
    exact = count.qualifier is Qualifier.EXACT and count.unit in _IN_WORDS
    if not exact or count.number not in _WORDS:
        return prose(speech, count)
    number = int(count.number)
    gendered = _WORDS_OF_COMPANIES if count.unit is Unit.COMPANIES else {}
    word = speech.say_phrase(gendered.get(number, _WORDS[number]))
    return prose(speech, count).replace(speech.number(count.number), word, 1)


def prose(speech: Speech, count: Count) -> str:
    """The count with qualifier and noun, in the grammar the qualifier asks for.

    Raises:
        ValueError: the unit is not one of things (money and rates are said elsewhere).
    """
    if count.unit is Unit.PERCENT:
        return speech.qualified(count.qualifier, _percentage(speech, count.number))
    if count.unit is Unit.RANK:
        return _rank(speech, count)
    forms = _FORMS.get((count.unit, count.qualifier))
    if forms is None:
        raise ValueError(f"{count.unit} is not counted in words")
    return speech.say_forms(forms, count.number)


def short(speech: Speech, count: Count) -> str:
    """The number without noun or qualifier, for a label that names the things; a measure keeps its unit.

    A place in an order is an ordinal: a bare 8 would be read as a number of things.
    """
    match count.unit:
        case Unit.RANK if count.qualifier is Qualifier.EXACT:
            return _rank(speech, count)
        case Unit.PERCENT:
            return _percentage(speech, count.number)
        case Unit.TONNES_PER_YEAR:
            return speech.say("{number} t a year", number=count.number)
        case _:
            return speech.number(count.number)


def _percentage(speech: Speech, number: Decimal) -> str:
    return speech.say("{number}%", number=number)


def _rank(speech: Speech, count: Count) -> str:
    """A place in an order, 1 the highest: "more than 8" is a lower place, "up to 8" this or a higher one."""
    match count.qualifier:
        case Qualifier.ABOUT:
            return speech.say("about place {number}", number=count.number)
        case Qualifier.MORE_THAN:
            return speech.say("below place {number}", number=count.number)
        case Qualifier.UP_TO:
            return speech.say("place {number} or higher", number=count.number)
        case _:
            category = speech.locale.ordinal_form(count.number)
            return speech.say_phrase(_RANKS[category], number=count.number)
