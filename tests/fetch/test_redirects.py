"""Where redirects may lead, and what is learned from them."""

from __future__ import annotations

import pytest

from monitor.fetch import Fetcher
from monitor.fetch.target import Target, next_hop, target
from monitor.model import Document, FetchError
from tests.fetch.conftest import feed
from tests.fetch.loopback import Loopback, reply, serving

RSS = b"<rss/>"


def to(location: str, status: int = 301) -> bytes:
    return reply(status, b"moved", f"Location: {location}")


@pytest.mark.parametrize(
    ("first", "second", "moved"),
    [(301, 308, True), (308, 301, True), (301, 302, False), (307, 301, False), (303, 308, False)],
)
async def test_a_move_is_told_when_every_hop_was_permanent(
    server: Loopback, fetcher: Fetcher, first: int, second: int, moved: bool
) -> None:
    server.routes = {"/a": to("/b?x=1#frag", first), "/b?x=1": to("c", second), "/c": reply(200, RSS)}
    answer = await fetcher.fetch(feed(server.url("/a")))
    assert answer == Document(url=server.url("/c"), body=RSS, moved_to=server.url("/c") if moved else None)


async def test_an_address_in_bare_utf_8_is_followed(server: Loopback, fetcher: Fetcher) -> None:
    moved = reply(301, b"", "Location: /tin-tứcé")
    server.routes = {"/a": moved}
    await fetcher.fetch(feed(server.url("/a")))
    assert [request.path for request in server.requests] == ["/a", "/tin-t%E1%BB%A9c%C3%A9"]


async def test_no_move_without_a_redirect(server: Loopback, fetcher: Fetcher) -> None:
    answer = await fetcher.fetch(feed(server.url("/a")), url=server.url("/b"))
    assert isinstance(answer, Document)
    assert answer.moved_to is None
    assert server.requests[0].path == "/b"


async def test_five_redirects_are_followed_and_six_are_not(server: Loopback, fetcher: Fetcher) -> None:
    server.routes = {f"/{n}": to(f"/{n + 1}", 302) for n in range(6)}
    assert isinstance(await fetcher.fetch(feed(server.url("/1"))), Document)
    answer = await fetcher.fetch(feed(server.url("/0")))
    assert answer == FetchError(reason="redirects more than 5 times")


async def test_a_circle_is_seen(server: Loopback, fetcher: Fetcher) -> None:
    server.routes = {"/a": to("/b"), "/b": to("/a"), "/self": to("")}
    for path, requests in (("/a", 2), ("/self", 1)):
        server.requests.clear()
        answer = await fetcher.fetch(feed(server.url(path)))
        assert answer == FetchError(reason="redirects in a circle")
        assert len(server.requests) == requests


async def test_trouble_names_another_host_that_answered_and_no_more_of_its_address(server: Loopback) -> None:
    async with serving(Loopback()) as other:
        away = other.url("/login?token=s3cret").replace("127.0.0.1", "localhost")
        server.routes = {"/away": to(away, 302), "/here": to("/gone", 302), "/gone": reply(404)}
        other.fallback = reply(404)
        async with Fetcher(contact="x", allow_private=True) as fetcher:
            answers = [await fetcher.fetch(feed(server.url(path))) for path in ("/away", "/here")]
            other.fallback = reply(200, b"<html>Log in")
            page = await fetcher.fetch(feed(server.url("/away")))
    assert answers == [
        FetchError(reason="answers 404 Not Found (redirected to localhost)"),
        FetchError(reason="answers 404 Not Found"),
    ]
    assert isinstance(page, Document)
    assert page.redirected_to == "localhost"


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("file:///etc/passwd", "redirects to something that is not http or https"),
        ("gopher://127.0.0.1:70/", "redirects to something that is not http or https"),
        ("http://[::1", "redirects to something that is no address"),
        ("http://xn--/", "redirects to something that is no address"),
    ],
)
async def test_redirects_elsewhere_end_there(
    server: Loopback, fetcher: Fetcher, location: str, reason: str
) -> None:
    server.fallback = to(location)
    answer = await fetcher.fetch(feed(server.url()))
    assert isinstance(answer, FetchError)
    assert answer.reason == reason


async def test_a_redirect_without_a_location(server: Loopback, fetcher: Fetcher) -> None:
    server.fallback = reply(302)
    answer = await fetcher.fetch(feed(server.url()))
    assert answer == FetchError(reason="redirects without saying where to")


async def test_credentials_do_not_follow_to_another_host(server: Loopback, fetcher: Fetcher) -> None:
    async with serving(Loopback()) as other:
        server.routes = {"/a": to("/b"), "/b": to(other.url("/c"))}
        url = server.url("/a").replace("://", "://me:p%40ss@")
        answer = await fetcher.fetch(feed(url))
    assert isinstance(answer, Document)
    assert [r.headers.get("authorization") for r in server.requests] == ["Basic bWU6cEBzcw=="] * 2
    assert "authorization" not in other.requests[0].headers
    assert answer.url == answer.moved_to == other.url("/c")


async def test_credentials_stay_with_a_move_on_the_same_host(server: Loopback, fetcher: Fetcher) -> None:
    server.routes = {"/a": to("/b")}
    answer = await fetcher.fetch(feed(server.url("/a").replace("://", "://me:pw@")))
    assert isinstance(answer, Document)
    assert answer.url == server.url("/b")
    assert answer.moved_to is None  # an address with a secret in it is followed, and kept nowhere


async def test_cookies_are_not_kept(server: Loopback, fetcher: Fetcher) -> None:
    server.routes = {"/a": reply(302, b"", "Location: /b", "Set-Cookie: id=1; Path=/")}
    await fetcher.fetch(feed(server.url("/a")))
    await fetcher.fetch(feed(server.url("/a")))
    assert len(server.requests) == 4
    assert all("cookie" not in request.headers for request in server.requests)


def hop(url: str, location: str) -> Target | str:
    asked = target(url)
    assert isinstance(asked, Target)
    return next_hop(asked, location)


def test_https_is_not_given_up() -> None:
    assert hop("https://example.org/", "http://example.org/") == (
        "redirects from https to http, which would give up its protection"
    )


@pytest.mark.parametrize(
    ("url", "location", "kept"),
    [
        ("http://u:p@example.org/", "https://example.org/f", True),
        ("http://u:p@example.org/", "https://example.org:444/f", False),
        ("http://u:p@example.org/", "http://example.org:8080/f", False),
        ("https://u:p@example.org/", "//www.example.org/f", False),
        ("https://u:p@example.org/", "//x:y@example.org/f", True),
        ("https://example.org/", "//x:y@example.org/f", False),
    ],
)
def test_whom_credentials_follow(url: str, location: str, kept: bool) -> None:
    led = hop(url, location)
    assert isinstance(led, Target)
    assert led.authorization == ("Basic dTpw" if kept else None)
    assert "x:y" not in led.address


async def test_the_headers_of_a_host_stay_with_it(server: Loopback) -> None:
    """Our own machine's names stand for https here: over plain http to others no key is sent."""
    async with serving(Loopback()) as other:
        server.routes = {"/a": to(other.url("/b").replace("127.0.0.1", "localhost"), 302)}
        other.fallback = reply(200, RSS)
        keys = {"127.0.0.1": {"token": "k"}}
        async with Fetcher(contact="x", allow_private=True, keys=keys) as fetcher:
            answer = await fetcher.fetch(feed(server.url("/a")))
    assert isinstance(answer, Document)
    assert server.requests[0].headers["token"] == "k"
    assert "token" not in other.requests[0].headers


async def test_credentials_in_an_address_come_before_the_key_of_its_host(server: Loopback) -> None:
    server.fallback = reply(200, RSS)
    keys = {"127.0.0.1": {"authorization": "Bearer k", "token": "k"}}
    async with Fetcher(contact="x", allow_private=True, keys=keys) as fetcher:
        for address in (server.url("/a"), server.url("/a").replace("//", "//user:pass@")):
            assert isinstance(await fetcher.fetch(feed(address)), Document)
    sent = [(request.headers["authorization"], request.headers["token"]) for request in server.requests]
    assert sent == [("Bearer k", "k"), ("Basic dXNlcjpwYXNz", "k")]


async def test_no_key_is_sent_in_the_clear(server: Loopback) -> None:
    async def lookup(_host: str, _port: int) -> list[str]:
        return ["127.0.0.1"]

    keys = {"records.example": {"token": "k"}}
    server.fallback = reply(200, RSS)
    async with Fetcher(contact="x", allow_private=True, keys=keys, lookup=lookup) as fetcher:
        answer = await fetcher.fetch(feed(server.url("/a").replace("127.0.0.1", "records.example")))
    assert isinstance(answer, Document)
    assert "token" not in server.requests[0].headers
