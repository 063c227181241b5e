"""The messages of code and templates → gettext catalogues that hold each of them, and no other.

Run as `python -m report.localize.catalogues` (`make messages`). The same sources give the same
bytes: sorted, without dates, line numbers or names of machines and programs.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import write_po
from babel.plural import to_gettext

from report.errors import SettingsError
from report.localize.messages import SOURCE_LANGUAGE, catalogue_path, categories, fields, read_catalogue
from report.settings import default_folder

_PACKAGE = Path(__file__).resolve().parent.parent
_WIDTH = 110

# Which arguments of which calls are messages: (1, "c") is a context, two numbers a plural.
_KEYWORDS: Mapping[str, tuple[int | tuple[int, str], ...] | None] = MappingProxyType(
    {
        "_": None,
        "gettext": None,
        "say": None,
        "ngettext": (1, 2),
        "say_plural": (1, 2),
        "Forms": (1, 2),
        "pgettext": ((1, "c"), 2),
        "say_in": ((1, "c"), 2),
        "Phrase": ((1, "c"), 2),
    }
)
_HEADER = """\
# Interface words. `make messages` adds what code and templates say and drops what they no longer say;
# every msgstr is written by hand, one plural form for each of CLDR's categories: {categories}.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where messages are written: the package's code, and a folder of templates and catalogues."""

    code: Path
    templates: Path

    @property
    def catalogues(self) -> Path:
        """The folder with one folder a language."""
        return self.templates / "locale"

    def files(self) -> Iterator[tuple[Path, str, str]]:
        """Every source in order: its path, how it is named in a catalogue, and Babel's method for it."""
        for path in sorted(self.code.rglob("*.py")):
            yield path, f"report/{path.relative_to(self.code).as_posix()}", "python"
        for path in sorted((*self.templates.rglob("*.html"), *self.templates.rglob("*.txt"))):
            yield path, f"templates/{path.relative_to(self.templates).as_posix()}", "jinja2.ext:babel_extract"


def ours() -> Sources:
    """The package's own code and templates."""
    return Sources(_PACKAGE, default_folder("templates"))


def extract(sources: Sources) -> Catalog:
    """All messages of code and templates, untranslated, each with the files it stands in.

    Raises:
        SettingsError: a template cannot be parsed, or one message is written with two plurals.
    """
    catalogue = Catalog(fuzzy=False)
    # A template that Jinja cannot parse must not pass for one without messages.
    options = {"silent": "false"}
    for path, name, method in sources.files():
        try:
            found = list(extract_from_file(method, path, keywords=dict(_KEYWORDS), options=options))
        except Exception as error:
            # The extractor is found by name, and Jinja's own errors are not ours to import.
            raise SettingsError(f"{name}: {error}") from error
        for _, identity, _, context in found:
            _add(catalogue, identity, context, name)
    return catalogue


def languages(sources: Sources) -> tuple[str, ...]:
    """The languages that have a catalogue, sorted."""
    paths = sources.catalogues.glob("*/LC_MESSAGES/brief.po")
    return tuple(sorted(path.parent.parent.name for path in paths))


def updated(sources: Sources, language: str) -> str:
    """The text of a language's catalogue as it should be: today's messages, the wordings it had.

    A message in the source language is worded by itself; what is new elsewhere stays empty.
    """
    locale = Locale.parse(language)
    path = catalogue_path(sources.catalogues, language)
    known = read_catalogue(path, locale) if path.is_file() else Catalog(locale=locale)
    forms = categories(locale)
    plural_forms = known.plural_forms if path.is_file() else f"{to_gettext(locale.plural_form)};"
    messages = Catalog(locale=locale, fuzzy=False)
    messages.mime_headers = [("Plural-Forms", plural_forms)]
    for message in extract(sources):
        if message.id:
            wording = _wording(message, known, language, forms)
            messages.add(message.id, wording, message.locations, context=message.context)
    text = io.BytesIO()
    write_po(text, messages, width=_WIDTH, omit_header=True, sort_output=True, include_lineno=False)
    header = _HEADER.format(language=language, categories=", ".join(forms), plural_forms=plural_forms)
    return f"{header}{text.getvalue().decode().rstrip()}\n"


def faults(sources: Sources, language: str) -> list[str]:
    """What is wrong with a language's catalogue: missing, fuzzy, unused, and fields that differ."""
    catalogue = read_catalogue(catalogue_path(sources.catalogues, language), Locale.parse(language))
    wanted = {(message.id, message.context) for message in extract(sources) if message.id}
    held = {(message.id, message.context): message for message in catalogue if message.id}
    unused = [f"unused: {identity!r}" for identity, _ in held.keys() - wanted]
    unused += [f"obsolete: {message.id!r}" for message in catalogue.obsolete.values()]
    missing = [f"missing: {identity!r}" for identity, _ in wanted - held.keys()]
    wrong = [fault for key in held.keys() & wanted for fault in _faults(held[key])]
    return sorted([*unused, *missing, *wrong])


def main() -> None:
    """Bring every catalogue up to date."""
    sources = ours()
    for language in languages(sources):
        path = catalogue_path(sources.catalogues, language)
        path.write_text(updated(sources, language), encoding="utf-8", newline="\n")


def _add(catalogue: Catalog, identity: str | tuple[str, ...], context: str | None, name: str) -> None:
    singular = identity if isinstance(identity, str) else identity[0]
    known = catalogue.get(singular, context)
    if known is not None and known.id != identity:
        raise SettingsError(f"{name}: {identity!r} is also written as {known.id!r}")
    locations = {place for place, _ in known.locations} if known is not None else set()
    if known is not None:
        catalogue.delete(singular, context)
    places = [(place, 0) for place in sorted({*locations, name})]
    catalogue.add(identity, locations=places, context=context)


def _wording(
    message: Message, known: Catalog, language: str, forms: tuple[str, ...]
) -> str | tuple[str, ...]:
    """The wording a catalogue had; in the source language the message; else empty."""
    plural = not isinstance(message.id, str)
    if language == SOURCE_LANGUAGE:
        if isinstance(message.id, str):
            return message.id
        singular, many = message.id
        return tuple(singular if form == "one" else many for form in forms)
    before = known.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
    if before is not None and before.pluralizable == plural and before.string:
        return before.string if isinstance(before.string, str) else tuple(before.string)
    return ("",) * len(forms) if plural else ""


def _faults(message: Message) -> list[str]:
    wordings = [message.string] if isinstance(message.string, str) else [*(message.string or ())]
    if not wordings or not all(wordings):
        return [f"missing: {message.id!r}"]
    fuzzy = [f"fuzzy: {message.id!r}"] if message.fuzzy else []
    source = message.id if isinstance(message.id, str) else message.id[-1]
    wrong = [text for text in wordings if fields(text) != fields(source)]
    differing = [f"fields of {source!r} differ: {text!r}" for text in wrong]
    return fuzzy + differing


if __name__ == "__main__":
    main()
