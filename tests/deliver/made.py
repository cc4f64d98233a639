"""Make an outbox on a real SQLite file, a clock that tests move, and a Slack on loopback that shares it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from monitor.deliver import Deliverer, Policy
from monitor.model import Alert, Kind, Sent
from monitor.sinks.slack import SlackSink
from monitor.store.database import open_database
from monitor.store.marks import SCHEMA as MARKS
from monitor.store.outbox import SCHEMA, Outbox
from tests.sinks.made import alert
from tests.slack_server import SlackServer

START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@dataclass
class Clock:
    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def epoch(self) -> float:
        return self.now.timestamp()

    def pass_(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def open_outbox(path: Path) -> Outbox:
    new = not path.exists()
    db = open_database(path, create=True)
    if new:
        for statement in (SCHEMA + MARKS).split(";\n"):
            if statement.strip():
                db.execute(statement)
    return Outbox(db)


def numbered(number: int, **changes: Any) -> Alert:
    return alert(id=f"{number:032x}", created=START, **changes)


def edit(number: int, of: int, **changes: Any) -> Alert:
    return numbered(number, kind=Kind.UPDATE, updates=f"{of:032x}", **changes)


@dataclass
class Desk:
    """Hold everything one end-to-end test needs."""

    clock: Clock
    outbox: Outbox
    slack: SlackServer
    deliverer: Deliverer
    policy: Policy

    async def run(self, seconds: float, step: float = 1.0) -> None:
        """Run a pass each `step`, in virtual time; a little more, since a pass itself takes its time."""
        for _ in range(int(seconds / step)):
            await self.deliverer.deliver_due(self.clock())
            self.clock.pass_(step + 0.01)

    def restart(self) -> None:
        """Begin anew on the same file, as after kill -9."""
        self.outbox = Outbox(self.outbox.db)
        self.deliverer = deliverer(self.outbox, self.slack, self.policy)
        self.deliverer.recover(self.clock())

    def be_patient(self) -> None:
        """Let no request time out, however busy this machine is."""
        self.deliverer.sink.client.timeout = 60  # a SlackSink

    def stands(self) -> list[str]:
        """Return the ids of the alerts that stand in Slack, in order."""
        return [message.alert_id or "" for message in self.slack.workspace.posts()]


def deliverer(outbox: Outbox, slack: SlackServer, policy: Policy) -> Deliverer:
    sink = SlackSink(slack.token, api_url=slack.api_url, timeout=1.0)
    return Deliverer(outbox, sink, default_channel="#treaty-alerts", policy=policy)


@asynccontextmanager
async def desk(tmp_path: Path, **policy: Any) -> AsyncIterator[Desk]:
    clock = Clock()
    rules = Policy(**policy)
    outbox = open_outbox(tmp_path / "state.db")
    async with SlackServer(clock=clock.epoch) as slack:
        yield Desk(clock, outbox, slack, deliverer(outbox, slack, rules), rules)
    outbox.db.close()


def named(*numbers: int) -> list[str]:
    return [f"{number:032x}" for number in numbers]


async def until(holds: Callable[[], object]) -> None:
    """Give way to the others until something holds."""
    for _ in range(100_000):
        if holds():
            return
        await asyncio.sleep(0)
    raise TimeoutError


class FullDisk:
    """Make SQLite refuse new pages, as on a full disk."""

    def __init__(self, connection: object) -> None:
        self.connection = connection

    def fill(self) -> None:
        self.connection.execute("PRAGMA query_only=ON")

    def free(self) -> None:
        self.connection.execute("PRAGMA query_only=OFF")


def ids(outbox: Outbox, at: timedelta = timedelta(0)) -> list[int]:
    return [int(owed.alert.id, 16) for owed in outbox.due(START + at)]


def sent(outbox: Outbox, number: int, **place: str) -> None:
    owed = outbox.get(f"{number:032x}")
    assert outbox.claim(owed, START)
    outbox.mark_sent(owed.alert.id, Sent(**{"channel_id": "C0TREATY01", "ts": f"{number}.0", **place}), START)
