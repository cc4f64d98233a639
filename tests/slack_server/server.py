"""Serve a Workspace over HTTP: the Web API, an incoming webhook, uploads, Socket Mode, and an admin's door."""

from __future__ import annotations

import asyncio
import json
import math
import socket
import struct
from collections.abc import Callable
from email.utils import formatdate
from pathlib import Path
from typing import Any, Self

from aiohttp import web

from tests.slack_server.breakdowns import Breakdown
from tests.slack_server.limits import block_errors
from tests.slack_server.methods import METHODS
from tests.slack_server.sockets import SocketMode
from tests.slack_server.workspace import Workspace

WEBHOOK = "/services/T0TREATYW1/B0TREATYW1/loopbacksecret"


class SlackServer:
    """Run one workspace on a loopback port, inside the test's own event loop or as a process."""

    def __init__(
        self, *, port: int = 0, clock: Callable[[], float] | None = None, ledger: Path | None = None
    ) -> None:
        self.workspace = Workspace(**({"clock": clock} if clock else {}), ledger=ledger)
        self.sockets = SocketMode()
        self.port = port
        self.token = "xoxb-loopback"
        self.webhook_channel = "treaty-alerts"
        self.webhook_broken: tuple[int, str] | None = None
        """A status and a code for every post to the webhook, such as (404, "no_service")."""
        self._closing = asyncio.Event()
        self._runner: web.AppRunner | None = None

    @property
    def base(self) -> str:
        """Return the server's address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def api_url(self) -> str:
        """Return what SLACK_API_URL is set to."""
        return f"{self.base}/api/"

    @property
    def webhook_url(self) -> str:
        """Return what SLACK_WEBHOOK_URL is set to."""
        return self.base + WEBHOOK

    def break_down(self, *breakdowns: Breakdown) -> None:
        """Let the next calls go wrong, in this order."""
        self.workspace.plan.queue += breakdowns

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=8 * 1024 * 1024)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post(WEBHOOK, self._webhook)
        app.router.add_post("/upload/{id}", self._upload)
        app.router.add_post("/response/{id}", self._response)
        app.router.add_get("/link", self.sockets.serve)
        app.router.add_get("/admin/ledger", self._ledger)
        app.router.add_post("/admin/{what}", self._admin)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._closing.set()
        await self.sockets.close()
        if self._runner is not None:
            await self._runner.cleanup()

    # --- Web API ----------------------------------------------------------------------------------------

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        workspace = self.workspace
        workspace.calls.append(method)
        await self.sockets.tell()
        args = await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or str(args.get("token", ""))
        headers = {
            "X-OAuth-Scopes": ",".join(workspace.tokens.get(token, ())),
            "Date": formatdate(workspace.clock(), usegmt=True),
        }
        if not token:
            return web.json_response({"ok": False, "error": "not_authed"})
        if token not in workspace.tokens or workspace.revoked:
            return web.json_response({"ok": False, "error": workspace.revoked or "invalid_auth"})
        if method == "apps.connections.open":
            return web.json_response({"ok": True, "url": f"ws://127.0.0.1:{self.port}/link"})
        wait = self._wait(method, args)
        if wait:
            return web.json_response(
                {"ok": False, "error": "ratelimited"},
                status=429,
                headers={"Retry-After": str(math.ceil(wait))},
            )
        breakdown = workspace.plan.next(method)
        if breakdown and not breakdown.commit:
            return await self._break(request, breakdown, {"ok": True})
        if method not in METHODS:
            return web.json_response({"ok": False, "error": "unknown_method", "req_method": method})
        reply = METHODS[method](workspace, {**args, "base": self.base}, token)
        if method.startswith("views."):
            await self.sockets.tell()
        if breakdown:
            return await self._break(request, breakdown, reply)
        return web.json_response(reply, headers=headers)

    def _wait(self, method: str, args: dict[str, Any]) -> float:
        workspace = self.workspace
        if method == "chat.postMessage":
            channel = workspace.find_channel(str(args.get("channel", "")))
            wait = workspace.wait_for(f"post:{channel.id}", "post") if channel else 0.0
            return wait or workspace.wait_for("workspace", "workspace")
        return workspace.wait_for(method, method)

    # --- Webhook ----------------------------------------------------------------------------------------

    async def _webhook(self, request: web.Request) -> web.StreamResponse:
        """Take a post with no more than plain words for an answer, as hooks.slack.com does."""
        workspace = self.workspace
        workspace.calls.append("webhook")
        try:
            body = json.loads(await request.text())
        except ValueError:
            return web.Response(status=400, text="invalid_payload")
        channel = workspace.find_channel(self.webhook_channel)
        wait = workspace.wait_for("webhook", "post")
        if wait:
            return web.Response(
                status=429, text="rate_limited", headers={"Retry-After": str(math.ceil(wait))}
            )
        breakdown = workspace.plan.next("webhook")
        if breakdown and not breakdown.commit:
            return await self._break(request, breakdown, {"ok": True})
        if self.webhook_broken:
            return web.Response(status=self.webhook_broken[0], text=self.webhook_broken[1])
        if channel is None:
            return web.Response(status=404, text="channel_not_found")
        if channel.archived:
            return web.Response(status=410, text="channel_is_archived")
        if not body.get("text") and not body.get("blocks"):
            refused = web.Response(status=400, text="no_text")
            return await self._break(request, breakdown, {"ok": False}) if breakdown else refused
        if "blocks" in body and block_errors(body["blocks"]):
            return web.Response(status=400, text="invalid_blocks")
        workspace.commit(channel, body, None)
        if breakdown:
            return await self._break(request, breakdown, {"ok": True})
        return web.Response(text="ok")

    # --- Breaking down ----------------------------------------------------------------------------------

    async def _break(self, request: web.Request, how: Breakdown, reply: dict[str, Any]) -> web.StreamResponse:
        match how.kind:
            case "drop":
                return _cut(request, reset=False)
            case "reset":
                return _cut(request, reset=True)
            case "hang":
                await self._closing.wait()
                return _cut(request, reset=False)
            case "status":
                text = how.body or json.dumps(
                    {"ok": False, "error": "ratelimited" if how.status == 429 else "odd"}
                )
                kind = "application/json" if text.startswith("{") else "text/html"
                return web.Response(status=how.status, text=text, content_type=kind, headers=how.headers)
            case "error":
                return web.json_response({"ok": False, "error": how.error}, headers=how.headers)
            case "html":
                return web.Response(
                    text=how.body or "<html>Slack is having a bad day</html>", content_type="text/html"
                )
            case "truncate":
                whole = json.dumps(reply).encode()
                response = web.StreamResponse(headers={"Content-Type": "application/json"})
                response.content_length = len(whole)
                await response.prepare(request)
                await response.write(whole[: len(whole) // 2])
                _cut(request, reset=False)
                return response
            case "slow":
                await asyncio.sleep(how.seconds)
                return web.json_response(reply)
        raise ValueError(f"unknown breakdown {how.kind}")

    # --- Interaction ------------------------------------------------------------------------------------

    def response_url(self, id: str) -> str:
        """Return the address that a payload gives for answers."""
        return f"{self.base}/response/{id}"

    async def _response(self, request: web.Request) -> web.Response:
        """Take an answer to a click or a command, as hooks.slack.com does: five times at most."""
        body = json.loads(await request.text())
        answers = self.workspace.responses.setdefault(request.match_info["id"], [])
        if len(answers) >= 5:
            return web.json_response({"ok": False, "error": "used_url"}, status=404)
        errors = block_errors(body.get("blocks") or [])
        if errors or not body.get("text"):
            return web.json_response({"ok": False, "error": "invalid_blocks", "errors": errors}, status=400)
        answers.append(body)
        await self.sockets.tell()
        return web.Response(text="ok")

    # --- Files ------------------------------------------------------------------------------------------

    async def _upload(self, request: web.Request) -> web.Response:
        held = self.workspace.files.get(request.match_info["id"])
        if held is None:
            return web.Response(status=404, text="not found")
        form = await request.read()
        held["bytes"] = len(form)
        return web.Response(text=f"OK - {len(form)}")

    # --- Admin ------------------------------------------------------------------------------------------

    async def _ledger(self, _request: web.Request) -> web.Response:
        workspace = self.workspace
        return web.json_response(
            {"ledger": workspace.ledger, "calls": len(workspace.calls), "impatient": workspace.impatient}
        )

    async def _admin(self, request: web.Request) -> web.Response:
        """Take a plan of breakdowns, a setting, or an envelope for Socket Mode."""
        workspace, what = self.workspace, request.match_info["what"]
        body = await request.json()
        if what == "plan":
            workspace.plan.load(body)
        elif what == "set":
            for name in ("revoked", "history_lag", "history_page"):
                if name in body:
                    setattr(workspace, name, body[name])
            for kind, rate in body.get("rates", {}).items():
                workspace.rates[kind] = tuple(rate)
                workspace.buckets.clear()
        elif what == "channel":
            channel = workspace.find_channel(body["name"]) or workspace.add_channel(body["name"], body["id"])
            for name in ("private", "member", "archived", "broken"):
                if name in body:
                    setattr(channel, name, body[name])
        elif what == "envelope":
            await self.sockets.push(body)
        else:
            return web.json_response({"error": f"unknown door {what}"}, status=404)
        return web.json_response({"done": what})


async def _arguments(request: web.Request) -> dict[str, Any]:
    """Read a call's arguments: JSON, or a form and the query, in which structures are JSON texts."""
    if request.content_type == "application/json":
        return {**request.query, **json.loads(await request.text() or "{}")}
    form = await request.post() if request.method == "POST" else {}
    args: dict[str, Any] = {**request.query, **form}
    for name in {"blocks", "metadata", "files", "view", "attachments"} & set(args):
        args[name] = json.loads(args[name])
    return args


def _cut(request: web.Request, *, reset: bool) -> web.Response:
    """Cut the line without a word; the response that is returned has nowhere to go."""
    transport = request.transport
    if transport is not None:
        if reset:
            line = transport.get_extra_info("socket")
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            transport.abort()
        else:
            transport.close()
    return web.Response()
