"""The smallest brief → a copy with mail and a schedule, and every kind of edit; and a bank that it asks."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from released import address_all
from webserver import Reply, Site

_LAKE: Final = Path(__file__).resolve().parent / "lake"
_MAIL: Final = """
[mail]
server = "127.0.0.1"
port = {port}
security = "insecure-plain-text"
from = {{ address = "brief@example.org", en = "Samples desk" }}
operator = "operator@example.org"
allow = ["example.org"]
release = "automatic"
"""
_BANK: Final = """
[[pull]]
name = "bank"
kind = "ecb"
url = "{address}"
source = "bank"
"""
_RATES: Final = """<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
                 xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
  <Cube><Cube time="{day}">
    <Cube currency="USD" rate="1.0944"/>
    <Cube currency="JPY" rate="{yen}"/>
  </Cube></Cube>
</gesmes:Envelope>
"""

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Lake:
    """A copy of the smallest brief that a test may change."""

    project: Path

    def settle(self, *tables: str) -> None:
        """Give its brief.toml more tables."""
        path = self.project / "brief.toml"
        path.write_text("\n".join((path.read_text(encoding="utf-8"), *tables)), encoding="utf-8")

    def reset(self, old: str, new: str) -> None:
        """Have brief.toml say something else."""
        path = self.project / "brief.toml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def address(self, recipients: Sequence[str], *, without: Sequence[str] = ()) -> None:
        """Write recipients.csv; those in `without` stand in it, and get nothing."""
        rows = [{"id": it, "version": "en", "active": "no" if it in without else "yes"} for it in recipients]
        address_all(self.project, rows)

    def rows(self, table: str) -> list[Row]:
        """A table as it stands."""
        text = self._file(table).read_text(encoding="utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))

    def add(self, table: str, like: str, id_: str, **cells: str) -> None:
        """A row like another one, but for some cells."""
        rows = self.rows(table)
        model = next(row for row in rows if row["id"] == like)
        self._write(table, [*rows, {**model, "id": id_, **cells}])

    def change(self, table: str, id_: str, **cells: str) -> None:
        """Some cells of a row; a row of a table without ids is the one whose first cell is `id_`."""
        rows = self.rows(table)
        assert any(id_ in self._names(row) for row in rows)
        self._write(table, [{**row, **cells} if id_ in self._names(row) else row for row in rows])

    def remove(self, table: str, id_: str) -> None:
        """A row."""
        rows = self.rows(table)
        left = [row for row in rows if row["id"] != id_]
        assert len(left) == len(rows) - 1
        self._write(table, left)

    def resave(self, table: str) -> None:
        """The same as another program saves it: another order, quotes, line ends and a byte order mark."""
        rows = self.rows(table)[::-1]
        with self._file(table).open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, rows[0], quoting=csv.QUOTE_ALL, lineterminator="\r\n")
            writer.writeheader()
            writer.writerows(rows)

    def _file(self, table: str) -> Path:
        return self.project / "data" / f"{table}.csv"

    def _write(self, table: str, rows: Sequence[Mapping[str, str]]) -> None:
        """As one step, as editors save."""
        file = self._file(table)
        with (self.project / f"{table}.new").open("w", encoding="utf-8", newline="") as new:
            writer = csv.DictWriter(new, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        Path(new.name).replace(file)

    @staticmethod
    def _names(row: Row) -> tuple[str, ...]:
        return row.get("id", ""), next(iter(row.values()))


def lake_in(folder: Path, *, port: int) -> Lake:
    """A copy in a new folder, that sends to a port of the loopback address."""
    lake = Lake(Path(shutil.copytree(_LAKE, folder, ignore=shutil.ignore_patterns("out"))))
    lake.settle(_MAIL.format(port=port))
    return lake


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank whose site tells what a euro costs in dollars and yen, or has a fault."""

    site: Site

    @property
    def table(self) -> str:
        """The table of brief.toml that has it asked."""
        return _BANK.format(address=f"{self.site.address}/rates")

    def publish(self, day: str, yen: str) -> None:
        """There are rates of a day."""
        self.site.put("/rates", Reply(_RATES.format(day=day, yen=yen).encode()))

    def fail(self) -> None:
        """It has a fault, and will not be asked again for an hour."""
        self.site.put("/rates", Reply(status=500, headers={"Retry-After": "3600"}))
