"""Feeds that were never read are polled no faster than their documents are parsed, and dead servers hold up nobody."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime

from monitor.decide.desk import Pace
from monitor.decide.kit import compile_kit
from monitor.jobs.poller import PATIENCE, PLACES, Poller
from monitor.model import Document, Feed, FetchError, Outcome, Parsed, Validators
from monitor.store import Store

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FEEDS = [f"f{number}" for number in range(3 * PLACES)]


class Doors:
    """Play servers and the parsing process: count the documents that are held, and let them go when told."""

    def __init__(self) -> None:
        self.asked = self.held = self.most = 0
        self.awake: frozenset[str] = frozenset()
        self.servers, self.parser = asyncio.Event(), asyncio.Event()
        self.parser.set()
        self.more = asyncio.Condition()

    async def fetch(self, feed: Feed, validators: Validators, *, url: str | None = None) -> Outcome:  # noqa: ARG002
        async with self.more:
            self.asked += 1
            self.more.notify_all()
        if feed.id not in self.awake:
            await self.servers.wait()
        self.held += 1
        self.most = max(self.most, self.held)
        return Document(url=feed.url, body=feed.id.encode())

    async def parse(self, document: Document, *_: object) -> Parsed | FetchError:
        async with self.more:
            self.more.notify_all()
        await self.parser.wait()
        self.held -= 1
        return Parsed(entries=(), title=document.url)

    async def wait_for(self, asked: int, held: int = 0) -> None:
        async with asyncio.timeout(60), self.more:
            await self.more.wait_for(lambda: self.asked >= asked and self.held >= held)


def poller(store: Store, doors: Doors) -> Poller:
    listing = ", ".join(f"{{id: {id}, url: 'https://{id}.example/'}}" for id in FEEDS)
    kit = compile_kit({"feeds.yaml": f"feeds: [{listing}]"}, channel="#ops", where="rules")
    with store.db.atomic():
        store.feeds.sync(kit.rulebook.feeds.values(), NOW)
    return Poller(
        store=store, fetcher=doors, isolation=doors, kit=kit, pace=Pace(),
        clock=lambda: NOW, jitter=lambda: 0.5,
    )  # fmt: skip


async def test_documents_wait_for_the_parser_at_their_servers(store: Store) -> None:
    doors = Doors()
    doors.servers.set()
    doors.parser.clear()
    polling = poller(store, doors)
    polls = [asyncio.create_task(polling.poll(feed)) for feed in FEEDS]
    await doors.wait_for(PLACES, held=PLACES)
    doors.parser.set()
    await asyncio.gather(*polls)
    assert (doors.asked, doors.most) == (len(FEEDS), PLACES)


async def test_servers_that_do_not_answer_let_others_be_asked(store: Store) -> None:
    doors = Doors()
    polling = poller(store, doors)
    polls = [asyncio.create_task(polling.poll(feed)) for feed in FEEDS]
    await doors.wait_for(len(FEEDS))
    doors.servers.set()
    assert len(await asyncio.gather(*polls)) == len(FEEDS)


async def test_while_documents_wait_for_the_parser_slow_servers_let_nobody_else_be_asked(
    store: Store,
) -> None:
    doors = Doors()
    doors.awake = frozenset(FEEDS[:2])
    doors.parser.clear()
    polling = poller(store, doors)
    polls = [asyncio.create_task(polling.poll(feed)) for feed in FEEDS]
    await doors.wait_for(PLACES, held=2)
    with suppress(TimeoutError):
        async with asyncio.timeout(2 * PATIENCE):
            await doors.wait_for(PLACES + 1)
    assert doors.asked == PLACES
    doors.parser.set()
    await doors.wait_for(len(FEEDS))
    doors.servers.set()
    await asyncio.gather(*polls)


async def test_feeds_that_were_read_before_wait_for_nobody(store: Store) -> None:
    doors = Doors()
    doors.servers.set()
    polling = poller(store, doors)
    await asyncio.gather(*map(polling.poll, FEEDS))
    doors.servers.clear()
    doors.asked = 0
    polls = [asyncio.create_task(polling.poll(feed)) for feed in FEEDS]
    for _ in range(5):
        await asyncio.sleep(0)
    assert doors.asked == len(FEEDS)
    doors.servers.set()
    await asyncio.gather(*polls)


async def test_a_poll_that_is_given_up_gives_its_place_back(store: Store) -> None:
    doors = Doors()
    polling = poller(store, doors)
    for _ in range(3):
        polls = [asyncio.create_task(polling.poll(feed)) for feed in FEEDS[:PLACES]]
        for _ in range(5):  # much less than the patience with servers that do not answer
            await asyncio.sleep(0)
        assert doors.asked == PLACES
        doors.asked = 0
        for poll in polls:
            poll.cancel()
        assert all(
            isinstance(one, asyncio.CancelledError)
            for one in await asyncio.gather(*polls, return_exceptions=True)
        )


async def test_a_feed_that_leaves_the_rules_while_its_server_answers_is_let_go(store: Store) -> None:
    doors = Doors()
    polling = poller(store, doors)
    poll = asyncio.create_task(polling.poll(FEEDS[0]))
    await doors.wait_for(1)
    polling.kit = compile_kit({"feeds.yaml": "feeds: []"}, channel="#ops", where="rules")
    doors.servers.set()
    assert await poll is None
