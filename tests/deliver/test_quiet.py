"""Quiet hours put delivery off; a critical alert that they let pass is not held back by its thread."""

from __future__ import annotations

from datetime import time, timedelta

from monitor.model import Kind, Level
from monitor.timetable import QuietHours
from tests.deliver.made import START, Desk, edit, numbered
from tests.slack_server.breakdowns import Breakdown


async def test_what_is_quiet_waits_and_comes_in_order(at: Desk) -> None:
    until = START + timedelta(minutes=1)
    at.outbox.add([numbered(1, due=until), numbered(2, due=until), numbered(3)])
    await at.run(50)
    assert at.stands() == [f"{3:032x}"]
    await at.run(20)
    assert at.stands() == [f"{3:032x}", f"{1:032x}", f"{2:032x}"]


async def test_a_critical_alert_does_not_wait_for_its_thread_and_is_shown_in_the_channel(
    at: Desk,
) -> None:
    until = START + timedelta(minutes=1)
    at.outbox.add([
        numbered(1, thread="t:VN", due=until),
        numbered(2, thread="t:VN", level=Level.CRITICAL),
    ])  # fmt: skip
    await at.run(5)
    assert at.stands() == [f"{2:032x}"]
    await at.run(70)
    root, reply = at.slack.workspace.posts()
    assert reply.thread_ts == root.ts
    at.outbox.add([
        numbered(3, thread="t:VN", level=Level.CRITICAL),
        numbered(4, thread="t:VN", level=Level.HIGH),
    ])  # fmt: skip
    await at.run(10)
    shown = [bool(post.body.get("reply_broadcast")) for post in at.slack.workspace.posts()]
    assert shown == [False, False, True, False]


async def test_what_was_withheld_and_is_told_again_by_night_waits_too(at: Desk) -> None:
    night = QuietHours(channel=None, start=time(12, 0), end=time(12, 5), zone="UTC")
    at.deliverer.quiet = lambda: (night,)
    at.outbox.add([
        numbered(1, story="gh"),
        edit(2, of=1, withdraws=True),
        edit(3, of=1),
    ])  # fmt: skip
    await at.run(200)
    assert at.stands() == []
    await at.run(110)
    assert at.stands() == [f"{1:032x}"]


async def test_what_was_owed_by_day_and_comes_to_its_turn_by_night_waits_too(at: Desk) -> None:
    night = QuietHours(channel=None, start=time(12, 1), end=time(12, 5), zone="UTC")
    at.deliverer.quiet = lambda: (night,)
    asked = Breakdown(kind="status", status=429, headers={"Retry-After": "90"})
    at.slack.workspace.plan.queue.append(asked)
    at.outbox.add([
        numbered(1, thread="t:VN"),
        numbered(2, kind=Kind.DIGEST),
        numbered(3, level=Level.CRITICAL),
        numbered(4, thread="t:VN"),
    ])  # fmt: skip
    await at.run(150)
    assert at.stands() == [f"{2:032x}", f"{3:032x}"]
    await at.run(200)
    assert at.stands() == [f"{2:032x}", f"{3:032x}", f"{1:032x}", f"{4:032x}"]


async def test_a_whole_queue_is_put_off_at_once(at: Desk) -> None:
    night = QuietHours(channel=None, start=time(11), end=time(13), zone="UTC")
    at.deliverer.quiet = lambda: (night,)
    at.outbox.add([numbered(n, thread=f"t:{n}") for n in range(1, 200)])
    at.outbox.add([numbered(300, kind=Kind.DIGEST), numbered(301, level=Level.CRITICAL)])
    looked: list[int] = []
    due = at.outbox.due
    at.outbox.due = lambda now, limit: looked.append(limit) or due(now, limit)
    await at.run(2)
    assert at.stands() == [f"{300:032x}", f"{301:032x}"]
    assert len(looked) < 5
