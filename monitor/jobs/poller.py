"""Poll one feed: fetch, parse, decide, record."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from functools import partial

from msgspec import Struct, field
from msgspec.structs import replace

from monitor import due
from monitor.decide import websub
from monitor.decide.desk import Pace
from monitor.decide.kit import Kit
from monitor.decide.poll import FeedState, Poll
from monitor.errors import StateError
from monitor.fetch import Fetcher
from monitor.fetch.masking import masked
from monitor.jobs.portion import portions, soundly, summed
from monitor.logs import log
from monitor.model import Document, Feed, FetchError, Outcome, Parsed, Validators
from monitor.pipeline import as_pushed, body_hash, decide
from monitor.store import Store
from monitor.system.isolation import Isolation

_LEVELS = {"failed": logging.WARNING, "new": logging.INFO}
"""Of the line that a poll writes. All others are DEBUG: most polls bring nothing, and a line each would tell little."""


PLACES = 48
"""Feeds that were never read and are polled at once. Each brings a whole document, which waits for the parsing process
in memory: a few keep that busy."""
PATIENCE = 0.25
"""Seconds without an answer after which such a poll lets another one begin, so that dead servers hold up nobody; not
while documents wait to be parsed, for what another one brings would only wait with them."""
HASTE = timedelta(minutes=1)
"""The shortest time between two polls that pushes ask for."""


class Poller(Struct, kw_only=True, eq=False):
    """Poll feeds; holds the doors it goes through and the rules in force."""

    store: Store
    fetcher: Fetcher
    isolation: Isolation
    kit: Kit
    pace: Pace
    clock: Callable[[], datetime]
    jitter: Callable[[], float]
    subscribed: Callable[[str], bool] = lambda _: False
    """Says of a feed whether a hub pushes it."""
    places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(PLACES))
    _parsing: int = 0
    """Documents that are parsed in a process of their own, or wait for it."""

    async def poll(self, feed_id: str) -> Poll | None:
        """Poll one feed and record what that changes; None where the feed left the rules meanwhile.

        A long document is decided and recorded portion by portion. Nothing is awaited between deciding and
        recording one, so that no other poll and no push decides on the same past.
        """
        state = self.store.feeds.state(feed_id)
        if state is not None and state.body_hash is None:
            async with self._place() as answered:
                return await self._poll(feed_id, self.store.feeds.state(feed_id), answered)
        return await self._poll(feed_id, state)

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[Callable[[], None]]:
        """Wait until a poll that will bring a document may begin; it says when it was answered."""
        await self.places.acquire()
        held, loop = True, asyncio.get_running_loop()
        unanswered: asyncio.TimerHandle

        def give_back() -> None:
            nonlocal held
            if held:
                held = False
                self.places.release()

        def lose_patience() -> None:
            nonlocal unanswered
            if self._parsing > 1:
                unanswered = loop.call_later(PATIENCE, lose_patience)
            else:
                give_back()

        unanswered = loop.call_later(PATIENCE, lose_patience)
        try:
            yield lambda: unanswered.cancel()
        finally:
            unanswered.cancel()
            give_back()

    async def _poll(
        self, feed_id: str, state: FeedState | None, answered: Callable[[], None] = lambda: None
    ) -> Poll | None:
        feed = self.kit.rulebook.feeds.get(feed_id)
        changes = self.store.feeds.changes
        if feed is None or state is None:
            return None
        began = self.clock()
        schedule = state.schedule
        whole = due.wants_full_fetch(began, schedule.last_full, schedule.hidden)
        validators = Validators() if whole else state.validators
        outcome = await self.fetcher.fetch(feed, validators, url=due.address(schedule, feed.url))
        answered()
        parsed = await self._parse(outcome, feed_id, state)
        seen = None if self.store.feeds.changes != changes else state
        return await self._through(feed, outcome, parsed, seen, began=began, whole=whole)

    async def take(self, feed_id: str, document: Document) -> Poll | None:
        """Take a document that a hub pushed the way of a polled one; None where the feed left the rules.

        One that is no feed, or that could not be taken to its end, brings a poll of the feed at once: something is
        new there, and its hub, which was thanked for it, will not send it again.
        """
        feed, state = self.kit.rulebook.feeds.get(feed_id), self.store.feeds.state(feed_id)
        if feed is None or state is None:
            return None
        from monitor.fetch.target import Target, target  # whoever polls nothing loads no httpx

        began = self.clock()
        # Its links stand on the address that is polled now, as if it came from there: without its credentials.
        asked = target(due.address(state.schedule, feed.url))
        document = replace(document, url=str(asked.url) if isinstance(asked, Target) else "")
        taken = False
        try:
            parsed = await self._parse(document, feed_id, state)
            poll = await self._through(feed, document, parsed, None, began=began, pushed=True)
            taken = not isinstance(parsed, FetchError)
        finally:
            if not taken:
                with suppress(StateError), self.store.db.atomic(durable=False):
                    self.store.feeds.hasten(feed_id, max(self.clock(), (state.polled or began) + HASTE))
        return poll

    async def _through(
        self,
        feed: Feed,
        outcome: Outcome,
        parsed: Parsed | FetchError | None,
        state: FeedState | None,
        *,
        began: datetime,
        whole: bool = False,
        pushed: bool = False,
    ) -> Poll | None:
        """Decide and record what a document or an answer changes; `state` None is to be looked up anew."""
        changes = self.store.feeds.changes
        pace = self.pace
        if self.subscribed(feed.id):
            pace = replace(pace, stretch=due.PUSHED_STRETCH)
        done: list[Poll] = []
        async for portion in portions(parsed, feed, self.kit, self.store.memory, self.clock()):
            feed_now = self.kit.rulebook.feeds.get(feed.id)
            if done or pushed or state is None or self.store.feeds.changes != changes:
                state = self.store.feeds.state(feed.id)
            if feed_now is None or feed_now.url != feed.url or state is None:
                return None  # the rules were reloaded while we waited; the next tick polls by the new ones
            now = self.clock()  # reading took its time, and a digest may have ended meanwhile
            decided = partial(
                decide,
                feed.id,
                outcome,
                # A push says nothing of the trouble that polls have, so that its end is not told.
                state=replace(state, schedule=due.Schedule(interval=state.schedule.interval))
                if pushed
                else state,
                kit=self.kit,
                memory=self.store.memory,
                pace=pace,
                now=now,
                jitter=self.jitter(),
                whole=whole,
                ahead=portion.by(self.kit),
            )
            poll = soundly(decided, portion.parsed, self.kit, now)
            poll = as_pushed(poll, state) if pushed else _announcing(poll, outcome, portion.parsed, state)
            poll = portion.settled(poll, state)
            if not pushed or isinstance(portion.parsed, Parsed):
                self.store.record(poll, self.kit.rulebook.version)
            self.store.feeds.changes += pushed  # a poll that is under way looks again
            done.append(poll)
        poll = summed(done)
        _write(poll, (self.clock() - began).total_seconds(), parsed)
        return poll

    async def _parse(self, outcome: Outcome, feed_id: str, state: FeedState) -> Parsed | FetchError | None:
        feed = self.kit.rulebook.feeds.get(feed_id)  # it may have left the rules while its server answered
        if feed is None or not isinstance(outcome, Document) or body_hash(outcome) == state.body_hash:
            return None
        if feed.kind == "feed" and state.digests:
            from monitor.parse.feed import parse_few  # loads what reads XML

            few = parse_few(outcome, feed, state.seen.__contains__, self.clock())
            if few is not None:
                return few
        self._parsing += 1
        try:
            return await self.isolation.parse(outcome, feed, state.seen, self.clock())
        finally:
            self._parsing -= 1


def _announcing(poll: Poll, outcome: Outcome, parsed: Parsed | FetchError | None, state: FeedState) -> Poll:
    """Return a poll with the hub that its document names."""
    if not isinstance(outcome, Document) or not isinstance(parsed, Parsed) or poll.feed.kind != "feed":
        return poll
    hub = websub.announced(outcome, parsed, masked)
    return replace(poll, state=replace(poll.state, announced=hub), announces=hub != state.announced)


def _write(poll: Poll, seconds: float, parsed: Parsed | FetchError | None) -> None:
    """Write the one line of a poll; one that changed nothing is of interest to whoever looks for a fault only."""
    level = _LEVELS.get(poll.outcome, logging.DEBUG)
    if not log.is_enabled_for(level):
        return
    facts: dict[str, object] = {"feed": poll.feed.id, "outcome": poll.outcome, "seconds": round(seconds, 3)}
    error = parsed.reason if poll.pushed and isinstance(parsed, FetchError) else poll.state.error
    if error and poll.outcome == "failed":
        facts["error"] = error
    if poll.noted or poll.known:
        facts |= {
            "new": sum(not n.edited for n in poll.noted),
            "known": poll.known,
            "alerts": len(poll.alerts),
        }
    if poll.skipped:
        facts["skipped"] = list(poll.skipped[:3])
    facts["next"] = poll.state.due.isoformat(timespec="seconds")
    log.log(level, "push" if poll.pushed else "poll", **facts)
