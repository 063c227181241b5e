"""brief.toml → `Settings`; its one reader.

Everything wrong with brief.toml is told at once, in one `SettingsError`.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import get_args

from report.errors import SettingsError
from report.model import PartialDate, SectionKind, Version, Words

SETTINGS_FILE = "brief.toml"
STYLE_FILE = "brief.mplstyle"
BILINGUAL = "bilingual"
_ANCHOR = re.compile(r"[a-z][a-z0-9-]*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class SectionSettings:
    """One section as brief.toml orders it. `number` is printed and fixed; the empty one is not."""

    id: str
    kind: str
    number: str = ""
    title: Words = field(default_factory=dict)
    prose: str = ""
    country: str = ""
    panel: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """A brief's settings, and the folders it takes its material from."""

    root: Path
    id: str
    title: Words
    short_title: Words
    subtitle: Words
    event: str
    place: str
    as_of: PartialDate
    draft: bool
    languages: tuple[str, ...]
    prepared_by: Words
    contact: str
    distribution: Words
    signs: Mapping[str, str]
    announced: str
    together: tuple[frozenset[str], ...]
    allowed_in_prose: tuple[str, ...]
    waived: Mapping[str, str]
    sections: tuple[SectionSettings, ...]

    @property
    def data(self) -> Path:
        """The folder of the facts."""
        return self.root / "data"

    @property
    def out(self) -> Path:
        """The folder that finished files appear in."""
        return self.root / "out"

    @property
    def template_folders(self) -> tuple[Path, ...]:
        """Where templates are looked for: the brief's own folder first, then the package's."""
        return self._own_and_default("templates")

    @property
    def chart_folders(self) -> tuple[Path, ...]:
        """Where figures' specs are read: the brief's own folder first, then the package's."""
        return self._own_and_default("charts")

    @property
    def style_file(self) -> Path:
        """The matplotlib style sheet of the figures: the brief's own, else ours."""
        own = self.root / "charts" / STYLE_FILE
        return own if own.is_file() else default_folder("charts") / STYLE_FILE

    @property
    def versions(self) -> tuple[Version, ...]:
        """The language versions a build can make: the bilingual one first, then one a language."""
        single = tuple(Version(language, (language,)) for language in self.languages)
        together = (Version(BILINGUAL, self.languages),) if len(self.languages) > 1 else ()
        return together + single

    def section(self, kind: str) -> SectionSettings | None:
        """The first section of a kind, or None where the brief leaves it out."""
        return next((section for section in self.sections if section.kind == kind), None)

    def _own_and_default(self, name: str) -> tuple[Path, ...]:
        own, default = self.root / name, default_folder(name)
        folders = (own,) if own.resolve() == default else (own, default)
        return tuple(folder for folder in folders if folder.is_dir())


def default_folder(name: str) -> Path:
    """The package's own `templates` or `charts`: inside the wheel, or beside report/ in a checkout."""
    bundled = _PACKAGE / "defaults" / name
    return bundled if bundled.is_dir() else _PACKAGE.parent / name


def read(root: Path) -> Settings:
    """Read brief.toml in the folder `root`.

    Raises:
        SettingsError: there is none, it is not TOML, or anything in it is missing or unknown.
    """
    path = root / SETTINGS_FILE
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise SettingsError(f"{path}: no such file; a brief is a folder with a {SETTINGS_FILE}") from None
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: not UTF-8 at byte {error.start}") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: {error}") from None
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from None
    return _settings(root, tree)


class _Table:
    """One table of brief.toml: values are taken by name and type, and every fault is remembered."""

    def __init__(self, name: str, value: object, faults: list[str]) -> None:
        self.name = name
        self._faults = faults
        self._values: dict[str, object] = dict(value) if isinstance(value, dict) else {}
        self._asked: set[str] = set()
        if not isinstance(value, dict):
            self.fault("", "must be a table")

    def fault(self, key: str, message: str) -> None:
        """Remember a fault of a key, or of the table itself."""
        self._faults.append(f"{'.'.join(part for part in (self.name, key) if part)}: {message}")

    def take(self, key: str, default: object = None) -> object:
        """The value as it stands; without a default it must be there."""
        self._asked.add(key)
        value = self._values.get(key, default)
        if value is None:
            self.fault(key, "missing")
        return value

    def keys(self) -> tuple[str, ...]:
        """All keys, asked for or not."""
        return tuple(self._values)

    def table(self, key: str) -> _Table:
        """A table within this one; an absent one is empty."""
        return _Table(f"{self.name}.{key}".lstrip("."), self.take(key, {}), self._faults)

    def text(self, key: str, default: str | None = None, *, choices: Sequence[str] = ()) -> str:
        """A text; one of `choices`, where given."""
        value = self.take(key, default)
        if value is not None and not isinstance(value, str):
            self.fault(key, "must be a text")
        elif value and choices and value not in choices:
            self.fault(key, f"{value!r} is not one of {', '.join(choices)}{_near(value, choices)}")
        return value if isinstance(value, str) else ""

    def texts(self, key: str, default: Sequence[str] = ()) -> tuple[str, ...]:
        """A list of texts."""
        return self._listed(key, self.take(key, list(default)))

    def groups(self, key: str) -> tuple[frozenset[str], ...]:
        """A list of lists of texts."""
        value = self.take(key, [])
        if isinstance(value, list):
            return tuple(frozenset(self._listed(key, group)) for group in value)
        self.fault(key, "must be a list of lists of texts")
        return ()

    def words(self, key: str, languages: Sequence[str]) -> Words:
        """A text in each of `languages`."""
        inner = self.table(key)
        words = {language: inner.text(language) for language in languages}
        inner.close()
        return words

    def mapping(self, key: str) -> Mapping[str, str]:
        """A table of texts with free keys."""
        inner = self.table(key)
        return {name: inner.text(name) for name in inner.keys()}  # noqa: SIM118 - not a dictionary

    def day(self, key: str) -> PartialDate:
        """A day, written without quotes."""
        value = self.take(key)
        if isinstance(value, date):
            return PartialDate(value.year, value.month, value.day)
        if value is not None:
            self.fault(key, "must be a day such as 2025-12-20, without quotes")
        return PartialDate(1)

    def tables(self, key: str) -> tuple[_Table, ...]:
        """An array of tables, at least one."""
        value = self.take(key)
        if not isinstance(value, list) or not value:
            self.fault(key, f"needs at least one [[{key}]] table")
            return ()
        return tuple(
            _Table(f"{key}[{position}]", item, self._faults) for position, item in enumerate(value, 1)
        )

    def close(self) -> None:
        """Every key that nobody asked for is a fault."""
        for key in sorted(self._values.keys() - self._asked):
            self.fault(key, f"unknown key{_near(key, sorted(self._asked))}")

    def _listed(self, key: str, value: object) -> tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.fault(key, "must be a list of texts")
        return ()


def _near(word: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(word, known, 1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _settings(root: Path, tree: dict[str, object]) -> Settings:
    faults: list[str] = []
    whole = _Table("", tree, faults)
    brief, money, register, charts, prose, inspection = (
        whole.table(name) for name in ("brief", "money", "register", "charts", "prose", "inspect")
    )
    languages = _languages(brief)
    settings = Settings(
        root=root,
        id=brief.text("id"),
        title=brief.words("title", languages),
        short_title=brief.words("short_title", languages),
        subtitle=brief.words("subtitle", languages),
        event=brief.text("event"),
        place=brief.text("place", ""),
        as_of=brief.day("as_of"),
        draft=brief.text("status", "draft", choices=("draft", "released")) != "released",
        languages=languages,
        prepared_by=brief.words("prepared_by", languages),
        contact=brief.text("contact", ""),
        distribution=brief.words("distribution", languages),
        signs=money.mapping("signs"),
        announced=register.text("announced", ""),
        together=charts.groups("together"),
        allowed_in_prose=prose.texts("allowed"),
        waived=inspection.mapping("waive"),
        sections=_sections(whole, languages),
    )
    for table in (whole, brief, money, register, charts, prose, inspection):
        table.close()
    if faults:
        raise SettingsError("\n".join(f"{root / SETTINGS_FILE}: {fault}" for fault in faults))
    return settings


def _languages(brief: _Table) -> tuple[str, ...]:
    languages = brief.texts("languages", ("ru", "en"))
    if not languages or len(set(languages)) != len(languages):
        brief.fault("languages", "needs one language or more, each once")
    for language in languages:
        if not _LANGUAGE.fullmatch(language):
            brief.fault("languages", f"{language!r} is not a language code such as 'ru'")
    return languages


def _sections(whole: _Table, languages: Sequence[str]) -> tuple[SectionSettings, ...]:
    sections = tuple(_section(table, languages) for table in whole.tables("sections"))
    for name in ("id", "number"):
        values = [getattr(section, name) for section in sections if getattr(section, name)]
        for repeated in sorted({value for value in values if values.count(value) > 1}):
            whole.fault("sections", f"{name} {repeated!r} stands more than once")
    return sections


def _section(table: _Table, languages: Sequence[str]) -> SectionSettings:
    titled = table.take("title", {})
    section = SectionSettings(
        id=table.text("id"),
        kind=table.text("kind", choices=get_args(SectionKind)),
        number=table.text("number", ""),
        title=table.words("title", languages) if titled else {},
        prose=table.text("prose", ""),
        country=table.text("country", ""),
        panel=table.texts("panel"),
    )
    if section.id and not _ANCHOR.fullmatch(section.id):
        table.fault("id", f"{section.id!r} must be lower-case ASCII letters, digits and hyphens")
    needs = {"country": ("country", "prose"), "prose": ("prose",)}.get(section.kind, ())
    for need in needs:
        if not getattr(section, need):
            table.fault(need, f"missing; a section of kind {section.kind!r} needs it")
    table.close()
    return section
