"""Turns at hosts, in a time of our own."""

from __future__ import annotations

import asyncio

import pytest

from monitor.fetch.host_gate import SLOWEST, HostGate


class Time:
    def __init__(self) -> None:
        self.now = 100.0
        self.pauses: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(round(seconds, 3))
        self.now += seconds


def gate(time: Time, *, at_once: int = 2, gap: float = 0.25) -> HostGate:
    return HostGate(at_once=at_once, gap=gap, slow_gap=2, clock=time, sleep=time.sleep)


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_starts_at_one_host_keep_a_gap_and_others_do_not_wait() -> None:
    time = Time()
    turns = gate(time)
    for host in ("a", "b", "a", "a", "c"):
        async with turns.turn(host):
            pass
    assert time.pauses == [0.25, 0.25]


async def test_no_gap_where_none_is_asked_for() -> None:
    time = Time()
    turns = gate(time)
    for _ in range(3):
        async with turns.turn("a", spaced=False):
            pass
    assert time.pauses == []
    assert len(turns) == 0


async def test_turns_are_given_in_order_and_two_at_once() -> None:
    turns = gate(Time(), gap=0)
    going, order = asyncio.Event(), list[int]()

    async def take(number: int) -> None:
        async with turns.turn("a"):
            order.append(number)
            await going.wait()

    tasks = [asyncio.create_task(take(number)) for number in range(6)]
    await settle()
    assert order == [0, 1]
    going.set()
    await asyncio.gather(*tasks)
    assert order == [0, 1, 2, 3, 4, 5]
    assert len(turns) == 0


async def test_whoever_gives_up_waiting_leaves_no_hole() -> None:
    turns = gate(Time(), at_once=1, gap=0)
    going, order = asyncio.Event(), list[int]()

    async def take(number: int) -> None:
        async with turns.turn("a"):
            order.append(number)
            await going.wait()

    tasks = [asyncio.create_task(take(number)) for number in range(4)]
    await settle()
    tasks[1].cancel()
    going.set()
    await asyncio.sleep(0)
    tasks[2].cancel()  # its turn may have come in this very moment
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [isinstance(result, asyncio.CancelledError) for result in results][1]
    assert order[0] == 0
    assert 3 in order
    async with turns.turn("a"):
        pass
    assert len(turns) == 0


async def test_all_who_hold_and_wait_may_be_stopped_at_once() -> None:
    """A stopped worker cancels its polls: who held the turn leaves before those who waited hear of it."""
    turns = gate(Time(), at_once=1, gap=0)

    async def take() -> None:
        async with turns.turn("a"):
            await asyncio.Event().wait()

    tasks = [asyncio.create_task(take()) for _ in range(4)]
    await settle()
    for task in tasks:
        task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(result) for result in results] == [asyncio.CancelledError] * 4
    assert len(turns) == 0


async def test_a_slowed_host_sees_one_at_a_time_and_wide_gaps() -> None:
    time = Time()
    turns = gate(time)
    turns.slow("a", 60)
    inside = most = 0

    async def take() -> None:
        nonlocal inside, most
        async with turns.turn("a"):
            inside += 1
            most = max(most, inside)
            await settle()
            inside -= 1

    await asyncio.gather(*(take() for _ in range(4)))
    assert most == 1
    assert time.pauses == [2, 2, 2]
    async with turns.turn("b"):
        pass
    assert time.pauses == [2, 2, 2]
    time.now += 60
    await asyncio.gather(*(take() for _ in range(4)))
    assert most == 2


async def test_no_host_is_slowed_for_ever() -> None:
    time = Time()
    turns = gate(time)
    turns.slow("a", 1e12)
    time.now += SLOWEST
    for _ in range(2):
        async with turns.turn("a"):
            pass
    assert time.pauses == [0.25]


async def test_trouble_inside_gives_the_turn_back() -> None:
    turns = gate(Time(), at_once=1, gap=0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            async with turns.turn("a"):
                raise ZeroDivisionError
    assert len(turns) == 0


async def test_hosts_that_are_done_are_forgotten() -> None:
    time = Time()
    turns = gate(time)
    for number in range(5000):
        async with turns.turn(f"host-{number}"):
            time.now += 0.1  # less than the gap, which is remembered for a while
    assert 0 < len(turns) <= 1024
