"""Open the door to other people's servers for the first request: a pass in which nothing is due makes none."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Required, Self, TypedDict, Unpack

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.fetch.address import Network
    from monitor.fetch.client import Client
    from monitor.fetch.dial import Lookup
    from monitor.fetch.limits import Limits
    from monitor.model import Feed, FetchError, Outcome, Validators


class _Asked(TypedDict, total=False):
    """What `fetch.client.Client` takes, checked where it is said and not at the first request."""

    contact: Required[str]
    allow_private: bool
    keys: Mapping[str, Mapping[str, str]] | None
    networks: Sequence[Network]
    limits: Limits | None
    lookup: Lookup | None
    clock: Callable[[], datetime]


class Fetcher:
    """Fetch feeds over one shared transport. An async context manager; made from plain arguments.

    What carries requests is a third of what a worker loads (httpx, aiohttp, TLS), so it is loaded when it is opened.
    """

    def __init__(self, **asked: Unpack[_Asked]) -> None:
        """Take what `fetch.client.Client` takes."""
        self._asked = asked
        self._client: Client | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._client is not None:
            await self._client.aclose()

    def open(self) -> Client:
        """Open it, if it is not, as the first request does. Raises TreatywatchError for authorities that are none."""
        if self._client is None:
            # httpx then takes its command line for not installed, which would bring click, pygments and rich
            sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
            from monitor.fetch.client import Client

            self._client = Client(**self._asked)
        return self._client

    async def fetch(
        self, feed: Feed, validators: Validators | None = None, *, url: str | None = None
    ) -> Outcome:
        """Fetch a feed, at `url` where it is known to have moved. `validators` None asks for all of it."""
        return await self.open().fetch(feed, validators, url=url)

    async def submit(self, url: str, fields: Mapping[str, str]) -> FetchError | None:
        """Send a form to a WebSub hub, by the same guard and limits; return why it was not taken, if it was not."""
        return await self.open().submit(url, fields)

    async def call(self, url: str) -> FetchError | None:
        """Call an address (GET), by the same guard and limits; return why that failed, if it did."""
        return await self.open().call(url)
