"""Long registers: cut into sections of whole rows, whose edges stay where they are."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from bench.register import insert, write
from conftest import SAMPLE, voices_of

from report import facts, pipeline, settings
from report.compose import Composition, Imprint, compose, cut
from report.compose.cutting import (
    GREATEST,
    GREATEST_CELLS,
    LEAST,
    LEAST_CELLS,
    LEAST_GROUP,
    RegisterRow,
    cut_rows,
    register_rows,
)
from report.model import Brief, Document, Metadata, Scope, Section, Version
from report.pages import Pages
from report.settings import RegisterPart, Settings


def rows_of(brief: Brief, ids: Sequence[str], group: int = 0) -> list[RegisterRow]:
    """Rows of documents with these ids; every `group`th begins a group."""
    model = next(iter(brief.documents.values()))
    documents: Iterator[Document] = (replace(model, id=id_) for id_ in ids)
    return [
        RegisterRow(document, begins=bool(group) and position % group == 0)
        for position, document in enumerate(documents)
    ]


def ids_of(runs: Sequence[Sequence[RegisterRow]]) -> set[tuple[str, ...]]:
    """Each run by the ids of its rows."""
    return {tuple(row.document.id for row in run) for run in runs}


@pytest.mark.parametrize("group", [0, 7, 60, 400])
def test_every_row_is_in_one_run_in_its_order(group: int, sample_brief: Brief) -> None:
    """Runs one after the other are the register; each has `LEAST` to `GREATEST` rows, a short one all."""
    for number in (0, 1, GREATEST, GREATEST + 1, 2 * GREATEST, 3001):
        rows = rows_of(sample_brief, [f"D-{position}" for position in range(number)], group)
        runs = cut_rows(rows)
        assert [row for run in runs for row in run] == rows
        assert len(runs) == 1 if number <= GREATEST else min(len(run) for run in runs) >= LEAST
        assert max(len(run) for run in runs) <= GREATEST


def test_a_row_inserted_moves_no_edge_far_away(sample_brief: Brief) -> None:
    """Wherever among 5,000 rows a new one stands, hardly a row but those of its run has another run."""
    ids = [f"D-{number}" for number in range(5000)]
    before = ids_of(cut_rows(rows_of(sample_brief, ids)))
    assert len(before) > 5000 // GREATEST
    moved = []
    for position in range(0, 5001, 100):
        inserted = [*ids[:position], f"N-{position}", *ids[position:]]
        after = ids_of(cut_rows(rows_of(sample_brief, inserted)))
        moved.append(sum(len(run) for run in after - before))
    assert max(moved) <= 4 * GREATEST
    assert sum(count <= GREATEST for count in moved) >= len(moved) * 0.9


def test_a_section_begins_with_a_group_where_it_can(sample_brief: Brief) -> None:
    """Groups longer than a section may be short begin one of their own."""
    rows = rows_of(sample_brief, [f"D-{number}" for number in range(900)], 90)
    runs = cut_rows(rows)
    assert all(run[0].begins for run in runs)


def test_each_country_with_many_rows_begins_a_page(own_brief: Brief, own_settings: Settings) -> None:
    """The first brief's register is the field, a section a country, the related papers; all rows stand."""
    parts = [it.part for it in cut(own_brief, own_settings).sections if it.part]
    assert [id_ for part in parts for id_ in part.documents] == [
        row.document.id for row in register_rows(own_brief)
    ]
    heads = {row.document.id: row.heads for row in register_rows(own_brief)}
    field, *others = parts
    assert field.opens
    assert field.closes
    assert all(heads[part.documents[0]] >= LEAST_GROUP for part in others)
    assert not any(heads[id_] >= LEAST_GROUP for part in parts for id_ in part.documents[1:])
    assert sum(heads.values()) == len(own_brief.documents)


@pytest.mark.slow
def test_inspecting_names_the_parts_of_a_register(
    built: Path, own_brief: Brief, own_settings: Settings, tmp_path: Path
) -> None:
    """A fault on a page is told with the section that the page was set in, as the build tells it."""
    spoiled = tmp_path / "brief.en.pdf"
    with pikepdf.open(built / spoiled.name) as pdf:
        for page in pdf.pages:
            del page.obj["/Tabs"]
        pdf.save(spoiled)
    findings = pipeline.inspect_files(own_settings, [spoiled])
    told = {finding.location.column for finding in findings if finding.rule == "tab-order"}
    assert told == {section.id for section in cut(own_brief, own_settings).sections}


def test_a_register_without_a_field_or_rows_is_a_section(sample_brief: Brief) -> None:
    """Where nothing was announced and nothing signed, the annex stands, and says so by its emptiness."""
    read = replace(settings.read(SAMPLE), announced="")
    brief = replace(sample_brief, documents={}, charts={})
    (section,) = (it for it in cut(brief, read).sections if it.kind == "register")
    assert section.id == "register"
    assert section.part == RegisterPart()


def with_documents(brief: Brief, ids: Sequence[str]) -> Brief:
    """A brief with these documents too; the number of an id, by the thousand, says of which country."""
    models = [document for document in brief.documents.values() if document.country in brief.countries]
    chosen = {id_: models[int(id_[2:]) // 1000 * 3 % len(models)] for id_ in ids}
    documents = {id_: replace(model, id=id_) for id_, model in chosen.items()}
    return replace(brief, documents={**brief.documents, **documents})


def test_a_field_of_thousands_is_cut_like_its_register(sample_brief: Brief) -> None:
    """Each named document has one cell; the first section opens the field, and the last alone closes it."""
    read = settings.read(SAMPLE)
    brief = with_documents(sample_brief, [f"D-{number}" for number in range(4000)])
    parts = [it.part for it in cut(brief, read).sections if it.part and it.part.cells]
    assert len(parts) > 1
    cells = [id_ for part in parts for id_ in part.cells]
    assert cells == [
        row.document.id for row in register_rows(brief) if row.document.scope is not Scope.RELATED
    ]
    assert all(LEAST_CELLS <= len(part.cells) <= GREATEST_CELLS for part in parts)
    assert [part.opens for part in parts] == [True, *[False] * (len(parts) - 1)]
    assert [part.closes for part in parts] == [*[False] * (len(parts) - 1), True]
    sections = sections_of(brief, read)
    held = [section.html for section in sections.values() if 'class="field' in section.html]
    assert len(held) == len(parts)
    assert sum('id="field"' in html for html in held) == 1
    assert [html.count("<td></td>") for html in held[:-1]] == [0] * (len(held) - 1)


def test_a_document_added_to_thousands_changes_few_sections(sample_brief: Brief) -> None:
    """Of some forty sections, only rows of one come to stand in others, and only cells of one."""
    read = settings.read(SAMPLE)
    ids = [f"D-{number}" for number in range(4000)]
    before = cut(with_documents(sample_brief, ids), read).sections
    added = cut(with_documents(sample_brief, [*ids[:2222], "N-2222", *ids[2222:]]), read).sections
    changed = [section.part for section in added if section not in before and section.part]
    assert len(before) > 30
    assert "N-2222" in {id_ for part in changed for id_ in part.documents}
    assert sum(len(part.documents) for part in changed) <= GREATEST + 1
    assert sum(len(part.cells) for part in changed) <= GREATEST_CELLS + 1


@pytest.fixture(scope="module")
def long_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole brief with 1,500 documents that can be named."""
    return write(tmp_path_factory.mktemp("long") / "brief", 1500)


def sections_of(brief: Brief, read: Settings) -> Mapping[str, Section]:
    """All sections of the English version by id, in their order, without drawings."""
    cut_settings = cut(brief, read)
    voices = voices_of(read, "en")
    composition = Composition(
        brief=brief,
        settings=cut_settings,
        version=Version("en", ("en",)),
        voices=voices,
        figures={},
        charts_of={},
        imprint=Imprint(facts.code(brief), "brief", "engine", "fonts", Metadata("t", "a", "s", "en")),
        pages={},
        templates=Pages(read.template_folders, voices.say),
    )
    return {section.id: compose(composition, section) for section in cut_settings.sections}


def composed(folder: Path) -> Mapping[str, Section]:
    """All sections of a brief's folder."""
    read = settings.read(folder)
    return sections_of(pipeline.judge(read), read)


def section_with(sections: Mapping[str, Section], id_: str) -> str:
    """The section that an id stands in."""
    (found,) = (section.id for section in sections.values() if f'id="{id_}"' in section.html)
    return found


def test_a_long_register_loses_nothing(long_folder: Path) -> None:
    """Each row stands once, in a section that goes on the first; heads, field and title stand once."""
    sections = composed(long_folder)
    parts = [section for section in sections.values() if section.kind == "register"]
    assert len(parts) > 8
    assert [part.continues for part in parts] == ["", *["register"] * (len(parts) - 1)]
    brief = pipeline.judge(settings.read(long_folder))
    printed = [id_ for part in parts for id_ in re.findall(r'class="entry"[^>]* id="([^"]+)"', part.html)]
    assert printed == [row.document.id for row in register_rows(brief)]
    whole = "".join(part.html for part in parts)
    for head in (
        "register-AA",
        "register-BB",
        "register-CC",
        "register-LL",
        "related-AA",
        "field",
        "register",
    ):
        assert whole.count(f'id="{head}"') == 1
    assert whole.count("<h1") == 1
    assert whole.count("Related grant and loan") == 1
    assert "sec:register-" not in sections["contents"].html


def test_a_document_added_changes_its_section_and_those_that_count_it(
    long_folder: Path, tmp_path: Path
) -> None:
    """The row's section, its country's head, the field, and what prints a count or the facts' code."""
    before = composed(long_folder)
    folder = Path(shutil.copytree(long_folder, tmp_path / "brief"))
    insert(folder, 700)
    after = composed(folder)
    assert before.keys() == after.keys()
    changed = {id_ for id_ in before if before[id_] != after[id_]}
    assert changed == {
        "cover",
        "colophon",
        "summary",
        "boravia",
        section_with(after, "BB-99999"),
        section_with(after, "register-BB"),
        section_with(after, "field"),
    }
