"""The worker speaks to systemd as sd_notify(3) says: ready, alive, stopping."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path


async def test_the_worker_says_when_it_is_ready_alive_and_stopping(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "feeds.yaml").write_text("feeds:\n  - id: a\n    url: http://127.0.0.1:9/\n")
    (rules / "rules.yaml").write_text("rules:\n  - id: any\n    title: Any\n    match: harbour\n")
    address = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(address))
        manager.setblocking(False)
        worker = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "monitor", "run", cwd=tmp_path, stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE, env={
                "PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2]), "PORT": "0",
                "TREATYWATCH_RULES": str(rules), "TREATYWATCH_STATE": str(tmp_path / "s.db"),
                "NOTIFY_SOCKET": str(address), "WATCHDOG_USEC": "400000",
            },
        )  # fmt: skip
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(60):
            said = [await loop.sock_recv(manager, 4096) for _ in range(4)]
            worker.send_signal(signal.SIGTERM)
            while said[-1] != b"STOPPING=1":
                said.append(await loop.sock_recv(manager, 4096))
            _, errors = await worker.communicate()
    assert said[0] == b"READY=1"
    assert set(said[1:-1]) == {b"WATCHDOG=1"}
    assert worker.returncode == 0, errors.decode()
