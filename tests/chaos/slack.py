"""Run the loopback Slack as a process of its own, which tells on standard output when it breaks down."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path
from typing import Any, Self

import aiohttp
from aiohttp import web

from tests.chaos.worker import ROOT
from tests.slack_server import Breakdown, SlackServer
from tests.slack_server.workspace import SCOPES

BREAKDOWNS: list[dict[str, Any]] = [
    {"kind": "drop"},
    {"kind": "drop", "commit": True},
    {"kind": "reset"},
    {"kind": "reset", "commit": True},
    {"kind": "status", "status": 500, "commit": True},
    {"kind": "status", "status": 503},
    {"kind": "status", "status": 429, "headers": {"Retry-After": "1"}},
    {"kind": "status", "status": 429, "headers": {"Retry-After": "0.5"}},
    {"kind": "error", "error": "internal_error", "commit": True},
    {"kind": "error", "error": "fatal_error"},
    {"kind": "truncate", "commit": True},
    {"kind": "html"},
]
"""What also goes wrong between worker and Slack while the worker is killed; each alike."""


class Slack:
    """Hold the process. `async with Slack(folder, channels=["zebrafish"]) as slack`."""

    def __init__(self, folder: Path, channels: list[str] | None = None) -> None:
        self.ledger_file = folder / "slack.jsonl"
        self.channels = channels or []
        self.api_url = self.webhook_url = self.token = self.base = ""
        self.broke: list[dict[str, Any]] = []
        """Breakdowns that happened, oldest first."""
        self._news = asyncio.Condition()

    async def __aenter__(self) -> Self:
        self.ledger_file.parent.mkdir(parents=True, exist_ok=True)
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.chaos.slack", "--ledger", str(self.ledger_file), cwd=ROOT,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        about = json.loads(await self._process.stdout.readline())
        self.api_url, self.webhook_url = about["api_url"], about["webhook_url"]
        self.token, self.base = about["token"], about["api_url"].removesuffix("/api/")
        self._reader = asyncio.create_task(self._read(self._process.stdout))
        self._http = aiohttp.ClientSession()
        for number, channel in enumerate(self.channels):
            await self.admin("channel", name=channel, id=f"C0CHAOS{number:03}")
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._http.close()
        self._process.stdin.close()  # that is how it knows that the harness is gone, however it went
        await self._process.wait()
        await self._reader

    @property
    def env(self) -> dict[str, str]:
        """Return what the worker needs to know of it, in bot mode."""
        return {"SLACK_BOT_TOKEN": self.token, "SLACK_API_URL": self.api_url}

    async def admin(self, what: str, **body: Any) -> None:
        """Go through the admin's door."""
        async with self._http.post(f"{self.base}/admin/{what}", json=body) as answer:
            assert answer.status == 200, await answer.text()

    async def break_down(self, *queue: dict[str, Any]) -> None:
        """Let the next calls break down, in this order."""
        await self.admin("plan", queue=list(queue))

    async def ledger(self) -> list[dict[str, Any]]:
        """Return all that was ever taken, as Slack's own process holds it."""
        async with self._http.get(f"{self.base}/admin/ledger") as answer:
            ledger: list[dict[str, Any]] = (await answer.json())["ledger"]
            return ledger

    async def impatient(self) -> int:
        """Return how many calls came inside a window that Slack had asked to wait for."""
        async with self._http.get(f"{self.base}/admin/ledger") as answer:
            return int((await answer.json())["impatient"])

    async def posts(self, word: str) -> list[dict[str, Any]]:
        """Return the posts (no edits) that hold a word."""
        return [e for e in await self.ledger() if e["event"] == "post" and word in (e["text"] or "")]

    async def posted(self, word: str, seconds: float = 60.0) -> dict[str, Any]:
        """Wait for a post that holds a word."""
        async with asyncio.timeout(seconds):
            while True:
                found = await self.posts(word)
                if found:
                    return found[0]
                await asyncio.sleep(0.05)

    async def broken(self, times: int = 1, seconds: float = 60.0) -> None:
        """Wait until so many breakdowns have happened in all."""
        async with asyncio.timeout(seconds), self._news:
            await self._news.wait_for(lambda: len(self.broke) >= times)

    async def _read(self, stream: asyncio.StreamReader) -> None:
        async for line in stream:
            async with self._news:
                self.broke.append(json.loads(line))
                self._news.notify_all()


class _Telling(SlackServer):
    """Say each breakdown on standard output, after what it commits was committed and before it is felt."""

    async def _break(self, request: web.Request, how: Breakdown, reply: dict[str, Any]) -> web.StreamResponse:
        sys.stdout.write(
            json.dumps({"kind": how.kind, "commit": how.commit, "path": request.path.split("/")[2]}) + "\n"
        )
        sys.stdout.flush()
        return await super()._break(request, how, reply)

    async def _ledger(self, _request: web.Request) -> web.Response:
        """Show the ledger with the words of each message's blocks: a long list does not fit into its text."""
        blocks = {message.ts: json.dumps(message.body.get("blocks")) for message in self.workspace.posts()}
        lines = [
            line | {"text": f"{line['text']}\n{blocks.get(line['ts'], '')}"} for line in self.workspace.ledger
        ]
        return web.json_response({"ledger": lines, "impatient": self.workspace.impatient})

    async def _admin(self, request: web.Request) -> web.Response:
        if request.match_info["what"] == "mend":
            self.workspace.plan.queue.clear()
            self.workspace.plan.probability = (await request.json()).get("probability", 0.0)
            return web.json_response({"done": "mend"})
        if request.match_info["what"] == "token":
            self.workspace.tokens[(await request.json())["token"]] = SCOPES
            return web.json_response({"done": "token"})
        return await super()._admin(request)


async def _serve(ledger: Path) -> None:
    async with _Telling(ledger=ledger) as slack:
        about = {"api_url": slack.api_url, "webhook_url": slack.webhook_url, "token": slack.token}
        sys.stdout.write(json.dumps(about) + "\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)  # ends with the harness


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.slack")
    parser.add_argument("--ledger", type=Path, required=True)
    asyncio.run(_serve(parser.parse_args().ledger))
