"""Keep the worker's rounds going whatever becomes of the wall clock (NTP steps, suspends, no battery-backed clock).

APScheduler reckons in wall-clock time. Its interval trigger works out every fire time that was missed, one by one,
which after a step of some years is more than memory holds, and after a step back it waits until the old time
comes again. So rounds are counted from now on, and a step (see `monitor.system.clock`) wakes them (see `Service`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta
from inspect import isawaitable

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from msgspec import Struct

from monitor.errors import StateError
from monitor.logs import log


class Every(BaseTrigger):
    """Fire at once, and then so long after each round began; rounds that were missed are not caught up."""

    def __init__(self, interval: timedelta) -> None:
        self.interval = interval

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """Return the next time to fire, counted from now."""
        return now if previous_fire_time is None else now + self.interval


class Round(Struct, frozen=True):
    """Hold one thing that is done again and again."""

    job: Callable[[], object]
    every: timedelta


def scheduler_of(rounds: Iterable[Round]) -> AsyncIOScheduler:
    """Return a scheduler, not started yet, that makes these rounds; a late round is made, not dropped."""
    scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True})
    scheduler.add_listener(_failed, EVENT_JOB_ERROR)
    for each in rounds:
        scheduler.add_job(_put_off(each.job), Every(each.every))
    return scheduler


def _put_off(job: Callable[[], object]) -> Callable[[], Awaitable[None]]:
    """Return a round that is made again later where the state file is full, locked or gone: that is no bug."""

    async def made() -> None:
        try:
            told = job()
            if isawaitable(told):
                await told
        except StateError as error:
            log.error("round put off", error=str(error))

    return made


def _failed(event: JobExecutionEvent) -> None:
    """Say that a round met a bug: APScheduler would only log it in its own way, and goes on."""
    log.error("job failed", job=event.job_id, error=repr(event.exception), trace=event.traceback)
