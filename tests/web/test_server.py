"""Readers of the page cannot take what polls and messages need."""

from __future__ import annotations

import asyncio

import httpx

from monitor.store import Store
from monitor.web.server import Connection, Server
from tests.web.sample import site


class Hasty(Connection):
    most, patience = 3, 0.2


async def test_one_connection_too_many_and_one_that_asks_nothing_are_hung_up_on(store: Store) -> None:
    async with Server(site(store), host="127.0.0.1", port=0, connection=Hasty) as page:
        held = [await asyncio.open_connection("127.0.0.1", page.port) for _ in range(Hasty.most + 1)]
        for _, writer in held[: Hasty.most]:
            writer.write(b"GET / HTTP/1.1\r\nX: ")
        async with asyncio.timeout(30):
            assert await asyncio.gather(*(_all(reader) for reader, _ in held)) == [b""] * len(held)
        for _, writer in held:
            writer.close()
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{page.port}") as client:
            assert [(await client.get("/healthz")).status_code for _ in range(2)] == [200, 200]


async def _all(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read()
    except ConnectionResetError:
        return b""
