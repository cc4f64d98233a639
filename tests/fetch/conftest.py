from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from monitor.fetch import Fetcher, Limits
from monitor.model import Feed
from tests.fetch.loopback import Loopback, serving

QUICK = Limits(gap=0, slow_gap=0, connect=5, read=5, total=10)


@pytest.fixture
async def server() -> AsyncIterator[Loopback]:
    async with serving(Loopback()) as running:
        yield running


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(contact="tests@example.org", allow_private=True, limits=QUICK) as opened:
        yield opened


def feed(url: str) -> Feed:
    return Feed(id="f", url=url)
