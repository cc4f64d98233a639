"""Read and write durations as people do in settings, rules and commands (`30s`, `5m`, `1h`, `2d`); read times of day
and time zones."""

from __future__ import annotations

import re
from datetime import time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

UNITS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}
LONGEST = timedelta(days=36_500)
"""Taken from today or added to it, it still gives a day."""
CLOCK = r"([01]?\d|2[0-3]):([0-5]\d)"
"""A time of day as people write it: `8:00`, `22:30`."""


def duration(text: str) -> timedelta:
    """Read a duration. Raises ValueError that says how to write it."""
    match = re.fullmatch(r"([0-9]{1,99})([smhd])", text.strip())
    if match is None:
        raise ValueError('must be a number and a unit, such as "30s", "5m", "1h" or "1d"')
    number, unit = int(match[1]), UNITS[match[2]]
    if number > LONGEST // unit:
        raise ValueError("must not be longer than a hundred years")
    return number * unit


def interval(value: object) -> timedelta:
    """Read how often a feed is polled. Raises ValueError that says how to write it."""
    every = duration(value if isinstance(value, str) else "")
    if not timedelta(seconds=1) <= every <= timedelta(days=7):
        raise ValueError('must be from "1s" to "7d"')
    return every


def time_of_day(value: object) -> time:
    """Read when something is due or begins. Raises ValueError that says how to write it."""
    found = re.fullmatch(CLOCK, value) if isinstance(value, str) else None
    if found is None:
        quoted = "" if isinstance(value, str) else " in quotes"  # YAML takes 22:30 for a number
        raise ValueError(f'must be a time of day{quoted}, such as "08:00" or "22:30"')
    return time(int(found[1]), int(found[2]))


def zone(name: object) -> None:
    """Check the IANA name of a time zone. Raises ValueError where no zone has it."""
    try:
        ZoneInfo(str(name))
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise ValueError("must be a time zone such as Europe/Berlin, Asia/Ho_Chi_Minh or UTC") from None


def doubled(wait: timedelta, times: int, most: timedelta) -> timedelta:
    """Return a wait after it was doubled so often, at most the longest."""
    return min(wait * (1 << min(times, 20)), most)


def written(span: timedelta) -> str:
    """Write a duration of whole seconds as it is read: `90s`, `5m`, `1h`, `1d`."""
    unit, length = next((unit, length) for unit, length in reversed(UNITS.items()) if not span % length)
    return f"{span // length}{unit}"
