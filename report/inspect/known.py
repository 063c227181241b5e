"""What an earlier reading found → what need not be read again."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from report.cache import Cache, key_of
from report.pdf import File


@dataclass(frozen=True, slots=True)
class Known:
    """Only `pages` (from 0) are to be looked at closely; the words of all others are kept in `cache`.

    They are kept by the digest of all that shows them in the finished file itself: where a byte of it is
    another, they are read again.
    """

    pages: Collection[int]
    cache: Cache

    def closely(self) -> Collection[int]:
        """The pages and their neighbours, which are read with them, because text runs on."""
        return {near for page in self.pages for near in (page - 1, page, page + 1)}

    def words(self, file: File) -> Callable[[int, Callable[[], str]], str]:
        """What gives the words of a page of this file, and reads them where it must."""
        shown = file.shown()

        def words(page: int, read: Callable[[], str]) -> str:
            key = key_of("words", shown[page])
            kept = self.cache.get(key)
            if kept is not None:
                return kept.decode()
            found = read()
            self.cache.put(key, found.encode())
            return found

        return words
