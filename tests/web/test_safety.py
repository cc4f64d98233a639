"""No page carries out or loads what a feed says, and none changes anything."""

from __future__ import annotations

import httpx
import pytest

from monitor.jobs.metrics import Metrics
from monitor.model import Alert, Kind, Level, Outlet, Telling
from monitor.store import Store
from monitor.web import Health, app
from monitor.web.headers import HEADERS
from tests.web.conftest import tags
from tests.web.made import BOOK, CYBER, HOSTILE, NOW, digest

PATHS = (
    "/",
    f"/treaties/{CYBER}",
    "/treaties/bbnj",
    "/treaties/pandemic",
    "/alerts",
    "/alerts?q=ghana&step=done",
    "/alerts?since=yesterday&before=x&level=%00",
    f"/stories/{CYBER}%3AGH%3Aconsent",
    "/feeds",
    "/rules",
    "/nothing-here",
)


@pytest.mark.parametrize("path", PATHS)
async def test_every_page_is_inert_and_keeps_to_itself(page: httpx.AsyncClient, path: str) -> None:
    answer = await page.get(path)
    assert answer.status_code == (404 if path == "/nothing-here" else 200)
    assert "hunter2" not in answer.text
    for tag, attributes in tags(answer.text):
        assert tag not in {"script", "style", "iframe", "object", "embed"}
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)
        if tag in {"link", "img"}:
            assert (attributes.get("href") or attributes.get("src") or "").startswith("/")
        if tag == "a" and not (attributes["href"] or "").startswith(("/", "#")):
            assert (attributes["href"] or "").startswith(("http://", "https://"))
            assert attributes["rel"] == "noopener noreferrer"


@pytest.mark.parametrize(
    "path", ["/", "/nothing-here", "/static/page.css", "/metrics", "/alerts.csv", "/static/none"]
)
async def test_every_answer_carries_the_safe_headers(page: httpx.AsyncClient, path: str) -> None:
    answer = await page.get(path)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "unsafe" not in answer.headers["content-security-policy"]


async def test_a_bug_is_answered_plainly_and_with_the_safe_headers(store: Store) -> None:
    def broken() -> Health:
        raise RuntimeError("secret detail")

    app_ = app(
        store, lambda: BOOK, broken, clock=lambda: NOW, metrics=Metrics(store, lambda: NOW, lambda: "")
    )
    transport = httpx.ASGITransport(app=app_, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://treatywatch.test") as page:
        answer = await page.get("/alerts")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]


async def test_nothing_can_be_changed(page: httpx.AsyncClient) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert (await page.request(method, "/alerts")).status_code == 405


async def test_feed_text_is_escaped(page: httpx.AsyncClient) -> None:
    html = (await page.get("/alerts?q=onerror")).text
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;" in html


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "http://",
        "ftp://a.example/b",
        "http://[x",
    ],
)
async def test_only_web_addresses_are_linked(page: httpx.AsyncClient, store: Store, url: str) -> None:
    telling = Telling(title="Read me", url=url, outlets=(Outlet(publisher="P", url=url, title=HOSTILE),))
    alert = Alert(
        id=digest(url), kind=Kind.NEWS, channel="#c", level=Level.HIGH, created=NOW, telling=telling
    )
    store.outbox.add([alert])
    html = (await page.get(f"/alerts/{alert.id}")).text
    assert all(url not in (attributes.get("href") or "") for _, attributes in tags(html))
