"""Specs of figures as TOML gives them → `ChartSpec`s.

The kinds and their options are one table, so that a new kind of chart is a line here. A figure of
ours that a brief has no section or no data for is left out, with a notice; one of its own is wrong.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from report.check.faults import nearest
from report.check.known import Known
from report.check.texts import PrintedText
from report.errors import Finding, Location
from report.localize.currencies import is_currency
from report.model import ChartSpec, Material, Scope, Words
from report.rules import find
from report.settings import Settings


class Option(StrEnum):
    """What an option of a spec names."""

    METRIC = "a metric"
    METRICS = "a list of metrics"
    CLAIM = "the id of a claim"
    PLACE = "the id of a place"
    SCOPE = "a scope of documents"
    CURRENCY = "a currency"
    NUMBER = "a number above zero"


KINDS: Mapping[str, Mapping[str, Option]] = MappingProxyType(
    {
        "bars": {"scope": Option.SCOPE, "currency": Option.CURRENCY},
        "named_bars": {"metric": Option.METRIC, "announced": Option.CLAIM},
        "heat_table": {},
        "route_map": {"hub": Option.PLACE, "height": Option.NUMBER},
    }
)
"""Each kind of chart with its options. All are needed, but for those that brief.toml answers."""
COMMON: Mapping[str, Option] = MappingProxyType({"metrics": Option.METRICS})
"""Options that any kind may have."""
_SENTENCES = ("title", "subtitle", "note")
_ANNOUNCED_FROM_SETTINGS = "announced"
_HUB_FROM_SETTINGS = "hub"


@dataclass(frozen=True, slots=True)
class JudgedCharts:
    """The specs that hold, their sentences, and what is wrong with the others."""

    specs: Mapping[str, ChartSpec]
    texts: tuple[PrintedText, ...]
    findings: tuple[Finding, ...]


def judge_charts(material: Material, settings: Settings, known: Known) -> JudgedCharts:
    """Judge all specs."""
    specs: dict[str, ChartSpec] = {}
    texts: list[PrintedText] = []
    findings: list[Finding] = []
    for name, tree in material.charts.items():
        judge = _Judge(name, tree, settings, known)
        spec = judge.spec()
        own = (settings.root / "charts" / f"{name}.toml").is_file()
        findings += judge.faults
        if judge.unsuited and not own:
            expected = "a section and data for it, or a figure of this name in the brief’s own charts/"
            findings.append(find("unused-figure", judge.location, judge.unsuited[0].found, expected))
        elif judge.faults or judge.unsuited:
            findings += judge.unsuited
        else:
            specs[name] = spec
            texts += judge.texts
    return JudgedCharts(specs, tuple(texts), tuple(findings))


class _Judge:
    """One spec: `faults` are of its form, `unsuited` of what it names and the brief has not."""

    def __init__(self, name: str, tree: Mapping[str, object], settings: Settings, known: Known) -> None:
        self._name = name
        self._tree = tree
        self._settings = settings
        self._known = known
        self.location = Location(f"charts/{name}.toml")
        self.faults: list[Finding] = []
        self.unsuited: list[Finding] = []
        self.texts: list[PrintedText] = []

    def spec(self) -> ChartSpec:
        """The spec as far as it holds."""
        kind, section = self._text("kind"), self._text("section")
        sections = [known.id for known in self._settings.sections]
        if kind and kind not in KINDS:
            self._fault(
                "unknown-word",
                "kind",
                repr(kind),
                nearest(kind, KINDS, otherwise=f"one of {', '.join(KINDS)}"),
            )
        if section and section not in sections:
            expected = nearest(section, sections, otherwise="the id of a section in brief.toml")
            self._unsuit("unknown-id", "section", f"the section {section!r}", expected)
        title, subtitle, note = (self._words(name, required=name == "title") for name in _SENTENCES)
        options = self._options(kind) if kind in KINDS else {}
        return ChartSpec(self._name, kind, section, title, subtitle, note, options, self.location)

    def _place(self, key: str) -> Location:
        return Location(self.location.file, 0, key)

    def _fault(self, rule: str, key: str, found: str, expected: str) -> None:
        self.faults.append(find(rule, self._place(key), found, expected))

    def _unsuit(self, rule: str, key: str, found: str, expected: str) -> None:
        self.unsuited.append(find(rule, self._place(key), found, expected))

    def _text(self, key: str) -> str:
        value = self._tree.get(key)
        if isinstance(value, str) and value:
            return value
        self._fault(
            "missing-value" if value in (None, "") else "wrong-type", key, f"no text {key!r}", "a text"
        )
        return ""

    def _words(self, key: str, *, required: bool) -> Words:
        value = self._tree.get(key)
        if value is None and not required:
            return {}
        if not isinstance(value, Mapping):
            self._fault(
                "missing-value" if value is None else "wrong-type",
                key,
                f"no table {key!r}",
                "texts by language",
            )
            return {}
        languages = self._known.languages
        missing = [name for name in languages if not isinstance(value.get(name), str) or not value[name]]
        for name in missing:
            self._fault(
                "missing-language",
                f"{key}.{name}",
                f"no text in {name!r}",
                f"a text in {', '.join(languages)}",
            )
        if missing:
            return {}
        words = {name: str(value[name]) for name in languages}
        self.texts.append(
            PrintedText(words, {name: self._place(f"{key}.{name}") for name in words}, "sentence")
        )
        self._fields(key, words)
        return words

    def _fields(self, key: str, words: Words) -> None:
        """The fields that the drawing fills are the same in every language."""
        fields: dict[str, set[str]] = {}
        for language, sentence in words.items():
            try:
                fields[language] = {
                    name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None
                }
            except ValueError as error:
                self._fault(
                    "malformed-placeholder", f"{key}.{language}", str(error), "fields such as {named}"
                )
                return
        first, *others = fields
        for language in others:
            if fields[language] != fields[first]:
                found = f"the fields {_listed(fields[language])}"
                self._fault(
                    "placeholders-differ",
                    f"{key}.{language}",
                    found,
                    f"{_listed(fields[first])}, as in {first!r}",
                )

    def _options(self, kind: str) -> Mapping[str, object]:
        """The kind's options; what brief.toml answers is taken from there where the spec leaves it out."""
        known = {**KINDS[kind], **COMMON}
        from_settings = {
            _ANNOUNCED_FROM_SETTINGS: self._settings.announced,
            _HUB_FROM_SETTINGS: self._settings.place,
        }
        options = {
            key: value for key, value in self._tree.items() if key not in ("kind", "section", *_SENTENCES)
        }
        for key in options.keys() - known.keys():
            self._fault(
                "unknown-key",
                key,
                f"the key {key!r}",
                nearest(key, known, otherwise=f"one of {', '.join(known)}"),
            )
        for key in KINDS[kind]:
            if key not in options and from_settings.get(key):
                options[key] = from_settings[key]
            elif key not in options:
                self._fault("missing-value", key, f"no {key!r}", known[key].value)
        for key, option in known.items():
            if key in options:
                self._option(key, option, options[key])
        return {key: value for key, value in options.items() if key in known}

    def _option(self, key: str, option: Option, value: object) -> None:
        if option is Option.METRICS:
            self._metrics(key, value)
        elif option is Option.NUMBER:
            if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
                self._fault("wrong-type", key, repr(value), option.value)
        elif not isinstance(value, str):
            self._fault("wrong-type", key, repr(value), option.value)
        else:
            self._named(key, option, value)

    def _named(self, key: str, option: Option, value: str) -> None:
        if option is Option.SCOPE:
            if value not in set(Scope):
                self._fault(
                    "unknown-word", key, repr(value), nearest(value, Scope, otherwise=", ".join(Scope))
                )
            return
        lacks, candidates, rule = _NAMED[option]
        if lacks(self._known, value):
            self._unsuit(
                rule, key, repr(value), nearest(value, candidates(self._known), otherwise=option.value)
            )

    def _metrics(self, key: str, value: object) -> None:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value) or not value:
            self._fault("wrong-type", key, repr(value), Option.METRICS.value)
            return
        for metric in value:
            self._named(key, Option.METRIC, metric)
        if len(set(value)) > 1 and not any(set(value) <= group for group in self._settings.together):
            expected = "one metric, or a group of charts.together in brief.toml"
            self._fault("unlike-metrics", key, ", ".join(value), expected)


_Named = tuple[Callable[[Known, str], bool], Callable[[Known], Iterator[str]], str]
_NAMED: Mapping[Option, _Named] = MappingProxyType(
    {
        Option.METRIC: (
            lambda known, value: known.lacks_word("metrics", value),
            lambda known: iter(sorted(known.words["metrics"] or ())),
            "unknown-metric",
        ),
        Option.CLAIM: (
            lambda known, value: known.lacks("figures", value),
            lambda known: iter(known.candidates("figures")),
            "unknown-id",
        ),
        Option.PLACE: (
            lambda known, value: known.lacks("places", value),
            lambda known: iter(known.candidates("places")),
            "unknown-id",
        ),
        Option.CURRENCY: (
            lambda _, value: not is_currency(value),
            lambda _: iter(("USD", "JPY")),
            "unknown-currency",
        ),
    }
)


def _listed(fields: set[str]) -> str:
    return ", ".join(sorted(fields)) or "none"
