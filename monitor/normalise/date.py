"""Read the dates that feeds give, and refuse the absurd ones.

A date here is for people and for reading; it is never a watermark, since feeds lie about it. Python reads what is
written as a standard has it, and dateutil what else the press writes. That fills in what a date leaves open, and so it
is asked twice, with other things to fill in, and must answer the same.
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
_RFC = re.compile(
    r"(?:[A-Z]{3}, )?\d{1,2}[ -][A-Z]{3}[ -]\d{4} \d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|GMT|UTC?|[ECMP][SD]T)"
)
"""RFC 5322, 3.3 and 4.3, with the zones that Python's reader knows, too; servers write `01-Jan-1970`."""
_YEAR = re.compile(r"\d{4}")
_REWRITES = (
    (re.compile("[−–]"), "-"),
    # As much of the press of East Asia writes a day: 2026年11月30日, 2026. 11. 30.
    (re.compile(r"\b(\d{4}) ?[.年] ?(\d{1,2}) ?[.月] ?(\d{1,2})(?!\d)[.日]?,?"), r"\1-\2-\3 "),
    # 13:00 GMT+7, which is seven hours behind by POSIX; +0700 (Indochina Time), +07:00[Asia/Bangkok]
    (re.compile(r"\(?\b(?:GMT|UTC) ?(?=[+-]\d)"), " "),
    (re.compile(r"(:\d\d(?:[.,]\d+)?(?: [AP]M)? *[+-]\d{1,2}(?::?\d\d)?)\b.*"), r"\1"),
    # 1:00 p.m.; a Japanese day of the week, (火); Drupal's dash before the time
    (re.compile(r"\b([AP])\.M\b\.?"), r"\1M"),
    (re.compile(r" ?\([^A-Z]*\)| - "), " "),
)
_DAY = re.compile(r"(?<!\d)(?:\d{4}[/-]\d{1,2}[/-]\d{1,2}|\d{1,2}(?P<sign>[/.-])\d{1,2}(?P=sign)\d{4})(?!\d)")
"""A day in numbers."""
_WEEK = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
_OPEN = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2001, 2, 28, tzinfo=UTC))
"""What dateutil fills in, at one time and at another."""
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

    Takes RFC 3339 / ISO 8601, RFC 5322, what the press writes in numbers or English, or a struct_time in UTC, as
    feedparser gives. A time without a zone is taken as UTC. Absurd is before `EARLIEST`, or more than `AHEAD` after
    `now`; without `now` no bound ahead.
    """
    try:
        if value is None:
            return None
        if isinstance(value, tuple):
            year, month, day, hour, minute, second = value[:6]
            read = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
        else:
            read = _read(value.strip()[:64].upper())
            read = (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return None if read < EARLIEST or (now is not None and read - now > AHEAD) else read


def _read(text: str) -> datetime:
    """Return the moment that a text in capitals names. Raises ValueError and the like where it names none."""
    if _ISO.fullmatch(text):
        return datetime.fromisoformat(text.replace(",", "."))
    if _RFC.fullmatch(text) is None and _YEAR.search(text) and (read := _loosely(text)):
        return read
    return parsedate_to_datetime(text)


def _loosely(text: str) -> datetime | None:
    """Return what the press means, or at least the day where its time cannot be read. Raises ValueError for 02/03/2026.

    In numbers the day comes before the month where they stand between dots, and behind it where the year is first. With
    other signs the month is known where only one can be it, or by the day of the week.
    """
    text = re.sub(r"\d", lambda digit: str(int(digit[0])), text)
    for pattern, written in _REWRITES:
        text = pattern.sub(written, text)
    day = _DAY.search(text)
    sign = day["sign"] if day else None
    orders = (True, False) if sign in {"/", "-"} else (sign == ".",)
    for part in (text, day[0] if day else ""):
        if found := {read for day_first in orders if (read := _guess(part, day_first=day_first))}:
            named = {one for one in found if _WEEK[one.weekday()] in text}
            [read] = named if len(found) > 1 else found
            return read
    return None


def _guess(text: str, *, day_first: bool) -> datetime | None:
    """Return what dateutil makes of a text; None where a part of that does not stand there."""
    from dateutil.parser import parse as guess  # loaded for the first such date: most feeds have none

    try:
        one, other = (guess(text, default=rest, dayfirst=day_first, tzinfos=_zone) for rest in _OPEN)
    except (ValueError, ArithmeticError):
        return None
    return one if one == other and str(one.year) in text else None


def _zone(name: str | None, offset: int | None) -> int | None:
    """Return how many seconds a zone is ahead of UTC, by its name or else as it is written; None for an unknown one."""
    hours = None if name is None else _HOURS.get(name)
    return offset if hours is None else hours * 3600


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
