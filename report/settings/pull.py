"""[[pull]] of brief.toml → which remote sources feed which files of data/, and how far each is trusted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from report.model import DAILY_RATES, TABLES
from report.settings.tables import Table

LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
"""The hosts that may be asked in plain text: nothing between us and them can listen (RFC 6761, 6.3)."""

_MEGABYTE = 1_000_000
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_FILES: Final = tuple(f"{table}.csv" for table in (*TABLES, DAILY_RATES))
_PAIR = re.compile(r"([A-Z]{3})/([A-Z]{3})")
_TURNED: Final = MappingProxyType({"ecb": re.compile(r"\w+/EUR"), "cbr": re.compile(r"RUB/\w+")})
"""Pairs that stand the other way round in a bank's list: it names the price of a euro, or in roubles."""


class PullKind(StrEnum):
    """Who answers, and how: the European Central Bank, the Bank of Russia, or anybody with a table."""

    ECB = "ecb"
    CBR = "cbr"
    TABLE = "table"


class TableFormat(StrEnum):
    """What a table comes as."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


_ADDRESSES: Final[Mapping[PullKind, str]] = MappingProxyType(
    {
        PullKind.ECB: "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml",
        PullKind.CBR: "https://www.cbr.ru/scripts/XML_daily.asp",
    }
)


@dataclass(frozen=True, slots=True)
class PullLimits:
    """How much one answer may take: seconds to connect, between two pieces, and in all; bytes."""

    connect: float
    piece: float
    whole: float
    size: int


@dataclass(frozen=True, slots=True)
class Bank:
    """Of which bank the rate of `pair` is wanted; `source` is the bank's id in sources.csv."""

    kind: PullKind
    source: str
    pair: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Mapped:
    """How a remote table becomes ours: our column → theirs, and our column → what stands in every row.

    `sheet` names one of a workbook (empty is the first); `records` is the path to the list of rows in a
    JSON document, keys with points between them (empty is the document itself).
    """

    format: TableFormat
    columns: Mapping[str, str]
    constants: Mapping[str, str]
    sheet: str = ""
    records: str = ""


@dataclass(frozen=True, slots=True)
class PullSettings:
    """One remote source, and the file `into` of data/ that it feeds.

    It is asked again `every` so often at most. A copy older than `max_age` is a warning, one older than
    `error_age` an error; nought is never. `hosts` may be asked: its own, and those that it may send us on to.
    `authority` is a file of certificates that vouch for it; without it those of the system do.
    """

    name: str
    address: str
    into: str
    gives: Bank | Mapped
    hosts: frozenset[str]
    limits: PullLimits
    authority: Path | None = None
    every: timedelta = timedelta()
    max_age: timedelta = timedelta()
    error_age: timedelta = timedelta()


def read_pulls(tables: tuple[Table, ...], root: Path) -> tuple[PullSettings, ...]:
    """The settings of each table; a name, and a file that a table is mapped to, stands once."""
    pulls: dict[str, PullSettings] = {}
    fed: set[str] = set()
    for table in tables:
        pull = _pull(table, root)
        if pull.name in pulls:
            table.fault("name", f"{pull.name!r} stands more than once")
        if isinstance(pull.gives, Mapped) and pull.into in fed:
            table.fault("into", f"{pull.into!r} is fed by another one, too")
        pulls[pull.name] = pull
        fed.add(pull.into)
    return tuple(pulls.values())


def _pull(table: Table, root: Path) -> PullSettings:
    kind = _kind(table)
    name = table.text("name")
    if name and not _NAME.fullmatch(name):
        table.fault("name", f"{name!r} must be lower-case ASCII letters, digits and hyphens")
    address = _address(table, kind)
    pull = PullSettings(
        name=name,
        address=address,
        into=table.text("into", choices=_FILES) if kind is PullKind.TABLE else f"{DAILY_RATES}.csv",
        gives=_mapped(table) if kind is PullKind.TABLE else _bank(table, kind),
        hosts=frozenset({host_of(address), *table.texts("hosts")}),
        authority=table.file("authority", root),
        limits=_limits(table),
        every=table.duration("every", timedelta()),
        max_age=table.duration("max_age", timedelta()),
        error_age=table.duration("error_age", timedelta()),
    )
    if pull.error_age and pull.error_age < pull.max_age:
        table.fault("error_age", "is shorter than max_age")
    table.close()
    return pull


def _kind(table: Table) -> PullKind:
    kind = table.text("kind", choices=tuple(PullKind))
    return PullKind(kind) if kind in set(PullKind) else PullKind.TABLE


def _address(table: Table, kind: PullKind) -> str:
    address = table.text("url", _ADDRESSES.get(kind))
    fault = refusal(address)
    if address and fault:
        table.fault("url", f"{address!r}: {fault}")
    return address


def host_of(address: str) -> str:
    """The host that an address names, in lower case; nothing where it is no address."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def refusal(address: str) -> str:
    """Why an address may not be asked; nothing where it may. Plain http is for the loopback address."""
    host = host_of(address)
    if not host:
        return "names no host"
    parts = urlsplit(address)
    if parts.username or parts.password:
        return "must not hold a name or a password"
    if parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK):
        return ""
    return f"{parts.scheme or 'no scheme'} is refused; https is needed"


def _bank(table: Table, kind: PullKind) -> Bank:
    text = table.text("pair", "USD/JPY")
    match = _PAIR.fullmatch(text)
    if match is None or match[1] == match[2]:
        table.fault("pair", f"{text!r} is no pair of ISO 4217 codes such as 'USD/JPY'")
    elif _TURNED[kind].fullmatch(text):
        table.fault("pair", f"{text!r} is not quoted by this bank, but {match[2]}/{match[1]} is")
    return Bank(kind, table.text("source"), (match[1], match[2]) if match else ("", ""))


def _mapped(table: Table) -> Mapped:
    format_ = table.text("format", choices=tuple(TableFormat))
    chosen = TableFormat(format_) if format_ in set(TableFormat) else TableFormat.CSV
    mapped = Mapped(
        format=chosen,
        columns=table.mapping("columns"),
        constants=table.mapping("constants"),
        sheet=table.text("sheet", "") if chosen is TableFormat.XLSX else "",
        records=table.text("records", "") if chosen is TableFormat.JSON else "",
    )
    if not mapped.columns:
        table.fault("columns", "needs at least one, such as { date = 'Date' }")
    for column in sorted(set(mapped.columns) & set(mapped.constants)):
        table.fault("constants", f"{column!r} also stands in 'columns'")
    return mapped


def _limits(table: Table) -> PullLimits:
    given = table.table("timeouts")
    limits = PullLimits(
        connect=given.duration("connect", timedelta(seconds=10)).total_seconds(),
        piece=given.duration("piece", timedelta(seconds=20)).total_seconds(),
        whole=given.duration("whole", timedelta(minutes=2)).total_seconds(),
        size=table.whole_number("limit_mb", 10, most=1000) * _MEGABYTE,
    )
    given.close()
    return limits
