"""A currency code → whether it is one of ISO 4217, by the list that CLDR keeps.

The few currencies we have signs for need no list, so that `brief check` seldom loads Babel.
"""

from __future__ import annotations

from report.localize.signs import DEFAULT_SIGNS


def is_currency(code: str) -> bool:
    """Whether `code` is a currency of ISO 4217, in upper case, of today or of the past."""
    return code in DEFAULT_SIGNS or code in known_currencies()


def known_currencies() -> frozenset[str]:
    """All codes of ISO 4217 that CLDR knows, of today and of the past."""
    from babel.numbers import list_currencies  # here, because most briefs get by without it

    return frozenset(list_currencies())
