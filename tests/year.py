"""A year of the smallest brief: what happens when, and what must come of it, worked out by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Final

from lakes import Bank, Lake

YEAR: Final = 2032
"""A leap year that begins on a Thursday."""
SCHEDULE: Final = """
[schedule]
cron = ["0 9 * * MON-SAT", "30 23 * * MON", "30 1 * 3,10,11 SUN"]
zone = "{zone}"
countries = ["JP", "UZ"]
days_off = [2032-06-11, 2032-12-29, 2032-12-30, 2032-12-31]
working_days = [2032-02-28, 2032-03-14, 2032-03-28, 2032-10-31, 2032-11-07]
quiet = "22:00-02:30"
minor = "0 9 * * MON"
"""

# --- the zones, by hand ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Zone:
    """What clocks of a zone show: hours from UTC in winter, from when until when one more, and one gap.

    `left_out` is a time of the table that the clocks never show, and the moment that follows the gap.
    """

    name: str
    winter: int
    summer: tuple[str, str]
    left_out: tuple[str, str]

    def moment(self, text: str) -> datetime:
        """A time of the table, without a year or with one."""
        text = self.left_out[1] if text == self.left_out[0] else text
        long = text if text.count("-") == 2 else f"{YEAR}-{text}"
        since, until = (f"{YEAR}-{it}" for it in self.summer)
        offset = self.winter + (since <= long < until)
        return datetime.fromisoformat(long).replace(tzinfo=timezone(timedelta(hours=offset)))


BERLIN: Final = Zone("Europe/Berlin", 1, ("03-28 02:00", "10-31 03:00"), ("03-28 02:30", "03-28 03:00"))
NEW_YORK: Final = Zone("America/New_York", -5, ("03-14 02:00", "11-07 02:00"), ("03-14 02:30", "03-14 03:00"))


# --- what happens ---------------------------------------------------------------------------------------


@dataclass
class World:
    """Everything around the process: the brief's folder, the bank, and what the mail server does to whom."""

    zone: Zone
    lake: Lake
    bank: Bank
    puts_off: set[str] = field(default_factory=set)
    refuses: set[str] = field(default_factory=set)

    def ask(self) -> None:
        """From now on, the bank is asked."""
        self.lake.settle(self.bank.table)

    def leave(self) -> None:
        """From now on, it is not."""
        self.lake.reset(self.bank.table, "")

    def forbid(self, until: str) -> None:
        """From now on, nothing that is released is sent before a moment."""
        self.lake.reset("[mail]", f"[mail]\nembargo = {self.zone.moment(until).isoformat()}")

    def permit(self, until: str) -> None:
        """That is no longer so."""
        self.lake.reset(f"\nembargo = {self.zone.moment(until).isoformat()}", "")

    def answer(self, step: str, address: str) -> str:
        """What the mail server says: once 451 to who is put off, 550 to who is refused, else nothing."""
        name = address.partition("@")[0]
        if step == "RCPT" and name in self.puts_off:
            self.puts_off.remove(name)
            return "451 4.3.0 Try again"
        return "550 5.1.1 No such mailbox" if step == "RCPT" and name in self.refuses else ""


Deed = Callable[[World], object]


@dataclass(frozen=True)
class Row:
    """A row of the table: when something happens, what, how, and everything that must come of it.

    Times are those of the office's clocks. `then` has one sentence for each thing that comes of it.
    """

    at: str
    what: str
    deed: Deed
    then: Sequence[str] = ()


OFFICIALS: Final = ("minister", "analyst", "editor", "deputy", "adviser")


def add(id_: str) -> Deed:
    """Somebody hears of a document."""
    return lambda world: world.lake.add("documents", "AA-002", id_, title_en=f"Document {id_}")


def remove(table: str, id_: str) -> Deed:
    """A row turns out to be wrong."""
    return lambda world: world.lake.remove(table, id_)


def change(table: str, id_: str, **cells: str) -> Deed:
    """Some cells of a row are now others."""
    return lambda world: world.lake.change(table, id_, **cells)


def retitle(id_: str, title: str) -> Deed:
    """A document is called otherwise."""
    return change("documents", id_, title_en=title)


def people(number: int) -> Deed:
    """Another number of inhabitants."""
    return change("figures", "aa-population", value=str(number))


def both(first: Deed, second: Deed) -> Deed:
    """Two things at once."""
    return lambda world: (first(world), second(world))


def address(number: int, *without: str) -> Deed:
    """The first so many officials get the brief, but for some."""
    return lambda world: world.lake.address(OFFICIALS[:number], without=without)


# Worked out by hand. Days off of 2032, from the calendars of Japan and Uzbekistan: weekends; 01-01; JP 01-12,
# 02-11, 02-23, 04-29, 05-03 to 05-05, 07-19, 08-11, 09-20 to 09-22, 10-11, 11-03, 11-23; UZ 01-14 (Eid
# al-Fitr, estimated), 03-08, 03-22 (Eid al-Adha, estimated), 03-23, 05-10, 09-01, 10-01, 12-08, and early in
# 2033 01-01 to 01-04. The office works on five days more, and not on four. Nothing is issued from 22:00 to
# 02:30, so that the first moment of a working day is 02:30. News are looked for at 09:00 but on Sundays, on
# Mondays at 23:30, and in the months in which clocks change on Sundays at 01:30. Minor changes wait for
# Monday 09:00, or the first moment after it that is allowed.
TABLE: Final = (
    Row("01-01 00:00", "the process begins", address(2),
        ["01-01 09:00 held until 01-02 02:30: New Year's Day in JP, UZ",
         "01-02 02:30 edition 1 first to minister, analyst"]),
    Row("01-06 15:00", "a document comes", add("AA-010"),
        ["01-07 09:00 edition 2 significant to minister, analyst"]),
    Row("01-09 12:00", "a document gets another title", retitle("AA-001", "Agreement on water"),
        ["01-10 09:00 held until 01-13 02:30: minor changes",
         "01-13 02:30 edition 3 minor to minister, analyst"]),
    Row("01-13 18:00", "a figure rises by 3 %", people(3300000),
        ["01-14 09:00 held until 01-15 02:30: Eid al-Fitr (estimated) in UZ",
         "01-15 02:30 edition 4 significant to minister, analyst"]),
    Row("01-19 20:00", "a document goes", remove("documents", "AA-010"),
        ["01-19 23:30 held until 01-20 02:30: quiet hours",
         "01-20 02:30 edition 5 significant to minister, analyst"]),
    Row("01-21 11:00", "another program saves the documents", lambda world: world.lake.resave("documents")),
    Row("01-22 11:00", "a figure rises by 0.3 %", people(3310000),
        ["01-23 09:00 held until 01-26 09:00: minor changes"]),
    Row("01-24 11:00", "and falls again, before its slot", people(3300000)),
    Row("01-27 11:00", "a figure gets another name",
        change("figures", "aa-population", label_en="People of Alandia"),
        ["01-28 09:00 held until 02-02 09:00: minor changes"]),
    Row("01-29 11:00", "a document comes, and takes it along", add("AA-011"),
        ["01-30 09:00 edition 6 significant to minister, analyst"]),
    Row("02-01 12:00", "a name in a language that the brief has not",
        change("figures", "aa-population", label_ru="Жители Аландии")),
    Row("02-02 12:00", "a document gets another source", change("documents", "AA-002", source="aa-press")),
    Row("02-03 12:00", "the editor shall have it, within ten days", address(3),
        ["02-04 09:00 edition 6 to editor"]),
    Row("02-10 12:00", "a slip in a date", change("documents", "AA-002", signed_on="2031-06-31"),
        ["02-11 09:00 operator: a run failed"]),
    Row("02-12 12:00", "it is mended, and another day", change("documents", "AA-002", signed_on="2031-06-15"),
        ["02-13 09:00 operator: it works again",
         "02-13 09:00 held until 02-16 09:00: minor changes",
         "02-16 09:00 edition 7 minor to minister, analyst, editor"]),
    Row("02-17 12:00", "only the design", lambda world: world.lake.reset("Samples desk", "Desk of samples")),
    Row("02-27 12:00", "a figure comes; the office works on a Saturday",
        lambda world: world.lake.add("figures", "aa-population", "aa-before", period="2020", value="3000000"),
        ["02-28 09:00 edition 8 significant to minister, analyst, editor"]),
    Row("03-04 12:00", "the analyst shall not have it any more", address(3, "analyst")),
    Row("03-13 12:00", "a rate was another", change("rates", "2031-06-13", rate="158.00"),
        ["03-14 01:30 held until 03-14 02:30: quiet hours",
         "03-14 02:30 edition 9 significant to minister, editor"]),
    Row("03-18 12:00", "a source gets another title", change("sources", "3", title_en="Tables of trade"),
        ["03-19 09:00 held until 03-24 02:30: minor changes",
         "03-24 02:30 edition 10 minor to minister, editor"]),
    Row("03-25 12:00", "the analyst shall have it again", address(3),
        ["03-26 09:00 edition 10 to analyst"]),
    Row("03-27 12:00", "a document goes", remove("documents", "AA-011"),
        ["03-28 01:30 held until 03-28 02:30: quiet hours",
         "03-28 02:30 edition 11 significant to minister, analyst, editor"]),
    Row("03-30 12:00", "a bank shall be asked for its rates", lambda world: world.ask()),
    Row("04-01 10:00", "the bank has a new rate", lambda world: world.bank.publish("2032-04-01", "151.20")),
    Row("04-02 10:00", "the bank has a fault", lambda world: world.bank.fail(),
        ["04-03 09:00 operator: a run failed"]),
    Row("04-04 10:00", "the bank has a new rate", lambda world: world.bank.publish("2032-04-02", "152.40"),
        ["04-05 09:00 operator: it works again"]),
    Row("04-08 12:00", "a document comes; the analyst's mailbox is full once",
        both(add("AA-012"), lambda world: world.puts_off.add("analyst")),
        ["04-09 09:00 edition 12 significant to minister, editor",
         "04-09 09:01 edition 12 to analyst"]),
    Row("04-15 12:00", "a document goes; the editor's mailbox is gone",
        both(remove("documents", "AA-012"), lambda world: world.refuses.add("editor")),
        ["04-16 09:00 edition 13 significant to minister, analyst",
         "04-16 09:00 operator: a run failed"]),
    Row("04-19 12:00", "the editor's mailbox is there again", lambda world: world.refuses.clear()),
    Row("04-28 12:00", "a figure rises by 6 %", people(3500000),
        ["04-29 09:00 held until 04-30 02:30: Showa Day in JP",
         "04-30 02:30 edition 14 significant to minister, analyst, editor",
         "04-30 02:30 operator: it works again"]),
    Row("04-30 12:00", "a document gets another title", retitle("AA-001", "On clean water"),
        ["05-01 09:00 held until 05-06 02:30: minor changes",
         "05-06 02:30 edition 15 minor to minister, analyst, editor"]),
    Row("05-12 12:00", "the deputy shall have it, within ten days", address(4),
        ["05-13 09:00 edition 15 to deputy"]),
    Row("05-20 12:00", "the adviser shall have it, too late for this one", address(5)),
    Row("05-25 12:00", "a document comes, and an embargo",
        both(add("AA-013"), lambda world: world.forbid("06-01 12:00")),
        ["05-26 09:00 edition 16 significant to nobody",
         "05-26 09:00 held until 06-01 12:00: edition 16 is under embargo"]),
    Row("05-27 12:00", "under embargo, a figure rises", people(3700000),
        ["05-28 09:00 edition 17 significant to nobody",
         "06-01 12:00 edition 17 to minister, analyst, editor, deputy, adviser"]),
    Row("06-03 12:00", "no embargo any more", lambda world: world.permit("06-01 12:00")),
    Row("06-10 12:00", "a document goes, before a day off of our own", remove("documents", "AA-013"),
        ["06-11 09:00 held until 06-14 02:30: named in days_off",
         "06-14 02:30 edition 18 significant to all"]),
    Row("06-22 12:00", "the process is off: a document comes", add("AA-014")),
    Row("06-24 12:00", "a figure falls by a quarter", change("figures", "aa-trade-growth", value="-5")),
    Row("06-25 12:00", "the bank has a new rate", lambda world: world.bank.publish("2032-06-25", "150.00"),
        ["06-28 14:00 edition 19 significant to all"]),
    Row("07-01 12:00", "the bank need not be asked any more", lambda world: world.leave()),
    Row("07-14 12:00", "an event was on another day", change("events", "ev-summit", date="2031-06-15"),
        ["07-15 09:00 held until 07-20 02:30: minor changes",
         "07-20 02:30 edition 20 minor to all"]),
    Row("07-28 12:00", "a slip in brief.toml", lambda world: world.lake.reset("[brief]", "[brief]\nslip = 1"),
        ["07-29 09:00 operator: a run failed"]),
    Row("07-28 13:00", "a document comes", add("AA-015")),
    Row("07-30 12:00", "brief.toml is mended", lambda world: world.lake.reset("\nslip = 1", ""),
        ["07-31 09:00 operator: it works again",
         "07-31 09:00 held until 08-02 02:30: weekend in JP, UZ",
         "08-02 02:30 edition 21 significant to all"]),
    Row("08-10 12:00", "a figure goes", remove("figures", "aa-before"),
        ["08-11 09:00 held until 08-12 02:30: Mountain Day in JP",
         "08-12 02:30 edition 22 significant to all"]),
    Row("09-17 12:00", "a document gets another title", retitle("AA-015", "Treaty"),
        ["09-18 09:00 held until 09-23 02:30: minor changes",
         "09-23 02:30 edition 23 minor to all"]),
    Row("10-05 10:00", "a document goes by mistake", remove("documents", "AA-015")),
    Row("10-05 17:00", "and is put back before anybody looks",
        lambda world: world.lake.add("documents", "AA-002", "AA-015", title_en="Treaty")),
    Row("10-30 12:00", "a document goes", remove("documents", "AA-015"),
        ["10-31 01:30 held until 10-31 02:30: quiet hours",
         "10-31 02:30 edition 24 significant to all"]),
    Row("11-06 12:00", "a document comes", add("AA-016"),
        ["11-07 01:30 held until 11-07 02:30: quiet hours",
         "11-07 02:30 edition 25 significant to all"]),
    Row("11-22 12:00", "a source that is no news, and a name that is",
        both(change("documents", "AA-016", source="lakes-report"),
             change("figures", "aa-population", label_en="Population of Alandia")),
        ["11-22 23:30 held until 11-29 09:00: minor changes",
         "11-29 09:00 edition 26 minor to all"]),
    Row("12-07 20:00", "a rate was another", change("rates", "2031-06-13", rate="157.50"),
        ["12-08 09:00 held until 12-09 02:30: Constitution Day in UZ",
         "12-09 02:30 edition 27 significant to all"]),
    Row("12-28 12:00", "a document comes, before days off of our own", add("AA-017"),
        ["12-29 09:00 held until 2033-01-05 02:30: named in days_off"]),
)  # fmt: skip
OFF: Final = ("06-21 10:00", "06-28 14:00")
"""From when until when the process does not run."""
