"""Write down what became of an alert that was sent or looked for, and do what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec import Struct, field

from monitor.deliver.policy import Policy
from monitor.deliver.token import Token
from monitor.errors import StateError
from monitor.logs import log
from monitor.model import Delivery, Failed, Fault, Gone, Kind, Sent
from monitor.sinks import Sink, notices
from monitor.store.outbox import Outbox
from monitor.store.owed import Owed
from monitor.store.pauses import EDITS, WORKSPACE, Hold, channel_scope


class Outcomes(Struct, eq=False):
    """Mark alerts as sent, owe them again, give them up, or leave a channel alone."""

    outbox: Outbox
    default_channel: str
    policy: Policy
    jitter: Callable[[], float]
    token: Token
    unwritten: list[tuple[Owed, Delivery, datetime]] = field(default_factory=list)
    """Outcomes that the disk refused to take: written first thing in the next pass."""

    def settle(self, owed: Owed, delivery: Delivery, now: datetime, sink: Sink) -> None:
        """Write an outcome down; where the disk refuses, keep it in mind and let the row stay `sending`."""
        try:
            self._write(owed, delivery, now, sink)
        except StateError as error:
            log.error("outcome not written", id=owed.alert.id, reason=str(error))
            self.unwritten.append((owed, delivery, now))

    def write_rest(self, sink: Sink) -> None:
        """Write down what the disk refused before."""
        for _ in range(len(self.unwritten)):  # one that still cannot be written is put back at the end
            self.settle(*self.unwritten.pop(0), sink)

    def _write(self, owed: Owed, delivery: Delivery, now: datetime, sink: Sink) -> None:
        alert, outbox, policy = owed.alert, self.outbox, self.policy
        edit = alert.kind is Kind.UPDATE
        match delivery:
            case Sent():
                pace, burst = (policy.edit_pace, 1) if edit else (sink.pace, sink.burst)
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
                self.token.halt(delivery, now)

    def once_more(
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

    def _backoff(self, times: int) -> timedelta:
        return self.policy.backoff(times, self.jitter())
