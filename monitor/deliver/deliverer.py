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
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from monitor.deliver.health import Health, health
from monitor.deliver.policy import Policy
from monitor.errors import StateError
from monitor.logs import log
from monitor.model import Delivery, Failed, Fault, Gone, Kind, Sent
from monitor.sinks import Sink, notices
from monitor.store.outbox import Outbox
from monitor.store.owed import Owed, State
from monitor.store.pauses import EDITS, WORKSPACE, Hold, Pause, channel_scope, look_scope

Clock = Callable[[], datetime]


class Deliverer(Struct, eq=False):
    """Do what the outbox owes, in passes or as a courier asks for it. A row in flight is not taken twice."""

    outbox: Outbox
    sink: Sink
    default_channel: str
    policy: Policy = Policy()
    jitter: Callable[[], float] = lambda: 0.5
    """Returns a number from 0 up to 1; it spreads the waits between retries."""
    _stopping: bool = False
    _probing: bool = False
    _flying: dict[str, Owed] = field(default_factory=dict)
    _unwritten: list[tuple[Owed, Delivery, datetime]] = field(default_factory=list)
    """Outcomes that the disk refused to take: written first thing in the next pass."""

    def recover(self, now: datetime) -> int:
        """Take up after a stop of any kind: what was in flight is unknown now. Call once, before the first pass.

        A token that was refused is asked about at once: mending it is what a restart is often for.
        """
        if (pause := self._refused()) is not None:
            self.outbox.pauses.set(WORKSPACE, Hold.TOKEN, now, now, pause.reason)
        return self.outbox.recover(now, now + self.policy.settle)

    def stop(self) -> None:
        """Claim nothing more; what is in flight goes on to its end."""
        self._stopping = True

    async def deliver_due(self, now: datetime) -> Counter[str]:
        """Do what can be done now, at most one post and one edit a channel; return counts by outcome.

        Outcomes: sent, found, absent, edited, gone, later, rate, unknown, message, channel, token, strange, blind, bug.
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
            self._write_outcomes()
            if self._stopping or self._unwritten or not await self._token_works(clock):
                return []
            due = self.outbox.due(clock(), self.policy.abreast + len(self._flying))
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
            if at is None or at > end or clock() > end or self._refused() is not None:
                break
            await sleep(max(0.02, (at - clock()).total_seconds()))
        return total

    def health(self, now: datetime) -> Health:
        """Return whether delivery works, and why not."""
        found = health(self.outbox.pauses.all().values(), now)
        unwritten = "the state file cannot be written; nothing is sent meanwhile"
        return replace(found, down=(unwritten, *found.down)) if self._unwritten else found

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
            return "taken", {}
        delivery: Delivery
        try:
            delivery = await self.sink.send(message, clock())
        except asyncio.CancelledError:
            self._settle(owed, Failed(fault=Fault.UNKNOWN, reason="stopped while being sent"), clock())
            raise
        except Exception as error:
            log.exception("sending broke", id=owed.alert.id)
            delivery = Failed(fault=Fault.UNKNOWN, reason=f"{type(error).__name__} in the sink")
        self._settle(owed, delivery, clock())
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
            since = now - policy.wide
        found = await self._find(owed, since, now)
        now = clock()
        match found:
            case Sent(ts=ts):
                self.outbox.mark_sent(id, found, now, self.sink.pace, self.sink.burst)
                return "found", {"ts": ts or ""}
            case None:
                said = "not found in its channel; owed again"
                return self._once_more(owed, now, "absent", said, over="not there after")
            case Failed(fault=Fault.TOKEN):
                self.halt(found, now)
                return "token", {"reason": found.reason}
            case Failed(fault=Fault.MESSAGE | Fault.CHANNEL):
                said = f"cannot be looked for ({found.reason}); sent again"
                return self._once_more(owed, now, "blind", said, over="no clear answer to")
            case Failed(wait=wait):
                at = now + max(wait or policy.look_every, timedelta(seconds=1))
                self.outbox.look_later(id, at, f"cannot be looked for yet: {found.reason}")
                return "later", {"reason": found.reason}

    def _once_more(
        self, owed: Owed, now: datetime, outcome: str, said: str, *, over: str
    ) -> tuple[str, dict[str, str]]:
        """Owe an alert again that was not found, or give it up where that was often enough and others were taken."""
        if owed.strikes >= self.policy.max_strikes:
            if not self.outbox.others_passed(owed):
                said += "; nothing else was taken meanwhile"
                self.outbox.set_aside(owed.alert.id, now + self._backoff(owed.strikes), said)
                return outcome, {"reason": said}
            self._give_up(owed, f"{over} {owed.strikes} attempts: {owed.error}", now)
            return "message", {"reason": "given up"}
        again = now if owed.strikes <= 1 else now + self._backoff(owed.strikes)
        self.outbox.retry_later(owed.alert.id, again, said)
        return outcome, {"reason": said}

    async def _find(self, owed: Owed, since: datetime, now: datetime) -> Sent | Failed | None:
        try:
            return await self.sink.find(self.outbox.message(owed.alert), since, now)
        except Exception as error:
            log.exception("looking broke", id=owed.alert.id)
            return Failed(fault=Fault.UNKNOWN, reason=f"{type(error).__name__} in the sink")

    # --- What follows from an outcome -------------------------------------------------------------------

    def _settle(self, owed: Owed, delivery: Delivery, now: datetime) -> None:
        """Write an outcome down; where the disk refuses, keep it in mind and let the row stay `sending`."""
        try:
            self._write(owed, delivery, now)
        except StateError as error:
            log.error("outcome not written", id=owed.alert.id, reason=str(error))
            self._unwritten.append((owed, delivery, now))

    def _write_outcomes(self) -> None:
        for _ in range(len(self._unwritten)):  # one that still cannot be written is put back at the end
            self._settle(*self._unwritten.pop(0))

    def _write(self, owed: Owed, delivery: Delivery, now: datetime) -> None:
        alert, outbox, policy = owed.alert, self.outbox, self.policy
        edit = alert.kind is Kind.UPDATE
        match delivery:
            case Sent():
                pace, burst = (policy.edit_pace, 1) if edit else (self.sink.pace, self.sink.burst)
                outbox.mark_sent(alert.id, delivery, now, pace, burst)
            case Gone(reason=reason):
                outbox.skip(alert.id, reason)
            case Failed(fault=Fault.MESSAGE | Fault.CHANNEL, reason=reason) if edit:
                outbox.skip(alert.id, f"the message could not be edited: {reason}")
            case Failed(fault=Fault.STRANGE | Fault.UNKNOWN, reason=reason) if edit:
                if now - alert.created > policy.edit_within:
                    outbox.skip(alert.id, f"the message could not be edited: {reason}")
                else:  # done twice it does no harm
                    outbox.retry_later(alert.id, now + self._backoff(owed.strikes + 1), reason, strike=1)
            case Failed(fault=Fault.RATE, reason=reason, wait=wait):
                outbox.retry_later(alert.id, now, reason, counts=False)
                self._asked_to_wait(EDITS if edit else channel_scope(alert.channel), wait, now)
            case Failed(fault=Fault.LATER, reason=reason, wait=wait):
                again = now + max(self._backoff(owed.attempts + 1), wait or timedelta(0))
                outbox.retry_later(alert.id, again, reason)
            case Failed(fault=Fault.UNKNOWN, reason=reason):
                outbox.mark_unknown(alert.id, reason, now, now + policy.settle)
            case Failed(fault=Fault.STRANGE, reason=reason) if owed.strikes + 1 < policy.max_strikes:
                outbox.retry_later(alert.id, now + self._backoff(owed.strikes + 1), reason, strike=1)
            case Failed(fault=Fault.MESSAGE | Fault.STRANGE, reason=reason):
                self._give_up(owed, reason, now)
            case Failed(fault=Fault.CHANNEL, reason=reason):
                self._park(alert.channel, reason, now)
            case Failed(fault=Fault.TOKEN, reason=reason):
                outbox.retry_later(alert.id, now, reason, counts=False)
                self.halt(delivery, now)

    def _give_up(self, owed: Owed, reason: str, now: datetime) -> None:
        """Make an alert a dead letter and owe the operators a notice; a notice that dies is only logged."""
        with self.outbox.db.atomic():
            self.outbox.give_up(owed.alert.id, reason)
            if owed.alert.kind is not Kind.NOTICE:
                self.outbox.add([notices.dead_letter(owed.alert, reason, self.default_channel, now)])
        log.error("dead letter", id=owed.alert.id, channel=owed.alert.channel, reason=reason)

    def _park(self, channel: str, reason: str, now: datetime) -> None:
        before = self.outbox.pauses.all().get(channel_scope(channel))
        again = before if before and before.kind is Hold.PARKED else None
        wait = self.policy.channel_probe(again.tries if again else 0)
        with self.outbox.db.atomic():
            self.outbox.park(channel, now + wait, now, reason)
            if again is None and channel != self.default_channel:
                self.outbox.add([notices.parked(channel, reason, self.default_channel, now)])
        log.error("channel parked", channel=channel, reason=reason)

    def halt(self, failed: Failed, now: datetime) -> None:
        """Send nothing until Slack takes the token again, which it is asked ever less often."""
        again = self._refused()
        wait = failed.wait or self.policy.token_probe(again.tries if again else 0)
        self.outbox.pauses.set(WORKSPACE, Hold.TOKEN, now + wait, now, failed.reason)
        log.error("delivery stopped", reason=failed.reason, asks_again_in=wait.total_seconds())

    def _asked_to_wait(self, scope: str, wait: timedelta | None, now: datetime) -> None:
        """Leave a channel alone; when a second one is asked to wait meanwhile, it is the workspace's limit."""
        until = now + (wait or self.policy.rate_wait)
        pauses = self.outbox.pauses
        others = [
            pause for pause in pauses.all().values()
            if pause.kind is Hold.RATE and pause.until > now and pause.scope not in (scope, WORKSPACE)
        ]  # fmt: skip
        pauses.set(scope, Hold.RATE, until, now, "Slack asked to wait")
        if others:
            pauses.set(WORKSPACE, Hold.RATE, until, now, "Slack asked to wait")

    async def ask(self, clock: Clock) -> None:
        """Ask about a token that nothing is known against, so that a revoked one is known before an alert is owed."""
        trouble = await self.sink.probe() if self._refused() is None else None
        if trouble is not None and trouble.fault is Fault.TOKEN:
            self.halt(trouble, clock())

    async def _token_works(self, clock: Clock) -> bool:
        """Ask about a refused token once its pause is over; True where nothing is known against it."""
        pause = self._refused()
        if pause is None:
            return True
        if clock() < pause.until or self._probing:
            return False
        self._probing = True
        try:
            trouble = await self.sink.probe()
        finally:
            self._probing = False
        if trouble is None:
            self.outbox.pauses.end(WORKSPACE)
            log.info("delivery resumed")
            return True
        self.halt(Failed(fault=Fault.TOKEN, reason=trouble.reason, wait=trouble.wait), clock())
        return False

    def _refused(self) -> Pause | None:
        """Return the pause of a refused token, over or not."""
        pause = self.outbox.pauses.all().get(WORKSPACE)
        return pause if pause is not None and pause.kind is Hold.TOKEN else None

    def _backoff(self, times: int) -> timedelta:
        return self.policy.backoff(times, self.jitter())


_WARNINGS = frozenset({"strange", "blind", "unknown", "rate", "later"})
_ERRORS = frozenset({"message", "channel", "token", "bug"})


def _loudness(outcome: str) -> int:
    return logging.ERROR if outcome in _ERRORS else logging.WARNING if outcome in _WARNINGS else logging.INFO
