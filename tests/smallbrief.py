"""The invented brief → one of a few sections in one language: a whole brief that is quick to build."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

SAMPLE: Final = Path(__file__).resolve().parent / "sample"
_SECTIONS: Final = ("cover", "outcomes", "register", "figures", "sources", "all-changes", "colophon")
_RUSSIAN: Final = re.compile(r'\{ ru = "[^"]*", en = ')


def small_brief_in(folder: Path) -> Path:
    """Write the small brief into a folder that is not there yet."""
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("out", "countries", "README.md"))
    settings = folder / "brief.toml"
    head, *sections = re.split(r"(?m)^(?=\[\[sections\]\])", settings.read_text(encoding="utf-8"))
    kept = [it for it in sections if it.split('"')[1] in _SECTIONS]
    text = "".join((head.replace('"ru", "en"', '"en"'), *kept))
    settings.write_text(_RUSSIAN.sub("{ en = ", text), encoding="utf-8")
    for name in ("outcomes", "vocabulary"):
        _drop_russian(folder / "data" / f"{name}.yaml")
    for name in ("investment", "summary"):
        (folder / "data" / f"{name}.yaml").unlink()
    figures = (
        folder / "data" / "figures.csv"
    )  # without the sections that print key figures, all are in the annex
    figures.write_text(figures.read_text(encoding="utf-8-sig").replace(",key,", ",annex,"), encoding="utf-8")
    glossary = folder / "data" / "glossary.csv"
    glossary.write_text(glossary.read_text(encoding="utf-8-sig").replace("ФТО;", ""), encoding="utf-8")
    return folder


def _drop_russian(file: Path) -> None:
    """JSON is YAML, too (YAML 1.2, 1.3)."""
    tree = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(_without(tree), ensure_ascii=False, indent=1), encoding="utf-8")


def _without(tree: Any) -> Any:  # noqa: ANN401 - whatever YAML holds
    if isinstance(tree, dict):
        return {key: _without(item) for key, item in tree.items() if key != "ru"}
    return [_without(item) for item in tree] if isinstance(tree, list) else tree
