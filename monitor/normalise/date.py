"""Read the dates that feeds give, and refuse the absurd ones.

A date here is for people and for reading; it is never a watermark, since feeds lie about it.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
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
_YEAR_FIRST = re.compile(
    r"\s*(?P<year>\d{4}) ?(?P<sign>[/.年]) ?(?P<month>\d{1,2}) ?(?:(?P=sign)|月) ?(?P<day>\d{1,2})(?!\d)日?"
    r"[ T,]*(?P<time>.*)",
    re.DOTALL,
)
"""A day as much of the press of East Asia writes it: `2026/11/30 10:00`, `2026. 11. 30`, `2026年11月30日`."""
_DAY_FIRST = re.compile(
    r"\s*(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?!\d)[ T,]*(?P<time>.*)", re.DOTALL
)
"""`23.11.2026 12:00`, as it is written from Germany to Azerbaijan."""
_EITHER = re.compile(
    r"(?:(?P<weekday>[A-Z]{3})[A-Z]*,? )?(?P<one>\d{1,2})(?P<sign>[/-])(?P<other>\d{1,2})(?P=sign)(?P<year>\d{4})(?!\d)"
    r"[ T,-]*(?P<time>.*)",
    re.DOTALL,
)
"""`23/11/2026`, `Mon, 11/02/2026 - 10:00`: the month is known where only one can be it, or by the day of the week."""
_WEEK = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
_HALF_DAY = re.compile(r"\b(\d{1,2})(:\d\d(?::\d\d)?) ?([AP])\.?M\b\.?")
_DAY_ONLY = re.compile(r"(?:[A-Z]+,? )?(?:\d{1,2} [A-Z]+|[A-Z]+ \d{1,2},?) \d{4}")
_BEFORE_TIME = re.compile(r"(?<=\d{4}),?(?: -| AT)? (?=\d{1,2}:)")
"""`Monday, November 23, 2026 - 10:00`, as Drupal writes."""
_ZONE = re.compile(
    r" ?\(?(?:\b(?:GMT|UTC))? ?(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?\)?(?: \([^()]*\))?$"
    r"| ?\(?\b(?P<name>[A-Z]{2,4})\)?$",
)
"""How far from UTC, at the end of a date: `GMT+7`, as some of the press of Viet Nam writes, `+7`, `+07:00`, `CET`."""
_HOURS = {
    "GMT": 0, "UTC": 0, "UT": 0, "WET": 0, "WEST": 1, "WAT": 1, "CET": 1, "MET": 1, "CEST": 2, "MEST": 2, "CAT": 2,
    "SAST": 2, "EET": 2, "EEST": 3, "EAT": 3, "MSK": 3, "TRT": 3, "AZT": 4, "PKT": 5, "ICT": 7, "WIB": 7, "SGT": 8,
    "HKT": 8, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "BRT": -3, "ART": -3,
    "ADT": -3, "AST": -4, "EDT": -4, "EST": -5, "ET": -5, "CDT": -5, "CST": -6, "CT": -6, "MDT": -6, "MST": -7,
    "MT": -7, "PDT": -7, "PST": -8, "PT": -8,
}  # fmt: skip
"""Hours from UTC of zones that are named. The American ones are RFC 5322's (4.3), which takes all others for UTC. That
holds for those that several countries use, such as IST and BST; of the rest there is one each."""


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
            text = value.strip()[:64].upper()
            if _ISO.fullmatch(text) is None:
                text = _plainly(text)
            iso = _ISO.fullmatch(text) is not None
            read = datetime.fromisoformat(text.replace(",", ".")) if iso else parsedate_to_datetime(text)
            read = (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return None if read < EARLIEST or (now is not None and read - now > AHEAD) else read


def _plainly(text: str) -> str:
    """Write a date as ISO 8601 or RFC 5322 have it, where it is one in other words. In capitals."""
    text = _ZONE.sub(_four_digits, _HALF_DAY.sub(_of_24, text))
    if _DAY_ONLY.fullmatch(text):
        return f"{text} 00:00"
    if found := _EITHER.fullmatch(text):
        return _either(found)
    return _YEAR_FIRST.sub(_iso, _DAY_FIRST.sub(_iso, _BEFORE_TIME.sub(" ", text)))


def _iso(found: re.Match[str]) -> str:
    """Write a day in numbers as ISO 8601 does, and the time behind it where that can be read."""
    return _timed(f"{found['year']}-{found['month']:>02}-{found['day']:>02}", found["time"])


def _either(found: re.Match[str]) -> str:
    """Do the same where day and month are not told apart by their order. Raises ValueError where nothing else does."""
    pairs = {(found["one"], found["other"]), (found["other"], found["one"])}
    days = [day for pair in pairs if (day := _day(found["year"], *pair)) is not None]
    if (weekday := found["weekday"]) in _WEEK:
        days = [day for day in days if _WEEK[day.weekday()] == weekday]
    [day] = days
    return _timed(day.isoformat(), found["time"])


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _timed(day: str, time: str) -> str:
    timed = f"{day}T{time}"
    return timed if _ISO.fullmatch(timed) else day


def _of_24(found: re.Match[str]) -> str:
    """Write an hour of twelve as one of the day's 24."""
    hour, rest, half = found.groups()
    return f"{int(hour) % 12 + 12 * (half == 'P')}{rest}" if 1 <= int(hour) <= 12 else found[0]


def _four_digits(zone: re.Match[str]) -> str:
    """Write an offset as RFC 5322 has it; without that it would be taken for none."""
    if (name := zone["name"]) is not None:
        hours = _HOURS.get(name)
        return zone[0] if hours is None else f" {hours * 100:+05}"
    return f" {zone['sign']}{zone['hours']:>02}{zone['minutes'] or '00'}"


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
