"""`Edition` → manifest.json and back; `Release` → release.json and back.

The manifest stands beside the files of the edition and names each with its SHA-256; the release has a
record of its own, so that nothing of the draft is ever written again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar, get_type_hints

from report.errors import ArchiveError, Location
from report.model import Edition, EditionFile, Origin, Reason, Release, Significance, Verdict

FACTS: Final = "facts.json"
CHANGES: Final = "changes.json"
MANIFEST: Final = "manifest.json"
RELEASE: Final = "release.json"
SCHEMA: Final = 1
"""The version of both forms: it grows when an old reader would misread a new file."""
EMBARGOED: Final = 2
"""That of a release with an embargo, which a reader of the first form would break."""

T = TypeVar("T")


def write_edition(edition: Edition) -> bytes:
    """The manifest as JSON in UTF-8, without the release."""
    origin = edition.origin
    return _as_json(
        {
            "schema": SCHEMA,
            "edition": edition.number,
            "previous": edition.previous,
            "built": edition.built.isoformat(),
            "fingerprint": edition.fingerprint,
            "design": edition.design,
            "files": [asdict(file) for file in edition.files],
            "others": dict(edition.others),
            "inputs": dict(origin.inputs),
            "versions": dict(origin.versions),
            "rates": list(origin.rates),
            "waived": dict(origin.waived),
            "verdict": asdict(origin.verdict) if origin.verdict else None,
            "causes": [asdict(cause) for cause in origin.causes],
        }
    )


def read_edition(folder: Path, release: Release | None) -> Edition:
    """The edition that a folder holds, by its manifest.

    Raises:
        ArchiveError: there is no manifest, or none that can be read.
    """
    return _read(folder / MANIFEST, lambda tree: _edition(tree, folder, release))


def write_release(release: Release) -> bytes:
    """The record of a release as JSON in UTF-8."""
    record = {
        "schema": SCHEMA,
        "by": release.by,
        "at": release.at.isoformat(),
        "files": [asdict(file) for file in release.files],
    }
    if release.embargo:
        record |= {"schema": EMBARGOED, "embargo": release.embargo.isoformat()}
    return _as_json(record)


def read_release(folder: Path) -> Release:
    """The release that a folder holds.

    Raises:
        ArchiveError: there is no record of it, or none that can be read.
    """
    return _read(folder / RELEASE, _release, known=(SCHEMA, EMBARGOED))


def _as_json(tree: Mapping[str, object]) -> bytes:
    text = json.dumps(tree, ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def _read(file: Path, make: Callable[[dict[str, Any]], T], *, known: Sequence[int] = (SCHEMA,)) -> T:
    try:
        tree = json.loads(file.read_bytes())
        found = tree["schema"]
        if found in known:
            return make(tree)
    except OSError as error:
        raise ArchiveError(f"{file}: {error.strerror}") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ArchiveError(f"{file}: damaged, or none of ours ({error!r})") from error
    raise ArchiveError(f"{file}: schema {found!r}; this program reads {known[-1]}")


def _release(tree: dict[str, Any]) -> Release:
    embargo = _moment(tree["embargo"]) if tree["schema"] == EMBARGOED else None
    return Release(tree["by"], _moment(tree["at"]), _files(tree["files"]), embargo)


def _edition(tree: dict[str, Any], folder: Path, release: Release | None) -> Edition:
    return Edition(
        number=int(tree["edition"]),
        previous=tree["previous"],
        built=_moment(tree["built"]),
        fingerprint=tree["fingerprint"],
        design=tree["design"],
        files=_files(tree["files"]),
        others=dict(tree["others"]),
        origin=Origin(
            inputs=dict(tree["inputs"]),
            versions=dict(tree["versions"]),
            rates=tuple(tree["rates"]),
            waived=dict(tree["waived"]),
            verdict=_verdict(tree["verdict"]),
            causes=tuple(Location(**cause) for cause in tree["causes"]),
        ),
        folder=folder,
        release=release,
    )


def _files(trees: Sequence[Mapping[str, Any]]) -> tuple[EditionFile, ...]:
    files = tuple(EditionFile(**tree) for tree in trees)
    kinds = get_type_hints(EditionFile)
    for file in files:
        if not all(isinstance(getattr(file, name), kind) for name, kind in kinds.items()):
            raise TypeError(f"{file} is no record of a file")
    return files


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone")
    return moment


def _verdict(tree: Mapping[str, Any] | None) -> Verdict | None:
    if tree is None:
        return None
    reasons = tuple(Reason(it["rule"], tuple(it["subjects"])) for it in tree["reasons"])
    return Verdict(Significance(tree["significance"]), reasons)
