"""`Material` of recipients.csv → `MailingList`, or one `DataError` with every fault at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Annotated, Self

from pydantic import PlainValidator, ValidationInfo, model_validator

from report.check.cells import Id, Localized, Parts, choice
from report.check.faults import fault, nearest, settled
from report.check.known import Known
from report.check.mailboxes import mailbox, skeleton, spoken
from report.check.shapes import Shape
from report.check.tables import judge
from report.errors import Finding, Location
from report.model import MailingList, Material, Recipient
from report.rules import find
from report.settings import Settings

VERSIONS = "versions"
"""The vocabulary of the language versions, in `Known.words`."""


def _version(cell: str, info: ValidationInfo) -> str:
    assert isinstance(info.context, Known)  # noqa: S101 - as `judge` hands it over
    words = sorted(info.context.words[VERSIONS] or ())
    if cell not in words:
        expected = nearest(cell, words, otherwise=f"one of {', '.join(words)}")
        raise fault("unknown-word", repr(cell), expected)
    return cell


Spoken = Annotated[dict[str, str], Localized(None), PlainValidator(spoken)]


class RecipientRow(Shape):
    """A row of recipients.csv. Name and salutation are needed in the languages of the version alone."""

    id: Id
    name: Spoken
    salutation: Spoken
    email: Annotated[str, PlainValidator(mailbox)]
    version: Annotated[str, PlainValidator(_version)]
    groups: Parts
    active: Annotated[str, PlainValidator(choice("yes", "no"))]

    @model_validator(mode="after")
    def _can_be_greeted(self, info: ValidationInfo) -> Self:
        """A person is named and addressed in every language of the version."""
        languages = info.context.languages if info.context else ()
        for language in (self.version,) if self.version in languages else languages:
            for column, words in (("name", self.name), ("salutation", self.salutation)):
                if not words[language]:
                    found = f"no text in {language!r}"
                    expected = f"one, because the version is {self.version}"
                    raise fault("missing-language", found, expected, column=f"{column}_{language}")
        return self


def check_recipients(material: Material, settings: Settings, *, strict: bool = False) -> MailingList:
    """Judge everybody; the list keeps the warnings.

    Raises:
        DataError: there is an error, or, where `strict`, a warning; it carries all findings.
    """
    versions = frozenset(version.name for version in settings.versions)
    known = Known(settings.languages, {}, {VERSIONS: versions})
    judged = judge(material, "recipients", RecipientRow, known)
    recipients = tuple(_recipient(row, place) for row, place in judged.rows)
    findings = [*material.findings, *judged.findings, *_together(recipients, settings)]
    return MailingList(recipients, settled(findings, strict=strict))


def _recipient(row: RecipientRow, place: Location) -> Recipient:
    return Recipient(
        id=row.id,
        name=row.name,
        salutation=row.salutation,
        address=row.email,
        version=row.version,
        groups=row.groups,
        active=row.active == "yes",
        location=place,
    )


def _together(recipients: Sequence[Recipient], settings: Settings) -> Iterator[Finding]:
    """What cannot be true of several rows, or of a row and brief.toml, together."""
    for again, first in _repeated(recipients, lambda it: it.id):
        yield _finding("duplicate-id", again, expected=f"an id of its own; {first} has this one")
    twice = tuple(_repeated(recipients, lambda it: it.address.casefold()))
    for again, first in twice:
        yield _finding("duplicate-mailbox", again, expected=f"one row a person; {first} has this address")
    exact = {again.location for again, _ in twice}
    for again, first in _repeated(recipients, lambda it: skeleton(it.address)):
        if again.location not in exact:
            yield _finding("similar-mailbox", again, expected=f"another look than that of {first}")
    yield from _not_allowed(recipients, settings)


def _repeated(
    recipients: Iterable[Recipient], key: Callable[[Recipient], str]
) -> Iterator[tuple[Recipient, Location]]:
    """Whoever has a key that an earlier one has, and where that one stands."""
    first: dict[str, Recipient] = {}
    for recipient in recipients:
        known = first.setdefault(key(recipient), recipient)
        if known is not recipient:
            yield recipient, known.location


def _not_allowed(recipients: Iterable[Recipient], settings: Settings) -> Iterator[Finding]:
    """Without [mail] nothing is sent to anybody, so there is nothing to be allowed."""
    if settings.mail is None:
        return
    allowed = settings.mail.allow
    for recipient in recipients:
        if not settings.mail.allows(recipient.address):
            domain = recipient.address.rpartition("@")[2]
            expected = nearest(domain, allowed, otherwise=f"one of {', '.join(allowed)}")
            yield _finding("mailbox-not-allowed", recipient, expected=expected)


def _finding(rule: str, recipient: Recipient, *, expected: str) -> Finding:
    column, found = ("id", recipient.id) if rule == "duplicate-id" else ("email", recipient.address)
    return find(rule, replace(recipient.location, column=column), repr(found), expected)
