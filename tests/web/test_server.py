"""Readers of the page cannot take what polls and messages need."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from monitor.store import Store
from monitor.web.server import HttpConnection, Server
from tests.web.sample import site

LOWEST = Path("/proc/sys/net/ipv4/ip_unprivileged_port_start")
"""From this port on anybody may listen; containers often have it at 0."""


@pytest.mark.skipif(
    not LOWEST.exists() or int(LOWEST.read_text()) < 2, reason="anybody may have any port here"
)
def test_a_port_of_the_system_s_own_is_named_as_one() -> None:
    # as somebody who is not root, whoever runs the test, and who may not be allowed to read our files
    script = (
        "import encodings.idna, os; from monitor.web.server import listen; "
        "os.geteuid() or os.setuid(65534); listen('127.0.0.1', 1)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60
    )
    assert (
        "127.0.0.1:1 (Permission denied). Ports below 1024 are for the system's own services" in done.stderr
    )


class Hasty(HttpConnection):
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


async def test_who_asks_once_and_then_only_begins_to_ask_is_hung_up_on(store: Store) -> None:
    async with Server(site(store), host="127.0.0.1", port=0, connection=Hasty) as page:
        reader, writer = await asyncio.open_connection("127.0.0.1", page.port)
        ask = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
        writer.write(ask + b"\r\n")
        async with asyncio.timeout(30):
            assert b"200 OK" in await reader.readuntil(b'{"live":true}')
            writer.write(ask)
            assert await _all(reader) == b""
        writer.close()


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("localhost:{port}", 200),
        ("tw.localhost:{port}", 200),
        ("127.0.0.1:{port}", 200),
        ("[::1]:{port}", 200),
        ("LOCALHOST.:{port}", 200),
        ("news.example.org", 200),  # a proxy passes on the name that it was asked by
        ("news.example.org:443", 200),
        ("rebound.example:{port}", 421),
        ("192.0.2.7:{port}", 421),
        ("rebound.example:{port}0000000", 421),
    ],
)
async def test_a_name_that_another_site_gave_this_machine_is_refused(
    store: Store, name: str, status: int
) -> None:
    async with (
        Server(site(store), host="127.0.0.1", port=0) as page,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{page.port}") as client,
    ):
        asked = name.format(port=page.port)
        answer = await client.get("/healthz", headers={"Host": asked})
        assert answer.status_code == status
        assert asked not in answer.text


async def test_a_page_that_listens_to_all_has_any_name(store: Store) -> None:
    async with (
        Server(site(store), host="0.0.0.0", port=0) as page,  # noqa: S104 - what is tried
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{page.port}") as client,
    ):
        answer = await client.get("/healthz", headers={"Host": f"tw.example:{page.port}"})
        assert answer.status_code == 200


async def _all(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read()
    except ConnectionResetError:
        return b""
