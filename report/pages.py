"""Template + view → HTML or plain text: the one Jinja environment, used for sections and for mail.

Sandboxed, with autoescape and StrictUndefined: a text of the data is printed as text and never
interpreted, and a name that a view does not have is an error, not an empty string. Templates that end
in .txt make plain text, in which nothing has to be escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path

from jinja2 import BytecodeCache, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.bccache import Bucket
from jinja2.sandbox import ImmutableSandboxedEnvironment

from report.errors import RenderError
from report.model import Words

Say = Callable[..., Words]

_LATIN = re.compile("[A-Za-z]{2}")
_CYRILLIC = re.compile("[А-яЁё]")


class Pages:
    """The templates of a brief: its own folder first, ours behind it."""

    def __init__(self, folders: Sequence[Path], say: Say) -> None:
        """`folders` are searched in order; `say` gives an interface message in every language."""
        self._environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader([str(folder) for folder in folders]),
            autoescape=_is_markup,
            undefined=StrictUndefined,
            bytecode_cache=_compiled(),
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals["_"] = say
        self._environment.filters["distinct"] = distinct
        self._environment.filters["spoken"] = spoken

    def fill(self, template: str, view: object, **names: object) -> str:
        """The template filled with the fields of `view` (a dataclass) and with `names`.

        Raises:
            RenderError: the template is missing, is not valid, or asks for what the view has not.
        """
        try:
            return self._environment.get_template(template).render({**_fields(view), **names})
        except TemplateSyntaxError as error:
            raise RenderError(f"templates/{error.name}:{error.lineno}: {error.message}") from error
        except TemplateError as error:
            raise RenderError(f"templates/{template}: {error}") from error

    def source(self, name: str) -> str:
        """The text of a file among the templates, such as a style sheet."""
        loader = self._environment.loader
        assert loader is not None  # noqa: S101 - given in __init__
        try:
            return loader.get_source(self._environment, name)[0]
        except TemplateError as error:
            raise RenderError(f"templates/{name}: not found") from error


class _Compiled(BytecodeCache):
    """What templates compile to, in memory; Jinja compiles again what has changed since."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


@cache
def _compiled() -> _Compiled:
    """Shared by all versions of a process: only what is put into a template differs between them."""
    return _Compiled()


def distinct(words: Words) -> list[tuple[str, str]]:
    """Languages and texts; a wording that an earlier language has already (a name) stands once."""
    first: dict[str, str] = {}
    for language, text in words.items():
        first.setdefault(text, language)
    return [(spoken(text, language), text) for text, language in first.items()]


def spoken(text: str, language: str) -> str:
    """The language in which a text is read: a name in another alphabet alone is none in this one."""
    latin, cyrillic = _LATIN.search(text), _CYRILLIC.search(text)
    if latin and not cyrillic:
        return "en"
    return "ru" if cyrillic and not latin else language


def _is_markup(template: str | None) -> bool:
    return template is None or not template.endswith(".txt")


def _fields(view: object) -> Mapping[str, object]:
    if not is_dataclass(view):
        raise TypeError(f"a view is a dataclass, not {type(view).__name__}")
    return {field.name: getattr(view, field.name) for field in fields(view)}
