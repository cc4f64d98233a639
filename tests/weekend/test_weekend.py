"""A signing weekend in virtual time: 72 signatures, 40 outlets, nine languages, two days, one readable channel."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor import actors
from monitor.decide.kit import Kit, compile_kit
from monitor.deliver import Deliverer
from monitor.model import Entry, Event, Kind, Record
from monitor.sinks.slack import SlackSink
from monitor.store import Store
from monitor.store.owed import State
from tests import polled
from tests.slack_server import Posted, SlackServer
from tests.weekend.happening import OUTLETS, RECORD, SIGNATORIES, START, record, weekend

RULES = Path(__file__).parents[2] / "rules"
RECORDED = START + timedelta(hours=30)
"""When the depositary's record shows the signatures."""


def kit() -> Kit:
    """Compile the shipped rules and treaties for the invented outlets."""
    feeds = [{"id": outlet, "url": f"https://{outlet}.example/rss"} for outlet in OUTLETS]
    feeds.append({"id": RECORD, "url": "https://record.example/XVIII-16.en.xml", "kind": "untc"})
    texts = {"feeds.yaml": json.dumps({"feeds": feeds})}
    for path in [*RULES.glob("[rsc][!c]*.yaml"), *(RULES / "treaties").glob("*.yaml")]:
        texts[str(path.relative_to(RULES))] = path.read_text(encoding="utf-8")
    return compile_kit(texts, channel="#treaty-alerts", where="rules")


@dataclass
class Weekend:
    """Hold the worker's parts and the time."""

    store: Store
    kit: Kit
    now: datetime = START - timedelta(hours=1)

    def poll(self, feed: str, entries: tuple[Entry, ...], table: Record | None = None) -> None:
        polled.poll(self.store, self.kit, *entries, now=self.now, feed=feed, record=table)

    async def deliver(self, deliverer: Deliverer) -> None:
        """Deliver what is due within this minute."""
        end = self.now + timedelta(seconds=59)
        clock = self.now
        while True:
            at = self.store.outbox.next_at(clock)
            if at is None or at > end:
                return
            clock = max(at, clock) + timedelta(milliseconds=10)
            await deliverer.deliver_due(clock)
            self.now = max(self.now, min(clock, end))


async def live(path: Path, seed: int) -> tuple[list[Posted], list[Event], Counter[str]]:
    """Live through a weekend; return what stands in Slack, every act that was told, and states of the outbox."""
    store = Store.open(path / "state.db", create=True)
    here = Weekend(store, kit())
    coming = weekend(seed)
    async with SlackServer(clock=lambda: here.now.timestamp()) as slack:
        sink = SlackSink(slack.token, api_url=slack.api_url)
        deliverer = Deliverer(store.outbox, sink, default_channel="#treaty-alerts")
        with store.db.atomic():
            store.feeds.sync(here.kit.rulebook.feeds.values(), here.now)
        for feed in here.kit.rulebook.feeds:
            here.poll(feed, ())
        recorded = False
        for minute in range(48 * 60 + 20):
            here.now = START + timedelta(minutes=minute)
            for number, feed in enumerate(OUTLETS):
                if (minute + number) % 5 == 0:
                    new = tuple(one.entry for one in coming if one.feed == feed and one.at <= here.now)
                    if new:
                        coming = [one for one in coming if one.feed != feed or one.at > here.now]
                        here.poll(feed, new)
            if here.now >= RECORDED and not recorded:
                recorded = True
                table, entries = record(here.now)
                here.poll(RECORD, entries, table)
            await here.deliver(deliverer)
        posts = slack.workspace.posts()
    rows = store.outbox.listing(*State, limit=10_000)
    told = [
        event
        for row in reversed(rows)
        if row.alert.kind is Kind.NEWS
        for telling in (row.alert.telling.items or (row.alert.telling,))
        for event in telling.events
    ]
    states = Counter(row.state.value for row in rows if row.alert.kind is Kind.NEWS)
    store.close()
    return posts, told, states


@pytest.mark.parametrize("seed", [1, 2])
async def test_a_weekend_in_hanoi(tmp_path: Path, seed: int) -> None:
    posts, told, states = await live(tmp_path, seed)
    in_channel = [post for post in posts if post.thread_ts is None or post.body.get("reply_broadcast")]
    assert len(in_channel) < 90
    assert set(states) == {"sent"}
    reported = Counter(event.actor for event in told if event.actor and not event.official)
    confirmed = Counter(event.actor for event in told if event.official)
    # What the record confirmed before anybody reported it is told as confirmed, and its report is no news.
    assert set(reported.values()) == {1}
    assert len(reported) > 60
    assert confirmed == dict.fromkeys(SIGNATORIES, 1)
    assert [event.count for event in told if event.actor is None] == [72]
    shown = json.dumps([post.body for post in posts], ensure_ascii=False)
    assert [code for code in SIGNATORIES if actors.name(code) not in shown] == []
