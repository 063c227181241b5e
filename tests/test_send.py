"""`brief send` and `brief deliveries`, from the command line to a real server and back."""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from mailserver import CUT, PASSWORD, USER, Manner, Post, authority, certificate, post
from released import add_edition, address_all, project_in
from typer.testing import CliRunner, Result

import report
from report.cli import app

HOUR_AGO = datetime.now(UTC) - timedelta(hours=1)
PEOPLE = (
    {"id": "minister"},
    {"id": "deputy", "version": "ru"},
    {"id": "adviser", "version": "en", "groups": "advisers"},
)
ADDRESSES = ["minister@example.org", "deputy@example.org", "adviser@example.org"]


class Office:
    """A brief with a released edition and recipients, beside a server that takes its mail."""

    def __init__(self, project: Path, server: Post, replies: dict[tuple[str, str], str]) -> None:
        self.project, self.server, self.replies = project, server, replies

    def brief(self, *arguments: str) -> Result:
        """Run the command on the brief."""
        return CliRunner().invoke(app, ["--project", str(self.project), *arguments], catch_exceptions=False)

    def statuses(self) -> dict[str, str]:
        """How the newest edition stands, by recipient, as other programs read it."""
        rows = json.loads(self.brief("deliveries", "--json").stdout)
        return {row["recipient"]: row["status"] for row in rows}

    def settings(self, change: Callable[[str], str]) -> None:
        """Change brief.toml."""
        path = self.project / "brief.toml"
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office with edition 1 released an hour ago."""
    replies: dict[tuple[str, str], str] = {}
    with post(lambda *at: replies.get(at, "")) as server:
        project = project_in(tmp_path / "brief", port=server.port)
        address_all(project, PEOPLE)
        add_edition(project, HOUR_AGO)
        yield Office(project, server, replies)


def mail_of(content: bytes) -> EmailMessage:
    """A message as a mail reader takes it."""
    mail = message_from_bytes(content, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def pdf_of(content: bytes) -> bytes:
    """The attached file."""
    (attachment,) = mail_of(content).iter_attachments()
    pdf = attachment.get_content()
    assert isinstance(pdf, bytes)
    return pdf


def test_everybody_gets_the_version_they_want_once(office: Office) -> None:
    """One message a person with the right PDF; run again, nothing more goes out."""
    for _ in range(2):
        result = office.brief("send", "--yes")
        assert (result.exit_code, result.stdout.splitlines()[-1]) == (
            0,
            "Edition 1: 3 recipients, and each has it.",
        )
    assert Counter(office.server.addresses()) == Counter(ADDRESSES)
    released = office.project / "out" / "editions" / "0001" / "released"
    for (address, content), version in zip(
        sorted(office.server.kept), ("en", "ru", "bilingual"), strict=True
    ):
        assert mail_of(content)["To"].addresses[0].addr_spec == address
        assert pdf_of(content) == (released / f"brief.{version}.pdf").read_bytes()
    rows = json.loads(office.brief("deliveries", "--json").stdout)
    for row in rows:
        assert (
            hashlib.sha256(pdf_of(dict(office.server.kept)[row["address"]])).hexdigest() == row["attachment"]
        )
        assert mail_of(dict(office.server.kept)[row["address"]])["Message-ID"] == row["message_id"]


def test_whoever_does_not_have_it_is_named(office: Office) -> None:
    """Exit code 5, with who and why; the operator gets word, and the others have it."""
    office.replies[("RCPT", "deputy@example.org")] = "550 no such user"
    result = office.brief("send", "--yes")
    assert result.exit_code == 5
    assert result.stderr.splitlines()[-1] == (
        "brief: edition 1: 1 of 3 recipients without it: deputy refused: 550 no such user"
    )
    assert Counter(office.server.addresses()) == Counter([ADDRESSES[0], ADDRESSES[2], "operator@example.org"])
    word = mail_of(office.server.kept[-1][1])
    assert "deputy@example.org" in word.get_content()
    assert "550 no such user" in word.get_content()


def test_a_refused_one_is_sent_again_when_its_address_is_right(office: Office) -> None:
    """`--resolve ID resend`, after recipients.csv was corrected."""
    office.replies[("RCPT", "deputy@example.org")] = "550 no such user"
    office.brief("send", "--yes")
    address_all(office.project, [PEOPLE[0], {**PEOPLE[1], "email": "right@example.org"}, PEOPLE[2]])
    assert office.brief("send", "--resolve", "deputy", "resend").exit_code == 0
    assert office.brief("send", "--yes").exit_code == 0
    assert office.server.addresses()[-1] == "right@example.org"
    assert set(office.statuses().values()) == {"accepted"}


@pytest.mark.parametrize(("answer", "copies"), [("accepted", 1), ("resend", 2)])
def test_a_person_says_what_became_of_it(office: Office, answer: str, copies: int) -> None:
    """The server kept it and cut the link: only a word of a person brings it again, or ends the matter."""
    office.replies[("KEPT", "deputy@example.org")] = CUT
    assert office.brief("send", "--yes").exit_code == 5
    assert office.statuses()["deputy"] == "unknown"
    office.replies.clear()
    assert office.brief("send", "--yes").exit_code == 5
    assert office.brief("send", "--resolve", "deputy", answer).exit_code == 0
    assert office.brief("send", "--yes").exit_code == 0
    assert office.server.addresses().count("deputy@example.org") == copies


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("--resolve", "deputy", "lost"), 2, "say accepted or resend"),
        (("--resolve", "nobody", "resend"), 5, "nobody: no edition 1"),
        (("--to", "nobody", "--yes"), 2, "--to nobody: nobody in recipients.csv"),
        (("--group", "ministers", "--yes"), 2, "--group ministers: nobody in recipients.csv"),
        (("--edition", "2", "--yes"), 6, "no edition 2"),
        (("--correct", "1", "--yes"), 5, "edition 1 cannot correct edition 1"),
        (("--test", "a@example.net"), 5, "'a@example.net' is no address of a domain that [mail] allow"),
        (("--test", "A <a@example.org"), 5, "'A <a@example.org' is no address of a domain"),
        ((), 2, "Send edition 1 to 3 recipients? Without a terminal that takes --yes"),
    ],
)
def test_what_is_wrong_with_an_order_is_told(
    office: Office, arguments: tuple[str, ...], code: int, told: str
) -> None:
    """One line and its exit code, and nothing goes out."""
    result = office.brief("send", *arguments)
    assert (result.exit_code, len(result.stderr.splitlines())) == (code, 1)
    assert told in result.stderr
    assert office.server.calls == 0


def test_an_order_names_some(office: Office) -> None:
    """One by id, then a group; then the rest, and nobody again."""
    for arguments, so_far in (
        (("--to", "minister"), ADDRESSES[:1]),
        (("--group", "advisers"), [ADDRESSES[0], ADDRESSES[2]]),
        ((), ADDRESSES),
    ):
        assert office.brief("send", "--yes", *arguments).exit_code == 0
        assert Counter(office.server.addresses()) == Counter(so_far)


def test_who_is_not_active_gets_nothing(office: Office) -> None:
    """An inactive recipient is as if not there."""
    address_all(office.project, [*PEOPLE, {"id": "retired", "active": "no"}])
    assert office.brief("send", "--yes").exit_code == 0
    assert Counter(office.server.addresses()) == Counter(ADDRESSES)


def test_a_dry_run_writes_the_messages_and_sends_nothing(office: Office) -> None:
    """What lies under out/mail/ is what would go over the line; the ledger knows nothing of it."""
    result = office.brief("send", "--dry-run")
    folder = office.project / "out" / "mail" / "0001"
    assert result.exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["adviser.eml", "deputy.eml", "minister.eml"]
    assert [line.split()[1:4:2] for line in result.stdout.splitlines()[1:4]] == [
        ["minister", "planned"],
        ["deputy", "planned"],
        ["adviser", "planned"],
    ]
    assert (office.server.calls, office.statuses()) == (0, {})
    office.brief("send", "--yes")
    written, kept = (folder / "deputy.eml").read_bytes(), dict(office.server.kept)["deputy@example.org"]
    assert written.startswith(b"Date: ")
    assert written.partition(b"\r\n")[2] == kept.partition(b"\r\n")[2]


def test_a_trial_leaves_no_trace(office: Office) -> None:
    """One message of each version to one address; everybody still gets theirs."""
    assert office.brief("send", "--test", "me@example.org").exit_code == 0
    assert office.server.addresses() == ["me@example.org"] * 3
    assert office.statuses() == {}
    assert office.brief("send", "--yes").exit_code == 0
    assert len(office.server.kept) == 6


def test_a_draft_is_not_sent(office: Office) -> None:
    """Only what was released."""
    add_edition(office.project, HOUR_AGO, released=False)
    result = office.brief("send", "--edition", "2", "--yes")
    assert (result.exit_code, office.server.calls) == (5, 0)
    assert "edition 2 is a draft and was not sent; brief release 2 comes first" in result.stderr
    assert office.brief("send", "--yes").stdout.endswith("Edition 1: 3 recipients, and each has it.\n")


def test_a_late_edition_is_not_sent(office: Office) -> None:
    """Older than `expires_after`, it goes to nobody, and that is told."""
    office.settings(lambda text: text.replace('operator = "', 'expires_after = "30 minutes"\noperator = "'))
    result = office.brief("send", "--yes")
    assert result.exit_code == 5
    assert set(office.statuses().values()) == {"expired"}
    assert office.server.addresses() == ["operator@example.org"]


def test_a_large_file_is_refused_before_anything_is_sent(office: Office) -> None:
    """The sizes are told, and nobody gets anything."""
    add_edition(office.project, HOUR_AGO, size=1_200_000)
    office.settings(lambda text: text.replace('operator = "', 'limit_mb = 1\noperator = "'))
    result = office.brief("send", "--yes")
    assert (result.exit_code, office.server.addresses()) == (5, ["operator@example.org"])
    assert "brief.ru.pdf has 1.2 MB" in result.stderr
    assert "brief.ru.pdf has 1.2 MB" in mail_of(office.server.kept[0][1]).get_content()


def test_faulty_recipients_are_told_to_the_operator(office: Office) -> None:
    """Nobody gets anything; the operator hears where the fault is, and whoever only tries does alone."""
    address_all(office.project, [*PEOPLE, {"id": "fourth", "email": "fourth@example.net"}])
    assert office.brief("send", "--dry-run").exit_code == 3
    assert office.server.calls == 0
    result = office.brief("send", "--yes")
    assert (result.exit_code, office.server.addresses()) == (3, ["operator@example.org"])
    word = mail_of(office.server.kept[0][1]).get_content()
    assert "Nothing was sent to anybody." in word
    assert "recipients.csv:5 email" in word
    office.settings(lambda text: re.sub(r"port = \d+", "port = 9", text))
    assert (
        office.brief("send", "--yes")
        .stderr.splitlines()[-1]
        .startswith("brief: the operator was not told: 127.0.0.1:9: no session")
    )


def test_a_correction_goes_to_whoever_has_the_wrong_edition(office: Office) -> None:
    """And to nobody else: who came later gets the new edition as news."""
    office.replies[("RCPT", "deputy@example.org")] = "550 no such user"
    office.brief("send", "--yes")
    office.replies.clear()
    figures = office.project / "data" / "figures.csv"
    figures.write_text(
        figures.read_text(encoding="utf-8").replace("250000000", "260000000", 1), encoding="utf-8"
    )
    add_edition(office.project, HOUR_AGO)
    address_all(office.project, [{**PEOPLE[0], "active": "no"}, *PEOPLE[1:], {"id": "newcomer"}])
    office.server.kept.clear()
    assert office.brief("send", "--correct", "1", "--yes").exit_code == 0
    assert Counter(office.server.addresses()) == Counter([ADDRESSES[0], ADDRESSES[2]])
    for _, content in office.server.kept:
        assert mail_of(content)["Subject"].startswith(("Исправление", "Correction"))
    assert office.brief("send", "--yes").exit_code == 0
    assert Counter(office.server.addresses()) == Counter([*ADDRESSES, "newcomer@example.org"])


def test_a_correction_forgets_nobody(office: Office) -> None:
    """Whoever has the wrong edition and is no longer in recipients.csv is named, and nothing goes out."""
    office.brief("send", "--yes")
    add_edition(office.project, HOUR_AGO)
    address_all(office.project, PEOPLE[1:])
    office.server.kept.clear()
    result = office.brief("send", "--correct", "1", "--yes")
    assert (result.exit_code, office.server.addresses()) == (5, ["operator@example.org"])
    assert "minister (minister@example.org) accepted edition 1" in result.stderr


def test_a_correction_that_was_put_off_is_still_one(office: Office) -> None:
    """Whoever goes on with it, however: who was put off gets a correction, by the command advised."""
    office.brief("send", "--yes", "--to", "minister")
    office.brief("send", "--yes", "--to", "deputy")
    add_edition(office.project, HOUR_AGO)
    office.replies[("RCPT", "deputy@example.org")] = "450 later"
    office.settings(lambda text: text.replace('retry_for = "2 seconds"', 'retry_for = "1 second"'))
    office.brief("send", "--correct", "1", "--yes")
    advice = "brief send --edition 2 --correct 1"
    assert f": {advice}\r\n" in mail_of(office.server.kept[-1][1]).get_content()
    line = "Outstanding: brief send --correct 1: 1 of 2 recipients without it (deputy deferred)"
    assert line in office.brief("status").stdout.splitlines()
    # So long that the pause after the last try is over by then, whichever try that was.
    office.settings(lambda text: text.replace('retry_for = "1 second"', 'retry_for = "9 seconds"'))
    office.replies.clear()
    office.server.kept.clear()
    assert office.brief("send", "--yes").exit_code == 0
    subjects = {address: mail_of(content)["Subject"] for address, content in office.server.kept}
    assert subjects["deputy@example.org"].startswith("Исправление")
    assert subjects["adviser@example.org"] == "Three Lakes (Invented): edition 2"
    assert len(subjects) == 2


def test_a_correction_of_what_they_have_as_news_is_refused(office: Office) -> None:
    """Who has the new edition is not told by it again, and is not said to have been: another one must."""
    office.brief("send", "--yes")
    add_edition(office.project, HOUR_AGO)
    office.brief("send", "--yes", "--to", "deputy")
    office.server.kept.clear()
    result = office.brief("send", "--correct", "1", "--yes")
    assert (result.exit_code, office.server.addresses()) == (5, ["operator@example.org"])
    office.server.kept.clear()
    assert (
        "brief: deputy: edition 2 went there otherwise than as the correction of edition 1" in result.stderr
    )
    assert "brief build --force" in result.stderr
    assert office.brief("send", "--correct", "1", "--yes", "--to", "minister").exit_code == 0
    assert office.brief("send", "--correct", "1", "--yes", "--to", "minister").exit_code == 0
    assert office.server.addresses() == ["minister@example.org"]


def test_nobody_there_is_told(office: Office) -> None:
    """Without a server, everybody is named with the reason, and so is that the operator got no word."""
    office.settings(lambda text: re.sub(r"port = \d+", "port = 9", text))
    result = office.brief("send", "--yes")
    assert result.exit_code == 5
    assert "3 of 3 recipients without it: 127.0.0.1:9: no session: Connection refused" in result.stderr
    assert "the operator was not told: 127.0.0.1:9" in result.stderr
    assert set(office.statuses().values()) == {"planned"}


def test_a_server_that_refuses_the_sender_in_mid_run_is_told(office: Office) -> None:
    """Who lacks it is named with the reason; and that the operator could not be told."""
    senders = iter(["", "550 not any more", "550 not any more"])
    office.server.say = lambda step, address: next(senders, "") if step == "MAIL" else ""
    office.settings(lambda text: text.replace('operator = "', 'parallel = 1\noperator = "'))
    result = office.brief("send", "--yes")
    assert result.exit_code == 5
    assert "2 of 3 recipients without it: 127.0.0.1:" in result.stderr
    assert "nothing is taken from brief@example.org: 550 not any more; minister planned" in result.stderr
    assert "the operator was not told: 127.0.0.1:" in result.stderr
    assert office.statuses() == {"adviser": "accepted", "deputy": "planned", "minister": "planned"}


def test_a_template_that_fails_for_one_person_is_told(office: Office) -> None:
    """In mid-run, with everybody who lacks it then; the operator gets word."""
    _template(office, "{% if 'Второй' in greeting['ru'] %}{{ nothing }}{% endif %}")
    address_all(office.project, [PEOPLE[0], {**PEOPLE[0], "id": "second", "salutation_ru": "Второй"}])
    office.settings(lambda text: text.replace('operator = "', 'parallel = 1\noperator = "'))
    result = office.brief("send", "--yes")
    assert result.exit_code == 5
    assert (
        "1 of 2 recipients without it: templates/mail/message.html: 'nothing' is undefined" in result.stderr
    )
    assert "'nothing' is undefined" in mail_of(office.server.kept[-1][1]).get_content()
    assert office.statuses() == {"minister": "accepted", "second": "planned"}


@pytest.mark.parametrize(
    ("content", "told"),
    [("{{ nothing }}", "templates/mail/message.html: 'nothing' is undefined"), ("x" * 110_000, "110 kB")],
)
def test_a_template_that_will_not_do_is_found_before_anything_is_sent(
    office: Office, content: str, told: str
) -> None:
    """One that asks for what is not there, or makes more than mail readers show: nobody gets anything."""
    _template(office, content)
    result = office.brief("send", "--yes")
    assert (result.exit_code, office.statuses()) == (4, {})
    assert told in result.stderr
    assert set(office.server.addresses()) <= {"operator@example.org"}


def _template(office: Office, content: str) -> None:
    folder = office.project / "templates" / "mail"
    folder.mkdir(parents=True)
    (folder / "message.html").write_text(content, encoding="utf-8")


def test_without_mail_nothing_is_sent(office: Office) -> None:
    """A brief.toml without [mail] says nothing of how."""
    office.settings(lambda text: re.sub(r"(?s)\[mail\].*?(?=\n\[\[)", "", text))
    result = office.brief("send", "--yes")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert "brief.toml has no [mail]" in result.stderr


@pytest.mark.parametrize("where", ["environment", "credential", "file"])
def test_the_password_comes_from_outside_and_stays_unsaid(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """From the environment, systemd's credentials or a file; it is in no output and in no file of ours."""
    ca, credentials = tmp_path / "authority.pem", tmp_path / "credentials"
    authority().cert_pem.write_to_path(str(ca))
    credentials.mkdir()
    extra = f'authority = "{ca}"\nuser = "{USER}"\n'
    if where == "environment":
        monkeypatch.setenv("BRIEF_MAIL_PASSWORD", PASSWORD)
    elif where == "credential":
        monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credentials))
        (credentials / "mail-password").write_text(PASSWORD)
    else:
        (tmp_path / "secret").write_text(f"{PASSWORD}\n")
        extra += 'password_file = "../secret"\n'
    with post(manner=Manner(certificate(), signed_in=True)) as server:
        office = Office(project_in(tmp_path / "brief", port=server.port), server, {})
        office.settings(lambda text: text.replace('security = "insecure-plain-text"', extra))
        address_all(office.project, PEOPLE)
        add_edition(office.project, HOUR_AGO)
        result = office.brief("send", "--yes")
    assert result.exit_code == 0
    assert Counter(server.addresses()) == Counter(ADDRESSES)
    ours = b"".join(path.read_bytes() for path in (office.project / "out").rglob("*") if path.is_file())
    assert PASSWORD not in result.output
    assert PASSWORD.encode() not in ours


def test_a_lacking_password_is_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user without a password: the line says where one may stand."""
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    office.settings(lambda text: text.replace('operator = "', 'user = "press"\noperator = "'))
    result = office.brief("send", "--yes")
    assert (result.exit_code, office.server.calls) == (2, 0)
    assert "BRIEF_MAIL_PASSWORD" in result.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_end_it_finishes_the_message_under_way(office: Office, number: signal.Signals) -> None:
    """What has begun arrives and is written down; the rest stays planned, and the next run sends it."""
    address_all(office.project, ({"id": f"o-{place}"} for place in range(30)))
    office.settings(lambda text: text.replace('operator = "', 'parallel = 1\nper_minute = 120\noperator = "'))
    command = [sys.executable, "-m", "report", "--project", str(office.project), "send", "--yes"]
    root = Path(report.__file__).parents[1]
    with subprocess.Popen(
        command, cwd=root, env=dict(os.environ), stderr=subprocess.PIPE, text=True
    ) as process:
        assert office.server.wait_for(3)
        process.send_signal(number)
        _, told = process.communicate()
    assert process.returncode == 5
    assert "recipients without it" in told
    statuses = office.statuses()
    accepted = {f"{name}@example.org" for name, status in statuses.items() if status == "accepted"}
    assert Counter(office.server.addresses()) == Counter(accepted)
    assert len(accepted) < 30
    assert set(statuses.values()) == {"accepted", "planned"}


def test_the_status_says_who_lacks_the_newest_edition(office: Office) -> None:
    """It stands among what is outstanding until everybody has it."""
    office.replies[("RCPT", "deputy@example.org")] = "550 no such user"
    office.brief("send", "--yes")
    line = "Outstanding: brief send --resolve ID resend: 1 of 3 recipients without it (deputy refused)"
    assert line in office.brief("status").stdout.splitlines()
    office.replies.clear()
    office.brief("send", "--resolve", "deputy", "resend")
    office.brief("send", "--yes")
    assert "brief send" not in office.brief("status").stdout


def test_the_status_tells_of_what_was_sent_beside_a_newer_draft(office: Office) -> None:
    """How many have the newest edition that may be sent, and who lacks it, whatever is drafted since."""
    office.replies[("RCPT", "deputy@example.org")] = "450 later"
    office.brief("send", "--yes")
    add_edition(office.project, HOUR_AGO, released=False)
    lines = office.brief("status").stdout.splitlines()
    assert any(line.startswith("Edition 1: 2 of 3 have it, the last since ") for line in lines)
    assert "Outstanding: brief send: 1 of 3 recipients without it (deputy deferred)" in lines
    office.replies.clear()
    office.brief("send", "--yes")
    told = office.brief("status").stdout
    assert "Edition 1: 3 of 3 have it" in told
    assert "brief send" not in told


def test_programs_are_told_of_every_try(office: Office) -> None:
    """Each with its time, what came of it, and the server's answer."""
    office.replies[("RCPT", "deputy@example.org")] = "550 no such user"
    office.brief("send", "--yes")
    office.replies.clear()
    office.brief("send", "--resolve", "deputy", "resend")
    office.brief("send", "--yes")
    (row,) = (
        it for it in json.loads(office.brief("deliveries", "--json").stdout) if it["recipient"] == "deputy"
    )
    assert [(it["number"], it["status"], it["answer"]) for it in row["tries"]] == [
        (1, "refused", "550 no such user"),
        (2, "accepted", "250 OK"),
    ]
    ended = [datetime.fromisoformat(it["ended"]) for it in row["tries"]]
    assert ended == sorted(ended)


def test_deliveries_are_listed(office: Office) -> None:
    """A line each, of one edition or all; nothing where nothing was sent."""
    assert office.brief("deliveries").stdout.splitlines() == [
        "Edition  Recipient  Address  Status  Since  Tries  Answer"
    ]
    office.brief("send", "--yes", "--to", "minister")
    lines = office.brief("deliveries", "--edition", "1").stdout.splitlines()
    first, since, tries = lines[1].split()[:4], lines[1].split()[4:6], lines[1].split()[6:]
    assert first == ["1", "minister", "minister@example.org", "accepted"]
    (row,) = json.loads(office.brief("deliveries", "--json").stdout)
    changed = datetime.fromisoformat(row["changed"])
    assert (" ".join(since), tries) == (f"{changed.astimezone():%Y-%m-%d %H:%M}", ["1", "250", "OK"])
    assert len(office.brief("deliveries", "--edition", "2").stdout.splitlines()) == 1
