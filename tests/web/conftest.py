"""The page over an invented state file: called directly, and served on loopback for a real browser."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

from monitor.store import Store
from monitor.web.server import Server
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
    ready: Future[tuple[Served, Callable[[], object]]] = Future()

    async def serve() -> None:
        store, stop = fill(path), asyncio.Event()
        store.outbox.add([digest_alert()])
        alert = next(row.alert.id for row in store.outbox.listing() if "Ghana" in row.alert.telling.title)
        async with Server(site(store), host="127.0.0.1", port=0) as server:
            served = Served(url=f"http://127.0.0.1:{server.port}", alert=alert, digest=digest_alert().id)
            ready.set_result((served, partial(asyncio.get_running_loop().call_soon_threadsafe, stop.set)))
            await stop.wait()
        store.close()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    served, stop = ready.result(30)
    yield served
    stop()
    thread.join(10)
    assert not thread.is_alive()


class Tags(HTMLParser):
    """Collect every start tag with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags(html: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(html)
    return parser.found
