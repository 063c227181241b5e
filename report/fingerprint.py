"""`Brief` → the fingerprint of its facts: what the paper says, not how its files are written.

Two folders with the same judged facts have the same fingerprint, whatever the order of rows, line
ends or quoting of their tables; places in files and findings do not count.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum

from report.model import Brief

_NOT_MEANT = frozenset({"location", "findings", "charts"})


def fingerprint(brief: Brief) -> str:
    """The SHA-256 of the facts in canonical JSON, as 64 hexadecimal digits."""
    text = json.dumps(_plain(brief), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def code(brief: Brief) -> str:
    """The fingerprint's first eight digits, as a person can compare them: `7F3A-91BC`."""
    digits = fingerprint(brief)[:8].upper()
    return f"{digits[:4]}-{digits[4:]}"


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        names = (field.name for field in fields(value))
        return {name: _plain(getattr(value, name)) for name in names if name not in _NOT_MEANT}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, str | int | bool):
        return value
    # A Decimal keeps its value and not its spelling: 19, 19.0 and 1.9E+1 are one number.
    return str(value.normalize()) if hasattr(value, "normalize") else str(value)
