"""Open the one HTTP transport: httpx's requests and answers, carried by aiohttp's connections.

httpx's own pool slows down with every request in flight, and `httpx-aiohttp` spends more than aiohttp on
turning headers back and forth (docs/performance.md); this transport hands them over as they are. It also lets
us open the sockets, which is where the address guard stands. No `httpx.AsyncClient` stands before it: what that adds
(redirects, cookies, auth, proxies) is not wanted here, and cost a tenth of a request.
"""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Sequence
from functools import partial

import aiohttp
import httpx
from yarl import URL

from monitor.fetch.address import Guard
from monitor.fetch.dial import GuardedResolver, Lookup, guarded_socket
from monitor.fetch.limits import Limits

DNS_KEPT = 60
"""Seconds that a looked-up address is used again; the guard asks anew at each connection."""

KEPT_OPEN = 5.0
"""Seconds that an idle connection stays open, for the next feed on the same host: in a first pass, whose documents take
time, it comes after seconds. A feed itself comes back minutes later; thousands of idle connections would take room."""


def open_transport(
    guard: Guard, limits: Limits, lookup: Lookup, tls: ssl.SSLContext, headers: Sequence[tuple[str, str]]
) -> AiohttpTransport:
    """Open the shared transport, which sends `headers` with every request.

    It takes no proxy from the environment (that would dial for us, unguarded), keeps no cookie and follows
    no redirect. Must be called in a running loop.
    """
    connector = aiohttp.TCPConnector(
        resolver=GuardedResolver(guard, lookup),
        socket_factory=guarded_socket(guard),
        ssl=tls,
        limit=limits.in_flight,
        ttl_dns_cache=DNS_KEPT,
        keepalive_timeout=KEPT_OPEN,
    )
    session = aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        headers=headers,
        timeout=aiohttp.ClientTimeout(
            total=None, connect=None, sock_connect=limits.connect, sock_read=limits.read
        ),
        trust_env=False,
        auto_decompress=False,
    )
    return AiohttpTransport(session)


class AiohttpTransport(httpx.AsyncBaseTransport):
    """Carry httpx's requests over an aiohttp session, with that session's timeouts."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; raise aiohttp's own errors, and the system's."""
        send = self._session.get
        if request.method == "POST":
            send = partial(self._session.post, data=await request.aread())
        response = await send(
            URL(str(request.url), encoded=True), headers=request.headers, allow_redirects=False
        )
        return httpx.Response(
            response.status, headers=response.raw_headers, stream=_Stream(response), request=request
        )

    async def aclose(self) -> None:
        """Close the session and its connections."""
        await self._session.close()


class _Stream(httpx.AsyncByteStream):
    __slots__ = ("_response",)

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._response.content.iter_any():
            yield chunk

    async def aclose(self) -> None:
        self._response.release()  # closes the connection unless the body was read to its end
