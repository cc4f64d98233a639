"""Poll the feeds that are due, and take what hubs push: many at once, a bug in one costing no other."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict, deque
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any

from msgspec import Struct, field

from monitor.decide.poll import Poll
from monitor.errors import StateError
from monitor.jobs.poller import Poller
from monitor.logs import log
from monitor.model import Document
from monitor.store import Store

IN_FLIGHT = 400
"""Polls under way at once."""
PER_HOST = 8
"""Of them at one host, which sees two requests at once: the feeds of a slow or crowded host leave room for others."""
TOGETHER = 8
"""Polls started in one turn of the loop: a hundred and more may fall due in a second, and others want the loop, too."""
LOOK = 20_000
"""Feeds looked at in one go (some 20 ms). The next look begins where it ended, so that none is passed over for ever."""
PUSHES = 50
"""Pushed documents held at once: a hub that sends more is asked to come again."""
PUSHED_BYTES = 64 * 2**20
"""Bytes of them all; one alone has 10 MiB at most (`web.callbacks`)."""
PER_FEED = 5
"""Of them for one feed: documents that take long to parse leave room for those of other feeds, and for polls."""
FIRST = (0.0, "")
"""Before every feed."""
REST = timedelta(minutes=5)
"""How long a feed rests after a poll that met a bug or could not be recorded."""
TRY = timedelta(seconds=20)
"""While nothing can be recorded, one of them is polled so often: it finds out that there is room again.

Where only they cannot be recorded (a disk that is all but full), so are all of them."""


class Rota(Struct, kw_only=True, eq=False):
    """Hold the polls under way."""

    poller: Poller
    store: Store
    clock: Callable[[], datetime]
    done: Callable[[Poll, float], Awaitable[None]]
    """Is called with each poll that was recorded and its seconds."""
    _polls: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _next: dict[str, str] = field(default_factory=dict)
    """Feeds that have room and wait for a turn of the loop, with their hosts."""
    _pushes: dict[asyncio.Task[bool], tuple[str, int]] = field(default_factory=dict)
    """Of what feed each is, and how many bytes."""
    _at_host: Counter[str] = field(default_factory=Counter)
    _resting: dict[str, datetime] = field(default_factory=dict)
    _unrecorded: set[str] = field(default_factory=set)
    """Those that rest since their polls could not be recorded."""
    _tries: dict[bool, datetime] = field(default_factory=dict)
    """When they may be tried next: one of them while nothing can be recorded (True), or all."""
    _from: tuple[float, str] = FIRST
    _behind: bool = False
    _starting: bool = False
    _stopped: bool = False

    @property
    def under_way(self) -> list[asyncio.Task[Any]]:
        """The polls and pushes that have not ended."""
        return [*self._polls.values(), *self._pushes]

    def start_due(self, now: datetime) -> None:
        """Start a poll of every feed that is due, as far as there is room for it and at its host."""
        self._behind = False
        self._wake_unrecorded(now)
        due = self.store.feeds.due_after(self._from, now, LOOK)
        self._from = due[-1] if len(due) >= LOOK else FIRST
        for _, feed in due:
            if len(self._polls) + len(self._next) >= IN_FLIGHT:
                self._behind, self._from = True, FIRST
                break
            if feed not in self._polls and feed not in self._next and self._resting.get(feed, now) <= now:
                host = self._host(feed)
                if self._at_host[host] >= PER_HOST:
                    continue
                self._at_host[host] += 1
                self._next[feed] = host
        if not self._starting:
            self._start_some()

    def _wake_unrecorded(self, now: datetime) -> None:
        """End the rest of feeds whose polls could not be recorded: of all once that is over, of one until then."""
        refused = self.store.db.refused is not None
        if not self._unrecorded or now < self._tries.get(refused, now):
            return
        some = {min(self._unrecorded)} if refused else self._unrecorded
        for feed in some:
            self._resting.pop(feed, None)
        self._unrecorded = self._unrecorded - some
        self._tries[refused] = now + TRY

    def _start_some(self) -> None:
        """Start some of those that have room, and the others in the next turns of the loop."""
        for feed in list(islice(self._next, TOGETHER)):
            host = self._next.pop(feed)
            self._polls[feed] = task = asyncio.create_task(self._poll(feed))
            task.add_done_callback(partial(self._ended, feed, host))
        self._starting = bool(self._next)
        if self._starting:
            asyncio.get_running_loop().call_soon(self._start_some)

    async def poll_all_due(self, now: datetime, feeds: int) -> None:
        """Poll every feed that is due once, and wait for all of them; `feeds` is how many there are."""
        at_host: defaultdict[str, deque[str]] = defaultdict(deque)
        due = self.store.feeds.due(now, limit=feeds + 1)
        for feed in due:
            at_host[self._host(feed)].append(feed)
        # As many of a host as may be under way there; one that ends makes room for the next.
        lanes = [host for place in range(PER_HOST) for host, left in at_host.items() if place < len(left)]
        ready: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        for host in lanes:
            ready.put_nowait((host, at_host[host].popleft()))
        room = asyncio.Semaphore(IN_FLIGHT)

        async def poll(host: str, feed: str) -> None:
            await self._poll(feed)
            room.release()
            if at_host[host]:
                ready.put_nowait((host, at_host[host].popleft()))

        async with asyncio.TaskGroup() as polls:
            for number in range(len(due)):
                await room.acquire()
                host, feed = await ready.get()
                if self._stopped:
                    break
                polls.create_task(poll(host, feed))
                if number % TOGETHER == 0:
                    await asyncio.sleep(0)

    def take(self, feed: str, document: Document) -> bool:
        """Begin to take a document that a hub pushed; False where there is no room for it now.

        It waits for no poll of its feed: whoever decides second knows what the first one recorded.
        """
        held, size = self._pushes.values(), len(document.body)
        if self._stopped or len(held) >= PUSHES or sum(feed == other for other, _ in held) >= PER_FEED:
            return False
        if size + sum(other for _, other in held) > PUSHED_BYTES:
            return False
        task = asyncio.create_task(self._through(feed, self.poller.take(feed, document)))
        self._pushes[task] = feed, size
        task.add_done_callback(self._pushes.pop)
        return True

    def stop(self) -> None:
        """Start no further polls, and take no further pushes."""
        self._stopped = True
        self._next.clear()

    def wake(self) -> None:
        """Forget who rests: the clock was set, so that the times of their ends mean nothing."""
        self._resting.clear()
        self._unrecorded.clear()
        self._tries.clear()
        self._from = FIRST

    async def _poll(self, feed: str) -> None:
        """Poll one feed; one whose poll met trouble of our own rests."""
        if await self._through(feed, self.poller.poll(feed)):
            self._resting.pop(feed, None)
        else:
            self._resting[feed] = self.clock() + REST

    async def _through(self, feed: str, work: Awaitable[Poll | None]) -> bool:
        """Do a poll's or a push's work: the one place where a bug in it is caught, which costs one feed its turn."""
        began = self.clock()
        try:
            poll = await work
        except StateError as error:
            log.error("poll not recorded", feed=feed, error=str(error))
            self._unrecorded.add(feed)
            return False
        except Exception:
            log.exception("poll met a bug", feed=feed)
            return False
        if poll is not None:
            await self.done(poll, (self.clock() - began).total_seconds())
        return True

    def _host(self, feed: str) -> str:
        known = self.poller.kit.rulebook.feeds.get(feed)
        # of a checked address; urlsplit takes ten times as long
        return known.url.split("/", 3)[2] if known else ""

    def _ended(self, feed: str, host: str, _: asyncio.Task[None]) -> None:
        self._polls.pop(feed, None)
        self._at_host[host] -= 1
        if not self._at_host[host]:
            del self._at_host[host]
        if self._behind and not self._stopped and len(self._polls) + len(self._next) <= IN_FLIGHT // 2:
            self.start_due(self.clock())  # more are due than there was room for: the next round is far away


async def let_end(under_way: set[asyncio.Task[Any]], seconds: float) -> None:
    """Give work that is under way a little time, and then cancel it."""
    if not under_way:
        return
    _, late = await asyncio.wait(under_way, timeout=seconds)
    for task in late:
        task.cancel()
    if late:
        log.warning("left under way; a delivery among it is looked up at the next start", tasks=len(late))
    await asyncio.gather(*late, return_exceptions=True)
