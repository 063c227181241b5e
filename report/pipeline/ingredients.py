"""What figures, sections and versions are made of → their keys in the cache.

An ingredient is everything that can change a byte of what is made: words, files, fonts, the program's
own code, and the libraries that set and draw. None is left out to be quick; each is taken once a build.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from functools import cached_property
from importlib import metadata
from typing import Final

from report import doctor, faces
from report.cache import key_of
from report.draw import SEEN, drawable, view
from report.errors import Location
from report.model import Brief, ChartSpec, Section
from report.pipeline.composing import Work
from report.pipeline.files import code_of, digest_of, templates_of
from report.pipeline.tasks import Parts

_ENGINE: Final = (
    "weasyprint",
    "pydyf",
    "fonttools",
    "tinycss2",
    "tinyhtml5",
    "cssselect2",
    "pyphen",
    "pikepdf",
)
_PENCIL: Final = ("matplotlib", "numpy", "babel")
_BINDER: Final = ("pikepdf", "uharfbuzz", "pypdfium2", "babel")
"""The libraries that set pages, draw figures, and assemble and inspect; shared ones follow from the files."""

_LIBRARIES: Final = tuple(sorted({*_ENGINE, *_PENCIL, *_BINDER}))

_READ_INTO_HTML: Final = frozenset({".html", ".po", ".mo"})
"""Templates and catalogues: what they say stands in a section's HTML."""


@dataclass(frozen=True)
class Ingredients:
    """The keys of all that one language version is made of."""

    work: Work

    def section(self, section: Section) -> Mapping[str, str]:
        """The ingredients of a section by name, each as a digest; its key is that of them all."""
        return {"html": key_of("html", section.html), **self._setting}

    def figure(self, spec: ChartSpec) -> str:
        """The key of a figure: its spec, what its kind sees of the facts, and who draws and speaks."""
        seen = [self._facts[name] for name in sorted(SEEN[spec.kind])]
        return key_of("figure", canonical(replace(spec, location=_NOWHERE)), *seen, *self._drawing)

    def view(self, spec: ChartSpec) -> Brief:
        """What a figure is drawn from."""
        return view(spec.kind, self._drawable)

    def version(self, parts: Parts) -> str:
        """The key of the whole version: all that it is bound of, and all that its pages are held against."""
        ours = (*versions_of(_BINDER), faces.fingerprint(), code_of(""))
        return key_of("version", canonical(self.work), canonical(parts), *self._speaking, *ours)

    @cached_property
    def _setting(self) -> Mapping[str, str]:
        files = [it for it in templates_of(self.work.settings) if it.suffix not in _READ_INTO_HTML]
        return {
            "files": digest_of(files),
            "fonts": faces.fingerprint(),
            "engine": key_of(*versions_of(_ENGINE), *_system_libraries()),
            "program": code_of("render", "pdf", "model", "faces.py"),
        }

    @cached_property
    def _drawable(self) -> Brief:
        return drawable(self.work.brief)

    @cached_property
    def _facts(self) -> Mapping[str, str]:
        names = {name for seen in SEEN.values() for name in seen}
        return {name: key_of(canonical(getattr(self._drawable, name))) for name in sorted(names)}

    @cached_property
    def _speaking(self) -> tuple[str, ...]:
        settings, languages = self.work.settings, self.work.version.languages
        wordings = [
            folder / language / "LC_MESSAGES" / "brief.po"
            for folder in settings.catalogues
            for language in languages
        ]
        found = digest_of(file for file in wordings if file.is_file())
        return (canonical(languages), canonical(settings.signs), found)

    @cached_property
    def _drawing(self) -> tuple[str, ...]:
        code = code_of("draw", "localize", "model", "faces.py")
        style = digest_of([self.work.settings.style_file])
        return (*self._speaking, style, faces.fingerprint(), *versions_of(_PENCIL), code)


_NOWHERE: Final = Location("")


def canonical(value: object) -> str:
    """A noun of the model as JSON: the same for equal nouns, in every process."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return [_plain(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, Mapping):
        return [[str(key), _plain(item)] for key, item in value.items()]
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, str | int | bool) else str(value)


def versions_of(libraries: Iterable[str]) -> tuple[str, ...]:
    """The libraries' versions, each with its name."""
    return tuple(f"{library} {metadata.version(library)}" for library in libraries)


def libraries() -> tuple[str, ...]:
    """Every library that has a hand in a page, with its version."""
    return (*versions_of(_LIBRARIES), *_system_libraries())


def _system_libraries() -> tuple[str, ...]:
    """What the system has of Pango and HarfBuzz, which shape the text and cut the fonts."""
    return tuple(f"{library.name} {doctor.library(library).detail}" for library in doctor.LIBRARIES)
