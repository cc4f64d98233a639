"""Run a traced worker on many feeds of a farm, with a Slack in a process of its own."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.measuring import Farm
from benchmarks.tracing import TracedSink, TracedStore, stamp_of

if TYPE_CHECKING:
    from monitor.store import Store
    from monitor.worker.service import Service

RULE = """rules:
  - {id: loud, title: Loud, level: high, match: {any: [benchmarkium]}}
"""


@asynccontextmanager
async def worker(place: Path, feeds: Iterable[str], slack: Slack, **settings: Any) -> AsyncIterator[Service]:
    """Run the worker below a folder, which may hold rules already, with one loud rule more and these feeds."""
    from monitor import logs
    from monitor.decide.kit import compile_kit
    from monitor.settings import Settings
    from monitor.system import folder
    from monitor.worker.service import Service

    rules = place / "rules"
    rules.mkdir(exist_ok=True)
    (rules / "loud.yaml").write_text(RULE)
    (rules / "feeds.yaml").write_text("feeds:\n" + "\n".join(feeds) + "\n")
    chosen: dict[str, Any] = {"state": place / "state.db", "rules": rules, "allow_private": True, "port": 0}
    made = Settings(**(chosen | settings))
    logs.configure(level="WARNING", secrets=[])
    kit = compile_kit(folder.read(rules), channel="C0000001", where="rules")
    store = TracedStore.open(made.state, create=True)
    sink = TracedSink("xoxb-bench", api_url=f"http://127.0.0.1:{slack.port}/api/")
    async with Service(made, store=store, sink=sink, kit=kit) as service, asyncio.TaskGroup() as running:
        running.create_task(service.run())
        yield service
        service.stop()
    store.close()


def feeds_of(farm: Farm, number: int, every: int) -> Iterable[str]:
    """Return lines of feeds.yaml for so many feeds of a farm, spread over loopback hosts."""
    for n in range(number):
        host = f"127.0.{1 + n // 250 % 40}.{1 + n % 250}"
        yield f"  - {{id: f{n}, url: 'http://{host}:{farm.port}/f/{n}.xml', every: {every}s}}"


def overdue(store: Store) -> float:
    """Return seconds for which the longest overdue feed has waited."""
    due = store.feeds.next_due()
    return time.time() - due.timestamp() if due else 0


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
