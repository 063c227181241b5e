"""A mailing → one message for each person, that mail readers and servers take as it is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from report import compare, facts, settings
from report.deliver import Failure, Mailing, composer, told, write_trial
from report.errors import ArchiveError, DeliveryError, Location, RenderError, SettingsError
from report.localize import Voices
from report.model import (
    Brief,
    Claim,
    Delivery,
    Edition,
    EditionFile,
    Issue,
    Message,
    Money,
    Origin,
    PartialDate,
    Recipient,
    Release,
    Replaced,
    Status,
    Use,
)
from report.pipeline.composing import Work
from report.pipeline.files import inputs_of
from report.pipeline.mailing import mailing_of
from report.pipeline.meaning import design_of
from report.settings import MailSettings, Security, Server, Settings

NOW = datetime(2031, 10, 2, 9, 30, tzinfo=timezone(timedelta(hours=5)))
MAIL = MailSettings(
    server=Server("mail.example.org", 587, Security.STARTTLS),
    sender="brief@example.org",
    sender_name={"ru": "Отдел примеров", "en": "Samples desk"},
    operator="operator@example.org",
    reply_to="samples@example.org",
    allow=("example.org",),
)
VERSIONS = ("bilingual", "ru", "en")


def person(version: str, **others: object) -> Recipient:
    """Somebody who wants a version."""
    wanted = {
        "id": f"reader-{version}",
        "name": {"ru": "Мария Образцова", "en": "Maria Obraztsova"},
        "salutation": {"ru": "Уважаемая Мария Ивановна", "en": "Dear Ms. Obraztsova"},
        "address": f"{version}@example.org",
        "groups": (),
        "active": True,
        "location": Location("recipients.csv", 2),
    }
    return Recipient(version=version, **{**wanted, **others})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def orders() -> Settings:
    """The settings of the invented brief, with mail."""
    return replace(settings.read(Path(__file__).parent / "sample"), mail=MAIL)


@pytest.fixture(scope="module")
def before(sample_brief: Brief) -> Brief:
    """The invented brief as it was: amounts a tenth lower, and a document less."""

    def lower(claim: Claim) -> Claim:
        if not isinstance(claim.value, Money):
            return claim
        return replace(claim, value=replace(claim.value, amount=claim.value.amount * Decimal("0.9")))

    documents = dict(sample_brief.documents)
    documents.pop(next(iter(documents)))
    claims = {key: lower(claim) for key, claim in sample_brief.claims.items()}
    return replace(sample_brief, claims=claims, documents=documents)


@pytest.fixture(scope="module")
def issue(before: Brief, sample_brief: Brief) -> Issue:
    """Edition 7, which replaces edition 6."""
    changes = compare.compare(before, sample_brief)
    replaced = Replaced(6, PartialDate(2031, 10, 1), before, changes)
    return Issue(7, PartialDate(2031, 10, 2), draft=False, replaces=replaced)


@pytest.fixture(scope="module")
def pdfs(built_sample: Path) -> dict[str, bytes]:
    """The finished files of the invented brief."""
    return {version: (built_sample / f"brief.{version}.pdf").read_bytes() for version in VERSIONS}


@pytest.fixture(scope="module")
def edition(pdfs: dict[str, bytes], sample_brief: Brief) -> Edition:
    """What the archive says of them."""
    files = tuple(
        EditionFile(f"brief.{version}.pdf", version, 20, len(pdf), hashlib.sha256(pdf).hexdigest())
        for version, pdf in pdfs.items()
    )
    fingerprint = facts.fingerprint(sample_brief)
    release = Release("The editor", NOW, files)
    return Edition(7, 6, NOW, fingerprint, "design", files, {}, Origin({}, {}), Path("0007"), release)


@pytest.fixture(scope="module")
def work(sample_brief: Brief, orders: Settings, issue: Issue) -> Work:
    """What the corridor hands over."""
    return Work(sample_brief, orders, orders.versions[0], issue)


@pytest.fixture(scope="module")
def mailing(work: Work, edition: Edition, pdfs: dict[str, bytes]) -> Mailing:
    """Edition 7 on its way."""
    return mailing_of(work, edition, pdfs)


@pytest.fixture(scope="module")
def compose(mailing: Mailing) -> Callable[[Recipient], Message]:
    """What makes its messages."""
    return composer(mailing, lambda: NOW)


def parsed(message: Message) -> EmailMessage:
    """The message as the standard library's reader understands it."""
    mail = message_from_bytes(message.content, policy=default)
    assert isinstance(mail, EmailMessage)
    assert [part.defects for part in mail.walk() if part.defects] == []
    return mail


def body(message: Message, kind: str) -> str:
    """The text of one of its two bodies."""
    part = parsed(message).get_body((kind,))
    assert isinstance(part, EmailMessage)
    return str(part.get_content()).replace("\N{NO-BREAK SPACE}", " ")


class Markup(HTMLParser):
    """What stands in HTML: its text, and its tags with attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep it."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep it."""
        self.text.append(data)


@pytest.mark.parametrize("version", VERSIONS)
def test_each_gets_the_file_of_their_version(
    version: str, compose: Callable[[Recipient], Message], pdfs: dict[str, bytes]
) -> None:
    """The attachment is, byte for byte, the PDF of the version wanted, and the message names its hash."""
    message = compose(person(version))
    (attached,) = parsed(message).iter_attachments()
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_content_disposition() == "attachment"
    assert attached.get_content() == pdfs[version]
    assert message.attachment == hashlib.sha256(pdfs[version]).hexdigest()


def test_files_have_names_that_people_can_read(compose: Callable[[Recipient], Message]) -> None:
    """Cyrillic survives (RFC 2231), and no system refuses the name."""
    names = {
        version: next(parsed(compose(person(version))).iter_attachments()).get_filename()
        for version in VERSIONS
    }
    assert names == {
        "bilingual": "Три озера (вымысел), выпуск 7 (ru, en).pdf",
        "ru": "Три озера (вымысел), выпуск 7.pdf",
        "en": "Three Lakes (Invented), edition 7.pdf",
    }


def test_a_title_that_no_file_can_have_is_made_one(
    work: Work, edition: Edition, pdfs: dict[str, bytes]
) -> None:
    """Slashes, colons, straight quotation marks and line ends of a title are no part of the file's name."""
    title = {"ru": 'А/Б: «В»\n"Г', "en": "A/B"}
    odd = replace(work, settings=replace(work.settings, short_title=title))
    compose = composer(mailing_of(odd, edition, pdfs), lambda: NOW)
    (attached,) = parsed(compose(person("ru"))).iter_attachments()
    assert attached.get_filename() == "А Б «В» Г, выпуск 7.pdf"


@pytest.mark.parametrize(
    ("version", "subject"),
    [
        ("bilingual", "Три озера (вымысел): выпуск 7 · Three Lakes (Invented): edition 7"),
        ("ru", "Три озера (вымысел): выпуск 7"),
        ("en", "Three Lakes (Invented): edition 7"),
    ],
)
def test_headers(version: str, subject: str, compose: Callable[[Recipient], Message]) -> None:
    """One person in To, nobody else; names in the reader's language; nothing that asks for an answer."""
    mail = parsed(compose(person(version)))
    language = "en" if version == "en" else "ru"
    assert mail["Subject"] == subject
    assert [(it.display_name, it.addr_spec) for it in mail["To"].addresses] == [
        (person(version).name[language], f"{version}@example.org")
    ]
    assert [(it.display_name, it.addr_spec) for it in mail["From"].addresses] == [
        (MAIL.sender_name[language], "brief@example.org")
    ]
    assert parsedate_to_datetime(mail["Date"]) == NOW
    assert mail["Reply-To"] == "samples@example.org"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == {"bilingual": "ru, en"}.get(version, version)
    assert [name for name in ("Cc", "Bcc", "References", "In-Reply-To") if name in mail] == []


def test_the_message_id_is_of_edition_and_recipient(mailing: Mailing) -> None:
    """It is the same at every try, and another one for another person, address or edition."""
    reader = person("ru")

    def id_of(mailing: Mailing, recipient: Recipient, now: datetime) -> str:
        return composer(mailing, lambda: now)(recipient).message_id

    first = id_of(mailing, reader, NOW)
    assert id_of(mailing, reader, NOW + timedelta(hours=1)) == first
    later = replace(mailing, issue=replace(mailing.issue, number=8))
    others = [
        id_of(mailing, replace(reader, id="other"), NOW),
        id_of(mailing, replace(reader, address="other@example.org"), NOW),
        id_of(later, reader, NOW),
    ]
    assert len({first, *others}) == 4
    assert first.startswith("<")
    assert first.endswith("@example.org>")


def test_threads_are_made_only_if_asked(mailing: Mailing) -> None:
    """With `threaded`, the message names that of the edition before, of the same person."""
    earlier = replace(mailing, issue=replace(mailing.issue, number=6))
    first = composer(earlier, lambda: NOW)(person("en")).message_id
    threaded = replace(mailing, mail=replace(MAIL, threaded=True))
    mail = parsed(composer(threaded, lambda: NOW)(person("en")))
    assert mail["References"] == mail["In-Reply-To"] == first


def test_the_same_message_is_the_same_bytes(mailing: Mailing) -> None:
    """Nothing in it is chance, so that a trial shows exactly what is sent, from any thread."""
    people = [person(version, id=f"{version}-{number}") for number in range(4) for version in VERSIONS]
    one_by_one = [composer(mailing, lambda: NOW)(it).content for it in people]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda it: it.content, pool.map(composer(mailing, lambda: NOW), people))) == (
            one_by_one
        )


def test_both_bodies_say_the_same(compose: Callable[[Recipient], Message]) -> None:
    """Whatever the plain text says stands in the HTML too."""
    message = compose(person("bilingual"))
    html = " ".join(" ".join(Markup(body(message, "html")).text).split())
    lines = [line.strip("- ").partition(" (")[0] for line in body(message, "plain").splitlines()]
    said = [part for line in lines for part in line.split(": ") if part.strip()]
    assert len(said) > 30
    assert [part for part in said if part not in html] == []


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_letter_has_its_parts(kind: str, compose: Callable[[Recipient], Message]) -> None:
    """Greeting, three sentences, figures with what they were, changes, the file and its size, the sender."""
    text = body(compose(person("en")), kind)
    for part in (
        "Dear Ms. Obraztsova,",
        "Please find attached edition 7 of the brief “Three Lakes (Invented)”.",
        "As of September 30, 2031, it tells what the sources disclose.",
        "It replaces edition 6 of October 1, 2031.",
        "Key figures",
        "Changed since edition 6",
        "1 document added",
        "Three Lakes (Invented), edition 7.pdf",
        "PDF, 20 pages, ",
        " MB",
        "Prepared by: Samples desk",
        "Questions: samples@example.org",
    ):
        assert part in text


def test_each_reads_their_own_language(compose: Callable[[Recipient], Message]) -> None:
    """One language's letter has no word of the other; two languages' letter has both, and says so."""
    russian, english, both = (body(compose(person(it)), "plain") for it in ("ru", "en", "bilingual"))
    assert "Уважаемая Мария Ивановна!" in russian
    assert "Dear" not in russian
    assert "Уважаемая" not in english
    assert "The text in English is below." in both
    assert "Текст на русском" not in both
    assert both.index("Уважаемая") < both.index("Dear Ms.")


def test_all_key_figures_are_told(compose: Callable[[Recipient], Message], work: Work) -> None:
    """Each claim of use `key`, with its value and what it was; none that is held back."""
    text = body(compose(person("en")), "plain")
    claims = work.brief.claims.values()
    keys = [claim for claim in claims if claim.use is Use.KEY]
    assert len(keys) > 1
    for claim in keys:
        assert claim.label["en"] in text
    assert "(was " in text
    for claim in claims:
        if claim.use is Use.HELD:
            assert f"{claim.label['en']}: " not in text


def test_a_first_edition_says_so(work: Work, edition: Edition, pdfs: dict[str, bytes]) -> None:
    """Where there is no edition before, nothing is said to have changed."""
    first = replace(work, issue=Issue(7, PartialDate(2031, 10, 2), draft=False))
    text = body(composer(mailing_of(first, edition, pdfs), lambda: NOW)(person("en")), "plain")
    assert "It is the first edition." in text
    assert "Changed since" not in text


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ("en", ("Correction. ", "Edition 6 of October 1, 2031, which you received, had errors", "Corrected")),
        (
            "ru",
            ("Исправление. ", "В направленном Вам выпуске 6 от 1 октября 2031 г. были ошибки", "Исправлено"),
        ),
    ],
)
def test_a_correction_says_what_was_wrong(
    version: str, words: tuple[str, str, str], work: Work, edition: Edition, pdfs: dict[str, bytes]
) -> None:
    """It names the wrong edition, asks not to use it, and lists every figure with what it was."""
    message = composer(mailing_of(work, edition, pdfs, correction=True), lambda: NOW)(person(version))
    text = body(message, "plain")
    subject, opening, title = words
    assert parsed(message)["Subject"].startswith(subject)
    assert opening in text
    assert title in text
    shown = [
        claim
        for claim in work.brief.claims.values()
        if isinstance(claim.value, Money) and claim.use is not Use.HELD
    ]
    for claim in shown[:3]:
        assert claim.label[version] in text


def test_many_changed_figures_are_counted(
    work: Work, edition: Edition, pdfs: dict[str, bytes], before: Brief
) -> None:
    """Ten are told one by one, and the others by their number, so that no mail is cut off."""
    template = next(
        it for it in before.claims.values() if isinstance(it.value, Money) and it.use is Use.TABLE
    )

    def with_many(brief: Brief, amount: int) -> Brief:
        value = Money(Decimal(amount), "USD")
        many = {f"many-{n}": replace(template, id=f"many-{n}", value=value) for n in range(40)}
        return replace(brief, claims={**brief.claims, **many})

    early, late = with_many(work.brief, 5000), with_many(work.brief, 6000)
    replaced = Replaced(6, PartialDate(2031, 10, 1), early, compare.compare(early, late))
    many = replace(work, brief=late, issue=Issue(7, PartialDate(2031, 10, 2), draft=False, replaces=replaced))
    text = body(composer(mailing_of(many, edition, pdfs), lambda: NOW)(person("ru")), "plain")
    assert text.count("(было ") == 10
    assert "и ещё 30 показателей в брифе" in text


def test_html_that_mail_readers_hold(compose: Callable[[Recipient], Message]) -> None:
    """Small, without anything to be fetched, run or filled in; styles inline; dark and light are said."""
    html = body(compose(person("bilingual")), "html")
    markup = Markup(html)
    assert len(html.encode()) < 100_000
    names = {tag for tag, _ in markup.tags}
    assert names.isdisjoint({"script", "img", "link", "form", "iframe", "object", "svg", "div", "base"})
    assert not [
        attributes for _, attributes in markup.tags if {"src", "background", "onload"} & attributes.keys()
    ]
    texts = [attributes for tag, attributes in markup.tags if tag in ("p", "h1", "h2")]
    assert texts
    assert all("font-family" in (attributes["style"] or "") for attributes in texts)
    assert ("meta", {"name": "color-scheme", "content": "light dark"}) in markup.tags
    assert "prefers-color-scheme: dark" in html


def test_names_are_printed_and_never_interpreted(compose: Callable[[Recipient], Message]) -> None:
    """Markup, fields and template code in a salutation are text."""
    odd = "Dear <b>{{ 7 * 7 }}</b> {number} & Co"
    message = compose(person("en", salutation={"ru": "", "en": odd}))
    assert f"{odd}," in body(message, "plain")
    assert "<b>" not in body(message, "html")
    assert f"{odd}," in "".join(Markup(body(message, "html")).text)


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("field", ["name", "address"])
def test_no_header_can_be_put_in(field: str, end: str, compose: Callable[[Recipient], Message]) -> None:
    """A line end in a name or an address is refused, whoever let it through until here."""
    evil = f"a@example.org{end}Bcc: b@example.org"
    reader = person("en", **{field: evil if field == "address" else {"ru": evil, "en": evil}})
    with pytest.raises(ValueError, match=r"."):
        compose(reader)


_PRINTABLE = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=120)


@given(name=_PRINTABLE.map(str.strip).filter(bool))
@effort(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_name_survives(name: str, compose: Callable[[Recipient], Message]) -> None:
    """Whatever a person is called, the message goes to one address, and the name is read as written."""
    mail = parsed(compose(person("en", name={"ru": name, "en": name})))
    (to,) = mail["To"].addresses
    assert to.addr_spec == "en@example.org"
    assert "".join(to.display_name.split()) == "".join(name.split())
    assert set(mail.keys()) == set(parsed(compose(person("en"))).keys())


def test_a_large_file_is_refused_before_anything_is_sent(mailing: Mailing) -> None:
    """The error names each file that is too large, its size, and what is allowed."""
    with pytest.raises(
        DeliveryError, match=r"brief\.ru\.pdf has \d\.\d MB.*limit_mb allows 0 MB: nothing was sent"
    ):
        composer(replace(mailing, mail=replace(MAIL, limit=1000)), lambda: NOW)


def test_a_file_that_is_not_the_editions_is_refused(
    work: Work, edition: Edition, pdfs: dict[str, bytes]
) -> None:
    """A changed byte is found by the hash in the archive's record; so is a version that it has not."""
    with pytest.raises(ArchiveError, match=r"edition 7: brief\.ru\.pdf is not the file that was made"):
        mailing_of(work, edition, {"ru": pdfs["ru"] + b"\n"})
    with pytest.raises(ArchiveError, match="no released file of version 'de'"):
        mailing_of(work, edition, {"de": pdfs["ru"]})


def test_without_mail_settings_nothing_is_sent(work: Work, edition: Edition, pdfs: dict[str, bytes]) -> None:
    """brief.toml must say how."""
    unset = replace(work, settings=replace(work.settings, mail=None))
    with pytest.raises(SettingsError, match=r"no \[mail\]"):
        mailing_of(unset, edition, pdfs)


def test_too_much_html_is_refused(
    work: Work, edition: Edition, pdfs: dict[str, bytes], tmp_path: Path
) -> None:
    """A template that would be cut off by mail readers is an error, not a surprise."""
    own = tmp_path / "templates" / "mail"
    own.mkdir(parents=True)
    (own / "message.html").write_text("<p>" + "long " * 25_000 + "</p>", "utf-8")
    large = replace(work, settings=replace(work.settings, root=tmp_path))
    mailing = mailing_of(work, edition, pdfs)
    with pytest.raises(RenderError, match=r"mail/message\.html: 125 kB for reader-en"):
        composer(replace(mailing, settings=large.settings), lambda: NOW)(person("en"))


def test_a_trial_writes_the_very_messages(tmp_path: Path, compose: Callable[[Recipient], Message]) -> None:
    """Each message is a file with exactly its bytes; what an earlier trial left is gone."""
    folder = tmp_path / "out" / "mail" / "0007"
    write_trial(folder, [compose(person("ru", id="gone"))])
    messages = [compose(person(version)) for version in VERSIONS]
    files = write_trial(folder, iter(messages))
    assert [file.read_bytes() for file in files] == [message.content for message in messages]
    assert sorted(file.name for file in folder.iterdir()) == [
        "reader-bilingual.eml",
        "reader-en.eml",
        "reader-ru.eml",
    ]


def test_a_trial_that_cannot_be_written_is_told(
    tmp_path: Path, compose: Callable[[Recipient], Message]
) -> None:
    """In one line, with the place."""
    (tmp_path / "mail").write_text("in the way")
    with pytest.raises(ArchiveError, match="mail"):
        write_trial(tmp_path / "mail" / "0007", [compose(person("en"))])


def test_the_operator_is_told_who_has_nothing(work: Work, both: Voices) -> None:
    """In every language of the brief: how many have it, who has not, and the server's own words."""

    def delivery(name: str, status: Status, answer: str) -> Delivery:
        return Delivery(7, name, f"{name}@example.org", status, 1, NOW, None, answer, "", "")

    deliveries = (
        delivery("first", Status.ACCEPTED, "250 ok"),
        delivery("second", Status.REFUSED, "550 no such mailbox"),
        delivery("third", Status.UNKNOWN, "the link broke"),
    )
    failure = Failure(7, deliveries, "the server is gone", "brief send --edition 7")
    message = told(failure, work.settings, MAIL, voices=both, now=NOW.astimezone(UTC))
    mail = parsed(message)
    text = mail.get_content().replace("\N{NO-BREAK SPACE}", " ")
    assert mail["To"] == message.address == "operator@example.org"
    assert mail["Subject"].endswith("Three Lakes (Invented): not everybody has edition 7")
    assert "Accepted by the server: 1 of 3." in text
    assert "The run was ended by: the server is gone" in text
    assert "- second <second@example.org>: refused by the server (550 no such mailbox)" in text
    assert "- second <second@example.org>: отклонено сервером (550 no such mailbox)" in text
    assert "first@example.org" not in text
    assert list(mail.iter_attachments()) == []


def test_mail_changes_no_page(sample: Path) -> None:
    """Another wording of the mail is no other design, and no input of a build."""
    before = inputs_of(settings.read(sample)), design_of(settings.read(sample))
    own = sample / "templates" / "mail"
    own.mkdir(parents=True)
    (own / "message.txt").write_text("Own words", "utf-8")
    assert (inputs_of(settings.read(sample)), design_of(settings.read(sample))) == before
    (sample / "templates" / "cover.html").write_text("Own cover", "utf-8")
    assert inputs_of(settings.read(sample)) != before[0]
    assert design_of(settings.read(sample)) != before[1]
