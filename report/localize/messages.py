"""Catalogues (brief.po) → the wording of a message in one language, with its fields filled.

A message is its American English wording. Plural messages have one wording for each of CLDR's
plural categories of the language, in CLDR's order (zero, one, two, few, many, other): Russian has
four, the last one for fractions, which gettext's own rule for whole numbers cannot reach.
"""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

from report.errors import SettingsError

SOURCE_LANGUAGE = "en"
CATEGORIES = ("zero", "one", "two", "few", "many", "other")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A message whose meaning needs a context (gettext's msgctxt); extracted where it is written."""

    context: str
    text: str


@dataclass(frozen=True, slots=True)
class Forms:
    """A message with a singular and a plural; extracted where it is written."""

    singular: str
    plural: str


def categories(locale: Locale) -> tuple[str, ...]:
    """CLDR's plural categories of the language, in CLDR's order."""
    return tuple(name for name in CATEGORIES if name in locale.plural_form.tags or name == "other")


@cache  # a page says one message many times
def fields(message: str) -> frozenset[str]:
    """The names of the fields `{name}` in a message.

    Raises:
        ValueError: a brace stands alone, or a field is more than a name.
    """
    names = set()
    for _, name, specification, conversion in string.Formatter().parse(message):
        if name is None:
            continue
        if not name.isidentifier() or specification or conversion:
            raise ValueError(f"{message!r}: a field is a name in braces, nothing more")
        names.add(name)
    return frozenset(names)


def fill(message: str, values: Mapping[str, str]) -> str:
    """The message with its fields replaced; what stands in a value is never read as a field."""
    pieces = string.Formatter().parse(message)
    return "".join(literal + ("" if name is None else values[name]) for literal, name, _, _ in pieces)


def catalogue_path(folder: Path, language: str) -> Path:
    """Where gettext's layout keeps a language's catalogue below `folder`."""
    return folder / language / "LC_MESSAGES" / "brief.po"


def read_catalogue(path: Path, locale: Locale) -> Catalog:
    """The catalogue in a .po file.

    Raises:
        SettingsError: it cannot be read, is not a .po file, or has another number of plural forms
            than CLDR has categories for the language.
    """
    try:
        with path.open("rb") as file:
            catalogue = read_po(file, locale=str(locale), abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, ValueError) as error:
        raise SettingsError(f"{path}: not a gettext catalogue: {error}") from None
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from None
    known = categories(locale)
    if any(message.pluralizable for message in catalogue) and catalogue.num_plurals != len(known):
        raise SettingsError(
            f"{path}: nplurals={catalogue.num_plurals} in Plural-Forms; expected {len(known)}, one for each"
            f" of CLDR's categories of {locale} in this order: {', '.join(known)}"
        )
    return catalogue


class Messages:
    """The wordings of one language out of several catalogues, of which the first that has one wins."""

    def __init__(self, language: str, locale: Locale, folders: Sequence[Path]) -> None:
        """Read `<folder>/<language>/LC_MESSAGES/brief.po` of every folder that has it.

        Raises:
            SettingsError: no folder has one, or one is not a catalogue.
        """
        paths = [catalogue_path(folder, language) for folder in folders]
        self._paths = [path for path in paths if path.is_file()]
        if not self._paths:
            looked = ", ".join(map(str, paths)) or "no folder"
            raise SettingsError(f"language {language!r} has no catalogue; looked for {looked}")
        self._language = language
        self._locale = locale
        self._categories = categories(locale)
        self._catalogues = [read_catalogue(path, locale) for path in self._paths]

    def find(self, message: str, context: str = "") -> str:
        """The wording of a message.

        Raises:
            SettingsError: no catalogue translates it, or its fields are not the message's.
        """
        wording = self._string(message, context)
        if wording is None:
            if self._language != SOURCE_LANGUAGE:
                raise self._missing(message, context)
            wording = message
        elif not isinstance(wording, str):
            raise SettingsError(f"{self._where}: {message!r} must have one wording, not plural forms")
        self._same_fields(message, wording)
        return wording

    def find_plural(self, forms: Forms, number: Decimal) -> str:
        """The wording of a plural message for `number` (CLDR category, fractions included).

        Raises:
            SettingsError: no catalogue translates it, or its fields are not the message's.
        """
        category = self.category(number)
        wordings = self._string(forms.singular, "")
        if wordings is None:
            if self._language != SOURCE_LANGUAGE:
                raise self._missing(forms.singular)
            return forms.singular if category == "one" else forms.plural
        if isinstance(wordings, str):
            raise SettingsError(f"{self._where}: {forms.singular!r} must have plural forms")
        wording = wordings[self._categories.index(category)]
        self._same_fields(forms.plural, wording)
        return wording

    def category(self, number: Decimal) -> str:
        """CLDR's plural category of `number`."""
        return self._locale.plural_form(abs(number))

    @property
    def _where(self) -> str:
        return ", ".join(map(str, self._paths))

    def _string(self, message: str, context: str) -> str | tuple[str, ...] | None:
        for catalogue in self._catalogues:
            found = catalogue.get(message, context or None)
            if found is None or found.fuzzy or not found.string:
                continue
            if isinstance(found.string, str):
                return found.string
            if all(found.string):
                return tuple(found.string)
        return None

    def _missing(self, message: str, context: str = "") -> SettingsError:
        where = f" ({context})" if context else ""
        return SettingsError(f"{self._where}: no {self._language} wording of {message!r}{where}")

    def _same_fields(self, message: str, wording: str) -> None:
        if wording is message:
            return
        try:
            same = fields(wording) == fields(message)
        except ValueError as error:
            raise SettingsError(f"{self._where}: {error}") from None
        if not same:
            raise SettingsError(f"{self._where}: {wording!r} has not the fields of {message!r}")
