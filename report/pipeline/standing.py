"""What stands in a folder → whether it is what a build would make now.

A build leaves a record of the inputs it read and of the files it made. While both are the same, there
is nothing to do, and nothing is loaded to find that out.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from report.cache import Cache, key_of
from report.model import Made, Version
from report.pipeline.files import differing, inputs_of
from report.pipeline.nouns import CACHE, Built, Manner, finding_from
from report.settings import Settings


@dataclass(frozen=True, slots=True)
class Standing:
    """The files that a build of these versions puts into `folder`, and the inputs as they are now.

    A build that looked closer (validated, or read all pages) stands for one that did not, but not the
    other way round.
    """

    cache: Cache
    settings: Settings
    versions: Sequence[Version]
    folder: Path
    inputs: Mapping[str, str]
    manner: Manner

    def found(self) -> Built | None:
        """The last build, where its inputs are those of now and its files stand as it left them."""
        kept = self.cache.get(self._key)
        record = json.loads(kept) if kept else {}
        if not record or any(asked > had for asked, had in zip(self._looks, record["looks"], strict=True)):
            return None
        standing = {name: _digest(self.folder / name) for name in record["digests"]}
        if standing != record["digests"]:
            return None
        files = tuple(Made(**{**made, "path": Path(made["path"])}) for made in record["files"])
        findings = tuple(map(finding_from, record["findings"]))
        return Built(files, findings, record["waivers"], record["sections"])

    def keep(self, built: Built) -> None:
        """Remember a build, unless an input changed while it went on: then nobody knows what was read."""
        if inputs_of(self.settings) != self.inputs:
            return
        record = {
            "files": [{**asdict(made), "path": str(made.path)} for made in built.files],
            "findings": [finding.as_json() for finding in built.findings],
            "waivers": dict(built.waivers),
            "sections": built.sections,
            "looks": self._looks,
            "digests": {made.path.name: _digest(made.path) for made in built.files},
        }
        self.cache.put(self._key, json.dumps(record).encode())
        self.cache.put(_LAST, json.dumps(dict(self.inputs)).encode())

    def changed(self) -> tuple[str, ...]:
        """The inputs that are not as they were in the last build of this brief, into whatever folder."""
        kept = self.cache.get(_LAST)
        last: dict[str, str] = json.loads(kept) if kept else {}
        return differing(last, self.inputs) if last else ()

    @property
    def _looks(self) -> tuple[bool, bool]:
        return self.manner.validated, self.manner.full

    @property
    def _key(self) -> str:
        names = [version.name for version in self.versions]
        return key_of("standing", str(self.folder.absolute()), *names, *sum(self.inputs.items(), ()))


_LAST = key_of("the inputs of the last build")


def _digest(file: Path) -> str:
    """The SHA-256 of a file; empty where there is none."""
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


@contextmanager
def cache_of(settings: Settings, manner: Manner) -> Iterator[Cache]:
    """The cache of a brief, or one for this build alone."""
    if manner.cached:
        yield Cache(settings.out / CACHE)
    else:
        with tempfile.TemporaryDirectory(prefix="brief-") as folder:
            yield Cache(Path(folder))
