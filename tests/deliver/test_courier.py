"""Nothing here but an answer, a wake or the end of a pause can move the courier: its rounds are an hour apart."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from monitor.decide.mutes import Scope
from monitor.deliver import Courier
from monitor.store.marks import Marks
from monitor.store.owed import State
from monitor.system.clock import utc_now
from tests.deliver.made import Desk, FullDisk, desk, edit, named, numbered, until
from tests.logged import logged
from tests.sinks.made import telling
from tests.slack_server import Breakdown

HOUR = 3600.0


@asynccontextmanager
async def courier(at: Desk, clock: Callable[[], object] | None = None) -> AsyncIterator[Courier]:
    at.be_patient()
    told: Counter[str] = Counter()
    async with Courier(at.deliverer, clock or at.clock, told.update, every=HOUR) as one:
        yield one
        for flight in one.flights:
            flight.cancel()  # what hangs
    assert told["sent"] == at.outbox.counts()[State.SENT]


@pytest.fixture
async def one(at: Desk) -> AsyncIterator[Courier]:
    async with courier(at) as running:
        yield running


async def test_a_burst_goes_out_at_once_and_then_one_in_each_second(at: Desk, one: Courier) -> None:
    at.outbox.add([numbered(n) for n in range(1, 9)])
    one.wake()
    await until(lambda: len(at.stands()) == 3 and not one.flights)
    for second in range(4, 9):
        at.clock.pass_(0.9)
        one.wake()
        await idle(one)
        assert len(at.stands()) == second - 1
        at.clock.pass_(0.1)
        one.wake()
        await until(lambda: len(at.stands()) == second and not one.flights)  # noqa: B023 - awaited at once
    assert at.stands() == named(*range(1, 9))
    at.clock.pass_(1.0)
    at.outbox.add([numbered(n) for n in range(9, 12)])
    one.wake()
    # A bucket is full only after three seconds.
    await until(lambda: len(at.stands()) == 9 and not one.flights)
    await idle(one)
    assert len(at.stands()) == 9


async def test_what_a_mute_keeps_back_holds_up_nothing(at: Desk, one: Courier) -> None:
    muted = telling(treaty="bbnj", events=())
    at.outbox.add([numbered(n, thread=f"t:{n}", telling=muted) for n in range(1, 9)])
    at.outbox.add([numbered(9)])
    Marks(at.outbox.db).mute(Scope.TREATY, "bbnj", at.clock() + timedelta(days=1), "Ana", at.clock())
    one.wake()
    await until(lambda: at.stands() == named(9) and not one.flights)


async def test_the_end_of_a_pause_wakes(at: Desk) -> None:
    at.slack.workspace.rates["post"] = (1000.0, 1000.0)
    at.deliverer.sink.pace = timedelta(milliseconds=5)
    async with courier(at, utc_now) as one:
        at.outbox.add([numbered(n) for n in range(1, 9)])
        one.wake()
        async with asyncio.timeout(60):
            while len(at.stands()) < 8:  # noqa: ASYNC110 - what is waited for is the real clock
                await asyncio.sleep(0)
    assert at.stands() == named(*range(1, 9))


@pytest.mark.parametrize("step", [100, 200, 300, 400, 500])
async def test_a_pause_that_ends_within_a_look_wakes(at: Desk, step: int) -> None:
    """Whoever looks at the clock again meanwhile must not take what became due for what waits for an answer."""
    at.slack.workspace.rates["post"] = (1000.0, 1000.0)
    at.deliverer.sink.pace = timedelta(milliseconds=5)
    looks = count()

    def clock() -> datetime:
        return at.clock() + timedelta(microseconds=step * next(looks))

    async with courier(at, clock) as one:
        at.outbox.add([numbered(n) for n in range(1, 9)])
        one.wake()
        await until(lambda: len(at.stands()) == 8 and not one.flights)
    assert at.stands() == named(*range(1, 9))


@pytest.mark.parametrize("burst", [1.0, 2.0, 4.0])
async def test_a_slack_that_takes_no_burst_loses_nothing_and_is_never_pressed(
    at: Desk, one: Courier, burst: float
) -> None:
    at.slack.workspace.rates["post"] = (1.0, burst)
    for turn in range(20):
        at.outbox.add([numbered(3 * turn + n) for n in range(3)])
        for _ in range(5):
            one.wake()
            await idle(one)
            at.clock.pass_(1.01)
    assert at.stands() == named(*range(60))
    assert at.slack.workspace.impatient == 0
    refused = len(at.slack.workspace.calls) - 60
    assert refused == 0 if burst > 3 else 0 < refused <= 20


async def test_a_slow_channel_holds_up_no_other(at: Desk, one: Courier) -> None:
    at.slack.workspace.add_channel("slow", "C0TREATY02")
    at.slack.break_down(Breakdown(kind="hang"))
    at.outbox.add([numbered(1, channel="#slow"), numbered(2, channel="#slow")])
    one.wake()
    await until(lambda: at.slack.workspace.calls)
    at.outbox.add([numbered(n) for n in range(3, 6)])
    one.wake()
    await until(lambda: len(at.stands()) == 3)
    assert at.stands() == named(3, 4, 5)


async def test_no_more_than_so_many_posts_and_one_edit_fly_at_once(tmp_path: Path) -> None:
    async with desk(tmp_path, abreast=2) as at, courier(at) as one:
        for n in range(4):
            at.slack.workspace.add_channel(f"c{n}", f"C0TREATY1{n}")
        at.outbox.add([numbered(n, channel=f"#c{n}") for n in range(4)])
        one.wake()
        await until(lambda: len(at.stands()) == 4 and not one.flights)
        at.slack.break_down(Breakdown(kind="hang", method="*", times=9))
        at.clock.pass_(60)
        at.outbox.add([numbered(10 + n, channel=f"#c{n}") for n in range(4)])
        at.outbox.add([edit(20 + n, of=n, channel=f"#c{n}") for n in range(4)])
        one.wake()
        await until(lambda: len(one.flights) == 3)
        one.wake()
        await until(lambda: len(at.slack.workspace.calls) == 7)
        assert len(one.flights) == 3
        assert Counter(at.slack.workspace.calls) == {"chat.postMessage": 6, "chat.update": 1}


async def test_a_full_disk_is_not_tried_again_and_again(at: Desk, one: Courier) -> None:
    at.outbox.add([numbered(1), numbered(2)])
    disk = FullDisk(at.outbox.db.conn)
    disk.fill()
    with logged() as logs:
        one.wake()
        await until(lambda: [entry for entry in logs if entry["event"] == "delivery"])
        await idle(one)
    assert [entry["outcome"] for entry in logs] == ["later"]
    disk.free()
    one.wake()
    await until(lambda: len(at.stands()) == 2 and not one.flights)


async def test_a_bug_in_looking_costs_one_look(at: Desk, one: Courier) -> None:
    at.outbox.add([numbered(1)])
    at.outbox.db.execute("UPDATE outbox SET kind='of tomorrow'")
    with logged() as logs:
        one.wake()
        await until(lambda: logs)
    assert logs[0]["exc_info"]
    at.outbox.db.execute("UPDATE outbox SET kind='news'")
    one.wake()
    await until(lambda: at.stands() and not one.flights)


async def test_a_bug_in_counting_ends_no_delivery_and_a_look_that_failed_does_not_count(
    at: Desk,
) -> None:
    counted: list[Counter[str]] = []

    def count(outcomes: Counter[str]) -> None:
        counted.append(outcomes)
        if len(counted) == 1:
            raise ValueError

    async with Courier(at.deliverer, at.clock, count, every=HOUR) as one:
        with logged() as logs:
            await until(lambda: logs)
        at.outbox.add([numbered(1)])
        at.outbox.db.execute("UPDATE outbox SET kind='of tomorrow'")
        with logged() as logs:
            one.wake()
            await until(lambda: logs)
        assert len(counted) == 1
        at.outbox.db.execute("UPDATE outbox SET kind='news'")
        one.wake()
        await until(lambda: at.stands() and not one.flights)


async def idle(one: Courier) -> None:
    """Let the courier come to rest: it has looked, and nothing flies."""
    for _ in range(20):
        await asyncio.sleep(0)
    await until(lambda: not one.flights)
    for _ in range(20):
        await asyncio.sleep(0)
    await until(lambda: not one.flights)
