"""The office calendar: when cycles begin, what is a day off, and what clocks do in spring and autumn."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise, takewhile
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report import settings
from report.calendars import DayOff, OfficeCalendar, fields_of
from report.errors import SettingsError
from report.settings import Misfire, QuietHours, ScheduleSettings

NIGHT = QuietHours(time(19), time(7))
TOKYO, BERLIN, NEW_YORK = (ZoneInfo(name) for name in ("Asia/Tokyo", "Europe/Berlin", "America/New_York"))
ALL_SEVEN = ("KZ", "KG", "TJ", "TM", "UZ", "JP", "RU")


def written(sample: Path, table: str) -> settings.Settings:
    """The settings of a brief with a table [schedule]."""
    file = sample / "brief.toml"
    file.write_text(f"{file.read_text(encoding='utf-8')}\n[schedule]\n{table}", encoding="utf-8")
    return settings.read(sample)


def ticks(schedule: ScheduleSettings, after: datetime, days: int) -> list[str]:
    """The ticks of some days as their clocks show them, with offsets."""
    end = after + timedelta(days=days)
    return [
        it.isoformat(timespec="minutes")
        for it in takewhile(lambda it: it <= end, OfficeCalendar(schedule).ticks(after))
    ]


def test_without_a_table_everything_is_allowed(sample: Path) -> None:
    """A brief without [schedule] looks for news each morning, and may issue at any time."""
    schedule = settings.read(sample).schedule
    assert schedule == ScheduleSettings()
    calendar = OfficeCalendar(schedule)
    sunday_night = datetime(2026, 3, 22, 3, tzinfo=UTC)
    assert calendar.refusal(sunday_night) == ""
    assert calendar.next_allowed(sunday_night) == sunday_night


def test_every_key_is_read(sample: Path) -> None:
    """What the table says is what the calendar is made of."""
    schedule = written(
        sample,
        """
        cron = ["0 9 * * MON-FRI", "*/10 * * * * *"]
        zone = "Asia/Tokyo"
        countries = ["JP", "KZ"]
        days_off = [2026-12-29, 2026-12-30]
        working_days = [2026-03-21]
        quiet = "19:00-07:00"
        minor = "0 10 * * WED"
        misfire = "skip"
        grace = "5 minutes"
        jitter = "30 seconds"
        """,
    ).schedule
    assert schedule == ScheduleSettings(
        cron=("0 9 * * MON-FRI", "*/10 * * * * *"),
        zone="Asia/Tokyo",
        countries=("JP", "KZ"),
        days_off=(date(2026, 12, 29), date(2026, 12, 30)),
        working_days=(date(2026, 3, 21),),
        quiet=NIGHT,
        minor="0 10 * * WED",
        misfire=Misfire.SKIP,
        grace=timedelta(minutes=5),
        jitter=timedelta(seconds=30),
    )


def test_all_faults_are_told_at_once(sample: Path) -> None:
    """Whatever is wrong with the table stands in one error, each fault with its key."""
    with pytest.raises(SettingsError) as raised:
        written(
            sample,
            """
            cron = ["61 * * * *", "0 0 31 2 *"]
            zone = "Asia/Tokio"
            countries = ["Japan"]
            days_off = ["2026-12-29"]
            quiet = "7:00-7:00"
            minor = "weekly"
            misfire = "twice"
            grace = "soon"
            often = true
            """,
        )
    lines = str(raised.value).splitlines()
    keys = ("cron", "cron", "zone", "countries", "days_off", "quiet", "minor", "misfire", "grace", "often")
    for key in set(keys):
        assert sum(f" schedule.{key}: " in line for line in lines) == keys.count(key), key
    assert len(lines) == len(keys)


def test_a_day_cannot_be_off_and_worked(sample: Path) -> None:
    """A date that stands in both lists is a fault of the settings."""
    with pytest.raises(SettingsError, match="2026-12-29 also stands in 'days_off'"):
        written(sample, "days_off = [2026-12-29]\nworking_days = [2026-12-29]")


def test_an_unknown_country_names_the_cure() -> None:
    """Countries whose holidays are not known are refused together, and days_off is named."""
    with pytest.raises(SettingsError, match=r"XX, QQ are not known here.*days_off"):
        OfficeCalendar(ScheduleSettings(countries=("JP", "XX", "QQ")))


@pytest.mark.parametrize(
    ("country", "day", "why"),
    [
        ("KZ", date(2026, 3, 23), "Nowruz Holiday"),
        ("KG", date(2026, 5, 5), "Constitution Day"),
        ("TJ", date(2026, 9, 9), "Independence Day"),
        ("TM", date(2026, 10, 6), "Memorial Day"),
        ("UZ", date(2026, 9, 1), "Independence Day"),
        ("JP", date(2026, 9, 22), "National Holiday"),
        ("JP", date(2026, 5, 6), "Substitute Holiday"),
        ("RU", date(2026, 1, 9), "Day off (substituted from 01/03/2026)"),
        ("RU", date(2026, 3, 9), "International Women's Day (observed)"),
    ],
)
def test_holidays_of_each_country(country: str, day: date, why: str) -> None:
    """Each country's own holidays are days off, observed and moved ones too."""
    calendar = OfficeCalendar(ScheduleSettings(countries=(country,)))
    assert calendar.days_off(day) == (DayOff(why, country),)


def test_estimated_holidays_say_so() -> None:
    """A holiday of a lunar calendar that is not yet declared is marked; one that is, is not."""
    (coming,) = OfficeCalendar(ScheduleSettings(countries=("KZ",))).days_off(date(2030, 4, 13))
    (declared,) = OfficeCalendar(ScheduleSettings(countries=("KZ",))).days_off(date(2025, 6, 6))
    assert (coming.estimated, str(coming)) == (True, "Eid al-Adha (estimated) in KZ")
    assert (declared.estimated, str(declared)) == (False, "Eid al-Adha in KZ")


def test_a_day_is_worked_only_where_nobody_has_it_off() -> None:
    """Of several countries each reason is told, holidays first, and those that share one together."""
    calendar = OfficeCalendar(ScheduleSettings(zone="Asia/Tokyo", countries=ALL_SEVEN))
    assert calendar.refusal(datetime(2026, 3, 21, 12, tzinfo=TOKYO)) == (
        "2026-03-21 is a day off: Nowruz Holiday in KZ; Nooruz Holiday in KG; "
        "International Nowruz Day in TJ; Spring Festival in TM; Nowruz in UZ; weekend in JP, RU"
    )
    assert calendar.refusal(datetime(2026, 6, 10, 12, tzinfo=TOKYO)) == ""


def test_a_weekend_worked_instead_is_worked() -> None:
    """A Saturday that a country has exchanged for another day is a working day there."""
    calendar = OfficeCalendar(ScheduleSettings(countries=("UZ",)))
    assert calendar.days_off(date(2026, 12, 12)) == ()
    assert calendar.days_off(date(2026, 12, 19)) == (DayOff("weekend", "UZ"),)


def test_own_dates_go_before_a_country() -> None:
    """days_off and working_days decide, whatever the countries have."""
    calendar = OfficeCalendar(
        ScheduleSettings(countries=("JP",), days_off=(date(2026, 12, 29),), working_days=(date(2026, 3, 21),))
    )
    assert calendar.days_off(date(2026, 12, 29)) == (DayOff("named in days_off"),)
    assert calendar.days_off(date(2026, 3, 21)) == ()


@pytest.mark.parametrize(
    ("hour", "refusal"),
    [
        (6, "quiet hours until 07:00"),
        (7, ""),
        (18, ""),
        (19, "quiet hours until 07:00"),
        (23, "quiet hours until 07:00"),
    ],
)
def test_quiet_hours_pass_midnight(hour: int, refusal: str) -> None:
    """Quiet hours begin in the evening and end on the next morning; their last minute is before their end."""
    calendar = OfficeCalendar(ScheduleSettings(zone="Asia/Tokyo", quiet=NIGHT))
    assert calendar.refusal(datetime(2026, 6, 10, hour, tzinfo=TOKYO)) == refusal


def test_the_next_allowed_moment_is_after_all_that_refuses() -> None:
    """Friday evening before a long weekend waits for the end of the night before the next working day."""
    calendar = OfficeCalendar(ScheduleSettings(zone="Asia/Tokyo", countries=("JP",), quiet=NIGHT))
    friday = datetime(2026, 9, 18, 20, tzinfo=TOKYO)
    assert calendar.next_allowed(friday).isoformat() == "2026-09-24T07:00:00+09:00"
    assert calendar.next_allowed(friday.astimezone(NEW_YORK)) == calendar.next_allowed(friday)


def test_a_calendar_that_never_allows_is_refused() -> None:
    """Where every day is off for more than a year there is an end of waiting."""
    every_day = tuple(date(2026, 1, 1) + timedelta(days=number) for number in range(800))
    calendar = OfficeCalendar(ScheduleSettings(zone="UTC", days_off=every_day))
    with pytest.raises(SettingsError, match="no time to issue anything within a year of 2026-01-05"):
        calendar.next_allowed(datetime(2026, 1, 5, tzinfo=UTC))


def test_the_minor_slot_is_the_next_allowed_one() -> None:
    """A slot that has come counts itself; one on a holiday is moved to the next time that is allowed."""
    calendar = OfficeCalendar(ScheduleSettings(zone="Asia/Tokyo", countries=("JP",), quiet=NIGHT))
    slot = datetime(2026, 9, 14, 9, tzinfo=TOKYO)
    assert calendar.minor_slot(slot) == slot
    assert calendar.minor_slot(slot - timedelta(seconds=1)) == slot
    assert calendar.minor_slot(slot + timedelta(seconds=1)).isoformat() == "2026-09-24T07:00:00+09:00"


@pytest.mark.parametrize(
    ("zone", "before", "expected"),
    [
        (  # 02:30 does not exist on the 29th, and the first moment after is 03:00
            "Europe/Berlin",
            datetime(2026, 3, 27, 12, tzinfo=BERLIN),
            ["2026-03-28T02:30+01:00", "2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00"],
        ),
        (  # 02:30 comes twice on the 25th, and the first is meant
            "Europe/Berlin",
            datetime(2026, 10, 23, 12, tzinfo=BERLIN),
            ["2026-10-24T02:30+02:00", "2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00"],
        ),
        (
            "America/New_York",
            datetime(2026, 3, 6, 12, tzinfo=NEW_YORK),
            ["2026-03-07T02:30-05:00", "2026-03-08T03:00-04:00", "2026-03-09T02:30-04:00"],
        ),
        (  # there 02:30 comes once on the 1st of November: it is 01:00 to 02:00 that comes twice
            "America/New_York",
            datetime(2026, 10, 30, 12, tzinfo=NEW_YORK),
            ["2026-10-31T02:30-04:00", "2026-11-01T02:30-05:00", "2026-11-02T02:30-05:00"],
        ),
    ],
)
@pytest.mark.parametrize("expression", ["30 2 * * *", "0 30 2 * * *"])
def test_what_comes_daily_comes_once_a_day(
    zone: str, before: datetime, expected: list[str], expression: str
) -> None:
    """Clocks that go forward or back neither lose nor double a daily tick, with and without seconds."""
    assert ticks(ScheduleSettings(cron=(expression,), zone=zone), before, 3) == expected


def test_the_second_of_two_equal_hours_repeats_nothing() -> None:
    """A process that begins in the hour that comes again does not do what the first one did."""
    again = datetime(2026, 10, 25, 2, 10, tzinfo=BERLIN, fold=1)
    daily = ScheduleSettings(cron=("30 2 * * *",), zone="Europe/Berlin")
    assert ticks(daily, again, 2) == ["2026-10-26T02:30+01:00"]


def test_what_repeats_follows_time_and_not_clocks() -> None:
    """Every thirty minutes is every thirty minutes, also while clocks show an hour twice or leave one out."""
    often = OfficeCalendar(ScheduleSettings(cron=("*/30 * * * *",), zone="Europe/Berlin"))
    for start in (datetime(2026, 3, 29, 0, tzinfo=BERLIN), datetime(2026, 10, 25, 0, tzinfo=BERLIN)):
        steps = [later - earlier for earlier, later in pairwise(islice(often.ticks(start), 12))]
        assert set(steps) == {timedelta(minutes=30)}


def test_times_that_a_gap_joins_come_once() -> None:
    """Two ticks that clocks leave out, and one at the end of the gap, are one moment."""
    schedule = ScheduleSettings(cron=("0,30 2 * * *", "0 3 * * *"), zone="Europe/Berlin")
    assert ticks(schedule, datetime(2026, 3, 29, 0, tzinfo=BERLIN), 1) == ["2026-03-29T03:00+02:00"]


def test_quiet_hours_last_as_long_as_clocks_say() -> None:
    """Quiet hours that end at a time left out end with the gap; of two equal times, at the first."""
    calendar = OfficeCalendar(ScheduleSettings(zone="Europe/Berlin", quiet=QuietHours(time(22), time(2, 30))))
    spring, autumn = datetime(2026, 3, 29, 0, tzinfo=BERLIN), datetime(2026, 10, 25, 0, tzinfo=BERLIN)
    assert calendar.next_allowed(spring).isoformat() == "2026-03-29T03:00:00+02:00"
    assert calendar.next_allowed(autumn).isoformat() == "2026-10-25T02:30:00+02:00"
    assert calendar.refusal(datetime(2026, 10, 25, 2, 10, tzinfo=BERLIN, fold=1)) == ""


MOMENTS = st.integers(0, 730 * 24 * 60).map(
    lambda it: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=it)
)
CALENDARS = [
    OfficeCalendar(ScheduleSettings(zone=zone, countries=countries, quiet=NIGHT))
    for zone, countries in (
        ("Europe/Berlin", ("DE",)),
        ("America/New_York", ("US", "JP")),
        ("Asia/Almaty", ALL_SEVEN),
    )
]


@given(st.sampled_from(CALENDARS), MOMENTS)
def test_next_allowed_is_allowed_and_the_first(calendar: OfficeCalendar, moment: datetime) -> None:
    """The next allowed moment refuses nothing, is not earlier, and all in between refuses."""
    allowed = calendar.next_allowed(moment)
    assert calendar.refusal(allowed) == ""
    assert allowed >= moment
    assert (allowed == moment) == (calendar.refusal(moment) == "")
    if allowed > moment:
        assert calendar.refusal(allowed - timedelta(microseconds=1))


def test_a_calendar_of_many_years_keeps_few() -> None:
    """A process that goes on for decades keeps the holidays of a few years in memory."""
    calendar = OfficeCalendar(ScheduleSettings(countries=("JP", "KZ")))
    for year in range(2020, 2060):
        calendar.days_off(date(year, 6, 10))
    kept = calendar._countries._year.cache_info()  # noqa: SLF001 - what no other way can see
    assert kept.currsize == kept.maxsize == 8


def test_an_expression_is_told_number_by_number() -> None:
    """Names, ranges and steps become numbers; Sunday is 0; what is no plain number is said to be none."""
    fields = fields_of("*/20 9-11 1 JAN,JUL SUN,5-7")
    assert fields.minutes == (0, 20, 40)
    assert fields.hours == (9, 10, 11)
    assert fields.months == (1, 7)
    assert fields.weekdays == (0, 5, 6)
    assert (fields.either_day, fields.plain) == (True, True)
    assert not fields_of("0 9 L * *").plain
    assert not fields_of("0 9 * * MON#2").plain
