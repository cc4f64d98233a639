"""Tell the time, and when the wall clock was set (NTP steps, suspends, no battery-backed clock)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

STEP = timedelta(seconds=5)
"""A wall clock that moves further than this against the steady one was set; slewing moves it far less."""
LOOK_EVERY = 2.0
"""Seconds between two looks at the clocks."""


def utc_now() -> datetime:
    """Return the time: the one clock of the worker."""
    return datetime.now(UTC)


async def watch_clock(clocks: ClockWatch, moved: Callable[[timedelta], None]) -> None:
    """Call `moved` whenever the wall clock was set: the steady clock tells. Runs until it is cancelled."""
    while True:
        await asyncio.sleep(LOOK_EVERY)
        step = clocks.step()
        if step is not None:
            moved(step)


async def unless_set(clocks: ClockWatch, job: Callable[[], Awaitable[None]]) -> None:
    """Do a job, but not where the clock was just set: what stood still slept, and all is done anew in a moment."""
    if not clocks.is_set():
        await job()


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
        moved = timedelta(seconds=self._offset - before)
        return moved if abs(moved) > STEP else None

    def is_set(self) -> bool:
        """Say whether it was set since the last call of `step`, which will tell."""
        return abs(self._difference() - self._offset) > STEP.total_seconds()

    def _difference(self) -> float:
        return self._wall().timestamp() - self._steady()
