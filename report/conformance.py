"""PDF bytes → faults, as an independent validator finds them: the one door to page-validation.

A finished file says of itself that it is PDF/UA-1 and PDF/A-3a (ISO 14289-1, ISO 19005-3); somebody
who had no part in making it is asked. What validators miss, `report.inspect` sees.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from report.errors import Finding, Location, RenderError, SettingsError
from report.pdf import File, catalogue, structure

if TYPE_CHECKING:
    from page import ValidationFailure, ValidationReport

PROFILES: Mapping[str, str] = MappingProxyType({"ua1": "PDF/UA-1", "3a": "PDF/A-3a"})
"""The validator's names for the two standards, and our own."""

_CURE = "pip install 'printable-brief[validate]'"
_WHY = "the file says of itself that it conforms"
_ON_PAGE = re.compile(r"\bpage (\d+)")


def ready() -> Callable[..., ValidationReport]:
    """The validator's function.

    Raises:
        SettingsError: it is not installed; ask this before the work, not after.
    """
    try:
        from page import validate_pdf_bytes
    except ImportError as error:
        raise SettingsError(f"--validate needs the independent validator: {_CURE}") from error
    return validate_pdf_bytes


def validate(pdf: bytes, *, name: str, sections: Sequence[str]) -> tuple[Finding, ...]:
    """Every fault of a finished file, of both standards in their order.

    A finding's location is the file's `name`, the page's printed number as its row, and as its column
    the one of the `sections` (ids, in order) that the page belongs to, as far as they can be told.

    Raises:
        SettingsError: the validator is not installed.
        RenderError: it could not read the file.
    """
    look = ready()
    from page import PageError

    try:
        reports = {standard: look(pdf, profile=profile) for profile, standard in PROFILES.items()}
    except PageError as error:
        raise RenderError(f"{name}: the validator cannot read it: {error}") from error
    if all(report.is_compliant for report in reports.values()):
        return ()
    places = _Places(File(pdf), sections)
    return tuple(
        _finding(failure, standard, name, places)
        for standard, report in reports.items()
        for failure in report.failures
    )


class _Places:
    """Where a fault is: the page of the object that it names, or that its message names."""

    def __init__(self, file: File, sections: Sequence[str]) -> None:
        listed = catalogue.read(file)
        self._pages = dict(_pages(listed, structure.read(file)))
        self._sections = listed.owners(sections)

    def of(self, failure: ValidationFailure) -> tuple[int, str]:
        """The page's printed number and its section's id; 0 and nothing where they cannot be told."""
        said = _ON_PAGE.search(failure.message)
        number = failure.object_id.object_number if failure.object_id else 0
        page = self._pages.get(number, int(said[1]) - 1 if said else -1)
        return (page + 1, self._sections[page]) if 0 <= page < len(self._sections) else (0, "")


def _pages(listed: catalogue.Catalogue, tree: structure.Structure) -> Iterator[tuple[int, int]]:
    """The pages, from 0, of the objects that belong to one: elements, links, and the pages themselves."""
    yield from ((element.number, element.page) for element in tree.elements)
    yield from ((lead.number, lead.page) for lead in listed.leads)
    yield from ((number, page) for page, number in enumerate(listed.pages))


def _finding(failure: ValidationFailure, standard: str, name: str, places: _Places) -> Finding:
    page, section = places.of(failure)
    where = Location(name, page, section)
    return Finding("error", failure.rule_id.lower(), where, failure.message, standard, _WHY)
