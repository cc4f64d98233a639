"""Know how the running worker is, for the page, the metrics, the heartbeat and people who ask from Slack."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from msgspec.structs import replace

from monitor.deliver import Deliverer
from monitor.errors import StateError
from monitor.jobs.health import Health, counts, problems
from monitor.sinks import as_slack
from monitor.store import Store
from monitor.worker.reloader import REFUSED, Reloader


class Condition:
    """Hold when the rounds last ended, and who knows of trouble."""

    def __init__(
        self, store: Store, deliverer: Deliverer, reloader: Reloader, clock: Callable[[], datetime]
    ) -> None:
        self.store = store
        self.deliverer = deliverer
        self.reloader = reloader
        self.clock = clock
        self._rounds = Health(started=clock())

    def polled(self) -> None:
        """Note that feeds were looked at."""
        self._rounds = replace(self._rounds, polled=self.clock())

    def delivered(self) -> None:
        """Note that the outbox was looked at."""
        self._rounds = replace(self._rounds, delivered=self.clock())

    def begin_anew(self) -> None:
        """Count all from now on: the clock was set."""
        now = self.clock()
        self._rounds = replace(self._rounds, started=now, polled=now, delivered=now)

    def health(self) -> Health:
        """Return what only the running worker knows of itself."""
        trouble: tuple[str, ...] = ()
        with suppress(StateError):  # of a damaged file: `problems` says so
            trouble = self.deliverer.obstacles(self.clock()).down
        slack = as_slack(self.deliverer.sink)
        url = slack.workspace_url if slack is not None else None
        return replace(self._rounds, rules_trouble=self.reloader.error, trouble=trouble, slack_url=url)

    def problems(self) -> tuple[str, ...]:
        """Return what keeps the worker from polling and delivering within its bounds."""
        return problems(self.health(), self.store, self.clock())

    def counts(self) -> dict[str, int]:
        """Return how many there are of each kind."""
        return counts(self.health(), self.store, self.clock())

    def trouble(self) -> tuple[str, ...]:
        """Return what is wrong with rules and delivery, in words."""
        return ((REFUSED,) if self.reloader.error else ()) + self.deliverer.obstacles(self.clock()).reasons
