"""What is under way when the worker stops, drains or runs twice is sent once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from monitor.model import Sent
from monitor.store.owed import State
from tests.deliver.made import START, Desk, named, numbered, until
from tests.slack_server import Breakdown


@pytest.mark.parametrize("thread", [None, "un-cybercrime:VN"])
async def test_a_stop_between_post_and_mark_is_found_in_history(at: Desk, thread: str | None) -> None:
    for number in (1, 2, 3):  # each is taken by Slack, and the worker dies before it writes that down
        at.outbox.add([numbered(number, thread=thread)])
        (owed,) = at.outbox.due(at.clock())
        message = at.outbox.claim(owed, at.clock())
        assert message is not None
        assert isinstance(await at.deliverer.sink.send(message, at.clock()), Sent)
        at.restart()
        await at.run(seconds=90)
    assert at.stands() == named(1, 2, 3)
    roots = [message.thread_ts for message in at.slack.workspace.posts()]
    assert roots == ([None] * 3 if thread is None else [None, *[at.slack.workspace.posts()[0].ts] * 2])
    assert at.outbox.counts()[State.SENT] == 3


async def test_stopping_claims_nothing_more_and_lets_the_one_in_flight_finish(at: Desk) -> None:
    at.slack.break_down(Breakdown(kind="slow", seconds=0.05, commit=True))
    at.outbox.add([numbered(1), numbered(2)])
    flight = asyncio.create_task(at.deliverer.deliver_due(at.clock()))
    await until(lambda: at.slack.workspace.calls)
    at.deliverer.stop()
    await flight
    await at.run(seconds=5)
    assert at.stands() == named(1)
    assert at.outbox.counts() | {State.SENT: 1, State.PENDING: 1} == at.outbox.counts()


async def test_a_cancelled_flight_is_unknown_and_looked_for(at: Desk) -> None:
    at.slack.break_down(Breakdown(kind="hang", commit=True))
    at.outbox.add([numbered(1)])
    flight = asyncio.create_task(at.deliverer.deliver_due(at.clock()))
    await until(at.stands)
    flight.cancel()
    with pytest.raises(asyncio.CancelledError):
        await flight
    assert at.outbox.counts()[State.UNKNOWN] == 1
    await at.run(seconds=60)
    assert at.stands() == named(1)
    assert at.outbox.counts()[State.SENT] == 1


async def test_passes_that_overlap_send_nothing_twice(at: Desk) -> None:
    at.outbox.add([numbered(n) for n in range(3)])
    await asyncio.gather(*(at.deliverer.deliver_due(at.clock()) for _ in range(10)))
    assert at.stands() == named(0)


async def test_drain_waits_for_the_pace_and_ends(at: Desk) -> None:
    at.outbox.add([numbered(1), numbered(2), numbered(3, due=START + timedelta(hours=9))])

    async def sleep(seconds: float) -> None:
        at.clock.pass_(seconds)

    total = await at.deliverer.drain(at.clock, within=timedelta(seconds=30), sleep=sleep)
    assert total["sent"] == 2
    assert at.outbox.next_at(at.clock()) == START + timedelta(hours=9)


async def test_drain_waits_for_nobody_to_mend_a_token(at: Desk) -> None:
    at.outbox.add([numbered(1)])
    at.slack.workspace.revoked = "token_revoked"
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        at.clock.pass_(seconds)

    await at.deliverer.drain(at.clock, within=timedelta(minutes=2), sleep=sleep)
    assert (slept, at.stands()) == ([], [])
    at.slack.workspace.revoked = None
    at.restart()
    await at.deliverer.drain(at.clock, within=timedelta(minutes=2), sleep=sleep)
    assert at.stands() == named(1)
