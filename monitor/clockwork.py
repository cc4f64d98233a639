"""Keep the worker's rounds going whatever becomes of the wall clock (NTP steps, suspends, no battery-backed clock).

APScheduler reckons in wall-clock time. Its interval trigger works out every fire time that was missed, one by one,
which after a step of some years is more than memory holds, and after a step back it waits until the old time
comes again. So rounds are counted from now on, and a step wakes them (see `Service`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from apscheduler.triggers.base import BaseTrigger

STEP = timedelta(seconds=5)
"""A wall clock that moves further than this against the steady one was set; slewing moves it far less."""
LOOK_EVERY = 2.0
"""Seconds between two looks at the clocks."""


class Every(BaseTrigger):
    """Fire at once, and then so long after each round began; rounds that were missed are not caught up."""

    def __init__(self, interval: timedelta, *, first: timedelta = timedelta(0)) -> None:
        self.interval = interval
        self.first = first

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """Return the next time to fire, counted from now."""
        return now + (self.first if previous_fire_time is None else self.interval)


class ClockWatch:
    """Compare the wall clock with the steady one, which no operator and no time server sets."""

    def __init__(self, wall: Callable[[], datetime], steady: Callable[[], float]) -> None:
        """Take the two clocks; the steady one returns seconds (the loop's `time`)."""
        self._wall = wall
        self._steady = steady
        self._offset = self._difference()

    def step(self) -> timedelta | None:
        """Return how far the wall clock was set since the last call, or None where it was not."""
        before, self._offset = self._offset, self._difference()
        moved = self._offset - before
        return moved if abs(moved) > STEP else None

    def _difference(self) -> timedelta:
        return (
            self._wall()
            - datetime.min.replace(tzinfo=self._wall().tzinfo)
            - timedelta(seconds=self._steady())
        )
