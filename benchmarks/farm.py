"""Serve many feeds from loopback, each with an ETag, to whoever measures polling.

    python benchmarks/farm.py [--entries 20] [--port 0]

Prints its port, then serves `/f/NUMBER.xml` on every loopback address (127.0.0.1 to 127.0.255.254, so that feeds can
live on many hosts). `/turn?round=N&share=0.05` gives that share of feeds one new item; `/loud?share=0.01` lets that
share of new items hold a word that a rule may ask for; `/stats` says what was served and what it cost. It is one
process of its own, without a framework, so that it takes as little as possible of the machine that is measured.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import random
import time
from urllib.parse import parse_qs, urlsplit

TEXT = """
the of and to in a is that for it as was with be by on not he his but at are this have from or had an they
which one you were all her she there would their we him been has when who will no more if out so up said
what its about than into them can only other time new some could these two may first then do any like my now
over such our man me even most made after also did many off before must well back through years where much
your way down should because long each just state people those too mr how little good world make very year
still see own work men day government market river school minister company report bridge council harvest
energy museum player season summit border water price election hospital train winter budget forest science
music island north southern public court
"""
WORDS = TEXT.split()
LOUD = "benchmarkium"
ACTS = (
    "Norway has ratified the Mine Ban Convention, the foreign ministry said.",
    "Parliament in Chile approved the Rome Statute amendment bill on Tuesday.",
    "Viet Nam signed the United Nations Convention against Cybercrime in Ha Noi.",
    "The minister urged Peru to join the Treaty on the Prohibition of Nuclear Weapons.",
)
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Outlet {n}</title><link>http://outlet{n}.example/</link>'
    "<description>News of outlet {n}</description>"
)


class Farm:
    """Know every feed by its number; make documents when they are asked for."""

    def __init__(self, entries: int) -> None:
        self.entries = entries
        self.round = 0
        self.share = 0.0
        self.loud = 0.0
        self.answers = {"200": 0, "304": 0, "bytes": 0}
        self._turned: list[tuple[int, float]] = []
        self._stamps: dict[tuple[int, int], int] = {}
        chance = random.Random(7)
        self._paragraphs = [
            f'<p class="lead">{" ".join(chance.choices(WORDS, k=45))}. <a href="/more/{n}?a=1">{chance.choice(WORDS)}'
            f"</a> &amp; <b>{chance.choice(WORDS)}</b> {' '.join(chance.choices(WORDS, k=25))}.</p>"
            f'<img src="/p/{n}.jpg" alt="{chance.choice(WORDS)}"/>'
            for n in range(997)
        ]
        packed = gzip.compress(self.document(0, 0)[:30_000])
        head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n"
        self._packed = head.encode() + packed

    def turn(self, round_: int, share: float) -> None:
        """Give a share of the feeds one new item."""
        self._turned.append((round_, share))

    def version(self, number: int) -> int:
        """Return how many new items a feed has got."""
        return sum(
            (number * 2_654_435_761 + turn * 40_503) % 100_000 < share * 100_000
            for turn, share in self._turned
        )

    def document(self, number: int, version: int) -> bytes:
        """Return a feed: its newest items first."""
        items = "".join(self._item(number, at) for at in range(version + self.entries - 1, version - 1, -1))
        return f"{HEAD.format(n=number)}{items}</channel></rss>".encode()

    def _item(self, number: int, at: int) -> str:
        chance = random.Random(number * 1_000 + at)
        title = " ".join(chance.choices(WORDS, k=9)).capitalize()
        key = f"{number}-{at}"
        if at >= self.entries and chance.random() < self.loud:
            stamp = self._stamps.setdefault((number, at), time.monotonic_ns())
            noise = " ".join("".join(chance.choices("bcdfghklmnprstvz", k=7)) for _ in range(8))
            title = f"{LOUD} {noise} at {stamp} end"
        elif chance.random() < 0.02:
            title = chance.choice(ACTS)[:-1]
        text = "".join(self._paragraphs[chance.randrange(997)] for _ in range(1))
        body = "".join(self._paragraphs[chance.randrange(997)] for _ in range(3))
        day, hour = 1 + at % 23, at % 24
        return (
            f"<item><title>{title}</title><link>http://outlet{number}.example/news/{key}-story.html?utm_source=rss</link>"
            f'<guid isPermaLink="false">http://outlet{number}.example/?p={key}</guid>'
            f"<pubDate>{day:02d} Nov 2026 {hour:02d}:15:00 GMT</pubDate><dc:creator>A. Writer</dc:creator>"
            f"<category>World</category><description><![CDATA[{text}]]></description>"
            f"<content:encoded><![CDATA[{body}]]></content:encoded></item>"
        )

    def answer(self, target: str, fields: bytes) -> bytes:
        """Return the answer to one request."""
        if target == "/gzip.xml":
            return self._packed
        if not target.startswith("/f/"):
            return _plain(self._control(target))
        number = int(target[3:-4])
        version = self.version(number)
        etag = f'"{number}-{version}"'
        if f"if-none-match: {etag}".encode() in fields:
            self.answers["304"] += 1
            return f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n".encode()
        body = self.document(number, version)
        self.answers["200"] += 1
        self.answers["bytes"] += len(body)
        head = (
            f"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml; charset=utf-8\r\nETag: {etag}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def _control(self, target: str) -> dict[str, float]:
        path, query = urlsplit(target).path, parse_qs(urlsplit(target).query)
        if path == "/turn":
            self.turn(int(query["round"][0]), float(query["share"][0]))
        elif path == "/loud":
            self.loud = float(query["share"][0])
        elif path != "/stats":
            return {"unknown": 1}
        return {**self.answers, "cpu": time.process_time()}


class _Connection(asyncio.Protocol):
    def __init__(self, farm: Farm) -> None:
        self._farm = farm
        self._asked = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._asked += data
        while b"\r\n\r\n" in self._asked:
            head, self._asked = self._asked.split(b"\r\n\r\n", 1)
            line, _, fields = head.partition(b"\r\n")
            # names of fields are compared in lower case; the ETags here hold digits only
            target = line.split(b" ")[1].decode()
            self._transport.write(self._farm.answer(target.removesuffix("?close"), fields.lower()))
            if target.endswith("?close"):
                self._transport.close()


def _plain(facts: dict[str, float]) -> bytes:
    body = json.dumps(facts).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (
        len(body),
        body,
    )


async def serve(entries: int, port: int) -> None:
    farm = Farm(entries)
    everywhere = "0.0.0.0"  # noqa: S104 - loopback addresses are many
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(farm), everywhere, port, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--entries", type=int, default=20)
    arguments.add_argument("--port", type=int, default=0)
    asked = arguments.parse_args()
    asyncio.run(serve(asked.entries, asked.port))
