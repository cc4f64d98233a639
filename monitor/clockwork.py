"""Keep the worker's rounds going whatever becomes of the wall clock (NTP steps, suspends, no battery-backed clock).

APScheduler reckons in wall-clock time. Its interval trigger works out every fire time that was missed, one by one,
which after a step of some years is more than memory holds, and after a step back it waits until the old time
comes again. So rounds are counted from now on, and a step wakes them (see `Service`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

log = structlog.get_logger("treatywatch")

STEP = timedelta(seconds=5)
"""A wall clock that moves further than this against the steady one was set; slewing moves it far less."""
LOOK_EVERY = 2.0
"""Seconds between two looks at the clocks."""


def utc_now() -> datetime:
    """Return the time: the one clock of the worker."""
    return datetime.now(UTC)


class Every(BaseTrigger):
    """Fire at once, and then so long after each round began; rounds that were missed are not caught up."""

    def __init__(self, interval: timedelta, *, first: timedelta = timedelta(0)) -> None:
        self.interval = interval
        self.first = first

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """Return the next time to fire, counted from now."""
        return now + (self.first if previous_fire_time is None else self.interval)


@dataclass(frozen=True, slots=True)
class Round:
    """Hold one thing that is done again and again."""

    job: Callable[[], object]
    every: timedelta
    abreast: int = 1
    """How many of it may be under way at once."""


def scheduler_of(rounds: Iterable[Round]) -> AsyncIOScheduler:
    """Return a scheduler, not started yet, that makes these rounds; a late round is made, not dropped."""
    scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True})
    scheduler.add_listener(_failed, EVENT_JOB_ERROR)
    for each in rounds:
        scheduler.add_job(each.job, Every(each.every), max_instances=each.abreast)
    return scheduler


def _failed(event: JobExecutionEvent) -> None:
    """Say that a round met a bug: APScheduler would only log it in its own way, and goes on."""
    log.error("job failed", job=event.job_id, error=repr(event.exception), trace=event.traceback)


async def watch_clock(clock: Callable[[], datetime], moved: Callable[[timedelta], None]) -> None:
    """Call `moved` whenever the wall clock was set: the steady clock tells. Runs until it is cancelled."""
    watch = ClockWatch(clock, asyncio.get_running_loop().time)
    while True:
        await asyncio.sleep(LOOK_EVERY)
        step = watch.step()
        if step is not None:
            moved(step)


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
