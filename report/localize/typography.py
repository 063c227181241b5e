"""Plain text → the same words in the typography of their language.

One function a language; a language without one gets what holds everywhere. Every function may be
applied again without changing anything. Rules: docs/pages.md, after A. Milchin's handbook for
Russian and the Chicago Manual of Style for American English. Only spaces, quotation marks,
apostrophes, hyphens and dashes change; addresses of the web and of mail, and placeholders, are left
as they are.
Takes text, never HTML: the quotation marks of attributes would be turned too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

_NO_BREAK = "\N{NO-BREAK SPACE}"
_ADDRESS = re.compile(
    r"\uE000|\{[a-z]+:[^{}\s]*\}|(?:https?://|www\.)[^\s<>«»“”„\"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
)
_STAND_IN = "\ue000"

# PT has no U+2010, and a line-end hyphen is the engine's to set; CLDR's narrow and
# thin spaces become the one no-break space that the faces have.
_PLAIN = str.maketrans({"\u2010": "-", "\u2011": "-", "\u202f": _NO_BREAK, "\u2009": _NO_BREAK})

_MARK = re.compile(r"(?<=\S) (?=\[\d+(?:, ?\d+)*\])")
_DASH = re.compile(r"(?<=\S) (?=[–—](?:\s|$))")
_NUMBER_IN_BRACKETS = re.compile(r"(?<=\S) (?=\(\d+\))")
# A sign between two names, such as + or &, and the legal form of a company stay with the name.
_JOINING = re.compile(r"(?<=[^\W\d_]) [+&] (?=[^\W\d_])")
_LEGAL_FORM = re.compile(r"(?<=[\w.],) (?=(?:Ltd|Inc|LLC)\b)")
_RANGE = re.compile(r"(?<![\w–\-.,/])(\d{1,4})-(\d{1,4})(?![\w–/]|-\w|[.,]\d)")
_YEAR_AND_MONTH = re.compile(r"\d{4}-(?:0\d|1[0-2])")
_INNER_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")


def typeset(text: str, language: str) -> str:
    """`text` in the typography of `language` (ISO 639-1)."""
    addresses = iter(_ADDRESS.findall(text))
    words = _ADDRESS.sub(_STAND_IN, text).translate(_PLAIN)
    words = _TYPOGRAPHIES.get(language, neutral)(words)
    return re.sub(_STAND_IN, lambda _: next(addresses), words)


def neutral(text: str) -> str:
    """What holds in every language: a source mark such as [12], and a dash, stay with the word before."""
    return _glued(text, (_MARK, _DASH, _NUMBER_IN_BRACKETS, _JOINING, _LEGAL_FORM))


def russian(text: str) -> str:
    """«Ёлочки» with „лапки“ inside, dashes, and no break where a line must not end."""
    text = _russian_quotes(_INNER_APOSTROPHE.sub("’", text))
    text = re.sub(r"(?<=\S)([ \u00a0])-(?=[ \u00a0]\S)", r"\1—", text)
    text = re.sub(r"№[ \u00a0]?(?=\d)", f"№{_NO_BREAK}", text)
    return neutral(_glued(_ranges(text), _RUSSIAN_GLUE))


def english(text: str) -> str:
    """“Curly” quotation marks and apostrophes, and no break where a line must not end."""
    return neutral(_glued(_ranges(_english_quotes(text)), _ENGLISH_GLUE))


_TYPOGRAPHIES: Mapping[str, Callable[[str], str]] = MappingProxyType({"ru": russian, "en": english})


def _glued(text: str, rules: tuple[re.Pattern[str], ...]) -> str:
    """Every rule matches, among what is around it, the one space that must not break."""
    for rule in rules:
        text = rule.sub(lambda match: match[0].replace(" ", _NO_BREAK), text)
    return text


def _ranges(text: str) -> str:
    """An en dash between two numbers that rise, such as 17-20; not in 2025-12 or KZ-007."""

    def dash(match: re.Match[str]) -> str:
        first, last = match[1], match[2]
        if _YEAR_AND_MONTH.fullmatch(match[0]) or last.startswith("0"):
            return match[0]
        # 2024-25 is a rise too: the century is said once.
        whole = first[: len(first) - len(last)] + last
        return f"{first}–{last}" if int(first) < int(whole) else match[0]

    return _RANGE.sub(dash, text)


# --- Russian ---------------------------------------------------------------------------------------

_SHORT_WORDS = "а|в|и|к|о|с|у|во|да|до|за|из|ко|на|не|ни|но|об|от|по|со"
_RUSSIAN_GLUE = (
    re.compile(rf"(?<![\w-])(?:{_SHORT_WORDS}) (?=\S)", re.IGNORECASE),
    re.compile(r"(?<=\d) (?=[а-яё%‰]|[МГ]Вт)"),
    re.compile(r"(?<!\w)(?:млн|млрд|трлн|тыс\.) (?=[а-яё])"),
    re.compile(r"доллар\w* (?=США)"),
    re.compile(r"(?<!\w)см\. (?=\S)", re.IGNORECASE),
    re.compile(r"(?<!\w)[А-ЯЁA-Z]\. (?=[А-ЯЁA-Z])"),
    re.compile(r"(?<!\w)(?:стр|рис|табл|разд|ст|гл|п)\. (?=\d)", re.IGNORECASE),
    re.compile(r"(?<![\w.])(?<!\d[ \u00a0])г\. (?=[А-ЯЁ])"),
)
_QUOTES = '«»„“”"'
_QUOTE = re.compile(f"[{_QUOTES}]")
_PAIRS = (("«", "»"), ("„", "“"))


def _russian_quotes(text: str) -> str:
    """Pairs of quotation marks, whatever they were, as «» outside and „“ inside.

    A mark without a partner stays, so that a fault is seen and nothing is guessed.
    """
    characters = list(text)
    opened: list[int] = []
    opens = False
    for at in (match.start() for match in _QUOTE.finditer(text)):
        after_mark = at > 0 and text[at - 1] in _QUOTES
        starts = opens if after_mark else _starts_word(text, at)
        opens = _opens(text, at, inner=bool(opened) and text[opened[-1]] == "„", starts=starts)
        if opens:
            opened.append(at)
        elif opened:
            start = opened.pop()
            characters[start], characters[at] = _PAIRS[len(opened) % 2]
    return "".join(characters)


def _opens(text: str, at: int, *, inner: bool, starts: bool) -> bool:
    """Whether a mark opens or closes: “ closes „ in Russian and opens in English, " needs its place."""
    match text[at]:
        case "«" | "„":
            return True
        case "“":
            return not inner
        case '"':
            return starts and not text[at + 1 : at + 2].isspace() and at + 1 < len(text)
        case _:
            return False


def _starts_word(text: str, at: int) -> bool:
    return at == 0 or text[at - 1].isspace() or text[at - 1] in "([{-–—/"


# --- English ---------------------------------------------------------------------------------------

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?"
)
_ENGLISH_GLUE = (
    re.compile(r"(?<=\d) (?=(?:thousand|million|billion|trillion|mn|bn|tn|percent|yen|km|kW|MW|GW)(?!\w)|%)"),
    re.compile(rf"(?<!\w)(?:{_MONTHS}) (?=\d)"),
    re.compile(r"(?<!\w)[A-Z]\. (?=[A-Z])"),
    re.compile(r"(?<!\w)(?:Nos?|pp?|Mr|Mrs|Ms|Dr)\. (?=\w)"),
    re.compile(r"(?<!\w)(?:Section|Figure|Table|Annex|Part) (?=\d|[A-Z](?!\w))"),
)


_BEFORE_WORD = r"(?<![^\s(\[{\-–—/“‘])"


def _english_quotes(text: str) -> str:
    """Straight marks turned by what stands before them; ’90s has an apostrophe."""
    text = re.sub(rf"{_BEFORE_WORD}\"(?=\S)", "“", _INNER_APOSTROPHE.sub("’", text)).replace('"', "”")
    return re.sub(rf"{_BEFORE_WORD}'(?=[^\s\d])", "‘", text).replace("'", "’")
