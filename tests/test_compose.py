"""Sections are composed from views: nothing of the facts is lost, and no text is interpreted."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ROOT, voices_of
from jinja2 import Environment, FileSystemLoader, meta

from report.compose import VIEWS, Composition, Imprint, compose, cut, parted
from report.localize import Voices
from report.model import Brief, Claim, Metadata, Money, PartialDate, Qualifier, Scope, Use, Version
from report.pages import Pages, distinct, spoken
from report.settings import SectionSettings, Settings

GIVEN = {"section", "title", "label", "languages", "style", "_", "forms"}
"""What every template is given beside its view."""


def composition_of(brief: Brief, settings: Settings, *languages: str) -> Composition:
    """A composition without figures, in some languages."""
    voices = voices_of(settings, *languages)
    return Composition(
        brief=brief,
        settings=parted(brief, settings),
        version=Version("+".join(languages), languages),
        voices=voices,
        figures={},
        charts_of={},
        imprint=Imprint("0123-4567", "brief", "engine", "fonts", Metadata("t", "a", "s", languages[0])),
        pages={},
        templates=Pages(settings.template_folders, voices.say),
    )


@pytest.fixture(scope="module")
def bilingual(own_brief: Brief, own_settings: Settings) -> Composition:
    """The first brief in both languages."""
    return composition_of(own_brief, own_settings, "ru", "en")


def html_of(composition: Composition, name: str) -> str:
    """One section's HTML, and that of the sections that go on it."""
    parts = [section for section in composition.settings.sections if name in (section.id, section.continues)]
    assert parts
    return "".join(compose(composition, part).html for part in parts)


def section_of(settings: Settings, kind: str) -> SectionSettings:
    """The first section of a kind."""
    section = settings.section(kind)
    assert section is not None
    return section


@pytest.mark.parametrize("kind", sorted(VIEWS))
def test_a_template_asks_for_nothing_its_view_lacks(kind: str, bilingual: Composition) -> None:
    """Each template's free names are fields of its view, or what every template is given."""
    environment = Environment(loader=FileSystemLoader(ROOT / "templates"), autoescape=True)
    environment.filters |= {"distinct": distinct, "spoken": spoken}
    loader = environment.loader
    assert loader is not None
    source = loader.get_source(environment, f"{kind}.html")[0]
    own = set(re.findall(r"{% macro (\w+)", source))
    asked = meta.find_undeclared_variables(environment.parse(source)) - own
    view = VIEWS[kind](bilingual, section_of(bilingual.settings, kind))
    given = {field.name for field in fields(view)} | GIVEN  # type: ignore[arg-type]
    assert asked <= given


@pytest.mark.parametrize("kind", sorted(VIEWS))
def test_a_view_gives_nothing_its_template_ignores(kind: str, bilingual: Composition) -> None:
    """Every field of a view is printed by its template: no fact is computed and then dropped."""
    source = (ROOT / "templates" / f"{kind}.html").read_text(encoding="utf-8")
    view = VIEWS[kind](bilingual, section_of(bilingual.settings, kind))
    assert all(re.search(rf"\b{field.name}\b", source) for field in fields(view))  # type: ignore[arg-type]


def test_every_document_stands_in_the_register(bilingual: Composition) -> None:
    """The register has an anchor, both titles and both lines of parties for each document."""
    text = html_of(bilingual, "register")
    for document in bilingual.brief.documents.values():
        assert f'id="{document.id}"' in text
    assert text.count('class="entry"') == len(bilingual.brief.documents)


def test_the_field_has_a_cell_for_each_announced_document(bilingual: Composition) -> None:
    """158 cells were announced: as many filled as documents are named, the others empty."""
    text = html_of(bilingual, "register")
    table = text[text.index('class="field') :]
    cells = re.findall(r'<td(?: class="(\w+)")?>', table[: table.index("</table>")])
    assert cells.count("named") == len(bilingual.brief.named_documents())
    assert cells.count("named") + cells.count("") == 158


def test_every_claim_is_printed_where_its_use_says(bilingual: Composition) -> None:
    """A claim of use key, table or annex stands in some section; a held one in none."""
    whole = "".join(compose(bilingual, section).html for section in bilingual.settings.sections)
    printed = {html.unescape(text) for text in re.findall(r'<(?:td|span) lang="en"[^>]*>([^<]*)<', whole)}
    shown: set[str] = set()
    held: set[str] = set()
    for claim in bilingual.brief.claims.values():
        label = bilingual.voices.typeset(claim.label)["en"]
        (held if claim.use is Use.HELD else shown).add(label)
    assert shown <= printed
    assert not (held - shown) & printed


def test_every_proposal_is_printed_in_its_country(bilingual: Composition) -> None:
    """Each position stands in the section of the country that took it, the host's in that of proposals."""
    proposals = html_of(bilingual, "proposals")
    for proposal in bilingual.brief.proposals.values():
        if proposal.country not in bilingual.brief.countries:
            assert bilingual.voices.typeset(proposal.text)["en"] in proposals
    for section in bilingual.settings.sections:
        if section.kind == "country":
            text = compose(bilingual, section).html
            for proposal in bilingual.brief.proposals.values():
                if proposal.country == section.country:
                    assert bilingual.voices.typeset(proposal.text)["ru"] in text, proposal.id


def test_every_source_is_listed_once(bilingual: Composition) -> None:
    """Annex D has one line a source, in the order of the numbers; what nothing rests on is apart."""
    text = html_of(bilingual, "sources")
    used, consulted = (
        [int(number) for number in re.findall(r'id="source-(\d+)"', part)]
        for part in text.split("Consulted, not used")
    )
    assert used == sorted(used)
    assert consulted == sorted(consulted)
    assert sorted(used + consulted) == sorted(it.number for it in bilingual.brief.sources.values())
    assert bilingual.brief.sources["fxstreet-fx"].number in consulted


def test_the_field_says_what_its_cells_count(bilingual: Composition) -> None:
    """What the cells count, how many are filled, and each country’s two counts stand with the field."""
    text = html_of(bilingual, "register").replace("\N{NO-BREAK SPACE}", " ")
    assert "The chart has 158 cells: “Documents presented at the business forum (METI).”" in text
    assert "the 54 documents that the sources name" in text
    assert "no count announced" in text


def test_marks_lead_to_the_sources(bilingual: Composition) -> None:
    """Every source mark is a link to a line of Annex D."""
    lines = set(re.findall(r'id="(source-\d+)"', html_of(bilingual, "sources")))
    text = html_of(bilingual, "kazakhstan")
    targets = set(re.findall(r'href="sec:(source-\d+)"', text))
    assert targets
    assert targets <= lines


def lost_links(brief: Brief, settings: Settings) -> set[str]:
    """The ids that a link in some section leads to, and no section has."""
    composition = replace(composition_of(brief, settings, "en"), settings=cut(brief, settings))
    whole = "".join(compose(composition, section).html for section in composition.settings.sections)
    return set(re.findall(r'href="sec:([^"]*)"', whole)) - set(re.findall(r'\bid="([^"]+)"', whole))


def test_no_link_is_lost(own_brief: Brief, own_settings: Settings) -> None:
    """Every link within the file leads to something that is there."""
    assert not lost_links(own_brief, own_settings)


def test_a_country_of_which_no_document_is_named_leads_to_the_register(
    own_brief: Brief, own_settings: Settings
) -> None:
    """Where the register has no head of the country, its title is led to, and the build goes on."""
    assert own_brief.named_documents("TJ")
    documents = {
        key: replace(it, scope=Scope.RELATED) if it.country == "TJ" else it
        for key, it in own_brief.documents.items()
    }
    brief = replace(own_brief, documents=documents)
    assert not lost_links(brief, own_settings)
    assert 'href="sec:register"' in html_of(composition_of(brief, own_settings, "en"), "tajikistan")


def test_a_country_without_a_section_is_counted_and_leads_nowhere(
    own_brief: Brief, own_settings: Settings
) -> None:
    """Positions of a country that brief.toml has no section of are numbers in the matrix, and no links."""
    sections = tuple(section for section in own_settings.sections if section.country != "KZ")
    without = replace(own_settings, sections=sections)
    assert not lost_links(own_brief, without)
    counted, whole = (
        re.findall(r"<strong>(?:<a [^>]*>)?(\d+)", html_of(composition_of(own_brief, it, "en"), "proposals"))
        for it in (without, own_settings)
    )
    assert counted == whole


def test_text_is_printed_and_not_interpreted(own_brief: Brief, own_settings: Settings) -> None:
    """Mark-up in a title of the data comes out as text."""
    documents = dict(own_brief.documents)
    title = {"ru": "<b>Меморандум</b>", "en": "<script>memorandum</script>"}
    documents["KZ-002"] = replace(documents["KZ-002"], title=title)
    composition = composition_of(replace(own_brief, documents=documents), own_settings, "ru", "en")
    text = html_of(composition, "register")
    assert "&lt;b&gt;Меморандум&lt;/b&gt;" in text
    assert "<script>" not in text


def test_an_amount_of_the_event_is_converted_with_its_rate(bilingual: Composition) -> None:
    """Beside the target stands its conversion: two digits, because it has one, with the rate and its date."""
    text = html_of(bilingual, "investment").replace("\N{NO-BREAK SPACE}", " ")
    assert "$19 млрд" in text
    assert ">$20 млрд<" not in text
    assert "157,51 иены за доллар США" in text
    assert "December 19, 2025" in text


def test_no_rate_no_conversion(own_brief: Brief, own_settings: Settings) -> None:
    """Without a reference rate nothing is converted, and nothing is said of a conversion."""
    without = replace(own_brief, rates=(), prose={**own_brief.prose, "investment.yaml": ()})
    composition = composition_of(without, own_settings, "en")
    assert "converted" not in html_of(composition, "investment")
    assert "conversion" not in html_of(composition, "reading")


def test_a_rounded_amount_says_about(own_brief: Brief, own_settings: Settings) -> None:
    """An exact amount that loses digits in the table is printed as an approximate one."""
    claim: Claim = own_brief.claims["kz-trade-2022"]
    value = Money(Decimal(1912345678), "USD", Qualifier.EXACT)
    claims = {**own_brief.claims, claim.id: replace(claim, value=value)}
    composition = composition_of(replace(own_brief, claims=claims), own_settings, "ru")
    assert "около $1,912 млрд" in html_of(composition, "kazakhstan").replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_version_of_one_language_says_nothing_in_the_other(
    language: str, own_brief: Brief, own_settings: Settings
) -> None:
    """Of the other language a version of one language has names in another alphabet alone."""
    composition = composition_of(own_brief, own_settings, language)
    other = "en" if language == "ru" else "ru"
    script = "A-Za-z" if language == "en" else "А-яЁё"
    for section in own_settings.sections:
        text = compose(composition, section).html
        marked = re.findall(rf'<\w+ [^>]*lang="{other}"[^>]*>([^<]*)<', text)
        assert not [words for words in marked if re.search(f"[{script}]{{2}}", words)], section.id
        for country in own_brief.countries.values():
            assert f">{country.name[other]}<" not in text, section.id


def test_a_brief_may_replace_a_template(sample: Path) -> None:
    """A template of the brief's own folder is used instead of ours."""
    from report import pipeline, settings

    own = sample / "templates"
    own.mkdir()
    (own / "colophon.html").write_text("<p>own colophon of {{ lines | length }} lines</p>", encoding="utf-8")
    read = settings.read(sample)
    composition = composition_of(pipeline.judge(read), read, "ru", "en")
    assert html_of(composition, "colophon").startswith("<p>own colophon of")


def test_contents_print_the_pages_they_are_given(bilingual: Composition) -> None:
    """The contents list every section but cover and contents in their order, with the page handed to them."""
    whole = [section for section in bilingual.settings.sections if not section.continues]
    ids = [section.id for section in whole if section.kind not in ("cover", "contents")]
    pages: Mapping[str, int] = {name: number for number, name in enumerate(ids, 101)}
    text = html_of(replace(bilingual, pages=pages), "contents")
    assert re.findall(r'<td><a href="sec:([\w-]+)">(\d+)</a>', text) == [
        (name, str(pages[name])) for name in ids
    ]


def test_words_of_both_languages_are_typeset(bilingual: Composition, both: Voices) -> None:
    """A preposition keeps its word on the line: the space behind it does not break."""
    assert "в\N{NO-BREAK SPACE}Токио" in html_of(bilingual, "summary")
    assert both.languages == ("ru", "en")


def test_a_figure_apart_from_its_country_names_it(bilingual: Composition) -> None:
    """In the summary a count says whose it is; a label that names the country does so once."""
    text = html_of(bilingual, "summary").replace("\N{NO-BREAK SPACE}", " ")
    assert "Kazakhstan: bilateral documents signed during the visit" in text
    assert "Kazakhstan: cumulative" not in text
    assert "Kazakhstan: bilateral documents" not in html_of(bilingual, "kazakhstan")


def test_only_the_claim_that_is_used_is_bold(bilingual: Composition) -> None:
    """Of claims that contradict each other the one printed elsewhere is marked; where none do, none is."""
    text, claims = html_of(bilingual, "counts"), bilingual.brief.claims
    groups = {claim.contradicts for claim in claims.values() if claim.contradicts}
    assert text.count('class="amount used"') == sum(claims[it].use is not Use.ANNEX for it in groups)
    assert 'class="amount used"' not in html_of(bilingual, "figures")


def test_a_plan_whose_time_has_passed_is_not_confirmed(own_brief: Brief, own_settings: Settings) -> None:
    """A plan of a month before the day of the data says so; on an earlier day it is only planned."""
    text = html_of(composition_of(own_brief, own_settings, "en"), "proposals")
    assert text.count("planned; not confirmed") == 1
    before = replace(own_settings, as_of=PartialDate(2026, 5, 31))
    assert "not confirmed" not in html_of(composition_of(own_brief, before, "en"), "proposals")


def test_abbreviations_are_those_that_are_printed(own_brief: Brief, own_settings: Settings) -> None:
    """An abbreviation is listed when a text of the version has it as a word, and not when none has."""
    english = html_of(composition_of(own_brief, own_settings, "en"), "reading")
    assert ">METI<" in english
    assert ">ODA<" in english
    assert ">MLIT<" not in english
    both = html_of(composition_of(own_brief, own_settings, "ru", "en"), "reading")
    assert ">ГЭС<" in both
    assert ">HPP<" not in both


def test_a_publisher_has_one_full_stop(bilingual: Composition) -> None:
    """A name that ends with a full stop has no second one, and a source without a publisher says so."""
    text = html_of(bilingual, "sources")
    assert "Minamin Co., Ltd.<" in text
    assert "Publisher not stated" in text
    assert "..<" not in text
