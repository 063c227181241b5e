"""Judged facts and the edition before → the next edition in the archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from report import compare, facts
from report.model import Brief, Changes, Edition, Origin, Rate, Verdict
from report.pipeline import arrangement
from report.pipeline.composing import composition_of
from report.pipeline.deliveries import deliveries_of
from report.pipeline.files import differing
from report.pipeline.issuing import Office
from report.pipeline.making import Job, make, prepare
from report.pipeline.meaning import Meaning
from report.pipeline.nouns import Issued, Outcome
from report.pipeline.printing import Texts, files_of, job_of
from report.pipeline.progress import Progress
from report.workers import Executor


@dataclass(frozen=True, slots=True)
class Draft:
    """What an edition is to be made of: the judged facts, what they come to, and the edition before."""

    brief: Brief
    meaning: Meaning
    inputs: Mapping[str, str]
    previous: Edition | None

    def changes(self) -> Changes:
        """What has changed since the edition before; nothing in the first."""
        if self.previous is None:
            return Changes("", self.meaning.fingerprint, ())
        return compare.compare(facts.read((self.previous.folder / facts.FILE).read_bytes()), self.brief)


def edit(office: Office, draft: Draft, workers: Executor, progress: Progress) -> Issued:
    """Make the next edition and put it into the archive.

    Raises:
        SettingsError, RenderError, ArchiveError: there is no new edition then.
    """
    prepare(office.settings, office.manner)
    changes = draft.changes()
    texts = Texts(facts.write(draft.brief), arrangement.write(draft.brief), compare.write(changes))
    edition = _edition(office, draft, changes, texts)
    job = job_of(office, edition, texts, draft=True)
    pressed = make(job, workers, progress)
    waived = {name: office.settings.waived[name] for name in pressed.waivers}
    origin = replace(edition.origin, versions=_versions(job), waived=waived)
    edition = replace(edition, files=files_of(pressed), origin=origin)
    office.archive.add(edition, {**pressed.files, **texts.files})
    changed = differing(draft.previous.origin.inputs, draft.inputs) if draft.previous else ()
    damaged = office.damaged(draft.previous, edition)
    return Issued(Outcome.MADE, edition, pressed.built(edition.folder, changed), changed, damaged)


def _edition(office: Office, draft: Draft, changes: Changes, texts: Texts) -> Edition:
    """The edition as far as it is known before its pages are made."""
    sent = (delivery.edition for delivery in deliveries_of(office.settings))
    number = max((office.archive.last_number, *sent)) + 1  # no number twice, though its edition be lost
    return Edition(
        number=number,
        previous=draft.previous.number if draft.previous else None,
        built=office.now,
        fingerprint=draft.meaning.fingerprint,
        design=draft.meaning.design,
        files=(),
        others=texts.digests,
        origin=Origin(
            inputs=draft.inputs,
            versions={},
            rates=tuple(sorted(map(_rate, draft.brief.rates))),
            verdict=_verdict(office, draft, changes),
            causes=compare.causes(changes, draft.brief),
        ),
        folder=office.archive.folder_of(number),
    )


def _verdict(office: Office, draft: Draft, changes: Changes) -> Verdict | None:
    if draft.previous is None:
        return None
    return compare.weigh(changes, draft.brief, office.settings.significance)


def _rate(rate: Rate) -> str:
    """A rate of exchange in words."""
    said = f"{rate.date}: 1 {rate.base} = {facts.decimal_text(rate.rate)} {rate.quote}"
    return f"{said} (reference)" if rate.reference else said


def _versions(job: Job) -> Mapping[str, str]:
    """What set the pages."""
    imprint = composition_of(job.works[0]).imprint
    return {"program": imprint.program, "engine": imprint.engine, "fonts": imprint.fonts}
