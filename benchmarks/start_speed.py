"""Measure starting: the overview of commands, and a worker with many feeds and rules.

    python benchmarks/start_speed.py [--feeds 10000] [--rules 1000]

CPU seconds of the whole process, the least of some runs, and against `python -c pass`. A worker is ready once it has
read and compiled its rules, opened the state file and entered the feeds; it is stopped before it polls.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
READY = """
import asyncio, sys
from monitor.system import heap
heap.relax()
from monitor.worker.wiring import kit_in_force
from monitor.worker.service import Service
from monitor.settings import read_settings
from monitor.sinks.console import ConsoleSink
from monitor.store import Store
from rich.console import Console

async def main():
    settings = read_settings()
    kit = kit_in_force(settings)
    kit.prepare()
    store = Store.open(settings.state, create=True)
    async with Service(settings, store=store, sink=ConsoleSink(Console()), kit=kit):
        pass
    store.close()

asyncio.run(main())
"""


def main(feeds: int, rules: int) -> None:
    nothing = cost([sys.executable, "-c", "pass"], 10)
    overview = cost([sys.executable, "-m", "monitor", "--help"], 10)
    print(f"python -c pass {nothing * 1e3:.1f} ms; --help {overview * 1e3:.1f} ms, {overview / nothing:.2f}x")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "rules"
        subprocess.run(["cp", "-r", str(ROOT / "rules"), str(folder)], check=True)
        lines = (f"  - {{id: f{n}, url: 'https://outlet{n}.example/feed.xml'}}\n" for n in range(feeds))
        (folder / "feeds.yaml").write_text("feeds:\n" + "".join(lines))
        made = (f"  - {{id: r{n}, title: R {n}, match: {{any: [{terms(n)}]}}}}\n" for n in range(rules))
        (folder / "many.yaml").write_text("rules:\n" + "".join(made))
        environment = {"TREATYWATCH_RULES": str(folder), "TREATYWATCH_STATE": f"{place}/state.db"}
        ready = cost([sys.executable, "-c", READY], 3, environment)
    print(f"worker ready with {feeds:,} feeds and {rules:,} rules more: {ready:.2f} s")


def terms(number: int) -> str:
    return ", ".join(f"term{number}x{at}" for at in range(10))


def cost(command: list[str], runs: int, environment: Mapping[str, str] | None = None) -> float:
    best = 9e9
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
            check=True,
            stdout=subprocess.DEVNULL,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return best


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--feeds", type=int, default=10_000)
    arguments.add_argument("--rules", type=int, default=1_000)
    asked = arguments.parse_args()
    main(asked.feeds, asked.rules)
