"""Measure how long the event loop is held."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass


@dataclass(slots=True)
class Heart:
    longest: float = 0.0
    """Seconds between two beats, less the pause between them."""


@asynccontextmanager
async def beating(pause: float = 0.005) -> AsyncIterator[Heart]:
    """Beat while the block runs; a second of the machine's own stalls counts too, so measure more than once."""
    heart = Heart()

    async def beat() -> None:
        last = time.monotonic()
        while True:
            await asyncio.sleep(pause)
            now = time.monotonic()
            heart.longest = max(heart.longest, now - last - pause)
            last = now

    task = asyncio.create_task(beat())
    try:
        yield heart
    finally:
        task.cancel()
