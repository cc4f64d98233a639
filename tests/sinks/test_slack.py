from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.model import Failed, Fault, Gone, Kind, Message, Outlet, Sent
from monitor.sinks.slack import SlackSink
from monitor.sinks.slack_setup import SCOPES, check_setup
from monitor.sinks.webhook import WebhookSink
from tests.sinks.made import NOW, alert, telling
from tests.slack_server import Breakdown, SlackServer

NOON = "Tue, 24 Nov 2026 12:00:00 GMT"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def sink(slack: SlackServer, **more: Any) -> SlackSink:
    return SlackSink(slack.token, api_url=slack.api_url, **({"timeout": 60.0} | more))


async def test_posts_with_metadata_blocks_and_a_fallback(slack: SlackServer) -> None:
    sent = await sink(slack).send(Message(alert=alert()), NOW)
    (posted,) = slack.workspace.posts()
    assert isinstance(sent, Sent)
    assert (sent.channel_id, sent.ts, sent.thread_ts) == ("C0TREATY01", posted.ts, None)
    assert posted.metadata == {"event_type": "treatywatch_alert", "event_payload": {"alert_id": "a" * 32}}
    assert posted.body["text"].startswith("Viet Nam ratified the UN Convention against Cybercrime")
    assert posted.body["blocks"][0]["type"] == "header"
    assert (posted.body["parse"], posted.body["unfurl_links"], posted.body["unfurl_media"]) == (
        "none",
        False,
        False,
    )


async def test_replies_in_a_thread_without_broadcast(slack: SlackServer) -> None:
    root = await sink(slack).send(Message(alert=alert()), NOW)
    assert isinstance(root, Sent)
    reply = await sink(slack).send(Message(alert=alert(id="b" * 32), thread_ts=root.ts), NOW)
    _, posted = slack.workspace.posts()
    assert isinstance(reply, Sent)
    assert reply.thread_ts == posted.thread_ts == root.ts
    assert "reply_broadcast" not in posted.body


async def test_a_locked_or_lost_thread_gets_a_message_of_its_own(slack: SlackServer) -> None:
    sent = await sink(slack).send(Message(alert=alert(), thread_ts="1.000001"), NOW)
    (posted,) = slack.workspace.posts()
    assert isinstance(sent, Sent)
    assert sent.thread_ts is None
    assert posted.thread_ts is None


async def test_edits_in_place_and_parses_nothing(slack: SlackServer) -> None:
    first = await sink(slack).send(Message(alert=alert()), NOW)
    assert isinstance(first, Sent)
    update = alert(id="b" * 32, kind=Kind.UPDATE, updates="a" * 32)
    message = Message(alert=update, update_ts=first.ts, channel_id=first.channel_id)
    edited = await sink(slack).send(message, NOW)
    (posted,) = slack.workspace.posts()
    posted.deleted = True
    gone = await sink(slack).send(message, NOW)
    assert slack.workspace.posts() == []
    assert edited == Sent(channel_id=first.channel_id, ts=first.ts)
    assert (posted.edits, posted.body["parse"]) == (1, "none")
    assert gone == Gone(reason="message_not_found")


async def test_refused_blocks_are_sent_once_as_plain_text(slack: SlackServer) -> None:
    slack.break_down(Breakdown(kind="error", error="invalid_blocks"))
    sent = await sink(slack).send(Message(alert=alert()), NOW)
    (posted,) = slack.workspace.posts()
    slack.break_down(Breakdown(kind="error", error="msg_too_long", times=2))
    dead = await sink(slack).send(Message(alert=alert()), NOW)
    assert isinstance(sent, Sent)
    assert "blocks" not in posted.body
    assert posted.body["text"].splitlines()[0].endswith("(shortened)")
    assert dead == Failed(fault=Fault.MESSAGE, reason="msg_too_long")


@pytest.mark.parametrize(
    ("breakdown", "fault", "stands"),
    [
        (Breakdown(kind="drop"), Fault.UNKNOWN, 0),
        (Breakdown(kind="drop", commit=True), Fault.UNKNOWN, 1),
        (Breakdown(kind="reset", commit=True), Fault.UNKNOWN, 1),
        (Breakdown(kind="hang", commit=True), Fault.UNKNOWN, 1),
        (Breakdown(kind="truncate", commit=True), Fault.UNKNOWN, 1),
        (Breakdown(kind="html", commit=True), Fault.UNKNOWN, 1),
        (Breakdown(kind="status", status=500, commit=True), Fault.UNKNOWN, 1),
        (Breakdown(kind="status", status=502), Fault.UNKNOWN, 0),
        (Breakdown(kind="status", status=503, body="<html>busy</html>"), Fault.LATER, 0),
        (Breakdown(kind="status", status=418), Fault.STRANGE, 0),
        (Breakdown(kind="error", error="internal_error", commit=True), Fault.UNKNOWN, 1),
        (Breakdown(kind="error", error="fatal_error", commit=True), Fault.UNKNOWN, 1),
        (Breakdown(kind="error", error="ratelimited"), Fault.RATE, 0),
        (Breakdown(kind="error", error="service_unavailable"), Fault.LATER, 0),
        (Breakdown(kind="error", error="is_archived"), Fault.CHANNEL, 0),
        (Breakdown(kind="error", error="restricted_action_new_kind"), Fault.CHANNEL, 0),
        (Breakdown(kind="error", error="token_revoked"), Fault.TOKEN, 0),
        (Breakdown(kind="error", error="a_code_of_tomorrow"), Fault.STRANGE, 0),
    ],
)
async def test_every_breakdown_has_its_fault_and_one_request(
    slack: SlackServer, breakdown: Breakdown, fault: Fault, stands: int
) -> None:
    slack.break_down(breakdown)
    within = 1.0 if breakdown.kind == "hang" else 60.0  # a busy machine is slow to answer
    failed = await sink(slack, timeout=within).send(Message(alert=alert()), NOW)
    assert len(slack.workspace.posts()) == stands
    assert slack.workspace.calls == ["chat.postMessage"]
    assert isinstance(failed, Failed)
    assert failed.fault is fault


async def test_nobody_listening_is_surely_not_sent() -> None:
    async with SlackServer() as slack:
        gone = slack.api_url
    failed = await SlackSink("xoxb-loopback", api_url=gone, timeout=1.0).send(Message(alert=alert()), NOW)
    assert isinstance(failed, Failed)
    assert failed.fault is Fault.LATER
    assert "127.0.0.1" not in failed.reason


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "7"}, timedelta(seconds=7)),
        ({"Retry-After": "1.5"}, timedelta(seconds=1.5)),
        ({"Retry-After": "0"}, timedelta(seconds=1)),
        ({"Retry-After": "Tue, 24 Nov 2026 12:00:40 GMT", "Date": NOON}, timedelta(seconds=40)),
        ({"Retry-After": "Tue, 24 Nov 2026 11:00:00 GMT", "Date": NOON}, None),
        ({"Retry-After": "99999999"}, timedelta(hours=1)),
        ({"Retry-After": "9" * 300}, timedelta(hours=1)),
        ({"Retry-After": "1e300"}, None),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "nan"}, None),
        ({"Retry-After": "soon"}, None),
        ({}, None),
    ],
)  # fmt: skip
async def test_retry_after_in_every_form(
    slack: SlackServer, headers: dict[str, str], wait: timedelta | None
) -> None:
    slack.break_down(Breakdown(kind="status", status=429, headers=headers))
    failed = await sink(slack).send(Message(alert=alert()), NOW)
    assert failed == Failed(fault=Fault.RATE, reason="HTTP 429", wait=wait)


async def test_finds_by_metadata_in_the_channel_and_in_a_thread(slack: SlackServer) -> None:
    bot = sink(slack)
    root = await bot.send(Message(alert=alert()), NOW)
    assert isinstance(root, Sent)
    reply = await bot.send(Message(alert=alert(id="b" * 32), thread_ts=root.ts), NOW)
    assert isinstance(reply, Sent)
    found = await bot.find(Message(alert=alert()), LONG_AGO, datetime.now(UTC))
    found_reply = await bot.find(
        Message(alert=alert(id="b" * 32), thread_ts=root.ts), LONG_AGO, datetime.now(UTC)
    )
    absent = await bot.find(Message(alert=alert(id="c" * 32)), LONG_AGO, datetime.now(UTC))
    too_late = await bot.find(
        Message(alert=alert()), datetime.now(UTC) + timedelta(minutes=1), datetime.now(UTC)
    )
    assert found == root
    assert found_reply == reply
    assert absent is None
    assert too_late is None


async def test_a_search_that_is_asked_to_wait_goes_on_where_it_was() -> None:
    now = [1_000_000.0]
    async with SlackServer(clock=lambda: now[0]) as slack:
        slack.workspace.rates["post"] = (1000.0, 1000.0)
        slack.workspace.harsh()
        bot = sink(slack)
        for number in range(40):
            await bot.send(Message(alert=alert(id=f"{number:032}")), NOW)
        wanted = Message(alert=alert(id=f"{0:032}"))
        answers = []
        for _ in range(3):
            answers.append(
                await bot.find(wanted, datetime.fromtimestamp(1, UTC), datetime.fromtimestamp(now[0], UTC))
            )
            now[0] += 60
    assert [type(answer) for answer in answers] == [Failed, Failed, Sent]
    assert isinstance(answers[0], Failed)
    assert answers[0].fault is Fault.RATE
    assert slack.workspace.impatient == 0


@pytest.mark.parametrize("scopes", [("chat:write",), ("chat:write", "channels:read")])
async def test_without_the_scope_to_look_nothing_is_said_against_the_token(
    slack: SlackServer, scopes: tuple[str, ...]
) -> None:
    slack.workspace.tokens[slack.token] = scopes
    found = await sink(slack).find(Message(alert=alert()), LONG_AGO, datetime.now(UTC))
    assert isinstance(found, Failed)
    assert found.fault is Fault.MESSAGE
    assert "missing_scope (needs " in found.reason


async def test_setup_names_each_missing_scope_and_channel(slack: SlackServer) -> None:
    assert await check_setup(sink(slack), ["#treaty-alerts"]) == []
    slack.workspace.add_channel("elsewhere", "C0TREATY02", member=False)
    slack.workspace.add_channel("old", "C0TREATY03", archived=True)
    slack.workspace.tokens[slack.token] = ("chat:write", "channels:read", "groups:read")
    problems = await check_setup(sink(slack), ["#treaty-alerts", "#elsewhere", "#old", "C0TREATY99"])
    slack.workspace.revoked = "token_revoked"
    (revoked,) = await check_setup(sink(slack), ["#treaty-alerts"])
    assert [problem.split(" is ")[0].split(":")[0] for problem in problems] == [
        "scope channels", "scope groups", "#elsewhere", "#old", "C0TREATY99",
    ]  # fmt: skip
    assert "token_revoked" in revoked
    assert "SLACK_BOT_TOKEN" in revoked


async def test_setup_names_a_channel_that_is_written_in_two_ways(slack: SlackServer) -> None:
    assert await check_setup(sink(slack), ["#treaty-alerts", "treaty-alerts"]) == [], "one channel"
    (problem,) = await check_setup(sink(slack), ["#treaty-alerts", "C0TREATY01"])
    assert problem.startswith("C0TREATY01 is #treaty-alerts: write it in one way")


async def test_a_slack_that_is_slow_to_say_what_is_missing_holds_up_no_start(slack: SlackServer) -> None:
    slack.break_down(Breakdown(kind="hang", method="conversations.list", times=9))
    patient = SlackSink(slack.token, api_url=slack.api_url, timeout=600)
    (problem,) = await check_setup(patient, ["#a", "#b", "#c"], within=0.2)
    assert problem.startswith("Slack is too slow")


async def test_setup_says_what_cannot_be_looked_up(slack: SlackServer) -> None:
    slack.workspace.tokens[slack.token] = ("chat:write", "channels:history", "groups:history")
    problems = await check_setup(sink(slack), ["#treaty-alerts", "C0TREATY01"])
    slack.workspace.tokens[slack.token] = tuple(SCOPES)
    (unknown,) = await check_setup(sink(slack), ["#nowhere"])
    assert problems[2].startswith("#treaty-alerts: cannot be looked up, Slack says missing_scope")
    assert problems[3].startswith("C0TREATY01: cannot be looked up, Slack says missing_scope")
    assert unknown.startswith("#nowhere: there is no such channel")


async def test_an_address_that_is_none_stops_everything_until_it_is_mended() -> None:
    for broken in (SlackSink("xoxb-loopback", api_url="bad/api/"), WebhookSink("ftp://bad/x")):
        failed = await broken.send(Message(alert=alert()), NOW)
        assert isinstance(failed, Failed)
        assert failed.fault is Fault.TOKEN
        assert "bad" not in failed.reason


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ((404, "no_service"), Fault.TOKEN),
        ((403, "invalid_token"), Fault.TOKEN),
        ((410, "channel_is_archived"), Fault.TOKEN),
        ((400, "invalid_payload"), Fault.MESSAGE),
        ((400, "some_new_code"), Fault.STRANGE),
        ((400, "<html>proxy</html>"), Fault.UNKNOWN),
        ((500, "rollup_error"), Fault.UNKNOWN),
        ((503, ""), Fault.LATER),
        ((200, "not ok"), Fault.UNKNOWN),
    ],
)
async def test_a_webhook_speaks_in_plain_words(
    slack: SlackServer, broken: tuple[int, str], fault: Fault
) -> None:
    slack.workspace.rates["post"] = (1000.0, 1000.0)
    hook = WebhookSink(slack.webhook_url, timeout=1.0)
    assert await hook.send(Message(alert=alert()), NOW) == Sent()
    slack.webhook_broken = broken
    failed = await hook.send(Message(alert=alert()), NOW)
    cannot = await hook.find(Message(alert=alert()), NOW, NOW)
    assert isinstance(failed, Failed)
    assert failed.fault is fault
    assert isinstance(cannot, Failed)
    answers = fault in (Fault.MESSAGE, Fault.STRANGE)
    assert cannot.fault is (Fault.MESSAGE if answers else fault), "nothing is posted again until it answers"


async def test_a_webhook_that_asked_to_wait_is_not_asked_meanwhile(slack: SlackServer) -> None:
    hook = WebhookSink(slack.webhook_url, timeout=1.0)
    slack.break_down(Breakdown(kind="status", status=429, method="webhook", headers={"Retry-After": "30"}))
    await hook.send(Message(alert=alert()), NOW)
    found = await hook.find(Message(alert=alert()), NOW, NOW)
    assert slack.workspace.calls == ["webhook"]
    assert isinstance(found, Failed)
    assert found.fault is Fault.RATE
    assert 0 < found.wait.total_seconds() <= 30


@pytest.mark.parametrize("way", [sink, lambda slack: WebhookSink(slack.webhook_url)])
async def test_an_alert_that_cannot_be_drawn_is_told_by_its_title(slack: SlackServer, way: Any) -> None:
    nobody = Outlet(publisher=None, url=None, title="")  # what only a bug makes
    broken = alert(telling=telling(title="Hanoi <deposits>", outlets=(nobody,)))
    assert isinstance(await way(slack).send(Message(alert=broken), NOW), Sent)
    (posted,) = slack.workspace.posts()
    assert posted.body["text"] == "Hanoi &lt;deposits&gt;"
    assert "blocks" not in posted.body


@pytest.mark.parametrize("kind", ["drop", "reset", "hang"])
async def test_a_webhook_posts_once_a_request(slack: SlackServer, kind: str) -> None:
    slack.break_down(Breakdown(kind=kind, method="webhook", commit=True))
    failed = await WebhookSink(slack.webhook_url, timeout=1.0).send(Message(alert=alert()), NOW)
    assert len(slack.workspace.posts()) == 1
    assert isinstance(failed, Failed)
    assert failed.fault is Fault.UNKNOWN


async def test_no_secret_is_logged_at_debug(slack: SlackServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    hook = WebhookSink(slack.webhook_url, timeout=1.0)
    bot = sink(slack)
    for how in (Breakdown(kind="drop", method="*"), Breakdown(kind="status", status=500, method="*")):
        slack.break_down(how)
        await hook.send(Message(alert=alert()), NOW)
        slack.break_down(Breakdown(kind=how.kind, status=how.status))
        await bot.send(Message(alert=alert()), NOW)
    await hook.send(Message(alert=alert()), NOW)
    await bot.send(Message(alert=alert()), NOW)
    assert "loopbacksecret" not in caplog.text
    assert slack.token not in caplog.text
    assert "Viet Nam" not in caplog.text
