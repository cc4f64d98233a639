"""Play Socket Mode: say hello, hand out envelopes, want each acknowledged, and hang up now and then."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import WSMsgType, web


class SocketMode:
    """Hold the open sockets of one app, and which envelopes were acknowledged with what."""

    def __init__(self) -> None:
        self.sockets: list[web.WebSocketResponse] = []
        self.acknowledged: dict[str, Any] = {}
        self.connections = 0
        self._news = asyncio.Condition()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one connection from hello to goodbye."""
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        await ws.send_json({"type": "hello", "num_connections": len(self.sockets) + 1})
        self.sockets.append(ws)
        self.connections += 1
        await self.tell()
        try:
            async for message in ws:
                if message.type is WSMsgType.TEXT:
                    body = message.json()
                    self.acknowledged[body["envelope_id"]] = body.get("payload")
                    await self.tell()
        finally:
            self.sockets.remove(ws)
        return ws

    async def push(self, envelope: dict[str, Any]) -> None:
        """Hand an envelope (type, envelope_id, payload) to one open socket; an unheard one may be pushed again."""
        await self.sockets[-1].send_json({"accepts_response_payload": True, **envelope})

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the app to connect anew (`warning`, `refresh_requested`, `too_many_websockets`), then hang up."""
        for ws in list(self.sockets):
            await ws.send_json({"type": "disconnect", "reason": reason})
            await ws.close()

    async def wait_for(self, happened: Any, seconds: float = 60.0) -> None:
        """Wait until a condition on this object holds; raises TimeoutError."""
        async with asyncio.timeout(seconds), self._news:
            await self._news.wait_for(lambda: happened(self))

    async def close(self) -> None:
        """Hang up on everybody."""
        for ws in list(self.sockets):
            await ws.close()

    async def tell(self) -> None:
        """Wake those who wait for something to happen."""
        async with self._news:
            self._news.notify_all()
