"""Post to Slack with a bot token: one request a message, no retry of its own, and a way to look what stands there.

slack-sdk's own retries post a message twice when a connection drops, and its handling of 429 breaks on a
Retry-After that is no integer, so both are off. Every call opens a connection of its own: one kept alive and closed
by the other side would look like an unknown outcome.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from monitor.logs import log
from monitor.model import Alert, Delivery, Failed, Fault, Gone, Level, Message, Sent
from monitor.sinks import faults, texts
from monitor.sinks.blocks import PLAINLY, plain_text, render, title_only

EVENT_TYPE = "treatywatch_alert"
"""Of the metadata that says which alert a message is; letters, digits and `_` only, or Slack drops it unsaid."""
PAGES_MAX = 50
"""Of history read for one alert; with 200 messages each, far beyond what half a minute can hold."""
_CHANNEL_ID = re.compile(r"[CGD][A-Z0-9]{7,}")
_BLIND = frozenset({"missing_scope", "not_in_channel", "channel_not_found", "no_permission"})
"""Refusals to read a channel that say nothing against posting to it."""


class Refusal(Struct, frozen=True, kw_only=True):
    """Hold Slack's error code beside what it means; the code is empty where no answer came."""

    code: str
    failed: Failed


class SlackAnswer(Struct, frozen=True, kw_only=True):
    """Hold what Slack answered to a call that went well."""

    data: Mapping[str, Any]
    headers: Mapping[str, str]


class SlackSink:
    """Deliver alerts through the Web API."""

    pace = timedelta(seconds=1)
    burst = 3
    """One message a second and channel, "short bursts >1 allowed" (docs.slack.dev/apis/web-api/rate-limits).

    How short is not said. Somebody counted 25 (github.com/RamblingCookieMonster/PSSlack/issues/52); beyond what is
    allowed messages may be lost, says Slack. Three are what one poll may owe a channel before they are grouped.
    """

    def __init__(
        self, token: str, *, api_url: str | None = None, timeout: float = 10.0, interactive: bool = False
    ) -> None:
        """Hold a token; `timeout` is for a whole call in seconds, `interactive` adds the buttons."""
        self.client = AsyncWebClient(
            token=token,
            base_url=api_url or AsyncWebClient.BASE_URL,
            timeout=timeout,  # type: ignore[arg-type] # annotated int, handed to aiohttp as it is
            retry_handlers=[],
            logger=quiet_logger(),
        )
        self.interactive = interactive
        self.workspace_url: str | None = None
        """The workspace's own address, once `probe` has asked: alerts are linked to their messages with it."""
        self._ids: dict[str, str] = {}
        self._cursors: dict[tuple[str, str], str] = {}
        """Where a search that was asked to wait goes on, by alert and method."""

    async def send(self, message: Message, now: datetime) -> Delivery:
        """Post a message, or edit one that stands; refused blocks are sent once more as plain text."""
        alert = message.alert
        drawn = drawn_of(alert, now, interactive=self.interactive)
        if alert.updates:
            return await self._edit(message, drawn)
        body: dict[str, Any] = {
            "channel": message.channel_id or alert.channel,
            **drawn,
            **PLAINLY,
            "metadata": {"event_type": EVENT_TYPE, "event_payload": {"alert_id": alert.id}},
        }
        if message.thread_ts:
            body["thread_ts"] = message.thread_ts
            if alert.level is Level.CRITICAL:
                # A thread tells of one State and one treaty over years: a reply alone would hide the ratification.
                body["reply_broadcast"] = True
        while True:  # each turn takes something out of the body, so there are three at most
            answer = await self.call("chat.postMessage", json=body)
            if isinstance(answer, SlackAnswer):
                return _sent(answer, body.get("thread_ts"))
            if answer.code in faults.THREAD and "thread_ts" in body:
                del body["thread_ts"]
                body.pop("reply_broadcast", None)
            elif answer.failed.fault is Fault.MESSAGE and "blocks" in body:
                log.warning("blocks refused, sent as plain text", id=alert.id, reason=answer.failed.reason)
                del body["blocks"]
                body["text"] = plain_text(alert, now, mark=texts.SHORTENED)
            else:
                return await self._blamed(answer)

    async def find(self, message: Message, since: datetime, now: datetime) -> Sent | Failed | None:
        """Look for an alert by its metadata, in its thread and in its channel.

        Slack's own Date says how far our clock is ahead; without that, a message would be sought in the future.
        """
        known = await self.call("auth.test", json={})
        if isinstance(known, Refusal):
            return known.failed
        since -= max(faults.ahead(known.headers, now), timedelta(0))
        channel = message.channel_id or await self.channel_id(message.alert.channel)
        if isinstance(channel, Refusal):
            return _unreadable(channel)
        places: list[tuple[str, dict[str, Any]]] = [("conversations.history", {})]
        if message.thread_ts:
            places.insert(0, ("conversations.replies", {"ts": message.thread_ts}))
        for method, where in places:
            found = await self._search(method, {"channel": channel, **where}, message, since)
            if found is not None:
                return found
        return None

    async def probe(self) -> Failed | None:
        """Ask Slack whether it knows the token."""
        answer = await self.call("auth.test", json={})
        if isinstance(answer, Refusal):
            return answer.failed
        self.workspace_url = answer.data.get("url") or None
        return None

    async def channel_id(self, name: str) -> str | Refusal:
        """Return the id of a channel by its name; needs channels:read, and groups:read for private ones."""
        if _CHANNEL_ID.fullmatch(name):
            return name
        wanted = name.removeprefix("#")
        trouble = Refusal(code="channel_not_found", failed=faults.failed("channel_not_found"))
        for kind in ("public_channel", "private_channel"):
            form = {"types": kind, "limit": 999, "cursor": ""}
            for _ in range(PAGES_MAX):
                if wanted in self._ids:
                    return self._ids[wanted]
                answer = await self.call("conversations.list", form=form)
                if isinstance(answer, Refusal):
                    trouble = answer
                    break
                self._ids |= {channel["name"]: channel["id"] for channel in answer.data.get("channels", ())}
                form["cursor"] = _next(answer)
                if not form["cursor"]:
                    break
        return self._ids.get(wanted) or trouble

    async def call(
        self, method: str, *, json: dict[str, Any] | None = None, form: dict[str, Any] | None = None
    ) -> SlackAnswer | Refusal:
        """Call one method of the Web API, once, with JSON or a form; whatever goes wrong is a value."""
        try:
            if json is not None:
                response = await self.client.api_call(method, json=dict(json))
            else:
                response = await self.client.api_call(method, data=dict(form or {}))
        except SlackApiError as error:
            return refused(error)
        except Exception as error:  # whatever the transport or the SDK's reading of the answer raises
            return Refusal(code="", failed=faults.failed_transport(error))
        data = response.data
        if not isinstance(data, dict):
            return Refusal(code="", failed=Failed(fault=Fault.UNKNOWN, reason="an answer that is not JSON"))
        warnings = (data.get("response_metadata") or {}).get("warnings")
        if warnings:
            log.warning("slack warns", method=method, warnings=warnings)
        return SlackAnswer(data=data, headers=response.headers)

    async def _edit(self, message: Message, drawn: dict[str, Any]) -> Delivery:
        """Edit a message; chat.update parses mentions unless told not to, unlike chat.postMessage."""
        body = {"channel": message.channel_id, "ts": message.update_ts, "parse": "none", **drawn}
        answer = await self.call("chat.update", json=body)
        if isinstance(answer, SlackAnswer):
            return Sent(channel_id=message.channel_id, ts=message.update_ts)
        if answer.code in faults.NOT_EDITABLE:
            return Gone(reason=answer.failed.reason)
        return await self._blamed(answer)

    async def _blamed(self, refused: Refusal) -> Failed:
        """Return what a refusal means: a page instead of Slack's answer is the network's, if other calls get it too.

        A firewall or a portal on the way answers so for as long as it likes, and Slack never does.
        """
        failed = refused.failed
        if not refused.code and failed.fault is Fault.STRANGE and await self.probe() == failed:
            return Failed(fault=Fault.LATER, reason=failed.reason)
        return failed

    async def _search(
        self, method: str, where: dict[str, Any], message: Message, since: datetime
    ) -> Sent | Failed | None:
        key = (message.alert.id, method)
        form = {
            **where,
            "oldest": f"{since.timestamp():.6f}",
            "inclusive": "true",
            "include_all_metadata": "true",
            "limit": 200,
        }
        for _ in range(PAGES_MAX):
            if key in self._cursors:
                form["cursor"] = self._cursors[key]
            answer = await self.call(method, form=form)
            if isinstance(answer, Refusal):
                if answer.code in ("thread_not_found", "message_not_found"):
                    return None
                if answer.code == "invalid_cursor":
                    self._cursors.pop(key, None)
                return _unreadable(answer)
            for found in answer.data.get("messages", ()):
                if _alert_id(found) == message.alert.id:
                    self._cursors.pop(key, None)
                    own = found.get("thread_ts") in (None, found["ts"])
                    return Sent(
                        channel_id=where["channel"],
                        ts=found["ts"],
                        thread_ts=None if own else found["thread_ts"],
                    )
            if not _next(answer):
                break
            self._cursors[key] = _next(answer)
        self._cursors.pop(key, None)
        return None


def quiet_logger() -> logging.Logger:
    """Return a logger for slack-sdk, which at DEBUG writes message bodies and the whole webhook address."""
    for name in ("slack_sdk", "slack_sdk.treatywatch"):
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.INFO))
    return logger


def drawn_of(alert: Alert, now: datetime, *, interactive: bool = False) -> dict[str, Any]:
    """Draw an alert; one that cannot be drawn is a bug, and still told, as its title."""
    try:
        rendered = render(alert, now, interactive=interactive)
    except Exception:
        log.exception("drawing broke", id=alert.id)
        return {"text": title_only(alert)}
    return {"text": rendered.text, "blocks": rendered.blocks}


def _sent(answer: SlackAnswer, thread_ts: str | None) -> Delivery:
    channel, ts = answer.data.get("channel"), answer.data.get("ts")
    if not channel or not ts:
        return Failed(fault=Fault.UNKNOWN, reason="an answer without the message's place")
    return Sent(channel_id=str(channel), ts=str(ts), thread_ts=thread_ts)


def refused(error: SlackApiError) -> Refusal:
    """Read a refusal: first the HTTP status, then the code in the body."""
    response = error.response
    headers = getattr(response, "headers", None) or {}
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    by_status = faults.failed_status(status, headers)
    if by_status is not None:
        return Refusal(code="", failed=by_status)
    data = getattr(response, "data", None)
    data = data if isinstance(data, dict) else {}
    code = data.get("error")
    if not code:
        fault = Fault.UNKNOWN if status == 200 else Fault.STRANGE
        return Refusal(code="", failed=Failed(fault=fault, reason=f"HTTP {status} and no error code"))
    needed = f" (needs {data['needed']})" if data.get("needed") else ""
    return Refusal(code=str(code), failed=faults.failed(str(code), needed, headers))


def _unreadable(refused: Refusal) -> Failed:
    """Tell a channel that can never be read from one that cannot be read now."""
    if refused.code in _BLIND:
        return Failed(fault=Fault.MESSAGE, reason=refused.failed.reason)
    return refused.failed


def _next(answer: SlackAnswer) -> str:
    return str((answer.data.get("response_metadata") or {}).get("next_cursor") or "")


def _alert_id(message: Mapping[str, Any]) -> object:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    return (metadata.get("event_payload") or {}).get("alert_id")
