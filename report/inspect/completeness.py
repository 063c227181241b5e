"""The finished file and the facts → what is known and stands on no page.

Texts are compared by their letters and digits alone: hyphens, quotation marks and line ends do not
matter then. What a page says twice is found once; what no page says is a fault of the whole file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from report.inspect.nouns import Fault, Finished, bare, shown
from report.model import Use, Words


def missing_document(finished: Finished) -> Iterator[Fault]:
    """Documents that can be named and are not: by id, and by title in each of the version's languages."""
    facts = ((document.id, document.title) for document in finished.brief.documents.values())
    yield from _missing(finished, "document", facts, named=True)


def missing_claim(finished: Finished) -> Iterator[Fault]:
    """Claims whose label is nowhere, though they are not held."""
    claims = finished.brief.claims.values()
    facts = ((claim.id, claim.label) for claim in claims if claim.use is not Use.HELD)
    yield from _missing(finished, "claim", facts)


def missing_proposal(finished: Finished) -> Iterator[Fault]:
    """Positions of countries that have a section."""
    sections = {section.country for section in finished.settings.sections}
    proposals = finished.brief.proposals.values()
    facts = ((proposal.id, proposal.text) for proposal in proposals if proposal.country in sections)
    yield from _missing(finished, "proposal", facts)


def missing_source(finished: Finished) -> Iterator[Fault]:
    """Sources that are in no list, by title in each of the version's languages."""
    sources = finished.brief.sources.values()
    yield from _missing(finished, "source", ((f"[{source.number}]", source.title) for source in sources))


def _missing(
    finished: Finished, noun: str, facts: Iterable[tuple[str, Words]], *, named: bool = False
) -> Iterator[Fault]:
    """A fault for each fact whose words, or whose id where it is `named`, are on no page."""
    whole = _whole(finished)
    for id_, words in facts:
        texts = [words[language] for language in finished.version.languages if words.get(language)]
        for text in [*([id_] if named else []), *texts]:
            if bare(text) not in whole:
                yield Fault(None, f"{noun} {id_}: {shown(text)} on no page", "all that is known, printed")


def _whole(finished: Finished) -> str:
    """The letters and digits of all pages, heads and feet left out."""
    printed = (run.text for page in finished.pages for run in page.runs if not run.furniture)
    return bare("".join([*printed, *(page.words for page in finished.pages)]))
