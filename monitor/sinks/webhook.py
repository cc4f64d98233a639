"""Post through an incoming webhook: no token, and so no threads, no edits and nothing to look into afterwards.

A message whose outcome is unknown is posted again, once the webhook answers clearly: at least once, at times twice. All
alerts go to the one channel that the webhook belongs to, whatever channel their rule names.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.webhook.async_client import AsyncWebhookClient

from monitor.model import Delivery, Failed, Fault, Message, Sent
from monitor.sinks import faults, texts
from monitor.sinks.blocks import PLAINLY, plain_text
from monitor.sinks.slack import drawn_of, quiet_logger


class WebhookSink:
    """Deliver alerts through an incoming webhook, whose address is a secret."""

    pace = timedelta(seconds=1)
    burst = 3
    """The limits of posting hold for webhooks as well (see `sinks.slack`)."""

    def __init__(self, url: str, *, timeout: float = 10.0) -> None:
        """Hold the address; `timeout` is for a whole call in seconds."""
        self.client = AsyncWebhookClient(
            url,
            timeout=timeout,  # type: ignore[arg-type] # annotated int, handed to aiohttp as it is
            retry_handlers=[],
            logger=quiet_logger(),
        )
        self._asked_until = 0.0
        """The time of the loop until which Slack asked to wait."""

    async def send(self, message: Message, now: datetime) -> Delivery:
        """Post a message; refused blocks are sent once more as plain text."""
        drawn = drawn_of(message.alert, now)
        answer = await self._post(drawn)
        if isinstance(answer, Failed) and answer.fault is Fault.MESSAGE and "blocks" in drawn:
            answer = await self._post({"text": plain_text(message.alert, now, mark=texts.SHORTENED)})
        return answer

    async def find(self, message: Message, since: datetime, now: datetime) -> Sent | Failed | None:  # noqa: ARG002
        """Say that nobody can look, as reading a channel takes a bot token; or that it is too early to post again.

        Where answers are lost, as in a proxy, each further post could be one more message in the channel.
        """
        blind = Failed(fault=Fault.MESSAGE, reason="a webhook cannot be asked what it posted")
        return await self.probe() or blind

    async def probe(self) -> Failed | None:
        """Return what is wrong with the webhook: without a text it posts nothing, and answers `no_text`.

        It is no more asked than posted to before Retry-After is over.
        """
        rest = timedelta(seconds=self._asked_until - asyncio.get_running_loop().time())
        if rest > timedelta(0):
            return Failed(fault=Fault.RATE, reason="Slack asked to wait", wait=rest)
        match await self._post({}):
            case Failed(fault=Fault.TOKEN | Fault.RATE | Fault.LATER | Fault.UNKNOWN) as failed:
                return failed
        return None

    async def _post(self, body: dict[str, Any]) -> Delivery:
        try:
            response = await self.client.send_dict({**body, **PLAINLY})
        except Exception as error:  # whatever the transport raises; the words hold no address
            return faults.failed_transport(error)
        if response.status_code == 200:
            if response.body.strip() == "ok":
                return Sent()
            said = "HTTP 200 without Slack's `ok`: something else answers, or stands in between"
            return Failed(fault=Fault.UNKNOWN, reason=said)
        by_status = faults.failed_status(response.status_code, response.headers)
        if by_status is not None:
            wait = (by_status.wait or timedelta(0)).total_seconds()
            self._asked_until = asyncio.get_running_loop().time() + wait
            return by_status
        code = response.body.strip()[:60]
        if not code.replace("_", "").isalnum():
            # a page of something on the way, for as long as it likes
            return Failed(fault=Fault.UNKNOWN, reason=f"HTTP {response.status_code} and no error code")
        failed = faults.failed(code, headers=response.headers)
        if failed.fault is Fault.CHANNEL:  # the webhook has one channel: nothing else can be posted either
            return Failed(fault=Fault.TOKEN, reason=failed.reason)
        return failed
