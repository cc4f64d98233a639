"""Dial servers: look names up, refuse addresses where feeds may not live, verify certificates."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any

import httpx
from aiohttp.abc import AbstractResolver, ResolveResult

from monitor.errors import TreatywatchError
from monitor.fetch.address import Guard

Lookup = Callable[[str, int], Awaitable[Sequence[str]]]
"""From a host name and port to numeric addresses; raises OSError where there are none."""

LOOKUP_THREADS = 32
JUDGED = 4096
"""Verdicts on addresses that are kept at hand."""


class AddressRefused(OSError):
    """Report that a feed lives where feeds may not live."""


class GuardedResolver(AbstractResolver):
    """Look names up; a name with one refused address among its addresses is refused (DNS rebinding)."""

    def __init__(self, guard: Guard, lookup: Lookup) -> None:
        self._refusal = lru_cache(JUDGED)(guard.refusal)
        self._lookup = lookup

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,  # noqa: ARG002 - aiohttp's signature
    ) -> list[ResolveResult]:
        """Return the addresses of a host, all of them allowed; raise AddressRefused or OSError."""
        addresses = await self._lookup(host, port)
        for address in addresses:
            refusal = self._refusal(address)
            if refusal:
                raise AddressRefused(refusal)
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for address in addresses
        ]

    async def close(self) -> None:
        """Do nothing: the lookup's threads belong to whoever made them."""


def guarded_socket(guard: Guard) -> Callable[[Any], socket.socket]:
    """Make the function that opens sockets: the last word on every address dialled, named or numeric.

    It raises AddressRefused.
    """
    verdict = lru_cache(JUDGED)(guard.refusal)

    def open_socket(address_info: Any) -> socket.socket:
        family, kind, protocol, _, address = address_info
        refusal = verdict(address[0])
        if refusal:
            raise AddressRefused(refusal)
        return socket.socket(family, kind, protocol)

    return open_socket


def system_lookup(ask: Callable[[str, int], Sequence[str]] | None = None) -> Lookup:
    """Ask the system's resolver in daemon threads: name servers that hang hold up neither other work nor the end.

    (Python waits for the threads of an executor before it exits, half a minute for a resolver that gets no answer.)
    `ask` is a test's; it may block. Must be called in a running loop.
    """
    ask = ask or _ask
    loop = asyncio.get_running_loop()
    room = asyncio.Semaphore(LOOKUP_THREADS)

    async def lookup(host: str, port: int) -> Sequence[str]:
        await room.acquire()
        answer: asyncio.Future[Sequence[str]] = loop.create_future()

        def settle(found: Sequence[str] | None, error: Exception | None) -> None:
            room.release()
            if answer.done():
                return  # nobody waits any more
            if error is not None:
                answer.set_exception(error)
            else:
                answer.set_result(found or ())

        def work() -> None:
            found, trouble = None, None
            try:
                found = ask(host, port)
            except Exception as error:  # OSError, or UnicodeError for names that are none
                trouble = error
            with suppress(RuntimeError):  # the loop is closed
                loop.call_soon_threadsafe(settle, found, trouble)

        try:
            threading.Thread(target=work, daemon=True, name="lookup").start()
        except RuntimeError as error:  # the system gives no thread
            room.release()
            raise OSError("no thread to look names up in") from error
        return await answer

    return lookup


def _ask(host: str, port: int) -> Sequence[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    return [str(address[0]) for *_, address in found]


def tls_context() -> ssl.SSLContext:
    """Make the context that verifies every server, by certifi's authorities.

    SSL_CERT_FILE and SSL_CERT_DIR replace them, as httpx documents. Raises TreatywatchError where that is no such file.
    """
    try:
        return httpx.create_ssl_context()
    except OSError as error:  # ssl.SSLError is one
        file = os.environ.get("SSL_CERT_FILE")
        raise TreatywatchError(f"{file}: is no file of PEM certificates ({type(error).__name__})") from None
