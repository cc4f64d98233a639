"""Hold requests back so that no host sees many at once, or in quick succession; other hosts do not wait."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from msgspec import Struct, field

SLOWEST = 900.0
"""A host that asks us to slow down is spared for at most so many seconds; the feed itself waits longer."""


class _Host(Struct, eq=False):
    active: int = 0
    free_at: float = 0.0
    slow_until: float = 0.0
    waiting: deque[asyncio.Future[None]] = field(default_factory=deque)

    def idle(self, now: float) -> bool:
        return not self.active and not self.waiting and now >= max(self.free_at, self.slow_until)


class HostGate(Struct, kw_only=True, eq=False):
    """Give turns at hosts, first come first served. `clock` and `sleep` are the loop's, or a test's."""

    at_once: int
    """Requests to a host."""
    gap: float
    """Seconds between their starts."""
    slow_gap: float
    """The same, where the host is slowed."""
    clock: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _hosts: dict[str, _Host] = field(default_factory=dict)
    _sweep_at: int = 1024

    def __len__(self) -> int:
        return len(self._hosts)

    @asynccontextmanager
    async def turn(self, name: str, *, spaced: bool = True) -> AsyncIterator[None]:
        """Wait for a turn at a host, and hold it; `spaced=False` leaves the gap out."""
        host = self._hosts.get(name) or self._add(name)
        await self._enter(host)
        try:
            pause = self._space(host, spaced=spaced)
            if pause > 0:
                await self.sleep(pause)
            yield
        finally:
            self._leave(name, host)

    def slow(self, name: str, seconds: float) -> None:
        """Ask one request at a time and a wide gap of a host for a while: it answered 429 or 503."""
        host = self._hosts.get(name) or self._add(name)
        host.slow_until = max(host.slow_until, self.clock() + min(seconds, SLOWEST))

    def _add(self, name: str) -> _Host:
        if len(self._hosts) >= self._sweep_at:
            now = self.clock()
            self._hosts = {key: kept for key, kept in self._hosts.items() if not kept.idle(now)}
            self._sweep_at = max(1024, 2 * len(self._hosts))
        host = self._hosts[name] = _Host()
        return host

    async def _enter(self, host: _Host) -> None:
        if not host.waiting and host.active < self._room(host):
            host.active += 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        host.waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn in host.waiting:  # `_admit` may have passed over it already
                host.waiting.remove(turn)
            elif not turn.cancelled():  # the turn came in the same moment: pass it on
                host.active -= 1
                self._admit(host)
            raise

    def _space(self, host: _Host, *, spaced: bool) -> float:
        now = self.clock()
        gap = self.slow_gap if now < host.slow_until else self.gap
        start = max(now, host.free_at) if spaced else now
        host.free_at = start + gap if spaced else now
        return start - now

    def _leave(self, name: str, host: _Host) -> None:
        host.active -= 1
        self._admit(host)
        if self._hosts.get(name) is host and host.idle(self.clock()):
            del self._hosts[name]

    def _admit(self, host: _Host) -> None:
        while host.waiting and host.active < self._room(host):
            turn = host.waiting.popleft()
            if not turn.done():
                host.active += 1
                turn.set_result(None)

    def _room(self, host: _Host) -> int:
        return 1 if self.clock() < host.slow_until else self.at_once
