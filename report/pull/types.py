"""What an answer says that it is → whether that can be what was asked for (RFC 9110, 8.3)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from report.settings import Bank, Mapped, TableFormat

_ANY: Final = frozenset({"", "application/octet-stream", "binary/octet-stream"})
"""Servers that do not know say one of these."""
_XML: Final = frozenset({"application/xml", "text/xml"})
_TABLES: Final[Mapping[TableFormat, frozenset[str]]] = MappingProxyType(
    {
        TableFormat.CSV: frozenset({"text/csv", "text/plain", "application/csv", "application/vnd.ms-excel"}),
        TableFormat.JSON: frozenset({"application/json", "text/json", "text/plain"}),
        TableFormat.XLSX: frozenset(
            {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/zip"}
        ),
    }
)


def expected_type(gives: Bank | Mapped, said: str, encoding: str) -> str:
    """What is wrong with the type of an answer, or with its encoding; nothing, where it can be read."""
    if encoding not in ("", "identity"):
        return f"encoded as {encoding}, which was not asked for"
    essence = said.partition(";")[0].strip().lower()
    expected = _XML if isinstance(gives, Bank) else _TABLES[gives.format]
    if essence in expected | _ANY or (expected == _TABLES[TableFormat.JSON] and essence.endswith("+json")):
        return ""
    return f"the answer is {essence}, and {' or '.join(sorted(expected))} was expected"
