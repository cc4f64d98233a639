"""Test the test double: an emulator that is kinder than Slack proves nothing."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack_server import Breakdown, Live, SlackServer, live
from tests.slack_server.limits import block_errors


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def client(slack: SlackServer) -> AsyncWebClient:
    return AsyncWebClient(token=slack.token, base_url=slack.api_url, retry_handlers=[])


async def error(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def test_two_equal_posts_are_two_messages_with_rising_ts() -> None:
    async with SlackServer(clock=Clock()) as slack:
        answers = [await client(slack).chat_postMessage(channel="#treaty-alerts", text="x") for _ in range(2)]
    assert answers[0]["channel"] == "C0TREATY01"
    assert answers[0]["ts"] < answers[1]["ts"]


async def test_rates_are_limited_per_channel_and_impatience_is_counted() -> None:
    clock = Clock()
    async with SlackServer(clock=clock) as slack:
        web = client(slack)
        for _ in range(4):
            await web.chat_postMessage(channel="C0TREATY01", text="x")
        for _ in range(2):
            assert await error(web.chat_postMessage(channel="C0TREATY01", text="x")) == "ratelimited"
        assert slack.workspace.impatient == 1
        clock.now += 1
        await web.chat_postMessage(channel="C0TREATY01", text="x")
        assert len(slack.workspace.posts()) == 5


async def test_history_is_newest_first_paged_bounded_and_hides_metadata_and_replies() -> None:
    clock = Clock()
    async with SlackServer(clock=clock) as slack:
        web = client(slack)
        metadata = {"event_type": "treatywatch_alert", "event_payload": {"alert_id": "1"}}
        stamps = []
        for number in range(3):
            clock.now += 10
            sent = await web.chat_postMessage(channel="C0TREATY01", text=str(number), metadata=metadata)
            stamps.append(sent["ts"])
        await web.chat_postMessage(channel="C0TREATY01", text="reply", thread_ts=stamps[0])
        page = await web.conversations_history(channel="C0TREATY01", limit=2)
        assert [message["text"] for message in page["messages"]] == ["2", "1"]
        assert "metadata" not in page["messages"][0]
        rest = await web.conversations_history(
            channel="C0TREATY01", cursor=page["response_metadata"]["next_cursor"], include_all_metadata=True
        )
        assert [(m["text"], m["metadata"]) for m in rest["messages"]] == [("0", metadata)]
        later = await web.conversations_history(channel="C0TREATY01", oldest=stamps[1])
        inclusive = await web.conversations_history(channel="C0TREATY01", oldest=stamps[1], inclusive=True)
        assert (len(later["messages"]), len(inclusive["messages"])) == (1, 2)
        thread = await web.conversations_replies(channel="C0TREATY01", ts=stamps[0])
        assert [message["text"] for message in thread["messages"]] == ["0", "reply"]
        slack.workspace.history_lag = 5
        assert len((await web.conversations_history(channel="C0TREATY01"))["messages"]) == 2


async def test_metadata_with_a_bad_event_type_is_dropped_with_a_warning(slack: SlackServer) -> None:
    sent = await client(slack).chat_postMessage(
        channel="C0TREATY01",
        text="x" * 50_000,
        metadata={"event_type": "treaty.alert", "event_payload": {}},
    )
    (posted,) = slack.workspace.posts()
    assert sent["response_metadata"]["warnings"] == ["invalid_metadata_schema", "message_truncated"]
    assert (posted.metadata, len(posted.body["text"])) == (None, 40_000)


async def test_refusals(slack: SlackServer) -> None:
    web, workspace = client(slack), slack.workspace
    workspace.rates["post"] = (1e6, 1e6)
    workspace.add_channel("closed", "C0TREATY02", private=True, member=False)
    workspace.add_channel("public", "C0TREATY03", member=False)
    workspace.add_channel("old", "C0TREATY04", archived=True)
    big = {"event_type": "x", "event_payload": {"big": "x" * 9000}}
    post = web.chat_postMessage
    assert await error(post(channel="#none", text="x")) == "channel_not_found"
    assert await error(post(channel="#closed", text="x")) == "channel_not_found"
    assert await error(post(channel="#public", text="x")) == "not_in_channel"
    assert await error(post(channel="#old", text="x")) == "is_archived"
    assert await error(web.api_call("chat.postMessage", json={"channel": "C0TREATY01"})) == "no_text"
    assert await error(post(channel="C0TREATY01", text="x", metadata=big)) == "metadata_too_large"
    assert await error(post(channel="C0TREATY01", text="x", thread_ts="1.0")) == "thread_not_found"
    assert (
        await error(post(channel="C0TREATY01", text="x", blocks=[{"type": "divider"}] * 51))
        == "invalid_blocks"
    )
    assert await error(web.chat_update(channel="C0TREATY01", ts="1.0", text="x")) == "message_not_found"
    sent = await post(channel="C0TREATY01", text="x")
    assert (
        await error(web.chat_update(channel="C0TREATY01", ts=sent["ts"], text="x" * 4001)) == "msg_too_long"
    )
    assert await error(web.api_call("chat.postMassage", json={})) == "unknown_method"
    workspace.tokens[slack.token] = ("chat:write",)
    with pytest.raises(SlackApiError) as caught:
        await web.conversations_history(channel="C0TREATY01")
    assert (caught.value.response["needed"], caught.value.response["provided"]) == (
        "channels:history",
        "chat:write",
    )
    assert (
        await error(AsyncWebClient(token="xoxb-other", base_url=slack.api_url).auth_test()) == "invalid_auth"
    )


async def test_scopes_are_in_the_header_and_a_home_page_takes_a_hundred_blocks(slack: SlackServer) -> None:
    web = client(slack)
    assert "channels:history" in (await web.auth_test()).headers["x-oauth-scopes"]
    home = {"type": "home", "blocks": [{"type": "divider"}] * 100}
    await web.views_publish(user_id="U1", view=home)
    assert slack.workspace.views["U1"]["blocks"] == home["blocks"]
    home["blocks"] = [{"type": "divider"}] * 101
    assert await error(web.views_publish(user_id="U1", view=home)) == "invalid_arguments"


async def test_a_file_goes_up_in_three_steps(slack: SlackServer) -> None:
    web = client(slack)
    await web.files_upload_v2(channel="C0TREATY01", filename="map.png", content=b"\x89PNG....", title="Map")
    (posted,) = slack.workspace.posts()
    assert posted.body["files"] == ["F0TREATY00"]
    assert slack.workspace.files["F0TREATY00"]["bytes"] > 0


def button(**more: Any) -> dict[str, Any]:
    return {"type": "button", "text": {"type": "plain_text", "text": "x"}, "action_id": "a", **more}


def rich(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def section(text: str, kind: str = "mrkdwn") -> dict[str, Any]:
    return {"type": "section", "text": {"type": kind, "text": text}}


@pytest.mark.parametrize(
    ("block", "taken"),
    [
        (section("x" * 3000), True),
        (section("x" * 3001), False),
        (section("&" * 601, "plain_text"), False),
        (section("&amp;" * 600), True),
        (section(""), False),
        ({"type": "header", "text": {"type": "plain_text", "text": "x" * 150}}, True),
        ({"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}, False),
        ({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, False),
        ({"type": "section"}, False),
        ({"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}] * 11}, False),
        ({"type": "actions", "elements": [button()] * 25}, True),
        ({"type": "actions", "elements": [button()] * 26}, False),
        ({"type": "actions", "elements": [button(value="x" * 2001)]}, False),
        ({"type": "actions", "elements": [button(url="x" * 3001)]}, False),
        ({"type": "actions", "elements": [button(action_id="x" * 256)]}, False),
        ({"type": "actions", "elements": [button(text={"type": "plain_text", "text": "x" * 76})]}, False),
        ({"type": "divider", "block_id": "x" * 256}, False),
        ({"type": "divider", "colour": "red"}, False),
        ({"type": "blink"}, False),
        (rich({"type": "text", "text": "x"}), True),
        (rich({"type": "text", "text": ""}), False),
        (rich({"type": "link", "url": "x" * 3001}), False),
        (rich({"type": "shout", "text": "x"}), False),
    ],
)
def test_blocks_are_judged(block: dict[str, Any], taken: bool) -> None:
    assert (block_errors([block]) == []) is taken


@pytest.mark.parametrize(
    ("message", "alive"),
    [
        ({"text": "<!channel> <@U1> <#C1|x> <!subteam^S1> <https://a.example|b>"},
         ["broadcast channel", "user U1", "channel C1", "group S1", "link https://a.example"]),
        ({"text": "&lt;!channel&gt; @here"}, []),
        ({"text": "@here", "parse": "full"}, ["user here"]),
        ({"text": "see https://a.example/x"}, ["auto https://a.example/x"]),
        ({"text": "see https://a.example/x", "parse": "none"}, []),
        ({"blocks": [section("<!here>", "plain_text")]}, []),
        ({"blocks": [section("<!here>")]}, ["broadcast here"]),
        ({"blocks": [section("www.a.example")]}, ["auto www.a.example"]),
        ({"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "www.a.example", "verbatim": True}}]}, []),
        ({"blocks": [rich({"type": "text", "text": "<!here> https://a.example"})]}, []),
        ({"blocks": [rich({"type": "broadcast", "range": "here"}, {"type": "user", "user_id": "U1"})]},
         ["broadcast here", "user U1"]),
        ({"blocks": [rich({"type": "link", "url": "https://a.example", "text": "b"})]}, ["link https://a.example"]),
        ({"blocks": [{"type": "actions", "elements": [button(url="https://a.example")]}]}, ["link https://a.example"]),
        ({"text": "<x>"}, ["odd x"]),
    ],
)  # fmt: skip
def test_what_comes_alive(message: dict[str, Any], alive: list[str]) -> None:
    assert [f"{each.kind} {each.value}" for each in live(message)] == alive
    assert all(isinstance(each, Live) for each in live(message))


async def test_socket_mode_hands_out_buttons_wants_an_answer_and_hangs_up(slack: SlackServer) -> None:
    heard: list[str] = []
    web = client(slack)
    sockets = SocketModeClient(app_token="xapp-loopback", web_client=web, ping_interval=0.2)

    async def listen(own: Any, request: SocketModeRequest) -> None:
        heard.append(request.payload["actions"][0]["action_id"])
        await own.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))

    sockets.socket_mode_request_listeners.append(listen)
    await sockets.connect()
    await slack.sockets.wait_for(lambda server: server.sockets)
    payload = {"type": "block_actions", "actions": [{"action_id": "mute", "value": "a" * 32}]}
    await slack.sockets.push({"type": "interactive", "envelope_id": "e1", "payload": payload})
    await slack.sockets.wait_for(lambda server: "e1" in server.acknowledged)
    await slack.sockets.disconnect("refresh_requested")
    await slack.sockets.wait_for(lambda server: server.connections == 2)
    await slack.sockets.push({"type": "interactive", "envelope_id": "e2", "payload": payload})
    # An app that is closed while it connects anew leaves its connection open.
    await slack.sockets.wait_for(lambda server: "e2" in server.acknowledged)
    await sockets.close()
    assert heard == ["mute", "mute"]


async def test_runs_as_a_process_with_a_ledger(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.jsonl"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.slack_server", "--port", "0", "--ledger", str(ledger),
        stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    try:
        about = json.loads(await process.stdout.readline())
        web = AsyncWebClient(token=about["token"], base_url=about["api_url"], retry_handlers=[])
        admin = about["api_url"].removesuffix("api/") + "admin/"
        async with ClientSession() as session:
            plan = {"queue": [{"kind": "error", "error": "fatal_error", "commit": True}], "seed": 7}
            assert (await session.post(f"{admin}plan", json=plan)).status == 200
            assert (await session.post(f"{admin}set", json={"history_lag": 2.5})).status == 200
            assert (await session.post(f"{admin}nothing", json={})).status == 404
            assert await error(web.chat_postMessage(channel="#treaty-alerts", text="one")) == "fatal_error"
            await web.chat_postMessage(channel="#treaty-alerts", text="two")
            kept = await (await session.get(f"{admin}ledger")).json()
        assert [line["text"] for line in kept["ledger"]] == ["one", "two"]
    finally:
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0
    assert [json.loads(line)["text"] for line in ledger.read_text().splitlines()] == ["one", "two"]


async def test_breakdowns_are_used_up_in_order_and_chance_has_a_seed() -> None:
    drawn = []
    for _ in range(2):
        async with SlackServer(clock=Clock()) as slack:
            slack.workspace.rates["post"] = slack.workspace.rates["workspace"] = (1e6, 1e6)
            slack.break_down(Breakdown(kind="html"))
            slack.workspace.plan.load(
                {
                    "probability": 0.5,
                    "seed": 3,
                    "choices": [{"kind": "error", "error": "fatal_error", "commit": False}],
                }
            )
            for _ in range(20):
                with suppress(SlackApiError):
                    await client(slack).chat_postMessage(channel="C0TREATY01", text="x")
            drawn.append(len(slack.workspace.posts()))
    assert drawn[0] == drawn[1]
    assert 3 < drawn[0] < 17
