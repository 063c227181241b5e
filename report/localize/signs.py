"""Currency codes → signs, and the signs that could be read as two currencies.

A locale never changes a sign (docs/pages.md): CLDR prints JPY as `¥` in one locale and `JP¥`
in another, so signs are ours, and a brief's own `[money.signs]` goes before them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

DEFAULT_SIGNS: Mapping[str, str] = MappingProxyType({"JPY": "¥", "USD": "$", "EUR": "€", "CNY": "¥"})

_DOLLARS_AND_PESOS = frozenset(
    """
    ARS AUD BBD BMD BND BSD BZD CAD CLP COP DOP FJD GYD HKD JMD KYD
    LRD MXN NAD NZD SBD SGD SRD TTD TWD USD UYU XCD
    """.split()  # noqa: SIM905 - a list of codes reads better as words
)
# Currencies whose everyday sign is the bare one (ISO 4217 codes; CLDR's narrow symbols).
_READ_AS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "¥": frozenset({"JPY", "CNY"}),
        "$": _DOLLARS_AND_PESOS,
        "£": frozenset({"GBP", "EGP", "FKP", "GIP", "LBP", "SHP", "SSP", "SYP"}),
    }
)


def sign(currency: str, signs: Mapping[str, str]) -> str:
    """The sign of an ISO 4217 currency: the brief's own, else ours, else the code itself."""
    return signs.get(currency) or DEFAULT_SIGNS.get(currency, currency)


def ambiguous_signs(currencies: Iterable[str], signs: Mapping[str, str]) -> list[tuple[str, ...]]:
    """The groups of `currencies` that one sign could be read as, each sorted by code.

    Two currencies are a group if they share a printed sign, or if one of them is printed with a
    bare sign that is everyday use for the other too: `$` for USD in a brief that also holds CAD.
    """
    known = sorted(set(currencies))
    groups = set()
    for bare in {sign(currency, signs) for currency in known}:
        readings = _READ_AS.get(bare, frozenset())
        groups.add(tuple(code for code in known if code in readings or sign(code, signs) == bare))
    return sorted(group for group in groups if len(group) > 1)
