"""A brief and one other file for its data/ → the same brief with that file in its place, elsewhere."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from report.settings import Settings

_JUDGED: Final = ("data", "charts", "templates")
"""The folders of a brief that its facts are in and judged by."""


@contextmanager
def with_file(settings: Settings, name: str, content: bytes) -> Iterator[Settings]:
    """The settings of a brief that has `content` as its file `name` of data/, and all else as this one has.

    It stands in a temporary folder, where every other file is a link, so that nothing of the brief is
    touched, and nothing of it is copied.
    """
    with tempfile.TemporaryDirectory(prefix="brief-") as folder:
        overlaid = replace(settings, root=Path(folder))
        for part in _JUDGED:
            if (settings.root / part).is_dir():
                shutil.copytree(
                    settings.root.absolute() / part, overlaid.root / part, copy_function=os.symlink
                )
        (overlaid.data / name).unlink(missing_ok=True)
        (overlaid.data / name).write_bytes(content)
        yield overlaid
