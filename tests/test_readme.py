"""README.md → what it promises, held against the program: commands, exit codes, paths, the tour."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import typer

from report import cli, errors
from report.localize import placeholders
from report.model.cycles import NEW_EDITION
from report.settings.mail import read_mail
from report.settings.tables import Table

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def table(head: str) -> list[list[str]]:
    """The cells of the table whose head row starts with the column `head`."""
    rows = re.search(rf"^\| {head} \|.*\n\|[-|]+\n((?:\|.*\n)+)", README, re.MULTILINE)
    assert rows, f"README.md has no table with a column {head!r}"
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in rows[1].splitlines()]


def offered(command: object, path: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
    """Each command of the program as a pair with "", and with each of its options but --help."""
    name = " ".join(("brief", *path))
    for parameter in getattr(command, "params", ()):
        for option in (*parameter.opts, *parameter.secondary_opts):
            if option.startswith("--") and option != "--help":
                yield name, option
    if path:
        yield name, ""
    for child, subcommand in getattr(command, "commands", {}).items():
        yield from offered(subcommand, (*path, child))


def test_command_table_is_the_program() -> None:
    """Every command and option is in the table of README.md, and none is invented."""
    printed = {(row[0].strip("`"), row[1].strip("`").split(" ")[0]) for row in table("command")}
    assert printed == set(offered(typer.main.get_command(cli.app)))


def test_exit_codes_are_those_of_the_errors() -> None:
    """Every error's exit code is in the table, and no code but those, 0, 10, 130 and 143."""
    kinds: tuple[type[errors.ReportError], ...] = (errors.ReportError, *errors.ReportError.__subclasses__())
    codes = {kind.exit_code for kind in kinds}
    assert [int(row[0]) for row in table("exit code")] == sorted({0, NEW_EDITION, 130, 143, *codes})


def test_placeholders_are_those_of_the_language() -> None:
    """Every kind of placeholder is in the table, and none is invented."""
    printed = [match[1] for row in table("placeholder") if (match := re.match(r"`\{(\w+):", row[0]))]
    assert sorted(printed) == sorted(placeholders.kinds())


def test_mail_keys_are_those_that_are_read(tmp_path: Path) -> None:
    """Every key of [mail] is in the table, none is invented, and defaults are what leaving them out means."""
    needed = """
        server = "mail.example.org"
        from = { address = "brief@example.org", ru = "Пресс-служба", en = "Press office" }
        operator = "operator@example.org"
        allow = ["example.org"]
    """
    rows = {row[0].strip("`"): row[1].strip("`") for row in table("key of `\\[mail\\]`")}
    defaults = "\n".join(f"{key} = {value}" for key, value in rows.items() if value and value[0] != "t")
    said, left_out = (Asked("mail", tomllib.loads(text), []) for text in (f"{needed}\n{defaults}", needed))
    assert read_mail(said, tmp_path, ("ru", "en")) == read_mail(left_out, tmp_path, ("ru", "en"))
    assert left_out.asked == rows.keys()
    assert said.faults == left_out.faults == []


class Asked(Table):
    """A table that remembers which keys it was asked for, and what was wrong with them."""

    def __init__(self, name: str, value: object, faults: list[str]) -> None:
        super().__init__(name, value, faults)
        self.asked: set[str] = set()
        self.faults = faults

    def take(self, key: str, default: object = None) -> object:
        """The value, as any table gives it."""
        self.asked.add(key)
        return super().take(key, default)


def test_paths_are_there() -> None:
    """Every folder and file that the house's plan names is in the repository, but for out/."""
    named = [row[0].strip("`") for row in table("path")]
    assert [name for name in named if not (ROOT / name).exists()] in ([], ["out/"])


def tour() -> list[tuple[str, int]]:
    """The tour's commands with the exit code that each is said to end with."""
    blocks = re.findall(r"^```console\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
    codes = [re.search(r"# exit (\d+)$", line) for line in lines]
    return [(line, int(code[1]) if code else 0) for line, code in zip(lines, codes, strict=True)]


@pytest.mark.slow
def test_tour_works_as_printed(tmp_path: Path, built: Path) -> None:
    """Every command of the tour, run one after the other, ends as the page says it does."""
    for name in ("brief.toml", "data", "templates", "charts", "tests/sample"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        (tmp_path / name).parent.mkdir(exist_ok=True)
        copy(ROOT / name, tmp_path / name)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    # What `built` has set already needs no second time: the tour is of commands, not of the engine.
    shutil.copytree(ROOT / "out" / ".cache", tmp_path / "out" / ".cache")
    script = "".join(
        f'{command}\n[ $? = {code} ] || {{ echo "not ended with {code}: {command}"; exit 1; }}\n'
        for command, code in ((command.partition("  #")[0], code) for command, code in tour())
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV_")}
    result = subprocess.run(
        ["/bin/bash", "-c", script],
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
