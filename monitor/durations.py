"""Read and write durations as people do in settings, rules and commands: `30s`, `5m`, `1h`, `2d`."""

from __future__ import annotations

import re
from datetime import timedelta

UNITS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}
LONGEST = timedelta(days=36_500)
"""Taken from today or added to it, it still gives a day."""


def duration(text: str) -> timedelta:
    """Read a duration. Raises ValueError that says how to write it."""
    match = re.fullmatch(r"([0-9]{1,6})([smhd])", text.strip())
    if match is None:
        raise ValueError('must be a number and a unit, such as "30s", "5m", "1h" or "1d"')
    span = int(match[1]) * UNITS[match[2]]
    if span > LONGEST:
        raise ValueError("must not be longer than a hundred years")
    return span


def doubled(wait: timedelta, times: int, most: timedelta) -> timedelta:
    """Return a wait after it was doubled so often, at most the longest."""
    return min(wait * (1 << min(times, 20)), most)


def written(span: timedelta) -> str:
    """Write a duration of whole seconds as it is read: `90s`, `5m`, `1h`, `1d`."""
    unit, length = next((unit, length) for unit, length in reversed(UNITS.items()) if not span % length)
    return f"{span // length}{unit}"
