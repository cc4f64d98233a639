"""Read the dates that feeds give, and refuse the absurd ones.

A date here is for people and for reading; it is never a watermark, since feeds lie about it.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Before the Web there was no feed: what says so is a default value such as 1970."""
AHEAD = timedelta(days=2)
"""How far ahead of the poll a date may lie: time zones taken wrongly make hours, embargoed items a day."""
LONGEST = timedelta(days=3650)
"""Longer waits are taken for this; how long we really wait is decided by whoever waits."""

_SECONDS = re.compile(r"[0-9]+(?:\.[0-9]*)?")
_ISO = re.compile(
    r"\d{4}-?\d\d-?\d\d(?:[T ]\d\d:?\d\d(?::?\d\d(?:[.,]\d+)?)?(?: ?(?:Z|[+-]\d\d:?(?:\d\d)?))?)?"
)
YEAR_FIRST = re.compile(
    r"\s*(?P<year>\d{4}) ?(?P<sign>[/.年]) ?(?P<month>\d{1,2}) ?(?:(?P=sign)|月) ?(?P<day>\d{1,2})(?!\d)日?"
    r"[ T,]*(?P<time>.*)",
    re.DOTALL,
)
"""A day as much of the press of East Asia writes it: `2026/11/30 10:00`, `2026. 11. 30`, `2026年11月30日`. feedparser
takes it for the first of the present month."""
_DAY_FIRST = re.compile(
    r"\s*(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?!\d)[ T,]*(?P<time>.*)", re.DOTALL
)
"""`23.11.2026 12:00`, as it is written from Germany to Azerbaijan. With slashes nobody knows which is the month."""
_OFFSET = re.compile(r"(?:\b(?:GMT|UTC))? ?([+-])(\d{1,2})(?::?(\d\d))?$", re.IGNORECASE)
"""How far from UTC, at the end of a date: `GMT+7`, as some of the press of Viet Nam writes, `+7`, `+07:00`."""


def parse(value: str | tuple[int, ...] | None, now: datetime | None = None) -> datetime | None:
    """Return an aware UTC time, or None if there is none or it is absurd.

    Takes RFC 3339 / ISO 8601, RFC 5322, what the press writes (above), or a struct_time in UTC, as feedparser gives. A
    time without a zone is taken as UTC. Absurd is before `EARLIEST`, or more than `AHEAD` after `now`; without `now` no
    bound ahead.
    """
    try:
        if value is None:
            return None
        if isinstance(value, tuple):
            year, month, day, hour, minute, second = value[:6]
            read = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
        else:
            text = YEAR_FIRST.sub(_iso, _DAY_FIRST.sub(_iso, value.strip()[:64]))
            iso = text.upper().replace(",", ".") if _ISO.fullmatch(text.upper()) else None
            read = (
                datetime.fromisoformat(iso) if iso else parsedate_to_datetime(_OFFSET.sub(_four_digits, text))
            )
            read = (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return None if read < EARLIEST or (now is not None and read - now > AHEAD) else read


def _iso(found: re.Match[str]) -> str:
    """Write a day in numbers as ISO 8601 does, and the time behind it where that can be read."""
    written = f"{found['year']}-{found['month']:>02}-{found['day']:>02}"
    timed = f"{written}T{found['time']}"
    return timed if _ISO.fullmatch(timed.upper()) else written


def _four_digits(offset: re.Match[str]) -> str:
    """Write an offset as RFC 5322 has it; without that it would be taken for none."""
    sign, hours, minutes = offset.groups()
    return f" {sign}{hours:>02}{minutes or '00'}"


def retry_after(value: str, sent: datetime | None) -> timedelta | None:
    """Read Retry-After (RFC 9110, 10.2.3): seconds (a fraction is forgiven), or a date, which counts from `sent`.

    `sent` is the answer's own Date, so that a wrong clock of ours does no harm. None for the past and all else.
    """
    if (left := seconds(value)) is not None:
        return left
    at = parse(value)
    return until(at, sent) if at and sent else None


def until(at: datetime, sent: datetime) -> timedelta | None:
    """Return how long after `sent` a moment comes, at most `LONGEST`; None where it does not."""
    return min(at - sent, LONGEST) if at > sent else None


def seconds(value: str) -> timedelta | None:
    """Read a number of seconds in a header; at most `LONGEST`, and None for anything else."""
    if _SECONDS.fullmatch(value.strip()) is None:
        return None
    return timedelta(seconds=min(float(value), LONGEST.total_seconds()))
