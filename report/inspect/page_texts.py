"""PDF bytes → what each page says, by the marks that the tag tree names (ISO 32000-1, 14.6)."""

from __future__ import annotations

from collections import defaultdict

from report.inspect.nouns import Page
from report.inspect.reading import read
from report.model import PageText


def texts(pdf: bytes) -> tuple[PageText, ...]:
    """The words of every page.

    Raises:
        ArchiveError: the bytes are no PDF, or a damaged one.
    """
    return tuple(map(texts_of, read(pdf).pages))


def texts_of(page: Page) -> PageText:
    """The words of a page that was looked at closely, in the order in which they are painted."""
    marked: defaultdict[int, list[str]] = defaultdict(list)
    furniture: list[str] = []
    untagged: list[str] = []
    for run in page.runs:
        if run.mark.content is not None:
            marked[run.mark.content].append(run.text)
        else:
            (furniture if run.furniture else untagged).append(run.text)
    contents = {number: " ".join(words) for number, words in marked.items()}
    return PageText(contents, " ".join(furniture), " ".join(untagged))
