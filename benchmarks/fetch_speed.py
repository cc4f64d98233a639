"""Measure fetching against httpx with its default transport: CPU of the client alone, 200 requests in flight.

    python benchmarks/fetch_speed.py [--requests 2000]

Ours does all of its work at that: the address guard, turns at hosts, deadlines, caps, unpacking. The limit is what a
bare socket takes: one request after the other on a kept connection, nothing parsed.
"""

from __future__ import annotations

import argparse
import asyncio
import socket
import time
from collections.abc import Awaitable, Callable

import httpx

from benchmarks.measuring import Farm
from monitor.fetch import Fetcher
from monitor.model import Document, Feed, NotModified, Validators

IN_FLIGHT = 200
KINDS = {"304, kept": "/f/{n}.xml", "30 KB gzip": "/gzip.xml", "304, new connection": "/f/{n}.xml?close"}


async def main(requests: int) -> None:
    with Farm() as farm:
        print(
            f"CPU ms a request, {IN_FLIGHT} in flight, {requests} requests: httpx, ours, ratio, bare socket"
        )
        for kind, path in KINDS.items():
            theirs = await of_httpx(farm, path, requests)
            own = await ours(farm, path, requests)
            bare = of_socket(farm, path, requests)
            print(f"{kind}: {theirs:.3f}, {own:.3f}, {theirs / own:.1f}x, {bare:.3f}")


def address(farm: Farm, path: str, number: int) -> str:
    return f"http://127.0.1.{1 + number % 250}:{farm.port}{path.format(n=number)}"


async def many(requests: int, one: Callable[[int], Awaitable[None]]) -> float:
    """Return CPU milliseconds a request; a first round opens connections and is not counted."""
    gate = asyncio.Semaphore(IN_FLIGHT)

    async def gated(number: int) -> None:
        async with gate:
            await one(number)

    await asyncio.gather(*map(gated, range(IN_FLIGHT)))
    began = time.process_time()
    await asyncio.gather(*map(gated, range(requests)))
    return (time.process_time() - began) / requests * 1e3


async def of_httpx(farm: Farm, path: str, requests: int) -> float:
    limits = httpx.Limits(max_connections=500, max_keepalive_connections=500)
    async with httpx.AsyncClient(limits=limits, trust_env=False, timeout=60) as client:

        async def one(number: int) -> None:
            for _ in range(9):  # its pool now and then hands out a connection that it is closing
                try:
                    condition = {"If-None-Match": f'"{number}-0"'}
                    answer = await client.get(address(farm, path, number), headers=condition)
                except httpx.TransportError:
                    continue
                assert answer.status_code in (200, 304)
                return
            raise AssertionError("httpx got no answer")

        return await many(requests, one)


async def ours(farm: Farm, path: str, requests: int) -> float:
    async with Fetcher(contact="https://bench.example", allow_private=True) as fetcher:

        async def one(number: int) -> None:
            feed = Feed(id=f"f{number}", url=address(farm, path, number))
            outcome = await fetcher.fetch(feed, Validators(etag=f'"{number}-0"'))
            assert isinstance(outcome, Document | NotModified), outcome

        return await many(requests, one)


def of_socket(farm: Farm, path: str, requests: int) -> float:
    began, open_ = time.process_time(), None
    for number in range(requests):
        if open_ is None:
            open_ = socket.create_connection(("127.0.0.1", farm.port))
        ask = f'GET {path.format(n=number)} HTTP/1.1\r\nHost: x\r\nIf-None-Match: "{number}-0"\r\n\r\n'
        open_.sendall(ask.encode())
        answer = open_.recv(65_536)
        assert answer.startswith(b"HTTP/1.1 ")
        if path.endswith("?close"):
            open_.close()
            open_ = None
    if open_ is not None:
        open_.close()
    return (time.process_time() - began) / requests * 1e3


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--requests", type=int, default=2000)
    asyncio.run(main(arguments.parse_args().requests))
