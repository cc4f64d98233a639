"""Say before anything is posted what would fail: the token, its scopes, the channels."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from monitor.model import Failed, Fault
from monitor.sinks.remedies import SCOPE, remedy
from monitor.sinks.slack import Refusal, SlackSink

SCOPES: dict[str, str] = {
    "chat:write": "nothing can be posted without it",
    "channels:history": "without it a message whose outcome is unknown may be posted twice in public channels",
    "groups:history": "without it a message whose outcome is unknown may be posted twice in private channels",
    "channels:read": "without it channels have to be named by their ids (C0123456789), not as #name",
    "groups:read": "without it private channels have to be named by their ids, not as #name",
}
"""Scopes of slack-manifest.yaml, each with what is lost without it."""
UNASKED = "Slack cannot be asked"
"""How the line begins where there is no way to Slack, so that no more needs to be tried."""
WITHIN = 30.0
"""Seconds that Slack has to say it all: a starting worker polls nothing meanwhile."""


async def check_setup(sink: SlackSink, channels: Iterable[str], within: float = WITHIN) -> list[str]:
    """Return one line for each thing that would fail, with its remedy; empty where everything is in place."""
    try:
        async with asyncio.timeout(within):
            return await _problems(sink, channels)
    except TimeoutError:
        return ["Slack is too slow to say whether anything is missing. Try `treatywatch slack test` later."]


async def _problems(sink: SlackSink, channels: Iterable[str]) -> list[str]:
    answer = await sink.call("auth.test", json={})
    if isinstance(answer, Refusal):
        return [refusal(answer.failed)]
    problems: list[str] = []
    if (scopes := answer.headers.get("X-OAuth-Scopes")) is not None:
        granted = {scope.strip() for scope in scopes.split(",")}
        problems += [
            f"scope {scope} is missing: {loss}. {SCOPE}"
            for scope, loss in SCOPES.items()
            if scope not in granted
        ]
    places: dict[str, str] = {}
    named = {name.removeprefix("#"): name for name in channels}  # `legal` is told as `#legal` is
    for channel in named.values():
        trouble = await _channel_trouble(sink, channel)
        found = channel if trouble else str(await sink.channel_id(channel))
        if (first := places.setdefault(found, channel)) != channel:
            trouble = f"{channel} is {first}: write it in one way, or it is told everything twice."
        problems += [trouble] if trouble else []
    return problems


def refusal(failed: Failed) -> str:
    """Say what is wrong where Slack does not even say who the bot is: the token, or the way to Slack."""
    where = "SLACK_BOT_TOKEN: Slack says" if failed.fault is Fault.TOKEN else f"{UNASKED}:"
    return f"{where} {failed.reason}. {remedy(failed)}"


async def _channel_trouble(sink: SlackSink, channel: str) -> str | None:
    id_ = await sink.channel_id(channel)
    found = id_ if isinstance(id_, Refusal) else await sink.call("conversations.info", form={"channel": id_})
    if isinstance(found, Refusal):
        remedy = "Make it and /invite" if found is id_ else "/invite"
        if found.code == "channel_not_found":
            return f"{channel}: there is no such channel, or it is private. {remedy} the bot there."
        return f"{channel}: cannot be looked up, Slack says {found.failed.reason}."
    about = found.data.get("channel") or {}
    if about.get("is_archived"):
        return f"{channel}: the channel is archived. Un-archive it or name another one."
    if not about.get("is_member"):
        return f"{channel}: the bot is not in the channel. Write /invite there and choose the bot."
    return None
