"""Measure how soon Slack hears of an item that a WebSub hub pushes, while the worker polls many feeds.

    python benchmarks/push_speed.py [--feeds 1000] [--every 60] [--pushes 60] [--gap 1.5]

The worker subscribes at the hub of tests/websub, over HTTP as at any hub; a document of twenty entries, one of them
new, is then signed and sent `--pushes` times. Latency runs from before it is sent to Slack's receipt of the message.
Farm and Slack are processes of their own; the hub shares the worker's, and its part (a signature) counts as latency.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import socket
import tempfile
import time
from email.utils import formatdate
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from benchmarks.farm import LOUD, TEXT, WORDS
from benchmarks.measuring import Farm, cpu_of, show
from benchmarks.tracing import STAGES, stages
from benchmarks.worker import Slack, feeds_of, overdue, worker
from tests.websub.hub import Hub

if TYPE_CHECKING:
    from monitor.worker.service import Service

ATOM = "http://www.w3.org/2005/Atom"


class Publisher:
    """Publish one feed of twenty items on a free port, which names a hub."""

    def __init__(self, hub: str) -> None:
        self.items: list[str] = []
        self.polls = 0
        self._hub = hub

    async def __aenter__(self) -> Publisher:
        app = web.Application()
        app.router.add_get("/feed", self._serve)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/feed"
        for number in range(20):
            self.add(f"Old news {number}")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def add(self, title: str) -> None:
        at = time.monotonic_ns()
        item = (
            f"<item><title>{title}</title><guid isPermaLink='false'>{at}</guid><link>{self.url}/{at}</link>"
        )
        self.items.insert(
            0, f"{item}<pubDate>{formatdate()}</pubDate><description>{TEXT}</description></item>"
        )
        del self.items[20:]

    def document(self) -> bytes:
        links = f"<a:link rel='hub' href='{self._hub}'/><a:link rel='self' href='{self.url}'/>"
        head = f"<rss version='2.0' xmlns:a='{ATOM}'><channel><title>Pushed</title>{links}"
        return f"{head}{''.join(self.items)}</channel></rss>".encode()

    async def _serve(self, _: web.Request) -> web.Response:
        self.polls += 1
        return web.Response(body=self.document(), content_type="application/rss+xml")


async def main(asked: argparse.Namespace) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with Farm(3) as farm, tempfile.TemporaryDirectory() as place, Slack() as slack:
        async with Hub() as hub, Publisher(hub.url) as feed:
            feeds = [
                *feeds_of(farm, asked.feeds, asked.every),
                f"  - {{id: pushed, url: '{feed.url}', every: 1d}}",
            ]
            reached = {"port": port, "websub_url": f"http://127.0.0.1:{port}"}
            async with worker(Path(place), feeds, slack, **reached) as service:
                while service.tally.polled <= asked.feeds or overdue(service.store) > 2 or not hub.held:  # noqa: ASYNC110
                    await asyncio.sleep(0.2)
                await measure(service, feed, hub, asked)
        received = slack.received()
        assert len(received) == asked.pushes, f"{len(received)} of {asked.pushes} came"
        show("from push to Slack", [(at - stamp) / 1e9 for stamp, at in received.items()])
        for stage, seconds in zip(("push to decided", *STAGES[1:]), stages(received), strict=True):
            show(f"  {stage}", seconds)


async def measure(service: Service, feed: Publisher, hub: Hub, asked: argparse.Namespace) -> None:
    """Push as often as asked for, and print what went on beside it."""
    polls, own, began, cpu = feed.polls, service.tally.polled, time.monotonic(), cpu_of([os.getpid()])
    for _ in range(asked.pushes):
        noise = " ".join(random.choices(WORDS, k=8))  # else all would be one story
        feed.add(f"{LOUD} {noise} at {time.monotonic_ns()} end")
        assert set(await hub.publish(feed.url, feed.document())) == {202}
        await asyncio.sleep(asked.gap)
    passed = time.monotonic() - began
    await asyncio.sleep(2)
    print(
        f"{asked.pushes} pushes beside {(service.tally.polled - own) / passed:.0f} polls a second,"
        f" {feed.polls - polls} of them of the pushed feed;"
        f" {(cpu_of([os.getpid()]) - cpu) / passed:.2f} CPUs, load {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--feeds", type=int, default=1000)
    arguments.add_argument("--every", type=int, default=60)
    arguments.add_argument("--pushes", type=int, default=60)
    arguments.add_argument("--gap", type=float, default=1.5)
    asyncio.run(main(arguments.parse_args()))
