"""Nouns of the model → wordings: the table of forms of docs/pages.md in both languages, and its laws."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from report.errors import Location, SettingsError
from report.localize import (
    MalformedPlaceholder,
    Placeholder,
    UnknownPlaceholder,
    Voice,
    Voices,
    ambiguous_signs,
    parse,
    resolve,
)
from report.model import (
    Brief,
    Claim,
    Count,
    Document,
    Event,
    EventKind,
    Evidence,
    Money,
    PartialDate,
    Period,
    Qualifier,
    Rate,
    Scope,
    Term,
    Unit,
    Use,
    Vocabulary,
)
from report.settings import default_folder

OURS = default_folder("templates") / "locale"
VOICES = {language: Voice(language, catalogues=[OURS]) for language in ("ru", "en")}
WHERE = Location("data/invented.csv", 2)
SUMMIT = PartialDate(2025, 12, 20)
RATE = Rate(PartialDate(2025, 12, 19), "USD", "JPY", Decimal("157.51"), True, ("s",), {}, WHERE)
NEW_CATALOGUE = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgctxt "digits from which thousands are parted"
msgid "4"
msgstr "4"

"""


def plain(text: str) -> str:
    """The text with its no-break spaces made visible."""
    return text.replace("\u00a0", "~")


def money(amount: str, currency: str, qualifier: str = "exact") -> Money:
    """An amount as the table of forms writes it."""
    return Money(Decimal(amount), currency, Qualifier(qualifier))


def count(number: str, unit: str, qualifier: str = "exact") -> Count:
    """A count as the table of forms writes it."""
    return Count(Decimal(number), Unit(unit), Qualifier(qualifier))


# --- money -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "russian", "english"),
    [
        (money("8.5e9", "USD", "more_than"), "более 8,5~млрд~долларов~США", "more than $8.5~billion"),
        (money("3e12", "JPY"), "3~трлн~иен", "¥3~trillion"),
        (money("719e6", "JPY", "up_to"), "до~719~млн~иен", "up to ¥719~million"),
        (money("1e6", "JPY"), "1~млн~иен", "¥1~million"),
        (money("7e9", "EUR", "about"), "около 7~млрд~евро", "about €7~billion"),
        (money("5e9", "CNY"), "5~млрд~юаней", "¥5~billion"),
        (money("999999", "USD"), "999~999~долларов~США", "$999,999"),
        (money("21", "JPY"), "21~иена", "¥21"),
        (money("22", "JPY", "about"), "около 22~иен", "about ¥22"),
        (money("21", "USD", "more_than"), "более 21~доллара~США", "more than $21"),
        (money("1.5", "USD"), "1,5~доллара~США", "$1.5"),
        (money("5e9", "KZT"), "5~млрд~казахских тенге", "KZT~5~billion"),
        (money("21", "KZT"), "21~казахский тенге", "KZT~21"),
        (money("21", "KZT", "about"), "около 21 KZT", "about KZT~21"),
        (money("500000", "KZT", "about"), "около 500~000~казахских тенге", "about KZT~500,000"),
        (money("261421121086", "USD"), "около 261,4~млрд~долларов~США", "about $261.4~billion"),
        (money("999999999", "EUR"), "около 1~млрд~евро", "about €1~billion"),
        (money("1500e12", "JPY"), "1500~трлн~иен", "¥1,500~trillion"),
    ],
)
def test_money_in_prose(value: Money, russian: str, english: str) -> None:
    """Prose has words in Russian and signs in English, both with scale and qualifier."""
    assert [plain(VOICES[language].value(value)) for language in ("ru", "en")] == [russian, english]


@pytest.mark.parametrize(
    ("value", "russian", "english"),
    [
        (money("3e12", "JPY"), "¥3~трлн", "¥3~tn"),
        (money("8.5e9", "USD"), "$8,5~млрд", "$8.5~bn"),
        (money("8.5e9", "USD", "more_than"), "более $8,5~млрд", "more than $8.5~bn"),
        (money("719e6", "JPY"), "¥719~млн", "¥719~mn"),
        (money("12345", "EUR"), "€12~345", "€12,345"),
        (money("5e9", "KZT"), "KZT~5~млрд", "KZT~5~bn"),
        (money("261421121086", "USD"), "около $261,4~млрд", "about $261.4~bn"),
    ],
)
def test_money_in_tables(value: Money, russian: str, english: str) -> None:
    """Tables and figures put the sign first in both languages, then the abbreviated scale."""
    assert [plain(VOICES[language].value(value, "short")) for language in ("ru", "en")] == [russian, english]


@pytest.mark.parametrize(
    ("qualifier", "amount", "said"),
    [
        ("more_than", "8499999999", "more than $8.499~bn"),
        ("up_to", "8499000001", "up to $8.5~bn"),
        ("about", "288406000000", "about $288.4~bn"),
        ("exact", "288406000000", "$288.406~bn"),
        ("exact", "8499999999", "about $8.5~bn"),
        ("exact", "8500000000", "$8.5~bn"),
    ],
)
def test_rounding_keeps_a_qualifier_true(qualifier: str, amount: str, said: str) -> None:
    """A lower bound is rounded down, an upper one up; what was exact is then about, in four digits."""
    assert plain(VOICES["en"].value(money(amount, "USD", qualifier), "short")) == said


def test_bare_amounts_only_round() -> None:
    """Without a qualifier the number alone is printed; the qualifier is told apart."""
    value = money("261421121086", "USD", "exact")
    assert plain(VOICES["ru"].bare(value)) == "261,4~млрд~долларов~США"
    assert plain(VOICES["ru"].bare(value, "short")) == "$261,4~млрд"
    assert VOICES["ru"].shown_qualifier(value) == "около"
    assert VOICES["en"].shown_qualifier(money("1e9", "USD")) == ""


def test_a_brief_has_its_own_signs() -> None:
    """Signs of the brief replace ours in both forms."""
    voice = Voice("en", catalogues=[OURS], signs={"JPY": "JP¥"})
    assert plain(voice.value(money("3e12", "JPY"))) == "JP¥3~trillion"
    assert plain(voice.value(money("3e12", "JPY"), "short")) == "JP¥3~tn"


@pytest.mark.parametrize(
    ("currencies", "signs", "ambiguous"),
    [
        (["USD", "JPY", "EUR"], {}, []),
        (["JPY", "CNY", "USD"], {}, [("CNY", "JPY")]),
        (["USD", "CAD"], {}, [("CAD", "USD")]),
        (["USD", "CAD"], {"USD": "US$"}, []),
        (["JPY", "CNY"], {"CNY": "CN¥"}, [("CNY", "JPY")]),
        (["JPY", "CNY"], {"JPY": "JP¥", "CNY": "CN¥"}, []),
        (["NOK", "SEK"], {"NOK": "kr", "SEK": "kr"}, [("NOK", "SEK")]),
    ],
)
def test_a_sign_that_could_be_two_currencies(
    currencies: list[str], signs: dict[str, str], ambiguous: list[tuple[str, ...]]
) -> None:
    """Yen and yuan, two dollars, or two equal signs are told as ambiguous."""
    assert ambiguous_signs(currencies, signs) == ambiguous


@pytest.mark.parametrize(
    ("rate", "russian", "english"),
    [
        (RATE, "157,51~иены за~доллар~США", "157.51~yen to the dollar"),
        (replace(RATE, rate=Decimal(157)), "157~иен за~доллар~США", "157~yen to the dollar"),
        (
            replace(RATE, base="EUR", quote="USD", rate=Decimal(1)),
            "1~доллар~США за~евро",
            "1 dollar to the euro",
        ),
        (
            replace(RATE, base="NOK", quote="KZT", rate=Decimal("51.5")),
            "51,5~казахского тенге за~1 NOK",
            "51.5 Kazakhstani tenges for 1 NOK",
        ),
    ],
)
def test_rates(rate: Rate, russian: str, english: str) -> None:
    """A rate is said in words, by CLDR's names where the catalogue has none."""
    assert [plain(VOICES[language].rate(rate)) for language in ("ru", "en")] == [russian, english]


# --- counts and numbers ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "russian", "english"),
    [
        (count("1", "documents"), "1~документ", "1 document"),
        (count("2", "documents"), "2~документа", "2 documents"),
        (count("5", "documents"), "5~документов", "5 documents"),
        (count("21", "documents"), "21~документ", "21 documents"),
        (count("21", "documents", "more_than"), "более 21~документа", "more than 21 documents"),
        (count("22", "documents", "about"), "около 22~документов", "about 22 documents"),
        (count("150", "documents", "up_to"), "до~150~документов", "up to 150 documents"),
        (count("2", "people"), "2~человека", "2 people"),
        (count("2800", "people", "more_than"), "более 2800~человек", "more than 2,800 people"),
        (count("20592571", "people"), "20~592~571~человек", "20,592,571 people"),
        (count("60", "companies", "about"), "около 60~компаний", "about 60 companies"),
        (count("44", "projects"), "44~проекта", "44 projects"),
        (count("5", "years"), "5~лет", "5 years"),
        (count("21", "years", "more_than"), "более 21~года", "more than 21 years"),
        (count("15", "tonnes_per_year", "about"), "около 15~тонн в~год", "about 15 metric tons a year"),
        (count("1.5", "tonnes_per_year"), "1,5~тонны в~год", "1.5 metric tons a year"),
        (count("1.5", "tonnes_per_year", "about"), "около 1,5~тонны в~год", "about 1.5 metric tons a year"),
        (count("70", "percent", "more_than"), "более 70~%", "more than 70%"),
        (count("8", "rank"), "8-е место", "8th"),
        (count("23", "rank"), "23-е место", "23rd"),
        (count("8", "rank", "up_to"), "не~ниже 8-го места", "place 8 or higher"),
        (count("155.915", "jpy_per_usd"), "155,915~иены за~доллар~США", "155.915~yen to the dollar"),
    ],
)
def test_counts_in_prose(value: Count, russian: str, english: str) -> None:
    """A noun agrees with its number and with its qualifier."""
    assert [plain(VOICES[language].value(value)) for language in ("ru", "en")] == [russian, english]


@pytest.mark.parametrize(
    ("value", "russian", "english"),
    [
        (count("150", "documents", "more_than"), "более 150", "more than 150"),
        (count("70", "percent"), "70~%", "70%"),
        (count("8", "rank"), "8-е место", "8th"),
        (count("155.915", "jpy_per_usd"), "155,915", "155.915"),
        (count("15", "tonnes_per_year", "about"), "около 15~т в~год", "about 15 t a year"),
    ],
)
def test_counts_in_tables(value: Count, russian: str, english: str) -> None:
    """A table has the number of things alone; a percentage and a measure keep their unit."""
    assert [plain(VOICES[language].value(value, "short")) for language in ("ru", "en")] == [russian, english]


RUSSIAN_DOCUMENT = {
    "exact": {"one": "документ", "few": "документа", "many": "документов"},
    "qualified": {"one": "документа", "few": "документов", "many": "документов"},
}


@given(st.integers(0, 200), st.sampled_from(Qualifier))
def test_russian_plurals_follow_cldr(number: int, qualifier: Qualifier) -> None:
    """For every number and qualifier the noun has the form of its CLDR category."""
    category = Locale("ru").plural_form(number)
    case = "exact" if qualifier is Qualifier.EXACT else "qualified"
    said = VOICES["ru"].value(Count(Decimal(number), Unit.DOCUMENTS, qualifier))
    assert said.split("\u00a0")[-1] == RUSSIAN_DOCUMENT[case][category]


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("unit", [unit for unit in Unit if unit is not Unit.MONEY])
def test_every_count_can_be_said(language: str, unit: Unit) -> None:
    """Every unit has a wording for 0 to 200 with each qualifier, which holds the number and the qualifier."""
    voice = VOICES[language]
    for number in range(201):
        for qualifier in Qualifier:
            said = voice.value(Count(Decimal(number), unit, qualifier))
            assert voice.number(Decimal(number)) in said
            if unit is not Unit.RANK:
                assert said.startswith(voice.qualifier(qualifier))


@given(
    st.decimals(min_value=-(10**15), max_value=10**15, places=3) | st.integers(-(10**20), 10**20).map(Decimal)
)
def test_a_number_can_be_read_back(number: Decimal) -> None:
    """What is said of a number is the number, to its last decimal, in both languages."""
    marks = {"ru": ("\u00a0", ","), "en": (",", ".")}
    for language, (thousands, point) in marks.items():
        said = VOICES[language].number(number)
        read = Decimal(said.replace(thousands, "").replace(point, ".").replace("−", "-"))
        assert read == number
        assert read.as_tuple().exponent == number.as_tuple().exponent


@pytest.mark.parametrize(
    ("number", "russian", "english"),
    [
        ("2800", "2800", "2,800"),
        ("12345", "12~345", "12,345"),
        ("1234567.50", "1~234~567,50", "1,234,567.50"),
        ("-0.5", "−0,5", "−0.5"),
        ("3E+3", "3000", "3,000"),
    ],
)
def test_digits(number: str, russian: str, english: str) -> None:
    """Thousands are parted from five digits up in Russian, always in English; decimals stay."""
    assert [plain(VOICES[language].number(Decimal(number))) for language in ("ru", "en")] == [
        russian,
        english,
    ]


def test_lists() -> None:
    """A list ends in «и» or in ", and"."""
    assert VOICES["ru"].join(["А", "Б", "В"]) == "А, Б и\u00a0В"
    assert VOICES["en"].join(["A", "B", "C"]) == "A, B, and C"


# --- dates -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "form", "russian", "english"),
    [
        (SUMMIT, "prose", "20~декабря 2025~г.", "December~20, 2025"),
        (PartialDate(2026, 5), "prose", "май 2026~г.", "May~2026"),
        (PartialDate(2028), "prose", "2028~г.", "2028"),
        (SUMMIT, "short", "20.12.2025", "Dec~20, 2025"),
        (PartialDate(2026, 5), "short", "05.2026", "May~2026"),
        (PartialDate(2028), "short", "2028", "2028"),
    ],
)
def test_dates(date: PartialDate, form: str, russian: str, english: str) -> None:
    """A date is said as exactly as it is known, in full in prose and briefly in a table."""
    said = [VOICES[language].date(date, "short" if form == "short" else "prose") for language in ("ru", "en")]
    assert list(map(plain, said)) == [russian, english]


@pytest.mark.parametrize(
    ("start", "end", "years", "russian", "english"),
    [
        ((2024,), (2024,), 0, "2024~г.", "2024"),
        ((2025, 12, 20), (2025, 12, 20), 0, "20~декабря 2025~г.", "December~20, 2025"),
        ((2025, 1), (2025, 9), 0, "январь~– сентябрь 2025~г.", "January–September~2025"),
        ((2025, 12, 17), (2025, 12, 20), 0, "17–20~декабря 2025~г.", "December~17–20, 2025"),
        ((2025, 11, 28), (2025, 12, 3), 0, "28~ноября~– 3~декабря 2025~г.", "November~28~– December~3, 2025"),
        (
            (2024, 12, 30),
            (2025, 1, 2),
            0,
            "30~декабря 2024~г.~– 2~января 2025~г.",
            "December~30, 2024~– January~2, 2025",
        ),
        ((2025, 10), (2026, 2), 0, "октябрь 2025~г.~– февраль 2026~г.", "October~2025~– February~2026"),
        ((2005,), (2025, 6), 0, "2005~г.~– июнь 2025~г.", "2005~– June~2025"),
        ((2000,), (2004,), 0, "2000–2004~гг.", "2000–2004"),
        (None, (2025, 8), 0, "по~август 2025~г.", "through August~2025"),
        (None, (2025, 10), 5, "за~пять~лет, по~октябрь 2025~г.", "five years through October~2025"),
        (None, (2016,), 1, "за~один~год, по~2016~г.", "one year through 2016"),
        ((2025, 12), None, 5, "пять~лет с~декабря 2025~г.", "five years from December~2025"),
        ((2025, 8), None, 0, "с~августа 2025~г.", "since August~2025"),
    ],
)
def test_periods(
    start: tuple[int, ...] | None, end: tuple[int, ...] | None, years: int, russian: str, english: str
) -> None:
    """Each kind of period has a wording that is grammatical in both languages."""
    period = Period(PartialDate(*start) if start else None, PartialDate(*end) if end else None, years)
    assert [plain(VOICES[language].period(period)) for language in ("ru", "en")] == [russian, english]


def test_a_period_without_ends_is_refused() -> None:
    """Nothing is said of no time at all."""
    with pytest.raises(ValueError, match="a start or an end"):
        VOICES["en"].period(Period(None, None))


# --- messages --------------------------------------------------------------------------------------


def test_fields_are_filled_and_never_read_again() -> None:
    """A brace in a value is text."""
    assert VOICES["en"].say("Announced: {announced}. Named: {named}.", announced="{named}", named="x") == (
        "Announced: {named}. Named: x."
    )


@pytest.mark.parametrize("values", [{}, {"letter": "A", "more": "B"}, {"leter": "A"}])
def test_a_missing_or_unknown_field_is_an_error(values: dict[str, str]) -> None:
    """A message is said with exactly its fields."""
    with pytest.raises(ValueError, match=r"has the fields \['letter'\]"):
        VOICES["ru"].say("Annex {letter}", **values)


def test_an_untranslated_message_stops_the_build() -> None:
    """No message is silently said in another language; the source language needs no wording."""
    with pytest.raises(SettingsError, match="no ru wording of 'Nowhere said'"):
        VOICES["ru"].say("Nowhere said")
    assert VOICES["en"].say("Nowhere said") == "Nowhere said"


def test_plural_messages() -> None:
    """A plural message takes the form of its number and says it."""
    forms = ("{number} document", "{number} documents")
    assert [plain(VOICES["ru"].say_plural(*forms, number)) for number in (1, 3, 10500)] == [
        "1~документ",
        "3~документа",
        "10~500~документов",
    ]


def test_voices_say_in_every_language() -> None:
    """Voices give one wording a language, and take `Words` by language."""
    voices = Voices(tuple(VOICES.values()))
    assert voices.languages == ("ru", "en")
    assert voices.say("{amount}, grant", amount={"ru": "сумма", "en": "an amount"}) == {
        "ru": "сумма, грант",
        "en": "an amount, grant",
    }
    assert voices.say_plural("{number} year", "{number} years", 2) == {"ru": "2\u00a0года", "en": "2 years"}
    assert voices.say_in("qualifier", "about") == {"ru": "около", "en": "about"}
    assert voices.typeset({"ru": '"А"', "en": '"A"'}) == {"ru": "«А»", "en": "“A”"}
    assert voices.each(lambda voice: voice.language) == {"ru": "ru", "en": "en"}


# --- a third language, and a brief's own words -----------------------------------------------------


def catalogue(folder: Path, language: str, text: str) -> Path:
    """Write a catalogue below `folder`."""
    path = folder / language / "LC_MESSAGES" / "brief.po"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    return folder


def test_a_third_language_is_a_catalogue(tmp_path: Path) -> None:
    """German needs no code: CLDR's numbers and dates, its own messages, and no guessed typography."""
    entries = """\
msgctxt "date"
msgid "{year}"
msgstr "{year}"

msgid "Contents"
msgstr "Inhalt"

msgid "{number} document"
msgid_plural "{number} documents"
msgstr[0] "{number} Dokument"
msgstr[1] "{number} Dokumente"
"""
    voice = Voice("de", catalogues=[catalogue(tmp_path, "de", NEW_CATALOGUE + entries), OURS])
    assert voice.say("Contents") == "Inhalt"
    assert voice.number(Decimal("20592571.5")) == "20.592.571,5"
    assert [voice.value(count(number, "documents")) for number in ("1", "2800")] == [
        "1 Dokument",
        "2.800 Dokumente",
    ]
    assert voice.date(SUMMIT) == "20. Dezember 2025"
    assert voice.date(PartialDate(2028)) == "2028"
    assert voice.join(["A", "B"]) == "A und B"
    assert voice.typeset('"A"') == '"A"'
    with pytest.raises(SettingsError, match=r"no de wording of 'about \{amount\}'"):
        voice.value(count("70", "documents", "about"), "short")


def test_a_brief_overrides_a_message(tmp_path: Path) -> None:
    """The first catalogue that has a message wins; the others have the rest."""
    own = catalogue(
        tmp_path, "ru", NEW_CATALOGUE.partition("msgctxt")[0] + 'msgid "Contents"\nmsgstr "Оглавление"\n'
    )
    voice = Voice("ru", catalogues=[own, OURS])
    assert voice.say("Contents") == "Оглавление"
    assert voice.say("Summary") == VOICES["ru"].say("Summary")


@pytest.mark.parametrize(
    ("language", "text", "complaint"),
    [
        ("de", None, "language 'de' has no catalogue"),
        ("qq", NEW_CATALOGUE, "'qq' is not a language that CLDR knows"),
        ("de", "Inhalt: Contents\n", "not a gettext catalogue"),
        ("ru", NEW_CATALOGUE + 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\n', "expected 4"),
        ("de", NEW_CATALOGUE.replace('msgstr "4"', 'msgstr "vier"'), "'vier' is no number"),
    ],
)
def test_a_catalogue_that_cannot_be_used(
    tmp_path: Path, language: str, text: str | None, complaint: str
) -> None:
    """A missing or damaged catalogue is the operator's to mend, and says so in one line."""
    folder = tmp_path if text is None else catalogue(tmp_path, language, text)
    with pytest.raises(SettingsError, match=complaint):
        Voice(language, catalogues=[folder])


def test_a_wording_with_other_fields_is_refused(tmp_path: Path) -> None:
    """A brief's own wording must have the fields of its message."""
    own = catalogue(tmp_path, "en", NEW_CATALOGUE + 'msgid "Annex {letter}"\nmsgstr "Annex {number}"\n')
    with pytest.raises(SettingsError, match="has not the fields of"):
        Voice("en", catalogues=[own]).say("Annex {letter}", letter="A")


# --- placeholders ----------------------------------------------------------------------------------


def claim(key: str, value: Money | Count, period: Period) -> Claim:
    """An invented claim."""
    words = {"ru": "о", "en": "o"}
    return Claim(key, "KZ", "m", period, value, words, Use.KEY, False, "", "", ("s",), {}, WHERE)


def document(
    key: str, country: str, scope: Scope, signed: PartialDate | None, amount: Money | None
) -> Document:
    """An invented document."""
    words = {"ru": "о", "en": "o"}
    return Document(
        key,
        country,
        scope,
        words,
        "en",
        False,
        "memorandum",
        "state",
        words,
        words,
        signed,
        "energy",
        amount,
        Evidence.LISTED,
        ("s",),
        {},
        WHERE,
    )


def event(key: str, date: PartialDate | None) -> Event:
    """An invented event."""
    return Event(key, date, "CA", {"ru": "о", "en": "o"}, ("s",), EventKind.PAST, WHERE)


NAME = {"ru": 'Форум "А" и Б', "en": 'Forum "A"'}
CLAIMS = [
    claim("kz-investment", money("8.5e9", "USD", "more_than"), Period(None, PartialDate(2025, 12))),
    claim("target", money("3e12", "JPY", "about"), Period(PartialDate(2025, 12), None, 5)),
    claim("fdi", money("4e8", "EUR"), Period(PartialDate(2024), PartialDate(2024))),
    claim("kz-documents", count("60", "documents", "more_than"), Period(SUMMIT, SUMMIT)),
    claim("share", count("70", "percent"), Period(PartialDate(2023), PartialDate(2024))),
]
DOCUMENTS = [
    document("KZ-001", "KZ", Scope.VISIT, SUMMIT, None),
    document("KZ-002", "KZ", Scope.RELATED, None, money("7.65e8", "JPY", "up_to")),
    document("UZ-001", "UZ", Scope.FORUM, None, None),
]
EVENTS = [event("ev-summit", SUMMIT), event("ev-next", None)]
BRIEF = Brief(
    countries={},
    documents={row.id: row for row in DOCUMENTS},
    claims={row.id: row for row in CLAIMS},
    events={row.id: row for row in EVENTS},
    proposals={},
    rates=(RATE,),
    places={},
    glossary={"g-forum": Term("g-forum", "body", NAME, {}, {}, (), (), WHERE)},
    sources={},
    vocabulary=Vocabulary({}, {}, {}, {}, {}, {}),
    prose={},
    charts={},
)


@pytest.mark.parametrize(
    ("text", "russian", "english"),
    [
        ("x {money:kz-investment}", "x более 8,5~млрд~долларов~США", "x more than $8.5~billion"),
        ("x {money:KZ-002}", "x до~765~млн~иен", "x up to ¥765~million"),
        ("x {converted:target}", "x около 19~млрд~долларов~США", "x about $19~billion"),
        ("x {count:kz-documents}", "x более 60~документов", "x more than 60 documents"),
        ("x {number:kz-documents}", "x более 60", "x more than 60"),
        ("x {percent:share}", "x 70~%", "x 70%"),
        ("x {date:summit}", "x 20~декабря 2025~г.", "x December~20, 2025"),
        ("x {date:ev-summit}", "x 20~декабря 2025~г.", "x December~20, 2025"),
        ("x {date:KZ-001}", "x 20~декабря 2025~г.", "x December~20, 2025"),
        ("x {year:share}", "x 2024", "x 2024"),
        ("x {year:target}", "x 2025", "x 2025"),
        ("x {year:summit}", "x 2025", "x 2025"),
        ("x {named:KZ}", "x один~документ", "x one document"),
        ("x {named:CA-ALL}", "x два~документа", "x two documents"),
        ("x {related:KZ}", "x один~документ", "x one document"),
        ("x {related:UZ}", "x 0~документов", "x 0 documents"),
        ("x {rate:reference}", "x 157,51~иены за~доллар~США", "x 157.51~yen to the dollar"),
        ("x {name:forum}", "x Форум «А» и~Б", "x Forum “A”"),
        ("x {name:g-forum}", "x Форум «А» и~Б", "x Forum “A”"),
    ],
)
def test_every_kind_of_placeholder(text: str, russian: str, english: str) -> None:
    """A placeholder says what its row holds, in each language, with its qualifier."""
    assert [plain(VOICES[language].prose(text, BRIEF)) for language in ("ru", "en")] == [russian, english]


def test_prose_is_one_text_in_each_language() -> None:
    """Voices fill and typeset the text of each language."""
    words = {
        "ru": 'Всего "{money:target}" и {date:summit}.',
        "en": 'In all "{money:target}" on {date:summit}.',
    }
    assert {
        language: plain(text) for language, text in Voices(tuple(VOICES.values())).prose(words, BRIEF).items()
    } == {
        "ru": "Всего «около 3~трлн~иен» и~20~декабря 2025~г.",
        "en": "In all “about ¥3~trillion” on December~20, 2025.",
    }


def test_a_sentence_begins_with_a_capital() -> None:
    """What a placeholder says at the start of a sentence is capitalized; after an abbreviation it is not."""
    said = VOICES["ru"].prose(
        "{count:kz-documents} и всё. {money:target} в 2025 г. {number:kz-documents}", BRIEF
    )
    assert plain(said) == "Более 60~документов и~всё. Около 3~трлн~иен в~2025~г. более 60"
    said = VOICES["ru"].prose("Было {date:summit}. {count:kz-documents} подписаны. {money:target}", BRIEF)
    assert plain(said) == "Было 20~декабря 2025~г. Более 60~документов подписаны. Около 3~трлн~иен"


@pytest.mark.parametrize(
    ("text", "suggestions"),
    [
        ("{money:kz-investmnt}", ("kz-investment",)),
        ("{money:kz-documents}", ()),
        ("{count:target}", ()),
        ("{percent:kz-documents}", ()),
        ("{mony:target}", ("money",)),
        ("{date:next}", ()),
        ("{date:sumit}", ("summit",)),
        ("{named:XX}", ()),
        ("{converted:fdi}", ()),
        ("{rate:referenc}", ("reference",)),
        ("{name:form}", ("forum",)),
    ],
)
def test_a_placeholder_for_nothing_is_refused(text: str, suggestions: tuple[str, ...]) -> None:
    """An unknown kind or key, or a row of another kind, is an error that suggests what is near."""
    [placeholder] = parse(text)
    assert isinstance(placeholder, Placeholder)
    with pytest.raises(UnknownPlaceholder) as caught:
        resolve(placeholder, BRIEF)
    assert caught.value.placeholder == placeholder
    assert caught.value.suggestions == suggestions


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("a } b", 2),
        ("{money:a", 0),
        ("a {money}", 2),
        ("{money:a}{", 9),
        ("{{money:a}}", 0),
        ("{Money:a}", 0),
    ],
)
def test_a_stray_brace_is_refused(text: str, position: int) -> None:
    """A brace is a placeholder's or an error, with its place."""
    with pytest.raises(MalformedPlaceholder) as caught:
        parse(text)
    assert caught.value.position == position


def test_text_between_placeholders_is_kept() -> None:
    """Parsing gives the pieces in order, none of them empty."""
    assert parse("{a:b}, c {d:e-1.f_g}") == (Placeholder("a", "b"), ", c ", Placeholder("d", "e-1.f_g"))
    assert parse("") == ()


@given(
    st.lists(st.text(st.characters(exclude_characters="{}")) | st.just(Placeholder("money", "kz-investment")))
)
def test_pieces_make_the_text_again(pieces: list[str | Placeholder]) -> None:
    """Nothing is lost or added by parsing."""
    text = "".join(map(str, pieces))
    assert "".join(map(str, parse(text))) == text


def test_placeholders_do_not_bring_babel() -> None:
    """`brief check` reads placeholders and signs without loading Babel."""
    code = (
        "import sys, report.localize.placeholders, report.localize as l; l.parse, l.ambiguous_signs;"
        " sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
