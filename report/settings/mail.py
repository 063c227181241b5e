"""[mail] of brief.toml, and the password from the environment → how editions are sent.

The password never stands in brief.toml: it comes from the environment, from a credential that systemd
hands over (systemd.exec(5), LoadCredential), or from a file of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from report.errors import SettingsError
from report.model import Words
from report.settings.tables import Table

PASSWORD_VARIABLE: Final = "BRIEF_MAIL_PASSWORD"  # noqa: S105 - where it is looked for
CREDENTIAL: Final = "mail-password"
"""The name of the credential in systemd's CREDENTIALS_DIRECTORY."""

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")
_PORTS: Mapping[str, int] = {"starttls": 587, "tls": 465, "insecure-plain-text": 25}
_LAST_PORT = 65_535
_MEGABYTE = 1_000_000


class Security(StrEnum):
    """How the line to the server is made secret: STARTTLS (RFC 3207), TLS at once (RFC 8314), or not."""

    STARTTLS = "starttls"
    TLS = "tls"
    PLAIN = "insecure-plain-text"


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """How long each step may take, in seconds: to connect, a command, a message, its acceptance.

    RFC 5321, 4.5.3.2 asks for ten minutes before a server that has the whole message is given up.
    """

    connect: float = 30.0
    command: float = 300.0
    message: float = 600.0
    acceptance: float = 600.0


@dataclass(frozen=True, slots=True)
class Server:
    """The mail server that takes our messages; `authority` is a file of certificates that vouch for it.

    Without `authority` those of the system do; without `user` nobody signs in.
    """

    host: str
    port: int
    security: Security
    authority: Path | None = None
    user: str = ""
    password_file: Path | None = None
    limits: TimeLimits = TimeLimits()

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Who sends, through which server, to whom it is allowed, how fast and for how long.

    `limit` is the largest attachment in bytes; `per_minute` 0 is as fast as it goes. A message that the
    server defers is tried again for `retry_for`, the first time after `first_pause`. An edition that was
    released longer than `expires_after` ago is sent to nobody any more. Where it is `automatic`, whoever
    sends releases the newest draft first, and nobody is sent it before `embargo`. With `threaded`, mail
    readers show each edition as an answer to the one before.
    """

    server: Server
    sender: str
    sender_name: Words
    operator: str
    reply_to: str
    allow: tuple[str, ...]
    parallel: int = 2
    per_minute: int = 0
    limit: int = 10 * _MEGABYTE
    retry_for: timedelta = timedelta(hours=1)
    first_pause: timedelta = timedelta(minutes=1)
    expires_after: timedelta = timedelta(days=3)
    automatic: bool = False
    embargo: datetime | None = None
    threaded: bool = False

    def allows(self, address: str) -> bool:
        """Whether this is an address, and of an allowed domain; a domain below that is another one."""
        domain = address.rpartition("@")[2].casefold()
        return bool(_ADDRESS.fullmatch(address)) and domain in {it.casefold() for it in self.allow}


def read_mail(table: Table, root: Path, languages: Sequence[str]) -> MailSettings | None:
    """The settings of the table, None where it is left out."""
    if not table.keys():
        return None
    sender, name = _sender(table.table("from"), languages)
    mail = MailSettings(
        server=_server(table, root),
        sender=sender,
        sender_name=name,
        operator=_address(table, "operator"),
        reply_to=_address(table, "reply_to", sender),
        allow=_domains(table),
    )
    mail = replace(
        mail,
        parallel=table.whole_number("parallel", mail.parallel, most=20),
        per_minute=table.whole_number("per_minute", mail.per_minute, least=0),
        limit=table.whole_number("limit_mb", mail.limit // _MEGABYTE) * _MEGABYTE,
        retry_for=table.duration("retry_for", mail.retry_for),
        first_pause=table.duration("first_pause", mail.first_pause),
        expires_after=table.duration("expires_after", mail.expires_after),
        automatic=table.text("release", "manual", choices=("manual", "automatic")) == "automatic",
        embargo=table.moment("embargo"),
        threaded=table.flag("threaded", default=mail.threaded),
    )
    table.close()
    return mail


def read_password(server: Server, environment: Mapping[str, str]) -> str:
    """The password of the server's user: from the environment, else a credential, else the file.

    Raises:
        SettingsError: there is a user, and no password anywhere; its file cannot be read; or it is not ASCII.
    """
    if not server.user:
        return ""
    password = environment.get(PASSWORD_VARIABLE) or _read_file(_password_file(server, environment))
    if not password.isascii():  # smtplib signs in with ASCII alone
        raise SettingsError("the password of [mail] user is not ASCII")
    return password


def _read_file(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as error:
        raise SettingsError(f"{file}: the password of [mail] user: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file}: the password of [mail] user: not UTF-8 at byte {error.start}") from None


def _password_file(server: Server, environment: Mapping[str, str]) -> Path:
    handed_over = Path(environment.get("CREDENTIALS_DIRECTORY", "")) / CREDENTIAL
    if environment.get("CREDENTIALS_DIRECTORY") and handed_over.exists():
        return handed_over
    if server.password_file is None:
        raise SettingsError(
            f"[mail] user needs a password: in the environment as {PASSWORD_VARIABLE}, "
            f"as systemd's credential {CREDENTIAL!r}, or in the file that password_file names"
        )
    return server.password_file


def _server(table: Table, root: Path) -> Server:
    security = table.text("security", Security.STARTTLS, choices=tuple(Security))
    known = security if security in _PORTS else Security.STARTTLS
    if "password" in table.keys():  # noqa: SIM118 - not a dictionary
        table.take("password")
        table.fault("password", "must not stand here; password_file names a file that holds it")
    return Server(
        host=table.text("server"),
        port=table.whole_number("port", _PORTS[known], most=_LAST_PORT),
        security=Security(known),
        authority=table.file("authority", root),
        user=table.text("user", ""),
        password_file=table.file("password_file", root),
        limits=_limits(table.table("timeouts")),
    )


def _limits(table: Table) -> TimeLimits:
    limits = TimeLimits(
        **{
            step: table.duration(step, timedelta(seconds=seconds)).total_seconds()
            for step, seconds in asdict(TimeLimits()).items()
        }
    )
    table.close()
    return limits


def _sender(table: Table, languages: Sequence[str]) -> tuple[str, Words]:
    address = _address(table, "address")
    name = {language: table.text(language) for language in languages}
    table.close()
    return address, name


def _address(table: Table, key: str, default: str | None = None) -> str:
    address = table.text(key, default)
    if address and not _ADDRESS.fullmatch(address):
        table.fault(key, f"{address!r} is no e-mail address in ASCII such as 'brief@example.org'")
    return address


def _domains(table: Table) -> tuple[str, ...]:
    domains = table.texts("allow")
    if not domains:
        table.fault("allow", "needs at least one domain that may be sent to, such as 'example.org'")
    for domain in domains:
        if "@" in domain or "." not in domain:
            table.fault("allow", f"{domain!r} is no domain such as 'example.org'")
    return domains
