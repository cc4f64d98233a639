"""Run the worker: the only clock, the scheduler, the signals, and the wiring of doors."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from monitor.decide.desk import Pace
from monitor.decide.kit import Kit
from monitor.decide.poll import Poll
from monitor.deliver import Courier, Deliverer
from monitor.errors import StateError
from monitor.fetch import Fetcher
from monitor.jobs.poller import Poller
from monitor.jobs.subscriber import Subscriber
from monitor.jobs.tally import Tally
from monitor.logs import log
from monitor.model import Alert
from monitor.settings import Settings
from monitor.sinks import Sink, as_slack
from monitor.store import Store
from monitor.system import heap, signals, systemd
from monitor.system.clock import ClockWatch, unless_set, utc_now, watch_clock
from monitor.system.isolation import Isolation
from monitor.worker import rounds
from monitor.worker.condition import Condition
from monitor.worker.reloader import Reloader, warn
from monitor.worker.rota import Rota, let_end

if TYPE_CHECKING:  # what one pass of `run --once` does without is loaded where it is used
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    from monitor.jobs.metrics import Metrics
    from monitor.web.server import Server

GRACE = 6.0
"""Seconds that a stop waits for what is under way, the page's last answers not counted; SIGTERM promises 10."""
ONCE = timedelta(minutes=2)
"""How long `run --once` goes on delivering what is owed; what is left stays owed."""


class Service:
    """Hold the running worker. `async with Service(...)` opens its doors; then `run`, or `run_once`."""

    def __init__(
        self,
        settings: Settings,
        *,
        store: Store,
        sink: Sink,
        kit: Kit,
        seen: str | None = None,
        clock: Callable[[], datetime] = utc_now,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """Wire it up; `seen` is the fingerprint of the rules folder from before `kit` was read from it."""
        self.settings = settings
        self.store = store
        self.kit = kit
        self.tally = Tally()
        self.deliverer = Deliverer(
            store.outbox, sink, settings.slack_channel, jitter=jitter, quiet=lambda: self.kit.rulebook.quiet
        )
        self.metrics: Metrics | None = None
        self.page: Server | None = None
        """Set while `run` serves the page, as the metrics are."""
        self._sink = sink
        self._clock = clock
        self._jitter = jitter
        self._doors = AsyncExitStack()
        self._stop = asyncio.Event()
        self._courier = Courier(self.deliverer, clock, self._delivered)
        self._once_work: set[asyncio.Task[None]] = set()
        self._reloader = Reloader(settings, seen)
        self._condition = Condition(store, self.deliverer, self._reloader, clock)
        self._watch = rounds.StateWatch(store, settings.slack_channel, self._owe, clock)

    async def __aenter__(self) -> Service:
        settings, store, now = self.settings, self.store, self._clock()
        warn(self.kit)
        with store.db.atomic():
            store.feeds.sync(self.kit.rulebook.feeds.values(), now)
            store.bring_back(now)
            self.deliverer.recover(now)
            rounds.begin_digests(store, self.kit, now)
            if settings.websub_url is None:
                store.subscriptions.clear()
        fetcher = Fetcher(**settings.fetching(), clock=self._clock)
        self._fetcher = await self._doors.enter_async_context(fetcher)
        self._isolation = await self._doors.enter_async_context(Isolation(self.kit.rulebook.treaties))
        poller = Poller(
            store=store,
            fetcher=self._fetcher,
            isolation=self._isolation,
            kit=self.kit,
            pace=Pace(every=settings.poll_every, baseline=settings.baseline),
            clock=self._clock,
            jitter=self._jitter,
            subscribed=lambda feed: self._subscriber.pushes(feed),
        )
        heap.settle()
        self._rota = Rota(poller=poller, store=store, clock=self._clock, done=self._polled)
        self._subscriber = Subscriber(
            store=store,
            fetcher=self._fetcher,
            base=settings.websub_url or "",
            take=self._rota.take,
            feeds=lambda: self.kit.rulebook.feeds,
            unsigned=lambda: self.metrics.unsigned() if self.metrics is not None else None,
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
        from monitor.jobs.metrics import Metrics
        from monitor.web import app
        from monitor.web.server import Server

        self._fetcher.open()
        self.metrics = Metrics(
            self.store, self._clock, lambda: self.kit.rulebook.version, self._condition.counts
        )
        site = app(
            self.store,
            lambda: self.kit.rulebook,
            self._condition.health,
            clock=self._clock,
            metrics=self.metrics,
            subscriber=self._subscriber if self.settings.websub_url else None,
        )
        signals.listen(self.stop, self._hang_up)
        scheduler = self._scheduler(clocks := ClockWatch(self._clock, asyncio.get_running_loop().time))
        async with AsyncExitStack() as until_stopped:
            until_stopped.callback(self._ended)
            page = Server(site, host=self.settings.host, port=self.settings.port)
            self.page = await until_stopped.enter_async_context(page)
            await self._listen(until_stopped)
            await until_stopped.enter_async_context(self._courier)
            scheduler.start()
            until_stopped.callback(scheduler.shutdown, wait=False)
            watch = asyncio.create_task(watch_clock(clocks, partial(self._clock_was_set, scheduler)))
            until_stopped.callback(watch.cancel)
            systemd.notify("READY=1")
            log.info("started", page=f"http://{self.page.host}:{self.page.port}/", **self.kit.about())
            await self._stop.wait()
            systemd.notify("STOPPING=1")
            log.info("stopping", polls=len(self._rota.under_way))
            scheduler.pause()  # `shutdown` would cancel a round that is under way
            await self._finish()

    def _scheduler(self, clocks: ClockWatch) -> AsyncIOScheduler:
        from monitor.system.clockwork import Round, scheduler_of

        second = timedelta(seconds=1)
        rounds = [
            Round(self.tick, second),
            Round(self.reload, second),
            Round(self._watch.look, second),
            Round(partial(self.deliverer.ask, self._clock), timedelta(minutes=10)),
            Round(partial(unless_set, clocks, self.look_around), timedelta(minutes=10)),
            Round(self.reassure, timedelta(minutes=1)),
            Round(self.tell_digests, timedelta(seconds=20)),
            Round(self.keep_house, timedelta(hours=6)),
            Round(self._subscriber.look, second),
        ]
        beat = systemd.seconds_between_beats()
        return scheduler_of([*rounds, Round(systemd.beat, timedelta(seconds=beat))] if beat else rounds)

    def _clock_was_set(self, scheduler: AsyncIOScheduler, step: timedelta) -> None:
        """Wake everything that waits for a time of the wall clock."""
        now = self._clock()
        log.warning("the clock was set", seconds=round(step.total_seconds()))
        self._rota.wake()
        self._condition.begin_anew()
        try:
            with self.store.db.atomic():
                self.store.bring_back(now)
        except StateError as error:
            log.error("due times not brought back", error=str(error))
        for job in scheduler.get_jobs():
            job.modify(next_run_time=datetime.now(UTC))

    def _ended(self) -> None:
        self.page = None
        signals.forget()

    async def run_once(self) -> None:
        """Poll every feed that is due once, and deliver what is owed; a signal ends it early and cleanly."""
        signals.listen(self.stop, self._hang_up)
        work, stopped = asyncio.create_task(self._once()), asyncio.create_task(self._stop.wait())
        await asyncio.wait({work, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if work.done():
            work.result()
        self._once_work.add(work)  # `_finish` gives it a little time

    async def _once(self) -> None:
        if self.store.feeds.due(self._clock(), limit=1):
            self._fetcher.open()  # here, where what is wrong with it ends the pass
        async with self._courier:
            await self._rota.poll_all_due(self._clock(), len(self.kit.rulebook.feeds))
            self.store.write_later()
            await self.look_around()
        self._delivered(await self.deliverer.drain(self._clock, within=ONCE))
        if rounds.owe_digests(self.store, self.kit, self._clock()):  # behind the news
            self._delivered(await self.deliverer.drain(self._clock, within=ONCE))
            await self.tell_digests()
        await self.keep_house()

    def stop(self) -> None:
        """Ask the worker to stop cleanly; asked again, leave at once (what is in flight is reconciled later)."""
        if self._stop.is_set():
            log.warning("left at once")
            raise SystemExit(1)
        self._stop.set()
        self._rota.stop()
        self.deliverer.stop()

    def _hang_up(self) -> None:
        if not self._stop.is_set():
            self.stop()

    # --- Jobs -------------------------------------------------------------------------------------------

    async def tick(self) -> None:
        """Start a poll of every feed that is due, as far as there is room."""
        self._condition.polled()
        try:
            self.store.write_later()
        except StateError as error:
            log.error("times of polls not recorded", error=str(error))
        if not self._stop.is_set():
            self._rota.start_due(self._clock())

    async def reload(self) -> None:
        """Take up a changed rules folder, and owe what is to be said of it."""
        kit, notice = await self._reloader.look(self._clock(), self.kit.rulebook)
        if kit is None and notice is None:
            return
        try:
            with self.store.db.atomic():
                if notice is not None:
                    self._owe(notice)
                if kit is not None:
                    self.store.feeds.sync(kit.rulebook.feeds.values(), self._clock())
                    if kit.rulebook.quiet != self.kit.rulebook.quiet:
                        self.store.outbox.hasten(self._clock())
        except StateError:
            self._reloader.undo()
            raise
        if kit is None:
            return
        self._isolation.renew(kit.rulebook.treaties)
        self.kit = self._rota.poller.kit = kit
        self._subscriber.review()
        heap.settle()
        log.info("rules in force", **kit.about())
        warn(kit)

    async def look_around(self) -> None:
        """Owe what time alone gives to tell: milestones of treaties, feeds that fell silent, the heartbeat."""
        book, trouble = self.kit.rulebook, self._condition.problems
        self._owe_once(rounds.findings(self.store, book, self.settings, trouble, self._clock()))

    async def reassure(self) -> None:
        """Call the dead man's switch while all is well: whoever waits for the call raises the alarm without it."""
        if (url := self.settings.deadman_url) is not None and not self._condition.problems():
            await rounds.reassure(self._fetcher, url.reveal())

    async def tell_digests(self) -> None:
        """Owe the digests that are due, and illustrate those that were sent."""
        from monitor.worker.picture import illustrate

        rounds.owe_digests(self.store, self.kit, self._clock())
        await illustrate(self.store, as_slack(self._sink), self.kit.rulebook, self._clock())

    async def keep_house(self) -> None:
        """Drop texts that are older than they are kept for."""
        with self.store.db.atomic():
            gone = self.store.entries.prune(self._clock(), self.settings.keep)
        if gone:
            log.info("pruned", entries=gone)

    # --- Parts ------------------------------------------------------------------------------------------

    async def _polled(self, poll: Poll, seconds: float) -> None:
        """Count a poll, and have delivered at once what it owes."""
        self.tally.add(poll)
        if self.metrics is not None:
            self.metrics.polled(poll, seconds)
        if poll.announces:
            self._subscriber.review(poll.feed.id)
        if poll.record is not None and poll.alerts:  # its count may give more to tell
            channel, now = self.settings.slack_channel, self._clock()
            with suppress(StateError):  # looked at again in ten minutes
                self._owe_once(rounds.treaties(self.store, self.kit.rulebook, channel, now))
        if poll.alerts:
            self._courier.wake()

    def _delivered(self, done: Counter[str]) -> None:
        """Count what was delivered since the last look at the outbox."""
        self._condition.delivered()
        self.tally.sent += done["sent"] + done["found"]
        if self.metrics is not None:
            self.metrics.delivered(done)

    async def _listen(self, until_stopped: AsyncExitStack) -> None:
        """Listen to buttons and commands where Slack gave an app-level token; delivery does without."""
        from monitor.slack_app import Bench, SlackApp

        token, slack = self.settings.slack_app_token, as_slack(self._sink)
        if token is not None and slack is not None:
            bench = Bench(
                store=self.store, kit=lambda: self.kit, clock=self._clock, trouble=self._condition.trouble
            )
            await until_stopped.enter_async_context(
                SlackApp(token.reveal(), slack, bench, api_url=self.settings.slack_api_url)
            )

    def _owe_once(self, findings: Iterable[rounds.Finding]) -> None:
        for key, alert in findings:
            with self.store.db.atomic():
                if self.store.tell_once(key, self._clock()):
                    self._owe(alert)

    def _owe(self, alert: Alert) -> None:
        self.store.outbox.add([alert])

    async def _finish(self) -> None:
        """Give what is under way a little time, then let it go; nothing recorded is lost."""
        under_way = {*self._rota.under_way, *self._courier.flights, *self._once_work}
        await let_end(under_way - {asyncio.current_task()}, GRACE)
