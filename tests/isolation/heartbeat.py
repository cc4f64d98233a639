"""Measure how long the event loop is held."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Heart:
    worked: float = 0.0
    """Processor seconds that the loop's thread worked between two beats, whatever else the machine does."""
    began: float = field(default_factory=time.thread_time)

    def beat(self) -> None:
        now = time.thread_time()
        self.worked, self.began = max(self.worked, now - self.began), now


@asynccontextmanager
async def beating(pause: float = 0.005) -> AsyncIterator[Heart]:
    """Beat while the block runs, and once more when it ends: what held the loop to the end left no room for a beat."""
    heart = Heart()

    async def beat() -> None:
        while True:
            await asyncio.sleep(pause)
            heart.beat()

    task = asyncio.create_task(beat())
    try:
        yield heart
    finally:
        heart.beat()
        task.cancel()
