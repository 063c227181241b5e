"""A file → an SQLite database with our tables; damaged or foreign ones are refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final

from report.errors import ArchiveError

VERSION: Final = 2
PATIENCE_SECONDS: Final = 30.0
"""How long to wait for another process that is writing: that takes moments."""

_TABLES: Final = f"""
CREATE TABLE deliveries (
    edition INTEGER NOT NULL,
    recipient TEXT NOT NULL,
    address TEXT NOT NULL COLLATE NOCASE,
    status TEXT NOT NULL CHECK (status IN
        ('planned', 'sending', 'accepted', 'refused', 'deferred', 'unknown', 'expired')),
    handed_over INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    changed TEXT NOT NULL,
    due TEXT,
    answer TEXT NOT NULL DEFAULT '',
    message_id TEXT NOT NULL DEFAULT '',
    attachment TEXT NOT NULL DEFAULT '',
    corrects INTEGER,
    PRIMARY KEY (edition, recipient)
) STRICT;
CREATE UNIQUE INDEX one_message_an_address ON deliveries (edition, address)
    WHERE status IN ('sending', 'accepted', 'unknown');
CREATE TABLE attempts (
    edition INTEGER NOT NULL,
    recipient TEXT NOT NULL,
    number INTEGER NOT NULL,
    ended TEXT NOT NULL,
    status TEXT NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (edition, recipient, number),
    FOREIGN KEY (edition, recipient) REFERENCES deliveries
) STRICT;
PRAGMA user_version = {VERSION};
"""
_FROM_BEFORE: Final[Mapping[int, Sequence[str]]] = MappingProxyType(
    {1: ("ALTER TABLE deliveries ADD COLUMN corrects INTEGER", "PRAGMA user_version = 2")}
)
"""Version of an older ledger → what makes it one of the next version."""


def connect(path: Path) -> sqlite3.Connection:
    """Open the database at `path`, which is made if there is none; for several threads, one at a time.

    Raises:
        ArchiveError: it is damaged, foreign, of another version, or cannot be written.
    """
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            path, timeout=PATIENCE_SECONDS, isolation_level=None, check_same_thread=False
        )
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # what is committed outlasts a power failure
        connection.execute("PRAGMA foreign_keys = ON")
        with writing(connection):
            _prepare(connection, path)
    return connection


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction that alone writes from its begin on, so that what it has read stays true."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Whatever the disk or SQLite complains of becomes an error with one line."""
    try:
        yield
    except sqlite3.Error as error:
        raise ArchiveError(f"{path}: the ledger of deliveries: {error}") from error
    except OSError as error:
        raise ArchiveError(f"{path}: the ledger of deliveries: {error.strerror or error}") from error


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if version == VERSION:
        return
    if version in _FROM_BEFORE:
        statements = [it for older in range(version, VERSION) for it in _FROM_BEFORE[older]]
    elif version or tables:
        raise ArchiveError(f"{path}: no ledger of deliveries of this version ({version}, not {VERSION})")
    else:
        statements = _TABLES.split(";\n")
    for statement in statements:
        connection.execute(statement)
