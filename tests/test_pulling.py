"""What sources give is judged with the whole brief, and takes the old place in one step, or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import pages_of
from typer.testing import CliRunner
from webserver import Reply, Site, serving

from report import facts, pipeline, settings
from report.cli import app
from report.errors import DataError, SettingsError
from report.model import Pulled, PullOutcome, Rate, Staleness
from report.pipeline import arrangement
from report.pipeline.pulling import copies, pull

RECORDED = Path(__file__).resolve().parent / "pulled"
NOW = datetime(2023, 4, 20, 16, 30, tzinfo=UTC)
FIRST, SECOND = (Reply((RECORDED / f"ecb-2023-04-{day}.xml").read_bytes()) for day in (20, 24))
CBR = Reply((RECORDED / "cbr-2025-04-01.xml").read_bytes())

_SOURCES = """9,ecb,European Central Bank,Справочные курсы евро,Euro reference rates,https://example.org/e,,en
10,cbr,Bank of Russia,Официальные курсы валют,Official exchange rates,https://example.org/r,,ru
"""


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loopback address is asked directly, whatever this machine does otherwise."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")


@pytest.fixture
def site() -> Iterator[Site]:
    """A server in plain text."""
    with serving() as site:
        yield site


def add_pull(project: Path, text: str) -> None:
    """Have brief.toml ask one more source; whoever asks first gets the banks into sources.csv."""
    path = project / "brief.toml"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n[[pull]]\n{text}\n", encoding="utf-8")
    sources = project / "data" / "sources.csv"
    if _SOURCES not in sources.read_text(encoding="utf-8"):
        sources.write_text(sources.read_text(encoding="utf-8") + _SOURCES, encoding="utf-8")


def bank(project: Path, address: str, kind: str = "ecb", more: str = "") -> None:
    """Have brief.toml ask a bank at an address of ours."""
    add_pull(project, f'name = "{kind}"\nkind = "{kind}"\nsource = "{kind}"\nurl = "{address}"\n{more}')


def table(project: Path, address: str, more: str = "") -> None:
    """Have brief.toml take the places from a table at an address of ours."""
    columns = '{ id = "Key", name_ru = "Имя", name_en = "Name", country = "Land", lon = "X", lat = "Y" }'
    add_pull(
        project,
        f'name = "places"\nkind = "table"\nformat = "csv"\ninto = "places.csv"\nurl = "{address}"\n'
        f"columns = {columns}\n{more}",
    )


def pulled(project: Path, *names: str, now: datetime = NOW, dry: bool = False) -> tuple[Pulled, ...]:
    """Ask the sources of a brief, and wait for nothing."""
    return pull(settings.read(project), names, now=now, dry=dry, pause=lambda seconds: None)


def outcomes(project: Path, *names: str, now: datetime = NOW) -> list[PullOutcome]:
    """What became of each source."""
    return [it.outcome for it in pulled(project, *names, now=now)]


def rates(project: Path) -> tuple[Rate, ...]:
    """The daily rates of a brief that has no fault."""
    return pipeline.judge(settings.read(project)).daily_rates


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below a folder, with its content and the moment it was written."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def test_both_legs_and_the_cross_rate_are_kept(sample: Path, site: Site) -> None:
    """Each is a row with its source; the cross rate names its legs in both languages."""
    bank(sample, site.put("/ecb", FIRST))
    assert outcomes(sample) == [PullOutcome.FETCHED]
    assert (sample / "data" / "rates.daily.csv").read_text(encoding="utf-8") == (
        "date,base,quote,rate,reference,source,note_ru,note_en\n"
        "2023-04-20,EUR,USD,1.0944,,ecb,,\n"
        "2023-04-20,EUR,JPY,147.46,,ecb,,\n"
        "2023-04-20,USD,JPY,134.74,,ecb,Кросс-курс: EUR/USD и EUR/JPY,Cross rate of EUR/USD and EUR/JPY\n"
    )
    assert len(rates(sample)) == 3


def test_where_a_copy_comes_from_is_kept(sample: Path, site: Site) -> None:
    """Address, moments, hash, validators and day stand in out/, where they are no input of an edition."""
    address = site.put("/ecb", Reply(FIRST.body, headers={"ETag": '"a"'}))
    bank(sample, address)
    before = set(state(sample / "data"))
    pulled(sample)
    record = json.loads((sample / "out" / "pulled" / "ecb.json").read_text(encoding="utf-8"))
    assert record == {
        "address": address,
        "answered": address,
        "fetched": NOW.isoformat(),
        "confirmed": NOW.isoformat(),
        "sha256": hashlib.sha256(FIRST.body).hexdigest(),
        "etag": '"a"',
        "last_modified": "",
        "day": "2023-04-20",
    }
    assert (sample / "out" / "pulled" / "ecb.document").read_bytes() == FIRST.body
    assert set(state(sample / "data")) - before == {"rates.daily.csv"}


@pytest.mark.parametrize("again", [Reply(status=304), FIRST], ids=["304", "the same bytes"])
def test_the_same_content_touches_nothing(sample: Path, site: Site, again: Reply) -> None:
    """Not even the moment of writing; but that it is current is noted."""
    bank(sample, site.put("/ecb", Reply(FIRST.body, headers={"ETag": '"a"'}), again))
    pulled(sample)
    before = state(sample / "data")
    later = NOW + timedelta(hours=1)
    (found,) = pulled(sample, now=later)
    assert (found.outcome, found.at) == (PullOutcome.UNCHANGED, later)
    assert state(sample / "data") == before
    assert site.asked[-1][1]["If-None-Match"] == '"a"'


def test_a_file_that_somebody_lost_comes_back(sample: Path, site: Site) -> None:
    """Where the source says that its document is current, ours is read again."""
    bank(sample, site.put("/ecb", Reply(FIRST.body, headers={"ETag": '"a"'}), Reply(status=304)))
    pulled(sample)
    before = (sample / "data" / "rates.daily.csv").read_bytes()
    (sample / "data" / "rates.daily.csv").unlink()
    assert outcomes(sample) == [PullOutcome.FETCHED]
    assert (sample / "data" / "rates.daily.csv").read_bytes() == before


def test_without_its_copy_a_source_is_asked_for_all(sample: Path, site: Site) -> None:
    """A copy that is gone, damaged, or of another address is not held against the source's."""
    bank(sample, site.put("/ecb", Reply(FIRST.body, headers={"ETag": '"a"'})))
    pulled(sample)
    (sample / "out" / "pulled" / "ecb.document").write_bytes(b"another")
    assert outcomes(sample) == [PullOutcome.UNCHANGED]
    assert "If-None-Match" not in site.asked[-1][1]
    assert outcomes(sample) == [PullOutcome.UNCHANGED]
    assert "If-None-Match" in site.asked[-1][1]


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply(FIRST.body.replace(b"147.46", b"?")), "'?' is no price"),
        (Reply(FIRST.body[:700]), "not the XML that was expected"),
        (Reply(FIRST.body, length=9000), "without sending complete message body"),
        (Reply(status=500), "500 Internal Server Error"),
        (Reply(b"<html/>", type="text/html"), "the answer is text/html"),
    ],
)
def test_the_last_good_copy_stands(sample: Path, site: Site, reply: Reply, told: str) -> None:
    """Whatever comes instead: nothing is written, and the fault is told with the copy's age."""
    bank(sample, site.put("/ecb", FIRST, reply))
    pulled(sample)
    data, kept = state(sample / "data"), state(sample / "out" / "pulled")
    (found,) = pulled(sample, now=datetime(2023, 4, 22, tzinfo=UTC))
    assert (found.outcome, found.failed, found.at) == (PullOutcome.FAILED, True, NOW)
    assert found.age == timedelta(days=1)
    assert told in found.reason
    assert (state(sample / "data"), state(sample / "out" / "pulled")) == (data, kept)


def test_a_new_copy_is_judged_with_the_whole_brief(sample: Path, site: Site) -> None:
    """A table that is whole in itself and lacks what another table names does not come in."""
    head = "Key,Имя,Name,Land,X,Y,Area\n"
    good = f"{head}pl-alda,Алда,Alda,AA,10,20,5\npl-new,Новая,New,AA,11,21,6\n"
    bad = f"{head}pl-new,Новая,New,AA,11,21,6\n"
    replies = (Reply(text.encode(), type="text/csv") for text in (good, bad, good))
    table(sample, site.put("/places", *replies))
    assert outcomes(sample) == [PullOutcome.FETCHED]
    before = state(sample / "data")
    assert before["places.csv"][0].decode().splitlines()[0] == "id,name_ru,name_en,country,lon,lat"
    (found,) = pulled(sample)
    assert found.outcome is PullOutcome.FAILED
    assert "with the new copy the brief has 1 error in the data, first brief.toml brief.place" in found.reason
    assert state(sample / "data") == before
    assert outcomes(sample) == [PullOutcome.UNCHANGED]


def test_two_banks_share_the_file(sample: Path, site: Site) -> None:
    """Each has its own rows; a source that fails keeps nobody else from being asked."""
    bank(sample, site.put("/ecb", FIRST, Reply(status=404), SECOND))
    bank(sample, site.put("/cbr", CBR), "cbr")
    assert outcomes(sample) == [PullOutcome.FETCHED, PullOutcome.FETCHED]
    assert [(str(it.date), it.sources) for it in rates(sample)] == [
        *[("2025-04-01", ("cbr",))] * 3,
        *[("2023-04-20", ("ecb",))] * 3,
    ]
    assert outcomes(sample) == [PullOutcome.FAILED, PullOutcome.UNCHANGED]
    assert outcomes(sample) == [PullOutcome.FETCHED, PullOutcome.UNCHANGED]
    assert {str(it.date) for it in rates(sample)} == {"2023-04-24", "2025-04-01"}


def test_a_mirror_that_lags_behind_is_not_believed(sample: Path, site: Site) -> None:
    """A bank's day never goes back."""
    bank(sample, site.put("/ecb", SECOND, FIRST))
    pulled(sample)
    (found,) = pulled(sample)
    assert found.reason == "the document is of 2023-04-20, and we have that of 2023-04-24"


@pytest.mark.parametrize(
    ("days", "staleness", "failed"),
    [(3, Staleness.FRESH, False), (4, Staleness.WARNING, False), (8, Staleness.ERROR, True)],
)
def test_an_old_copy_is_a_warning_and_then_an_error(
    sample: Path, site: Site, days: int, staleness: Staleness, *, failed: bool
) -> None:
    """A bank that goes on saying what it said: its day tells the age, from its end, and not our asking."""
    bank(sample, site.put("/ecb", FIRST), more='max_age = "3 days"\nerror_age = "7 days"')
    pulled(sample)
    now = datetime(2023, 4, 21, tzinfo=UTC) + timedelta(days=days)
    (found,) = pulled(sample, now=now)
    assert (found.outcome, found.staleness, found.failed) == (PullOutcome.UNCHANGED, staleness, failed)
    assert found.age == timedelta(days=days)
    assert [(it.age, it.staleness) for it in copies(settings.read(sample), now)] == [(found.age, staleness)]


def test_the_age_of_a_table_counts_from_its_confirmation(sample: Path, site: Site) -> None:
    """It names no day: what its source says to be current is."""
    places = (sample / "data" / "places.csv").read_text(encoding="utf-8").splitlines()[1:]
    body = "\n".join(["Key,Имя,Name,Land,X,Y", *places]).encode()
    table(sample, site.put("/places", Reply(body, type="text/csv")), 'max_age = "1 day"')
    pulled(sample)
    later = NOW + timedelta(days=2)
    assert [it.staleness for it in copies(settings.read(sample), later)] == [Staleness.WARNING]
    assert [it.staleness for it in pulled(sample, now=later)] == [Staleness.FRESH]


def test_a_source_is_asked_when_it_is_due(sample: Path, site: Site) -> None:
    """Not before, unless somebody names it; and if its file is gone, at once."""
    bank(sample, site.put("/ecb", FIRST), more='every = "1 hour"')
    soon, later = NOW + timedelta(minutes=59), NOW + timedelta(hours=1)
    assert outcomes(sample) == [PullOutcome.FETCHED]
    assert outcomes(sample, now=soon) == [PullOutcome.NOT_DUE]
    assert len(site.asked) == 1
    assert outcomes(sample, now=later) == [PullOutcome.UNCHANGED]
    assert outcomes(sample, "ecb", now=later) == [PullOutcome.UNCHANGED]
    (sample / "data" / "rates.daily.csv").unlink()
    assert outcomes(sample, now=later) == [PullOutcome.FETCHED]


def test_a_dry_run_writes_nothing(sample: Path, site: Site) -> None:
    """It says what would be, faults too."""
    bank(sample, site.put("/ecb", FIRST, Reply(FIRST.body.replace(b"USD", b"USX"))))
    before = state(sample)
    assert [it.outcome for it in pulled(sample, dry=True)] == [PullOutcome.FETCHED]
    assert [it.reason for it in pulled(sample, dry=True)] == [
        "the document for 2023-04-20 has no rate of USD"
    ]
    assert state(sample) == before


def test_damaged_provenance_is_told_with_its_cure(sample: Path, site: Site) -> None:
    """And nobody is asked, because nobody knows what there is."""
    bank(sample, site.put("/ecb", FIRST))
    pulled(sample)
    (sample / "out" / "pulled" / "ecb.json").write_text("{}", encoding="utf-8")
    (found,) = pulled(sample)
    assert "ecb.json: damaged" in found.reason
    assert "remove it" in found.reason
    (sample / "out" / "pulled" / "ecb.json").unlink()
    assert outcomes(sample) == [PullOutcome.UNCHANGED]


def test_an_unknown_name_is_told(sample: Path, site: Site) -> None:
    """With those that there are."""
    bank(sample, site.put("/ecb", FIRST))
    with pytest.raises(SettingsError, match=r"'ebc' is no .* of brief\.toml: ecb"):
        pulled(sample, "ebc")


def test_a_bank_must_be_among_the_sources(sample: Path, site: Site) -> None:
    """A printed rate has a source: `brief check` says so before anything is fetched."""
    address = site.put("/ecb", FIRST)
    add_pull(sample, f'name = "bank"\nkind = "ecb"\nsource = "ebc"\nurl = "{address}"')
    with pytest.raises(DataError) as fault:
        pipeline.judge(settings.read(sample))
    (error,) = (it for it in fault.value.findings if it.severity == "error")
    assert (error.rule, str(error.location)) == ("unknown-id", "brief.toml pull.bank.source")
    assert "did you mean 'ecb'" in error.expected


def test_a_source_that_is_asked_is_not_unused(sample: Path, site: Site) -> None:
    """Before its first rate has come, too."""
    bank(sample, site.put("/ecb", FIRST))
    found = pipeline.judge(settings.read(sample)).findings
    unused = [it.found for it in found if it.rule == "unused-source"]
    assert unused == ["'cbr' is never named"]


def test_a_daily_rate_is_no_reference(sample: Path, site: Site) -> None:
    """The rate of the event's amounts is that of rates.csv."""
    bank(sample, site.put("/ecb", FIRST))
    pulled(sample)
    file = sample / "data" / "rates.daily.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("134.74,", "134.74,yes"), encoding="utf-8")
    with pytest.raises(DataError) as fault:
        rates(sample)
    (error,) = (it for it in fault.value.findings if it.severity == "error")
    assert error.rule == "daily-reference"
    assert str(error.location) == "data/rates.daily.csv:4 reference"


def test_the_newest_day_of_each_source_is_printed(sample: Path, site: Site) -> None:
    """Where somebody keeps earlier days, too."""
    bank(sample, site.put("/ecb", FIRST))
    pulled(sample)
    file = sample / "data" / "rates.daily.csv"
    file.write_text(file.read_text(encoding="utf-8") + "2023-04-19,USD,JPY,134.30,,ecb,,\n", encoding="utf-8")
    brief = pipeline.judge(settings.read(sample))
    assert {str(it.date) for it in brief.newest_rates} == {"2023-04-20"}
    assert len(brief.daily_rates) == 4


def test_an_edition_keeps_its_daily_rates(sample: Path, site: Site) -> None:
    """Its pages can be set again from what the archive has; its facts do not know them."""
    bank(sample, site.put("/ecb", FIRST))
    before = facts.fingerprint(pipeline.judge(settings.read(sample)))
    pulled(sample)
    brief = pipeline.judge(settings.read(sample))
    assert facts.fingerprint(brief) == before
    again = arrangement.read(arrangement.write(brief), facts.write(brief))
    assert [(it.base, it.quote, it.rate, it.note) for it in again.daily_rates] == [
        (it.base, it.quote, it.rate, it.note) for it in brief.daily_rates
    ]


def test_a_daily_rate_is_printed_and_makes_no_edition(warm_sample: Path, site: Site) -> None:
    """Pulled on two days: the first is on the page of the edition, and of the second nothing comes."""
    bank(warm_sample, site.put("/ecb", FIRST, SECOND))
    orders = settings.read(warm_sample)
    pulled(warm_sample)
    made = pipeline.issue(orders, now=NOW, watch=lambda step: None)
    assert made.made
    printed = " ".join(pages_of(made.edition.folder / "brief.bilingual.pdf"))
    for words in (
        "no amount of this brief is converted by them",
        "134.74 yen to the dollar",
        "134,74 иены за доллар",
        "Cross rate of EUR/USD and EUR/JPY",
    ):
        assert words in printed
    assert outcomes(warm_sample) == [PullOutcome.FETCHED]
    assert {str(it.date) for it in rates(warm_sample)} == {"2023-04-24"}
    again = pipeline.issue(orders, now=NOW + timedelta(days=4), watch=lambda step: None)
    assert (again.outcome, again.edition.number) == (pipeline.Outcome.UNCHANGED, 1)


def brief(project: Path, *arguments: str) -> tuple[int, str, str]:
    """Run the command: exit code, standard output and standard error."""
    result = CliRunner().invoke(app, ["--project", str(project), *arguments], catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def test_the_command_says_what_became_of_each(sample: Path, site: Site) -> None:
    """All are tried; 7 if one failed, with its name."""
    bank(sample, site.put("/ecb", FIRST))
    bank(sample, site.put("/cbr", Reply(status=404)), "cbr")
    code, out, err = brief(sample, "pull")
    assert code == 7
    assert err == "brief: 1 source of 2 failed: cbr\n"
    lines = out.splitlines()
    assert lines[0].split() == ["Name", "Outcome", "Age", "File", "Reason"]
    assert lines[1].split()[:2] == ["ecb", "fetched"]
    assert lines[1].endswith("data/rates.daily.csv")
    assert lines[2].endswith("404 Not Found")
    assert brief(sample, "pull", "ecb", "--dry-run")[0] == 0
    assert brief(sample, "pull", "none")[0] == 2


def test_the_command_tells_other_programs(sample: Path, site: Site) -> None:
    """The same as JSON, with ages in seconds."""
    address = site.put("/cbr", Reply(status=404))
    bank(sample, address, "cbr")
    code, out, _ = brief(sample, "pull", "--json")
    assert code == 7
    assert json.loads(out) == [
        {
            "name": "cbr",
            "outcome": "failed",
            "file": "data/rates.daily.csv",
            "address": address,
            "at": None,
            "age_seconds": None,
            "staleness": "fresh",
            "reason": f"{address}: 404 Not Found",
        }
    ]


def test_a_brief_without_sources_pulls_nothing(sample: Path) -> None:
    """And says so."""
    assert brief(sample, "pull") == (0, "brief.toml names no [[pull]].\n", "")
    assert pulled(sample) == ()
