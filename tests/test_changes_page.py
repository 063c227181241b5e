"""What changed since the edition before: the section that tells it, and the marks beside rows and text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import SAMPLE, pages_of, set_alone

from report import facts, settings
from report.cache import Cache
from report.compare import compare
from report.compose import compose, cut
from report.inspect import lines, reading, unwaived
from report.inspect.nouns import LEFT, Page, Shape
from report.model import (
    Brief,
    Document,
    Issue,
    Money,
    PartialDate,
    Replaced,
    Statement,
    Version,
    Words,
)
from report.pipeline import Work
from report.pipeline.composing import composition_of, furniture_of
from report.settings import Settings

BILINGUAL = Version("bilingual", ("ru", "en"))
CUT_IN_HALF = Decimal("0.5")


def since(earlier: Brief, later: Brief, *, draft: bool = True) -> Issue:
    """Edition 7 of what is later, after an edition 6 whose facts were stored and read again."""
    stored = facts.read(facts.write(earlier))
    before = Replaced(6, PartialDate(2031, 1, 12), stored, compare(stored, later))
    return Issue(7, PartialDate(2031, 9, 30), draft, before)


def work_of(earlier: Brief, later: Brief, version: Version = BILINGUAL) -> Work:
    """What is to be made of an edition after another one."""
    read, issue = settings.read(SAMPLE), since(earlier, later)
    return Work(later, cut(later, read, issue), version, issue)


def html_of(work: Work, kind: str) -> str:
    """The first section of a kind, without its style sheet; no section here has a figure."""
    section = work.settings.section(kind)
    assert section is not None
    composition = replace(composition_of(work), charts_of={})
    return compose(composition, section).html.partition("</style>")[2]


def texts_of(html: str) -> str:
    """What a section says, its spaces made plain."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def cells_of(html: str, language: str) -> str:
    """What a pair or entry says in a language."""
    return " ".join(re.findall(rf'<div lang="{language}"[^>]*>(.*?)</div>', html, re.DOTALL))


def with_document(brief: Brief, document: Document) -> Brief:
    """The brief with a document added, or in another state."""
    return replace(brief, documents={**brief.documents, document.id: document})


def without_documents(brief: Brief, *ids: str) -> Brief:
    """The brief as it was before it knew some documents."""
    return replace(brief, documents={key: it for key, it in brief.documents.items() if key not in ids})


def with_amount(brief: Brief, claim: str, factor: Decimal) -> Brief:
    """The brief with an amount multiplied."""
    known = brief.claims[claim]
    assert isinstance(known.value, Money)
    value = replace(known.value, amount=known.value.amount * factor)
    return replace(brief, claims={**brief.claims, claim: replace(known, value=value)})


def with_wording(brief: Brief, path: str, statement: str, text: Words) -> Brief:
    """The brief with other words for a paragraph, in some languages."""

    def reworded(known: Statement) -> Statement:
        return replace(known, text={**known.text, **text}) if known.key == statement else known

    blocks = tuple(
        replace(block, statements=tuple(map(reworded, block.statements))) for block in brief.prose[path]
    )
    return replace(brief, prose={**brief.prose, path: blocks})


@dataclass(frozen=True)
class Finished:
    """An edition after another one, made: its pages' text, its shapes, and what the inspection says."""

    printed: tuple[str, ...]
    pages: tuple[Page, ...]
    findings: tuple[str, ...]
    lengths: Mapping[str, int]


def finished(works: list[Work], folder: Path) -> Iterator[Finished]:
    """Language versions as files, read back."""
    made = set_alone(works, Cache(folder / "cache"), full=True)
    for work, (edition, sets) in zip(works, made, strict=True):
        file = folder / f"{edition.version.name}.pdf"
        file.write_bytes(edition.pdf)
        yield Finished(
            tuple(pages_of(file)),
            tuple(lines.gathered(page) for page in reading.read(edition.pdf).pages),
            tuple(str(finding) for finding in unwaived(edition.findings, work.settings.waived)),
            {it.section.id: it.fragment.pages for it in sets},
        )


@pytest.fixture(scope="module")
def before(sample_brief: Brief) -> Brief:
    """The sample, three documents and half a sum ago, with an older wording in English."""
    fewer = without_documents(sample_brief, "AA-001", "AA-002", "LL-001")
    lower = with_amount(fewer, "aa-investment", CUT_IN_HALF)
    return with_wording(lower, "outcomes.yaml", "water", {"en": "Clean water."})


@pytest.fixture(scope="module")
def made(
    before: Brief, sample_brief: Brief, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Finished]:
    """The edition after it in every version."""
    read = settings.read(SAMPLE)
    works = [work_of(before, sample_brief, version) for version in read.versions]
    read_back = finished(works, tmp_path_factory.mktemp("edition"))
    return {work.version.name: it for work, it in zip(works, read_back, strict=True)}


def test_nothing_is_told_where_nothing_was_before(sample_brief: Brief) -> None:
    """A proof, a first edition and an edition with the same facts have no section of changes."""
    read = settings.read(SAMPLE)
    first = Issue(1, PartialDate(2031, 9, 30), draft=True)
    for issue in (None, first, since(sample_brief, sample_brief)):
        assert not [it for it in cut(sample_brief, read, issue).sections if it.kind == "changes"]
        work = Work(sample_brief, cut(sample_brief, read, issue), BILINGUAL, issue)
        assert "change-bar" not in html_of(work, "register") + html_of(work, "summary")


def test_the_annex_is_set_only_where_it_is_needed(before: Brief, sample_brief: Brief) -> None:
    """Few changes stand in the section itself; of many the annex has those that the section sums up."""
    few = work_of(before, sample_brief).settings
    many = work_of(everything_else(sample_brief), sample_brief).settings
    assert [it.id for it in few.sections if it.kind == "changes"] == ["changes"]
    assert [it.id for it in many.sections if it.kind == "changes"] == ["changes", "all-changes"]


@pytest.mark.slow
def test_the_page_tells_headlines_then_figures_then_documents_then_wording(
    made: Mapping[str, Finished],
) -> None:
    """In each language the section says since when, and what, in this order."""
    russian = [
        "Что изменилось с выпуска 6 от 12 января 2031 г.",
        "3 документа добавлены.",
        "1 показатель стал выше.",
        "Показатели",
        "Документы",
        "AA-001",
        "Текст",
        "новая формулировка (только английский текст)",
    ]
    english = [
        "What changed since edition 6 of January 12, 2031",
        "3 documents added.",
        "1 figure now higher.",
        "Figures",
        "Documents",
        "AA-001",
        "Wording",
        "reworded",
    ]
    for version, expected in (("ru", russian), ("en", english)):
        printed = " ".join(made[version].printed)
        places = [printed.index(expected[0])]
        for words in expected[1:]:
            places.append(printed.index(words, places[-1] + 1))
        assert all(one < other for one, other in pairwise(places))
    both = " ".join(made["bilingual"].printed)
    assert russian[0] in both
    assert english[0] in both


@pytest.mark.slow
def test_an_edition_with_changes_has_no_finding(made: Mapping[str, Finished]) -> None:
    """The inspection finds no more on pages with bars and words for changes than on others: nothing."""
    assert {name: it.findings for name, it in made.items()} == dict.fromkeys(made, ())


@pytest.mark.slow
def test_bars_stand_in_the_margin_clear_of_text(made: Mapping[str, Finished]) -> None:
    """Every version has thin bars left of the type area: on the sheet, artifacts, and apart from text."""
    for it in made.values():
        bars = [(page, shape) for page in it.pages for shape in page.shapes if _is_bar(page, shape)]
        assert bars
        for page, shape in bars:
            inner = min(x for x, _ in shape.corners if x > shape.box.left + 0.1)
            bar = replace(shape.box, right=inner)
            assert 0 < bar.left < inner < LEFT - 5
            assert inner - bar.left < 2.5
            assert shape.mark.artifact
            assert all(min(bar.overlap(line.box)) < 0 for line in page.lines)


def _is_bar(page: Page, shape: Shape) -> bool:
    """Whether a border begins in the left margin; the cover's drawing does, too."""
    return page.number > 1 and bool(shape.fill) and shape.box.left < LEFT - 5


@pytest.mark.slow
def test_pages_name_their_edition(made: Mapping[str, Finished]) -> None:
    """Cover, foot and colophon name the edition, and the cover the one that it replaces."""
    english = made["en"].printed
    assert "Edition 7 of September 30, 2031, replaces edition 6 of January 12, 2031" in english[0]
    assert all("Edition 7. Data as of September 30, 2031" in page for page in english[1:])
    assert "Replaces Edition 6 of January 12, 2031" in english[-1]
    assert "Выпуск 7 от 30 сентября 2031 г., заменяет выпуск 6" in made["ru"].printed[0]


@pytest.mark.slow
def test_whatever_changed_fits_on_two_pages(sample_brief: Brief, tmp_path: Path) -> None:
    """Where everything is another than before, the section has two pages, and the annex lists it all."""
    earlier = everything_else(sample_brief)
    work = work_of(earlier, sample_brief)
    (it,) = finished([work], tmp_path)
    assert it.lengths["changes"] <= 2
    assert it.findings == ()
    annex = html_of(
        replace(work, settings=replace(work.settings, sections=work.settings.sections[-2:])), "changes"
    )
    assert all(f">{id_}<" in annex for id_ in sample_brief.documents)


def everything_else(brief: Brief) -> Brief:
    """A brief in which every row and paragraph is another, some gone and some more."""

    def older(words: Words) -> Words:
        return {language: f"{text} (1)" for language, text in words.items()}

    known = list(brief.documents.values())
    documents = {it.id: replace(it, title=older(it.title), signed_on=PartialDate(2030)) for it in known[2:]}
    gone = {
        f"{it.country}-9{place}": replace(it, id=f"{it.country}-9{place}") for place, it in enumerate(known)
    }
    prose = {
        path: tuple(
            replace(
                block,
                heading=older(block.heading),
                statements=tuple(replace(it, text=older(it.text)) for it in block.statements),
            )
            for block in blocks
        )
        for path, blocks in brief.prose.items()
    }
    return replace(
        brief,
        documents=documents | gone,
        claims={key: replace(it, label=older(it.label)) for key, it in brief.claims.items()},
        proposals={key: replace(it, text=older(it.text)) for key, it in brief.proposals.items()},
        events={key: replace(it, what=older(it.what)) for key, it in brief.events.items()},
        sources={key: replace(it, title=older(it.title)) for key, it in brief.sources.items()},
        rates=tuple(replace(rate, rate=rate.rate * 2) for rate in brief.rates),
        prose=prose,
    )


def test_a_first_edition_replaces_none(sample_brief: Brief, own_settings: Settings) -> None:
    """It names itself alone; a proof names no edition, and is a draft."""
    read = settings.read(SAMPLE)
    first = Issue(1, PartialDate(2031, 9, 30), draft=False)
    cover = texts_of(html_of(Work(sample_brief, cut(sample_brief, read, first), BILINGUAL, first), "cover"))
    assert "Edition 1 of September 30, 2031" in cover
    assert "replaces" not in cover
    assert "Released" in cover
    proof = Work(sample_brief, cut(sample_brief, read), BILINGUAL)
    assert "Edition" not in texts_of(html_of(proof, "cover"))
    assert "Edition" not in furniture_of(composition_of(proof)).foot
    assert furniture_of(composition_of(proof)).draft == "ПРОЕКТ · DRAFT"
    assert furniture_of(composition_of(replace(proof, issue=first))).draft == ""


def test_a_figure_is_told_old_and_new(before: Brief, sample_brief: Brief) -> None:
    """What it was, what it is, and by how much it changed, absolutely and relatively."""
    text = texts_of(html_of(work_of(before, sample_brief), "changes"))
    assert "more than $625 mn" in text
    assert "more than $1.25 bn" in text
    assert "+$625 mn (+100%)" in text


def test_a_lower_figure_has_a_minus(sample_brief: Brief) -> None:
    """A difference has a sign in front of its currency, U+2212 for less."""
    earlier = with_amount(sample_brief, "aa-investment", Decimal(2))
    text = texts_of(html_of(work_of(earlier, sample_brief), "changes"))
    assert "\N{MINUS SIGN}$1.25 bn (\N{MINUS SIGN}50%)" in text


def test_new_rows_and_no_others_are_marked_in_the_register(before: Brief, sample_brief: Brief) -> None:
    """Beside each new document stands a bar, and in both languages the word; beside no other."""
    html = html_of(work_of(before, sample_brief), "register")
    entries = re.findall(
        r'<div class="entry( change-bar)?"[^>]* id="([\w-]+)"(.*?)</div>\n</div>', html, re.DOTALL
    )
    assert len(entries) == len(sample_brief.documents)
    for bar, id_, text in entries:
        new = id_ in {"AA-001", "AA-002", "LL-001"}
        assert bool(bar) is new
        assert ("[новое]" in cells_of(text + "</div>", "ru")) is new
        assert ("[new]" in cells_of(text + "</div>", "en")) is new


def test_a_changed_row_says_so(sample_brief: Brief) -> None:
    """A document that has another date than before is changed, and the list says from which."""
    known = sample_brief.documents["AA-001"]
    work = work_of(with_document(sample_brief, replace(known, signed_on=PartialDate(2029, 5))), sample_brief)
    assert html_of(work, "register").count("[changed]") == 1
    assert "new date, before: May 2029" in texts_of(html_of(work, "changes"))


def test_a_removed_document_is_told_and_leads_nowhere(sample_brief: Brief) -> None:
    """What is gone is told by its id and title, without a link: there is no entry to go to."""
    gone = replace(sample_brief.documents["AA-001"], id="AA-999")
    work = work_of(with_document(sample_brief, gone), sample_brief)
    html = html_of(work, "changes")
    assert "AA-999" in texts_of(html)
    assert "sec:AA-999" not in html
    assert "removed" in texts_of(html)
    assert html_of(work, "register").count("entry change-bar") == 0


def test_a_paragraph_is_marked_in_the_language_that_changed(sample_brief: Brief) -> None:
    """Other English words for a paragraph: the word stands in its English alone."""
    earlier = with_wording(sample_brief, "outcomes.yaml", "water", {"en": "Clean water."})
    html = html_of(work_of(earlier, sample_brief), "prose")
    assert html.count("pair change-bar") == 1
    assert html.count("[changed]") == 1
    assert "[изменено]" not in html
    russian = work_of(earlier, sample_brief, Version("ru", ("ru",)))
    assert "change-bar" not in html_of(russian, "prose")
    assert "только английский текст" in texts_of(html_of(russian, "changes"))


def test_a_paragraph_whose_number_changed_is_marked(sample_brief: Brief) -> None:
    """The words are as they were and the sum in them is another: the paragraph is changed."""
    earlier = with_amount(sample_brief, "ll-target-usd", CUT_IN_HALF)
    section = html_of(work_of(earlier, sample_brief), "investment")
    marked = re.findall(r'<div class="pair change-bar">(.*?)</div>\s*</div>', section, re.DOTALL)
    assert len(marked) == 1
    assert "[изменено]" in marked[0]
    assert "[changed]" in marked[0]


def test_another_rate_marks_what_is_converted(sample_brief: Brief) -> None:
    """The amount at the reference rate is another number where the rate is, and no fact of its own."""
    rates = tuple(replace(rate, rate=rate.rate * 2) for rate in sample_brief.rates)
    work = work_of(replace(sample_brief, rates=rates), sample_brief)
    panel = html_of(work, "investment").partition("</table>")[0]
    assert panel.count('class="change-bar"') == 1
    assert re.search(r"The same amount, converted (\[\d+\] )*\[changed\]", texts_of(panel))


@pytest.mark.parametrize("language", ["ru", "en"])
def test_one_language_is_told_in_that_language(language: str, before: Brief, sample_brief: Brief) -> None:
    """The section of a version of one language has no word of the other."""
    html = html_of(work_of(before, sample_brief, Version(language, (language,))), "changes")
    strange = "[а-яё]{2}" if language == "en" else r"\b(?:added|reworded|figure|since)\b"
    assert not re.search(strange, texts_of(html))
