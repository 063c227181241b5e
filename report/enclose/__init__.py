"""`Brief` + `Voices` → `Enclosure`s: what goes inside the PDF, from a closed list and never a folder.

Nothing that is held back goes in: every enclosure is made of `facts.public` and of brief.toml, and
none from the files of the brief's folder.
"""

from __future__ import annotations

from collections.abc import Mapping

from report import facts
from report.enclose import manifest, registers
from report.localize import Voices
from report.model import Brief, Enclosure, Issue, Relationship, Words
from report.settings import Settings

__all__ = ["MANIFEST", "enclose"]

MANIFEST = "manifest.json"
_CSV, _JSON = "text/csv", "application/json"


def enclose(
    brief: Brief,
    settings: Settings,
    voices: Voices,
    *,
    versions: Mapping[str, str],
    issue: Issue | None = None,
) -> tuple[Enclosure, ...]:
    """The files inside a language version, sorted by name; none where brief.toml says `attach = false`.

    Their contents are the same in all versions, with columns in every language of the brief; only
    their descriptions speak the version's languages. `versions` says with what the pages were set,
    `issue` which edition they are; a proof is none.
    """
    if not settings.attach:
        return ()
    shown = facts.public(brief)
    described = _described(voices)
    enclosed = [
        Enclosure(f"{name}.csv", _CSV, described[f"{name}.csv"], Relationship.DATA, table)
        for name, table in registers.tables(shown, settings.languages).items()
    ]
    enclosed.append(
        Enclosure(facts.FILE, _JSON, described[facts.FILE], Relationship.SOURCE, facts.write(shown))
    )
    content = manifest.write(shown, settings, issue, versions=versions, enclosed=enclosed)
    enclosed.append(Enclosure(MANIFEST, _JSON, described[MANIFEST], Relationship.SUPPLEMENT, content))
    return tuple(sorted(enclosed, key=lambda enclosure: enclosure.name))


def _described(voices: Voices) -> Mapping[str, str]:
    """What each file is, in the languages of the version."""
    words: Mapping[str, Words] = {
        "documents.csv": voices.say("Register of documents as a table"),
        "figures.csv": voices.say("Figures as a table, each with its sources"),
        "sources.csv": voices.say("Sources as a table"),
        facts.FILE: voices.say("All facts of this brief, for other programs"),
        MANIFEST: voices.say("From what and with what this brief was made"),
    }
    return {name: " · ".join(text.values()) for name, text in words.items()}
