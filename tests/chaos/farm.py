"""Serve feeds on loopback whose items appear when told to, and which break off, stall or lie when told to."""

from __future__ import annotations

import asyncio
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import blake2b
from typing import Self
from xml.sax.saxutils import escape

from aiohttp import web
from msgspec import Struct

ATOM = "http://www.w3.org/2005/Atom"
SYLLABLES = [
    first + last for first in ("b", "d", "f", "gr", "k", "l", "pl", "st", "v", "z") for last in "aeiou"
]


class Item(Struct, kw_only=True):
    """Hold one published item; tests change it in place, as editors do."""

    token: str
    """A word that no other item has: by it the item is found in Slack's ledger."""
    title: str
    link: str
    guid: str
    published: datetime

    def xml(self) -> str:
        return (
            f"<item><guid isPermaLink='false'>{escape(self.guid)}</guid><title>{escape(self.title)}</title>"
            f"<link>{escape(self.link)}</link><pubDate>{format_datetime(self.published)}</pubDate></item>"
        )


@dataclass(slots=True)
class Held:
    """Hold a request at a boundary until the test lets it go."""

    reached: asyncio.Event = field(default_factory=asyncio.Event)
    go: asyncio.Event = field(default_factory=asyncio.Event)


class Farm:
    """Run the farm on a free loopback port. `async with Farm() as farm: farm.publish("feed", ...)`."""

    def __init__(self, *, seed: int = 1) -> None:
        self.dice = random.Random(seed)
        self.items: dict[str, list[Item]] = defaultdict(list)
        self.all: list[Item] = []
        self.served: Counter[str] = Counter()
        """Whole answers by feed."""
        self.moods: dict[str, list[str]] = defaultdict(list)
        """What the next answers of a feed are: ok, 500, html, empty, cut, drop, or an address to move to."""
        self.announces: dict[str, str] = {}
        """The WebSub hub that a feed announces."""
        self.hold: dict[str, Held] = {}
        """By boundary (`before` or `midway`): the next request, of any feed, stops there."""
        self._stopped: list[Held] = []
        self.port = 0
        self._news = asyncio.Condition()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/feeds/{feed}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *exc: object) -> None:
        self.release()
        if self._runner is not None:
            await self._runner.cleanup()

    def release(self) -> None:
        """Let all requests go that are held, and hold no more."""
        self.hold.clear()
        for held in self._stopped:
            held.go.set()
        self._stopped.clear()

    def url(self, feed: str) -> str:
        return f"http://127.0.0.1:{self.port}/feeds/{feed}"

    def publish(self, *feeds: str, word: str = "zebrafish") -> Item:
        """Publish one new item in a feed, or the same article in several."""
        token = self.word(5)
        number = len(self.all) + 1
        item = Item(
            token=token,
            title=f"{word} {token} {self.word(4)} {self.word(3)} {self.word(4)}",
            link=f"https://farm.example/2026/11/{number}-{token}",
            guid=f"tag:farm.example,2026:{number}:{token}",
            published=datetime.now(UTC),
        )
        self.all.append(item)
        for feed in feeds:
            self.items[feed].insert(0, item)
        return item

    def word(self, syllables: int) -> str:
        """Invent a word; titles of invented words are never near-duplicates of each other."""
        return "".join(self.dice.choice(SYLLABLES) for _ in range(syllables))

    async def polled(self, feed: str, times: int = 1, seconds: float = 60.0) -> None:
        """Wait until a feed was answered so many times more."""
        wanted = self.served[feed] + times
        async with asyncio.timeout(seconds), self._news:
            await self._news.wait_for(lambda: self.served[feed] >= wanted)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        feed = request.match_info["feed"]
        await self._stop_at("before")
        mood = self.moods[feed].pop(0) if self.moods[feed] else "ok"
        body = self.document(feed).encode()
        etag = f'"{blake2b(body, digest_size=8).hexdigest()}"'
        if mood == "ok" and request.headers.get("If-None-Match") == etag:
            return await self._served(feed, web.Response(status=304, headers={"ETag": etag}))
        if mood.startswith("http"):
            return await self._served(feed, web.Response(status=301, headers={"Location": mood}))
        if mood == "500":
            return await self._served(feed, web.Response(status=500, text="out of order"))
        if mood == "html":
            return await self._served(
                feed, web.Response(text="<html><body>Log in</body></html>", content_type="text/html")
            )
        if mood == "empty":
            return await self._served(feed, web.Response(text="", content_type="application/rss+xml"))
        if mood == "drop" and request.transport is not None:
            request.transport.close()
            return web.Response()
        response = web.StreamResponse(headers={"Content-Type": "application/rss+xml", "ETag": etag})
        response.content_length = len(body)
        half = len(body) // 2
        try:
            await response.prepare(request)
            await response.write(body[:half])
            await self._stop_at("midway")
            if mood == "cut" and request.transport is not None:
                request.transport.close()
                return response
            await response.write(body[half:])
            await response.write_eof()
        except OSError:
            return response  # the worker was killed while it read
        return await self._served(feed, response)

    async def _stop_at(self, boundary: str) -> None:
        held = self.hold.pop(boundary, None)
        if held is not None:
            self._stopped.append(held)
            held.reached.set()
            await held.go.wait()

    async def _served(self, feed: str, response: web.StreamResponse) -> web.StreamResponse:
        async with self._news:
            self.served[feed] += 1
            self._news.notify_all()
        return response

    def document(self, feed: str) -> str:
        """Return what a feed holds now."""
        items = "".join(item.xml() for item in self.items[feed][:60])
        named = {"hub": self.announces[feed], "self": self.url(feed)} if feed in self.announces else {}
        links = "".join(
            f"<a:link xmlns:a='{ATOM}' rel='{rel}' href='{escape(url)}'/>" for rel, url in named.items()
        )
        return (
            "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>"
            f"<title>Farm {feed}</title><link>https://farm.example/</link>{links}{items}</channel></rss>"
        )
