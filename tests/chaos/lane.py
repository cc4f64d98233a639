"""Break one worker many times over, at named boundaries and at random, and count what became of its items."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import random
import resource
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from tests.chaos.count import Tally, told
from tests.chaos.farm import Farm, Held
from tests.chaos.rules import rules_file, save, write_rules
from tests.chaos.slack import BREAKDOWNS, Slack
from tests.chaos.worker import Worker

FEEDS = ("north", "east", "south", "west")
WORDS = ("axolotl", "bandicoot", "capybara", "dugong", "echidna", "fossa", "gharial", "hoatzin")
GATHERED = WORDS[-1:]
"""Items about these may wait to come as one message, which grows while the worker is killed."""
ITEMS = 4
"""Published by the way between two kills."""
DRAIN = 600.0
"""Seconds that the last worker, left in peace, may take for what is still owed: one message a second and channel."""


class Lane:
    """Hold one worker with its feeds, its Slack and its folder."""

    def __init__(
        self,
        folder: Path,
        *,
        seed: int,
        kills: int,
        webhook: bool = False,
        probability: float = 0.1,
        harsh: bool = False,
    ) -> None:
        """Take how often to kill, how often a post breaks down, and whether history is read once a minute only."""
        self.folder = folder
        self.dice = random.Random(seed)
        self.kills = kills
        self.webhook = webhook
        self.probability = 0.0 if webhook else probability
        self.harsh = harsh
        self.words = WORDS[:2] if harsh else WORDS
        self.farm = Farm(seed=seed)
        self.slack = Slack(folder, [*self.words, "treaty-alerts"])
        self.tally = Tally()
        self._publishing = True
        self._to_publish = 0

    async def run(self) -> Tally:
        """Run the lane to its end and return the count."""
        async with self.farm as farm, self.slack as slack:
            write_rules(self.folder / "rules", farm, FEEDS, self.words, GATHERED)
            await self._set_up_slack()
            publisher = asyncio.create_task(self._publish())
            for name in self._plan():
                await self._cycle(name)
            self._publishing = False
            await publisher
            write_rules(self.folder / "rules", farm, FEEDS, self.words, GATHERED)
            await slack.admin("mend")
            await self._drain()
            return await self._count()

    def _plan(self) -> list[str]:
        """Return the boundaries to kill at: each as often as the others, in a random order."""
        names = [n for n in BOUNDARIES if not (self.webhook and n == "looking")]
        plan = (names * (self.kills // len(names) + 1))[: self.kills] if self.kills >= len(names) else names
        plan = plan if self.kills >= len(names) else self.dice.sample(names, self.kills)
        self.dice.shuffle(plan)
        return plan

    async def _set_up_slack(self) -> None:
        method = "webhook" if self.webhook else "chat.postMessage"
        choices = [choice | {"method": method} for choice in BREAKDOWNS]
        await self.slack.admin(
            "plan", choices=choices, probability=self.probability, seed=self.dice.randrange(1 << 30)
        )
        if self.harsh:
            rate = [1 / 60, 1.0]
            await self.slack.admin(
                "set", history_page=15, rates={"conversations.history": rate, "conversations.replies": rate}
            )
        else:
            await self.slack.admin("set", history_lag=self.dice.choice([0.0, 3.0]))

    async def _publish(self) -> None:
        """Let items appear, some in two feeds, and let editors touch old ones, while workers come and go."""
        while self._publishing:
            await asyncio.sleep(self.dice.uniform(0.3, 1.2))
            if not self._to_publish:
                continue  # more than one message a second and channel cannot be told
            self._to_publish -= 1
            self._item()
            if self.dice.random() < 0.3:
                self._touch()
            if self.dice.random() < 0.1:
                self.farm.moods[self.dice.choice(FEEDS)].append(
                    self.dice.choice(["500", "html", "empty", "cut", "drop"])
                )

    def _item(self) -> str:
        feeds = self.dice.sample(FEEDS, 2 if self.dice.random() < 0.3 else 1)
        self.farm.publish(*feeds, word=self.dice.choice(self.words))
        return feeds[0]

    def _touch(self) -> None:
        """Change what does not make an item another one: guid, tracking, date, order."""
        shown = self.farm.items[self.dice.choice(FEEDS)]
        if not shown:
            return
        at = self.dice.randrange(len(shown))
        number = self.dice.randrange(10**6)
        match self.dice.randrange(4):
            case 0:
                shown[at] = replace(shown[at], guid=f"changed-guid-{number}-{shown[at].token}")
            case 1:
                shown[at] = replace(shown[at], link=f"{shown[at].link.partition('?')[0]}?utm_source={number}")
            case 2:
                shown[at] = replace(shown[at], published=shown[at].published + timedelta(minutes=number % 99))
            case _:
                shown.insert(0, shown.pop(at))

    # --- Killing ----------------------------------------------------------------------------------------

    async def _cycle(self, name: str) -> None:
        """Start the worker, wait for a moment, kill it, and look at what it left."""
        self._to_publish += ITEMS
        await self.slack.admin("mend", probability=self.probability)
        # The last edit may have been a wrong one.
        write_rules(self.folder / "rules", self.farm, FEEDS, self.words)
        async with Worker(self.folder, self._env()) as worker:
            try:
                if name != "start":
                    await worker.until("started")
                await BOUNDARIES[name](self, worker)
            except TimeoutError:
                name = "too late"
            worker.kill()
            await worker.ended()
            self._read_log(worker)
        self.farm.release()
        self.tally.kills[name] += 1
        self.tally.in_flight += self._sending()

    def _env(self) -> dict[str, str]:
        return {"SLACK_WEBHOOK_URL": self.slack.webhook_url} if self.webhook else self.slack.env

    def _read_log(self, worker: Worker) -> None:
        """Keep the log beside the state file, and look in it for bugs."""
        with (self.folder / "worker.log").open("a", encoding="utf-8") as log:
            log.write("\n".join([f"--- {worker.pid}", *worker.errors, ""]))
        for number, line in enumerate(worker.errors):
            if '"exception"' in line or "met a bug" in line or "Traceback" in line:
                trace = "\n".join(worker.errors[number : number + 25])
                self.tally.traces.append(trace[:3000])

    def _sending(self) -> int:
        return self._rows("state = 'sending'")

    def _rows(self, where: str) -> int:
        """Count rows of the outbox; no worker runs meanwhile, or it is a reader beside it."""
        address = f"{(self.folder / 'state.db').as_uri()}?mode=ro"
        try:
            with closing(sqlite3.connect(address, uri=True, timeout=10)) as db:
                count: int = db.execute(f"SELECT count(*) FROM outbox WHERE {where}").fetchone()[0]  # noqa: S608
                return count
        except sqlite3.OperationalError:
            return 0  # killed before there were tables

    async def _held(self, boundary: str) -> None:
        held = self.farm.hold[boundary] = Held()
        self._item()
        async with asyncio.timeout(10):
            await held.reached.wait()

    async def _broken(self, **breakdown: Any) -> None:
        """Wait until Slack breaks down on the next post as told."""
        before = len(self.slack.broke)
        method = "webhook" if self.webhook else "chat.postMessage"
        await self.slack.break_down({"method": method} | breakdown)
        self._item()
        await self.slack.broken(before + 1, seconds=20)

    # --- Boundaries: each returns when the moment has come ------------------------------------------------

    async def start(self, _: Worker) -> None:
        await asyncio.sleep(self.dice.uniform(0.1, 1.6))

    async def asked(self, _: Worker) -> None:
        await self._held("before")

    async def half_read(self, _: Worker) -> None:
        await self._held("midway")

    async def answered(self, _: Worker) -> None:
        await self.farm.polled(self._item(), seconds=10)
        await asyncio.sleep(self.dice.uniform(0, 0.08))

    async def recorded(self, worker: Worker) -> None:
        before = len(worker.errors)
        self._item()
        await worker.until("poll", after=before, outcome="new")

    async def sending(self, _: Worker) -> None:
        await self._broken(kind="hang")

    async def posted(self, _: Worker) -> None:
        await self._broken(kind="hang", commit=True)

    async def heard(self, _: Worker) -> None:
        await self._broken(kind="slow", seconds=0.0, commit=True)
        await asyncio.sleep(self.dice.uniform(0, 0.01))

    async def looking(self, worker: Worker) -> None:
        await self._broken(kind="drop", commit=True)
        await self.slack.break_down({"kind": "hang", "method": "conversations.history"})
        before = len(self.slack.broke)
        async with asyncio.timeout(25):
            while all(b["path"] != "conversations.history" for b in self.slack.broke[before:]):
                await self.slack.broken(len(self.slack.broke) + 1, seconds=25)
        assert worker.running

    async def reloading(self, _: Worker) -> None:
        rules = self.folder / "rules" / "rules.yaml"
        text = rules_file(self.words, GATHERED, notes=f"edit {self.dice.random()}")
        save(rules, text[: len(text) // 2] if self.dice.random() < 0.3 else text)
        await asyncio.sleep(self.dice.uniform(1.0, 2.5))

    async def stopping(self, worker: Worker) -> None:
        self._item()
        worker.terminate()
        await asyncio.sleep(self.dice.uniform(0, 0.3))

    async def full_disk(self, worker: Worker) -> None:
        """Let no file grow any more: what a full disk does, without filling one."""
        full = (self.folder / "state.db").stat().st_size // 4096 * 4096
        with suppress(ProcessLookupError):
            resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, (full, resource.RLIM_INFINITY))
        self._item()
        await asyncio.sleep(self.dice.uniform(0.5, 2.5))

    async def locked(self, _: Worker) -> None:
        """Hold the state file as another program might, first by our lock and then by SQLite's."""
        descriptor = os.open(self.folder / "state.db.lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            if self.dice.random() < 0.5:
                await asyncio.to_thread(fcntl.flock, descriptor, fcntl.LOCK_EX)
                await asyncio.sleep(self.dice.uniform(0.5, 2.0))
                return
            with closing(sqlite3.connect(self.folder / "state.db", timeout=10, isolation_level=None)) as db:
                await asyncio.to_thread(fcntl.flock, descriptor, fcntl.LOCK_EX)
                db.execute("BEGIN IMMEDIATE")
                fcntl.flock(descriptor, fcntl.LOCK_UN)
                await asyncio.sleep(self.dice.uniform(0.5, 2.0))
                db.execute("ROLLBACK")
        finally:
            os.close(descriptor)

    async def any_time(self, _: Worker) -> None:
        await asyncio.sleep(self.dice.uniform(0, 2.5))

    # --- Counting ---------------------------------------------------------------------------------------

    async def _drain(self) -> None:
        """Run one worker in peace until nothing is owed any more; it must then stop cleanly."""
        for feed in FEEDS:
            self.farm.moods[feed].clear()
        self._let_time_pass()
        open_rows = "state NOT IN ('sent','skipped','dead')"
        async with Worker(self.folder, self._env()) as worker:
            with suppress(TimeoutError):
                async with asyncio.timeout(DRAIN):
                    for feed in FEEDS:
                        await self.farm.polled(feed, 2, seconds=60)
                    while await asyncio.to_thread(self._rows, open_rows) or await self._untold():  # noqa: ASYNC110
                        await asyncio.sleep(1)
                    for feed in FEEDS:
                        await self.farm.polled(feed, 2)
            worker.terminate()
            code = await worker.ended()
            self._read_log(worker)
            if code != 0:
                self.tally.traces.append(f"the last worker ended with {code}: {worker.errors[-3:]}")
        self.tally.owed = self._rows(open_rows)
        self.tally.dead = self._rows("state = 'dead' AND kind <> 'notice'")

    def _let_time_pass(self) -> None:
        """Let the quarter of an hour be over for which gathered items wait; nobody else has the file open."""
        with closing(sqlite3.connect(self.folder / "state.db", timeout=10)) as db, db:
            db.execute(
                "UPDATE outbox SET due_at = created_at WHERE wanted_at IS NOT NULL AND state = 'pending'"
            )

    async def _untold(self) -> list[str]:
        """Return the tokens of published items that no post holds."""
        posts = [e for e in await self.slack.ledger() if e["event"] == "post"]
        return told((item.token for item in self.farm.all), posts)[0]

    async def _count(self) -> Tally:
        tally = self.tally
        posts = [e for e in await self.slack.ledger() if e["event"] == "post"]
        # The ledger file is Slack's own writing, line by line: what it holds in memory must be the same.
        written = [json.loads(line) for line in self.slack.ledger_file.read_text().splitlines()]
        assert [e["ts"] for e in written if e["event"] == "post"] == [e["ts"] for e in posts]
        tally.published, tally.posts = len(self.farm.all), len(posts)
        tally.breakdowns = len(self.slack.broke)
        tally.impatient = await self.slack.impatient()
        tally.missing, tally.repeated = told((item.token for item in self.farm.all), posts)
        return tally


BOUNDARIES: dict[str, Callable[[Lane, Worker], Awaitable[None]]] = {
    "start": Lane.start,
    "asked": Lane.asked,
    "half read": Lane.half_read,
    "answered": Lane.answered,
    "recorded": Lane.recorded,
    "sending": Lane.sending,
    "posted": Lane.posted,
    "told": Lane.heard,
    "looking": Lane.looking,
    "reloading": Lane.reloading,
    "stopping": Lane.stopping,
    "full disk": Lane.full_disk,
    "locked": Lane.locked,
    "any time": Lane.any_time,
}
"""When the worker is killed; docs/reliability.md says what each is."""
