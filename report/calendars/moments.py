"""A local date and time → one moment, also where clocks go forward or back.

A time that clocks leave out is the first moment after it; of one that comes twice, the first is meant.
Moments bear a fixed offset: two of one zone would be compared by what the clock shows, and not by which is
earlier (`datetime`, "inter-zone comparison").
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo

from report.errors import SettingsError


def zone_of(name: str) -> tzinfo:
    """The zone of an IANA name; the machine's for the empty one.

    Raises:
        SettingsError: the machine does not tell its zone by name, and its rules are not known so.
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    import tzlocal

    try:
        # Asked anew: a process that stays must not go on by clocks that somebody has set otherwise.
        return ZoneInfo(name) if name else tzlocal.reload_localzone()
    except ZoneInfoNotFoundError as error:
        reason = " ".join(str(error).split())
        raise SettingsError(f"[schedule] zone is not set, and the machine's is not known: {reason}") from None


def local(moment: datetime, zone: tzinfo) -> datetime:
    """The same moment by the clocks of a zone, with the offset that they have then."""
    there = moment.astimezone(zone)
    offset = there.utcoffset() or timedelta()
    return there.replace(tzinfo=timezone(offset), fold=0)


def moment_at(clock: datetime, zone: tzinfo) -> datetime:
    """When the clocks of a zone show `clock`, which has no zone, for the first time."""
    while _left_out(clock, zone):
        clock = clock.replace(second=0) + timedelta(minutes=1)
    return local(clock.replace(tzinfo=zone), zone)


def _left_out(clock: datetime, zone: tzinfo) -> bool:
    """Whether no clock of the zone ever shows it: it is not what comes back from UTC (PEP 495)."""
    there = clock.replace(tzinfo=zone)
    return there.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != clock
