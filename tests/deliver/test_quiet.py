"""Quiet hours put delivery off; a critical alert that they let pass is not held back by its thread."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from monitor.model import Level
from tests.deliver.made import START, desk, numbered


async def test_what_is_quiet_waits_and_comes_in_order(tmp_path: Path) -> None:
    async with desk(tmp_path) as made:
        until = START + timedelta(minutes=1)
        made.outbox.add([numbered(1, due=until), numbered(2, due=until), numbered(3)])
        await made.run(50)
        assert made.stands() == [f"{3:032x}"]
        await made.run(20)
        assert made.stands() == [f"{3:032x}", f"{1:032x}", f"{2:032x}"]


async def test_a_critical_alert_does_not_wait_for_its_thread_and_is_shown_in_the_channel(
    tmp_path: Path,
) -> None:
    async with desk(tmp_path) as made:
        until = START + timedelta(minutes=1)
        made.outbox.add([
            numbered(1, thread="t:VN", due=until),
            numbered(2, thread="t:VN", level=Level.CRITICAL),
        ])  # fmt: skip
        await made.run(5)
        assert made.stands() == [f"{2:032x}"]
        await made.run(70)
        root, reply = made.slack.workspace.posts()
        assert reply.thread_ts == root.ts
        made.outbox.add([
            numbered(3, thread="t:VN", level=Level.CRITICAL),
            numbered(4, thread="t:VN", level=Level.HIGH),
        ])  # fmt: skip
        await made.run(10)
        shown = [bool(post.body.get("reply_broadcast")) for post in made.slack.workspace.posts()]
        assert shown == [False, False, True, False]
