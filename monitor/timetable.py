"""Tell local times: when a channel is quiet, and when a digest is due.

Times are wall-clock times of a zone (IANA). A time that a change of the clock skips counts as if the clock had not been
changed yet; of one that comes twice, the first counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from monitor.model import Alert, Kind, Level

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class QuietHours(Struct, frozen=True, kw_only=True):
    """Say when a channel is left in peace, every day from `start` to `end`, over midnight if that is earlier."""

    channel: str | None
    """None: every channel without quiet hours of its own."""
    start: time
    end: time
    zone: str
    critical: bool = True
    """Alerts of level critical pass."""

    def until(self, now: datetime) -> datetime | None:
        """Return when the quiet that holds at `now` (aware) ends, in UTC; None where none holds."""
        today, length = now.astimezone(ZoneInfo(self.zone)).date(), timedelta(days=self.start > self.end)
        for day in (today - timedelta(days=1), today):
            end = _moment(day + length, self.end, self.zone)
            if _moment(day, self.start, self.zone) <= now < end:
                return end
        return None


class DigestPlan(Struct, frozen=True, kw_only=True):
    """Say when a digest is due and where it goes."""

    every: str
    """day or week."""
    at: time
    zone: str
    on: str = "monday"
    """The day of a weekly one."""
    channel: str | None = None
    """None: the default channel."""

    @property
    def key(self) -> str:
        """Return what its progress is remembered by; another time of day is the same digest still."""
        return f"{self.every}:{self.channel or '*'}"

    @property
    def period(self) -> timedelta:
        """Return the usual time from one to the next."""
        return timedelta(days=7 if self.every == "week" else 1)

    def last(self, now: datetime) -> datetime:
        """Return when it was due last, at `now` (aware) or before, in UTC."""
        day = now.astimezone(ZoneInfo(self.zone)).date()
        if self.every == "week":
            day -= timedelta(days=(day.weekday() - DAYS.index(self.on)) % 7)
        due = _moment(day, self.at, self.zone)
        return due if due <= now else _moment(day - self.period, self.at, self.zone)

    def next(self, now: datetime) -> datetime:
        """Return when it will be due next, after `now` (aware), in UTC."""
        day = self.last(now).astimezone(ZoneInfo(self.zone)).date()
        return _moment(day + self.period, self.at, self.zone)


DAILY = DigestPlan(every="day", at=time(0), zone="UTC")
"""What stands for a digest where the rules have none."""


def quiet_until(quiet: Sequence[QuietHours], channel: str, level: Level, now: datetime) -> datetime | None:
    """Return until when a channel is not to be posted to at this level; None where it may be at once."""
    own = [hours for hours in quiet if hours.channel == channel]
    found = [
        until
        for hours in own or [hours for hours in quiet if hours.channel is None]
        if not (hours.critical and level is Level.CRITICAL) and (until := hours.until(now))
    ]
    return max(found, default=None)


def hushed_until(alert: Alert, quiet: Sequence[QuietHours], now: datetime) -> datetime | None:
    """Return until when an alert would break its channel's quiet; None where it does not.

    Edits make no noise, and a digest's time was chosen by people.
    """
    if not quiet or alert.kind in (Kind.UPDATE, Kind.DIGEST):
        return None
    return quiet_until(quiet, alert.channel, alert.level, now)


def _moment(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)
