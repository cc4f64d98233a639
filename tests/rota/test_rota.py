"""Many feeds of one host leave room for the others, and no feed is passed over for ever."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from monitor.decide.poll import Poll
from monitor.errors import StateError
from monitor.model import Document, Feed
from monitor.store import Store
from monitor.worker import rota
from monitor.worker.rota import Rota

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Poller:
    """Poll nothing: each poll waits until it is let go, and its feed is due in an hour."""

    def __init__(self, store: Store, feeds: list[Feed]) -> None:
        self.kit = SimpleNamespace(rulebook=SimpleNamespace(feeds={feed.id: feed for feed in feeds}))
        self.started: list[str] = []
        self.go = asyncio.Event()
        self.writes = False
        self.fails = False
        self._store = store

    async def take(self, _: str, __: Document) -> Poll | None:
        await self.go.wait()
        return None

    async def poll(self, feed: str) -> Poll | None:
        self.started.append(feed)
        await self.go.wait()
        if self.fails:
            raise StateError("not kept")
        if self.writes:
            with self._store.db.atomic():
                self._store.db.conn.executemany(
                    "INSERT OR IGNORE INTO told VALUES (?, 0)",
                    [(feed + "x" * 200 + str(n),) for n in range(99)],
                )
        self._store.db.execute("UPDATE feeds SET due_at = ? WHERE id = ?", [NOW.timestamp() + 3600, feed])
        return None


@asynccontextmanager
async def made(tmp_path: Path, feeds: list[Feed]) -> AsyncIterator[tuple[Rota, Poller]]:
    store = Store.open(tmp_path / "state.db", create=True)
    with store.db.atomic():
        store.feeds.sync(feeds, NOW)
    poller = Poller(store, feeds)
    given: Any = poller

    async def done(_: Poll, __: float) -> None:
        raise AssertionError("no poll has a result here")

    on_duty = Rota(poller=given, store=store, clock=lambda: NOW, done=done)
    try:
        yield on_duty, poller
    finally:
        poller.go.set()
        on_duty.stop()
        await asyncio.gather(*on_duty.under_way)
        store.close()


def at(host: str, count: int) -> list[Feed]:
    return [Feed(id=f"{host}-{number:04}", url=f"https://{host}.example/{number}") for number in range(count)]


async def test_a_crowded_host_leaves_room_for_others(tmp_path: Path) -> None:
    feeds = [*at("crowd", 1_000), *(feed for number in range(50) for feed in at(f"host{number}", 1))]
    async with made(tmp_path, feeds) as (on_duty, poller):
        on_duty.start_due(NOW)
        await turns()
        assert sum(feed.startswith("crowd") for feed in poller.started) == rota.PER_HOST
        assert sum(feed.startswith("host") for feed in poller.started) == 50
        on_duty.start_due(NOW)
        await turns()
        assert len(poller.started) == rota.PER_HOST + 50


async def test_what_found_no_room_is_polled_as_soon_as_there_is(tmp_path: Path) -> None:
    feeds = [feed for number in range(3 * rota.IN_FLIGHT) for feed in at(f"host{number:04}", 1)]
    async with made(tmp_path, feeds) as (on_duty, poller):
        on_duty.start_due(NOW)
        await turns()
        assert len(poller.started) == rota.IN_FLIGHT
        poller.go.set()
        async with asyncio.timeout(60):
            while on_duty.under_way:
                await asyncio.gather(*on_duty.under_way)
        assert sorted(poller.started) == sorted(feed.id for feed in feeds)  # each once, in one round


async def test_feeds_behind_more_than_one_look_get_their_turn(tmp_path: Path) -> None:
    feeds = [*at("crowd", rota.LOOK + 10), *at("zeta", 1)]
    async with made(tmp_path, feeds) as (on_duty, poller):
        on_duty.start_due(NOW)
        on_duty.start_due(NOW + timedelta(seconds=1))
        await turns()
        assert "zeta-0000" in poller.started


async def test_run_once_polls_every_feed_of_a_crowded_host(tmp_path: Path) -> None:
    feeds = [*at("crowd", 100), *at("other", 1)]
    async with made(tmp_path, feeds) as (on_duty, poller):
        poller.go.set()
        await on_duty.poll_all_due(NOW, len(feeds))
        assert sorted(poller.started) == sorted(feed.id for feed in feeds)


async def test_a_stop_lets_run_once_end_with_the_polls_under_way(tmp_path: Path) -> None:
    feeds = [*at("crowd", 100), *at("other", 1)]
    async with made(tmp_path, feeds) as (on_duty, poller):
        work = asyncio.create_task(on_duty.poll_all_due(NOW, len(feeds)))
        await turns()
        assert len(poller.started) == rota.PER_HOST + 1
        on_duty.stop()
        poller.go.set()
        await work
        assert len(poller.started) == rota.PER_HOST + 1


async def test_polls_are_started_a_few_in_each_turn_of_the_loop(tmp_path: Path) -> None:
    feeds = [feed for number in range(20 * rota.TOGETHER) for feed in at(f"host{number:04}", 1)]
    async with made(tmp_path, feeds) as (on_duty, poller):
        on_duty.start_due(NOW)
        on_duty.start_due(NOW)  # the next round comes while some still wait for their turn
        most = before = 0
        for _ in range(40):
            await asyncio.sleep(0)
            most, before = max(most, len(poller.started) - before), len(poller.started)
        assert most <= rota.TOGETHER
        assert sorted(poller.started) == sorted(feed.id for feed in feeds)


async def test_a_stop_starts_none_of_those_that_wait_for_their_turn(tmp_path: Path) -> None:
    feeds = [feed for number in range(20 * rota.TOGETHER) for feed in at(f"host{number:04}", 1)]
    async with made(tmp_path, feeds) as (on_duty, poller):
        on_duty.start_due(NOW)
        on_duty.stop()
        await turns()
        assert len(poller.started) == rota.TOGETHER


async def turns() -> None:
    """Give the loop as many turns as it takes to start all polls that have room."""
    for _ in range(rota.IN_FLIGHT // rota.TOGETHER + 2):
        await asyncio.sleep(0)


async def test_what_is_pushed_for_one_feed_leaves_room_for_others(tmp_path: Path) -> None:
    document = Document(url="", body=b"")
    async with made(tmp_path, []) as (on_duty, poller):
        assert [on_duty.take("flooded", document) for _ in range(7)] == [True] * rota.PER_FEED + [False] * 2
        others = [on_duty.take(f"feed {number}", document) for number in range(rota.PUSHES)]
        assert others.count(True) == rota.PUSHES - rota.PER_FEED
        assert not any(others[rota.PUSHES - rota.PER_FEED :])
        poller.go.set()
        await asyncio.gather(*on_duty.under_way)
        assert on_duty.take("flooded", document)
        on_duty.stop()
        assert not on_duty.take("flooded", document)


async def test_large_pushes_are_held_up_to_a_number_of_bytes(tmp_path: Path) -> None:
    large, small = Document(url="", body=bytes(rota.PUSHED_BYTES // 4)), Document(url="", body=b"small")
    async with made(tmp_path, []) as (on_duty, poller):
        taken = [on_duty.take(f"feed {number}", large) for number in range(5)]
        assert taken == [True, True, True, True, False]
        assert not on_duty.take("feed 5", small)
        poller.go.set()
        await asyncio.gather(*on_duty.under_way)
        assert on_duty.take("feed 5", large)


async def test_feeds_go_on_soon_after_a_disk_that_was_full_has_room_again(tmp_path: Path) -> None:
    """Until then one of them is polled now and again, to find out."""
    async with made(tmp_path, at("host", 4)) as (on_duty, poller):
        store = on_duty.store
        pages = store.db.execute("PRAGMA page_count").fetchone()[0]
        store.db.execute(f"PRAGMA max_page_count = {pages}")
        poller.go.set()
        poller.writes = True

        async def started(seconds: float) -> list[str]:
            poller.started.clear()
            on_duty.start_due(NOW + timedelta(seconds=seconds))
            await turns()
            return sorted(poller.started)

        everyone = [f"host-000{number}" for number in range(4)]
        assert await started(0) == everyone
        assert store.db.refused is not None
        assert "the disk is full" in store.db.refused
        assert len(await started(1)) == 1
        assert await started(2) == []
        assert len(await started(30)) == 1
        store.db.execute("PRAGMA max_page_count = 1073741823")
        (tried,) = await started(60)
        assert store.db.refused is None
        assert await started(61) == [feed for feed in everyone if feed != tried]


async def test_feeds_whose_polls_alone_cannot_be_recorded_are_not_polled_without_a_pause(
    tmp_path: Path,
) -> None:
    """What is smaller than a poll may be recorded all the while, as on a disk that is all but full."""
    async with made(tmp_path, at("host", 4)) as (on_duty, poller):
        poller.fails = True
        poller.go.set()
        for second in range(15):
            on_duty.start_due(NOW + timedelta(seconds=second))
            await turns()
        assert on_duty.store.db.refused is None
        assert len(poller.started) == 2 * 4
