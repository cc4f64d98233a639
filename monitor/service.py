"""Run the worker: the only clock, the scheduler, the signals, and the wiring of doors."""

from __future__ import annotations

import asyncio
import random
import signal
from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog
from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from starlette.types import ASGIApp

from monitor import alerts, folder, review, systemd
from monitor.clockwork import LOOK_EVERY, ClockWatch, Every
from monitor.deliver import Deliverer
from monitor.desk import Kit, Pace
from monitor.errors import RulesError, StateError
from monitor.fetch import Fetcher
from monitor.isolation import Isolation
from monitor.kit import compile_kit
from monitor.ledger import MilestoneKind, milestones, progress, tally
from monitor.metrics import Metrics
from monitor.model import Alert, Fault, Record
from monitor.picture import illustrate
from monitor.poll import Poll
from monitor.poller import Poller
from monitor.settings import Settings
from monitor.sinks import Sink
from monitor.sinks.slack import SlackSink
from monitor.slack_app import Bench, SlackApp
from monitor.store import Store
from monitor.timetable import quietly
from monitor.web import Health, app
from monitor.web.server import Server

log = structlog.get_logger("treatywatch")

IN_FLIGHT = 400
"""Polls under way at once."""
GRACE = 6.0
"""Seconds that a stop waits for what is under way, the page's last answers not counted; SIGTERM promises 10."""
SIGNALS = (signal.SIGTERM, signal.SIGINT)
ONCE = timedelta(minutes=2)
"""How long `run --once` goes on delivering what is owed; what is left stays owed."""
REST = timedelta(minutes=5)
"""How long a feed rests after a poll that met a bug or could not be recorded."""


@dataclass(slots=True, kw_only=True)
class Tally:
    """Count what this process did, for the summary and for health."""

    polled: int = 0
    failed: int = 0
    new: int = 0
    known: int = 0
    matched: int = 0
    owed: int = 0
    edits: int = 0
    sent: int = 0

    def add(self, poll: Poll) -> None:
        """Count one poll."""
        self.polled += 1
        self.failed += poll.outcome == "failed"
        self.new += sum(not noted.edited for noted in poll.noted)
        self.known += poll.known
        self.matched += sum(bool(noted.matches) for noted in poll.noted)
        self.owed += sum(alert.updates is None for alert in poll.alerts)
        self.edits += sum(alert.updates is not None for alert in poll.alerts)


def utc_now() -> datetime:
    """Return the time: the one clock of the worker."""
    return datetime.now(UTC)


class Service:
    """Hold the running worker. `async with Service(...)` opens its doors; then `run`, or `run_once`."""

    def __init__(
        self,
        settings: Settings,
        *,
        store: Store,
        sink: Sink,
        kit: Kit,
        clock: Callable[[], datetime] = utc_now,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.settings = settings
        self.store = store
        self.kit = kit
        self.tally = Tally()
        self.deliverer = Deliverer(store.outbox, sink, default_channel=settings.slack_channel, jitter=jitter)
        self.metrics = Metrics(store, clock, lambda: self.kit.rulebook.version)
        self.page: Server | None = None
        """Set while `run` serves the page."""
        self.rules_error: str | None = None
        self._sink = sink
        self._clock = clock
        self._jitter = jitter
        self._doors = AsyncExitStack()
        self._polls: dict[str, asyncio.Task[None]] = {}
        self._resting: dict[str, datetime] = {}
        self._stop = asyncio.Event()
        self._deliveries = asyncio.Lock()
        self._fingerprint = folder.fingerprint(settings.rules)
        self._health = Health(started=clock())

    async def __aenter__(self) -> Service:
        settings, store, now = self.settings, self.store, self._clock()
        with store.db.atomic():
            store.feeds.sync(self.kit.rulebook.feeds.values(), now)
            store.bring_back(now)
            self.deliverer.recover(now)
        fetcher = await self._doors.enter_async_context(
            Fetcher(allow_private=settings.allow_private, contact=settings.contact, clock=self._clock)
        )
        self._isolation = await self._doors.enter_async_context(Isolation(self.kit.rulebook.treaties))
        self._poller = Poller(
            store=store,
            fetcher=fetcher,
            isolation=self._isolation,
            kit=self.kit,
            pace=Pace(every=settings.poll_every, baseline=settings.baseline),
            clock=self._clock,
            jitter=self._jitter,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._finish()
        await self._doors.aclose()

    # --- Running ----------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Serve the page, poll and deliver until `stop` or a signal; a second signal leaves at once."""
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, self.stop)
        scheduler = self._scheduler()
        async with AsyncExitStack() as until_stopped:
            until_stopped.callback(self._ended)
            self.page = await until_stopped.enter_async_context(
                Server(self._app(), host=self.settings.host, port=self.settings.port)
            )
            await self._listen(until_stopped)
            scheduler.start()
            until_stopped.callback(scheduler.shutdown, wait=False)
            watch = asyncio.create_task(self._watch_clock(scheduler))
            until_stopped.callback(watch.cancel)
            systemd.notify("READY=1")
            log.info(
                "started",
                page=f"http://{self.page.host}:{self.page.port}/",
                feeds=len(self.kit.rulebook.feeds),
                rules=len(self.kit.rulebook.rules),
                rules_version=self.kit.rulebook.version,
            )
            await self._stop.wait()
            systemd.notify("STOPPING=1")
            log.info("stopping", polls=len(self._polls))
            scheduler.pause()  # `shutdown` would cancel a delivery that is under way
            await self._finish()

    def _scheduler(self) -> AsyncIOScheduler:
        scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        scheduler.add_listener(_job_failed, EVENT_JOB_ERROR)
        second = timedelta(seconds=1)
        rounds: list[tuple[Callable[[], object], timedelta]] = [
            (self.tick, second),
            (self.deliver, second),
            (self.reload, 2 * second),
            (self.tell_milestones, timedelta(minutes=10)),
            (self.tell_digests, timedelta(seconds=20)),
            (self.keep_house, timedelta(hours=6)),
        ]
        beat = systemd.seconds_between_beats()
        if beat:
            rounds.append((systemd.beat, timedelta(seconds=beat)))
        for job, every in rounds:
            scheduler.add_job(job, Every(every))
        return scheduler

    async def _watch_clock(self, scheduler: AsyncIOScheduler) -> None:
        """Wake everything that waits for a time when the wall clock was set: the steady clock tells."""
        watch = ClockWatch(self._clock, asyncio.get_running_loop().time)
        while True:
            await asyncio.sleep(LOOK_EVERY)
            step = watch.step()
            if step is not None:
                now = self._clock()
                log.warning("the clock was set", seconds=round(step.total_seconds()))
                self._resting.clear()
                self._health = replace(self._health, polled=now, delivered=now)
                try:
                    with self.store.db.atomic():
                        self.store.bring_back(now)
                except StateError as error:
                    log.error("due times not brought back", error=str(error))
                for job in scheduler.get_jobs():
                    job.modify(next_run_time=datetime.now(UTC))

    def _ended(self) -> None:
        self.page = None
        for number in SIGNALS:
            asyncio.get_running_loop().remove_signal_handler(number)

    async def run_once(self) -> None:
        """Poll every feed that is due once, and deliver what is owed."""
        due = self.store.feeds.due(self._clock(), limit=len(self.kit.rulebook.feeds) + 1)
        gate = asyncio.Semaphore(IN_FLIGHT)

        async def one(feed: str) -> None:
            async with gate:
                await self._poll(feed)

        await asyncio.gather(*(one(feed) for feed in due))
        await self.tell_milestones()
        async with self._deliveries:
            done = await self.deliverer.drain(self._clock, within=ONCE)
            self._delivered(done)

    def stop(self) -> None:
        """Ask the worker to stop cleanly; asked again, leave at once (what is in flight is reconciled later)."""
        if self._stop.is_set():
            log.warning("left at once")
            raise SystemExit(1)
        self._stop.set()
        self.deliverer.stop()

    # --- Jobs -------------------------------------------------------------------------------------------

    async def tick(self) -> None:
        """Start a poll of every feed that is due, as far as there is room."""
        now = self._clock()
        self._health = replace(self._health, polled=now)
        for feed in self.store.feeds.due(now, limit=len(self._polls) + IN_FLIGHT):
            if self._stop.is_set() or len(self._polls) >= IN_FLIGHT:
                return
            if feed not in self._polls and self._resting.get(feed, now) <= now:
                task = asyncio.create_task(self._poll(feed))
                self._polls[feed] = task
                task.add_done_callback(partial(self._polled, feed))

    async def deliver(self) -> None:
        """Deliver what is owed and due, one pass at a time."""
        if not self._deliveries.locked():
            async with self._deliveries:
                done = await self.deliverer.deliver_due(self._clock())
                self._delivered(done)
                self._health = replace(self._health, delivered=self._clock())

    async def reload(self) -> None:
        """Take up a changed rules folder; a wrong edit is refused whole and said once, and so is its mending."""
        fingerprint = folder.fingerprint(self.settings.rules)
        if fingerprint == self._fingerprint:
            return
        self._fingerprint, now = fingerprint, self._clock()
        try:
            texts = await asyncio.to_thread(folder.read, self.settings.rules)
            kit = await asyncio.to_thread(
                compile_kit,
                texts,
                channel=self.settings.slack_channel,
                where=str(self.settings.rules),
                single=self.settings.webhook_only,
            )
        except RulesError as error:
            if str(error) != self.rules_error:
                self.rules_error = str(error)
                lines = self.rules_error.splitlines()
                log.error("rules refused; the last good ones stay in force", problems=lines)
                self._owe(
                    alerts.notice(
                        f"rules:{now.isoformat()}",
                        "The changed rules were refused; the last good ones stay in force.",
                        self.settings.slack_channel,
                        now,
                        lines[:20],
                    )
                )
            return
        if self.rules_error is not None:
            self.rules_error = None
            self._owe(
                alerts.notice(
                    f"rules:{now.isoformat()}",
                    "The rules are good again and in force.",
                    self.settings.slack_channel,
                    now,
                )
            )
        with self.store.db.atomic():
            self.store.feeds.sync(kit.rulebook.feeds.values(), now)
        self._isolation.renew(kit.rulebook.treaties)
        self.kit = self._poller.kit = kit
        log.info(
            "rules in force",
            rules_version=kit.rulebook.version,
            rules=len(kit.rulebook.rules),
            feeds=len(kit.rulebook.feeds),
        )

    async def tell_milestones(self) -> None:
        """Owe what the treaties' own counts and dates give to tell: so many to go, in force, signature closes.

        A single instrument is no milestone here: the alert of the deposit has said it, with the count.
        """
        now, told = self._clock(), self.store.told()
        for treaty in self.kit.rulebook.treaties.values():
            record = self.store.records.get(treaty.id)
            ledger = tally(treaty, record or Record(treaty=treaty.id, acts=()))
            line = progress(treaty, record) if record else None
            for found in milestones(ledger, now, told):
                if found.kind is not MilestoneKind.INSTRUMENT:
                    with self.store.db.atomic():
                        self.store.tell_once(found.key, now)
                        channel = self.settings.slack_channel
                        self._owe(alerts.milestone(found, treaty, line, channel, now))

    async def tell_digests(self) -> None:
        """Owe the digests that are due, and illustrate those that were sent."""
        now = self._clock()
        review.owe_digests(self.store, self.kit, now)
        if isinstance(self._sink, SlackSink):
            await illustrate(self.store, self._sink, self.kit.rulebook, now)

    async def keep_house(self) -> None:
        """Drop texts that are older than they are kept for."""
        with self.store.db.atomic():
            gone = self.store.entries.prune(self._clock() - self.settings.keep)
        if gone:
            log.info("pruned", entries=gone)

    # --- Parts ------------------------------------------------------------------------------------------

    async def _poll(self, feed: str) -> None:
        """Poll one feed; the one place where a bug in polling is caught, so that it costs one feed its turn."""
        try:
            began = self._clock()
            poll = await self._poller.poll(feed)
        except StateError as error:
            log.error("poll not recorded", feed=feed, error=str(error))
        except Exception:
            log.exception("poll met a bug", feed=feed)
        else:
            self._resting.pop(feed, None)
            if poll is not None:
                self.tally.add(poll)
                self.metrics.polled(poll, (self._clock() - began).total_seconds())
                if poll.alerts and not self._stop.is_set():
                    await self.deliver()
            return
        self._resting[feed] = self._clock() + REST

    def _delivered(self, done: Counter[str]) -> None:
        """Count what one pass over the outbox did."""
        self.tally.sent += done["sent"] + done["found"]
        self.metrics.sent(done["sent"] + done["found"])
        for fault in Fault:
            for _ in range(done[fault]):
                self.metrics.failed(fault)

    def health(self) -> Health:
        """Return what only the running worker knows of itself."""
        delivery = self.deliverer.health(self._clock())
        trouble = delivery.reasons if delivery.state == "down" else ()
        return replace(self._health, rules_trouble=self.rules_error, trouble=trouble)

    def _app(self) -> ASGIApp:
        return app(
            self.store, lambda: self.kit.rulebook, self.health, clock=self._clock, metrics=self.metrics
        )

    async def _listen(self, until_stopped: AsyncExitStack) -> None:
        """Listen to buttons and commands where Slack gave an app-level token; delivery does without."""
        token = self.settings.slack_app_token
        if token is not None and isinstance(self._sink, SlackSink):
            bench = Bench(store=self.store, kit=lambda: self.kit, clock=self._clock, trouble=self._trouble)
            api_url = self.settings.slack_api_url
            await until_stopped.enter_async_context(
                SlackApp(token.get_secret_value(), self._sink, bench, api_url=api_url)
            )

    def _trouble(self) -> tuple[str, ...]:
        """Return in words what is wrong, for people who ask from Slack."""
        rules = ("The changed rules were refused; the last good ones stay in force.",)
        reasons = self.deliverer.health(self._clock()).reasons
        return (rules if self.rules_error else ()) + reasons

    def _polled(self, feed: str, _: asyncio.Task[None]) -> None:
        self._polls.pop(feed, None)

    def _owe(self, alert: Alert) -> None:
        with self.store.db.atomic():
            self.store.outbox.add(quietly([alert], self.kit.rulebook.quiet, self._clock()))

    async def _finish(self) -> None:
        """Give what is under way a little time, then let it go; nothing recorded is lost."""
        under_way = {*self._polls.values(), asyncio.create_task(self._last_delivery())}
        _, late = await asyncio.wait(under_way, timeout=GRACE)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        if self._deliveries.locked():
            log.warning("a delivery was left under way; it is looked up at the next start")

    async def _last_delivery(self) -> None:
        async with self._deliveries:
            pass


def _job_failed(event: JobExecutionEvent) -> None:
    log.error("job failed", job=event.job_id, error=repr(event.exception), trace=event.traceback)
