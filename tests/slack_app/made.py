"""Make a worker's state, a Slack on loopback with a bot in it, and people who click and type."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from monitor.decide.kit import Kit
from monitor.deliver import Deliverer
from monitor.model import Alert, Entry, Kind
from monitor.sinks.slack import SlackSink
from monitor.slack_app import Bench, SlackApp
from monitor.store import Store
from tests import polled
from tests.pipeline.made import NOW, SIGNED, entry
from tests.pipeline.made import kit as kit_of
from tests.slack_server import Posted, SlackServer

ANA = {"id": "U0ANA00001", "username": "ana", "name": "ana"}


def kit() -> Kit:
    return kit_of(treaties=("un-cybercrime",))


@dataclass
class Office:
    """Hold everything, with a clock that tests move."""

    store: Store
    slack: SlackServer
    deliverer: Deliverer
    app: SlackApp
    now: datetime = NOW
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    def poll(self, *entries: Entry, feed: str = "one") -> list[Alert]:
        """Poll a feed that holds these entries, and return the news that is owed."""
        self.now += timedelta(minutes=5)
        poll = polled.poll(self.store, kit(), *entries, now=self.now, feed=feed)
        return [alert for alert in poll.alerts if alert.kind is Kind.NEWS]

    def tell(self, title: str = SIGNED, number: int = 1, **changes: Any) -> Alert:
        (alert,) = self.poll(entry(title, number, **changes), feed=changes.get("feed", "one"))
        return alert

    async def deliver(self) -> list[Posted]:
        """Deliver what is owed, and return the messages that stand."""
        for _ in range(8):
            await self.deliverer.deliver_due(self.now)
            self.now += timedelta(seconds=2)
        return self.slack.workspace.posts()

    async def push(self, envelope: dict[str, Any]) -> dict[str, Any] | None:
        """Hand an envelope over the websocket, and return what came with its acknowledgement."""
        await self.slack.sockets.push(envelope)
        id_ = envelope["envelope_id"]
        await self.slack.sockets.wait_for(lambda sockets: id_ in sockets.acknowledged)
        payload: dict[str, Any] | None = self.slack.sockets.acknowledged[id_]
        return payload

    async def click(self, action: str, value: str, **more: Any) -> dict[str, Any]:
        """Click a button and return the answer that only the clicker sees."""
        id_ = f"r{next(self.numbers)}"
        await self.push(self.clicked(action, value, id_, **more))
        return await self.answer(id_)

    def clicked(self, action: str, value: str, id_: str, **more: Any) -> dict[str, Any]:
        payload = {
            "type": "block_actions",
            "user": ANA,
            "trigger_id": f"t{id_}",
            "response_url": self.slack.response_url(id_),
            "actions": [{"type": "button", "action_id": action, "value": value}],
            **more,
        }
        return {"type": "interactive", "envelope_id": f"e{id_}", "payload": payload}

    async def command(self, text: str) -> dict[str, Any]:
        """Type `/treaty ...` and return the answer."""
        id_ = f"r{next(self.numbers)}"
        payload = {
            "command": "/treaty",
            "text": text,
            "user_id": ANA["id"],
            "user_name": "ana",
            "response_url": self.slack.response_url(id_),
        }
        await self.push({"type": "slash_commands", "envelope_id": f"e{id_}", "payload": payload})
        return await self.answer(id_)

    async def answer(self, id_: str, number: int = 0) -> dict[str, Any]:
        responses = self.slack.workspace.responses
        await self.slack.sockets.wait_for(lambda _: len(responses.get(id_, ())) > number)
        body = responses[id_][number]
        assert body["response_type"] == "ephemeral"
        return body


def buttons(body: dict[str, Any]) -> dict[str, str]:
    """Return the buttons of a message or panel: words to `action_id value`."""
    return {
        element["text"]["text"]: f"{element['action_id']} {element['value']}"
        for block in body["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    }


@asynccontextmanager
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """Open the office: feeds polled once, the bot connected."""
    store = Store.open(tmp_path / "state.db", create=True)
    async with SlackServer() as slack:
        slack.workspace.tokens["xapp-loopback"] = ("connections:write",)
        slack.workspace.add_channel("alerts", "C0TREATY07")
        slack.workspace.add_channel("words", "C0TREATY08")
        slack.workspace.rates.clear()
        sink = SlackSink(slack.token, api_url=slack.api_url, interactive=True)
        made: list[Office] = []
        bench = Bench(store=store, kit=kit, clock=lambda: made[0].now)
        app = SlackApp("xapp-loopback", sink, bench, api_url=slack.api_url)
        deliverer = Deliverer(store.outbox, sink, default_channel="#alerts")
        made.append(Office(store, slack, deliverer, app))
        with store.db.atomic():
            store.feeds.sync(kit().rulebook.feeds.values(), NOW)
        for feed in ("one", "two"):
            made[0].poll(feed=feed)
        async with app:
            await slack.sockets.wait_for(lambda sockets: sockets.sockets)
            yield made[0]
    store.close()
