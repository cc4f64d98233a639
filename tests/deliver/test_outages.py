"""Alerts outlast what lasts: outages, bad channels and tokens, storms of 429s, and disks that are full."""

from __future__ import annotations

import asyncio

from monitor.deliver import Obstacles
from monitor.store.owed import State
from tests.deliver.made import Desk, FullDisk, edit, named, numbered, until
from tests.slack_server import Breakdown


async def test_a_bad_channel_parks_its_own_queue_only_and_drains_when_mended(at: Desk) -> None:
    broken = at.slack.workspace.add_channel("broken", "C0TREATY02", member=False)
    at.outbox.add([numbered(1, channel="#broken"), numbered(2, channel="#broken"), numbered(3)])
    await at.run(seconds=30)
    assert at.outbox.counts()[State.PARKED] == 2
    assert at.deliverer.obstacles(at.clock()).waiting
    told = [message.body["text"].splitlines()[0] for message in at.slack.workspace.posts("#treaty-alerts")]
    assert told[1] == "Nothing can be posted to #broken"
    await at.run(seconds=7200, step=60)
    assert len(at.slack.workspace.posts("#treaty-alerts")) == 2  # told once
    assert at.slack.workspace.calls.count("chat.postMessage") < 12  # probed slowly
    broken.member = True
    await at.run(seconds=3700, step=5)
    assert [message.alert_id for message in at.slack.workspace.posts("#broken")] == named(1, 2)
    assert at.deliverer.obstacles(at.clock()) == Obstacles()


async def test_a_bad_token_stops_everything_keeps_the_queue_and_drains_when_mended(at: Desk) -> None:
    at.outbox.add([numbered(n) for n in range(1, 4)])
    at.slack.workspace.revoked = "token_revoked"
    await at.run(seconds=1800, step=10)
    assert at.deliverer.obstacles(at.clock()) == Obstacles(down=("Slack refuses everything: token_revoked",))
    assert at.slack.workspace.calls.count("chat.postMessage") == 1
    assert at.slack.workspace.calls.count("auth.test") < 10
    at.restart()  # and a restart does not forget it
    await at.run(seconds=5)
    assert at.slack.workspace.calls.count("chat.postMessage") == 1
    at.slack.workspace.revoked = None
    await at.run(seconds=700)
    assert at.stands() == named(1, 2, 3)
    assert at.deliverer.obstacles(at.clock()) == Obstacles()


async def test_an_outage_of_hours_loses_nothing(at: Desk) -> None:
    how = Breakdown(kind="status", status=503, method="*", times=10_000)
    at.slack.break_down(how)
    at.outbox.add([numbered(n) for n in range(1, 8)])
    await at.run(seconds=3 * 3600, step=30)
    assert at.outbox.counts()[State.DEAD] == 0
    at.slack.workspace.plan.queue.clear()
    await at.run(seconds=900)
    assert at.stands() == named(*range(1, 8))


async def test_an_outage_with_unknown_outcomes_and_no_history_loses_nothing(at: Desk) -> None:
    at.slack.break_down(Breakdown(kind="status", status=500, method="*", times=10_000))
    at.outbox.add([numbered(n) for n in range(1, 4)])
    await at.run(seconds=3 * 3600, step=30)
    at.slack.workspace.plan.queue.clear()
    await at.run(seconds=900)
    assert at.stands() == named(1, 2, 3)


async def test_an_outage_of_posting_alone_loses_nothing(at: Desk) -> None:
    at.slack.workspace.add_channel("other", "C0TREATY02")
    at.outbox.add([numbered(1)])
    await at.run(seconds=2)
    for method in ("chat.postMessage", "chat.update"):
        at.slack.break_down(Breakdown(kind="status", status=500, method=method, times=10_000))
    at.outbox.add([numbered(2), numbered(3), edit(4, of=1), numbered(5, channel="#other")])
    await at.run(seconds=3 * 3600, step=10)
    assert at.stands() == named(1)
    at.slack.workspace.plan.queue.clear()
    await at.run(seconds=1000)
    assert sorted(at.stands()) == named(1, 2, 3, 5)
    assert at.slack.workspace.posts()[0].edits == 1
    assert at.outbox.counts()[State.SENT] == 5


async def test_a_429_storm_in_two_channels_pauses_the_workspace(at: Desk) -> None:
    for n in range(5):
        at.slack.workspace.add_channel(f"c{n}", f"C0TREATY1{n}")
    at.slack.break_down(Breakdown(kind="status", status=429, headers={"Retry-After": "20"}, times=2))
    at.outbox.add([numbered(n, channel=f"#c{n % 5}") for n in range(10)])
    await at.run(seconds=15)
    # the two that came beside them were taken; nothing more until Slack is asked for no more patience
    assert len(at.slack.workspace.posts()) <= 3
    await at.run(seconds=15)
    assert sorted(at.stands()) == named(*range(10))


async def test_a_full_disk_sends_nothing_more_until_the_outcome_is_written(at: Desk) -> None:
    at.outbox.add([numbered(n) for n in range(1, 4)])
    await at.run(seconds=1)
    at.clock.pass_(1)
    disk = FullDisk(at.outbox.db.conn)
    at.slack.break_down(Breakdown(kind="slow", seconds=0, commit=True))
    flight = asyncio.create_task(at.deliverer.deliver_due(at.clock()))
    await until(lambda: at.slack.workspace.calls.count("chat.postMessage") == 2)
    disk.fill()
    await flight
    await at.run(seconds=20)
    assert at.stands() == named(1, 2)
    assert at.deliverer.obstacles(at.clock()).down
    disk.free()
    await at.run(seconds=5)
    assert at.stands() == named(1, 2, 3)
    assert at.deliverer.obstacles(at.clock()) == Obstacles()


async def test_a_disk_that_is_full_from_the_start_posts_nothing_and_recovers(at: Desk) -> None:
    at.outbox.add([numbered(1), edit(2, of=1)])
    disk = FullDisk(at.outbox.db.conn)
    disk.fill()
    await at.run(seconds=10)
    assert at.slack.workspace.calls == []
    disk.free()
    await at.run(seconds=5)
    assert at.stands() == named(1)


async def test_pages_instead_of_slack_s_answers_are_waited_out(at: Desk) -> None:
    # a firewall blocks Slack for hours, and says so on a page of its own
    page = Breakdown(kind="status", status=403, method="*", body="<html>Blocked</html>", times=1_000_000)
    at.slack.break_down(page)
    at.outbox.add([numbered(1), numbered(2)])
    await at.run(seconds=3 * 3600)
    assert at.outbox.counts()[State.PENDING] == 2
    page.times = 1
    await at.run(seconds=1800)
    assert at.stands() == named(1, 2)


async def test_a_message_that_alone_gets_a_page_holds_up_no_other_for_ever(at: Desk) -> None:
    at.slack.break_down(Breakdown(kind="status", status=413, body="<html>Too large</html>", times=8))
    at.outbox.add([numbered(1), numbered(2)])
    await at.run(seconds=3600)
    assert at.outbox.counts()[State.DEAD] == 1
    assert named(2)[0] in at.stands()


async def test_a_revoked_token_is_known_before_an_alert_is_owed(at: Desk) -> None:
    await at.deliverer.ask(at.clock)
    assert at.deliverer.obstacles(at.clock()) == Obstacles()
    at.slack.workspace.revoked = "token_revoked"
    await at.deliverer.ask(at.clock)
    assert at.deliverer.obstacles(at.clock()).down
    at.slack.workspace.revoked = None
    await at.run(seconds=120)
    assert at.deliverer.obstacles(at.clock()) == Obstacles()
