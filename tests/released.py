"""The invented brief → a copy with released editions and recipients, ready to be sent without a build."""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from report import compare, facts, pipeline, settings
from report.archive import FACTS
from report.model import Brief, Changes, Edition, EditionFile, Origin, Release
from report.pipeline import arrangement
from report.settings import Settings

SAMPLE = Path(__file__).resolve().parent / "sample"
VERSIONS = ("bilingual", "ru", "en")
HEAD = ("id", "name_ru", "name_en", "salutation_ru", "salutation_en", "email", "version", "groups", "active")

MAIL = """
[mail]
server = "127.0.0.1"
port = {port}
security = "insecure-plain-text"
from = {{ address = "brief@example.org", ru = "Отдел примеров", en = "Samples desk" }}
operator = "operator@example.org"
allow = ["example.org"]
first_pause = "1 second"
retry_for = "2 seconds"
"""


def project_in(folder: Path, *, port: int) -> Path:
    """A copy of the invented brief that sends to a server on the loopback address."""
    project = Path(shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("out")))
    path = project / "brief.toml"
    head, _, sections = path.read_text(encoding="utf-8").partition("[[sections]]")
    path.write_text(f"{head}{MAIL.format(port=port)}\n[[sections]]{sections}", encoding="utf-8")
    return project


def address_all(project: Path, rows: Iterable[Mapping[str, str]]) -> None:
    """Write recipients.csv: what a row leaves out is that of an official who gets the bilingual version."""
    with (project / "recipients.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, HEAD)
        table.writeheader()
        for row in rows:
            usual = {
                "name_ru": "Чиновник Примеров",
                "name_en": "Official Sample",
                "salutation_ru": "Уважаемый коллега",
                "salutation_en": "Dear colleague",
                "email": f"{row['id']}@example.org",
                "version": "bilingual",
                "groups": "officials",
                "active": "yes",
            }
            table.writerow({**usual, **row})


def add_edition(project: Path, now: datetime, *, size: int = 1000, released: bool = True) -> Edition:
    """Put the brief as it is now into its archive as the next edition, with `size` bytes for a PDF."""
    read = settings.read(project)
    brief = pipeline.judge(read)
    archive = pipeline.archive_of(read)
    previous = archive.newest()
    before = facts.read((previous.folder / FACTS).read_bytes()) if previous else None
    changes = compare.compare(before, brief) if before else Changes("", facts.fingerprint(brief), ())
    texts = {
        FACTS: facts.write(brief),
        arrangement.FILE: arrangement.write(brief),
        "changes.json": compare.write(changes),
    }
    pdfs = {f"brief.{version}.pdf": b"%PDF-" + os.urandom(size) for version in VERSIONS}
    edition = _edition(read, brief, previous, now)
    edition = replace(edition, files=_files(pdfs), others={name: _digest(it) for name, it in texts.items()})
    with archive.alone():
        archive.add(edition, {**pdfs, **texts})
        return (
            archive.release(edition, Release("Head of press", now, _files(pdfs)), pdfs)
            if released
            else edition
        )


def _edition(read: Settings, brief: Brief, previous: Edition | None, now: datetime) -> Edition:
    number = previous.number + 1 if previous else 1
    return Edition(
        number=number,
        previous=previous.number if previous else None,
        built=now,
        fingerprint=facts.fingerprint(brief),
        design="",
        files=(),
        others={},
        origin=Origin({}, {}),
        folder=pipeline.archive_of(read).folder_of(number),
    )


def _files(pdfs: Mapping[str, bytes]) -> tuple[EditionFile, ...]:
    return tuple(
        EditionFile(name, name.split(".")[1], 12, len(pdf), _digest(pdf)) for name, pdf in pdfs.items()
    )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
