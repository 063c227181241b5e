"""A text in the languages of a brief."""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, str]
"""One text in each language: language code (ISO 639-1) to wording."""
