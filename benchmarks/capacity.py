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
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measuring import Farm, cpu_of, family, pss
from benchmarks.tracing import STAGES, TracedSink, TracedStore, stages, stamp_of

if TYPE_CHECKING:
    from typing import TextIO

    from monitor.store import Store

RULE = """rules:
  - {id: loud, title: Loud, level: high, match: {any: [benchmarkium]}}
"""
NAP = 0.005


async def main(asked: argparse.Namespace) -> None:
    from monitor import logs
    from monitor.decide.kit import compile_kit
    from monitor.settings import Settings
    from monitor.system import folder
    from monitor.worker.service import Service

    farm = Farm(asked.entries, port_of(asked.state))
    with farm, tempfile.TemporaryDirectory() as passing, Slack() as slack:
        place = asked.state or Path(passing)
        (place / "port").write_text(str(farm.port))
        rules = place / "rules"
        shutil.copytree(Path(__file__).parents[1] / "rules", rules, dirs_exist_ok=True)
        (rules / "loud.yaml").write_text(RULE)
        address = "http://127.0.{}.{}:{}/f/{}.xml"
        urls = (address.format(1 + n // 250 % 40, 1 + n % 250, farm.port, n) for n in range(asked.feeds))
        lines = (f"  - {{id: f{n}, url: '{url}', every: {asked.every}s}}" for n, url in enumerate(urls))
        (rules / "feeds.yaml").write_text("feeds:\n" + "\n".join(lines) + "\n")
        settings = Settings(state=place / "state.db", rules=rules, allow_private=True, port=0)
        logs.configure(level="WARNING", secrets=[])
        kit = compile_kit(folder.read(rules), channel="C0000001", where="rules")
        store = TracedStore.open(settings.state, create=True)
        sink = TracedSink("xoxb-bench", api_url=f"http://127.0.0.1:{slack.port}/api/")

        def own() -> list[int]:
            """Return the worker's processes: this one, which runs its loop, and those that parse."""
            others = {*family(farm.pid), *family(slack.pid)}
            return [pid for pid in family(os.getpid()) if pid not in others]

        started = time.monotonic()
        async with Service(settings, store=store, sink=sink, kit=kit) as service:
            running = asyncio.create_task(service.run())
            while not running.done() and (unpolled(store) or overdue(store) > 2):  # noqa: ASYNC110
                await asyncio.sleep(1)  # until what fell due meanwhile is made up for as well
            took, load = time.monotonic() - started, os.getloadavg()[0]
            print(
                f"first polls: {service.tally.polled} in {took:.0f} s, {cpu_of(own()):.0f} s of CPU,"
                f" {service.tally.failed} failed; load of the machine {load:.1f}",
                flush=True,
            )
            share = asked.alerts * asked.every / (asked.feeds * asked.changed)
            farm.ask(f"/loud?share={share}")
            before, cpu, farm_cpu = service.tally.polled, cpu_of(own()), farm.ask("/stats")["cpu"]
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
                lags.append(overdue(store))
                loads.append(os.getloadavg()[0])
                memory = max(memory, await asyncio.to_thread(pss, os.getpid()))
            napping.cancel()
            polls = service.tally.polled - before
            cpus, theirs = (cpu_of(own()) - cpu) / passed, (farm.ask("/stats")["cpu"] - farm_cpu) / passed
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
            await asyncio.sleep(3)
            service.stop()
            await running
        store.close()
        received = slack.received()
        print(f"{slack.messages()} messages posted")
        show("from answer to Slack", [(at - stamp) / 1e9 for stamp, at in received.items()])
        for stage, seconds in zip(STAGES, stages(received), strict=True):
            show(f"  {stage}", seconds)


def port_of(state: Path | None) -> int:
    """Return the port on which the farm of a kept state was, so that the feeds have the addresses they had."""
    if state is None or not (state / "port").exists():
        return 0
    return int((state / "port").read_text())


def unpolled(store: Store) -> bool:
    """Return whether there are feeds that were never polled."""
    sql = "SELECT 1 FROM feeds WHERE enabled AND first_polled_at IS NULL LIMIT 1"
    return store.db.execute(sql).fetchone() is not None


def overdue(store: Store) -> float:
    """Return seconds for which the longest overdue feed has waited."""
    due = store.feeds.next_due()
    return time.time() - due.timestamp() if due else 0


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


def show(what: str, seconds: list[float]) -> None:
    if len(seconds) < 10:
        print(f"{what}: {len(seconds)} only, {[round(each * 1e3) for each in seconds]} ms")
        return
    cuts = statistics.quantiles(seconds, n=1000, method="inclusive")
    p50, p99, p999 = (cuts[at] * 1e3 for at in (499, 989, 998))
    print(
        f"{what} ({len(seconds)}): p50 {p50:.0f} ms, p99 {p99:.0f}, p99.9 {p999:.0f}, most {max(seconds) * 1e3:.0f}"
    )


class Slack:
    """Run `slack.py` in a process of its own."""

    def __enter__(self) -> Slack:
        self._kept = tempfile.TemporaryFile("w+")
        script = str(Path(__file__).with_name("slack.py"))
        self._process = subprocess.Popen([sys.executable, script], stdout=self._kept)
        while not self._lines():
            time.sleep(0.1)
        self.port, self.pid = int(self._lines()[0]), self._process.pid
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._kept.close()

    def _lines(self) -> list[str]:
        self._kept.seek(0)
        return self._kept.read().splitlines()

    def messages(self) -> int:
        """Return how many messages came, those without a stamp as well."""
        return len(self._lines()) - 1

    def received(self) -> dict[int, int]:
        """Return when each message came, by the stamp in its title."""
        found: dict[int, int] = {}
        for line in self._lines()[1:]:
            at, _, text = line.partition(" ")
            if stamp := stamp_of(text):
                found.setdefault(stamp, int(at))
        return found


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
