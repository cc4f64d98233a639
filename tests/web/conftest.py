"""The page over an invented state file: called directly, and served on loopback for a real browser."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import uvicorn

from monitor.store import Store
from tests.web.sample import digest_alert, fill, site

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = fill(tmp_path / "state.db")
    yield store
    store.close()


@pytest.fixture
async def page(store: Store) -> AsyncIterator[httpx.AsyncClient]:
    async with client(store) as found:
        yield found


def client(store: Store, **parts: object) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=site(store, **parts), raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://treatywatch.test")


@dataclass
class Served:
    """A served page: its address, and the ids of an alert and of a digest in it."""

    url: str
    alert: str
    digest: str

    def at(self, path: str) -> str:
        return self.url + path.replace("ALERT", self.alert).replace("DIGEST", self.digest)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the page from a thread of its own, which opened the store, as the worker's loop does."""
    path = tmp_path_factory.mktemp("served") / "state.db"
    ready = threading.Event()
    found: dict[str, object] = {}

    async def serve() -> None:
        store = fill(path)
        store.outbox.add([digest_alert()])
        server = uvicorn.Server(uvicorn.Config(site(store), host="127.0.0.1", port=0, log_level="error"))
        task = asyncio.create_task(server.serve())
        for _ in range(1000):  # uvicorn says so by this flag alone
            if server.started:
                break
            await asyncio.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        alert = next(row.alert.id for row in store.outbox.listing() if "Ghana" in row.alert.telling.title)
        found.update(
            served=Served(url=f"http://127.0.0.1:{port}", alert=alert, digest=digest_alert().id),
            server=server,
        )
        ready.set()
        await task
        store.close()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert ready.wait(30), "the page did not start"
    yield found["served"]  # type: ignore[misc]
    found["server"].should_exit = True  # type: ignore[attr-defined]
    thread.join(10)
    assert not thread.is_alive()
