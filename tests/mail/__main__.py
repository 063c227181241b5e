"""The invented brief → an edition and its correction in twelve mailboxes of a real mail system, each once.

Run as root, from tests/: `python -m mail` (`make mail`). It installs Debian's Postfix and Dovecot where they
are missing, and ends with 1 where anything is not as it should be.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from mail.reading import Expected, faults, mailbox
from mail.system import PASSWORD, SENDER, MailSystem, install, running
from report import pipeline, settings

TESTS: Final = Path(__file__).resolve().parent.parent
VERSIONS: Final = ("bilingual", "ru", "en")
RECIPIENTS: Final = tuple((f"{version}-{number}", version) for version in VERSIONS for number in range(1, 5))
TITLES: Final = {"ru": "Три озера (вымысел)", "en": "Three Lakes (Invented)"}
SUBJECTS: Final = {
    False: {"ru": "{title}: выпуск {number}", "en": "{title}: edition {number}"},
    True: {"ru": "Исправление. {title}: выпуск {number}", "en": "Correction. {title}: edition {number}"},
}
FILES: Final = {"ru": "{title}, выпуск {number}", "en": "{title}, edition {number}"}
COLUMNS: Final = (
    *("id", "name_ru", "name_en", "salutation_ru", "salutation_en"),
    *("email", "version", "groups", "active"),
)
MAIL: Final = """
[mail]
server = "localhost"
port = {port}
security = "starttls"
authority = "{authority}"
user = "{sender}"
from = {{ address = "{sender}", ru = "Отдел примеров", en = "Samples desk" }}
operator = "operator@example.org"
reply_to = "samples@example.org"
allow = ["example.org"]
"""


def main() -> None:
    """Send, send again, correct; read everything back."""
    install()
    addresses = [address(name) for name, _ in RECIPIENTS]
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder), [*addresses, "operator@example.org"]) as system,
    ):
        found = _carried(_brief(Path(folder) / "brief", system), system)
    for line in found:
        print(line)  # noqa: T201 - what was found
    sys.exit(bool(found) or None)


def address(name: str) -> str:
    """The address of a recipient."""
    return f"{name}@example.org"


def _carried(brief: Path, system: MailSystem) -> list[str]:
    """Two editions sent, each twice; whatever is not as it should be."""
    for command in (
        ["build", "--quiet"],
        ["release", "1", "--by", "The editor"],
        ["send", "--yes"],
        ["send", "--yes"],
    ):
        _run(brief, *command)
    found = _read_back(brief, system, 1)
    figures = brief / "data" / "figures.csv"
    figures.write_text(figures.read_text("utf-8").replace(",96400000,", ",97400000,"), "utf-8")
    correct = ["send", "--yes", "--correct", "1"]
    for command in (["build", "--quiet"], ["release", "2", "--by", "The editor"], correct, correct):
        _run(brief, *command)
    return found + _read_back(brief, system, 2)


def _brief(folder: Path, system: MailSystem) -> Path:
    """The invented brief with twelve recipients, that sends through the system."""
    shutil.copytree(TESTS / "sample", folder, ignore=shutil.ignore_patterns("out"))
    orders = folder / "brief.toml"
    mail = MAIL.format(port=system.ports.smtp, authority=system.authority, sender=SENDER)
    orders.write_text(orders.read_text("utf-8") + mail, "utf-8")
    with (folder / "recipients.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for name, version in RECIPIENTS:
            row = [name, f"Ёлкина, Мария ({name})", f"O’Sample, Mary ({name})", f"Уважаемая Мария {name}"]
            writer.writerow([*row, f"Dear Ms. {name}", address(name), version, "", "yes"])
    return folder


def _run(brief: Path, *command: str) -> None:
    """`brief`, as an operator calls it; what it says is shown."""
    environment = {**os.environ, "BRIEF_MAIL_PASSWORD": PASSWORD, "PYTHONPATH": str(TESTS.parent)}
    print("$ brief", *command, flush=True)  # noqa: T201 - what is done
    full = [sys.executable, "-m", "report", "--project", str(brief), *command]
    subprocess.run(full, check=True, env=environment, stdin=subprocess.DEVNULL)


def _read_back(brief: Path, system: MailSystem, edition: int) -> list[str]:
    """Every mailbox has one message for each edition, and the last is this edition's."""
    must = len(RECIPIENTS) * edition
    found = [] if system.taken == must else [f"{system.taken} messages were sent, not {must}"]
    for name, version in RECIPIENTS:
        mails = mailbox(system.ports.imap, address(name), edition)
        if len(mails) != edition:
            found.append(f"{name}: {len(mails)} messages, not {edition}")
            continue
        wrong = list(faults(mails[-1], _expected(brief, name, version, edition)))
        found += [f"{name}: {fault}" for fault in wrong]
        print(f"{name}: edition {edition} {'is not right' if wrong else 'is right'}")  # noqa: T201 - progress
    return found


def _expected(brief: Path, name: str, version: str, edition: int) -> Expected:
    """What a recipient must have; the first edition is new, the second corrects it."""
    languages = ("ru", "en") if version == "bilingual" else (version,)
    first, spoken = languages[0], f" ({', '.join(languages)})" if len(languages) > 1 else ""
    release = pipeline.archive_of(settings.read(brief)).edition(edition).release
    assert release
    subjects = [SUBJECTS[edition > 1][it].format(title=TITLES[it], number=edition) for it in languages]
    greetings = {"ru": f"Уважаемая Мария {name}!", "en": f"Dear Ms. {name},"}
    return Expected(
        name={"ru": f"Ёлкина, Мария ({name})", "en": f"O’Sample, Mary ({name})"}[first],
        address=address(name),
        languages=", ".join(languages),
        subject=" · ".join(subjects),
        greetings=tuple(greetings[it] for it in languages),
        file=f"{FILES[first].format(title=TITLES[first], number=edition)}{spoken}.pdf",
        sha256=next(it.sha256 for it in release.files if it.version == version),
    )


if __name__ == "__main__":
    main()
