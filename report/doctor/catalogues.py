"""Languages → whether each has a wording for everything that code and templates say."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from report.doctor.needs import Need, need
from report.errors import SettingsError
from report.settings import Settings, default_folder

if TYPE_CHECKING:
    from report.localize.messages import Messages

_Message = tuple[str | Sequence[str], str]


def catalogues(settings: Settings | None) -> tuple[Need, ...]:
    """Whether each language has a wording for everything that code and templates say."""
    # Babel is loaded here, and not with the module: nothing else of the doctor needs it.
    from report.localize.catalogues import Sources, extract, languages, ours

    templates = settings.template_folders if settings else (default_folder("templates"),)
    try:
        said = {
            (message.id, message.context or ""): None
            for folder in templates
            for message in extract(Sources(ours().code, folder))
            if message.id
        }
    except SettingsError as error:
        return (need("Catalogues", False, str(error), "mend the template, or take it out of templates/"),)
    folders = [folder / "locale" for folder in templates]
    wanted = settings.languages if settings else languages(ours())
    return tuple(_catalogue(language, folders, tuple(said)) for language in wanted)


def _catalogue(language: str, folders: Sequence[Path], said: Sequence[_Message]) -> Need:
    from report.localize import Voice

    name = f"Catalogue {language}"
    try:
        messages = Voice(language, catalogues=folders).messages
    except SettingsError as error:
        cure = f"write or mend {language}/LC_MESSAGES/brief.po below {folders[0]}"
        return need(name, False, str(error), cure)
    faults = [fault for message in said if (fault := _fault(messages, *message))]
    detail = f"{len(said)} messages" + (f", {len(faults)} without a wording: {faults[0]}" if faults else "")
    return need(name, not faults, detail, "make messages, then fill in what is empty or marked as fuzzy")


def _fault(messages: Messages, identity: str | Sequence[str], context: str) -> str:
    """What is wrong with the wording of one message, or nothing."""
    from report.localize.messages import Forms

    try:
        if isinstance(identity, str):
            messages.find(identity, context)
        else:
            messages.find_plural(Forms(*identity), Decimal(1))
    except SettingsError as error:
        return str(error)
    return ""
