"""Measure how soon Slack hears of an item that a WebSub hub pushes, while the worker polls many feeds.

    python benchmarks/push_speed.py [--feeds 1000] [--every 60] [--pushes 60] [--gap 1.5]

The worker subscribes at a hub of this script, over HTTP as any hub; a document of twenty entries, one of them new, is
then signed and sent `--pushes` times. Latency runs from before it is sent to Slack's receipt of the message. Farm and
Slack are processes of their own; the hub shares the worker's, and its part (a signature) counts as latency.
"""

from __future__ import annotations

import argparse
import asyncio
import hmac
import os
import random
import socket
import tempfile
import time
from email.utils import formatdate
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
from aiohttp import web

from benchmarks.farm import LOUD, TEXT, WORDS
from benchmarks.measuring import Farm, cpu_of, show
from benchmarks.tracing import STAGES, stages
from benchmarks.worker import Slack, feeds_of, overdue, worker

if TYPE_CHECKING:
    from monitor.worker.service import Service

ATOM = "http://www.w3.org/2005/Atom"


class Hub:
    """Publish one feed and be its hub."""

    def __init__(self) -> None:
        self.items: list[str] = []
        self.polls = 0
        self.held: dict[str, str] = {}
        """The secret of each verified subscription, by its callback."""
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Hub:
        app = web.Application()
        app.router.add_get("/feed", self._serve)
        app.router.add_post("/hub", self._take)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._http = aiohttp.ClientSession()
        for number in range(20):
            self.add(f"Old news {number}")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.close()
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

    async def push(self) -> None:
        body = self._document()
        for callback, secret in list(self.held.items()):
            signature = f"sha256={hmac.new(secret.encode(), body, 'sha256').hexdigest()}"
            headers = {"X-Hub-Signature": signature, "Content-Type": "application/rss+xml"}
            async with self._http.post(callback, data=body, headers=headers) as answer:
                assert answer.status == 202, answer.status

    def _document(self) -> bytes:
        links = f"<a:link rel='hub' href='{self.url}/hub'/><a:link rel='self' href='{self.url}/feed'/>"
        head = f"<rss version='2.0' xmlns:a='{ATOM}'><channel><title>Pushed</title>{links}"
        return f"{head}{''.join(self.items)}</channel></rss>".encode()

    async def _serve(self, _: web.Request) -> web.Response:
        self.polls += 1
        return web.Response(body=self._document(), content_type="application/rss+xml")

    async def _take(self, request: web.Request) -> web.Response:
        form = await request.post()
        task = asyncio.create_task(self._verify({name: str(value) for name, value in form.items()}))
        self._tasks.add(task)
        return web.Response(status=202)

    async def _verify(self, form: dict[str, str]) -> None:
        query = {name: form[name] for name in ("hub.mode", "hub.topic", "hub.lease_seconds")}
        async with self._http.get(form["hub.callback"], params=query | {"hub.challenge": "c"}) as answer:
            assert await answer.text() == "c"
        self.held[form["hub.callback"]] = form["hub.secret"]


async def main(asked: argparse.Namespace) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with Farm(3) as farm, tempfile.TemporaryDirectory() as place, Slack() as slack:
        async with Hub() as hub:
            feeds = [
                *feeds_of(farm, asked.feeds, asked.every),
                f"  - {{id: pushed, url: '{hub.url}/feed', every: 1d}}",
            ]
            reached = {"port": port, "websub_url": f"http://127.0.0.1:{port}"}
            async with worker(Path(place), feeds, slack, **reached) as service:
                while service.tally.polled <= asked.feeds or overdue(service.store) > 2 or not hub.held:  # noqa: ASYNC110
                    await asyncio.sleep(0.2)
                await measure(service, hub, asked)
        received = slack.received()
        assert len(received) == asked.pushes, f"{len(received)} of {asked.pushes} came"
        show("from push to Slack", [(at - stamp) / 1e9 for stamp, at in received.items()])
        for stage, seconds in zip(("push to decided", *STAGES[1:]), stages(received), strict=True):
            show(f"  {stage}", seconds)


async def measure(service: Service, hub: Hub, asked: argparse.Namespace) -> None:
    """Push as often as asked for, and print what went on beside it."""
    polls, own, began, cpu = hub.polls, service.tally.polled, time.monotonic(), cpu_of([os.getpid()])
    for _ in range(asked.pushes):
        noise = " ".join(random.choices(WORDS, k=8))  # else all would be one story
        hub.add(f"{LOUD} {noise} at {time.monotonic_ns()} end")
        await hub.push()
        await asyncio.sleep(asked.gap)
    passed = time.monotonic() - began
    await asyncio.sleep(2)
    print(
        f"{asked.pushes} pushes beside {(service.tally.polled - own) / passed:.0f} polls a second,"
        f" {hub.polls - polls} of them of the pushed feed;"
        f" {(cpu_of([os.getpid()]) - cpu) / passed:.2f} CPUs, load {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--feeds", type=int, default=1000)
    arguments.add_argument("--every", type=int, default=60)
    arguments.add_argument("--pushes", type=int, default=60)
    arguments.add_argument("--gap", type=float, default=1.5)
    asyncio.run(main(arguments.parse_args()))
