"""Nobody talks us into connecting where feeds may not live: canaries count connections, and must count none."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_network

import pytest

from monitor.fetch import Fetcher
from monitor.model import Document, FetchError
from tests.fetch.conftest import QUICK, feed
from tests.fetch.loopback import Loopback, reply, serving

SPELLINGS = (
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "017700000001",
    "0",
    "0.0.0.0",  # noqa: S104 - to be refused
    "localhost",
    "localhost.",
    "LOCALHOST",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
    "[::127.0.0.1]",
    "[fe80::1]",
    "[fe80::1%25lo]",
    "%31%32%37.0.0.1",
    "１２７.0.0.1",
    "①②⑦.0.0.1",
    "127。0。0。1",
    "u:p@127.0.0.1",
    "example.org@127.0.0.1",
)


@pytest.mark.parametrize("name", SPELLINGS)
async def test_no_spelling_of_this_machine_is_dialled(name: str) -> None:
    async with serving(Loopback()) as canary, Fetcher(contact="x", limits=QUICK) as fetcher:
        answer = await fetcher.fetch(feed(f"http://{name}:{canary.port}/"))
        assert isinstance(answer, FetchError)
        assert canary.accepts == 0


async def test_the_reason_names_the_setting() -> None:
    async with Fetcher(contact="x", limits=QUICK) as fetcher:
        answer = await fetcher.fetch(feed("http://127.0.0.1/"))
    assert answer == FetchError(
        reason="refused: 127.0.0.1 is a loopback address; TREATYWATCH_ALLOW_PRIVATE=1 allows feeds on such"
    )


@pytest.mark.parametrize(
    "name",
    ["169.254.169.254", "[::ffff:169.254.169.254]", "[fe80::1]", "224.0.0.1", "255.255.255.255", "0.0.0.0"],  # noqa: S104
)
async def test_private_does_not_mean_metadata_servers(name: str) -> None:
    async with Fetcher(contact="x", allow_private=True, limits=QUICK) as fetcher:
        answer = await fetcher.fetch(feed(f"http://{name}/"))
    assert isinstance(answer, FetchError)
    assert answer.reason.startswith("refused: ")


async def test_a_redirect_is_checked_like_the_first_address() -> None:
    async with (
        serving(Loopback(host="127.0.0.2")) as allowed,
        serving(Loopback()) as canary,
        Fetcher(contact="x", networks=[ip_network("127.0.0.2/32")], limits=QUICK) as fetcher,
    ):
        assert isinstance(await fetcher.fetch(feed(allowed.url())), Document)
        for name in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433"):
            allowed.fallback = reply(302, b"", f"Location: http://{name}:{canary.port}/")
            answer = await fetcher.fetch(feed(allowed.url()))
            assert isinstance(answer, FetchError)
        assert canary.accepts == 0


async def test_a_name_that_changes_its_mind_is_refused() -> None:
    """DNS rebinding: what is checked is what is dialled."""
    answers: list[Sequence[str]] = [["127.0.0.2"], ["127.0.0.1"], ["127.0.0.2", "127.0.0.1"]]
    asked: list[str] = []

    async def lookup(host: str, _: int) -> Sequence[str]:
        asked.append(host)
        return answers[len(asked) - 1]

    async with (
        serving(Loopback(host="127.0.0.2")) as allowed,
        serving(Loopback()) as canary,
        Fetcher(contact="x", networks=[ip_network("127.0.0.2/32")], limits=QUICK, lookup=lookup) as fetcher,
    ):
        first = await fetcher.fetch(feed(f"http://rebind.example:{allowed.port}/"))
        second = await fetcher.fetch(feed(f"http://rebind.example:{canary.port}/"))
        third = await fetcher.fetch(feed(f"http://both.example:{canary.port}/"))
        assert isinstance(first, Document)
        assert isinstance(second, FetchError)
        assert isinstance(third, FetchError)
        assert asked == ["rebind.example", "rebind.example", "both.example"]
        assert canary.accepts == 0
        assert allowed.requests[0].headers["host"] == f"rebind.example:{allowed.port}"


async def test_a_resolver_that_answers_nonsense_is_refused() -> None:
    async def lookup(_: str, __: int) -> Sequence[str]:
        return ["localhost"]

    async with (
        serving(Loopback()) as canary,
        Fetcher(contact="x", allow_private=True, limits=QUICK, lookup=lookup) as fetcher,
    ):
        answer = await fetcher.fetch(feed(f"http://x.example:{canary.port}/"))
        assert answer == FetchError(reason="refused: 'localhost' is no address")
        assert canary.accepts == 0


async def test_nothing_that_a_feed_names_is_fetched(server: Loopback, fetcher: Fetcher) -> None:
    async with serving(Loopback()) as canary:
        there = canary.url("/canary")
        server.fallback = reply(
            200,
            f"""<?xml-stylesheet href="{there}"?><!DOCTYPE rss SYSTEM "{there}"><rss><channel>
            <image><url>{there}</url></image><item><link>{there}</link><enclosure url="{there}"/>
            </item></channel></rss>""".encode(),
            f"Link: <{there}>; rel=preload",
            f"Refresh: 0; url={there}",
            f"Content-Location: {there}",
            f'Alt-Svc: http/1.1="127.0.0.1:{canary.port}"',
        )
        assert isinstance(await fetcher.fetch(feed(server.url())), Document)
        assert isinstance(await fetcher.fetch(feed(server.url())), Document)
        assert canary.accepts == 0
        assert len(server.requests) == 2


async def test_no_proxy_is_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(Loopback()) as proxy, serving(Loopback()) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url())
        async with Fetcher(contact="x", allow_private=True, limits=QUICK) as fetcher:
            assert isinstance(await fetcher.fetch(feed(server.url())), Document)
        assert (proxy.accepts, server.accepts) == (0, 1)


async def test_ipv6_is_dialled_where_it_is_allowed() -> None:
    async with (
        serving(Loopback(host="::1")) as server,
        Fetcher(contact="x", allow_private=True, limits=QUICK) as fetcher,
    ):
        assert isinstance(await fetcher.fetch(feed(server.url())), Document)
