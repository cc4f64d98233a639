"""Deliver what is owed: outbox -> sink, and never twice as far as anybody can know.

    outbox.due | claim (committed) | sink.send | mark_sent, retry_later, mark_unknown, park, give_up
               | unknown: sink.find | mark_sent, or owed again

A row is `sending` on disk before its request leaves. Whatever ends without a clear answer becomes `unknown` and is
looked for in its channel before anything is sent again.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from monitor.deliver.obstacles import Obstacles, obstacles
from monitor.deliver.outcomes import Outcomes
from monitor.deliver.policy import Policy
from monitor.deliver.token import Clock, Token
from monitor.errors import StateError
from monitor.logs import log
from monitor.model import Delivery, Failed, Fault, Gone, Kind, Level, Sent
from monitor.sinks import Sink
from monitor.store.outbox import Outbox
from monitor.store.owed import Owed, State
from monitor.store.pauses import WIDE, Hold, look_scope
from monitor.timetable import QuietHours, hushed_until


class Deliverer(Struct, eq=False, dict=True):
    """Do what the outbox owes, in passes or as a courier asks for it. A row in flight is not taken twice."""

    outbox: Outbox
    sink: Sink
    default_channel: str
    policy: Policy = Policy()
    jitter: Callable[[], float] = lambda: 0.5
    """Returns a number from 0 up to 1; it spreads the waits between retries."""
    quiet: Callable[[], Sequence[QuietHours]] = tuple
    """Returns the quiet hours in force: what was owed by day may come to its turn by night."""
    _stopping: bool = False
    _flying: dict[str, Owed] = field(default_factory=dict)

    @cached_property
    def token(self) -> Token:
        """Whether the service takes our token."""
        return Token(self.outbox.pauses, self.policy)

    @cached_property
    def outcomes(self) -> Outcomes:
        """What becomes of alerts, and what follows."""
        return Outcomes(self.outbox, self.default_channel, self.policy, self.jitter, self.token)

    def recover(self, now: datetime) -> int:
        """Take up after a stop of any kind: what was in flight is unknown now. Call once, before the first pass."""
        self.token.recheck(now)
        return self.outbox.recover(now, now + self.policy.settle)

    def stop(self) -> None:
        """Claim nothing more; what is in flight goes on to its end."""
        self._stopping = True

    async def deliver_due(self, now: datetime) -> Counter[str]:
        """Do what can be done now, at most one post and one edit a channel; return counts by outcome.

        Outcomes: sent, found, absent, edited, gone, later, rate, unknown, message, channel, token, strange, blind, bug;
        kept, of what is muted by now, or speaks of a message that was not sent.
        """
        started = asyncio.get_running_loop().time()

        def clock() -> datetime:
            return now + timedelta(seconds=asyncio.get_running_loop().time() - started)

        return Counter(await asyncio.gather(*await self.start_due(clock)))

    async def start_due(self, clock: Clock) -> list[asyncio.Task[str]]:
        """Start what can be done now, as far as there is room; each task returns its outcome."""
        return [self._start(owed, clock) for owed in await self._ready(clock)]

    async def _ready(self, clock: Clock) -> list[Owed]:
        try:
            self.outcomes.write_rest(self.sink)
            if self._stopping or self.outcomes.unwritten or not await self.token.works(self.sink, clock):
                return []
            due = self._due(clock())
        except StateError as error:  # disk full, locked: nothing is sent that cannot be marked as being sent
            log.error("outbox not usable", reason=str(error))
            return []
        edits = sum(owed.alert.kind is Kind.UPDATE for owed in self._flying.values())
        room = {True: 1 - edits, False: self.policy.abreast - len(self._flying) + edits}
        ready = []
        for owed in due:
            edit = owed.alert.kind is Kind.UPDATE
            if owed.alert.id not in self._flying and room[edit] > 0:
                room[edit] -= 1
                ready.append(owed)
        return ready

    def _due(self, now: datetime) -> Sequence[Owed]:
        """Return what can be done now, after what would break a channel's quiet was put off."""
        while True:
            due, hours = self.outbox.due(now, self.policy.abreast + len(self._flying)), self.quiet()
            posts = (owed.alert for owed in due if owed.state is not State.UNKNOWN)
            loud = [(alert, at) for alert in posts if (at := hushed_until(alert, hours, now))]
            if not loud:
                return due
            for alert, until in loud:
                self.outbox.hush(alert.channel, until, critical=alert.level is Level.CRITICAL)

    def _start(self, owed: Owed, clock: Clock) -> asyncio.Task[str]:
        self._flying[owed.alert.id] = owed
        task = asyncio.create_task(self._one(owed, clock))
        task.add_done_callback(lambda _: self._flying.pop(owed.alert.id))
        return task

    async def drain(
        self, clock: Clock, *, within: timedelta, sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep
    ) -> Counter[str]:
        """Run passes until nothing is owed that could be done `within` this time; return counts by outcome.

        Nobody mends a refused token within it.
        """
        total: Counter[str] = Counter()
        end = clock() + within
        while not self._stopping:
            total += await self.deliver_due(clock())
            at = self.outbox.next_at(clock())
            if at is None or at > end or clock() > end or self.token.refused() is not None:
                break
            await sleep(max(0.02, (at - clock()).total_seconds()))
        return total

    def obstacles(self, now: datetime) -> Obstacles:
        """Return whether delivery works, and why not."""
        found = obstacles(self.outbox.pauses.all().values(), now)
        unwritten = "the state file cannot be written; nothing is sent meanwhile"
        return replace(found, down=(unwritten, *found.down)) if self.outcomes.unwritten else found

    async def ask(self, clock: Clock) -> None:
        """Ask about a token that nothing is known against, so that a revoked one is known before an alert is owed."""
        await self.token.ask(self.sink, clock)

    # --- One alert --------------------------------------------------------------------------------------

    async def _one(self, owed: Owed, clock: Clock) -> str:
        begun = clock()
        try:
            work = self._look if owed.state is State.UNKNOWN else self._send
            outcome, detail = await work(owed, clock)
        except StateError as error:
            outcome, detail = "later", {"reason": str(error)}
        except Exception as error:  # one alert's trouble is not the others'
            log.exception("delivery broke", id=owed.alert.id)
            outcome, detail = "bug", {"reason": type(error).__name__}
        log.log(
            _loudness(outcome), "delivery", id=owed.alert.id, kind=owed.alert.kind.value,
            channel=owed.alert.channel, priority=owed.alert.level.value, outcome=outcome, attempt=owed.attempts + 1,
            ms=round((clock() - begun) / timedelta(milliseconds=1)), **detail,
        )  # fmt: skip
        return outcome

    async def _send(self, owed: Owed, clock: Clock) -> tuple[str, dict[str, str]]:
        message = self.outbox.claim(owed, clock())
        if message is None:
            return "kept", {}
        delivery: Delivery
        try:
            delivery = await self.sink.send(message, clock())
        except asyncio.CancelledError:
            stopped = Failed(fault=Fault.UNKNOWN, reason="stopped while being sent")
            self.outcomes.settle(owed, stopped, clock(), self.sink)
            raise
        except Exception as error:
            log.exception("sending broke", id=owed.alert.id)
            delivery = Failed(fault=Fault.UNKNOWN, reason=f"{type(error).__name__} in the sink")
        self.outcomes.settle(owed, delivery, clock(), self.sink)
        match delivery:
            case Sent(ts=ts):
                edit = owed.alert.kind is Kind.UPDATE
                return ("edited" if edit else "sent"), {"ts": ts} if ts else {}
            case Gone(reason=reason):
                return "gone", {"reason": reason}
            case Failed(fault=fault, reason=reason):
                return fault.value, {"reason": reason}

    async def _look(self, owed: Owed, clock: Clock) -> tuple[str, dict[str, str]]:
        """Look for an alert whose outcome is unknown, and owe it again only when it surely is not there."""
        policy, id = self.policy, owed.alert.id
        now = clock()
        self.outbox.pauses.set(look_scope(owed.alert.channel), Hold.PACE, now + policy.look_every, now)
        since = (owed.sending or owed.alert.created) - policy.skew
        if since > now:  # our clock was set back meanwhile, nobody knows how far
            since = now - WIDE
        found = await self._find(owed, since, now)
        now = clock()
        match found:
            case Sent(ts=ts):
                self.outbox.mark_sent(id, found, now, self.sink.pace, self.sink.burst)
                return "found", {"ts": ts or ""}
            case None:
                said = "not found in its channel; owed again"
                return self.outcomes.once_more(owed, now, "absent", said, over="not there after")
            case Failed(fault=Fault.TOKEN):
                self.token.halt(found, now)
                return "token", {"reason": found.reason}
            case Failed(fault=Fault.MESSAGE | Fault.CHANNEL):
                said = f"cannot be looked for ({found.reason}); sent again"
                return self.outcomes.once_more(owed, now, "blind", said, over="no clear answer to")
            case Failed(wait=wait):
                at = now + max(wait or policy.look_every, timedelta(seconds=1))
                self.outbox.look_later(id, at, f"cannot be looked for yet: {found.reason}")
                return "later", {"reason": found.reason}

    async def _find(self, owed: Owed, since: datetime, now: datetime) -> Sent | Failed | None:
        try:
            return await self.sink.find(self.outbox.message(owed.alert), since, now)
        except Exception as error:
            log.exception("looking broke", id=owed.alert.id)
            return Failed(fault=Fault.UNKNOWN, reason=f"{type(error).__name__} in the sink")


_WARNINGS = frozenset({"strange", "blind", "unknown", "rate", "later"})
_ERRORS = frozenset({"message", "channel", "token", "bug"})


def _loudness(outcome: str) -> int:
    return logging.ERROR if outcome in _ERRORS else logging.WARNING if outcome in _WARNINGS else logging.INFO
