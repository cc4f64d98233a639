"""A subscriber with a state file, a fetcher and a page of its own, and a hub that it can reach; time is the test's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from monitor.decide.poll import FeedState
from monitor.due import Schedule
from monitor.fetch import Fetcher, Limits
from monitor.jobs.metrics import Metrics
from monitor.jobs.subscriber import Subscriber
from monitor.model import Announced, Document, Feed
from monitor.rules import Rulebook
from monitor.store import Store
from monitor.web import Health, app
from monitor.web.server import Server
from tests.rules.texts import folder
from tests.websub.hub import Hub

START = datetime(2026, 11, 24, 12, tzinfo=UTC)
TOPIC = "https://news.example/feed"


@dataclass
class Desk:
    """Hold the subscriber and all that it works with."""

    store: Store
    hub: Hub
    subscriber: Subscriber
    feeds: dict[str, Feed]
    metrics: Metrics
    now: datetime = START
    taken: list[tuple[str, Document]] = field(default_factory=list)
    room: bool = True

    def announce(self, feed: str = "one", hub: str | None = None, topic: str = TOPIC) -> None:
        """Let a feed announce a hub, or with `hub` "" none."""
        state = self.store.feeds.state(feed) or FeedState(schedule=Schedule(), due=self.now)
        what = None if hub == "" else Announced(hub=hub or self.hub.url, topic=topic)
        with self.store.db.atomic():
            self.store.feeds.save(feed, replace(state, announced=what, due=self.now + timedelta(hours=1)))
        self.subscriber.review(feed)

    async def look(self, questions: int = 0) -> None:
        """Let the subscriber do what is due, and the hub ask so many questions back."""
        before = len(self.hub.challenges)
        await self.subscriber.look()
        await self.hub.until(before + questions)

    def stages(self, feed: str = "one") -> list[str]:
        return sorted(each.stage.value for each in self.store.subscriptions.of(feed))

    def counted(self, outcome: str) -> float | None:
        return self.metrics.registry.get_sample_value("treatywatch_pushes_total", {"outcome": outcome})


def book() -> Rulebook:
    from monitor.rules import load

    found = load(folder()).rulebook
    assert found
    return found


@asynccontextmanager
async def desk_at(path: Path, hub: Hub, *, allow_private: bool = True) -> AsyncIterator[Desk]:
    store, rules = Store.open(path, create=True), book()
    feeds = {name: Feed(id=name, url=f"https://news.example/{name}") for name in ("one", "two")}
    with store.db.atomic():
        store.feeds.sync(feeds.values(), START)
    made: dict[str, Any] = {}
    metrics = Metrics(store, lambda: made["desk"].now, lambda: rules.version)

    def take(feed: str, document: Document) -> bool:
        desk: Desk = made["desk"]
        if desk.room:
            desk.taken.append((feed, document))
        return desk.room

    limits = Limits(gap=0, slow_gap=0, connect=5, read=5, total=5)
    async with Fetcher(contact="x", allow_private=allow_private, limits=limits) as fetcher:
        subscriber = Subscriber(
            store=store, fetcher=fetcher, base="set below", take=take, feeds=lambda: made["desk"].feeds,
            unsigned=metrics.unsigned, clock=lambda: made["desk"].now, jitter=lambda: 0.5,
        )  # fmt: skip
        page = app(
            store, lambda: rules, lambda: Health(started=START), clock=lambda: made["desk"].now, metrics=metrics,
            subscriber=subscriber,
        )  # fmt: skip
        async with Server(page, host="127.0.0.1", port=0) as server:
            subscriber.base = f"http://127.0.0.1:{server.port}"
            made["desk"] = Desk(store, hub, subscriber, feeds, metrics)
            yield made["desk"]
    store.close()


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    async with Hub() as running:
        yield running


@pytest.fixture
async def desk(tmp_path: Path, hub: Hub) -> AsyncIterator[Desk]:
    async with desk_at(tmp_path / "state.db", hub) as made:
        yield made
