"""out/pulled/: the last good document of each remote source, and where it comes from.

It stands outside data/, because all that stands there is an input of the next edition.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from report.errors import PullError
from report.model import Provenance
from report.settings import PullSettings, Settings

if TYPE_CHECKING:
    from pathlib import Path

PULLED: Final = "pulled"
"""The folder within out/."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A source's last good document, and where it comes from."""

    provenance: Provenance
    document: bytes


def last_copy(settings: Settings, source: PullSettings) -> Copy | None:
    """The last good copy; None where there is none of this source's address, or not all of it.

    Raises:
        PullError: its provenance is damaged.
    """
    provenance = provenance_of(settings, source)
    document = _file(settings, source, "document")
    if provenance is None or provenance.address != source.address or not document.is_file():
        return None
    content = document.read_bytes()
    return Copy(provenance, content) if digest(content) == provenance.sha256 else None


def provenance_of(settings: Settings, source: PullSettings) -> Provenance | None:
    """Where the last good copy comes from; None where there is none.

    Raises:
        PullError: what says so is damaged.
    """
    file = _file(settings, source, "json")
    try:
        tree = json.loads(file.read_bytes())
        moments = {name: datetime.fromisoformat(tree[name]) for name in ("fetched", "confirmed")}
        day = date.fromisoformat(tree["day"]) if tree["day"] else None
        return Provenance(**{**tree, **moments, "day": day})
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError) as error:
        raise PullError(f"{file}: damaged ({error!r}); remove it, and all is fetched anew") from None


def keep(settings: Settings, source: PullSettings, copy: Copy) -> None:
    """Keep a copy with its provenance.

    Raises:
        ArchiveError: it cannot be written.
    """
    from report.archive import publish

    record = {name: _plain(value) for name, value in asdict(copy.provenance).items()}
    files = {f"{source.name}.document": copy.document, f"{source.name}.json": _as_json(record)}
    publish(files, settings.out / PULLED)


def digest(content: bytes) -> str:
    """The SHA-256 of a document."""
    return hashlib.sha256(content).hexdigest()


def _file(settings: Settings, source: PullSettings, ending: str) -> Path:
    return settings.out / PULLED / f"{source.name}.{ending}"


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _as_json(tree: dict[str, object]) -> bytes:
    return json.dumps(tree, ensure_ascii=False, indent=2).encode() + b"\n"
