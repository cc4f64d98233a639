"""Run the worker as users do: `python -m monitor run`, a process with its own environment and folder."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).parents[2]


class Worker:
    """Hold one run of the worker. `async with Worker(folder, env) as worker` kills what is left at the end."""

    def __init__(self, folder: Path, env: dict[str, str], *args: str) -> None:
        """Take the folder that it runs in and its whole environment beside PATH; `args` as after `treatywatch`."""
        self.folder = folder
        self.args = args or ("run",)
        self.env = {
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
            # A full disk cuts short what Python caches of its modules, and the next worker could not be loaded.
            "PYTHONDONTWRITEBYTECODE": "1",
            "TREATYWATCH_STATE": str(folder / "state.db"),
            "TREATYWATCH_RULES": str(folder / "rules"),
            "TREATYWATCH_ALLOW_PRIVATE": "1",
            "TREATYWATCH_POLL_EVERY": "1s",
            "PORT": "0",
        } | env
        self.errors: list[str] = []
        """Lines of standard error."""
        self.output: list[str] = []
        self._process: asyncio.subprocess.Process
        self._readers: list[asyncio.Task[None]] = []
        self._news = asyncio.Condition()

    async def __aenter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "monitor", *self.args, cwd=self.folder, env=self.env,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            limit=16 * 1024 * 1024, start_new_session=True,
        )  # fmt: skip
        assert self._process.stdout
        assert self._process.stderr
        self._readers = [
            asyncio.create_task(self._read(self._process.stdout, self.output)),
            asyncio.create_task(self._read(self._process.stderr, self.errors)),
        ]
        return self

    async def __aexit__(self, *exc: object) -> None:
        if self._process.returncode is None:
            self.kill()
        await self.ended()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process.returncode is None

    def kill(self) -> None:
        """Kill the worker and nothing else, with a signal that it cannot see."""
        if self.running:
            self._process.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to stop."""
        if self.running:
            self._process.send_signal(signal.SIGTERM)

    def hang_up(self) -> None:
        """Close its terminal, so to speak; shells send the signal twice."""
        for _ in range(2):
            self._process.send_signal(signal.SIGHUP)

    async def ended(self, seconds: float = 30.0) -> int:
        """Wait for the end of the worker, and of whoever holds its output, and return its exit code."""
        async with asyncio.timeout(seconds):
            code = await self._process.wait()
            await asyncio.gather(*self._readers)
        return code

    async def until(
        self, event: str, seconds: float = 60.0, *, after: int = 0, **fields: Any
    ) -> dict[str, Any]:
        """Wait for a log line of this event, with these fields; one among the first `after` does not count."""

        def found() -> dict[str, Any] | None:
            for line in self.lines(after):
                if line.get("event") == event and fields.items() <= line.items():
                    return line
            return None

        try:
            async with asyncio.timeout(seconds), self._news:
                await self._news.wait_for(lambda: found() is not None or not self._alive())
        except TimeoutError:
            pass
        line = found()
        if line is None:
            tail = "\n".join(self.errors[-30:])
            raise AssertionError(f"the worker never said {event!r} {fields or ''}; its last words:\n{tail}")
        return line

    def lines(self, after: int = 0) -> list[dict[str, Any]]:
        """Return the log as values, without its first `after` lines."""
        return [
            json.loads(line) for line in self.errors[after:] if line.startswith("{") and line.endswith("}")
        ]

    def _alive(self) -> bool:
        return any(not reader.done() for reader in self._readers)

    async def _read(self, stream: asyncio.StreamReader, into: list[str]) -> None:
        async for line in stream:
            async with self._news:
                into.append(line.decode(errors="replace").rstrip("\n"))
                self._news.notify_all()
        async with self._news:
            self._news.notify_all()
