"""A brief and one other file for its data/ → the same brief with that file in its place, elsewhere."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from report.settings import Settings


@contextmanager
def with_file(settings: Settings, name: str, content: bytes) -> Iterator[Settings]:
    """The settings of a brief that has `content` as its file `name` of data/, and all else as this one has.

    It stands in a temporary folder, all of links but for that file, so that nothing of the brief is
    touched, and nothing of it is copied.
    """
    with tempfile.TemporaryDirectory(prefix="brief-") as folder:
        root = Path(folder)
        _link_all(settings.root, root, but=settings.data.name)
        overlaid = replace(settings, root=root)
        overlaid.data.mkdir()
        _link_all(settings.data, overlaid.data, but=name)
        (overlaid.data / name).write_bytes(content)
        yield overlaid


def _link_all(folder: Path, place: Path, *, but: str) -> None:
    for entry in folder.resolve().iterdir():
        if entry.name != but:
            (place / entry.name).symlink_to(entry)
