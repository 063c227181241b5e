"""The messages of code and templates → gettext catalogues that hold each of them, and no other."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from report.errors import SettingsError
from report.localize.catalogues import Sources, extract, faults, languages, ours, updated
from report.localize.messages import catalogue_path

PO = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=4; plural=(n%10==1 ? 0 : 2);\\n"

"""


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    """A room that says two messages, a template that says one, and a Russian catalogue without any."""
    sources = Sources(tmp_path / "report", tmp_path / "templates")
    sources.code.mkdir()
    sources.templates.mkdir()
    (sources.code / "room.py").write_text(
        'voice.say("Source {number}", number=1)\nvoice.say_plural("{number} map", "{number} maps", 2)\n',
        "utf-8",
    )
    (sources.templates / "page.html").write_text('<h1>{{ _("Contents") }}</h1>', "utf-8")
    write(sources, PO)
    return sources


def write(sources: Sources, text: str) -> None:
    """Make `text` the Russian catalogue."""
    path = catalogue_path(sources.catalogues, "ru")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_our_catalogues_are_complete(language: str) -> None:
    """No message is missing, fuzzy or unused, and every wording has the fields of its message."""
    assert faults(ours(), language) == []


@pytest.mark.parametrize("language", ["en", "ru"])
def test_our_catalogues_are_up_to_date(language: str) -> None:
    """`make messages` would change nothing."""
    path = catalogue_path(ours().catalogues, language)
    assert path.read_text("utf-8") == updated(ours(), language)


def test_we_speak_two_languages() -> None:
    """The package brings Russian and English."""
    assert languages(ours()) == ("en", "ru")


def test_messages_come_from_code_and_templates(sources: Sources) -> None:
    """What code and templates say is extracted, plurals as pairs."""
    assert {message.id for message in extract(sources) if message.id} == {
        "Source {number}",
        ("{number} map", "{number} maps"),
        "Contents",
    }


def test_a_new_message_is_missing_until_it_is_translated(sources: Sources) -> None:
    """An update adds what is new without a wording, and that is a fault."""
    write(sources, updated(sources, "ru"))
    assert faults(sources, "ru") == [
        "missing: 'Contents'",
        "missing: 'Source {number}'",
        "missing: ('{number} map', '{number} maps')",
    ]


def test_an_update_keeps_wordings_and_drops_what_is_unused(sources: Sources) -> None:
    """A wording is kept with its message and goes with it."""
    write(sources, PO + 'msgid "Contents"\nmsgstr "Содержание"\n\nmsgid "Old"\nmsgstr "Старое"\n')
    assert "unused: 'Old'" in faults(sources, "ru")
    text = updated(sources, "ru")
    assert 'msgstr "Содержание"' in text
    assert "Старое" not in text


def test_an_update_of_an_updated_catalogue_changes_nothing(sources: Sources) -> None:
    """The same sources give the same bytes."""
    first = updated(sources, "ru")
    write(sources, first)
    assert updated(sources, "ru") == first


def test_the_source_language_is_filled_in(sources: Sources) -> None:
    """English messages are their own wording, in both numbers."""
    text = updated(sources, "en")
    assert 'msgid "Contents"\nmsgstr "Contents"' in text
    assert 'msgstr[0] "{number} map"\nmsgstr[1] "{number} maps"' in text


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ('#, fuzzy\nmsgid "Contents"\nmsgstr "Содержание"\n', "fuzzy: 'Contents'"),
        (
            'msgid "Source {number}"\nmsgstr "Источник {nomer}"\n',
            "fields of 'Source {number}' differ: 'Источник {nomer}'",
        ),
        ('#~ msgid "Old"\n#~ msgstr "Старое"\n', "obsolete: 'Old'"),
    ],
)
def test_faults_of_an_entry(sources: Sources, entry: str, fault: str) -> None:
    """A fuzzy or obsolete entry, and one whose fields differ, is named."""
    write(sources, PO + entry)
    assert fault in faults(sources, "ru")


def test_a_template_that_cannot_be_parsed_is_named(sources: Sources) -> None:
    """A broken template is no template without messages."""
    (sources.templates / "broken.html").write_text('{{ _("Contents" }}', "utf-8")
    with pytest.raises(SettingsError, match=r"templates/broken\.html"):
        extract(sources)


def test_the_wrong_number_of_plural_forms_is_refused(sources: Sources) -> None:
    """Russian needs four: gettext's usual three have none for fractions."""
    entry = 'msgid "{number} map"\nmsgid_plural "{number} maps"\nmsgstr[0] "{number} а"\n'
    write(sources, PO.replace("nplurals=4", "nplurals=3") + entry)
    with pytest.raises(SettingsError, match=r"expected 4.* one, few, many, other"):
        faults(sources, "ru")


def test_it_runs_as_a_module(tmp_path: Path) -> None:
    """`python -m report.localize.catalogues` brings every catalogue of its own checkout up to date."""
    shutil.copytree(ours().code, tmp_path / "report", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ours().templates, tmp_path / "templates")
    copy = Sources(tmp_path / "report", tmp_path / "templates")
    write(copy, PO + 'msgid "Contents"\nmsgstr "Содержание"\n')
    subprocess.run([sys.executable, "-m", "report.localize.catalogues"], check=True, cwd=tmp_path)
    text = catalogue_path(copy.catalogues, "ru").read_text("utf-8")
    assert text == updated(copy, "ru")
    assert 'msgstr "Содержание"' in text
