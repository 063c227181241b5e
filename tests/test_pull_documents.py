"""A document is read for what it says: both banks' as they were recorded, and tables of every form."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from report.errors import PullError
from report.load import load_document
from report.pull import Quoted, from_json, mapped, quoted, read_quotations, write_rows
from report.settings import Mapped, PullKind, TableFormat

RECORDED = Path(__file__).resolve().parent / "pulled"
PAIR = ("USD", "JPY")


def recorded(name: str) -> bytes:
    """A document as a bank published it."""
    return (RECORDED / f"{name}.xml").read_bytes()


@pytest.mark.parametrize(
    ("day", "dollar", "yen", "cross"),
    [
        ("2023-04-20", "1.0944", "147.46", "134.74"),
        ("2023-04-24", "1.1002", "148.17", "134.68"),
    ],
)
def test_the_european_central_bank_is_crossed(day: str, dollar: str, yen: str, cross: str) -> None:
    """USD/JPY is EUR/JPY by EUR/USD, five digits as both have; both legs are kept as the bank says them."""
    quotations = read_quotations(PullKind.ECB, recorded(f"ecb-{day}"))
    assert str(quotations.day) == day
    assert quoted(quotations, PAIR) == (
        Quoted("EUR", "USD", Decimal(dollar)),
        Quoted("EUR", "JPY", Decimal(yen)),
        Quoted("USD", "JPY", Decimal(cross), ("EUR/USD", "EUR/JPY")),
    )


@pytest.mark.parametrize(
    ("day", "dollar", "yen", "cross"),
    [
        ("2025-04-01", "85.4963", "0.571958", "149.480"),
        ("2025-04-04", "84.3830", "0.570117", "148.010"),
    ],
)
def test_the_bank_of_russia_is_crossed(day: str, dollar: str, yen: str, cross: str) -> None:
    """The yen is quoted for a hundred, with a comma: six digits, and so has the cross rate, noughts too."""
    quotations = read_quotations(PullKind.CBR, recorded(f"cbr-{day}"))
    assert str(quotations.day) == day
    found = quoted(quotations, PAIR)
    assert [(it.base, it.quote, format(it.rate, "f"), it.legs) for it in found] == [
        ("USD", "RUB", dollar, ()),
        ("JPY", "RUB", yen, ()),
        ("USD", "JPY", cross, ("USD/RUB", "JPY/RUB")),
    ]


def test_every_currency_of_a_document_is_read() -> None:
    """Thirty for a euro, forty-three in roubles; dividing by the nominal takes no digit away."""
    euro = read_quotations(PullKind.ECB, recorded("ecb-2023-04-20"))
    rouble = read_quotations(PullKind.CBR, recorded("cbr-2025-04-01"))
    assert (len(euro.legs), len(rouble.legs)) == (30, 43)
    assert rouble.legs["VND"].rate == Decimal("0.0034423")
    assert rouble.legs["VND"].digits == 6


def test_what_a_bank_says_itself_is_not_crossed() -> None:
    """EUR/JPY is in the list, USD/RUB too; a poorer leg has the say in how many digits there are."""
    euro = read_quotations(PullKind.ECB, recorded("ecb-2023-04-20"))
    rouble = read_quotations(PullKind.CBR, recorded("cbr-2025-04-01"))
    assert quoted(euro, ("EUR", "JPY")) == (Quoted("EUR", "JPY", Decimal("147.46")),)
    assert quoted(rouble, ("USD", "RUB")) == (Quoted("USD", "RUB", Decimal("85.4963")),)
    assert quoted(euro, ("CHF", "JPY"))[-1].rate == Decimal("150.3")  # CHF has four digits: 0.9810


def spoiled(kind: PullKind, old: str, new: str) -> bytes:
    """A recorded document with one thing in it changed."""
    name, encoding = ("ecb-2023-04-20", "utf-8") if kind is PullKind.ECB else ("cbr-2025-04-01", "cp1251")
    text = recorded(name).decode(encoding)
    assert old in text
    return text.replace(old, new, 1).encode(encoding)


@pytest.mark.parametrize(
    ("kind", "old", "new", "told"),
    [
        (PullKind.ECB, "rate='147.46'", "rate='-147.46'", "'-147.46' is no price above zero"),
        (PullKind.ECB, "rate='147.46'", "rate='NaN'", "'NaN' is no price above zero"),
        (PullKind.ECB, "rate='147.46'", "rate='1e5'", "'1e5' is no price above zero"),
        (PullKind.ECB, "rate='147.46'", "rate='0.00'", "'0.00' is no price above zero"),
        (PullKind.ECB, "currency='JPY'", "currency='JPX'", "the document for 2023-04-20 has no rate of JPY"),
        (PullKind.ECB, "time='2023-04-20'", "time='20.04.2023'", "'20.04.2023' is no day"),
        (PullKind.ECB, "gesmes:Envelope xmlns", "gesmes:Parcel xmlns", "not the XML that was expected"),
        (PullKind.ECB, "2002-08-01/eurofxref", "2032-08-01/eurofxref", "no envelope with one day"),
        (PullKind.ECB, "</gesmes:Envelope>", "", "not the XML that was expected"),
        (PullKind.CBR, "57,1958", "57,19,58", "'57,19,58' is no price above zero"),
        (PullKind.CBR, ">100<", ">0<", "'0' is no nominal"),
        (PullKind.CBR, 'Date="01.04.2025"', 'Date="32.04.2025"', "'32.04.2025' is no day"),
        (PullKind.CBR, "windows-1251", "windows-125x", "not the XML that was expected"),
    ],
)
def test_what_is_no_such_document_is_refused(kind: PullKind, old: str, new: str, told: str) -> None:
    """One line says what stands there; no number is guessed."""
    with pytest.raises(PullError) as fault:
        quoted(read_quotations(kind, spoiled(kind, old, new)), PAIR)
    assert told in str(fault.value)


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;&b;&b;">]>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd">',
    ],
)
def test_no_document_type_is_read(declared: str) -> None:
    """So that no entity grows, and nothing else is asked for."""
    document = spoiled(PullKind.ECB, "<gesmes:Envelope", f"{declared}<gesmes:Envelope")
    with pytest.raises(PullError, match="not the XML that was expected"):
        read_quotations(PullKind.ECB, document)


def test_one_bank_is_not_the_other() -> None:
    """A document of the other bank is no document of this one."""
    with pytest.raises(PullError, match="European Central Bank"):
        read_quotations(PullKind.ECB, recorded("cbr-2025-04-01"))
    with pytest.raises(PullError, match="Bank of Russia"):
        read_quotations(PullKind.CBR, recorded("ecb-2023-04-20"))


COLUMNS = {"date": "Date", "rate": "Close"}
CONSTANTS = {"base": "USD", "source": "market"}
EXPECTED = b"date,rate,base,source\n2031-06-13,157.50,USD,market\n2031-06-16,158.1,USD,market\n"


def workbook() -> bytes:
    """A workbook whose second sheet has the table."""
    book, written = openpyxl.Workbook(), io.BytesIO()
    sheet = book.create_sheet("Closing")
    for row in (("Date", "Open", "Close"), ("2031-06-13", 1, "157.50"), ("2031-06-16", 2, 158.1)):
        sheet.append(row)
    book.save(written)
    return written.getvalue()


def test_a_csv_becomes_our_table() -> None:
    """Our columns in our order, then what stands in every row; what is not named is left out."""
    table = load_document(b"Date;Open;Close\n2031-06-13;1;157.50\n2031-06-16;2;158.1\n", "market.csv")
    assert write_rows(mapped(table, Mapped(TableFormat.CSV, COLUMNS, CONSTANTS))) == EXPECTED


def test_a_sheet_becomes_our_table() -> None:
    """Of a workbook, the sheet that brief.toml names."""
    table = load_document(workbook(), "market.xlsx", sheet="Closing")
    assert write_rows(mapped(table, Mapped(TableFormat.XLSX, COLUMNS, CONSTANTS))) == EXPECTED


def test_json_becomes_our_table() -> None:
    """The list at the path; a number stays as it is written, and nothing is nothing."""
    document = b'{"data": {"rows": [{"Date": "2031-06-13", "Close": 157.50, "Open": null},'
    document += b'{"Date": "2031-06-16", "Close": 158.1}]}}'
    table = from_json(document, "data.rows", "market.json")
    assert write_rows(mapped(table, Mapped(TableFormat.JSON, COLUMNS, CONSTANTS))) == EXPECTED


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (b"{", "no JSON"),
        (b"\xff\xfe\x00", "no JSON"),
        (b'{"data": {"rows": 5}}', "no list of records at 'data.rows'"),
        (b'{"data": [1]}', "no list of records at 'data.rows'"),
        (b'{"data": {"rows": [5]}}', "no list of records at 'data.rows'"),
        (b'{"data": {"rows": []}}', "no rows"),
        (b'{"data": {"rows": [{"Date": "a", "Close": {}}]}}', "'Close' is '{}'"),
        (b'{"data": {"rows": [{"Date": "a", "Close": true}]}}', "'Close' is 'True'"),
        (b'{"data": {"rows": [{"Date": "a", "Close": NaN}]}}', "'Close' is 'nan'"),
        (b'{"data": {"rows": [{"Date": "a", "Close": 1e999999999}]}}', "'Close' is '1E+999999999'"),
        (b'{"data": {"rows": [{"Date": "a", "Open": "b"}]}}', "no column 'Close'; it has Date, Open"),
    ],
)
def test_what_is_no_table_is_refused(document: bytes, told: str) -> None:
    """One line says what was found in its place."""
    with pytest.raises(PullError) as fault:
        mapped(from_json(document, "data.rows", "market.json"), Mapped(TableFormat.JSON, COLUMNS, {}))
    assert told in str(fault.value)
