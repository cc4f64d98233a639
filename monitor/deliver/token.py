"""Know whether the service takes the token: a refused one is asked about ever less often."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from msgspec import Struct

from monitor.deliver.policy import Policy
from monitor.logs import log
from monitor.model import Failed, Fault
from monitor.sinks import Sink
from monitor.store.pauses import WORKSPACE, Hold, Pause, Pauses

Clock = Callable[[], datetime]


class Token(Struct, eq=False):
    """Send nothing while the token is refused, and find out when it is taken again."""

    pauses: Pauses
    policy: Policy
    _probing: bool = False

    def recheck(self, now: datetime) -> None:
        """Ask about a refused token at once after a restart: mending it is what that is often for."""
        if (pause := self.refused()) is not None:
            self.pauses.set(WORKSPACE, Hold.TOKEN, now, now, pause.reason)

    def halt(self, failed: Failed, now: datetime) -> None:
        """Send nothing until Slack takes the token again, which it is asked ever less often."""
        again = self.refused()
        wait = failed.wait or self.policy.token_probe(again.tries if again else 0)
        self.pauses.set(WORKSPACE, Hold.TOKEN, now + wait, now, failed.reason)
        log.error("delivery stopped", reason=failed.reason, asks_again_in=wait.total_seconds())

    async def ask(self, sink: Sink, clock: Clock) -> None:
        """Ask about a token that nothing is known against."""
        trouble = await sink.probe() if self.refused() is None else None
        if trouble is not None and trouble.fault is Fault.TOKEN:
            self.halt(trouble, clock())

    async def works(self, sink: Sink, clock: Clock) -> bool:
        """Ask about a refused token once its pause is over; True where nothing is known against it."""
        pause = self.refused()
        if pause is None:
            return True
        if clock() < pause.until or self._probing:
            return False
        self._probing = True
        try:
            trouble = await sink.probe()
        finally:
            self._probing = False
        if trouble is None:
            self.pauses.end(WORKSPACE)
            log.info("delivery resumed")
            return True
        self.halt(Failed(fault=Fault.TOKEN, reason=trouble.reason, wait=trouble.wait), clock())
        return False

    def refused(self) -> Pause | None:
        """Return the pause of a refused token, over or not."""
        pause = self.pauses.all().get(WORKSPACE)
        return pause if pause is not None and pause.kind is Hold.TOKEN else None
