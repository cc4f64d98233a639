"""Run the worker against many feeds for some minutes: lag, memory, stalls of the loop, and how soon Slack hears.

    python benchmarks/capacity.py [--feeds 10000] [--every 60] [--seconds 180] [--entries 3]
                                  [--changed 0.05] [--alerts 0.3]
    python benchmarks/capacity.py --feeds 100000 --every 600 --seconds 1800    (an hour, with the first polls)

10,000 feeds a minute are polled as often as 100,000 in ten. Farm and Slack are processes of their own on loopback
and their CPU is shown. All feeds are polled once before the clock starts (`--entries` makes that longer or shorter; its
time is shown, and `--state FOLDER` keeps them for another run); then that share of feeds gets a new item in every
round, and `--alerts` items a second hold a word that a rule asks for (Slack takes one message a second and channel).
Latency runs from the answer that carried the item to Slack's receipt of the message. Stalls are how late a task of the
worker's loop wakes that sleeps 5 ms at a time; other load on the machine counts as well, so the time for which the
loop waited for a CPU is taken off in a second line.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measuring import Farm, cpu_of, family, pss, show
from benchmarks.tracing import STAGES, stages
from benchmarks.worker import Slack, feeds_of, overdue, worker

if TYPE_CHECKING:
    from typing import TextIO

    from monitor.store import Store
    from monitor.worker.service import Service

NAP = 0.005


async def main(asked: argparse.Namespace) -> None:
    farm = Farm(asked.entries, port_of(asked.state))
    with farm, tempfile.TemporaryDirectory() as passing, Slack() as slack:
        place = asked.state or Path(passing)
        (place / "port").write_text(str(farm.port))
        shutil.copytree(Path(__file__).parents[1] / "rules", place / "rules", dirs_exist_ok=True)
        started = time.monotonic()
        async with worker(place, feeds_of(farm, asked.feeds, asked.every), slack) as service:
            while unpolled(service.store) or overdue(service.store) > 2:  # noqa: ASYNC110
                await asyncio.sleep(1)  # until what fell due meanwhile is made up for as well
            took, load = time.monotonic() - started, os.getloadavg()[0]
            print(
                f"first polls: {service.tally.polled} in {took:.0f} s, {cpu_of(own(farm, slack)):.0f} s of CPU,"
                f" {service.tally.failed} failed; load of the machine {load:.1f}",
                flush=True,
            )
            await measure(service, farm, slack, asked)
            await asyncio.sleep(3)
        received = slack.received()
        print(f"{slack.messages()} messages posted")
        show("from answer to Slack", [(at - stamp) / 1e9 for stamp, at in received.items()])
        for stage, seconds in zip(STAGES, stages(received), strict=True):
            show(f"  {stage}", seconds)


async def measure(service: Service, farm: Farm, slack: Slack, asked: argparse.Namespace) -> None:
    """Let feeds change for the seconds asked for, and print what that costs."""
    farm.ask(f"/loud?share={asked.alerts * asked.every / (asked.feeds * asked.changed)}")
    before, cpu, farm_cpu = service.tally.polled, cpu_of(own(farm, slack)), farm.ask("/stats")["cpu"]
    naps: list[tuple[float, float]] = []
    napping = asyncio.create_task(nap(naps))
    lags, loads, memory = [], [], 0.0
    began = turned = time.monotonic()
    farm.turn(asked.changed)
    while (passed := time.monotonic() - began) < asked.seconds:
        await asyncio.sleep(1)
        if time.monotonic() - turned > asked.every:
            turned = time.monotonic()
            await asyncio.to_thread(farm.turn, asked.changed)
        lags.append(overdue(service.store))
        loads.append(os.getloadavg()[0])
        memory = max(memory, await asyncio.to_thread(pss, os.getpid()))
    napping.cancel()
    polls = service.tally.polled - before
    cpus = (cpu_of(own(farm, slack)) - cpu) / passed
    theirs = (farm.ask("/stats")["cpu"] - farm_cpu) / passed
    print(
        f"{asked.feeds:,} feeds every {asked.every} s for {passed:.0f} s: {polls / passed:.0f} polls a second,"
        f" {cpus:.2f} CPUs, {cpus * passed / polls * 1e3:.2f} ms a poll; farm {theirs:.2f} CPUs"
    )
    print(
        f"memory of the worker at most {memory:.0f} MiB; failed {service.tally.failed};"
        f" load of the machine {min(loads):.1f} to {max(loads):.1f}"
    )
    show("lag of the due queue", lags)
    show("stalls of the loop", [late for late, _ in naps])
    show("  without waiting for a CPU", [max(0, late - waited) for late, waited in naps])


def own(farm: Farm, slack: Slack) -> list[int]:
    """Return the worker's processes: this one, which runs its loop, and those that parse."""
    others = {*family(farm.pid), *family(slack.pid)}
    return [pid for pid in family(os.getpid()) if pid not in others]


def port_of(state: Path | None) -> int:
    """Return the port on which the farm of a kept state was, so that the feeds have the addresses they had."""
    if state is None or not (state / "port").exists():
        return 0
    return int((state / "port").read_text())


def unpolled(store: Store) -> bool:
    """Return whether there are feeds that were never polled."""
    sql = "SELECT 1 FROM feeds WHERE enabled AND first_polled_at IS NULL LIMIT 1"
    return store.db.execute(sql).fetchone() is not None


async def nap(naps: list[tuple[float, float]]) -> None:
    """Note how late each nap ends, and for how long of it the loop was ready and had no CPU."""
    loop = asyncio.get_running_loop()
    with suppress(asyncio.CancelledError), open("/proc/thread-self/schedstat") as file:  # noqa: ASYNC230, PTH123 - no disk
        while True:
            waited, began = queued(file), loop.time()
            await asyncio.sleep(NAP)
            naps.append((loop.time() - began - NAP, queued(file) - waited))


def queued(file: TextIO) -> float:
    """Return the seconds for which this thread could run and others ran (Documentation/scheduler/sched-stats)."""
    file.seek(0)
    return int(file.read().split()[1]) / 1e9


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--feeds", type=int, default=10_000)
    arguments.add_argument("--every", type=int, default=60)
    arguments.add_argument("--seconds", type=float, default=180)
    arguments.add_argument("--entries", type=int, default=3)
    arguments.add_argument("--state", type=Path, help="an existing folder: keep the state, and go on from it")
    arguments.add_argument("--changed", type=float, default=0.05)
    arguments.add_argument("--alerts", type=float, default=0.3)
    asyncio.run(main(arguments.parse_args()))
