"""Show how the worker grows with its feeds: start, memory, the due query, and ten-minute rounds in virtual time.

    python benchmarks/growth.py [--feeds 1000 10000 100000 1000000] [--seconds 60]

Each count of feeds in a process of its own. The real rota, poller and store live through some seconds of a ten-minute
round with every feed at its place in it; a fetcher answers 304 at once, so that no network is in these figures (what it
costs is in `fetch_speed.py`: about as much again) and no time is waited for. A second that takes more than a second of
CPU is one that this machine's core could not have kept up with.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.measuring import pss

ROOT = Path(__file__).parents[1]
ROUND = 600
FILE = 200_000
"""Feeds in one file, which may have 32 MiB."""
START = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Unchanged:
    """Answer every request with 304."""

    async def fetch(self, *_: object, **__: object) -> object:
        from monitor.model import NotModified

        return NotModified()


def one(feeds: int, seconds: int) -> dict[str, float]:
    """Return the figures of one count of feeds."""
    from monitor import logs
    from monitor.system import folder, heap

    heap.relax()
    logs.configure(level="WARNING", secrets=[])
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        rules = place / "rules"
        shutil.copytree(ROOT / "rules", rules)
        for at in range(0, feeds, FILE):
            lines = (
                f"  - {{id: f{n}, url: 'https://outlet{n}.example/feed.xml', every: {ROUND}s}}\n"
                for n in range(at, min(at + FILE, feeds))
            )
            (rules / ("feeds.yaml" if not at else f"feeds{at}.yaml")).write_text("feeds:\n" + "".join(lines))
        from monitor.decide.kit import compile_kit
        from monitor.store import Store

        began = time.process_time()
        kit = compile_kit(folder.read(rules), channel="C0000001", where="rules")
        read = time.process_time() - began
        store = Store.open(place / "state.db", create=True)
        with store.db.atomic():
            store.feeds.sync(kit.rulebook.feeds.values(), START)
        with store.db.atomic():
            store.db.execute(
                "UPDATE feeds SET due_at = ? + abs(random() % 600000) / 1000.0", [START.timestamp()]
            )
        began = time.process_time()
        with store.db.atomic():
            store.feeds.sync(kit.rulebook.feeds.values(), START)  # as at every start but the first
        entered = time.process_time() - began
        heap.settle()
        figures = asyncio.run(live(store, kit, seconds))
        store.close()
        size = (place / "state.db").stat().st_size / 2**20
        return {"read": read, "entered": entered, "memory": pss_here(), "file": size, **figures}


async def live(store: Any, kit: Any, seconds: int) -> dict[str, float]:
    """Live through some seconds of a round; return CPU a second and a poll, and what the due query takes."""
    from monitor.decide.desk import Pace
    from monitor.jobs.poller import Poller
    from monitor.worker.rota import FIRST, LOOK, Rota

    now = START
    fetcher: Any = Unchanged()
    poller = Poller(
        store=store,
        fetcher=fetcher,
        isolation=fetcher,
        kit=kit,
        pace=Pace(),
        clock=lambda: now,
        jitter=lambda: 0.5,
    )
    polls = 0

    async def done(*_: object) -> None:
        nonlocal polls
        polls += 1

    rota = Rota(poller=poller, store=store, clock=lambda: now, done=done)
    spent: list[float] = []
    for _ in range(seconds):
        now += timedelta(seconds=1)
        began = time.process_time()
        store.write_later()
        rota.start_due(now)
        while rota.under_way:  # noqa: ASYNC110 - until this second's polls are done
            await asyncio.sleep(0)
        spent.append(time.process_time() - began)
    store.write_later()
    looks = []
    for _ in range(20):
        began = time.process_time()
        store.feeds.due_after(FIRST, now + timedelta(seconds=2), LOOK)
        looks.append(time.process_time() - began)
    left = len(store.feeds.due(now, limit=LOOK))
    spent.sort()
    return {
        "polls": polls / seconds,
        "poll": sum(spent) / polls,
        "second": spent[len(spent) // 2],
        "most": spent[-1],
        "look": min(looks),
        "left": left,
    }


def pss_here() -> float:
    import os

    return pss(os.getpid())


def main(counts: list[int], seconds: int) -> None:
    print("feeds | polls/s | rules read s | feeds entered s | due query ms | CPU ms a poll | CPU ms a second, most |"
          " MiB | state MiB | left over")  # fmt: skip
    for feeds in counts:
        command = [sys.executable, "-m", "benchmarks.growth", "--one", str(feeds), "--seconds", str(seconds)]
        answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        figures = json.loads(answer)
        print(
            f"{feeds:,} | {figures['polls']:.1f} | {figures['read']:.1f} | {figures['entered']:.2f} |"
            f" {figures['look'] * 1e3:.2f} | {figures['poll'] * 1e3:.3f} | {figures['second'] * 1e3:.0f},"
            f" {figures['most'] * 1e3:.0f} | {figures['memory']:.0f} | {figures['file']:.0f} | {figures['left']:.0f}",
            flush=True,
        )


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--feeds", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000])
    arguments.add_argument("--seconds", type=int, default=60)
    arguments.add_argument("--one", type=int)
    asked = arguments.parse_args()
    if asked.one:
        print(json.dumps(one(asked.one, asked.seconds)))
    else:
        main(asked.feeds, asked.seconds)
