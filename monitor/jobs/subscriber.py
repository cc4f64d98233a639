"""Subscribe at the hubs that feeds announce, and take what they push: WebSub's subscriber.

`look` does what is due of the subscriptions (`monitor.decide.websub` judges), `verify` and `receive` answer hubs
at the callback. A row is written before its hub is asked, since the hub may ask back before it answers.
"""

from __future__ import annotations

import asyncio
import random
import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from itertools import islice

from msgspec import Struct, field

from monitor.decide import websub
from monitor.decide.websub import Stage, Subscription, Task
from monitor.fetch import Fetcher
from monitor.fetch.masking import masked
from monitor.logs import log
from monitor.model import Announced, Document, Feed
from monitor.store import Store
from monitor.store.subscriptions import Subscriptions

AT_ONCE = 20
"""Subscriptions of which something is done in one look."""
COMPARED = 1_000
"""Feeds whose subscriptions are compared with what they announce in one look: some hundredths of a second."""


class Subscriber(Struct, kw_only=True, eq=False):
    """Hold the subscriptions of the running worker."""

    store: Store
    fetcher: Fetcher
    base: str
    """Where hubs reach us, "" where they cannot."""
    take: Callable[[str, Document], bool]
    """Takes a document the way of a polled one, False where there is no room."""
    feeds: Callable[[], Mapping[str, Feed]]
    """Those of the rules in force."""
    unsigned: Callable[[], None]
    """Counts what carries no good signature."""
    clock: Callable[[], datetime]
    jitter: Callable[[], float] = random.random
    chance: Callable[[], str] = secrets.token_urlsafe
    active: set[str] = field(default_factory=set)
    """Feeds that hubs push."""
    unsure: set[str] = field(default_factory=set)
    """Feeds whose subscriptions may not be those that they should have."""

    def __post_init__(self) -> None:
        self.active = self.kept.active() if self.base else set()
        self.review()

    @property
    def kept(self) -> Subscriptions:
        """The subscriptions in the state file."""
        return self.store.subscriptions

    def pushes(self, feed: str) -> bool:
        """Say whether a hub pushes a feed."""
        return feed in self.active

    def review(self, feed: str | None = None) -> None:
        """Compare a feed's subscriptions with what it announces, at the next look; None stands for every feed."""
        if self.base:
            self.unsure |= self.kept.concerned() if feed is None else {feed}

    # --- What is due ----------------------------------------------------------------------------------------

    async def look(self) -> None:
        """Do what is due: subscribe, renew, unsubscribe."""
        if not self.base:
            return
        batch = set(islice(self.unsure, COMPARED))
        self._reconcile(batch)
        self.unsure -= batch
        due = self.kept.due(self.clock(), AT_ONCE)
        done = await asyncio.gather(*map(self._attend, due), return_exceptions=True)
        for one, trouble in zip(due, done, strict=True):
            if isinstance(trouble, BaseException):
                log.error("subscription not attended to", feed=one.feed, error=repr(trouble))

    def _reconcile(self, feeds: Iterable[str]) -> None:
        """Give feeds the subscriptions that they should have."""
        outdated: list[Subscription] = []
        missing: list[Subscription] = []
        for feed in feeds:
            wanted = self.kept.wanted(feed)
            held = [each for each in self.kept.of(feed) if each.stage is not Stage.LEAVING]
            good = [each for each in held if each.announced == wanted and each.base == self.base]
            outdated += [each for each in held if each not in good]
            if wanted is not None and not good:
                missing.append(self._new(feed, wanted))
        if outdated or missing:
            with self.store.db.atomic():
                for each in outdated:
                    self._end(each)
                self.kept.save(missing)

    async def _attend(self, one: Subscription) -> None:
        if self.kept.get(one.token) != one:
            return  # its hub has asked since `look` read it
        wanted = self.kept.wanted(one.feed) if one.base == self.base else None
        task = websub.to_do(one, wanted, self.clock())
        if task in (Task.SUBSCRIBE, Task.UNSUBSCRIBE):
            await self._ask(one, task)
            return
        with self.store.db.atomic():
            if task is Task.FOLLOW:
                self._follow(one)
            elif task is Task.LEAVE:
                self._end(one)
            else:
                self.kept.drop(one.token)
                self._slow_no_more(one)
        self.unsure.add(one.feed)
        if task is Task.LAPSE:
            log.warning("subscription ran out; the feed is polled as before", feed=one.feed, hub=_hub(one))

    async def _ask(self, one: Subscription, task: Task) -> None:
        """Send one request to the hub."""
        self._save(websub.sent(one, None, self.clock(), self.jitter()))
        trouble = await self.fetcher.submit(websub.hub_address(one), websub.form(one, task))
        if trouble is None:
            return
        log.warning(f"cannot {task}", feed=one.feed, hub=_hub(one), error=trouble.reason)
        present = self.kept.get(one.token)
        if present is not None and (present.stage, present.tries) == (one.stage, one.tries + 1):
            self._save(websub.sent(one, trouble.reason, self.clock(), self.jitter()))

    def _follow(self, one: Subscription) -> None:
        """Put another subscription beside one whose lease ends soon."""
        self.kept.save([websub.followed(one)])
        if all(each.stage is not Stage.ASKED for each in self.kept.of(one.feed)):
            self.kept.save([self._new(one.feed, one.announced)])

    def _new(self, feed: str, what: Announced) -> Subscription:
        return websub.asked(feed, what, self.base, self.clock(), self.chance)

    def _end(self, one: Subscription) -> None:
        """End a subscription: by a request to its hub where that keeps one."""
        if one.stage is Stage.ACTIVE:
            self.kept.save([websub.left(one, self.clock())])
            self._slow_no_more(one)
        else:
            self.kept.drop(one.token)

    def _slow_no_more(self, one: Subscription) -> None:
        """Poll a feed as before, and once now, where no hub pushes it any more."""
        if one.feed in self.active and not any(each.stage is Stage.ACTIVE for each in self.kept.of(one.feed)):
            self.active.discard(one.feed)
            self.store.feeds.hasten(one.feed, self.clock())

    # --- What hubs ask and send -----------------------------------------------------------------------------

    def verify(self, token: str, asks: Mapping[str, str]) -> str | None:
        """Answer a hub's question with its challenge; None where nothing was agreed on, which is a 404."""
        one, now = self.kept.get(token), self.clock()
        answer = websub.answer(one, asks, now, self.jitter()) if one else None
        if one is None or answer is None:
            return None
        after = answer.after
        with self.store.db.atomic():
            if after is None:
                self.kept.drop(token)
            else:
                self.kept.save([after])
            if after is not None and after.stage is Stage.ACTIVE:
                self.active.add(one.feed)
                before = [each for each in self.kept.of(one.feed) if each.stage is Stage.ACTIVE]
                self.kept.save([websub.left(each, now) for each in before if each.token != token])
            self._slow_no_more(one)
        _tell(one, after)
        return answer.challenge

    def expects(self, token: str) -> Subscription | None:
        """Return the subscription of a callback at which documents may come: while it ends, too."""
        one = self.kept.get(token)
        return one if one is not None and one.stage in (Stage.ACTIVE, Stage.LEAVING) else None

    def receive(
        self, one: Subscription, body: bytes, content_type: str | None, signature: str | None
    ) -> bool:
        """Take a pushed document; False where there is no room for it now.

        One that is not signed as it should be is counted and passed over, and its sender hears nothing of that.
        """
        if not websub.signed(one.secret, body, signature):
            log.warning("push passed over: its signature is not the hub's", feed=one.feed, hub=_hub(one))
            self.unsigned()
            return True
        feed = self.feeds().get(one.feed)
        if feed is None or not feed.enabled:
            return True
        if not self.take(feed.id, Document(url=feed.url, body=body, content_type=content_type)):
            return False
        with self.store.db.atomic(durable=False):
            self.kept.pushed(one.token, self.clock())
        return True

    def _save(self, one: Subscription) -> None:
        with self.store.db.atomic():
            self.kept.save([one])


def _tell(before: Subscription, after: Subscription | None) -> None:
    """Write what came of a hub's question."""
    facts = {"feed": before.feed, "hub": _hub(before)}
    if after is None:
        log.info("unsubscribed", **facts)
    elif after.stage is Stage.REFUSED:
        log.warning("subscription refused; the feed is polled as before", **facts, reason=after.reason)
    elif after.ends is not None:
        log.info("subscribed", **facts, until=after.ends.isoformat(timespec="seconds"))


def _hub(one: Subscription) -> str:
    return masked(one.announced.hub)
