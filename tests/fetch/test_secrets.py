"""No credential and no token of an address reaches a reason or a log, on any failing path, at DEBUG."""

from __future__ import annotations

import asyncio
import logging
import time

import pytest

from monitor.fetch import Fetcher, Limits
from monitor.fetch.masking import masked, without_secrets
from monitor.model import Document, FetchError
from tests.fetch.conftest import feed
from tests.fetch.loopback import Loopback, Request, reply, serving

CANARIES = ("hunter2", "t0k3n-canary", "Basic ")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://me:hunter2@example.org/f", "https://***@example.org/f"),
        ("https://hunter2@example.org/f", "https://***@example.org/f"),
        ("https://me:a@b@example.org/f", "https://***@example.org/f"),
        ("https://example.org/f?token=abc&page=2#x", "https://example.org/f?token=***&page=2#x"),
        ("https://example.org/?a=1;API_KEY=abc", "https://example.org/?a=1;API_KEY=***"),
        ("https://example.org/?id=0123456789abcdef0", "https://example.org/?id=***"),
        ("https://example.org/a@b?q=x@y", "https://example.org/a@b?q=x@y"),
        ("https://example.org/u/9f8A7b6C5d4E3f2A/feed", "https://example.org/u/***/feed"),
        ("https://example.org/8c8f2c1e-5f0b-4a54-9d0e-0c8a2f6d1b7e.rss", "https://example.org/***.rss"),
        ("https://example.org/u/k3J9xQ7wE2rT_yU8iO1p-ab/feed", "https://example.org/u/***/feed"),
        ("https://example.org/my-feed-9f8A7b6C5d4E3f2A.xml", "https://example.org/my-feed-***.xml"),
        ("https://example.org/f?9f8A7b6C5d4E3f2A", "https://example.org/f?***"),
        ("https://example.org/f?page#token=abc", "https://example.org/f?page#token=***"),
        ("https://example.org/f#9f8A7b6C5d4E3f2A", "https://example.org/f#***"),
        ("https://me:hunter2@[2001:db8::1]:8443/f", "https://***@[2001:db8::1]:8443/f"),
        ("https://me:hunter2@bücher.example/f", "https://***@bücher.example/f"),
        ("https://me@example.org/9f8A7b6C5d4E3f2A?key=k", "https://***@example.org/***?key=***"),
        *(
            (f"https://example.org/{path}", f"https://example.org/{path}")
            for path in (
                "2026/12/viet-nam-ratifies-the-un-convention-against-cybercrime-2026",
                "20261202T120000Z/UnitedNationsConventionAgainstCybercrime2026.xml",
                "artikel/Datenschutzgrundverordnung/1234567890123456",
                "%E6%B5%B7%E6%9C%9F%E6%B5%B7%E6%9C%9F/rss",
            )
        ),
        ("nonsense", "nonsense"),
        ("", ""),
    ],
)
def test_masks(url: str, shown: str) -> None:
    assert masked(url) == shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://me:hunter2@example.org:8080/f", "https://example.org:8080/f"),
        (
            "https://example.org/f?key=abc&access_token=t&page=2",
            "https://example.org/f?key=***&access_token=***&page=2",
        ),
        (
            "https://example.org/search?keywords=un+cybercrime+convention+signed",
            "https://example.org/search?keywords=un+cybercrime+convention+signed",
        ),
        ("https://example.org/f?user[token]=t#key=abc", "https://example.org/f?user[token]=***#key=***"),
        ("https://example.org/search?q=token", "https://example.org/search?q=token"),
        ("https://example.org/?key", "https://example.org/?key"),
        (
            "https://proxy.example/?url=https://me:pw@example.org/f?api_key=abc&page=2",
            "https://proxy.example/?url=https%3A%2F%2Fexample.org%2Ff%3Fapi_key%3D***&page=2",
        ),
        (
            "https://proxy.example/?url=https%3A%2F%2Fexample.org%2Ff%3Fa%3D1%26token%3Dabc",
            "https://proxy.example/?url=https%3A%2F%2Fexample.org%2Ff%3Fa%3D1%26token%3D***",
        ),
        (
            "https://proxy.example/?url=https://example.org/f?a=1",
            "https://proxy.example/?url=https://example.org/f?a=1",
        ),
    ],
)
def test_addresses_are_handed_on_without_secrets_and_with_their_words(url: str, shown: str) -> None:
    assert without_secrets(url) == shown


def test_an_address_of_thousands_of_question_marks_does_not_hold_the_loop() -> None:
    began = time.process_time()
    address = f"https://a.example/{'?' * 8_000}"
    assert masked(address) == address
    assert time.process_time() - began < 0.1


async def hang_up(_: Request, writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


async def test_every_failing_path_keeps_secrets(caplog: pytest.LogCaptureFixture) -> None:
    for name in ("httpx", "aiohttp", "asyncio", "aiohttp.client", "aiohttp.internal"):
        caplog.set_level(logging.DEBUG, logger=name)
    caplog.set_level(logging.DEBUG)
    answers = []
    async with serving(Loopback()) as closed:
        closed_url = closed.url()
    limits = Limits(connect=0.1, read=0.2, total=1, gap=0, slow_gap=0, wire_bytes=1000)
    async with (
        serving(Loopback()) as server,
        Fetcher(contact="x", allow_private=True, limits=limits) as fetcher,
        Fetcher(contact="x", limits=limits) as guarded,
    ):
        secret = "/f?token=t0k3n-canary"
        for script in (
            reply(200, b"ok"),
            reply(404),
            reply(429, b"", "Retry-After: 1"),
            reply(301, b"", "Location: /x?token=t0k3n-canary"),
            reply(301, b"", "Location: http://me:hunter2@[::1/?token=t0k3n-canary"),
            reply(301, b"", "Location: ftp://me:hunter2@x/?token=t0k3n-canary"),
            reply(200, b"x" * 5000),
            reply(200, b"\x1f\x8bno", "Content-Encoding: gzip"),
            reply(200, b"cut", length=900),
            b"nonsense\r\n\r\n",
            b"HTTP/1.1 200 X\r\nA: " + b"x" * 20_000 + b"\r\n\r\n",
            hang_up,
        ):
            server.fallback = script
            url = server.url(secret).replace("://", "://me:hunter2@")
            answers.append(await fetcher.fetch(feed(url)))
            answers.append(await guarded.fetch(feed(url)))
            answers.append(await fetcher.fetch(feed(url.replace("http:", "https:"))))
        for url in (closed_url, "http://no-such-host.invalid/", "ftp://x/", "http://[::1", "http://x:99999/"):
            bad = url.replace("://", "://me:hunter2@") + "?token=t0k3n-canary"
            answers.append(await fetcher.fetch(feed(bad)))
    reasons = " ".join(answer.reason for answer in answers if isinstance(answer, FetchError))
    places = " ".join(answer.url for answer in answers if isinstance(answer, Document))
    assert reasons
    assert places
    logging.getLogger("aiohttp").debug("heard")
    assert "heard" in caplog.text, "nothing would be heard, so nothing was proven"
    for canary in CANARIES:
        assert canary not in reasons
        assert canary not in caplog.text
    assert "hunter2" not in places


def test_addresses_in_addresses_end_somewhere() -> None:
    assert without_secrets("https://a.example/?x=" * 20_000).endswith("***")
