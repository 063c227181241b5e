"""An address in a page → the bytes behind it, or a refusal: `data:` and the given folders, nothing else.

Pages are written as if they stood at `BASE`. A file's real path never reaches the engine, which
would otherwise write it into the PDF: the same brief in another folder gives the same bytes.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse

BASE = "https://templates.invalid/"
"""Where relative addresses lead: a name that never exists (RFC 2606)."""


class Addresses(URLFetcher):  # type: ignore[misc]  # WeasyPrint is not typed
    """Fetches `data:` addresses and files inside the folders; `refused` holds what was not fetched."""

    def __init__(self, folders: Sequence[Path]) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self._folders = tuple(folder.resolve() for folder in folders)
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The answer to an address.

        Raises:
            ValueError: it is refused; the engine turns that into a complaint of its own.
        """
        if url.startswith("data:"):
            return super().fetch(url, headers)
        file = self._file(url) if url.startswith(BASE) else None
        if file is None:
            self.refused.append(f"{url!r} is refused: only data: and files of the templates are read")
            raise ValueError("refused")
        kind, _ = mimetypes.guess_type(file.name)
        return URLFetcherResponse(
            url, file.read_bytes(), {"Content-Type": kind or "application/octet-stream"}
        )

    def _file(self, url: str) -> Path | None:
        """The file of an address, in the first folder that has it; links out of a folder do not count."""
        relative = unquote(urlsplit(url).path).lstrip("/")
        for folder in self._folders:
            file = (folder / relative).resolve()
            if file.is_relative_to(folder) and file.is_file():
                return file
        return None
