"""Words and addresses of recipients → the same, or what in them would deceive the eye.

An address is one mailbox in ASCII (RFC 5321, 4.1.2): what looks like a Latin letter and is none would lead
to somebody else's. Names may be in any alphabet, but a word is in one (UTS 39, 5.1: single-script).
"""

from __future__ import annotations

import re
import unicodedata

from pydantic import ValidationInfo

from report.check.faults import fault

_WORD = re.compile(r"[^\W\d_]+")
_UNPRINTABLE = frozenset({"Cc", "Cf", "Zl", "Zp"})
"""Controls, invisible signs and line ends (Unicode's general categories)."""
_LOOKS_LIKE = str.maketrans({"m": "rn", "1": "l", "I": "l", "0": "O", "|": "l"})
"""What of ASCII looks like what, as UTS 39's table confusables.txt has it."""


def mailbox(cell: str) -> str:
    """One address in ASCII, its domain in small letters.

    Raises:
        PydanticCustomError: it is none, or several, or has a letter of another alphabet.
    """
    from email_validator import EmailSyntaxError, validate_email

    if not cell:
        raise fault("missing-value", "an empty cell", "an address")
    foreign = next((sign for sign in cell if not sign.isascii()), "")
    if foreign:
        raise fault("look-alike-letter", f"{cell!r} with {_named(foreign)}", "signs of ASCII only")
    try:
        return validate_email(cell, check_deliverability=False, allow_smtputf8=False).normalized
    except EmailSyntaxError as error:
        raise fault("malformed-mailbox", f"{cell!r}: {error}", "one such as name@example.org") from None


def spoken(words: dict[str, str], info: ValidationInfo) -> dict[str, str]:
    """What a message says to a person: one line in each language, each word in one alphabet.

    Raises:
        PydanticCustomError: there is a line end or an invisible sign, or a word is of two alphabets.
    """
    for language, text in words.items():
        column = f"{info.field_name}_{language}"
        for sign in text:
            if unicodedata.category(sign) in _UNPRINTABLE:
                raise fault("control-character", f"U+{ord(sign):04X}", "one printable line", column=column)
        for word in _WORD.findall(text):
            if len({_alphabet(letter) for letter in word}) > 1:
                raise fault("look-alike-letter", _mixed(word), "letters of one alphabet", column=column)
    return words


def skeleton(address: str) -> str:
    """What an address looks like: two that look alike have the same (UTS 39, 4)."""
    return address.translate(_LOOKS_LIKE).casefold()


def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _mixed(word: str) -> str:
    """The word, and the letter of the alphabet that it has fewer letters of."""
    alphabets = [_alphabet(letter) for letter in word]
    rarest = min(dict.fromkeys(alphabets), key=alphabets.count)
    return f"{word!r} with {_named(word[alphabets.index(rarest)])}"


def _named(sign: str) -> str:
    return f"U+{ord(sign):04X}, {unicodedata.name(sign, 'a sign without a name')}"
