"""Play a WebSub hub on loopback as w3.org/TR/websub asks: it verifies intent, signs, refuses, ends leases."""

from __future__ import annotations

import asyncio
import hmac
import io
import secrets
from dataclasses import dataclass, field
from typing import Self

import aiohttp
from aiohttp import web


@dataclass(slots=True, kw_only=True)
class Asked:
    """Hold one request of a subscriber."""

    mode: str
    topic: str
    callback: str
    secret: str
    lease: str
    content_type: str


@dataclass(slots=True)
class Hub:
    """Run the hub on a free port. `async with Hub() as hub: await hub.publish(topic, body)`."""

    grants: int = 864_000
    """Seconds of a lease."""
    verifies: bool = True
    """Ask back at once, in the order of requests."""
    status: int = 202
    """The answer to requests."""
    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    held: dict[tuple[str, str], str] = field(default_factory=dict)
    """The secret of each verified subscription, by (topic, callback)."""
    challenges: list[tuple[int, str]] = field(default_factory=list)
    """(status, whether the challenge came back) of each question."""
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)
    _runner: web.AppRunner | None = None
    _http: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/", self._take)
        app.router.add_post("/elsewhere", self._send_on)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]
        self._http = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._http.close()
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    async def until(self, wanted: int, seconds: float = 60.0) -> None:
        """Wait until so many questions were asked back in all."""
        async with asyncio.timeout(seconds), self._news:
            await self._news.wait_for(lambda: len(self.challenges) >= wanted)

    async def verify(self, asked: Asked, **changed: str) -> tuple[int, str]:
        """Ask a subscriber whether it meant its request; return the status and the body of its answer."""
        challenge = secrets.token_urlsafe(30)
        query = {
            "hub.mode": asked.mode, "hub.topic": asked.topic, "hub.challenge": challenge,
            "hub.lease_seconds": str(self.grants),
        } | changed  # fmt: skip
        status, body = await self.get(asked.callback, query)
        key = asked.topic, asked.callback
        good = 200 <= status < 300 and body == query["hub.challenge"]
        if good and asked.mode == "subscribe":
            self.held[key] = asked.secret
        elif good:
            self.held.pop(key, None)
        async with self._news:
            self.challenges.append((status, asked.mode))
            self._news.notify_all()
        return status, body

    async def deny(self, asked: Asked, reason: str) -> int:
        """Refuse a subscription, at any time."""
        self.held.pop((asked.topic, asked.callback), None)
        query = {"hub.mode": "denied", "hub.topic": asked.topic, "hub.reason": reason}
        return (await self.get(asked.callback, query))[0]

    async def get(self, callback: str, query: dict[str, str]) -> tuple[int, str]:
        async with self._http.get(callback, params=query) as answer:
            return answer.status, await answer.text()

    async def publish(self, topic: str, body: bytes, content_type: str = "application/rss+xml") -> list[int]:
        """Send a document to all who hold a subscription; return their answers."""
        return [
            await self.send(callback, body, sign(secret, body), content_type)
            for (held, callback), secret in list(self.held.items())
            if held == topic
        ]

    async def send(
        self,
        callback: str,
        body: bytes,
        signature: str | None,
        content_type: str = "application/rss+xml",
        **more: str,
    ) -> int:
        headers = {"Content-Type": content_type, "Link": f'<{self.url}>; rel="hub"'} | more
        if signature is not None:
            headers["X-Hub-Signature"] = signature
        async with self._http.post(callback, data=io.BytesIO(body), headers=headers) as answer:
            return answer.status

    async def _take(self, request: web.Request) -> web.Response:
        form = await request.post()
        asked = Asked(
            mode=str(form["hub.mode"]), topic=str(form["hub.topic"]), callback=str(form["hub.callback"]),
            secret=str(form.get("hub.secret", "")), lease=str(form.get("hub.lease_seconds", "")),
            content_type=request.content_type,
        )  # fmt: skip
        self.asked.append(asked)
        if self.verifies and self.status == 202:
            task = asyncio.create_task(self._verify_later(asked))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return web.Response(status=self.status)

    async def _verify_later(self, asked: Asked) -> None:
        await self.verify(asked)

    async def _send_on(self, _: web.Request) -> web.Response:
        return web.Response(status=307, headers={"Location": "/"})


def sign(secret: str, body: bytes, method: str = "sha256") -> str:
    """Return `X-Hub-Signature`."""
    return f"{method}={hmac.new(secret.encode(), body, method).hexdigest()}"
