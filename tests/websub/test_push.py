"""A pushed document goes the way of a polled one."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from monitor.decide.desk import Pace
from monitor.decide.kit import Kit, compile_kit
from monitor.decide.poll import FeedState, Poll
from monitor.due import Schedule
from monitor.jobs.metrics import Metrics
from monitor.jobs.poller import HASTE, Poller
from monitor.jobs.tally import Tally
from monitor.model import Document, Feed, FetchError, Outcome, Parsed, Validators
from monitor.parse import parse
from monitor.store import Store

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ADDRESS = "https://news.example/feed"


def kit() -> Kit:
    rules = "rules: [{id: a, title: A, match: axolotl, channel: '#a', level: critical}]"
    return compile_kit(
        {"feeds.yaml": f"feeds: [{{id: one, url: '{ADDRESS}'}}]", "rules.yaml": rules},
        channel="#ops",
        where="rules",
    )


def rss(*titles: str, links: str = "") -> bytes:
    items = "".join(
        f"<item><title>{title}</title><guid isPermaLink='false'>g-{title}</guid>"
        "<pubDate>Tue, 24 Nov 2026 11:59:00 GMT</pubDate></item>"
        for title in titles
    )
    head = "<rss version='2.0' xmlns:a='http://www.w3.org/2005/Atom'><channel><title>News</title>"
    return f"{head}{links}{items}</channel></rss>".encode()


class Doors:
    """Answer polls with a document, and parse in this process."""

    def __init__(self) -> None:
        self.body = b""

    async def fetch(self, feed: Feed, validators: Validators, *, url: str | None = None) -> Outcome:  # noqa: ARG002
        return Document(url=ADDRESS, body=self.body, validators=Validators(etag='"v1"'))

    async def parse(
        self, document: Document, feed: Feed, seen: frozenset[bytes], now: datetime
    ) -> Parsed | FetchError:
        return parse(document, feed, {}, seen=seen.__contains__, now=now)


class Made:
    """A poller over a real state file; `now` is the test's."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.doors = Doors()
        self.now = NOW
        self.subscribed = False
        given: Any = self.doors
        self.poller = Poller(
            store=store, fetcher=given, isolation=given, kit=kit(), pace=Pace(), clock=lambda: self.now,
            jitter=lambda: 0.0, subscribed=lambda _: self.subscribed,
        )  # fmt: skip
        with store.db.atomic():
            store.feeds.sync(self.poller.kit.rulebook.feeds.values(), NOW)

    async def poll(self, body: bytes) -> Poll:
        self.doors.body = body
        poll = await self.poller.poll("one")
        assert poll
        return poll

    async def push(self, body: bytes) -> Poll:
        poll = await self.poller.take(
            "one", Document(url=ADDRESS, body=body, content_type="application/rss+xml")
        )
        assert poll
        return poll

    @property
    def state(self) -> FeedState:
        state = self.store.feeds.state("one")
        assert state
        return state


@pytest.fixture
def made(store: Store) -> Made:
    return Made(store)


async def test_a_push_is_told_once_and_leaves_polling_as_it_was(made: Made) -> None:
    await made.poll(rss("Pond"))
    before = made.state
    made.now += timedelta(minutes=1)
    poll = await made.push(rss("Axolotl"))
    assert (poll.outcome, poll.pushed, len(poll.alerts)) == ("new", True, 1)
    after = made.state
    assert replace(after, news=before.news, entries=1, matches=0) == before
    assert (after.news, after.entries, after.matches) == (made.now, 2, 1)
    assert (await made.push(rss("Axolotl", "Pond"))).outcome == "unchanged"
    poll = await made.poll(rss("Axolotl", "Pond"))
    assert (poll.outcome, poll.alerts, poll.known) == ("unchanged", (), 2)
    assert len(made.store.outbox.listing()) == 1


async def test_the_same_bytes_as_polled_cost_nothing(made: Made) -> None:
    await made.poll(rss("Axolotl"))
    changes = made.store.db.conn.total_changes
    assert (await made.push(rss("Axolotl"))).outcome == "unchanged"
    assert made.store.db.conn.total_changes == changes


async def test_a_baseline_holds_for_pushes_as_well(made: Made) -> None:
    poll = await made.push(rss("Axolotl").replace(b"24 Nov 2026", b"20 Nov 2026"))
    assert poll.alerts == ()
    assert made.state.first_polled is None


async def test_a_push_that_is_not_taken_to_its_end_brings_a_poll(made: Made) -> None:
    await made.poll(rss("Pond"))
    before = made.state
    reached = asyncio.Event()

    async def broken(*_: Any) -> Parsed:
        raise ZeroDivisionError

    async def slow(*_: Any) -> Parsed:
        reached.set()
        await asyncio.Event().wait()
        raise AssertionError

    made.doors.parse = broken
    body = rss(*(f"Axolotl {n}" for n in range(20)))
    with pytest.raises(ZeroDivisionError):
        await made.push(body)
    assert made.state == replace(before, due=NOW + HASTE)
    with made.store.db.atomic():
        made.store.feeds.save("one", before)
    made.doors.parse = slow
    push = asyncio.create_task(made.push(body))
    await reached.wait()
    push.cancel()  # as at a stop of the worker
    with pytest.raises(asyncio.CancelledError):
        await push
    assert made.state == replace(before, due=NOW + HASTE)


async def test_links_of_a_push_stand_where_the_feed_is_polled_and_hold_no_credentials(made: Made) -> None:
    await made.poll(rss("Pond"))
    moved = Schedule(moved_to="https://user:canary@moved.example/feed", moved_polls=99)
    made.store.write_later()
    with made.store.db.atomic():
        made.store.feeds.save("one", replace(made.state, schedule=moved))
    atom = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>N</title><entry><id>/1</id><title>Axolotl</title>"
        "<link href='/news/1'/><updated>2026-11-24T11:59:00Z</updated></entry></feed>"
    )
    (noted,) = (await made.push(atom.encode())).noted
    assert (noted.entry.guid, noted.entry.link) == ("https://moved.example/1", "https://moved.example/news/1")


async def test_a_push_ends_no_trouble_of_polls(made: Made) -> None:
    await made.poll(rss("Pond"))
    failing = Schedule(failures=9, failing_since=NOW - timedelta(days=9), told=True)
    made.store.write_later()
    with made.store.db.atomic():
        made.store.feeds.save("one", replace(made.state, schedule=failing))
    poll = await made.push(rss("Axolotl"))
    assert [alert.kind.value for alert in poll.alerts] == ["news"]
    assert made.state.schedule == failing


async def test_a_push_that_is_no_feed_brings_a_poll(made: Made) -> None:
    await made.poll(rss("Pond"))
    before = made.state
    for body in (b"<html><title>Log in</title></html>", b"", b"\x00\xff"):
        poll = await made.push(body)
        assert (poll.outcome, poll.alerts) == ("failed", ())
    assert made.state == replace(before, due=NOW + HASTE)
    made.now += timedelta(minutes=3)
    await made.push(b"?")
    assert made.state.due == NOW + HASTE


async def test_a_poll_that_was_under_way_counts_what_was_pushed_meanwhile(made: Made) -> None:
    await made.poll(rss("Pond"))
    reached, go = asyncio.Event(), asyncio.Event()
    fetch = made.doors.fetch

    async def slow(*args: Any, **more: Any) -> Outcome:
        answer = await fetch(*args, **more)
        reached.set()
        await go.wait()
        return answer

    made.doors.fetch = slow
    polling = asyncio.create_task(made.poll(rss("Axolotl", "Pond", "Newt")))
    await reached.wait()
    await made.push(rss("Axolotl"))
    go.set()
    poll = await polling
    assert [noted.entry.title for noted in poll.noted] == ["Newt"]
    assert made.state.entries == 3
    assert len(made.store.outbox.listing()) == 1


async def test_a_poll_remembers_the_hub_and_says_when_it_changes(made: Made) -> None:
    links = (
        "<a:link rel='hub' href='https://hub.example/'/><a:link rel='self' href='https://news.example/feed'/>"
    )
    assert (await made.poll(rss("Pond", links=links))).announces
    announced = made.state.announced
    assert announced
    assert (announced.hub, announced.topic) == ("https://hub.example/", ADDRESS)
    assert not (await made.poll(rss("Newt", "Pond", links=links))).announces
    assert not (await made.push(rss("Frog"))).announces
    assert made.state.announced == announced
    assert (await made.poll(rss("Toad", "Pond"))).announces
    assert made.state.announced is None


async def test_a_pushed_feed_is_polled_more_rarely_and_never_not_at_all(made: Made) -> None:
    async def rest() -> timedelta:
        for _ in range(60):
            made.now = made.state.due
            await made.poll(rss("Pond"))
        return made.state.due - made.now

    assert await rest() == timedelta(minutes=30)
    made.subscribed = True
    assert await rest() == timedelta(hours=2)
    made.subscribed = False
    made.now = made.state.due
    await made.poll(rss("Pond"))
    assert made.state.due - made.now == timedelta(minutes=30)


async def test_pushes_are_counted_apart_from_polls(made: Made) -> None:
    metrics, tally = Metrics(made.store, lambda: NOW, lambda: "v"), Tally()
    for poll in (await made.poll(rss("Pond")), await made.push(rss("Axolotl")), await made.push(b"?")):
        metrics.polled(poll, 0.1)
        tally.add(poll)

    def value(name: str, **labels: str) -> float | None:
        return metrics.registry.get_sample_value(name, labels)

    assert (tally.polled, tally.failed, tally.new) == (1, 0, 2)
    assert value("treatywatch_polls_total", outcome="new") == 1
    assert value("treatywatch_pushes_total", outcome="new") == 1
    assert value("treatywatch_pushes_total", outcome="failed") == 1
    assert value("treatywatch_entries_total") == 2
    assert value("treatywatch_poll_seconds_count") == 1
