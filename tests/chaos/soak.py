"""Let the worker's parts live for a month in virtual time: `python -m tests.chaos.soak --days 30 --feeds 500`.

Poller, pipeline, store and deliverer are the real ones; feeds and Slack are in memory, and the clock jumps from one
thing to do to the next. Every night the state file is closed and opened again, as by a restart.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path

from monitor import logs
from monitor.decide.desk import Pace
from monitor.decide.kit import compile_kit
from monitor.deliver import Deliverer
from monitor.jobs.poller import Poller
from monitor.model import (
    Delivery,
    Document,
    Failed,
    Fault,
    Feed,
    FetchError,
    Message,
    NotModified,
    Outcome,
    Parsed,
    Sent,
    Validators,
)
from monitor.parse import parse
from monitor.store import Store
from tests.chaos.farm import SYLLABLES, Item
from tests.chaos.processes import resident
from tests.chaos.rules import rules_file

START = datetime(2026, 1, 1, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WORD = "axolotl"
SHOWN = 25
"""Items in a document."""


class Virtual:
    """Hold the virtual time."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


class Publishers:
    """Serve feeds from memory, with validators, and at times not at all."""

    def __init__(self, clock: Virtual, dice: random.Random) -> None:
        self.clock, self.dice = clock, dice
        self.items: dict[str, list[Item]] = {}
        self.fetched = 0
        self.published = 0
        self.wanted: list[str] = []
        """Words of items that a rule is looking for."""

    def publish(self, feed: str) -> None:
        """Publish an item; one in ten is looked for. Editors also touch old ones."""
        self.published += 1
        wanted = self.dice.random() < 0.1
        token = f"{self._word()}{self.published}x"
        title = f"{WORD if wanted else 'weather'} {token} {self._word()} {self._word()} {self._word()}"
        link = f"https://{feed}.example/2026/{self.published}-{token}"
        shown = self.items.setdefault(feed, [])
        shown.insert(0, Item(token=token, title=title, link=link, guid=link, published=self.clock.now))
        del shown[SHOWN:]
        if wanted:
            self.wanted.append(token)
        if self.dice.random() < 0.2:
            touched = self.dice.choice(shown)
            touched.guid = f"{touched.guid.partition('?')[0]}?session={self.published}"

    async def fetch(self, feed: Feed, validators: Validators, *, url: str | None = None) -> Outcome:  # noqa: ARG002
        self.fetched += 1
        if self.dice.random() < 0.01:
            return FetchError(reason="HTTP 503")
        body = "".join(item.xml() for item in self.items.get(feed.id, []))
        whole = f"<rss version='2.0'><channel><title>{feed.id}</title>{body}</channel></rss>".encode()
        etag = blake2b(whole, digest_size=8).hexdigest()
        if validators.etag == etag:
            return NotModified()
        return Document(
            url=feed.url, body=whole, content_type="application/rss+xml", validators=Validators(etag=etag)
        )

    def _word(self) -> str:
        return "".join(self.dice.choice(SYLLABLES) for _ in range(4))


class Here:
    """Parse in this process; tests/isolation is about the other one."""

    async def parse(
        self,
        document: Document,
        feed: Feed,
        seen: frozenset[bytes] = frozenset(),
        now: datetime | None = None,
    ) -> Parsed | FetchError:
        return parse(document, feed, {}, seen=seen.__contains__, now=now)


class Channel:
    """Take messages and keep them; at times say nothing clear, after or before taking one."""

    pace = timedelta(seconds=1)
    burst = 1

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.texts: list[str] = []
        self.ids: Counter[str] = Counter()

    async def send(self, message: Message, now: datetime) -> Delivery:  # noqa: ARG002
        chance = self.dice.random()
        if chance < 0.02:
            return Failed(fault=Fault.UNKNOWN, reason="no answer in time")
        if chance < 0.04:
            return Failed(fault=Fault.RATE, reason="HTTP 429", wait=timedelta(seconds=7))
        telling = message.alert.telling
        self.ids[message.alert.id] += 1
        self.texts.append(" ".join([telling.title, *telling.lines, *(item.title for item in telling.items)]))
        if chance < 0.06:
            return Failed(fault=Fault.UNKNOWN, reason="connection reset")
        return self._sent(message)

    async def find(self, message: Message, since: datetime, now: datetime) -> Sent | None:  # noqa: ARG002
        return self._sent(message) if self.ids[message.alert.id] else None

    async def probe(self) -> None:
        return None

    def _sent(self, message: Message) -> Sent:
        return Sent(channel_id="C1", ts=f"{sorted(self.ids).index(message.alert.id)}.{len(self.ids)}")


@dataclass(slots=True, kw_only=True)
class Soaked:
    """Hold what a soak counted."""

    polls: int = 0
    published: int = 0
    wanted: int = 0
    posts: int = 0
    missing: list[str] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    file_bytes: list[int] = field(default_factory=list)
    """At the end of each day, after housekeeping."""
    memory: list[int] = field(default_factory=list)
    seconds: float = 0.0

    def growth(self, series: list[int], begin: float, end: float) -> float:
        """Return the growth a day between two parts of the time, such as 0.5 and 1.0."""
        first, last = int(begin * (len(series) - 1)), int(end * (len(series) - 1))
        return (series[last] - series[first]) / max(1, last - first)


async def soak(
    folder: Path,
    *,
    days: int,
    feeds: int,
    seed: int,
    keep: timedelta,
    a_day: float = 1.0,
    every: timedelta = HOUR,
) -> Soaked:
    """Run the days; a feed publishes `a_day` items each day and is polled `every` so often until that adapts.

    `keep` is how long texts are kept.
    """
    began = time.monotonic()
    dice, clock, done = random.Random(seed), Virtual(), Soaked()
    publishers, channel = Publishers(clock, dice), Channel(dice)
    names = [f"feed{number:03}" for number in range(feeds)]
    listing = ", ".join(f"{{id: {name}, url: 'https://{name}.example/'}}" for name in names)
    texts = {"feeds.yaml": f"feeds: [{listing}]", "rules.yaml": rules_file([WORD])}
    kit = compile_kit(texts, channel="#ops", where="rules")

    def poller_of(store: Store) -> Poller:
        return Poller(
            store=store, fetcher=publishers, isolation=Here(), kit=kit,  # in memory
            pace=Pace(every=every), clock=clock, jitter=dice.random,
        )  # fmt: skip

    for day in range(days):
        store = Store.open(folder / "state.db", create=True)
        poller = poller_of(store)
        deliverer = Deliverer(store.outbox, channel, default_channel="#ops", jitter=dice.random)
        with store.db.atomic():
            store.feeds.sync(kit.rulebook.feeds.values(), clock.now)
            store.bring_back(clock.now)
            deliverer.recover(clock.now)
        end = START + (day + 1) * DAY
        news = sorted(
            (clock.now + dice.random() * (end - clock.now), name)
            for name in names
            for _ in range(int(a_day) + (dice.random() < a_day % 1))
        )
        await _live(store, poller, deliverer, publishers, clock, end, news)
        with store.db.atomic():
            store.entries.prune(clock.now, keep)
        store.close()
        done.file_bytes.append((folder / "state.db").stat().st_size)
        done.memory.append(resident(os.getpid()))
    # Nothing more is published for a day, so that everything is polled and told.
    store = Store.open(folder / "state.db")
    deliverer = Deliverer(store.outbox, channel, default_channel="#ops", jitter=dice.random)
    await _live(store, poller_of(store), deliverer, publishers, clock, clock.now + DAY, [])
    store.close()
    told = Counter(token for text in channel.texts for token in text.split())
    done.polls, done.published, done.wanted = publishers.fetched, publishers.published, len(publishers.wanted)
    done.posts = len(channel.texts)
    done.missing = [token for token in publishers.wanted if told[token] == 0]
    done.duplicates = [token for token in publishers.wanted if told[token] > 1]
    done.duplicates += [alert for alert, times in channel.ids.items() if times > 1]
    done.seconds = time.monotonic() - began
    return done


async def _live(
    store: Store,
    poller: Poller,
    deliverer: Deliverer,
    publishers: Publishers,
    clock: Virtual,
    end: datetime,
    news: list[tuple[datetime, str]],
) -> None:
    """Live until `end`: publish what is on the list, poll what is due, deliver what is owed."""
    coming = iter([*news, (end, "")])
    at, name = next(coming)
    while clock.now < end:
        while at <= clock.now and name:
            publishers.publish(name)
            at, name = next(coming)
        for feed in store.feeds.due(clock.now, limit=50):
            await poller.poll(feed)
        store.write_later()
        await deliverer.deliver_due(clock.now)
        owed = deliverer.outbox.next_at(clock.now)
        due = store.feeds.next_due()
        soonest = min(moment for moment in (at, due, owed, end) if moment is not None)
        clock.now = min(end, max(soonest, clock.now + timedelta(seconds=1)))


def text(done: Soaked, days: int, feeds: int, seed: int) -> str:
    """Return what a soak counted, in words."""
    kib, mib = 1024, 1024 * 1024
    sizes = ", ".join(f"{done.file_bytes[at] / mib:.1f}" for at in range(0, days, max(1, days // 10)))
    memory = ", ".join(f"{done.memory[at] / mib:.0f}" for at in range(0, days, max(1, days // 10)))
    return (
        f"{days} days, {feeds} feeds, seed {seed}: {done.polls:,} polls, {done.published:,} items, of which"
        f" {done.wanted:,} were looked for; {done.posts:,} posts; missing {len(done.missing)}, told twice"
        f" {len(done.duplicates)}; {done.seconds:.0f} s.\n"
        f"State file in MiB, every {max(1, days // 10)} days: {sizes}; growth in the last half"
        f" {done.growth(done.file_bytes, 0.5, 1) / kib:.0f} KiB a day.\n"
        f"Memory in MiB: {memory}.\n"
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.soak")
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--every", type=int, default=6, help="hours between polls, until they adapt")
    parser.add_argument("--keep", type=int, default=7, help="days for which texts are kept")
    options = parser.parse_args()
    logs.configure(level="ERROR", secrets=())
    with tempfile.TemporaryDirectory(prefix="treatywatch-soak-") as folder:
        done = asyncio.run(
            soak(
                Path(folder),
                days=options.days,
                feeds=options.feeds,
                seed=options.seed,
                keep=options.keep * DAY,
            )
        )
    sys.stdout.write(text(done, options.days, options.feeds, options.seed))
    return 1 if done.missing or done.duplicates else 0


if __name__ == "__main__":
    sys.exit(main())
