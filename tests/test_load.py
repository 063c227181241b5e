"""`load` reads whatever stands in a folder, says where, and raises for nothing that a file can hold."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from faults import SAMPLE, copy_sample
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from report.errors import SettingsError
from report.load import load
from report.model import TABLES, Material, Node, Table
from report.settings import default_folder, read

HEAD = "id,name_ru,name_en,country,lon,lat\n"


def loaded(root: Path) -> Material:
    """The material in `root`."""
    return load(read(root))


def places(root: Path, data: bytes, *, name: str = "places.csv") -> Table | None:
    """The table of places, when its file holds `data`."""
    (root / "data" / "places.csv").unlink(missing_ok=True)
    (root / "data" / name).write_bytes(data)
    return loaded(root).tables.get("places")


def rules(root: Path) -> list[tuple[str, int]]:
    """The rules and rows of all findings but the sample's own notice."""
    found = loaded(root).findings
    return [(item.rule, item.location.row) for item in found if item.location.file != "data/proposals.csv"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the sample brief."""
    return copy_sample(tmp_path)


def test_everything_of_the_sample_is_read() -> None:
    """All tables, all prose and all figures are there, from CSV, XLSX, YAML and TOML."""
    material = loaded(SAMPLE)
    assert list(material.tables) == list(TABLES)
    assert set(material.prose) == {
        path.relative_to(SAMPLE / "data").as_posix() for path in SAMPLE.rglob("*.yaml")
    }
    assert set(material.charts) == {path.stem for path in default_folder("charts").glob("*.toml")}
    assert [(item.severity, item.rule) for item in material.findings] == [("notice", "windows-1251")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1251"])
@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_csv_is_read_alike(root: Path, encoding: str, separator: str, ending: str) -> None:
    """Encoding, separator and line ends of a CSV do not change what it says."""
    lines = ["id,name_ru,name_en,country,lon,lat", "pl-x,«Ёлка»,Fir,AA,1.5,2", 'pl-y,"Ель",Spruce,AA,3,4']
    text = ending.join(lines).replace(",", separator) + ending
    table = places(root, text.encode(encoding))
    assert table is not None
    assert [(row.number, *row.cells.values()) for row in table.rows] == [
        (2, "pl-x", "«Ёлка»", "Fir", "AA", "1.5", "2"),
        (3, "pl-y", "Ель", "Spruce", "AA", "3", "4"),
    ]


def test_separators_inside_quotes_are_text(root: Path) -> None:
    """A comma, a semicolon, a doubled quote and a line break in a quoted cell belong to it."""
    table = places(root, f'{HEAD}x,"a, ""b""; c\nd",e,AA,1,2\ny,,,,,\n'.encode())
    assert table is not None
    assert table.rows[0].cells["name_ru"] == 'a, "b"; c\nd'
    assert [row.number for row in table.rows] == [2, 4], "a row bears the number of the line it begins on"


def test_text_is_stripped_of_outer_white_space_only(root: Path) -> None:
    """What stands inside a cell stays as it was typed."""
    table = places(root, f"{HEAD} x ,  два  слова\u00a0 ,b,AA,1,2\n".encode())
    assert table is not None
    assert table.rows[0].cells["id"] == "x"
    assert table.rows[0].cells["name_ru"] == "два  слова"


def test_blank_rows_are_passed_over(root: Path) -> None:
    """Rows without any filled cell are no rows, and the others keep their numbers."""
    table = places(root, f"{HEAD},,,,,\n\nx,a,b,AA,1,2\n,,,,,\n".encode())
    assert table is not None
    assert [row.number for row in table.rows] == [4]


def test_a_ragged_row_is_told_and_kept(root: Path) -> None:
    """A row with too few or too many cells is an error, and its id is known nevertheless."""
    table = places(root, f"{HEAD}x,a\ny,a,b,AA,1,2,3\n".encode())
    assert table is not None
    assert [row.cells["id"] for row in table.rows] == ["x", "y"]
    assert rules(root) == [("ragged-row", 2), ("ragged-row", 3)]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "empty-file"),
        (b"\xef\xbb\xbf", "empty-file"),
        (b",,,\n,,,\n", "empty-file"),
        (HEAD.encode(), "empty-table"),
        (HEAD.replace(",", "\t").encode(), "unknown-separator"),
        (b"\x00\x01\x02", "control-character"),
        (b"\xff\xfe\xfd", "unknown-encoding"),
        (HEAD.encode() + b"x,\x98\xff,b,AA,1,2\n", "unknown-encoding"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more", "not-a-workbook"),
        (HEAD.encode() + b'x,"a"b,c,AA,1,2\n', "broken-quotes"),
    ],
)
def test_what_is_no_table_is_told(root: Path, data: bytes, rule: str) -> None:
    """A file that cannot be read as a table is one finding, and no exception."""
    places(root, data)
    assert [name for name, _ in rules(root)] == [rule]


def workbook(*rows: list[object], sheet: str = "places", before: str = "") -> bytes:
    """An XLSX file with the rows on a sheet, and an empty sheet before it if one is named."""
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    if before:
        first.title = before
        first = book.create_sheet(sheet)
    first.title = sheet
    for row in rows:
        first.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


XLSX_HEAD: list[object] = ["id", "name_ru", "name_en", "country", "lon", "lat"]


def test_typed_cells_become_the_text_of_a_csv(root: Path) -> None:
    """Dates are ISO, whole numbers have no “.0”, large ones no exponent, empty cells are empty."""
    row: list[object] = [20, date(2031, 6, 13), datetime(2031, 6, 14), 3e12, 155.915, None]  # noqa: DTZ001
    table = places(root, workbook(XLSX_HEAD, row), name="places.xlsx")
    assert table is not None
    assert list(table.rows[0].cells.values()) == [
        "20",
        "2031-06-13",
        "2031-06-14",
        "3000000000000",
        "155.915",
        "",
    ]
    assert str(table.location(2, "lat")) == "data/places.xlsx[places]:2 lat"


def test_the_sheet_named_like_the_table_is_read_else_the_first(root: Path) -> None:
    """A workbook may hold other sheets."""
    data: list[object] = ["x", "a", "b", "AA", 1, 2]
    named = places(root, workbook(XLSX_HEAD, data, before="notes"), name="places.xlsx")
    assert (named.sheet, len(named.rows)) == ("places", 1) if named else False
    other = places(root, workbook(XLSX_HEAD, data, sheet="Лист1"), name="places.xlsx")
    assert (other.sheet, len(other.rows)) == ("Лист1", 1) if other else False


def test_empty_rows_of_a_workbook_keep_the_numbers(root: Path) -> None:
    """A row of a workbook bears the number that the spreadsheet shows."""
    table = places(root, workbook(XLSX_HEAD, [], ["x", "a", "b", "AA", 1, 2]), name="places.xlsx")
    assert table is not None
    assert [row.number for row in table.rows] == [3]


def test_a_switch_in_a_cell_is_refused(root: Path) -> None:
    """TRUE and ИСТИНА are one cell in two spreadsheets; a word is asked for."""
    places(root, workbook(XLSX_HEAD, ["x", "a", True, "AA", 1, 2]), name="places.xlsx")
    assert rules(root) == [("boolean-cell", 2)]


def test_scalars_stay_text_as_typed(root: Path) -> None:
    """YAML makes no truth values, numbers or dates of what an analyst typed."""
    path = root / "data" / "words.yaml"
    path.write_text(
        "a: no\nb: 1.50\nc: 2031-06-13\nd: ~\ne: '~'\nf:\n  - x\n  - >-\n    one\n    two\n", encoding="utf-8"
    )
    tree = loaded(root).prose["words.yaml"].value
    assert isinstance(tree, dict)
    assert [tree[key].value for key in "abcde"] == ["no", "1.50", "2031-06-13", None, "~"]
    items = tree["f"].value
    assert isinstance(items, tuple)
    assert [(item.value, str(item.location)) for item in items] == [
        ("x", "data/words.yaml:7 f[0]"),
        ("one two", "data/words.yaml:8 f[1]"),
    ]


def test_a_key_that_stands_twice_is_told_with_its_line(root: Path) -> None:
    """Of two equal keys the first is kept, and the second is an error."""
    (root / "data" / "words.yaml").write_text("a: 1\nb:\n  c: 2\n  c: 3\n", encoding="utf-8")
    tree = loaded(root).prose["words.yaml"].value
    assert isinstance(tree, dict)
    inner = tree["b"].value
    assert isinstance(inner, dict)
    assert inner["c"] == Node("2", inner["c"].location)
    assert rules(root) == [("duplicate-key", 4)]


def test_aliases_cannot_make_a_file_grow(root: Path) -> None:
    """A file whose aliases would unfold to billions of items is one finding, at once."""
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60))]
    (root / "data" / "words.yaml").write_text("\n".join(lines), encoding="utf-8")
    material = loaded(root)
    assert "words.yaml" not in material.prose
    assert rules(root) == [("yaml-alias", 1)]


def test_a_spec_of_the_brief_takes_the_place_of_ours(root: Path) -> None:
    """A brief's own figure of the same name is read, and our others stay."""
    own = root / "charts"
    own.mkdir()
    (own / "cover.toml").write_text('kind = "own"\n', encoding="utf-8")
    charts = loaded(root).charts
    assert charts["cover"] == {"kind": "own"}
    assert len(charts) == len(list(default_folder("charts").glob("*.toml")))


def test_a_folder_that_is_not_there_is_a_fault_of_the_settings(root: Path) -> None:
    """Without data/ there is nothing to judge."""
    (root / "data").rename(root / "facts")
    with pytest.raises(SettingsError, match="data"):
        loaded(root)


def test_a_folder_in_place_of_a_file_is_a_finding(root: Path) -> None:
    """A table, prose or figure that cannot be opened is told, and the rest is read."""
    (root / "data" / "places.csv").unlink()
    for folder in ("data/places.csv", "data/words.yaml", "charts/pie.toml"):
        (root / folder).mkdir(parents=True)
    assert [rule for rule, _ in rules(root)] == ["unreadable-file"] * 3


_ANY_BYTES = st.one_of(
    st.binary(max_size=300),
    st.binary(max_size=200).map(lambda tail: b"PK\x03\x04" + tail),
    st.text(alphabet="\",;\n\r\t\x00aя: -[]{}&*!|>'#%@`=.0", max_size=120).map(str.encode),
)


@given(data=_ANY_BYTES)
@examples(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize(
    "file", ["data/places.csv", "data/places.xlsx", "data/summary.yaml", "charts/own.toml"]
)
def test_no_bytes_make_load_raise(tmp_path: Path, file: str, data: bytes) -> None:
    """Any bytes in any file give a material, with findings or without."""
    root = tmp_path / "brief"
    if not root.exists():
        copy_sample(tmp_path)
        (root / "data" / "places.csv").unlink()
        (root / "charts").mkdir()
    (root / file).write_bytes(data)
    material = loaded(root)
    assert all("\n" not in str(finding) for finding in material.findings)


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8), min_size=6, max_size=6),
        max_size=5,
    )
)
@examples(max_examples=60, deadline=None)
def test_a_written_table_is_read_back(rows: list[list[str]]) -> None:
    """What the csv module writes is read back, but for outer white space and blank rows."""
    from report.errors import Location
    from report.load.delimited import read_delimited

    written = io.StringIO(newline="")
    csv.writer(written).writerows([HEAD.strip().split(","), *rows])
    grid = read_delimited(written.getvalue().encode(), Location("data/places.csv"))
    assert [cells.values for cells in grid.rows[1:]] == [tuple(cell.strip() for cell in row) for row in rows]
