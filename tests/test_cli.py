"""The command: what it prints, how it ends, and that a failed build touches nothing that is finished."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLE
from faults import FAULTS, Fault
from typer.testing import CliRunner

from report.cli import app

LAST_GOOD = b"%PDF the last good one"


def brief(*arguments: str | Path, project: Path = SAMPLE) -> tuple[int, str, str]:
    """Run the command on a brief: exit code, standard output and standard error."""
    result = CliRunner().invoke(
        app, ["--project", str(project), *map(str, arguments)], catch_exceptions=False
    )
    return result.exit_code, result.stdout, result.stderr


def last_good(project: Path) -> Path:
    """A finished file as an earlier build left it, seen through out/latest."""
    edition = project / "out" / "editions" / "0001"
    edition.mkdir(parents=True)
    (edition / "brief.bilingual.pdf").write_bytes(LAST_GOOD)
    latest = project / "out" / "latest"
    latest.symlink_to("editions/0001")
    return latest / "brief.bilingual.pdf"


def visible(folder: Path) -> set[str]:
    """What a folder shows to whoever looks into it."""
    return {entry.name for entry in folder.iterdir() if not entry.name.startswith(".")}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_bad_input_is_one_finding_and_touches_nothing(fault: Fault, sample: Path) -> None:
    """Each kind of bad input gives its one line, exit code 3, no traceback, and an untouched out/latest."""
    finished = last_good(sample)
    fault.plant(sample)
    code, out, err = brief("build", project=sample)
    assert code == 3
    lines = [line for line in err.splitlines() if line.startswith("error: ")]
    assert len(lines) == 1, err
    assert lines[0].startswith(f"error: {fault.file}")
    assert fault.phrase in lines[0]
    assert "Traceback" not in out + err
    assert finished.read_bytes() == LAST_GOOD
    assert visible(sample / "out") == {"editions", "latest"}
    assert visible(sample / "out" / "editions") == {"0001"}


def test_a_good_brief_checks() -> None:
    """A brief without a fault says how much it holds, and ends with 0."""
    code, out, err = brief("check")
    assert code == 0
    assert re.fullmatch(r"No errors, 0 warnings, \d+ facts\.\n", out)
    assert "notice: data/proposals.csv: windows-1251" in err


def test_findings_as_json(sample: Path) -> None:
    """With --json every finding is an object with its place, and nothing else is printed."""
    FAULTS[next(iter(FAULTS))].plant(sample)
    code, out, _ = brief("check", "--json", project=sample)
    findings = json.loads(out)
    assert code == 3
    assert {"severity", "rule", "location", "found", "expected", "why"} <= set(findings[0])


def test_strict_makes_warnings_errors(sample: Path) -> None:
    """A source that nothing cites is a warning, and with --strict an error."""
    path = sample / "data" / "sources.csv"
    row = "99,unused,Nobody’s Gazette,Лишний источник,A source too many,https://example.org/unused,,en\n"
    path.write_text(path.read_text(encoding="utf-8") + row, encoding="utf-8")
    assert brief("check", project=sample)[0] == 0
    assert brief("check", "--strict", project=sample)[0] == 3


def test_a_country_without_known_holidays_is_a_fault(sample: Path) -> None:
    """The check judges the schedule too: nobody learns at night that no cycle can begin."""
    path = sample / "brief.toml"
    path.write_text(path.read_text(encoding="utf-8") + '\n[schedule]\ncountries = ["QQ"]\n', encoding="utf-8")
    code, _, err = brief("check", project=sample)
    assert code == 2
    assert "the holidays of QQ are not known here" in err


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("build", "--language", "kk"), 2, "'kk' is not one of bilingual, ru, en, all"),
        (("build", "--langauge", "ru"), 2, "No such option"),
        (("bild",), 2, "No such command"),
    ],
)
def test_a_wrong_call_is_told(arguments: tuple[str, ...], code: int, told: str) -> None:
    """A mistake in the call ends with 2 and says what was wrong."""
    result = brief(*arguments)
    assert result[0] == code
    assert told in " ".join(re.sub(r"[│╭╮╰╯─]", " ", result[2]).split())


def test_no_brief_is_told(tmp_path: Path) -> None:
    """In a folder that is no brief every command but doctor ends with 2."""
    for command in ("build", "check"):
        code, _, err = brief(command, project=tmp_path)
        assert code == 2
        assert "a brief is a folder with a brief.toml" in err


@pytest.mark.slow
def test_a_proof_goes_where_it_is_asked(warm_sample: Path) -> None:
    """--language makes a proof in out/proof, --out in a folder; out/latest stays as it was."""
    finished = last_good(warm_sample)
    code, out, _ = brief("build", "--language", "ru", "--json", project=warm_sample)
    (file,) = json.loads(out)["files"]
    proof = warm_sample / "out" / "proof" / "brief.ru.pdf"
    assert code == 0
    assert (file["version"], Path(file["file"])) == ("ru", proof)
    assert file["bytes"] == proof.stat().st_size
    code, out, err = brief(
        "build", "--language", "en", "--out", warm_sample / "elsewhere", "--quiet", project=warm_sample
    )
    assert (code, out, err.replace("notice", "")) == (0, "", err.replace("notice", ""))
    assert (warm_sample / "elsewhere" / "brief.en.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert finished.read_bytes() == LAST_GOOD


@pytest.mark.slow
def test_progress_is_plain_lines_without_a_terminal(sample: Path) -> None:
    """Without a terminal the rooms' work is told line by line, and the files in a table at the end."""
    code, out, err = brief("build", "--language", "en", project=sample)
    assert code == 0
    assert re.search(r"^\[\d+/\d+\] render en: summary$", err, re.MULTILINE)
    assert re.search(r"^\S+brief\.en\.pdf +\d+ +[\d,]+ kB$", out, re.MULTILINE)
    assert "\x1b" not in out + err


@pytest.mark.slow
def test_an_interrupted_build_leaves_the_last_good_files(sample: Path) -> None:
    """Ctrl-C in the middle of a build ends with 130, one line, and nothing half written."""
    finished = last_good(sample)
    command = [sys.executable, "-m", "report", "--project", str(sample), "build"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if "render" in line:
                break
        time.sleep(0.2)
        os.killpg(process.pid, signal.SIGINT)
        rest = process.stderr.read()
    assert process.returncode == 130
    assert "Traceback" not in rest
    assert rest.splitlines()[-1] == "brief: interrupted; nothing was changed"
    assert finished.read_bytes() == LAST_GOOD
    assert visible(sample / "out" / "editions") == {"0001"}


@pytest.mark.slow
def test_a_folder_that_cannot_be_written_is_told(warm_sample: Path) -> None:
    """A file where the folder should be ends with 6 and its name."""
    (warm_sample / "taken").write_text("a file", encoding="utf-8")
    code, _, err = brief(
        "build", "--language", "en", "--out", warm_sample / "taken", "--quiet", project=warm_sample
    )
    assert code == 6
    assert "taken" in err.splitlines()[-1]


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    """Help and version answer without the libraries that take time to load (Typer brings its own)."""
    probe = (
        "import sys\nfrom report.cli import app\n"
        "try:\n    app(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "heavy = {'weasyprint', 'matplotlib', 'babel', 'pikepdf', 'jinja2', 'ruamel', 'numpy',"
        " 'multiprocessing'}\n"
        "sys.exit(' '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    command = [sys.executable, "-c", probe, *arguments]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert result.stdout


def test_doctor_looks_at_the_machine_even_without_a_brief(tmp_path: Path) -> None:
    """Doctor has a line for each need, and needs no brief for it."""
    code, out, _ = brief("doctor", project=tmp_path)
    assert code == 0
    assert {"Python", "Pango"} <= {line.split()[1].rstrip(":") for line in out.splitlines()}


def test_doctor_tells_a_broken_brief_and_goes_on(tmp_path: Path) -> None:
    """A brief.toml that cannot be read is told, and the machine's needs still are."""
    (tmp_path / "brief.toml").write_text("[brief", encoding="utf-8")
    code, out, err = brief("doctor", project=tmp_path)
    assert code == 2
    assert "brief.toml" in err
    assert "Python" in out


@pytest.mark.slow
def test_finished_pages_are_read_back(built_sample: Path, sample: Path) -> None:
    """`brief inspect` tells each finding with file, page and section, and ends with 4 if there is one."""
    code, out, _ = brief("inspect", built_sample / "brief.en.pdf", "--json")
    findings = json.loads(out)
    assert code == (4 if findings else 0)
    assert all(finding["location"]["file"] == "brief.en.pdf" for finding in findings)
    # A document that the data has and the file has not is a grave fault of the file.
    rows = (sample / "data" / "documents.csv").read_text(encoding="utf-8")
    first = rows.splitlines()[1]
    new = first.replace("LL-001", "LL-099", 1)
    (sample / "data" / "documents.csv").write_text(rows + new + "\n", encoding="utf-8")
    code, out, _ = brief("inspect", built_sample / "brief.en.pdf", project=sample)
    assert code == 4
    assert "missing-document: brief.en.pdf" in out


@pytest.mark.slow
def test_inspect_keeps_what_it_found_for_the_same_bytes_and_facts(built_sample: Path, sample: Path) -> None:
    """What was read once is told again without reading it; `--full` reads it, and finds the same."""
    file = built_sample / "brief.ru.pdf"
    first = brief("inspect", file, "--json", project=sample)
    held = sum(1 for it in (sample / "out" / ".cache").rglob("*") if it.is_file())
    assert brief("inspect", file, "--json", project=sample) == first
    assert brief("inspect", file, "--json", "--full", project=sample) == first
    assert sum(1 for it in (sample / "out" / ".cache").rglob("*") if it.is_file()) == held
    place = sample / "data" / "documents.csv"
    place.write_text(place.read_text(encoding="utf-8").replace("LL-001", "LL-099"), encoding="utf-8")
    assert brief("inspect", file, "--json", project=sample) != first


@pytest.mark.slow
def test_inspect_reads_again_for_other_sections(built_sample: Path, sample: Path) -> None:
    """What was found is told only while each section is of the same kind: a cover alone bears no folio."""
    file = built_sample / "brief.en.pdf"
    assert brief("inspect", file, project=sample)[0] == 0
    place = sample / "brief.toml"
    text = place.read_text(encoding="utf-8")
    place.write_text(text.replace('kind = "cover"', 'kind = "colophon"'), encoding="utf-8")
    code, out, _ = brief("inspect", file, project=sample)
    assert code == 4
    assert "folio: brief.en.pdf:1 cover" in out


def test_inspect_refuses_what_is_no_version(tmp_path: Path) -> None:
    """A file whose name says no version or that is not there ends with 2, one that is no whole PDF with 6."""
    for content in ("no PDF", "%PDF-1.7\nbut cut off"):
        (tmp_path / "brief.en.pdf").write_text(content, encoding="utf-8")
        code, _, err = brief("inspect", tmp_path / "brief.en.pdf")
        assert code == 6
        assert "brief.en.pdf: not a PDF that can be read" in err
    code, _, err = brief("inspect", tmp_path / "other.pdf")
    assert code == 2
    assert "its name must say the version" in err
    assert brief("inspect", tmp_path / "brief.ru.pdf")[0] == 2


@pytest.mark.slow
def test_waived_guards_are_told_with_their_reason(warm_sample: Path) -> None:
    """A waiver silences its guard, is printed with its reason, and must name a guard that exists."""
    settings = warm_sample / "brief.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text + '\n[inspect]\nwaive = { section-end = "it is short" }\n', encoding="utf-8")
    code, out, _ = brief("build", "--language", "en", project=warm_sample)
    assert code == 0
    assert re.search(r"^Waived: section-end \(\d+\), because it is short$", out, re.MULTILINE)
    settings.write_text(text + '\n[inspect]\nwaive = { section-edn = "it is short" }\n', encoding="utf-8")
    code, _, err = brief("build", "--language", "en", project=warm_sample)
    assert code == 2
    assert "'section-edn' is not one of" in err
