"""`Work` → a `Bound`: draws, composes, sets and binds one language version, as its parts get ready.

Sections without figures are set while figures are drawn; the contents come last, with page numbers. A
section whose last page stays too empty is set again, tighter (where that may save the page) and looser, and
the fullest is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from report.assemble import contents_pages
from report.cache import key_of
from report.compose import Composition, compose
from report.errors import RenderError
from report.model import Density, Fragment, Section
from report.pipeline import tasks
from report.pipeline.composing import Work, composition_of, furniture_of
from report.pipeline.ingredients import Ingredients
from report.pipeline.nouns import Bound
from report.pipeline.press import Kept, Press
from report.settings import SectionSettings
from report.workers import LIFE, Task

LEAST_FILL: Final = 0.36
"""A section's last page is at least 35 % full (docs/pages.md); a little more, so that a rounding passes."""

_DRAWN_IN: Final = 1 / 8
"""So much of a page's text goes into each page before it, at most, when it is set tighter (measured)."""

_FIRST: Final = 1 << 40
"""The size of a task that others wait for: larger than any section."""

_ATTEMPTS: Final = 3
"""The contents settle when their own length does: once with numbers, and once more if it changed."""


@dataclass(frozen=True, slots=True)
class Set:
    """A section as it was set: its HTML, what it is made of, its key and its pages; `new` if made now."""

    section: Section
    ingredients: Mapping[str, str]
    key: str
    fragment: Fragment
    new: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """How to go about it: the sections' sizes when they were last set, and whether to read all pages back."""

    sizes: Mapping[str, int]
    full: bool


@dataclass(slots=True)
class VersionSetting:
    """One language version in the making. `told` is called with each section that is ready, by its ids."""

    work: Work
    press: Press
    told: Callable[[str, str], None]
    plan: Plan
    ingredients: Ingredients = field(init=False)
    composition: Composition = field(init=False)
    done: dict[str, Set] = field(default_factory=dict)
    bound: Bound | None = None
    _attempts: int = 0

    def __post_init__(self) -> None:
        self.ingredients = Ingredients(self.work)
        self.composition = composition_of(self.work)

    def result(self) -> tuple[Bound, tuple[Set, ...]]:
        """The version, bound, and its sections in their order, once the press has run."""
        assert self.bound is not None  # noqa: S101 - the press runs until it is
        return self.bound, self._sets()

    def begin(self) -> None:
        """Ask for the figures, and meanwhile for every section that has none."""
        self._draw([name for names in self.composition.charts_of.values() for name in names])
        for section in self._sections(contents=False):
            if not self._shows_figures(section):
                self.press.later(partial(self._set, section, Density.REGULAR))

    # --- figures, and the sections that show them --------------------------------------------------

    def _draw(self, names: Sequence[str]) -> None:
        specs = [self.work.brief.charts[name] for name in names]
        keys = {self.ingredients.figure(spec): spec for spec in specs}

        def task(missing: Sequence[str]) -> Task:
            wanted = {key: tasks.Drawing(keys[key], self.ingredients.view(keys[key])) for key in missing}
            named = ", ".join(keys[key].id for key in missing)
            arguments = (self.press.cache, wanted, self.work.settings, self.work.version)
            # First of all, because sections wait for it; and what it loads is not kept for them.
            return Task(f"draw {self._name}: {named}", tasks.draw_figures, arguments, _FIRST, LIFE)

        self.press.make(list(keys), task, partial(self._drawn, {key: spec.id for key, spec in keys.items()}))

    def _drawn(self, names: Mapping[str, str], kept: Kept, _: frozenset[str]) -> None:
        figures = {names[key]: tasks.figure_from(kept[key]) for key in names}
        self.composition = replace(self.composition, figures=figures)
        for section in self._sections(contents=False):
            if self._shows_figures(section):
                self.press.later(partial(self._set, section, Density.REGULAR))

    def _shows_figures(self, section: SectionSettings) -> bool:
        return bool(self.composition.charts_of.get(section.continues or section.id))

    # --- sections ----------------------------------------------------------------------------------

    def _set(self, section: SectionSettings, density: Density, tried: tuple[Set, ...] = ()) -> None:
        """Have a section set with this density, after those that were tried."""
        composed = compose(self.composition, section, density=density)
        ingredients = self.ingredients.section(composed)
        key = key_of(*ingredients.values())

        def task(_: Sequence[str]) -> Task:
            arguments = (self.press.cache, key, composed, self.work.settings.root / "templates")
            name = f"render {self._name}: {section.id}"
            size = len(composed.html)
            return Task(name, tasks.set_section, arguments, size, load=tasks.load_engine)

        def then(kept: Kept, made: frozenset[str]) -> None:
            fragment = tasks.fragment_from(composed, kept[key])
            self._judge(section, density, (*tried, Set(composed, ingredients, key, fragment, key in made)))

        self.press.make([key], task, then)

    def _judge(self, section: SectionSettings, density: Density, tried: tuple[Set, ...]) -> None:
        further = _further(density, tried[-1].fragment)
        if further:
            self.press.later(partial(self._set, section, further, tried))
            return
        best = tried[-1] if tried[-1].fragment.fill >= LEAST_FILL else _fullest(tried)
        self.done[section.id] = replace(best, new=any(it.new for it in tried))
        self.told(self._name, section.id)
        self._go_on()

    # --- contents, and the whole -------------------------------------------------------------------

    def _go_on(self) -> None:
        """The contents, once all others are set; and when they have settled, the whole."""
        contents = self._sections(contents=True)
        asked = self._sections(contents=False) + (contents if self._attempts else ())
        if any(section.id not in self.done for section in asked):
            return
        pages = contents_pages(*self._ready())
        if pages == self.composition.pages or not contents:
            self._bind()
            return
        if self._attempts == _ATTEMPTS:
            raise RenderError(f"the contents of {self._name} do not settle: their length changes every time")
        self._attempts += 1
        self.composition = replace(self.composition, pages=pages)
        for section in contents:
            self.done.pop(section.id, None)
            self.press.later(partial(self._set, section, Density.REGULAR))

    def _ready(self) -> tuple[list[Section], list[Fragment]]:
        """Every section with its fragment; contents that are not set yet are taken to be one page."""
        order = self.composition.settings.sections
        blank = {it.id: Section(it.id, it.kind, it.number, {}, "", it.continues) for it in order}
        sections = [self.done[it.id].section if it.id in self.done else blank[it.id] for it in order]
        fragments = [
            self.done[it.id].fragment if it.id in self.done else Fragment(it.id, b"", 1) for it in order
        ]
        return sections, fragments

    def _bind(self) -> None:
        """Have the whole assembled and read back."""
        sets = self._sets()
        imprint = self.composition.imprint
        parts = tasks.Parts(
            sections=tuple(replace(it.section, html="") for it in sets),
            keys=tuple(it.key for it in sets),
            furniture=furniture_of(self.composition),
            metadata=imprint.metadata,
            versions={"program": imprint.program, "engine": imprint.engine, "fonts": imprint.fonts},
            full=self.plan.full,
        )
        key = self.ingredients.version(parts)

        def task(_: Sequence[str]) -> Task:
            arguments = (self.press.cache, key, self.work, parts)
            return Task(f"assemble {self._name}", tasks.bind_version, arguments, _FIRST)

        def then(kept: Kept, _: frozenset[str]) -> None:
            self.bound = tasks.bound_from(self.work.version, kept[key])

        self.press.make([key], task, then)

    def _sets(self) -> tuple[Set, ...]:
        return tuple(self.done[section.id] for section in self.composition.settings.sections)

    def _sections(self, *, contents: bool) -> tuple[SectionSettings, ...]:
        """The contents, or all sections but the contents, the largest first as far as is known."""
        sections = self.composition.settings.sections
        wanted = [section for section in sections if (section.kind == "contents") is contents]
        return tuple(sorted(wanted, key=lambda section: -self.plan.sizes.get(section.id, 0)))

    @property
    def _name(self) -> str:
        return self.work.version.name


def _further(density: Density, fragment: Fragment) -> Density | None:
    """The density to try next; None where the last page is full enough, or nothing else is left."""
    if fragment.fill >= LEAST_FILL or density is Density.LOOSE:
        return None
    may_save = fragment.fill <= _DRAWN_IN * (fragment.pages - 1)
    return Density.TIGHT if density is Density.REGULAR and may_save else Density.LOOSE


def _fullest(tried: Sequence[Set]) -> Set:
    return max(tried, key=lambda it: it.fragment.fill)
