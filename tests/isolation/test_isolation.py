"""A hostile document costs its own feed one poll: not the loop, not the worker, not the documents beside it."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from monitor.model import Feed, FetchError, Parsed
from monitor.system import isolation
from monitor.system.isolation import Isolation
from tests.chaos.processes import children, resident
from tests.isolation.documents import HOSTILE, items
from tests.isolation.heartbeat import beating

FEED = Feed(id="hostile", url="https://hostile.example/feed")
HELD = 0.1
"""Seconds that a document may hold the loop (docs/adr/0004)."""
GOOD = items(3)


@pytest.fixture
async def one() -> AsyncIterator[Isolation]:
    async with Isolation({}, workers=1) as made:
        yield made


def parsing() -> list[int]:
    """Return the parsing processes."""
    found = []
    for pid in children(os.getpid()):
        if b"monitor.system.parsing" in Path(f"/proc/{pid}/cmdline").read_bytes():
            found.append(pid)
    return found


async def test_no_document_holds_the_loop_or_harms_the_next_one() -> None:
    async with Isolation({}) as parsers:
        assert isinstance(await parsers.parse(GOOD, FEED), Parsed)
        held = {}
        for name, document in HOSTILE.items():
            async with beating() as heart:
                answer = await parsers.parse(document, FEED)
            held[name] = heart.worked
            assert isinstance(answer, Parsed | FetchError), name
            if isinstance(answer, Parsed):
                assert "root:" not in str(answer.entries)
            assert isinstance(await parsers.parse(GOOD, FEED), Parsed), name
        assert {name: seconds for name, seconds in held.items() if seconds >= HELD} == {}


async def test_a_killed_process_is_renewed_and_its_document_parsed_again(one: Isolation) -> None:
    assert isinstance(await one.parse(GOOD, FEED), Parsed)
    (before,) = parsing()
    os.kill(before, signal.SIGKILL)
    answers = await asyncio.gather(*(one.parse(GOOD, FEED) for _ in range(5)))
    assert [len(answer.entries) for answer in answers if isinstance(answer, Parsed)] == [3] * 5
    (after,) = parsing()
    assert after != before


class Stuck(dict[str, object]):
    """Stand for treaties that take for ever to unpickle: a process that never comes up."""

    def __reduce__(self) -> tuple[object, ...]:
        return (signal.pause, ())


async def test_a_stuck_document_fails_alone_and_those_that_wait_are_parsed() -> None:
    async with Isolation(Stuck(), workers=1, seconds=2.0) as parsers:
        stuck = asyncio.create_task(parsers.parse(GOOD, replace(FEED, kind="untc")))
        await asyncio.sleep(0)
        waiting = [asyncio.create_task(parsers.parse(GOOD, FEED)) for _ in range(4)]
        answer = await stuck
        assert isinstance(answer, FetchError)
        assert "longer than 2 s" in answer.reason
        assert all(isinstance(answer, Parsed) for answer in await asyncio.gather(*waiting))


async def test_memory_is_bounded_by_the_system(one: Isolation) -> None:
    assert isinstance(await one.parse(GOOD, FEED), Parsed)
    (pid,) = parsing()
    limits = Path(f"/proc/{pid}/limits").read_text()  # noqa: ASYNC240 - /proc answers at once
    (line,) = [line for line in limits.splitlines() if line.startswith("Max address space")]
    assert int(line.split()[3]) == isolation.MEMORY
    for name in ("100,000 items", "an attribute of 15 MB", "a quadratic bomb"):
        await one.parse(HOSTILE[name], FEED)
    assert all(resident(pid) < 700 * 1024 * 1024 for pid in parsing())


async def test_a_second_process_helps_only_where_the_first_is_stuck() -> None:
    async with Isolation(Stuck(), stuck=3600.0) as parsers:
        await asyncio.gather(*(parsers.parse(GOOD, FEED) for _ in range(20)))
        assert len(parsing()) == 1
    async with Isolation(Stuck(), stuck=0.1) as parsers:
        stuck = asyncio.create_task(parsers.parse(GOOD, replace(FEED, kind="untc")))
        await asyncio.sleep(0)
        assert isinstance(await parsers.parse(GOOD, FEED), Parsed)
        assert not stuck.done()
        stuck.cancel()
        await asyncio.gather(stuck, return_exceptions=True)


async def test_what_a_parser_raises_reaches_the_worker_with_its_place(one: Isolation) -> None:
    with pytest.raises(AttributeError) as caught:
        await one.parse(replace(GOOD, body=None), FEED)
    assert "monitor/parse/charset.py" in caught.value.__notes__[0]
    assert isinstance(await one.parse(GOOD, FEED), Parsed)


async def test_a_parsing_process_knows_no_secrets(one: Isolation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    await one.parse(GOOD, FEED)
    (pid,) = parsing()
    assert b"xoxb-secret" not in Path(f"/proc/{pid}/environ").read_bytes()  # noqa: ASYNC240 - /proc answers at once


async def test_a_cancelled_poll_gives_its_process_back(one: Isolation) -> None:
    await one.parse(GOOD, FEED)  # so that the process is up
    task = asyncio.create_task(one.parse(HOSTILE["100,000 items"], FEED))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert isinstance(await one.parse(GOOD, FEED), Parsed)
    assert len(parsing()) == 1


async def test_a_poll_that_is_cancelled_while_its_process_starts_costs_no_place(one: Isolation) -> None:
    for turns in range(8):
        task = asyncio.create_task(one.parse(GOOD, FEED))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert isinstance(await one.parse(GOOD, FEED), Parsed)
    assert len(parsing()) == 1


async def test_no_process_outlives_the_isolation() -> None:
    async with Isolation({}) as parsers:
        await asyncio.gather(*(parsers.parse(GOOD, FEED) for _ in range(3)))
        assert parsing()
    assert parsing() == []
