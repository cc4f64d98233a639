"""Measure how long the event loop is held."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass


@dataclass(slots=True)
class Heart:
    worked: float = 0.0
    """Processor seconds that the loop's thread worked between two beats, whatever else the machine does."""


@asynccontextmanager
async def beating(pause: float = 0.005) -> AsyncIterator[Heart]:
    """Beat while the block runs."""
    heart = Heart()

    async def beat() -> None:
        work = time.thread_time()
        while True:
            await asyncio.sleep(pause)
            heart.worked = max(heart.worked, time.thread_time() - work)
            work = time.thread_time()

    task = asyncio.create_task(beat())
    try:
        yield heart
    finally:
        task.cancel()
