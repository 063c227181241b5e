"""[[pull]] of brief.toml is read whole, and whatever is wrong with it is told with its key."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from report.errors import SettingsError
from report.settings import Bank, Mapped, PullKind, PullSettings, TableFormat, read

BANK = 'name = "ecb"\nkind = "ecb"\nsource = "ecb"'
TABLE = """name = "prices"
kind = "table"
format = "json"
into = "figures.csv"
url = "https://example.org/prices.json"
columns = { id = "Key" }"""


def pulls_of(project: Path, *tables: str) -> tuple[PullSettings, ...]:
    """The sources of the invented brief with these tables."""
    path = project / "brief.toml"
    text = "".join(f"\n[[pull]]\n{table}\n" for table in tables)
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    return read(project).pulls


def test_a_brief_needs_no_source(sample: Path) -> None:
    """Then nobody is ever asked."""
    assert read(sample).pulls == ()


def test_a_bank_needs_three_words(sample: Path) -> None:
    """Its address, the dollar in yen, and what is patient and small are known."""
    (bank,) = pulls_of(sample, BANK)
    assert bank.gives == Bank(PullKind.ECB, "ecb", ("USD", "JPY"))
    assert bank.address == "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml"
    assert (bank.into, set(bank.hosts)) == ("rates.daily.csv", {"www.ecb.europa.eu"})
    assert (bank.limits.connect, bank.limits.piece, bank.limits.whole) == (10, 20, 120)
    assert bank.limits.size == 10_000_000
    assert (bank.every, bank.max_age, bank.error_age) == (timedelta(),) * 3


def test_all_of_a_table_is_read(sample: Path) -> None:
    """Where it is, how it becomes ours, where it may send us on to, and how old it may be."""
    more = """constants = { source = "prices" }
records = "data.rows"
hosts = ["files.example.org"]
authority = "office.pem"
limit_mb = 2
timeouts = { piece = "5 seconds" }
every = "1 hour"
max_age = "3 days"
error_age = "7 days" """
    (table,) = pulls_of(sample, f"{TABLE}\n{more}")
    assert table.gives == Mapped(TableFormat.JSON, {"id": "Key"}, {"source": "prices"}, records="data.rows")
    assert table.hosts == {"example.org", "files.example.org"}
    assert table.authority == sample / "office.pem"
    assert (table.limits.size, table.limits.piece) == (2_000_000, 5)
    assert (table.every, table.max_age) == (timedelta(hours=1), timedelta(days=3))
    assert table.error_age == timedelta(days=7)


@pytest.mark.parametrize(
    ("table", "old", "new", "told"),
    [
        (BANK, 'name = "ecb"', "", "pull[1].name: missing"),
        (BANK, 'name = "ecb"', 'name = "../ecb"', "pull[1].name: '../ecb' must be lower-case"),
        (BANK, 'kind = "ecb"', 'kind = "ebc"', "pull[1].kind: 'ebc' is not one of ecb, cbr, table"),
        (BANK, 'source = "ecb"', "", "pull[1].source: missing"),
        (BANK, 'source = "ecb"', 'source = "ecb"\ninto = "a"', "pull[1].into: unknown key"),
        (BANK, 'source = "ecb"', 'source = "ecb"\npair = "USDJPY"', "pull[1].pair: 'USDJPY' is no pair"),
        (BANK, 'source = "ecb"', 'source = "ecb"\npair = "USD/USD"', "pull[1].pair: 'USD/USD' is no pair"),
        (
            BANK,
            'source = "ecb"',
            'source = "ecb"\npair = "USD/EUR"',
            "is not quoted by this bank, but EUR/USD",
        ),
        (BANK, 'source = "ecb"', 'source = "ecb"\nmax_age = "3"', "pull[1].max_age: '3' is no duration"),
        (TABLE, "https://", "http://", "http is refused; https is needed"),
        (TABLE, "https://", "ftp://", "ftp is refused; https is needed"),
        (TABLE, "https://", "https://me:secret@", "must not hold a name or a password"),
        (TABLE, "https://example.org/prices.json", "https://[::1", "names no host"),
        (TABLE, 'url = "https://example.org/prices.json"', "", "pull[1].url: missing"),
        (TABLE, '"figures.csv"', '"figure.csv"', "did you mean 'figures.csv'"),
        (TABLE, '"figures.csv"', '"../figures.csv"', "pull[1].into: '../figures.csv' is not one of"),
        (TABLE, '{ id = "Key" }', "{}", "pull[1].columns: needs at least one"),
        (TABLE, "columns", 'constants = { id = "a" }\ncolumns', "pull[1].constants: 'id' also stands in"),
        (TABLE, '"json"', '"csv"\nrecords = "data"', "pull[1].records: unknown key"),
        (TABLE, "columns", "limit_mb = 0\ncolumns", "pull[1].limit_mb: 0 is no whole number from 1 to 1000"),
        (TABLE, "columns", 'max_age = "3 days"\nerror_age = "1 day"\ncolumns', "is shorter than max_age"),
    ],
)
def test_what_is_wrong_is_told_with_its_key(sample: Path, table: str, old: str, new: str, told: str) -> None:
    """And nothing is asked of anybody."""
    assert old in table
    with pytest.raises(SettingsError) as fault:
        pulls_of(sample, table.replace(old, new, 1))
    assert told in str(fault.value)


def test_all_faults_are_told_at_once(sample: Path) -> None:
    """A name, and a file that a table is the whole of, stands once."""
    with pytest.raises(SettingsError) as fault:
        pulls_of(sample, TABLE, TABLE, BANK)
    lines = [line.partition("brief.toml: ")[2] for line in str(fault.value).splitlines()]
    assert lines == [
        "pull[2].name: 'prices' stands more than once",
        "pull[2].into: 'figures.csv' is fed by another one, too",
    ]


def test_the_loopback_address_needs_no_secret_line(sample: Path) -> None:
    """Nobody can listen between us and ourselves."""
    (bank,) = pulls_of(sample, f'{BANK}\nurl = "http://127.0.0.1:8000/rates.xml"')
    assert bank.address == "http://127.0.0.1:8000/rates.xml"
