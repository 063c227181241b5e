"""A file + an archive's editions → whether it is one of theirs, byte for byte, and whether the newest."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from report.archive import Copy, copies_of
from report.errors import ArchiveError
from report.model import Edition, PageText
from report.pdf import File
from report.verify.enclosed import Enclosed
from report.verify.nouns import Check, Outcome, judged, unknown

Read = Callable[[bytes], Sequence[PageText]]


@dataclass(frozen=True, slots=True)
class Archived:
    """The archive of a brief: the brief's id, and every edition that can be read, the newest last."""

    brief: str
    editions: tuple[Edition, ...]


def copies(archived: Archived) -> Iterator[Copy]:
    """Every finished file of an archive."""
    return chain.from_iterable(map(copies_of, archived.editions))


def twin(pdf: bytes, archived: Archived) -> Copy | None:
    """The archive's copy that has the same bytes, as the archive's own record tells."""
    digest = hashlib.sha256(pdf).hexdigest()
    return next((copy for copy in copies(archived) if copy.file.sha256 == digest), None)


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a file says it is: which language version it speaks, and what its manifest says."""

    pdf: bytes
    inside: Enclosed
    version: str

    @property
    def edition(self) -> int:
        """The number of the edition, 0 where it names none."""
        return int(self.inside.manifest.get("edition") or 0)

    def copy_in(self, archived: Archived) -> Copy | None:
        """The archive's copy that the file says it is."""
        mine = (self.edition, self.inside.manifest.get("status"), self.version)
        found = (it for it in copies(archived) if (it.edition.number, it.state, it.file.version) == mine)
        return next(found, None)


def identical(claimed: Claimed, archived: Archived | None, read: Read) -> Check:
    """Whether each byte is that of the archive's copy; otherwise where the two differ."""
    if archived is None:
        return unknown("archive", "there is no archive here to compare with")
    same = twin(claimed.pdf, archived)
    if same is not None:
        found = f"byte for byte {same.file.name} of edition {same.edition.number}, {same.state}"
        return Check("archive", Outcome.HOLDS, (found,))
    brief = claimed.inside.manifest.get("brief", archived.brief)
    if brief != archived.brief:
        return unknown("archive", _of_another(brief, archived))
    if claimed.inside.files and not claimed.edition:
        return unknown("archive", "a proof is in no archive")
    copy = claimed.copy_in(archived)
    if copy is None:
        last = archived.editions[-1].number if archived.editions else 0
        return Check(
            "archive", Outcome.FAILS, (f"no edition here has this file; the newest is edition {last}",)
        )
    return _compared(claimed, copy, read)


def newest(number: int, brief: str, archived: Archived | None) -> Check:
    """Whether the archive has a newer edition than that of a file of `brief`; that is no fault of the file.

    Only what was released takes the place of an edition; a newer draft is told as one.
    """
    if archived is None or not archived.editions or not number:
        return unknown("newest", "nobody here knows whether there is a newer edition")
    if brief != archived.brief:
        return unknown("newest", _of_another(brief, archived))
    newer = [edition for edition in archived.editions if edition.number > number]
    found = [f"superseded: edition {it.number} is of {it.day}" for it in newer if it.release][-1:]
    drafts = [f"edition {it.number} is a draft" for it in newer if not it.release][-1:]
    if newer:
        return Check("newest", Outcome.NOTICE, (*found, *drafts))
    return judged("newest", (), otherwise=f"edition {number} is the newest")


def _of_another(brief: str, archived: Archived) -> str:
    return f"the archive here is of the brief {archived.brief}, the file of {brief}"


def _compared(claimed: Claimed, copy: Copy, read: Read) -> Check:
    """Where the file differs from its copy, as far as that can still be read."""
    try:
        kept = copy.path.read_bytes()
    except OSError as error:
        return unknown("archive", f"{copy.path}: {error.strerror}; `brief doctor` tells what can be done")
    if hashlib.sha256(kept).hexdigest() != copy.file.sha256:
        return unknown("archive", f"{copy.path} is itself damaged; `brief doctor` tells what can be done")
    return judged("archive", tuple(_differences(claimed.pdf, kept, read)), otherwise="")


def _differences(pdf: bytes, kept: bytes, read: Read) -> Iterator[str]:
    shared = zip(pdf, kept, strict=False)
    first = next((at for at, (ours, theirs) in enumerate(shared) if ours != theirs), min(len(pdf), len(kept)))
    yield f"differs from the archive's copy from byte {first} on ({len(pdf)} bytes instead of {len(kept)})"
    try:
        mine, its = read(pdf), read(kept)
        inside, should = File(pdf).attachments(), File(kept).attachments()
    except ArchiveError as error:
        yield str(error)
        return
    if len(mine) != len(its):
        yield f"has {len(mine)} pages instead of {len(its)}"
    for page, (ours, theirs) in enumerate(zip(mine, its, strict=False), 1):
        if ours != theirs:
            yield f"page {page} reads otherwise"
    for name in sorted(inside.keys() | should.keys()):
        if inside.get(name) != should.get(name):
            yield f"{name}, inside, is not the same"
