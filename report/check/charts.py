"""Specs of figures as TOML gives them → `ChartSpec`s.

A figure of ours that a brief has no section or no data for is left out, with a notice; one of its
own is wrong.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass

from report.check.faults import nearest
from report.check.known import Known
from report.check.marks import judge_marks
from report.check.options import COMMON, KINDS, Option, judge_option
from report.check.texts import PrintedText
from report.errors import Finding, Location
from report.model import Brief, ChartSpec, Material, Words
from report.rules import find
from report.settings import Settings

_SENTENCES = ("title", "subtitle", "note")


@dataclass(frozen=True, slots=True)
class JudgedCharts:
    """The specs that hold, their sentences, and what is wrong with the others."""

    specs: Mapping[str, ChartSpec]
    texts: tuple[PrintedText, ...]
    findings: tuple[Finding, ...]


def judge_charts(material: Material, settings: Settings, known: Known, brief: Brief | None) -> JudgedCharts:
    """Judge all specs; whether there is enough to draw only where all facts hold and `brief` is given."""
    specs: dict[str, ChartSpec] = {}
    texts: list[PrintedText] = []
    findings: list[Finding] = []
    for name, tree in material.charts.items():
        judge = _Judge(name, tree, settings, known)
        spec = judge.spec()
        if brief is not None and not judge.faults and not judge.unsuited:
            judge.marks(spec, brief)
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

    def marks(self, spec: ChartSpec, brief: Brief) -> None:
        """Whether the data make a figure."""
        unfit = judge_marks(spec, brief)
        if unfit:
            self._unsuit("wrong-number-of-marks", "kind", *unfit)
        else:
            self._together("pairs", _metrics_of(spec, brief))

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
            "announced": self._settings.announced,
            "hub": self._settings.place,
            "event": self._settings.event,
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
        for key in KINDS[kind].keys() - options.keys():
            if from_settings.get(key):
                options[key] = from_settings[key]
            else:
                tell = self._unsuit if key in from_settings else self._fault
                tell("missing-value", key, f"no {key!r}", known[key].value)
        for key in known.keys() & options.keys():
            self._option(key, known[key], options[key])
        return {key: value for key, value in options.items() if key in known}

    def _option(self, key: str, option: Option, value: object) -> None:
        faults = list(judge_option(option, value, self._known))
        for fault in faults:
            tell = self._unsuit if fault.unsuited else self._fault
            tell(fault.rule, key, fault.found, fault.expected)
        if option is Option.METRICS and isinstance(value, list) and not faults:
            self._together(key, value)

    def _together(self, key: str, metrics: list[str]) -> None:
        """Unlike metrics are not charted together."""
        if len(set(metrics)) > 1 and not any(set(metrics) <= group for group in self._settings.together):
            expected = "one metric, or a group of charts.together in brief.toml"
            self._unsuit("unlike-metrics", key, ", ".join(dict.fromkeys(metrics)), expected)


def _metrics_of(spec: ChartSpec, brief: Brief) -> list[str]:
    """The metrics of all claims that a spec puts on one axis."""
    pairs = spec.options.get("pairs")
    return [brief.claims[name].metric for pair in pairs for name in pair] if isinstance(pairs, list) else []


def _listed(fields: set[str]) -> str:
    return ", ".join(sorted(fields)) or "none"
