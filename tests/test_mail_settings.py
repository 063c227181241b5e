"""[mail] of brief.toml is read whole, and whatever is wrong with it is told with its key."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from released import project_in

from report.errors import SettingsError
from report.settings import MailSettings, Security, read, read_password


def mail_of(folder: Path, old: str = "", new: str = "") -> MailSettings:
    """The settings of a brief with one place of [mail] changed."""
    path = project_in(folder / "brief", port=2525) / "brief.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    mail = read(path.parent).mail
    assert mail is not None
    return mail


def test_what_is_left_out_is_safe(tmp_path: Path) -> None:
    """Encrypted, released editions only, two lines, ten megabytes, three days."""
    mail = mail_of(tmp_path, 'port = 2525\nsecurity = "insecure-plain-text"\n')
    assert (mail.server.security, mail.server.port) == (Security.STARTTLS, 587)
    assert (mail.automatic, mail.parallel, mail.limit) == (False, 2, 10_000_000)
    assert (mail.expires_after, mail.reply_to) == (timedelta(days=3), "brief@example.org")


@pytest.mark.parametrize(("security", "port"), [("tls", 465), ("starttls", 587), ("insecure-plain-text", 25)])
def test_each_security_has_its_port(tmp_path: Path, security: str, port: int) -> None:
    """Submission as RFC 6409 and RFC 8314 have it."""
    mail = mail_of(tmp_path, 'port = 2525\nsecurity = "insecure-plain-text"', f'security = "{security}"')
    assert mail.server.port == port


def test_a_domain_below_an_allowed_one_is_another(tmp_path: Path) -> None:
    """Nor is one that only ends like it; the case of letters means nothing."""
    mail = mail_of(tmp_path)
    assert mail.allows("a@Example.org")
    assert not any(
        map(mail.allows, ("a@sub.example.org", "a@notexample.org", "a@example.org.net", "example.org"))
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('server = "127.0.0.1"', "", "mail.server: missing"),
        ('server = "127.0.0.1"', 'sever = "127.0.0.1"', "mail.sever: unknown key; did you mean 'server'?"),
        ("port = 2525", "port = 70000", "mail.port: 70000 is no whole number from 1 to 65535"),
        ("port = 2525", 'port = "25"', "mail.port: '25' is no whole number"),
        (
            "insecure-plain-text",
            "none",
            "mail.security: 'none' is not one of starttls, tls, insecure-plain-text",
        ),
        (
            "port = 2525",
            'password = "secret"',
            "mail.password: must not stand here; password_file names a file",
        ),
        ("brief@example.org", "brief", "mail.from.address: 'brief' is no e-mail address"),
        ('brief@example.org", ru = "Отдел примеров"', 'brief@example.org"', "mail.from.ru: missing"),
        (
            "operator@example.org",
            "оператор@example.org",
            "mail.operator: 'оператор@example.org' is no e-mail",
        ),
        ('allow = ["example.org"]', "", "mail.allow: needs at least one domain"),
        ('["example.org"]', '["a@example.org"]', "mail.allow: 'a@example.org' is no domain"),
        (
            '"2 seconds"',
            '"2 fortnights"',
            "mail.retry_for: '2 fortnights' is no duration such as '30 seconds'",
        ),
        ('"2 seconds"', '"0 days"', "mail.retry_for: '0 days' is no duration"),
        ("port = 2525", "per_minute = -1", "mail.per_minute: -1 is no whole number from 0"),
        ("port = 2525", "parallel = true", "mail.parallel: True is no whole number"),
        ("port = 2525", 'release = "never"', "mail.release: 'never' is not one of manual, automatic"),
        ("port = 2525", 'timeouts = { connect = "soon" }', "mail.timeouts.connect: 'soon' is no duration"),
    ],
)
def test_faults_are_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    """Each fault is told with the name of its key; a password is not repeated."""
    with pytest.raises(SettingsError) as caught:
        mail_of(tmp_path, old, new)
    assert told in str(caught.value)
    assert "secret" not in str(caught.value)


def test_the_environment_comes_before_a_credential_and_a_file(tmp_path: Path) -> None:
    """One after the other is taken away; in the end the line says where a password may stand."""
    extra = 'user = "press"\npassword_file = "secret"\nport = 2525'
    server = mail_of(tmp_path, "port = 2525", extra).server
    (tmp_path / "brief" / "secret").write_text("of the file\n")
    (tmp_path / "mail-password").write_text("of the credential")
    environment = {"BRIEF_MAIL_PASSWORD": "of the environment", "CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert read_password(server, environment) == "of the environment"
    del environment["BRIEF_MAIL_PASSWORD"]
    assert read_password(server, environment) == "of the credential"
    (tmp_path / "mail-password").unlink()
    assert read_password(server, environment) == "of the file"
    (tmp_path / "brief" / "secret").unlink()
    with pytest.raises(SettingsError, match=r"secret: the password of \[mail\] user: No such file"):
        read_password(server, {})


def test_a_password_that_no_server_takes_is_refused(tmp_path: Path) -> None:
    """AUTH as we speak it carries ASCII; the password itself is not told."""
    server = mail_of(tmp_path, "port = 2525", 'user = "press"\nport = 2525').server
    with pytest.raises(SettingsError, match="not ASCII") as caught:
        read_password(server, {"BRIEF_MAIL_PASSWORD": "пароль"})
    assert "пароль" not in str(caught.value)
