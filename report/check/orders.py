"""brief.toml's orders against the facts → what it names that is not there, and what is missing in it."""

from __future__ import annotations

from collections.abc import Iterator

from report.check.faults import nearest
from report.check.known import Known
from report.check.texts import PrintedText
from report.errors import Finding, Location
from report.localize.currencies import is_currency
from report.localize.signs import DEFAULT_SIGNS, ambiguous_signs
from report.model import Brief, Count, Money, Unit, Use
from report.rules import find
from report.settings import SETTINGS_FILE, Bank, Settings


def judge_orders(settings: Settings, known: Known) -> Iterator[Finding]:
    """Ids and words that brief.toml names are known, and a country has one section."""
    named = [("brief.event", "events", settings.event), ("brief.place", "places", settings.place)]
    named += [("register.announced", "figures", settings.announced)]
    named += [(f"pull.{key}.source", "sources", source) for key, source in sources_pulled(settings)]
    for section in settings.sections:
        named += [(f"sections.{section.id}.panel", "figures", claim) for claim in section.panel]
    for key, table, value in named:
        if value and known.lacks(table, value):
            expected = nearest(value, known.candidates(table), otherwise=f"an id of {table}")
            yield find("unknown-id", _place(key), repr(value), expected)
    yield from _metrics(settings, known)
    yield from _currencies(settings)
    yield from _countries(settings, known)


def sources_pulled(settings: Settings) -> list[tuple[str, str]]:
    """The name of each bank that brief.toml has asked for its rates, and its id among the sources."""
    return [(pull.name, pull.gives.source) for pull in settings.pulls if isinstance(pull.gives, Bank)]


def _metrics(settings: Settings, known: Known) -> Iterator[Finding]:
    together = {metric for group in settings.together for metric in group}
    named = [("charts.together", metric) for metric in sorted(together)]
    named += [("significance.metrics", metric) for metric in settings.significance.metrics]
    for key, metric in named:
        if known.lacks_word("metrics", metric):
            words = known.words["metrics"] or ()
            expected = nearest(metric, words, otherwise="a metric of data/vocabulary.yaml")
            yield find("unknown-metric", _place(key), repr(metric), expected)


def _currencies(settings: Settings) -> Iterator[Finding]:
    for code in settings.signs:
        if not is_currency(code):
            expected = nearest(code.upper(), DEFAULT_SIGNS, otherwise="a code of ISO 4217, such as JPY")
            yield find("unknown-currency", _place("money.signs"), repr(code), expected)


def _countries(settings: Settings, known: Known) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for section in settings.sections:
        if not section.country:
            continue
        place = _place(f"sections.{section.id}.country")
        if known.lacks_word("countries", section.country):
            expected = nearest(
                section.country, known.words["countries"] or (), otherwise="a country of data/vocabulary.yaml"
            )
            yield find("unknown-country", place, repr(section.country), expected)
        if first.setdefault(section.country, section.id) != section.id:
            expected = f"a country of its own; {first[section.country]!r} has this one"
            yield find("repeated-country", place, repr(section.country), expected)


def judge_register(brief: Brief, settings: Settings) -> Iterator[Finding]:
    """The claim that counts the cells of the field counts documents."""
    claim = brief.claims.get(settings.announced)
    if claim is not None and not (isinstance(claim.value, Count) and claim.value.unit is Unit.DOCUMENTS):
        found = f"{claim.id!r}, which counts no documents"
        yield find("wrong-type", _place("register.announced"), found, "a claim with the unit documents")


def judge_held(brief: Brief, settings: Settings) -> Iterator[Finding]:
    """What brief.toml has printed is not held back."""
    named = [("register.announced", settings.announced)]
    named += [(f"sections.{section.id}.panel", key) for section in settings.sections for key in section.panel]
    for place, key in named:
        claim = brief.claims.get(key)
        if claim is not None and claim.use is Use.HELD:
            yield find("held-in-print", _place(place), f"{key!r}, which is held", "a claim of another use")


def judge_signs(brief: Brief, settings: Settings) -> Iterator[Finding]:
    """No printed sign can be read as two currencies of the brief (page.md, “Language”)."""
    amounts = [claim.value for claim in brief.claims.values() if isinstance(claim.value, Money)]
    amounts += [document.amount for document in brief.documents.values() if document.amount is not None]
    currencies = {amount.currency for amount in amounts}
    currencies |= {code for rate in brief.rates for code in (rate.base, rate.quote)}
    for group in ambiguous_signs(currencies, settings.signs):
        cure = ", ".join(f'{code} = "{code[:2]}{DEFAULT_SIGNS.get(code, "$")}"' for code in group)
        found = f"{' and '.join(group)} in one brief, with one sign"
        yield find("ambiguous-sign", _place("money.signs"), found, f"signs = {{ {cure} }}")


def settings_texts(settings: Settings) -> Iterator[PrintedText]:
    """The texts of brief.toml that are printed."""
    words = {
        "brief.title": settings.title,
        "brief.short_title": settings.short_title,
        "brief.subtitle": settings.subtitle,
        "brief.prepared_by": settings.prepared_by,
        "brief.distribution": settings.distribution,
    }
    words |= {f"sections.{section.id}.title": section.title for section in settings.sections if section.title}
    for key, text in words.items():
        yield PrintedText(text, {language: _place(f"{key}.{language}") for language in text}, "title")


def _place(key: str) -> Location:
    return Location(SETTINGS_FILE, 0, key)
