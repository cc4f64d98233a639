"""Say whether delivery works, for the page, the metrics and `status`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from monitor.store.pauses import Hold, Pause


class Obstacles(Struct, frozen=True, kw_only=True):
    """Say why nothing is delivered, and why one channel or for a while; where it works, neither."""

    down: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()

    @property
    def reasons(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.down, *self.waiting)


def obstacles(pauses: Iterable[Pause], now: datetime) -> Obstacles:
    """Return what the pauses say about delivery."""
    down: list[str] = []
    waiting: list[str] = []
    for pause in pauses:
        what = pause.scope.removeprefix("channel:")
        if pause.kind is Hold.TOKEN:
            down.append(f"Slack refuses everything: {pause.reason}")
        elif pause.kind is Hold.PARKED:
            waiting.append(f"{what} refuses messages: {pause.reason}")
        elif pause.kind is Hold.RATE and pause.until > now:
            waiting.append(f"{what} waits: {pause.reason}")
    return Obstacles(down=tuple(down), waiting=tuple(waiting))
