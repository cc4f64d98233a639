"""Deliver each alert at the moment when it can go: woken by whoever owes one, by an answer, or by the end of a pause.

Alerts are owed with the poll that found them and would wait for the next round otherwise, as would those that a full
bucket or Retry-After held back: half a second on average, and a whole one at worst.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from msgspec import Struct, field

from monitor.deliver.deliverer import Deliverer
from monitor.deliver.token import Clock
from monitor.logs import log

LOOK_EVERY = 1.0
"""Seconds between two looks at most: others owe alerts too (buttons, digests, commands), and clocks are set."""
LEAST = 0.001
"""Seconds that a wait takes at least: the wall clock and the steady one do not agree to the last bit."""
PROGRESS = frozenset({"sent", "found", "edited", "gone", "kept"})
"""Outcomes after which the next alert of the same channel may go at once. After any other it waits for a look."""


class Courier(Struct, eq=False):
    """Keep delivering while entered."""

    deliverer: Deliverer
    clock: Clock
    done: Callable[[Counter[str]], None]
    """Is called after each look, with the outcomes since the one before."""
    every: float = LOOK_EVERY
    flights: set[asyncio.Task[str]] = field(default_factory=set)
    """What is being sent or looked for; it goes on when the courier leaves, and `__aexit__` waits for it."""
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _outcomes: Counter[str] = field(default_factory=Counter)
    _work: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Courier:
        self._work = asyncio.create_task(self._deliver())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._work is not None:
            self._work.cancel()
            with suppress(asyncio.CancelledError):
                await self._work
        await asyncio.gather(*self.flights, return_exceptions=True)
        self._tell()

    def wake(self) -> None:
        """Say that something is owed."""
        self._woken.set()

    async def _deliver(self) -> None:
        while True:
            self._woken.clear()
            wait, looked = self.every, self.clock()
            try:
                for flight in await self.deliverer.start_due(self.clock):
                    self.flights.add(flight)
                    flight.add_done_callback(self._landed)
                wait = self._until_next(looked)
                self._tell()  # a look that met a bug is none: whoever counts looks shall notice
            # the one place where a bug in looking is caught: the next look is a second away
            except Exception:
                log.exception("delivery met a bug")
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._woken.wait()

    def _until_next(self, looked: datetime) -> float:
        """Return the seconds until something can be done that could not be done at the last look."""
        at = self.deliverer.outbox.next_at(looked)
        if at is None or at <= looked:  # what was due and was not started waits for an answer, which wakes
            return self.every
        return min(max((at - self.clock()).total_seconds(), LEAST), self.every)

    def _landed(self, flight: asyncio.Task[str]) -> None:
        self.flights.discard(flight)
        if not flight.cancelled():
            self._outcomes[flight.result()] += 1
            if flight.result() in PROGRESS:
                self.wake()

    def _tell(self) -> None:
        outcomes, self._outcomes = self._outcomes, Counter()
        self.done(outcomes)
