"""Answer for the demo's publishers: a pure function of the time, and a loopback web server around it."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from hashlib import blake2b

from aiohttp import web
from msgspec import Struct, field

from monitor.demo.render import render, render_record
from monitor.demo.show import Show, feed_items


class Response(Struct, frozen=True, kw_only=True):
    """Hold one HTTP answer."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def answer(
    show: Show, path: str, elapsed: float, start: datetime, if_none_match: str | None = None
) -> Response:
    """Answer a request for `path`, as sent, `elapsed` seconds into a show that began at `start` (aware, UTC)."""
    if path == show.record.path:
        body = render_record(show.record, elapsed, start.date())
        return Response(status=200, body=body, headers={"content-type": "text/xml"})
    for outlet in show.outlets:
        if path == outlet.moved_from:
            return Response(status=301, headers={"location": outlet.path})
        if path != outlet.path:
            continue
        body, content_type = render(outlet, feed_items(show, outlet.id, elapsed, start))
        headers = {"content-type": content_type}
        if outlet.validators:
            headers["etag"] = f'"{blake2b(body, digest_size=8).hexdigest()}"'
            if if_none_match == headers["etag"]:
                return Response(status=304, headers=headers)
        return Response(status=200, body=body, headers=headers)
    return Response(status=404, body=b"no such feed", headers={"content-type": "text/plain"})


@asynccontextmanager
async def serving(show: Show, elapsed: Callable[[], float], start: datetime) -> AsyncIterator[str]:
    """Serve the show on a free loopback port; yields the base address, such as `http://127.0.0.1:4321`."""

    async def respond(request: web.Request) -> web.Response:
        etag = request.headers.get("If-None-Match")
        given = answer(show, request.rel_url.raw_path, elapsed(), start, etag)
        return web.Response(body=given.body, status=given.status, headers=given.headers)

    app = web.Application()
    app.router.add_get("/{path:.*}", respond)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        listener = socket.create_server(("127.0.0.1", 0))  # closed by the runner
        await web.SockSite(runner, listener).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        await runner.cleanup()
