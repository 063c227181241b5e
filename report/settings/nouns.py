"""A brief's settings as plain nouns, and the folders that they name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from report.model import PartialDate, Version, Words
from report.settings.mail import MailSettings
from report.settings.pull import PullSettings
from report.settings.schedule import ScheduleSettings
from report.settings.significance import SignificanceSettings

STYLE_FILE = "brief.mplstyle"
BILINGUAL = "bilingual"
_PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class RegisterPart:
    """What one section of a long register shows: documents (ids), or cells of the field (ids).

    `continues` is the id of the section that it goes on, empty in the first; `opens` and `closes` say
    that the field begins here, and that it ends here, with what is counted and drawn below it.
    """

    continues: str = ""
    documents: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    opens: bool = False
    closes: bool = False


@dataclass(frozen=True, slots=True)
class SectionSettings:
    """One section as brief.toml orders it. `number` is printed and fixed; the empty one is not.

    A long register is set as several sections; `part` says what each shows of it. brief.toml does not.
    """

    id: str
    kind: str
    number: str = ""
    title: Words = field(default_factory=dict)
    prose: str = ""
    country: str = ""
    panel: tuple[str, ...] = ()
    part: RegisterPart | None = None

    @property
    def is_annex(self) -> bool:
        """Whether its number is a letter."""
        return self.number.isalpha()

    @property
    def continues(self) -> str:
        """The id of the section that this one goes on, or nothing."""
        return self.part.continues if self.part else ""


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
    attach: bool
    languages: tuple[str, ...]
    prepared_by: Words
    contact: str
    distribution: Words
    signs: Mapping[str, str]
    announced: str
    together: tuple[frozenset[str], ...]
    allowed_in_prose: tuple[str, ...]
    waived: Mapping[str, str]
    significance: SignificanceSettings
    mail: MailSettings | None
    schedule: ScheduleSettings
    pulls: tuple[PullSettings, ...]
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
    def catalogues(self) -> tuple[Path, ...]:
        """Where wordings are looked for, in <language>/LC_MESSAGES/brief.po, beside the templates."""
        return tuple(folder / "locale" for folder in self.template_folders)

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
