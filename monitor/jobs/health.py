"""Say whether the worker polls and delivers within its bounds, from facts that are handed in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from msgspec import Struct

from monitor.errors import StateError
from monitor.store import Store
from monitor.store.database import LOST
from monitor.wording import lasting

TICK_BOUND = timedelta(minutes=2)
"""The poll and deliver jobs run every few seconds; a pause of this length means that they stand still."""
OVERDUE_BOUND = timedelta(minutes=15)
"""A feed due for so long is not being polled: the worker does not keep up. While it was off it could not."""
OWED_BOUND = timedelta(minutes=10)
"""An alert owed for so long is late: Slack is down, or a person must mend something."""

KINDS = ("delivery", "state", "rounds", "overdue", "owed", "rules", "network")
"""What can keep the worker from being ready, for machines."""


class Health(Struct, frozen=True, kw_only=True):
    """Hold what only the running worker knows of itself; every text is for people and holds no secret."""

    started: datetime
    polled: datetime | None = None
    """When the poll job last ended, whatever it found."""
    delivered: datetime | None = None
    """When the deliver job last ended, whatever it sent."""
    rules_trouble: str | None = None
    """Why the rules folder on disk was refused, where the worker keeps an older good set."""
    trouble: tuple[str, ...] = ()
    """Anything else that stands in the way of alerts, for example a token that Slack refuses."""
    slack_url: str | None = None
    """The workspace's own address (auth.test's `url`), to link alerts to their messages."""


def problems(health: Health, store: Store, now: datetime) -> tuple[str, ...]:
    """Return what keeps the worker from polling and delivering within its bounds; empty when it is ready."""
    return tuple(said for _, said in by_kind(health, store, now))


def counts(health: Health, store: Store, now: datetime) -> dict[str, int]:
    """Return how many there are of each kind, 0 of most."""
    return dict.fromkeys(KINDS, 0) | Counter(kind for kind, _ in by_kind(health, store, now))


def by_kind(health: Health, store: Store, now: datetime) -> list[tuple[str, str]]:
    """Return the same, each with its kind (`KINDS`); of a damaged file nothing else can be asked."""
    found = []
    with suppress(StateError):
        found = list(_found(health, store, now))
    if damage := store.db.damage():
        return [("state", f"What is polled cannot be recorded, so nothing is told. {damage}")]
    return found


def _found(health: Health, store: Store, now: datetime) -> Iterator[tuple[str, str]]:
    yield from (("delivery", said) for said in health.trouble)
    if store.db.is_lost():
        yield "state", f"{store.path}: {LOST}"
    if store.db.refused:
        yield "state", f"Nothing is recorded, so nothing is told. {store.db.refused}"
    for job, last in (("Polling", health.polled), ("Delivery", health.delivered)):
        quiet = now - max(last or health.started, health.started)
        if quiet > TICK_BOUND:
            yield (
                "rounds",
                f"{job} stands still: its last round ended {lasting(quiet)} ago. Restart the worker.",
            )
    due = store.feeds.next_due()
    if due is not None and now - max(due, health.started) > OVERDUE_BOUND:
        yield (
            "overdue",
            f"Feeds wait: the longest overdue should have been polled {lasting(now - due)} ago.",
        )
    owed = store.views.oldest_owed(now)
    if owed is not None and now - max(owed, health.started) > OWED_BOUND:
        yield (
            "owed",
            f"Alerts wait: the oldest has been owed for {lasting(now - owed)}. See Alerts, state waiting.",
        )
    for channel in store.views.refusing():
        yield "owed", f"{channel} refuses the alerts that wait for it. `treatywatch outbox list` says why."
    if health.rules_trouble:
        yield (
            "rules",
            f"The rules on disk were refused, the last good ones are in force: {health.rules_trouble}",
        )
    enabled, failing = store.views.failing()
    if enabled and failing == enabled:
        yield "network", "Every feed fails. `treatywatch feeds list` says how; check this machine's network."
