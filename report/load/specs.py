"""The folders of charts/*.toml → specs of the figures by name, as TOML gives them.

A spec of the brief's own folder takes the place of ours of the same name.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from report.errors import Finding, Location
from report.folders import is_temporary
from report.rules import find
from report.settings import Settings

_LINE = re.compile(r"\(at line (\d+), column \d+\)")


def read_specs(settings: Settings) -> tuple[dict[str, Mapping[str, object]], list[Finding]]:
    """Read all specs; one that cannot be read is left out, with a finding that says why."""
    specs: dict[str, Mapping[str, object]] = {}
    findings: list[Finding] = []
    for name, path in sorted(_paths(settings).items()):
        spec, faults = _read(path)
        findings += faults
        if spec is not None:
            specs[name] = spec
    return specs, findings


def _paths(settings: Settings) -> dict[str, Path]:
    """The file of each spec: the first folder that has it wins."""
    paths: dict[str, Path] = {}
    for folder in reversed(settings.chart_folders):
        found = (path for path in sorted(folder.iterdir()) if not is_temporary(path.name))
        paths |= {path.stem: path for path in found if path.suffix == ".toml"}
    return paths


def _read(path: Path) -> tuple[Mapping[str, object] | None, list[Finding]]:
    location = Location(f"charts/{path.name}")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig")), []
    except UnicodeDecodeError as error:
        return None, [find("unknown-encoding", location, f"no UTF-8 at byte {error.start}", "UTF-8")]
    except OSError as error:
        return None, [find("unreadable-file", location, error.strerror or "unreadable", "a file to read")]
    except tomllib.TOMLDecodeError as error:
        line = _LINE.search(str(error))
        place = Location(location.file, int(line[1]) if line else 0)
        return None, [find("toml-syntax", place, _LINE.sub("", str(error)).strip(), "TOML 1.0")]
    except RecursionError:
        return None, [find("toml-syntax", location, "lists nested without end", "a few levels")]
