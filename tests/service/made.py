"""A sink that keeps what it is sent, and a state file whose feeds are due."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

from monitor.model import Message, Sent
from monitor.store import Store


class Kept:
    """Keep what is sent."""

    pace = timedelta(0)
    burst = 1

    def __init__(self) -> None:
        self.titles: list[str] = []
        self._news = asyncio.Condition()

    async def told(self, word: str, seconds: float = 60.0) -> None:
        async with asyncio.timeout(seconds), self._news:
            await self._news.wait_for(lambda: any(word in title for title in self.titles))

    async def send(self, message: Message, now: datetime) -> Sent:  # noqa: ARG002
        async with self._news:
            self.titles.append(message.alert.telling.title)
            self._news.notify_all()
        return Sent(channel_id="C1", ts=str(len(self.titles)))

    async def find(self, message: Message, since: datetime, now: datetime) -> None:  # noqa: ARG002
        return None

    async def probe(self) -> None:
        return None


async def farm_is_due(folder: Path) -> None:
    """Move every feed's due time to now; the test does not wait for a backoff."""
    store = Store.open(folder / "state.db")
    with store.db.atomic():
        store.db.execute("UPDATE feeds SET due_at = 0")
    store.close()
