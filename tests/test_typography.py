"""Plain text → the same words in the typography of their language."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from report.localize.typography import typeset

LETTERS = st.text(alphabet="аЯвГ зrT19 \u00a0\n\"'«»„“”‘’-–—.,:;()[]№%@/{}\ue000\u2011\u202f", max_size=40)
WORDS = st.lists(
    st.sampled_from(
        """
        " «А» «Б „В“» в и Токио "слово" - — – 20 декабря 5 млн 12-20 2025-12 KZ-007 А. Б. Иванов № 5 [12]
        https://example.org/a-b "x ' l'eau ’90s $5 million December “ ” „ г. don't ("a") ,
        """.split()  # noqa: SIM905 - words read better so
    ),
    max_size=14,
).map(" ".join)
LANGUAGES = st.sampled_from(["ru", "en", "de"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Форум "Центральная Азия" открыт', "Форум «Центральная Азия» открыт"),
        ('АО "НАК "Казатомпром""', "АО «НАК „Казатомпром“»"),
        ("АО «НАК „Казатомпром“»", "АО «НАК „Казатомпром“»"),
        ("“Центральная Азия”", "«Центральная Азия»"),
        ('экран 5"', 'экран 5"'),
        ("Токио - столица", "Токио~— столица"),
        ("Токио — столица", "Токио~— столица"),
        ("Центральная Азия – Япония", "Центральная Азия~– Япония"),
        ("В Токио и в Астане", "В~Токио и~в~Астане"),
        ("«О дружбе»", "«О~дружбе»"),
        ("С. Ю. Иванов", "С.~Ю.~Иванов"),
        ("20 декабря 2025 г.", "20~декабря 2025~г."),
        ("3 трлн иен, 70 %, 15 тонн", "3~трлн~иен, 70~%, 15~тонн"),
        ("документ №5", "документ №~5"),
        ("20 лет, включая 6 льготных", "20~лет, включая 6~льготных"),
        ("12 млрд долларов США", "12~млрд~долларов~США"),
        ("транспорт (1); «Центральная Азия + Япония»", "транспорт~(1); «Центральная Азия~+~Япония»"),
        ("Принята [12], [13]", "Принята~[12],~[13]"),
        ("17-20 декабря", "17–20~декабря"),
        ("KZ-007, 2025-12-20, 2025-12", "KZ-007, 2025-12-20, 2025-12"),
        ("бизнес\u2011форум", "бизнес-форум"),
        ("2026\u202fг.", "2026~г."),
        ('см. "https://example.org/a - в b-1"', "см.~«https://example.org/a~— в~b-1»"),
    ],
)
def test_russian(text: str, expected: str) -> None:
    """Russian has «ёлочки» with „лапки“ inside, dashes, and no break where a line must not end."""
    assert typeset(text, "ru").replace("\u00a0", "~") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('The "Central Asia" forum', "The “Central Asia” forum"),
        ("Japan's 'new' plan", "Japan’s ‘new’ plan"),
        ("the '90s", "the ’90s"),
        ("$8.5 billion", "$8.5~billion"),
        ("December 20, 2025", "December~20, 2025"),
        ("through December 2025", "through December~2025"),
        ("Mitsui & Co., Ltd. and NTT DOCOMO, Inc.", "Mitsui~&~Co.,~Ltd. and NTT DOCOMO,~Inc."),
        ("J. R. Smith", "J.~R.~Smith"),
        ("pages 12-20 and 2024-25", "pages 12–20 and 2024–25"),
        ("ISO 2025-12, id KZ-007-12", "ISO 2025-12, id KZ-007-12"),
        ("Adopted [1, 12]", "Adopted~[1, 12]"),
        ("https://example.org/12-20?q='x'", "https://example.org/12-20?q='x'"),
        ("a {date:year-12-20}", "a {date:year-12-20}"),
    ],
)
def test_english(text: str, expected: str) -> None:
    """English has “curly” marks, en dashes in ranges, and keeps numbers with their scale."""
    assert typeset(text, "en").replace("\u00a0", "~") == expected


def test_a_language_without_its_own_function_is_left_alone() -> None:
    """What is not known about a language is not guessed: quotation marks stay as written."""
    assert (
        typeset('Die "Erklärung" vom 20. Dezember [3]', "de") == 'Die "Erklärung" vom 20. Dezember\u00a0[3]'
    )


@given(text=LETTERS | WORDS | st.text(max_size=30), language=LANGUAGES)
@example(text='"a "b “c" d" e"', language="ru")
@example(text='«x "y “z" w»', language="ru")
def test_typeset_twice_is_typeset_once(text: str, language: str) -> None:
    """Typography is idempotent, so that every room may apply it."""
    once = typeset(text, language)
    assert typeset(once, language) == once


@given(text=LETTERS | WORDS | st.text(max_size=30), language=LANGUAGES)
def test_words_are_never_changed(text: str, language: str) -> None:
    """Only spaces, quotation marks, apostrophes, hyphens and dashes change."""

    def words(wording: str) -> str:
        return re.sub(r"[\s\u00a0\u2009\u202f\"'«»„“”‘’\-\u2010\u2011–—]", "", wording)

    assert words(typeset(text, language)) == words(text)


@given(text=LETTERS | WORDS, language=LANGUAGES)
def test_no_hyphen_that_the_faces_lack(text: str, language: str) -> None:
    """U+2010 and U+2011 are not in PT, and would bring in a fallback font; U+2060 is never added."""
    assert not set("\u2010\u2011\u2060") & set(typeset(text, language))
