"""Slow servers, broken ones, and many requests at one host."""

from __future__ import annotations

import asyncio

import pytest

from monitor.fetch import Fetcher, Limits
from monitor.model import Document, FetchError
from tests.fetch.conftest import feed
from tests.fetch.loopback import Loopback, Reply, Request, reply, serving

RSS = b"<rss version='2.0'><channel/></rss>"


async def drip(_: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 X\r\n\r\n")
    for _second in range(1000):
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.005)


async def drip_headers(_: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 X\r\n")
    for number in range(1000):
        writer.write(b"X-%d: y\r\n" % (number % 90))
        await writer.drain()
        await asyncio.sleep(0.01)


async def hang(request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 X\r\nContent-Length: 99\r\n\r\n" + request.path[1:].encode())
    await writer.drain()
    await asyncio.Event().wait()


@pytest.mark.parametrize("script", [drip, drip_headers])
async def test_a_drip_ends_at_the_total_deadline(server: Loopback, script: Reply) -> None:
    server.routes["/slow"] = script
    async with (
        serving(Loopback()) as other,
        Fetcher(contact="x", allow_private=True, limits=Limits(read=5, total=0.2, gap=0)) as fetcher,
    ):
        slow = asyncio.create_task(fetcher.fetch(feed(server.url("/slow"))))
        assert isinstance(await fetcher.fetch(feed(other.url())), Document)
        assert not slow.done()
        assert await slow == FetchError(reason="took longer than 0.2 seconds", unanswered=True)


async def test_silence_ends_at_the_read_deadline(server: Loopback) -> None:
    server.fallback = hang
    async with Fetcher(contact="x", allow_private=True, limits=Limits(read=0.1, total=60, gap=0)) as fetcher:
        assert await fetcher.fetch(feed(server.url("/"))) == FetchError(reason="its server fell silent")
        begun = await fetcher.fetch(feed(server.url("/begins")))
    assert isinstance(begun, Document)
    assert (begun.body, begun.truncated) == (b"begins", True)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"HTTP/1.1 200 X\r\nA: " + b"x" * 100_000 + b"\r\n\r\n", "its server sent oversized headers"),
        (
            b"HTTP/1.1 200 X\r\n" + b"".join(b"A-%d: x\r\n" % n for n in range(5000)) + b"\r\n",
            "its server sent something that is not proper HTTP",
        ),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", "its server sent something that is not proper HTTP"),
    ],
)
async def test_floods_of_headers_and_other_protocols_are_left(
    server: Loopback, fetcher: Fetcher, answer: bytes, reason: str
) -> None:
    server.fallback = answer
    assert await fetcher.fetch(feed(server.url())) == FetchError(reason=reason)


async def test_a_server_that_hangs_up_or_is_not_there(server: Loopback, fetcher: Fetcher) -> None:
    async def hang_up(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.transport.abort()

    server.fallback = hang_up
    assert await fetcher.fetch(feed(server.url())) in (
        FetchError(reason="its server closed the connection without an answer"),
        FetchError(reason="its server broke the connection off"),
    )
    async with serving(Loopback()) as closed:
        pass
    answer = await fetcher.fetch(feed(closed.url()))
    assert answer == FetchError(reason="its server refuses connections", unanswered=True)


async def test_cancelling_leaves_nothing_behind(server: Loopback, fetcher: Fetcher) -> None:
    begun = asyncio.Event()

    async def wait(_: Request, __: asyncio.StreamWriter) -> None:
        begun.set()
        await asyncio.Event().wait()

    server.routes["/wait"] = wait
    for _ in range(5):  # more than the turns at one host
        task = asyncio.create_task(fetcher.fetch(feed(server.url("/wait"))))
        await begun.wait()
        begun.clear()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert isinstance(await fetcher.fetch(feed(server.url())), Document)


async def test_no_host_sees_more_than_two_requests_at_once(server: Loopback, fetcher: Fetcher) -> None:
    go = asyncio.Event()

    async def wait(_: Request, writer: asyncio.StreamWriter) -> None:
        await go.wait()
        writer.write(reply(200, RSS))

    server.fallback = wait
    tasks = [asyncio.create_task(fetcher.fetch(feed(server.url(f"/{n}")))) for n in range(8)]
    async with serving(Loopback()) as other:
        assert isinstance(await fetcher.fetch(feed(other.url())), Document)
    go.set()
    answers = await asyncio.gather(*tasks)
    assert all(isinstance(answer, Document) for answer in answers)
    assert server.busiest == 2
