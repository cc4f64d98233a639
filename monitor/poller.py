"""Poll one feed: fetch, parse, decide, record."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

import structlog

from monitor import due
from monitor.desk import Kit, Pace
from monitor.fetch import Fetcher
from monitor.isolation import Isolation
from monitor.model import Document, FetchError, Outcome, Parsed, Validators
from monitor.parse.feed import parse_few
from monitor.pipeline import body_hash, decide
from monitor.poll import FeedState, Poll
from monitor.portion import read_ahead, settled, summed
from monitor.store import Store

log = structlog.get_logger("treatywatch.poll")
_LEVELS = {"failed": logging.WARNING, "new": logging.INFO}
"""Of the line that a poll writes. All others are DEBUG: most polls bring nothing, and a line each would tell little."""


class Poller:
    """Poll feeds; holds the doors it goes through and the rules in force."""

    def __init__(
        self,
        *,
        store: Store,
        fetcher: Fetcher,
        isolation: Isolation,
        kit: Kit,
        pace: Pace,
        clock: Callable[[], datetime],
        jitter: Callable[[], float],
    ) -> None:
        self.kit = kit
        self._store = store
        self._fetcher = fetcher
        self._isolation = isolation
        self._pace = pace
        self._clock = clock
        self._jitter = jitter

    async def poll(self, feed_id: str) -> Poll | None:
        """Poll one feed and record what that changes; None where the feed left the rules meanwhile.

        A long document is decided and recorded portion by portion. Nothing is awaited between deciding and
        recording one, so that no other poll decides on the same past.
        """
        feed, state = self.kit.rulebook.feeds.get(feed_id), self._store.feeds.state(feed_id)
        changes = self._store.feeds.changes
        if feed is None or state is None:
            return None
        began = self._clock()
        schedule = state.schedule
        whole = due.wants_full_fetch(began, schedule.last_full, schedule.hidden)
        validators = Validators() if whole else state.validators
        outcome = await self._fetcher.fetch(feed, validators, url=due.address(schedule, feed.url))
        parsed = await self._parse(outcome, feed_id, state)
        now = self._clock()
        done: list[Poll] = []
        async for part, ahead in read_ahead(parsed, feed, self.kit, self._store.memory, now):
            feed_now = self.kit.rulebook.feeds.get(feed_id)
            if done or self._store.feeds.changes != changes:
                state = self._store.feeds.state(feed_id)
            if feed_now is None or feed_now.url != feed.url or state is None:
                return None  # the rules were reloaded while we waited; the next tick polls by the new ones
            poll = decide(
                feed_id,
                outcome,
                part,
                state=state,
                kit=self.kit,
                memory=self._store.memory,
                pace=self._pace,
                now=now,
                jitter=self._jitter(),
                whole=whole,
                readings=ahead.readings if ahead.kit is self.kit else None,
                identified=ahead.identified,
                flooded=ahead.flooded,
            )
            poll = settled(poll, state, ahead)
            self._store.record(poll, self.kit.rulebook.version)
            done.append(poll)
        poll = summed(done)
        _log(poll, (now - began).total_seconds())
        return poll

    async def _parse(self, outcome: Outcome, feed_id: str, state: FeedState) -> Parsed | FetchError | None:
        if not isinstance(outcome, Document) or body_hash(outcome) == state.body_hash:
            return None
        feed = self.kit.rulebook.feeds[feed_id]
        if feed.kind == "feed" and state.digests:
            few = parse_few(outcome, feed, state.seen.__contains__, self._clock())
            if few is not None:
                return few
        return await self._isolation.parse(outcome, feed, state.seen, self._clock())


def _log(poll: Poll, seconds: float) -> None:
    """Write the one line of a poll; one that changed nothing is of interest to whoever looks for a fault only."""
    level = _LEVELS.get(poll.outcome, logging.DEBUG)
    if not log.is_enabled_for(level):
        return
    facts: dict[str, object] = {"feed": poll.feed.id, "outcome": poll.outcome, "seconds": round(seconds, 3)}
    if poll.state.error:
        facts["error"] = poll.state.error
    if poll.noted or poll.known:
        facts |= {
            "new": sum(not n.edited for n in poll.noted),
            "known": poll.known,
            "alerts": len(poll.alerts),
        }
    if poll.skipped:
        facts["skipped"] = list(poll.skipped[:3])
    facts["next"] = poll.state.due.isoformat(timespec="seconds")
    log.log(level, "poll", **facts)
