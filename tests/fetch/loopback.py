"""Play other people's servers on loopback: scripted, byte by byte, and counting who connects."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

Reply = bytes | Callable[["Request", asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Request:
    path: str
    headers: dict[str, str]
    raw: bytes


def reply(status: int = 200, body: bytes = b"", *headers: str, length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    lines = [f"HTTP/1.1 {status} X", *headers, f"Content-Length: {size}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def not_modified(*headers: str) -> bytes:
    return "\r\n".join(["HTTP/1.1 304 X", *headers]).encode() + b"\r\n\r\n"


FEED = reply(200, b"<rss/>")


@dataclass
class Loopback:
    host: str = "127.0.0.1"
    scheme: str = "http"
    port: int = 0
    accepts: int = 0
    active: int = 0
    busiest: int = 0
    requests: list[Request] = field(default_factory=list)
    routes: dict[str, Reply] = field(default_factory=dict)
    fallback: Reply = FEED
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)

    def url(self, path: str = "/", host: str | None = None) -> str:
        name = host or self.host
        return f"{self.scheme}://{f'[{name}]' if ':' in name else name}:{self.port}{path}"

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepts += 1
        self._writers.add(writer)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                await self._answer(head, writer)
        writer.close()

    async def _answer(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)
        }
        request = Request(first.split(" ")[1], headers, head)
        self.requests.append(request)
        self.active += 1
        self.busiest = max(self.busiest, self.active)
        try:
            answer = self.routes.get(request.path, self.fallback)
            if isinstance(answer, bytes):
                writer.write(answer)
                await writer.drain()
            else:
                await answer(request, writer)
        finally:
            self.active -= 1

    def drop_all(self) -> None:
        for writer in self._writers:
            writer.transport.abort()


@contextlib.asynccontextmanager
async def serving(server: Loopback, tls: ssl.SSLContext | None = None) -> AsyncIterator[Loopback]:
    listening = await asyncio.start_server(server, server.host, 0, ssl=tls, limit=2**20)
    server.port = listening.sockets[0].getsockname()[1]
    server.scheme = "https" if tls else "http"
    try:
        yield server
    finally:
        listening.close()
        server.drop_all()
        await listening.wait_closed()
