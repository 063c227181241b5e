"""Verification: a finished file proves itself, and each thing that was done to it is told as what it is."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import ROOT
from shelves import archive_in
from typer.testing import CliRunner

from report import facts
from report.cli import app
from report.errors import ArchiveError
from report.inspect import texts
from report.model import Release
from report.pdf import to_unicode
from report.verify import Archived, Check, Outcome, Verification, verify
from report.verify.pages import solid

pytestmark = pytest.mark.slow
CATALOGUES = [ROOT / "templates" / "locale"]
VERSIONS = ("bilingual", "ru", "en")
Tamper = Callable[[pikepdf.Pdf], None]


@pytest.fixture(scope="module")
def files(built_sample: Path) -> dict[str, bytes]:
    """The finished files of the invented brief by their versions."""
    return {version: (built_sample / f"brief.{version}.pdf").read_bytes() for version in VERSIONS}


def verified(pdf: bytes) -> Verification:
    """What the file alone tells."""
    return verify(pdf, read=texts, catalogues=CATALOGUES)


def tampered(pdf: bytes, change: Tamper) -> bytes:
    """The file after somebody changed it."""
    saved = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        change(opened)
        opened.save(saved)
    return saved.getvalue()


def failures(pdf: bytes) -> dict[str, str]:
    """What each failed check says."""
    verification = verified(pdf)
    return {it.name: "\n".join(it.found) for it in verification.checks if it.outcome is Outcome.FAILS}


def reworded(before: str, after: str, page: int) -> Tamper:
    """Changes the first words `before` of a page in its content stream, glyph by glyph."""

    def change(pdf: pikepdf.Pdf) -> None:
        leaf: Any = pdf.pages[page]
        changed = [False]
        stream = pikepdf.unparse_content_stream(list(_reset(leaf, before, after, changed)))
        assert changed[0], f"{before!r} is on no page"
        leaf.Contents = pdf.make_stream(stream)

    return change


def _reset(
    leaf: Any,  # noqa: ANN401 - no static type says what a page holds
    before: str,
    after: str,
    changed: list[bool],
) -> Iterator[Any]:
    meanings: dict[int, str] = {}
    instruction: Any
    for instruction in pikepdf.parse_content_stream(leaf):
        operands, operator = instruction
        if str(operator) == "Tf":
            font = leaf.Resources.Font[str(operands[0])]
            meanings = dict(to_unicode.read(font.ToUnicode.read_bytes()))
        if str(operator) in {"Tj", "TJ"} and not changed[0]:
            yield _shown(operands, meanings, before, after, changed), operator
        else:
            yield operands, operator


def _shown(
    operands: Any,  # noqa: ANN401 - whatever a content stream holds
    meanings: dict[int, str],
    before: str,
    after: str,
    changed: list[bool],
) -> Any:  # noqa: ANN401 - the same
    """The operands with other glyphs, where their words are those that are looked for."""
    last = operands[-1]
    strings = (
        [it for it in last if isinstance(it, pikepdf.String)] if isinstance(last, pikepdf.Array) else [last]
    )
    shown = b"".join(map(bytes, strings))
    numbers = [int.from_bytes(shown[at : at + 2], "big") for at in range(0, len(shown), 2)]
    if "".join(meanings.get(number, "") for number in numbers).strip() != before:
        return operands
    glyphs = {text: number for number, text in meanings.items()}
    changed[0] = True
    string = pikepdf.String(b"".join(glyphs[letter].to_bytes(2, "big") for letter in after))
    return [pikepdf.Array([string])] if isinstance(last, pikepdf.Array) else [string]


def inside(pdf: pikepdf.Pdf, name: str) -> bytes:
    """A file inside."""
    return pdf.attachments[name].get_file().read_bytes()


def enclose(pdf: pikepdf.Pdf, name: str, content: bytes) -> None:
    """Put a file inside in the place of another."""
    pdf.attachments[name] = pikepdf.AttachedFileSpec(
        pdf, content, filename=name, description="", mime_type="", creation_date="", mod_date=""
    )


def sealed(pdf: pikepdf.Pdf, name: str, content: bytes) -> None:
    """As `enclose`, by somebody who thought of the manifest too."""
    enclose(pdf, name, content)
    manifest = json.loads(inside(pdf, "manifest.json"))
    manifest["files"][name] = hashlib.sha256(content).hexdigest()
    manifest["fingerprint"] = manifest["files"][facts.FILE]
    enclose(pdf, "manifest.json", json.dumps(manifest).encode())


def figures_with(pdf: pikepdf.Pdf, **values: str) -> bytes:
    """The enclosed figures with other values, by ids with underscores."""
    rows = list(csv.DictReader(io.StringIO(inside(pdf, "figures.csv").decode("utf-8-sig"), newline="")))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    for row in rows:
        writer.writerow({**row, "value": values.get(row["id"].replace("-", "_"), row["value"])})
    return text.getvalue().encode()


@pytest.mark.parametrize("version", VERSIONS)
def test_a_finished_file_proves_itself(version: str, files: dict[str, bytes]) -> None:
    """What was not touched holds in every check that the file alone allows, in its own languages."""
    verification = verified(files[version])
    assert [check for check in verification.checks if check.outcome is Outcome.FAILS] == []
    assert (verification.outcome, verification.version) == (Outcome.HOLDS, version)
    assert verification.brief == "three-lakes-2031"


@pytest.mark.parametrize(("version", "language"), [("bilingual", "ru"), ("bilingual", "en"), ("en", "en")])
def test_every_printed_figure_is_recomputed(version: str, language: str, files: dict[str, bytes]) -> None:
    """A key figure, a figure of a country's panel and one of an annex: a changed table tells each."""

    def change(pdf: pikepdf.Pdf) -> None:
        sealed(
            pdf, "figures.csv", figures_with(pdf, aa_documents="6", aa_trade="820600000", aa_population="9")
        )

    found = failures(tampered(files[version], change))
    assert found.keys() == {"figures", "tables"}
    for id_ in ("aa-documents", "aa-trade", "aa-population"):
        assert f"{id_} ({language}): " in found["figures"]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("5", "7", "aa-documents (ru): page 2 says"),
        ("$1,25 млрд", "$7,25 млрд", "aa-investment (ru): page 2 says"),
        ("$1.25 bn", "$7.25 bn", "aa-investment (en): page 2 says"),
    ],
)
def test_a_changed_numeral_is_told(before: str, after: str, found: str, files: dict[str, bytes]) -> None:
    """One glyph of a key figure in the content stream: the page and the figure are named."""
    before, after = (text.replace(" ", "\N{NO-BREAK SPACE}") for text in (before, after))
    told = failures(tampered(files["bilingual"], reworded(before, after, 1)))
    assert found in told["figures"]


def test_a_changed_sentence_is_told(files: dict[str, bytes]) -> None:
    """One letter of a paragraph: the paragraph is named by its file and key, in its language."""
    pdf = files["en"]
    line = next(iter(_lines(pdf, 1, "The three countries")))
    told = failures(tampered(pdf, reworded(line, line.replace("three", "there"), 1)))
    assert "summary.yaml" in told["texts"]
    assert "(en)" in told["texts"]


def _lines(pdf: bytes, page: int, beginning: str) -> Iterator[str]:
    """The lines of a page that begin so, as its content stream shows them."""
    for words in texts(pdf)[page].contents.values():
        if words.startswith(beginning):
            yield words.strip()


def test_other_facts_are_told_by_the_printed_code(files: dict[str, bytes]) -> None:
    """Facts changed with their table and manifest: the code on the pages is not theirs."""

    def change(pdf: pikepdf.Pdf) -> None:
        other = json.loads(inside(pdf, facts.FILE))
        other["claims"]["aa-documents"]["value"]["number"] = "6"
        sealed(pdf, "figures.csv", figures_with(pdf, aa_documents="6"))
        sealed(pdf, facts.FILE, facts.as_json(other))

    found = failures(tampered(files["ru"], change))
    assert "the pages print" in found["code"]
    assert found.keys() == {"code", "figures", "texts"}


def test_a_page_and_its_table_changed_alike_are_told(files: dict[str, bytes]) -> None:
    """A figure on the pages, in figures.csv and in the manifest: the facts behind the printed code say no."""

    def change(pdf: pikepdf.Pdf) -> None:
        sealed(pdf, "figures.csv", figures_with(pdf, aa_documents="7"))
        reworded("5", "7", 1)(pdf)

    found = failures(tampered(files["en"], change))
    assert found["tables"] == "figures.csv: aa-documents: value is '7', and '5' in the facts"


@pytest.mark.parametrize(
    ("name", "before", "after", "told"),
    [
        ("documents.csv", "2031-", "2030-", "signed_on is '2030-"),
        ("documents.csv", "\r\nAA-002", "\r\nAA-902", "AA-002 is missing"),
        ("sources.csv", "https://", "http://", "url is 'http://"),
        ("figures.csv", "aa-documents", "aa-more", "aa-more is not in the facts"),
    ],
)
def test_a_table_that_is_not_of_the_facts_is_told(
    name: str, before: str, after: str, told: str, files: dict[str, bytes]
) -> None:
    """A date, an address, a row that went and one that came, by somebody who thought of the manifest."""

    def change(pdf: pikepdf.Pdf) -> None:
        content = inside(pdf, name).decode()
        assert before in content
        sealed(pdf, name, content.replace(before, after, 1).encode())

    assert told in failures(tampered(files["en"], change))["tables"]


@pytest.mark.parametrize(
    "name", ["documents.csv", "facts.json", "figures.csv", "sources.csv", "manifest.json"]
)
def test_a_file_that_was_taken_out_is_told(name: str, files: dict[str, bytes]) -> None:
    """Each of the enclosures is missed by its name."""

    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.attachments[name]

    assert f"{name} has been removed" in failures(tampered(files["en"], change))["enclosures"]


def test_a_file_that_was_put_in_is_told(files: dict[str, bytes]) -> None:
    """What the manifest does not name does not belong there."""
    found = failures(tampered(files["en"], lambda pdf: enclose(pdf, "more.csv", b"id\r\n")))
    assert found == {"enclosures": "more.csv has been added"}


def test_a_swapped_file_is_told(files: dict[str, bytes]) -> None:
    """A table of another paper is not the one that the manifest names, whatever it says."""
    found = failures(
        tampered(files["en"], lambda pdf: enclose(pdf, "sources.csv", inside(pdf, "sources.csv") + b"\r\n"))
    )
    assert found == {"enclosures": "sources.csv is not the file that manifest.json names"}


@pytest.mark.parametrize("name", ["facts.json", "figures.csv", "documents.csv", "manifest.json"])
def test_damage_inside_is_told(name: str, files: dict[str, bytes]) -> None:
    """A file inside that cannot be read is a fault that is told, and no traceback."""
    found = failures(tampered(files["en"], lambda pdf: enclose(pdf, name, b"\xff{")))
    assert name in found["enclosures"]


def test_words_laid_over_a_page_are_told(files: dict[str, bytes]) -> None:
    """Words that belong to no part of the text were put there after the file was made."""

    def change(pdf: pikepdf.Pdf) -> None:
        leaf: Any = pdf.pages[2]
        name, font = next(iter(leaf.Resources.Font.items()))
        meanings = to_unicode.read(font.ToUnicode.read_bytes())
        glyph = next(glyph for glyph, letter in meanings.items() if letter.isalpha())
        leaf.contents_add(f"BT {name} 12 Tf 100 300 Td <{glyph:04X}> Tj ET".encode())

    assert "page 3" in failures(tampered(files["en"], change))["pages"]


def test_nothing_inside_is_no_fault(files: dict[str, bytes]) -> None:
    """A file with nothing inside (`attach = false`) cannot be held against anything, and says so."""
    verification = verified(tampered(files["en"], stripped))
    unknown = {check.name for check in verification.checks if check.outcome is Outcome.UNKNOWN}
    assert {"enclosures", "code", "figures", "documents", "texts"} <= unknown


def archived(folder: Path, pdf: bytes, *, number: int = 1, brief: str = "three-lakes-2031") -> Archived:
    """An archive with one edition of one file."""
    return Archived(brief, (archive_in(folder, {number: pdf}).edition(number),))


def against(pdf: bytes, kept: Archived) -> tuple[Verification, Check]:
    """What a file proves against an archive, and what the comparison with it says."""
    verification = verify(pdf, read=texts, catalogues=CATALOGUES, archived=kept)
    (check,) = (check for check in verification.checks if check.name == "archive")
    return verification, check


def newest_of(pdf: bytes, kept: Archived) -> Check:
    """Whether an archive has a newer edition than a file."""
    verification = verify(pdf, read=texts, catalogues=CATALOGUES, archived=kept)
    return next(check for check in verification.checks if check.name == "newest")


def stripped(pdf: pikepdf.Pdf) -> None:
    """Take everything out that is inside."""
    for name in list(pdf.attachments):
        del pdf.attachments[name]


def numbered(pdf: pikepdf.Pdf) -> None:
    """Have the manifest name the first edition."""
    manifest = json.loads(inside(pdf, "manifest.json"))
    enclose(pdf, "manifest.json", json.dumps({**manifest, "edition": 1}).encode())


def test_a_file_with_nothing_inside_is_known_by_its_bytes(files: dict[str, bytes], tmp_path: Path) -> None:
    """The archive tells which edition it is; of one byte more it says that no edition has this file."""
    bare = tampered(files["en"], stripped)
    kept = archived(tmp_path, bare)
    verification, check = against(bare, kept)
    assert (verification.outcome, verification.edition, verification.state) == (Outcome.HOLDS, 1, "draft")
    assert check.outcome is Outcome.HOLDS
    verification, check = against(bare + b"\n", kept)
    assert (verification.outcome, check.outcome) == (Outcome.FAILS, Outcome.FAILS)


def test_what_differs_from_the_archive_is_told(files: dict[str, bytes], tmp_path: Path) -> None:
    """The page that reads otherwise and the enclosure that is another are named."""
    kept = archived(tmp_path, tampered(files["en"], numbered))

    def change(pdf: pikepdf.Pdf) -> None:
        numbered(pdf)
        enclose(pdf, "sources.csv", b"")
        reworded("5", "7", 1)(pdf)

    _, check = against(tampered(files["en"], change), kept)
    assert "page 2 reads otherwise" in check.found
    assert "sources.csv, inside, is not the same" in check.found
    assert not any("page 3" in line or "facts.json" in line for line in check.found)


def test_what_the_archive_vouches_for_is_no_fault(files: dict[str, bytes], tmp_path: Path) -> None:
    """Pages that this program would word otherwise are a notice where the archive has every byte of them.

    Without an archive they are a fault, and the program that set them is named.
    """

    def change(pdf: pikepdf.Pdf) -> None:
        manifest = json.loads(inside(pdf, "manifest.json"))
        manifest["versions"]["program"] = "brief 0.1"
        enclose(pdf, "manifest.json", json.dumps(manifest).encode())
        reworded("5", "7", 1)(pdf)

    pdf = tampered(files["en"], change)
    verification, _ = against(pdf, archived(tmp_path, pdf))
    (check,) = (check for check in verification.checks if check.name == "figures")
    assert (verification.outcome, check.outcome) == (Outcome.HOLDS, Outcome.NOTICE)
    assert "set by brief 0.1" in failures(pdf)["figures"]


def test_an_archive_of_another_brief_proves_nothing(files: dict[str, bytes], tmp_path: Path) -> None:
    """Edition 1 of one brief is not held against edition 1 of another."""
    pdf = tampered(files["en"], numbered)
    _, check = against(pdf, archived(tmp_path, b"%PDF", brief="another"))
    assert check.outcome is Outcome.UNKNOWN
    assert "another" in check.found[0]
    kept = archived(tmp_path / "later", b"%PDF", number=2, brief="another")
    assert newest_of(pdf, kept).outcome is Outcome.UNKNOWN


def test_only_a_release_takes_the_place_of_an_edition(files: dict[str, bytes], tmp_path: Path) -> None:
    """A newer draft is told as one; once it is released, the file is superseded."""
    pdf = tampered(files["en"], numbered)
    kept = archived(tmp_path, b"%PDF", number=2)
    assert newest_of(pdf, kept) == Check("newest", Outcome.NOTICE, ("edition 2 is a draft",))
    (draft,) = kept.editions
    released = replace(draft, release=Release("Head of press", draft.built, draft.files))
    told = newest_of(pdf, replace(kept, editions=(released,)))
    assert told.found == ("superseded: edition 2 is of 2031-09-02",)


@pytest.mark.parametrize("damage", ["gone", "changed"])
def test_a_damaged_archive_proves_nothing(damage: str, files: dict[str, bytes], tmp_path: Path) -> None:
    """Where the archive's own copy is not what it was, the doctor is asked, and the file is not blamed."""
    kept = archived(tmp_path, b"%PDF")
    copy = kept.editions[0].folder / "brief.en.pdf"
    copy.unlink() if damage == "gone" else copy.write_bytes(b"")
    _, check = against(tampered(files["en"], numbered), kept)
    assert check.outcome is Outcome.UNKNOWN
    assert "brief doctor" in check.found[0]


def test_an_edition_that_was_never_made_is_told(files: dict[str, bytes], tmp_path: Path) -> None:
    """A file that names an edition which this brief's archive has not is none of its files."""
    _, check = against(tampered(files["en"], numbered), archived(tmp_path, b"%PDF", number=2))
    assert check.outcome is Outcome.FAILS
    assert "the newest is edition 2" in check.found[0]


def test_no_pdf_is_refused() -> None:
    """What is no PDF at all is told as such."""
    with pytest.raises(ArchiveError, match="not a PDF"):
        verified(b"no PDF")


def asked(pdf: bytes, folder: Path, *options: str) -> tuple[int, str, str]:
    """What `brief verify` says of a file in a folder that is no brief: exit code, output, errors."""
    file = folder / "mailed.pdf"
    file.write_bytes(pdf)
    result = CliRunner().invoke(
        app, ["--project", str(folder), "verify", str(file), *options], catch_exceptions=False
    )
    return result.exit_code, result.stdout, result.stderr


def test_the_command_tells_what_it_found(files: dict[str, bytes], tmp_path: Path) -> None:
    """0 where the file proves itself, 6 where it does not, 1 where nothing could be proven."""
    code, out, _ = asked(files["ru"], tmp_path)
    assert (code, out.splitlines()[0]) == (0, "mailed.pdf: three-lakes-2031, ru, no edition, draft")
    assert "unknown  archive: there is no archive here to compare with" in out
    code, out, _ = asked(tampered(files["ru"], lambda pdf: enclose(pdf, "more.csv", b"")), tmp_path)
    assert code == 6
    assert "fails    enclosures: more.csv has been added" in out
    code, _, _ = asked(tampered(files["ru"], stripped), tmp_path)
    assert code == 1
    code, out, _ = asked(files["ru"], tmp_path, "--json")
    assert code == 0
    told = json.loads(out)
    assert (told["outcome"], told["version"]) == ("holds", "ru")
    assert {"name": "pages", "outcome": "holds", "found": ["all words belong to a part of the text"]} in told[
        "checks"
    ]


def test_the_command_refuses_in_one_line_what_is_no_pdf(tmp_path: Path) -> None:
    """6 for what is no PDF, 2 for a file that is not there."""
    code, _, err = asked(b"no PDF", tmp_path)
    assert code == 6
    assert "not a PDF" in err
    missing = tmp_path / "none.pdf"
    result = CliRunner().invoke(app, ["--project", str(tmp_path), "verify", str(missing)])
    assert (result.exit_code, result.stderr) == (2, f"brief: {missing}: No such file or directory\n")


def test_words_are_compared_without_what_setting_puts_in() -> None:
    """A hyphen at a line's end and a space make no difference; a minus and a point do."""
    assert solid("docu\x02 ments") == solid("documents")
    assert solid("Future- Oriented") == solid("Future\x02 Oriented")
    assert solid("\N{NO-BREAK SPACE}· about") == "about"
    assert solid("\N{MINUS SIGN}4%") != solid("4%")
    assert solid("1.25") != solid("12.5")
