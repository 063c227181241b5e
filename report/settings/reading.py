"""The text of brief.toml → `Settings`, or everything that is wrong with it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from report.errors import SettingsError
from report.model import SectionKind
from report.settings.mail import read_mail
from report.settings.nouns import SectionSettings, Settings
from report.settings.pull import read_pulls
from report.settings.schedule import read_schedule
from report.settings.significance import read_significance
from report.settings.tables import Table

SETTINGS_FILE = "brief.toml"
_ANCHOR = re.compile(r"[a-z][a-z0-9-]*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


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


def _settings(root: Path, tree: dict[str, object]) -> Settings:
    faults: list[str] = []
    whole = Table("", tree, faults)
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
        attach=brief.flag("attach", default=True),
        languages=languages,
        prepared_by=brief.words("prepared_by", languages),
        contact=brief.text("contact", ""),
        distribution=brief.words("distribution", languages),
        signs=money.mapping("signs"),
        announced=register.text("announced", ""),
        together=charts.groups("together"),
        allowed_in_prose=prose.texts("allowed"),
        waived=inspection.mapping("waive"),
        significance=read_significance(whole.table("significance")),
        mail=read_mail(whole.table("mail"), root, languages),
        schedule=read_schedule(whole.table("schedule")),
        pulls=read_pulls(whole.tables("pull", needed=False), root),
        sections=_sections(whole, languages),
    )
    for table in (whole, brief, money, register, charts, prose, inspection):
        table.close()
    if faults:
        raise SettingsError("\n".join(f"{root / SETTINGS_FILE}: {fault}" for fault in faults))
    return settings


def _languages(brief: Table) -> tuple[str, ...]:
    languages = brief.texts("languages", ("ru", "en"))
    if not languages or len(set(languages)) != len(languages):
        brief.fault("languages", "needs one language or more, each once")
    for language in languages:
        if not _LANGUAGE.fullmatch(language):
            brief.fault("languages", f"{language!r} is not a language code such as 'ru'")
    return languages


def _sections(whole: Table, languages: Sequence[str]) -> tuple[SectionSettings, ...]:
    sections = tuple(_section(table, languages) for table in whole.tables("sections"))
    for name in ("id", "number"):
        values = [getattr(section, name) for section in sections if getattr(section, name)]
        for repeated in sorted({value for value in values if values.count(value) > 1}):
            whole.fault("sections", f"{name} {repeated!r} stands more than once")
    if sections and not any(section.kind == "sources" for section in sections):
        whole.fault("sections", "none is of kind 'sources', where the numbers of sources on all pages lead")
    return sections


def _section(table: Table, languages: Sequence[str]) -> SectionSettings:
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
