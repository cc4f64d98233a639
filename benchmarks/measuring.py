"""Run programs and farms, and measure what they take."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.request import urlopen

LOOK_EVERY = 0.1


@dataclass(frozen=True, slots=True)
class Spent:
    """Hold what one run took: seconds of the wall clock and of the CPU, MiB at most."""

    wall: float
    cpu: float
    memory: float

    def __str__(self) -> str:
        return f"{self.wall:.2f} / {self.cpu:.2f} / {self.memory:.0f}"

    def least(self, other: Spent) -> Spent:
        return Spent(min(self.wall, other.wall), min(self.cpu, other.cpu), max(self.memory, other.memory))

    def with_(self, other: Spent) -> Spent:
        """Return what two took that ran at the same time."""
        return Spent(max(self.wall, other.wall), self.cpu + other.cpu, self.memory + other.memory)

    def ratio(self, ours: Spent) -> str:
        """Return how many times more this took than ours (memory: ours to this)."""
        return f"{self.wall / ours.wall:.1f}x / {self.cpu / ours.cpu:.1f}x / {ours.memory / max(self.memory, 1):.1f}x"


def run_measured(
    command: Sequence[str], environment: Mapping[str, str] | None, folder: Path, given: bytes = b""
) -> Spent:
    """Run a program to its end; raise where it fails. CPU is that of the program and its children."""
    before = os.times()
    began = time.perf_counter()
    with (folder / "out").open("wb") as out:
        process = subprocess.Popen(
            command,
            env=environment,
            cwd=Path(__file__).parents[1],
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=out,
        )
        most = Most(process.pid)
        process.communicate(given)
    wall = time.perf_counter() - began
    after = os.times()
    if process.returncode:
        raise SystemExit(f"{command[0]} failed:\n{(folder / 'out').read_text(errors='replace')[-3000:]}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Spent(wall, cpu, most.end())


class Most:
    """Watch the memory of a process and its children: the most of their proportional set sizes."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._most = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._ended.wait(LOOK_EVERY):
            self._most = max(self._most, sum(map(pss, family(self._pid))))

    def end(self) -> float:
        self._ended.set()
        self._thread.join()
        return self._most


def family(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    found = [pid]
    for parent in found:
        try:
            text = "".join(task.read_text() for task in Path(f"/proc/{parent}/task").glob("*/children"))
        except OSError:
            continue
        found += [int(child) for child in text.split()]
    return found


def cpu_of(pids: Iterable[int]) -> float:
    """Return the CPU seconds of processes, with those of children that ended and were waited for."""
    ticks = 0
    for pid in pids:
        try:
            stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(map(int, stat[11:15]))  # utime, stime, cutime, cstime
    return ticks / os.sysconf("SC_CLK_TCK")


def pss(pid: int) -> float:
    """Return a process's proportional set size in MiB; 0 where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def show(what: str, seconds: list[float]) -> None:
    if len(seconds) < 10:
        print(f"{what}: {len(seconds)} only, {[round(each * 1e3) for each in seconds]} ms")
        return
    cuts = statistics.quantiles(seconds, n=1000, method="inclusive")
    p50, p99, p999 = (cuts[at] * 1e3 for at in (499, 989, 998))
    print(
        f"{what} ({len(seconds)}): p50 {p50:.0f} ms, p99 {p99:.0f}, p99.9 {p999:.0f}, most {max(seconds) * 1e3:.0f}"
    )


class Farm:
    """Run `farm.py` in a process of its own."""

    def __init__(self, entries: int = 20, port: int = 0) -> None:
        self._options = ("--entries", str(entries), "--port", str(port))
        self._round = 0

    def __enter__(self) -> Self:
        script = Path(__file__).with_name("farm.py")
        self._process = subprocess.Popen(
            [sys.executable, str(script), *self._options], stdout=subprocess.PIPE
        )
        self.port = int(self._process.stdout.readline())
        self.pid = self._process.pid
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def turn(self, share: float) -> None:
        self._round += 1
        self.ask(f"/turn?round={self._round}&share={share}")

    def ask(self, path: str) -> dict[str, float]:
        with urlopen(f"http://127.0.0.1:{self.port}{path}") as answer:
            facts: dict[str, float] = json.load(answer)
        return facts
