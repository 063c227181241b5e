"""A table of TOML → values by name and type, every fault remembered instead of raised."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from report.model import PartialDate, Words

_DURATION = re.compile(r"(\d{1,6}) (second|minute|hour|day)s?")


class Table:
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

    def table(self, key: str) -> Table:
        """A table within this one; an absent one is empty."""
        return Table(f"{self.name}.{key}".lstrip("."), self.take(key, {}), self._faults)

    def text(self, key: str, default: str | None = None, *, choices: Sequence[str] = ()) -> str:
        """A text; one of `choices`, where given."""
        value = self.take(key, default)
        if value is not None and not isinstance(value, str):
            self.fault(key, "must be a text")
        elif value and choices and value not in choices:
            self.fault(key, f"{value!r} is not one of {', '.join(choices)}{near(value, choices)}")
        return value if isinstance(value, str) else ""

    def flag(self, key: str, *, default: bool) -> bool:
        """A truth value, written without quotes."""
        value = self.take(key, default)
        if not isinstance(value, bool):
            self.fault(key, "must be true or false, without quotes")
        return value is True

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

    def days(self, key: str) -> tuple[date, ...]:
        """A list of days, written without quotes."""
        value = self.take(key, [])
        if isinstance(value, list) and all(type(item) is date for item in value):
            return tuple(value)
        self.fault(key, "must be a list of days such as 2026-05-05, without quotes")
        return ()

    def duration(self, key: str, default: timedelta) -> timedelta:
        """A length of time in words."""
        value = self.take(key, default)
        if isinstance(value, timedelta):
            return value
        match = _DURATION.fullmatch(value) if isinstance(value, str) else None
        if match and int(match[1]):
            return timedelta(**{f"{match[2]}s": int(match[1])})
        self.fault(key, f"{value!r} is no duration such as '30 seconds', '5 minutes', '1 hour', '3 days'")
        return default

    def whole_number(self, key: str, default: int, *, least: int = 1, most: int = 1_000_000) -> int:
        """A whole number within bounds."""
        value = self.take(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self.fault(key, f"{value!r} is no whole number from {least} to {most}")
        return default

    def file(self, key: str, root: Path) -> Path | None:
        """A file by its path from the brief's folder `root`; None where it is left out."""
        name = self.text(key, "")
        return root / name if name else None

    def moment(self, key: str) -> datetime | None:
        """A day and time with its offset from UTC, written without quotes; None where it is left out."""
        value = self.take(key, "")
        if isinstance(value, datetime) and value.tzinfo:
            return value
        if value != "":
            self.fault(key, "must be a time with its offset such as 2026-01-12T09:00:00+09:00")
        return None

    def tables(self, key: str, *, needed: bool = True) -> tuple[Table, ...]:
        """An array of tables; at least one, where it is needed."""
        value = self.take(key, None if needed else [])
        if value == [] and not needed:
            return ()
        if not isinstance(value, list) or not value:
            self.fault(key, f"needs at least one [[{key}]] table")
            return ()
        return tuple(
            Table(f"{key}[{position}]", item, self._faults) for position, item in enumerate(value, 1)
        )

    def close(self) -> None:
        """Every key that nobody asked for is a fault."""
        for key in sorted(self._values.keys() - self._asked):
            self.fault(key, f"unknown key{near(key, sorted(self._asked))}")

    def _listed(self, key: str, value: object) -> tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.fault(key, "must be a list of texts")
        return ()


def near(word: str, known: Sequence[str]) -> str:
    """A question that ends a fault: what may have been meant, or nothing."""
    matches = difflib.get_close_matches(word, known, 1)
    return f"; did you mean {str(matches[0])!r}?" if matches else ""
