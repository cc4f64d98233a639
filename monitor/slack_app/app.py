"""Answer what people do in Slack: an envelope in, an acknowledgement at once, and what follows from it.

Nothing here delivers alerts: what a click changes is a row, and an edit of a message is owed through the outbox.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, Self

from slack_sdk.webhook.async_client import AsyncWebhookClient

from monitor.errors import StateError
from monitor.logs import log
from monitor.sinks import faults
from monitor.sinks.slack import Refusal, SlackSink, quiet_logger
from monitor.slack_app import command, panels
from monitor.slack_app.bench import Bench
from monitor.slack_app.buttons import button_of, on_confirmed
from monitor.slack_app.home import home
from monitor.slack_app.reply import Open, Publish, Reply, Respond
from monitor.slack_app.socket import Envelope, Socket

REMEMBERED = 1000
"""Envelopes known again: Slack hands one out anew when an acknowledgement was lost."""


class SlackApp:
    """Serve buttons, commands and the App Home while it is open: `async with SlackApp(...)`."""

    def __init__(self, app_token: str, sink: SlackSink, bench: Bench, *, api_url: str | None = None) -> None:
        self.bench = bench
        self.socket = Socket(app_token, self.take, api_url=api_url)
        self._sink = sink
        self._seen: OrderedDict[str, dict[str, Any] | None] = OrderedDict()
        self._following: set[asyncio.Task[None]] = set()
        self._serving: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._serving = asyncio.create_task(self.socket.run())
        return self

    async def __aexit__(self, *_: object) -> None:
        tasks = [*self._following, *([self._serving] if self._serving else [])]
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task

    async def take(self, envelope: Envelope) -> dict[str, Any] | None:
        """Handle one envelope, once; return what goes back with its acknowledgement.

        What takes other people's servers (answers, dialogs) follows after the acknowledgement.
        """
        id_ = str(envelope["envelope_id"])
        if id_ in self._seen:
            return self._seen[id_]
        try:
            reply = self._reply(envelope)
        except StateError as error:
            log.error("not kept", error=str(error))
            reply = _failed(
                envelope, "This could not be recorded, so that nothing was done. Try again later."
            )
        except Exception:
            log.exception("answering met a bug", kind=envelope.get("type"))
            reply = _failed(envelope, "Something went wrong. The worker's log says what.")
        self._seen[id_] = reply.ack
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        for following in reply.then:
            self._follow(self._send(following))
        return reply.ack

    def _reply(self, envelope: Envelope) -> Reply:
        payload: dict[str, Any] = envelope.get("payload") or {}
        match envelope.get("type"), payload.get("type"):
            case "slash_commands", _:
                return command.answer(self.bench, payload)
            case "interactive", "block_actions":
                return self._clicked(payload)
            case "interactive", "view_submission":
                return on_confirmed(self.bench, payload)
            case "events_api", _:
                event = payload.get("event") or {}
                if event.get("type") == "app_home_opened" and event.get("tab", "home") == "home":
                    return Reply(then=(Publish(user=event["user"], view=home(self.bench)),))
        return Reply()

    def _clicked(self, payload: dict[str, Any]) -> Reply:
        action = payload["actions"][0]
        handle = button_of(str(action["action_id"]))
        if handle is None:
            log.warning("an unknown button", action=str(action["action_id"])[:80])
            return Reply()
        return handle(self.bench, payload, str(action.get("value") or ""))

    def _follow(self, sending: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(sending)
        self._following.add(task)
        task.add_done_callback(self._following.discard)

    async def _send(self, following: Respond | Open | Publish) -> None:
        """Send one answer; one that cannot be sent is logged, for the person can ask again."""
        trouble: str | None = None
        match following:
            case Respond(url=url):
                client = AsyncWebhookClient(url, retry_handlers=[], logger=quiet_logger())
                try:
                    response = await client.send_dict(following.body())
                    trouble = None if response.status_code == 200 else f"HTTP {response.status_code}"
                except Exception as error:  # whatever the transport raises; its words may hold the address
                    trouble = faults.failed_transport(error).reason
            case Open(trigger=trigger, view=view):
                trouble = await self._call("views.open", {"trigger_id": trigger, "view": view})
            case Publish(user=user, view=view):
                trouble = await self._call("views.publish", {"user_id": user, "view": view})
        if trouble:
            log.warning("an answer could not be sent", kind=type(following).__name__, reason=trouble)

    async def _call(self, method: str, body: dict[str, Any]) -> str | None:
        answer = await self._sink.call(method, json=body)
        return answer.failed.reason if isinstance(answer, Refusal) else None


def _failed(envelope: Envelope, words: str) -> Reply:
    """Say in the dialog, or to the asker alone, that what was asked for was not done."""
    payload: dict[str, Any] = envelope.get("payload") or {}
    if payload.get("type") == "view_submission":
        return Reply(ack={"response_action": "errors", "errors": {"link": words}})
    url = payload.get("response_url")
    return Reply(then=(Respond(url=url, text=words, blocks=tuple(panels.text([words]))),) if url else ())
