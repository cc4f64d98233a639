"""The connection: acknowledged at once, each envelope once, and connected anew whatever ends it."""

from __future__ import annotations

import asyncio

from monitor.slack_app.socket import REMEDY, probe
from monitor.store.marks import Verdict
from tests.slack_app.made import Office
from tests.slack_server import SlackServer


async def test_an_envelope_handed_out_twice_counts_once(here: Office) -> None:
    alert = here.tell()
    envelope = here.clicked("mark:old_news", alert.id, "twice")
    await here.push(envelope)
    await here.answer("twice")
    del here.slack.sockets.acknowledged["etwice"]
    await here.push(envelope)
    marks = here.store.marks.of_alert(alert.id)
    assert [mark.verdict for mark in marks] == [Verdict.OLD_NEWS]
    assert len(here.slack.workspace.responses["twice"]) == 1


async def test_the_acknowledgement_does_not_wait_for_the_answer(here: Office) -> None:
    alert = here.tell()
    envelope = here.clicked("why", alert.id, "slow")
    envelope["payload"]["response_url"] = f"http://127.0.0.1:{here.slack.port}/nowhere/at/all"
    async with asyncio.timeout(3):
        await here.push(envelope)
    assert (await here.click("why", alert.id))["text"]


async def test_connects_anew_when_slack_asks_for_it_or_hangs_up(here: Office) -> None:
    alert = here.tell()
    for number, reason in enumerate(("warning", "refresh_requested", "too_many_websockets"), 2):
        await here.slack.sockets.disconnect(reason)
        await here.slack.sockets.wait_for(
            lambda sockets, number=number: sockets.connections == number and sockets.sockets
        )
    await here.slack.sockets.close()
    await here.slack.sockets.wait_for(lambda sockets: sockets.connections == 5 and sockets.sockets)
    assert (await here.click("why", alert.id))["text"]
    assert here.app.socket.trouble is None


async def test_a_refused_app_token_is_said_and_asked_about_again(here: Office) -> None:
    here.slack.workspace.revoked = "invalid_auth"
    await here.slack.sockets.disconnect()
    calls = here.slack.workspace.calls
    await here.slack.sockets.wait_for(lambda _: calls.count("apps.connections.open") >= 3)
    assert here.app.socket.trouble == f"Slack says invalid_auth.{REMEDY}"
    here.slack.workspace.revoked = None
    await here.slack.sockets.wait_for(lambda sockets: sockets.connections == 2 and sockets.sockets)


async def test_another_app_token_is_no_remedy_where_slack_is_not_asked_or_is_down() -> None:
    async with SlackServer() as slack:
        slack.workspace.revoked = "internal_error"
        assert await probe("xapp-loopback", slack.api_url) == "SLACK_APP_TOKEN: Slack says internal_error."
    said = await probe("xapp-loopback", slack.api_url)
    assert said == "SLACK_APP_TOKEN: cannot connect to Slack (ClientConnectorError)."


async def test_what_is_not_slack_s_ends_a_connection_and_nothing_more(here: Office) -> None:
    for number, frame in enumerate(("[1]", "null", "<html>", '{"envelope_id": []}'), 2):
        await here.slack.sockets.sockets[-1].send_str(frame)
        await here.slack.sockets.disconnect()
        await here.slack.sockets.wait_for(
            lambda sockets, number=number: sockets.connections == number and sockets.sockets
        )
    alert = here.tell()
    assert (await here.click("why", alert.id))["text"]


async def test_odd_envelopes_are_acknowledged_and_do_no_harm(here: Office) -> None:
    alert = here.tell()
    odd: list[dict[str, object]] = [
        {"type": "interactive", "envelope_id": "o1", "payload": {"type": "block_actions", "actions": []}},
        {"type": "interactive", "envelope_id": "o2", "payload": {}},
        {"type": "slash_commands", "envelope_id": "o3", "payload": {"text": "status"}},
        {"type": "events_api", "envelope_id": "o4", "payload": {"event": {"type": "message"}}},
        {"type": "a_type_of_tomorrow", "envelope_id": "o5"},
        here.clicked("a_button_of_tomorrow", alert.id, "o6"),
        here.clicked("undo_mark", "no number", "o7"),
    ]
    for envelope in odd:
        assert await here.push(envelope) is None
    assert (await here.click("why", alert.id))["text"]
