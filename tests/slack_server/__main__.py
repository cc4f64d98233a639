"""Run the loopback Slack as a process of its own, so that it survives whatever happens to the worker."""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
from pathlib import Path

from tests.slack_server.server import SlackServer


async def serve(port: int, ledger: Path | None) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with SlackServer(port=port, ledger=ledger) as slack:
        about = {
            "port": slack.port,
            "api_url": slack.api_url,
            "webhook_url": slack.webhook_url,
            "token": slack.token,
        }
        sys.stdout.write(json.dumps(about) + "\n")
        sys.stdout.flush()
        await stop.wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.slack_server", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--ledger", type=Path, help="a JSON line for each message taken, changed or deleted")
    options = parser.parse_args()
    asyncio.run(serve(options.port, options.ledger))


main()
