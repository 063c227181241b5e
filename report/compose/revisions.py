"""What has changed since the edition before → the word that a row or a paragraph bears for it.

The word is what the bar in the margin says to who cannot see it. A row is changed where its own facts
are; a sentence that is made of several facts where it now says something else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from report.compose.composition import Composition
from report.localize import UnknownPlaceholder
from report.model import ChangeKind, Subject, Words


def change_of(composition: Composition, subject: Subject, id_: str) -> dict[str, str]:
    """“new” or “changed” in each language in which a subject is; nothing where it is as it was."""
    changes = composition.replaced.changes_of(subject, id_) if composition.replaced else ()
    if any(change.kind is ChangeKind.ADDED for change in changes):
        return {**composition.voices.say("new")}
    touched = {change.language for change in changes}
    changed = composition.voices.say("changed") if touched else {}
    return {language: word for language, word in changed.items() if touched & {"", language}}


def change_in(composition: Composition, said: Callable[[Composition], Words]) -> dict[str, str]:
    """“changed” in each language in which words are not what they were in the edition before."""
    if composition.replaced is None:
        return {}
    now, before = said(composition), _before(replace(composition, brief=composition.replaced.brief), said)
    changed = composition.voices.say("changed")
    return {language: changed[language] for language in now if now[language] != before.get(language)}


def _before(composition: Composition, said: Callable[[Composition], Words]) -> Words:
    try:
        return said(composition)
    except UnknownPlaceholder:  # it is a fact that the edition before did not have
        return {}
