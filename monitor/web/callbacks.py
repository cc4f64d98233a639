"""Answer WebSub hubs: the one address of the page that takes something in, at paths that nobody can guess."""

from __future__ import annotations

import asyncio

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from monitor.fetch import Limits
from monitor.jobs.subscriber import Subscriber

LARGEST = Limits().wire_bytes
"""Bytes of a pushed document, as of a polled one as sent."""
SECONDS = 30.0
"""The longest that a body may take to come."""
READ_AT_ONCE = 10
"""Bodies that are read at once."""
AGAIN = {"Retry-After": "60"}


class Callbacks:
    """Hold what the callback needs; each method answers one kind of request."""

    def __init__(self, subscriber: Subscriber) -> None:
        self._subscriber = subscriber
        self._reading = 0

    async def answer(self, request: Request) -> Response:
        """Answer a hub: it asks with GET whether a subscription is wanted, and sends documents with POST."""
        token = request.path_params["token"]
        if request.method == "POST":
            return await self._take(request, token)
        if request.method != "GET":
            raise HTTPException(405)
        challenge = self._subscriber.verify(token, request.query_params)
        if challenge is None:
            return _said(404)
        # "a safe Media Type such as application/octet-stream" (section 8.2)
        return Response(challenge, media_type="application/octet-stream")

    async def _take(self, request: Request, token: str) -> Response:
        """Take a document: what is answered tells that it came, not what it is worth."""
        one = self._subscriber.expects(token)
        if one is None:
            return _said(410)
        if request.headers.get("content-encoding", "identity").lower() != "identity":
            return _said(415)
        if self._reading >= READ_AT_ONCE:
            return _said(503)
        self._reading += 1
        try:
            async with asyncio.timeout(SECONDS):
                body = await _body(request)
        except (TimeoutError, ClientDisconnect):
            return _said(408)
        finally:
            self._reading -= 1
        if body is None:
            return _said(413)
        headers = request.headers
        taken = self._subscriber.receive(
            one, body, headers.get("content-type"), headers.get("x-hub-signature")
        )
        return _said(202 if taken else 503)


async def _body(request: Request) -> bytes | None:
    """Return the whole body, None if it is too large."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST:
            return None
        parts.append(part)
    return b"".join(parts)


def _said(status: int) -> Response:
    return PlainTextResponse("", status, headers=AGAIN if status == 503 else None)
