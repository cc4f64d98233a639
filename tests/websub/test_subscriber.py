"""Subscriptions are asked for, verified, renewed, ended and refused as the specification says, over real HTTP."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from monitor.decide.websub import Stage
from tests.websub.conftest import TOPIC, Desk, desk_at
from tests.websub.hub import Hub, sign

BODY = b"<rss version='2.0'><channel><title>N</title></channel></rss>"


async def test_a_feed_that_announces_a_hub_is_subscribed(desk: Desk, hub: Hub) -> None:
    await desk.look()
    assert hub.asked == []
    desk.announce()
    await desk.look(1)
    (asked,) = hub.asked
    assert (asked.mode, asked.topic, asked.content_type) == (
        "subscribe",
        TOPIC,
        "application/x-www-form-urlencoded",
    )
    assert 0 < len(asked.secret.encode()) < 200
    assert len(asked.callback.rpartition("/")[2]) >= 43, "256 bits"
    assert asked.secret not in asked.callback
    assert hub.challenges == [(200, "subscribe")]
    assert desk.stages() == ["active"]
    assert desk.subscriber.pushes("one")
    assert not desk.subscriber.pushes("two")
    await desk.look()
    assert len(hub.asked) == 1


async def test_what_a_hub_pushes_is_taken_if_it_is_signed(desk: Desk, hub: Hub) -> None:
    desk.announce()
    await desk.look(1)
    assert await hub.publish(TOPIC, BODY) == [202]
    ((feed, document),) = desk.taken
    assert (feed, document.url, document.body) == ("one", "https://news.example/one", BODY)
    assert document.content_type == "application/rss+xml"
    assert document.validators.etag is None
    ((_, callback),) = hub.held
    secret = hub.held[TOPIC, callback]
    for method in ("sha1", "sha384", "sha512"):
        assert await hub.send(callback, BODY, sign(secret, BODY, method)) == 202
    assert len(desk.taken) == 4
    for signature in (
        None,
        sign("guessed", BODY),
        sign(secret, BODY + b" "),
        sign(secret, BODY, "md5"),
        "sha256=",
    ):
        assert await hub.send(callback, BODY, signature) == 202, "the sender learns nothing"
    assert len(desk.taken) == 4
    assert desk.counted("unsigned") == 5
    assert desk.store.subscriptions.of("one")[0].pushed == desk.now


async def test_what_is_too_much_is_turned_away(desk: Desk, hub: Hub) -> None:
    desk.announce()
    await desk.look(1)
    ((_, callback),) = hub.held
    secret = hub.held[TOPIC, callback]
    large = b" " * (10 * 2**20 + 1)
    assert await hub.send(callback, large, sign(secret, large)) == 413
    assert await hub.send(callback, BODY, sign(secret, BODY), **{"Content-Encoding": "gzip"}) == 415
    desk.room = False
    assert await hub.send(callback, BODY, sign(secret, BODY)) == 503, "the hub shall come again"
    assert desk.taken == []
    assert await hub.send(callback[:-1] + "-", BODY, sign(secret, BODY)) == 410, (
        "a callback that is not there"
    )


async def test_questions_about_what_nobody_asked_for_are_not_confirmed(desk: Desk, hub: Hub) -> None:
    hub.verifies = False
    desk.announce()
    await desk.look()
    (asked,) = hub.asked
    assert (await hub.verify(asked, **{"hub.topic": "https://news.example/other"}))[0] == 404
    assert (await hub.verify(asked, **{"hub.mode": "unsubscribe"}))[0] == 404
    assert (await hub.verify(asked, **{"hub.challenge": "x" * 501}))[0] == 404
    asked.callback += "x"
    assert (await hub.verify(asked))[0] == 404
    assert desk.stages() == ["asked"]
    assert not desk.subscriber.pushes("one")


async def test_what_a_hub_says_while_a_look_begins_is_not_overwritten(desk: Desk, hub: Hub) -> None:
    hub.verifies = False
    desk.announce()
    await desk.look()
    (asked,) = hub.asked
    desk.now += timedelta(hours=2)
    look = asyncio.create_task(desk.subscriber.look())
    await asyncio.sleep(0)
    asks = {"hub.mode": "subscribe", "hub.topic": TOPIC, "hub.challenge": "c"}
    assert desk.subscriber.verify(asked.callback.rpartition("/")[2], asks) == "c"
    await look
    assert desk.stages() == ["active"]
    assert len(hub.asked) == 1


async def test_a_challenge_comes_back_as_harmless_bytes(desk: Desk, hub: Hub) -> None:
    hub.verifies = False
    desk.announce()
    await desk.look()
    status, body = await hub.verify(hub.asked[0], **{"hub.challenge": "<script>alert(1)</script>"})
    assert (status, body) == (200, "<script>alert(1)</script>")
    assert hub._http
    query = {"hub.mode": "subscribe", "hub.topic": TOPIC, "hub.challenge": "c", "hub.lease_seconds": "60"}
    async with hub._http.get(hub.asked[0].callback, params=query) as answer:
        assert answer.content_type == "application/octet-stream"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    async with hub._http.head(hub.asked[0].callback, params=query) as answer:
        assert answer.status == 405


async def test_a_subscription_is_renewed_before_its_lease_ends(desk: Desk, hub: Hub) -> None:
    desk.announce()
    await desk.look(1)
    (first,) = hub.held
    desk.now += timedelta(days=6)
    await desk.look()
    assert len(hub.asked) == 1
    desk.now += timedelta(days=2)
    await desk.look()
    await desk.look(1)
    assert [asked.mode for asked in hub.asked] == ["subscribe", "subscribe"]
    assert hub.asked[0].callback != hub.asked[1].callback
    assert hub.asked[0].secret != hub.asked[1].secret
    assert desk.stages() == ["active", "leaving"]
    assert await hub.publish(TOPIC, BODY) == [202, 202], "both callbacks are good meanwhile"
    await desk.look(1)
    assert hub.asked[-1].mode == "unsubscribe"
    assert hub.asked[-1].callback == first[1]
    assert desk.stages() == ["active"]
    assert first not in hub.held
    assert len(hub.held) == 1
    assert desk.subscriber.pushes("one")


async def test_a_lease_that_is_not_renewed_ends_and_the_feed_is_polled_at_once(desk: Desk, hub: Hub) -> None:
    desk.announce()
    await desk.look(1)
    hub.status = 500
    for _ in range(12):
        desk.now += timedelta(days=1)
        await desk.look()
    assert desk.stages() == ["asked"]
    assert not desk.subscriber.pushes("one")
    assert "one" in desk.store.feeds.due(desk.now)
    hub.status = 202
    desk.now += timedelta(days=2)
    await desk.look(1)
    assert desk.stages() == ["active"]


async def test_a_hub_may_refuse_at_any_time(desk: Desk, hub: Hub) -> None:
    desk.announce()
    await desk.look(1)
    assert await hub.deny(hub.asked[0], "not for you") == 200
    assert desk.stages() == ["refused"]
    assert desk.store.subscriptions.of("one")[0].reason == "the hub refused: not for you"
    assert not desk.subscriber.pushes("one")
    assert "one" in desk.store.feeds.due(desk.now)
    desk.now += timedelta(days=6)
    await desk.look()
    assert len(hub.asked) == 1
    desk.now += timedelta(days=1)
    await desk.look()
    await desk.look(1)
    assert desk.stages() == ["active"]


async def test_feeds_that_leave_are_unsubscribed(desk: Desk, hub: Hub) -> None:
    desk.announce()
    await desk.look(1)
    with desk.store.db.atomic():
        desk.store.feeds.sync([desk.feeds["two"]], desk.now)
    desk.feeds = {"two": desk.feeds["two"]}
    desk.subscriber.review()
    await desk.look(1)
    assert hub.challenges[-1] == (200, "unsubscribe")
    assert desk.stages() == []
    assert hub.held == {}
    assert not desk.subscriber.pushes("one")


async def test_a_push_for_a_feed_that_left_is_passed_over(desk: Desk, hub: Hub) -> None:
    desk.announce()
    await desk.look(1)
    desk.feeds = {}
    assert await hub.publish(TOPIC, BODY) == [202]
    assert desk.taken == []


async def test_another_hub_takes_over(desk: Desk, hub: Hub) -> None:
    desk.announce()
    await desk.look(1)
    async with Hub() as other:
        desk.announce(hub=other.url)
        await desk.subscriber.look()
        await other.until(1)
        await hub.until(2)
        assert [asked.mode for asked in hub.asked] == ["subscribe", "unsubscribe"]
        assert desk.stages() == ["active"]
        assert hub.held == {}
        assert len(other.held) == 1
        desk.announce(hub="")
        await desk.subscriber.look()
        await other.until(2)
        assert desk.stages() == []


async def test_another_public_address_takes_over(desk: Desk, hub: Hub) -> None:
    desk.announce()
    await desk.look(1)
    desk.subscriber.base = desk.subscriber.base.replace("127.0.0.1", "localhost")
    desk.subscriber.review()
    await desk.look(2)
    assert desk.stages() == ["active"]
    ((_, callback),) = hub.held
    assert callback.startswith("http://localhost:")


async def test_hubs_that_cannot_be_asked_cost_only_their_feeds(desk: Desk) -> None:
    desk.announce(hub="http://127.0.0.1:9/")
    desk.announce("two")
    await desk.look(1)
    assert desk.stages("two") == ["active"]
    (one,) = desk.store.subscriptions.of("one")
    assert one.stage is Stage.ASKED
    assert one.reason == "its server refuses connections"
    assert one.due == desk.now + timedelta(minutes=10) * 1.125


async def test_a_hub_may_send_on_to_another(desk: Desk, hub: Hub) -> None:
    desk.announce(hub=f"{hub.url}elsewhere")
    await desk.look(1)
    assert desk.stages() == ["active"]


async def test_a_hub_inside_is_never_asked(tmp_path: Path, hub: Hub) -> None:
    async with desk_at(tmp_path / "guarded.db", hub, allow_private=False) as desk:
        for address in (
            hub.url,
            "http://169.254.169.254/latest",
            f"http://localhost:{hub.port}/",
            "http://[::1]/",
        ):
            desk.announce(hub=address)
            await desk.subscriber.look()
            (one,) = desk.store.subscriptions.of("one")
            assert one.reason
            assert one.reason.startswith("refused: "), (address, one.reason)
        assert hub.asked == []


async def test_subscriptions_outlive_a_restart(tmp_path: Path, hub: Hub) -> None:
    async with desk_at(tmp_path / "kept.db", hub) as desk:
        desk.announce()
        await desk.look(1)
        held = dict(hub.held)
        kept = desk.store.subscriptions.of("one")
    async with desk_at(tmp_path / "kept.db", hub) as desk:
        assert desk.store.subscriptions.of("one") == kept
        assert desk.subscriber.expects(kept[0].token) == kept[0]
    assert hub.held == held


async def test_due_times_that_a_wrong_clock_set_are_brought_back(desk: Desk) -> None:
    desk.now += timedelta(days=3650)
    desk.announce()
    await desk.look(1)
    desk.now -= timedelta(days=3650)
    with desk.store.db.atomic():
        desk.store.bring_back(desk.now)
    await desk.look()
    await desk.look(1)
    ends = [each.ends for each in desk.store.subscriptions.of("one") if each.stage is Stage.ACTIVE]
    assert ends == [desk.now + timedelta(days=10)]
