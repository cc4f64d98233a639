"""Keep a Socket Mode connection to Slack: envelopes in, acknowledgements out, and a new connection when one ends.

docs.slack.dev/apis/events-api/using-socket-mode. slack-sdk's own client (and slack-bolt, which is built on it) dials
an address that Slack gave out once again and again after it has expired, logs whole stack traces meanwhile and leaves
tasks behind when it is closed; the protocol itself is four kinds of messages, so aiohttp's websocket carries it here.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from monitor.logs import log
from monitor.model import Fault
from monitor.sinks import faults
from monitor.sinks.slack import quiet_logger

FIRST_REDIAL, LONGEST_REDIAL = 1.0, 300.0
"""Seconds before a connection is tried again: doubling; Slack limits how often an address may be asked for."""
CALM = 0.2
"""The least seconds from one connection to the next."""
HEARTBEAT = 15.0
"""Seconds between pings, so that a dead line is noticed."""
BIGGEST = 1 << 20
"""Bytes of one message of Slack's."""

REMEDY = (
    " Make one under Basic Information, App-Level Tokens, with connections:write, and switch Socket Mode on."
)
Envelope = dict[str, Any]
Handle = Callable[[Envelope], Awaitable[dict[str, Any] | None]]
"""Takes an envelope and returns what goes back with its acknowledgement; must return well within 3 seconds."""


async def probe(app_token: str, api_url: str | None = None) -> str | None:
    """Ask why Slack would not let us connect with this token, and what to do; None if it would."""
    client = _client(app_token, api_url)
    try:
        await client.apps_connections_open(app_token=app_token)
    except SlackApiError as error:
        return f"SLACK_APP_TOKEN: {_refusal(error)}"
    except Exception as error:  # whatever the transport raises
        return f"SLACK_APP_TOKEN: {faults.failed_transport(error).reason}."
    return None


class Socket:
    """Hold the connection; `run` goes on until it is cancelled."""

    def __init__(self, app_token: str, handle: Handle, *, api_url: str | None = None) -> None:
        self._web = _client(app_token, api_url)
        self._handle = handle
        self.trouble: str | None = None
        """Why there is no connection; None while there is one."""
        self.greetings = 0
        """Connections that Slack welcomed."""

    async def run(self) -> None:
        """Connect, serve, connect anew; no trouble ends it, and none is logged twice in a row."""
        wait, loop = FIRST_REDIAL, asyncio.get_running_loop()
        async with aiohttp.ClientSession() as session:
            while True:
                began, greeted = loop.time(), self.greetings
                try:
                    await self._connection(session, await self._address())
                    if self.greetings > greeted:  # an ordinary end
                        wait = FIRST_REDIAL
                        await asyncio.sleep(max(0.0, CALM - (loop.time() - began)))
                        continue
                    reason = "Slack hung up without a word"
                except SlackApiError as error:
                    reason = _refusal(error)
                # whatever else ends one: the network, or an answer and a frame that are not Slack's
                except Exception as error:
                    reason = type(error).__name__  # its words hold the address, which is a secret
                if reason != self.trouble:
                    log.warning("no connection to Slack for buttons and commands", reason=reason)
                self.trouble = reason
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_REDIAL)

    async def _address(self) -> str:
        """Ask for the address of one connection; it is good once, for half a minute."""
        answer = await self._web.apps_connections_open(app_token=str(self._web.token))
        return str(answer["url"])

    async def _connection(self, session: aiohttp.ClientSession, address: str) -> None:
        """Serve one connection until Slack ends it, which it does every hour or so."""
        async with session.ws_connect(address, heartbeat=HEARTBEAT, max_msg_size=BIGGEST) as ws:
            async for frame in ws:
                if frame.type is not aiohttp.WSMsgType.TEXT:
                    continue
                try:
                    message = json.loads(frame.data)
                except ValueError:
                    log.warning("Slack sent something that is not JSON")
                    continue
                match message.get("type"):
                    case "hello":
                        self.trouble = None
                        self.greetings += 1
                        log.info("buttons and commands are connected")
                    case "disconnect":
                        return
                    case _ if message.get("envelope_id"):
                        payload = await self._handle(message)
                        ack = {"envelope_id": message["envelope_id"]}
                        await ws.send_json(ack | ({"payload": payload} if payload else {}))


def _client(app_token: str, api_url: str | None) -> AsyncWebClient:
    return AsyncWebClient(
        token=app_token, base_url=api_url or AsyncWebClient.BASE_URL, retry_handlers=[], logger=quiet_logger()
    )


def _refusal(error: SlackApiError) -> str:
    """Say by which code Slack refused, or the status of an answer that holds none, and what to do about the token."""
    data = getattr(error.response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    said = str(code or f"HTTP {getattr(error.response, 'status_code', 'nothing')}")
    of_token = faults.failed(said).fault is Fault.TOKEN
    return f"Slack says {said}.{REMEDY if of_token else ''}"
