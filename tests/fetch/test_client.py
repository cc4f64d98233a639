"""What one fetch makes of what a server answers."""

from __future__ import annotations

import asyncio
import gzip
import tracemalloc
import zlib
from datetime import UTC, datetime, timedelta

import pytest

from monitor import __version__
from monitor.fetch import Fetcher, Limits
from monitor.fetch.client import user_agent
from monitor.model import Document, FetchError, NotModified, Validators
from tests.fetch.conftest import feed
from tests.fetch.loopback import Loopback, Request, not_modified, reply

RSS = b"<rss version='2.0'><channel/></rss>"


async def test_a_document_comes_with_its_validators_and_wait(server: Loopback, fetcher: Fetcher) -> None:
    server.routes["/f"] = reply(
        200,
        RSS,
        'ETag: W/"1"',
        "Last-Modified: Tue, 24 Nov 2026 10:00:00 GMT",
        "Content-Type: application/rss+xml; charset=utf-8",
        "Cache-Control: public, max-age=600",
        "Age: 100",
    )
    assert await fetcher.fetch(feed(server.url("/f"))) == Document(
        url=server.url("/f"),
        body=RSS,
        content_type="application/rss+xml; charset=utf-8",
        validators=Validators(etag='W/"1"', last_modified="Tue, 24 Nov 2026 10:00:00 GMT"),
        wait=timedelta(seconds=500),
    )


async def test_requests_say_who_asks_and_what_is_understood(server: Loopback, fetcher: Fetcher) -> None:
    await fetcher.fetch(feed(server.url("/f?a=%20b&c")))
    (request,) = server.requests
    assert request.path == "/f?a=%20b&c"
    assert request.headers["user-agent"] == f"treatywatch/{__version__} (+tests@example.org)"
    assert request.headers["accept-encoding"] == "gzip, deflate"
    assert "application/atom+xml" in request.headers["accept"]
    assert "if-none-match" not in request.headers
    assert "cookie" not in request.headers


@pytest.mark.parametrize(
    ("contact", "name"),
    [("a@b.org", f"treatywatch/{__version__} (+a@b.org)"), ("", f"treatywatch/{__version__}")],
)
def test_user_agent(contact: str, name: str) -> None:
    assert user_agent(contact) == name


def test_a_contact_cannot_forge_headers() -> None:
    assert "\r" not in user_agent("x\r\nCookie: é)")


async def test_validators_are_sent_and_answered_by_304(server: Loopback, fetcher: Fetcher) -> None:
    kept = Validators(etag='"a"', last_modified="Tue, 24 Nov 2026 10:00:00 GMT")
    server.fallback = not_modified('ETag: "b"', "Cache-Control: max-age=60")
    assert await fetcher.fetch(feed(server.url()), kept) == NotModified(wait=timedelta(minutes=1))
    assert server.requests[0].headers["if-none-match"] == '"a"'
    assert server.requests[0].headers["if-modified-since"] == "Tue, 24 Nov 2026 10:00:00 GMT"


async def test_an_unasked_304_is_trouble(server: Loopback, fetcher: Fetcher) -> None:
    server.fallback = not_modified()
    for kept in (None, Validators()):
        answer = await fetcher.fetch(feed(server.url()), kept)
        assert answer == FetchError(reason="answers 304 Not Modified, unasked")


async def test_validators_that_no_header_can_carry_are_not_sent(server: Loopback, fetcher: Fetcher) -> None:
    for etag in ('"a"\r\nX: y', '"é"', "x" * 5000):
        assert isinstance(await fetcher.fetch(feed(server.url()), Validators(etag=etag)), Document)
    assert all("if-none-match" not in request.headers for request in server.requests)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (400, "answers 400 Bad Request"),
        (401, "answers 401 Unauthorized: it wants a key, which TREATYWATCH_FEED_HEADERS can hold"),
        (403, "answers 403 Forbidden"),
        (404, "answers 404 Not Found"),
        (500, "answers 500 Internal Server Error"),
        (599, "answers 599"),
        (204, "answers 204 No Content"),
        (206, "answers 206 Partial Content"),
        (300, "answers 300 Multiple Choices"),
    ],
)
async def test_other_statuses_are_named(server: Loopback, fetcher: Fetcher, status: int, reason: str) -> None:
    server.fallback = reply(status, b"", 'ETag: "x"', "Retry-After: 60")
    assert await fetcher.fetch(feed(server.url())) == FetchError(reason=reason)


async def test_410_is_gone(server: Loopback, fetcher: Fetcher) -> None:
    server.fallback = reply(410)
    assert await fetcher.fetch(feed(server.url())) == FetchError(reason="answers 410 Gone", gone=True)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(seconds=120)),
        ("0", None),
        ("-5", None),
        ("1.5", timedelta(seconds=1.5)),
        ("soon", None),
        ("9" * 40, timedelta(days=3650)),
        ("Tue, 24 Nov 2026 10:10:00 GMT", timedelta(minutes=10)),
        ("Tuesday, 24-Nov-26 10:10:00 GMT", timedelta(minutes=10)),
        ("Tue Nov 24 10:10:00 2026", timedelta(minutes=10)),
        ("Tue, 24 Nov 2026 09:00:00 GMT", None),
    ],
)
async def test_busy_servers_are_heard(
    server: Loopback, status: int, value: str, wait: timedelta | None
) -> None:
    server.fallback = reply(status, b"", f"Retry-After: {value}")
    now = datetime(2026, 11, 24, 10, tzinfo=UTC)
    async with Fetcher(contact="x", allow_private=True, clock=lambda: now) as fetcher:
        answer = await fetcher.fetch(feed(server.url()))
    assert isinstance(answer, FetchError)
    assert answer.wait == wait


# --- Bodies ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(RSS, mtime=0)),
        ("x-gzip", gzip.compress(RSS, mtime=0)),
        ("gzip", gzip.compress(RSS[:9], mtime=0) + gzip.compress(RSS[9:], mtime=0)),
        ("gzip", RSS),
        ("deflate", zlib.compress(RSS)),
        ("deflate", zlib.compress(RSS)[2:-4]),
        ("identity", RSS),
        ("UTF-8", RSS),
    ],
)
async def test_codings_are_undone(server: Loopback, fetcher: Fetcher, coding: str, packed: bytes) -> None:
    server.fallback = reply(200, packed, f"Content-Encoding: {coding}")
    answer = await fetcher.fetch(feed(server.url()))
    assert isinstance(answer, Document)
    assert (answer.body, answer.truncated) == (RSS, False)


async def test_unasked_codings_are_trouble(server: Loopback, fetcher: Fetcher) -> None:
    for coding in ("br", "zstd", "gzip, gzip"):
        server.fallback = reply(200, RSS, f"Content-Encoding: {coding}")
        answer = await fetcher.fetch(feed(server.url()))
        assert isinstance(answer, FetchError)
        assert answer.reason.endswith("which was not asked for")


async def test_an_empty_document_is_trouble(server: Loopback, fetcher: Fetcher) -> None:
    for packed, header in ((b"", "X: y"), (gzip.compress(b""), "Content-Encoding: gzip")):
        server.fallback = reply(200, packed, header)
        answer = await fetcher.fetch(feed(server.url()))
        assert answer == FetchError(reason="answers with an empty document")


async def cut_off(request: Request, writer: asyncio.StreamWriter) -> None:
    chunks = {
        "/length": reply(200, RSS[:20], 'ETag: "x"', length=len(RSS)),
        "/chunks": b'HTTP/1.1 200 X\r\nETag: "x"\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n'
        + RSS[:20]
        + b"\r\n",
        "/gzip": reply(200, gzip.compress(RSS * 99)[:-12], 'ETag: "x"', "Content-Encoding: gzip"),
        "/nothing": reply(200, b"", length=50),
    }
    writer.write(chunks[request.path])
    await writer.drain()
    writer.close()


@pytest.mark.parametrize("path", ["/length", "/chunks", "/gzip"])
async def test_a_body_that_breaks_off_is_kept_without_validators(
    server: Loopback, fetcher: Fetcher, path: str
) -> None:
    server.fallback = cut_off
    answer = await fetcher.fetch(feed(server.url(path)))
    assert isinstance(answer, Document)
    assert answer.truncated
    assert answer.body.startswith(RSS[:20])
    assert answer.validators == Validators()


async def test_a_body_that_never_begins_is_trouble(server: Loopback, fetcher: Fetcher) -> None:
    server.fallback = cut_off
    answer = await fetcher.fetch(feed(server.url("/nothing")))
    assert answer == FetchError(reason="its server broke the connection off")


async def test_a_bomb_costs_no_more_than_its_cap(server: Loopback) -> None:
    packer = zlib.compressobj(9, wbits=31)
    zeros = bytes(2**20)
    bomb = b"".join([*(packer.compress(zeros) for _ in range(200)), packer.flush()])
    assert len(bomb) < 2**20
    server.fallback = reply(200, bomb, "Content-Encoding: gzip")
    limits = Limits(body_bytes=4 * 2**20, gap=0)
    async with Fetcher(contact="x", allow_private=True, limits=limits) as fetcher:
        tracemalloc.start()
        answer = await fetcher.fetch(feed(server.url()))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert isinstance(answer, FetchError)
    assert answer.reason == "is larger than 10 MiB as sent or 4 MiB unpacked"
    assert peak < 20 * 2**20  # twice the cap, and what the loopback server buffers


async def test_a_body_over_the_wire_cap_is_left(server: Loopback) -> None:
    server.fallback = reply(200, b"x" * 3 * 2**20)
    async with Fetcher(contact="x", allow_private=True, limits=Limits(wire_bytes=2**20, gap=0)) as fetcher:
        answer = await fetcher.fetch(feed(server.url()))
        assert isinstance(answer, FetchError)
        assert answer.reason.startswith("is larger than 1 MiB")
        server.fallback = reply(200, RSS)
        assert isinstance(await fetcher.fetch(feed(server.url())), Document)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x",
        "http://",
        "http://[::1",
        "http://a b/",
        "http://x:99999/",
        "http://" + "a" * 70_000,
        "http://\u0000/",
        "http://xn--/",
        "http://é\ud800/",
    ],
)
async def test_addresses_that_are_none_are_trouble(fetcher: Fetcher, url: str) -> None:
    answer = await fetcher.fetch(feed(url))
    assert isinstance(answer, FetchError)
    assert (
        answer.reason.startswith("its address ") or answer.reason == "no address is known for its host name"
    )


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.org/", "gopher://x/", "data:text/xml,x"]
)
async def test_other_schemes_are_refused(fetcher: Fetcher, url: str) -> None:
    assert await fetcher.fetch(feed(url)) == FetchError(reason="its address is not http or https")
